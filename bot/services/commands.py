"""Slash commands of customers; every one of them can be typed in words too."""

from collections.abc import Awaitable, Callable

from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.taps import Tap
from bot.services import (
    evidence,
    forgetting,
    guides,
    own_claims,
    packs,
    paused_guides,
    preferences,
)
from bot.services.exchange import Exchange
from bot.services.provider_named import providers_named
from bot.services.steering import LANGUAGES, language_changed
from bot.services.tapping import region_set, tapped
from bot.understanding.wishes import wish_in

COMMANDS = (
    "start", "status", "pack", "outage", "evidence", "human", "language", "region", "cancel",
    "forget", "privacy", "help",
)  # fmt: skip
_OUTAGE_LINK = "outage_"


def is_command(name: str) -> bool:
    """Whether a slash command is one of the bot's; others may be words: /back, /skip."""
    return name in _DOING or name in COMMANDS


async def run_command(ex: Exchange, name: str, argument: str) -> None:
    """Do what a command says; an unknown one shows the help."""
    doing = _DOING.get(name)
    if doing is None:
        ex.say("help.text", *preferences.menu(ex))
        return
    await doing(ex, argument)


async def _start(ex: Exchange, argument: str) -> None:
    if argument.startswith(_OUTAGE_LINK):
        facts: guides.Facts = {"provider": argument.removeprefix(_OUTAGE_LINK)}
        known = ex.library.provider(str(facts["provider"])) is not None
        await guides.open_guide(ex, ClaimKind.OUTAGE, facts if known else {})
        return
    if ex.customer.language_chosen:
        preferences.welcome(ex)
        return
    preferences.ask_language(ex)


async def _status(ex: Exchange, argument: str) -> None:
    if not argument:
        await own_claims.list_claims(ex)
        return
    claim = await own_claims.own_claim(ex, argument)
    if claim is None:
        ex.say("error.not_yours")
        return
    await own_claims.show(ex, claim)


async def _pack(ex: Exchange, argument: str) -> None:
    if not argument:
        await packs.choose(ex)
        return
    claim = await own_claims.own_claim(ex, argument)
    if claim is None:
        ex.say("error.not_yours")
        return
    await packs.order(ex, claim)


async def _language(ex: Exchange, argument: str) -> None:
    tags = {language.value.lower(): language for language in Language}
    named = wish_in(argument)
    language = tags.get(argument.lower()) or (LANGUAGES.get(named) if named else None)
    if language is None:
        preferences.ask_language(ex)
        return
    preferences.set_language(ex, language)
    await language_changed(ex)


async def _region(ex: Exchange, argument: str) -> None:
    if not argument and ex.customer.region:
        name = ex.line(f"region.name.{ex.customer.region}")
        ex.say("region.now", *preferences.region_choices(ex), region=name)
        return
    if not argument:
        preferences.ask_region(ex)
        return
    region = preferences.region_named(ex, argument)
    if not region:
        ex.say("region.unknown", *preferences.region_choices(ex))
        return
    preferences.set_region(ex, region)
    await region_set(ex)


async def _cancel(ex: Exchange, _: str) -> None:
    stored = await guides.active(ex)
    if stored is None:
        ex.say("draft.none_open", *preferences.menu(ex))
        return
    await paused_guides.stop(ex, stored)


async def _outage(ex: Exchange, argument: str) -> None:
    named = providers_named(ex.library, argument) if argument else []
    if len(named) == 1:
        await guides.open_guide(ex, ClaimKind.OUTAGE, {"provider": named[0].id})
        return
    await tapped(ex, Tap("open", ("outage",)))


async def _evidence(ex: Exchange, _: str) -> None:
    await evidence.tell_checklist(ex)


async def _human(ex: Exchange, _: str) -> None:
    await tapped(ex, Tap("person", ("0",)))


async def _forget(ex: Exchange, _: str) -> None:
    await forgetting.forget(ex, "")


async def _privacy(ex: Exchange, _: str) -> None:
    ex.say("privacy.text")


_DOING: dict[str, Callable[[Exchange, str], Awaitable[None]]] = {
    "start": _start,
    "status": _status,
    "pack": _pack,
    "outage": _outage,
    "evidence": _evidence,
    "human": _human,
    "language": _language,
    "region": _region,
    "cancel": _cancel,
    "forget": _forget,
    "privacy": _privacy,
}
