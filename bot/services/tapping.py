"""What a tapped button, or its label typed out, does."""

from collections.abc import Awaitable, Callable

from bot.dialogue.drafts import answers, current_question
from bot.dialogue.engine import back, choose, reopen, skip
from bot.dialogue.replies import Part
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.taps import Tap
from bot.services import answers as answering
from bot.services import forgetting, guides, handover, own_claims, preferences
from bot.services.exchange import Exchange
from bot.services.outage_reports import stop_watching
from bot.services.turns import take
from bot.storage.drafts import DraftState, StoredDraft, find_draft, remove_draft

About = tuple[str, ...]
Doing = Callable[[Exchange, About], Awaitable[None]]


async def tapped(ex: Exchange, tap: Tap) -> None:
    """Do what a button says; an old or unknown one changes nothing and says so."""
    doing = _VERBS.get(tap.verb)
    if doing is None:
        await old_button(ex)
        return
    await doing(ex, tap.about)


async def old_button(ex: Exchange) -> None:
    """Say that a button belongs to something earlier, and where we are now."""
    stored = await guides.active(ex)
    if stored is None:
        ex.say("question.old_button", *preferences.menu(ex))
        return
    await guides.repeat_question(
        ex, stored, Part("question.old_button"), Part("question.old_button_now")
    )


async def _of_active(ex: Exchange, about: About) -> StoredDraft | None:
    """Return the active draft if the button belongs to it."""
    stored = await guides.active(ex)
    if stored is None or not about or about[0] != str(stored.id):
        await old_button(ex)
        return None
    return stored


