"""Is it down: customers' own reports, what the provider publishes, and who wants to hear more."""

from datetime import datetime, timedelta

from bot.dialogue.drafts import Draft, answers
from bot.dialogue.turns import Turn
from bot.domain.casework import FiledClaim
from bot.domain.kinds import ClaimKind
from bot.domain.messages import Button
from bot.domain.taps import Tap
from bot.services.exchange import Exchange
from bot.storage.drafts import DraftState, StoredDraft, move_draft
from bot.storage.reports import WINDOW, Level, level, report, unwatch, watch, watchers
from bot.storage.timers import Timer, schedule
from bot.texts.shown import Value
from bot.texts.speech import Said

# From so many people on, and so many times the usual, the bot says that it looks down. Chosen:
# below it a few neighbours of one shop would make an outage.
_MANY_PEOPLE = 8
_MANY_TIMES = 4.0
_SOME_PEOPLE = 2
# How often, and for how long, a provider is looked at for somebody who wants to hear of it.
_LOOK_EVERY = timedelta(minutes=15)
_LOOK_FOR = timedelta(hours=24)
_WINDOW_MINUTES = int(WINDOW.total_seconds() // 60)


async def outage_values(ex: Exchange, draft: Draft) -> dict[str, Value]:
    """Count this report and return what is known about the provider."""
    named = answers(draft).values.get("provider")
    if not named:
        return {"here": None, "official": None}
    provider_id = str(named)
    await report(ex.connection, ex.bot, provider_id, ex.chat, ex.now)
    found = await level(ex.connection, ex.bot, provider_id, ex.now)
    name = ex.tables.provider_name(provider_id)
    return {"here": _here(ex, found, name), "official": _official(ex, provider_id, name)}


def is_many(found: Level) -> bool:
    """Whether reports are so many that it looks down for everybody."""
    return found.people >= _MANY_PEOPLE and found.people >= _MANY_TIMES * max(found.usual, 1)


def _here(ex: Exchange, found: Level, name: str) -> str:
    key = "none"
    if is_many(found):
        key = "many"
    elif found.people >= _SOME_PEOPLE:
        key = "some"
    return ex.line(
        f"outage.here.{key}",
        minutes=_WINDOW_MINUTES,
        count=found.people,
        usual=round(found.usual),
        provider=name,
    )


def _official(ex: Exchange, provider_id: str, name: str) -> str:
    provider = ex.library.provider(provider_id)
    url = provider.status_page.url if provider else None
    if url:
        return ex.line("outage.official.page", status_page=url)
    return ex.line("outage.official.none", provider=name)


async def end_of_guide(ex: Exchange, stored: StoredDraft, turn: Turn) -> None:
    """Say that there is nothing to file; the draft is put aside, not lost."""
    await move_draft(ex.connection, ex.bot, ex.chat, stored.id, (DraftState.STOPPED, ex.now))
    named = answers(stored.draft).values.get("provider")
    values: dict[str, Value] = {"provider": ex.tables.provider_name(str(named)) if named else None}
    said = ex.compose(stored, turn.replies, values)
    if turn.ended == "tell_me" and named:
        await watch(ex.connection, ex.bot, str(named), ex.chat, ex.now)
        await look_again(ex, str(named), ex.now)
        stop = Button(
            ex.label("outage.stop_watching"), data=Tap("unwatch", (str(named),)).encode()
        )
        said = Said(said.text, (*said.buttons, (stop,)))
    ex.send(said)


async def keep_watching(ex: Exchange, claim: FiledClaim) -> None:
    """Look for a customer who filed an outage whether the provider is back: they were told so."""
    named = claim.facts.get("provider")
    if claim.kind is ClaimKind.OUTAGE and named:
        await watch(ex.connection, ex.bot, str(named), ex.chat, ex.now)
        await look_again(ex, str(named), ex.now)


async def look_again(ex: Exchange, provider: str, since: datetime) -> None:
    """Set the timer that looks whether a provider is back."""
    payload = {"provider": provider, "since": since.isoformat()}
    key = f"outage:{provider}:{ex.chat}"
    timer = Timer(key, ex.chat, "outage.look", ex.now + _LOOK_EVERY, payload)
    await schedule(ex.connection, ex.bot, timer)


async def look(ex: Exchange, provider: str, since: datetime) -> None:
    """Tell a customer who asked that nobody reports a provider any more; give up after a day."""
    if ex.chat not in await watchers(ex.connection, ex.bot, provider):
        return
    found = await level(ex.connection, ex.bot, provider, ex.now)
    if found.people == 0:
        await unwatch(ex.connection, ex.bot, provider, ex.chat)
        name = ex.tables.provider_name(provider)
        ex.say("outage.back", provider=name, minutes=_WINDOW_MINUTES)
    elif ex.now - since < _LOOK_FOR:
        await look_again(ex, provider, since)
    else:
        await unwatch(ex.connection, ex.bot, provider, ex.chat)


async def stop_watching(ex: Exchange, provider: str) -> None:
    """Tell the customer no more about a provider."""
    await unwatch(ex.connection, ex.bot, provider, ex.chat)
    ex.say("outage.stopped_watching")
