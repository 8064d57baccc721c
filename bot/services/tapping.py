"""What a tapped button, or its label typed out, does."""

from collections.abc import Awaitable, Callable

from bot.dialogue.replies import Part
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.taps import Tap
from bot.services import answers as answering
from bot.services import (
    forgetting,
    guides,
    handover,
    outage_taps,
    possible_charges,
    preferences,
)
from bot.services.claim_taps import CLAIM_VERBS
from bot.services.draft_taps import DRAFT_VERBS, old_button
from bot.services.exchange import Exchange
from bot.services.offered_matter import kept_matter
from bot.services.outage_reports import VERB as OUTAGE
from bot.services.outage_watching import stop_watching
from bot.services.reminders import clock_changed

About = tuple[str, ...]


Doing = Callable[[Exchange, About], Awaitable[None]]


async def tapped(ex: Exchange, tap: Tap) -> None:
    """Do what a button says; an old or unknown one changes nothing and says so."""
    doing = _VERBS.get(tap.verb)
    if doing is None:
        await old_button(ex)
        return
    await doing(ex, tap.about)


async def _open(ex: Exchange, about: About) -> None:
    kinds = {kind.value: kind for kind in ClaimKind}
    kind = kinds.get(about[0]) if about else None
    if kind is None:
        await old_button(ex)
        return
    if kind is ClaimKind.OTHER:
        await handover.ask_for_person(ex)
        return
    facts, type_ = kept_matter(ex, kind)
    await guides.open_guide(ex, kind, facts, about[1] if len(about) > 1 else type_)


async def _article(ex: Exchange, about: About) -> None:
    article = answering.article_of(ex, about[0]) if about else None
    if article is None:
        await old_button(ex)
        return
    answering.say_article(ex, article)


async def _helped(ex: Exchange, about: About) -> None:
    if about == ("yes",):
        ex.update(misses=0)
        ex.say("answer.thanks")
        return
    ex.update(misses=ex.customer.misses + 1)
    ex.say("answer.try_person", (ex.label("question.person"), Tap("person", ("0",))))


async def _ask_person(ex: Exchange, _: About) -> None:
    await handover.ask_for_person(ex)


async def _language(ex: Exchange, about: About) -> None:
    tags = {language.value: language for language in Language}
    language = tags.get(about[0]) if about else None
    if language is None:
        await old_button(ex)
        return
    first = not ex.customer.language_chosen
    preferences.set_language(ex, language)
    stored = await guides.active(ex)
    if stored is not None:
        await guides.repeat_question(ex, stored, Part("language.changed"))
    elif first:
        preferences.welcome(ex)
    else:
        ex.say("language.changed", *preferences.menu(ex))


async def _region(ex: Exchange, about: About) -> None:
    if not about or not preferences.set_region(ex, about[0]):
        await old_button(ex)
        return
    await region_set(ex)


async def region_set(ex: Exchange) -> None:
    """Confirm a region, ask for the clock where it has several, go on with the guide."""
    await clock_changed(ex)
    zones = preferences.zone_choices(ex)
    name = ex.line(f"region.name.{ex.customer.region}")
    if zones:
        ex.say("region.zone_ask", *zones)
        return
    await _placed(ex, Part("region.changed", {"region": name}))


async def _placed(ex: Exchange, confirmed: Part) -> None:
    """Confirm where the customer is; an open guide gives its advice again, for that place."""
    stored = await guides.active(ex)
    if stored is None:
        ex.say(confirmed.key, **{name: str(value) for name, value in confirmed.values.items()})
        return
    first = Part(guides.first_key(ex, stored.draft))
    await guides.repeat_question(ex, stored, confirmed, first)


async def _regions(ex: Exchange, _: About) -> None:
    preferences.all_regions(ex)


async def _zone(ex: Exchange, about: About) -> None:
    if not about or not preferences.set_zone(ex, about[0]):
        await old_button(ex)
        return
    await clock_changed(ex)
    zone = ex.customer.zone.rsplit("/", 1)[-1].replace("_", " ")
    await _placed(ex, Part("region.zone_changed", {"zone": zone}))


async def _secret(ex: Exchange, about: About) -> None:
    match about:
        case ("gave",):
            await guides.open_guide(ex, ClaimKind.FRAUD, {}, "code_given")
        case ("asked",):
            await _after_secret(ex, "danger.not_given")
        case _:
            await _after_secret(ex, "danger.sent_myself")


async def _after_secret(ex: Exchange, key: str) -> None:
    """Go on where we were: with the open question, or with the first one."""
    stored = await guides.active(ex)
    if stored is not None:
        await guides.repeat_question(ex, stored, Part(key))
        return
    ex.say_rendered(ex.lines(key) + ex.lines("danger.go_on"), *preferences.menu(ex))


async def _calm(ex: Exchange, _: About) -> None:
    ex.say("danger.calm")


async def _evidence(ex: Exchange, _: About) -> None:
    ex.say("evidence.checklist_general")


async def _type_it(ex: Exchange, _: About) -> None:
    ex.say("answer.type_it")


async def _reading(ex: Exchange, about: About) -> None:
    if not await possible_charges.told(ex, about):
        await old_button(ex)


async def _forget(ex: Exchange, about: About) -> None:
    await forgetting.forget(ex, about[0] if about else "")


async def _unwatch(ex: Exchange, about: About) -> None:
    await stop_watching(ex, about[0] if about else "")


async def _outage(ex: Exchange, about: About) -> None:
    if not await outage_taps.tapped(ex, about):
        await old_button(ex)


_VERBS: dict[str, Doing] = {
    **DRAFT_VERBS,
    **CLAIM_VERBS,
    "ask_person": _ask_person,
    "open": _open,
    "article": _article,
    "helped": _helped,
    "language": _language,
    "region": _region,
    "regions": _regions,
    "zone": _zone,
    "secret": _secret,
    "calm": _calm,
    "evidence": _evidence,
    "type_it": _type_it,
    possible_charges.VERB: _reading,
    "forget": _forget,
    "unwatch": _unwatch,
    OUTAGE: _outage,
}
