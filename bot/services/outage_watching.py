"""Who wants to hear when a provider is back, and what each of them is told."""

from datetime import timedelta
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.incident_log import Incident, IncidentAction
from bot.domain.kinds import ClaimKind
from bot.domain.messages import Button, Priority
from bot.domain.outage_states import OutageState
from bot.domain.taps import Tap
from bot.services.exchange import Exchange
from bot.services.outage_answers import MINUTES, answer_values, when_text
from bot.services.outage_waves import News
from bot.services.radar import known_of, next_round
from bot.storage.incidents import incident_events
from bot.storage.timers import schedule_new
from bot.storage.watches import unwatch, watch, watches
from bot.texts.layouts import arranged
from bot.texts.shown import Value
from bot.texts.speech import Said

# Nobody hears that it is quiet sooner than this after they asked.
QUIET_AFTER: Final = timedelta(minutes=15)
# Who heard nothing for so long, about a provider without an incident, hears nothing more.
WATCHED_FOR: Final = timedelta(days=2)
# Labels that can be typed at once.
_MOST_OFFERED: Final = 20
_OVER = (OutageState.UNKNOWN, OutageState.RECOVERED)
# News that are told only while an admin's incident is open.
_OPEN = (News.DECLARED, News.CHANGED, News.STILL)


async def begin_watching(ex: Exchange, provider: str) -> None:
    """Remember that a customer wants to hear when a provider is back."""
    await watch(ex.connection, ex.bot, provider, ex.chat, ex.now)
    await schedule_new(ex.connection, ex.bot, next_round(ex.now))


def stop_button(ex: Exchange, provider: str) -> Button:
    """Return the button with which a customer hears no more."""
    return Button(ex.label("radar.stop"), data=Tap("unwatch", (provider,)).encode())


async def keep_watching(ex: Exchange, claim: FiledClaim) -> None:
    """Look for a customer who filed an outage whether the provider is back: they were told so."""
    named = claim.facts.get("provider")
    if claim.kind is ClaimKind.OUTAGE and named:
        await begin_watching(ex, str(named))


async def tell(ex: Exchange, provider: str, news: News) -> None:
    """Tell a customer who asked; what is no longer so, or no longer wanted, is not told."""
    if not await watches(ex.connection, ex.bot, provider, ex.chat):
        return
    known = await known_of(ex.connection, ex.bot, provider, ex.now)
    is_over = known.state(ex.now) in _OVER
    if is_over is (news in _OPEN) or (news is News.QUIET and known.count.told):
        return
    values = await answer_values(ex, provider)
    charged = _button(ex, "charged_twice", Tap("outage", ("charged", provider)))
    fine = _button(ex, "fine", Tap("unwatch", (provider,)))
    if known.incident is not None and news in _OPEN:
        more = await _values_of(ex, known.incident)
        _say(ex, f"radar.tell.{news.value}", values | more, (charged, fine))
        return
    await unwatch(ex.connection, ex.bot, provider, ex.chat)
    key = "outage.back" if known.closed is None else "radar.tell.back"
    still = _button(ex, "still", Tap("outage", ("still", provider)))
    _say(ex, key, {**values, "minutes": MINUTES}, (charged, still, fine))


def _button(ex: Exchange, name: str, tap: Tap) -> Button:
    return Button(ex.label(f"radar.{name}"), data=tap.encode())


async def _values_of(ex: Exchange, incident: Incident) -> dict[str, Value]:
    """Return since when and for how long it fails, and when it was told first."""
    log = await incident_events(ex.connection, ex.bot, incident.id)
    declared = (each.at for each in log if each.action is IncidentAction.DECLARED)
    hours = (ex.now - incident.since) // timedelta(hours=1)
    return {
        "since": when_text(ex, incident.since),
        "hours": hours if hours > 1 else None,
        "told": when_text(ex, next(declared, incident.since)),
    }


def _say(ex: Exchange, key: str, values: dict[str, Value], buttons: tuple[Button, ...]) -> None:
    """Say news; an answer to somebody else never waits for them."""
    before = ex.customer.offered
    text = "\n".join(ex.lines(key, **values).lines)
    ex.send(Said(text, arranged(buttons)), priority=Priority.BROADCAST)
    # The choices of an open question can still be typed.
    ex.offered = (*(ex.offered or ()), *before)[:_MOST_OFFERED]


async def stop_watching(ex: Exchange, provider: str) -> None:
    """Tell the customer no more about a provider."""
    await unwatch(ex.connection, ex.bot, provider, ex.chat)
    ex.say("radar.stopped")