async def _answer(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is None:
        return
    turn = choose(stored.draft, about[1], about[2]) if len(about) == 3 else None
    if turn is None:
        await old_button(ex)
        return
    await take(ex, stored, turn)


async def _skip(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is None:
        return
    current = current_question(stored.draft)
    same = current is not None and (len(about) < 2 or about[1] == current.field)
    turn = skip(stored.draft) if same else None
    if turn is None:
        await old_button(ex)
        return
    await take(ex, stored, turn)


async def _back(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await guides.continue_with(ex, stored, back(stored.draft))


async def _stop(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await guides.stop(ex, stored)


async def _resume(ex: Exchange, about: About) -> None:
    stored = await _found(ex, about)
    if stored is not None:
        await guides.resume(ex, stored, fresh=stored.state is DraftState.ACTIVE)


async def _found(ex: Exchange, about: About) -> StoredDraft | None:
    number = int(about[0]) if about and about[0].isdecimal() and len(about[0]) < 18 else 0
    stored = await find_draft(ex.connection, ex.bot, ex.chat, number)
    if stored is None or stored.state is DraftState.DELETED:
        await old_button(ex)
        return None
    return stored


async def _delete(ex: Exchange, about: About) -> None:
    stored = await _found(ex, about)
    if stored is not None:
        await guides.delete(ex, stored)


async def _undo(ex: Exchange, about: About) -> None:
    number = int(about[0]) if about and about[0].isdecimal() and len(about[0]) < 18 else 0
    await guides.undo(ex, number)


async def _file(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await guides.file(ex, stored, about[1] if len(about) > 1 else "")


async def _change(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await guides.change_list(ex, stored)


async def _reopen(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is None:
        return
    held = answers(stored.draft).values
    turn = reopen(stored.draft, about[1]) if len(about) > 1 and about[1] in held else None
    if turn is None:
        await old_button(ex)
        return
    await guides.continue_with(ex, stored, turn)


async def _person(ex: Exchange, _: About) -> None:
    stored = await guides.active(ex)
    if stored is not None and answers(stored.draft).values:
        await handover.hand_over(ex, stored)
        return
    await handover.ask_for_person(ex)


async def _handover(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await handover.hand_over(ex, stored)


async def _stop_person(ex: Exchange, about: About) -> None:
    stored = await _of_active(ex, about)
    if stored is not None:
        await remove_draft(ex.connection, ex.bot, ex.chat, stored.id)
        ex.say("person.bot_again", *preferences.menu(ex))


async def _open(ex: Exchange, about: About) -> None:
    kinds = {kind.value: kind for kind in ClaimKind}
    kind = kinds.get(about[0]) if about else None
    if kind is None:
        await old_button(ex)
        return
    if kind is ClaimKind.OTHER:
        await handover.ask_for_person(ex)
        return
    await guides.open_guide(ex, kind, {}, about[1] if len(about) > 1 else "")


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
    zones = preferences.zone_choices(ex)
    name = ex.line(f"region.name.{ex.customer.region}")
    if zones:
        ex.say("region.zone_ask", *zones)
        return
    stored = await guides.active(ex)
    if stored is None:
        ex.say("region.changed", region=name)
        return
    first = Part(guides.first_key(ex, stored.draft))
    changed = Part("region.changed", {})
    await guides.repeat_question(ex, stored, changed, first)


async def _regions(ex: Exchange, _: About) -> None:
    preferences.all_regions(ex)


async def _zone(ex: Exchange, about: About) -> None:
    if not about or not preferences.set_zone(ex, about[0]):
        await old_button(ex)
        return
    ex.say("region.zone_changed", zone=ex.customer.zone.rsplit("/", 1)[-1].replace("_", " "))


async def _claims(ex: Exchange, _: About) -> None:
    await own_claims.list_claims(ex)


async def _claim(ex: Exchange, about: About) -> None:
    claim = await own_claims.own_claim(ex, about[0]) if len(about) == 2 else None
    if claim is None:
        ex.say("error.not_yours")
        return
    match about[1]:
        case "show":
            await own_claims.show(ex, claim)
        case "add":
            ex.update(adding_to=claim.id)
            ex.say("claims.add_prompt", number=claim.number)
        case "withdraw":
            ex.say(
                "claims.withdraw_sure",
                (ex.label("claims.withdraw_no"), Tap("claim", (claim.number, "show"))),
                (ex.label("claims.withdraw_yes"), Tap("claim", (claim.number, "withdrawn"))),
                number=claim.number,
            )
        case "withdrawn" | "arrived":
            await own_claims.withdraw(ex, claim)
        case "reopen":
            await own_claims.reopen(ex, claim)
        case "missing":
            await own_claims.still_missing(ex, claim)
        case "person":
            await own_claims.ask_person(ex, claim)
        case "good" | "fair" | "bad":
            await own_claims.rate(ex, claim, about[1])
        case _:
            await old_button(ex)


async def _secret(ex: Exchange, about: About) -> None:
    match about:
        case ("gave",):
            await guides.open_guide(ex, ClaimKind.FRAUD, {}, "code_given")
        case ("asked",):
            ex.say("danger.not_given", *preferences.menu(ex))
        case _:
            ex.say("danger.sent_myself", *preferences.menu(ex))


async def _calm(ex: Exchange, _: About) -> None:
    ex.say("danger.calm")


async def _evidence(ex: Exchange, _: About) -> None:
    ex.say("evidence.checklist_general")


async def _type_it(ex: Exchange, _: About) -> None:
    ex.say("answer.type_it")


async def _forget(ex: Exchange, about: About) -> None:
    await forgetting.forget(ex, about[0] if about else "")


async def _unwatch(ex: Exchange, about: About) -> None:
    await stop_watching(ex, about[0] if about else "")


_VERBS: dict[str, Doing] = {
    "answer": _answer,
    "skip": _skip,
    "back": _back,
    "stop": _stop,
    "dontfile": _stop,
    "resume": _resume,
    "delete": _delete,
    "undo": _undo,
    "file": _file,
    "change": _change,
    "reopen": _reopen,
    "person": _person,
    "handover": _handover,
    "stop_person": _stop_person,
    "ask_person": _ask_person,
    "open": _open,
    "article": _article,
    "helped": _helped,
    "language": _language,
    "region": _region,
    "regions": _regions,
    "zone": _zone,
    "claims": _claims,
    "claim": _claim,
    "secret": _secret,
    "calm": _calm,
    "evidence": _evidence,
    "type_it": _type_it,
    "forget": _forget,
    "unwatch": _unwatch,
}
