"""Who wants to hear when a provider is back, and what they are told."""

from datetime import datetime, timedelta

from bot.domain.casework import FiledClaim
from bot.domain.kinds import ClaimKind
from bot.domain.messages import Button
from bot.domain.outage_states import OutageState
from bot.domain.taps import Tap
from bot.services.exchange import Exchange
from bot.services.outage_answers import MINUTES
from bot.services.radar import known_of
from bot.storage.timers import Timer, schedule
from bot.storage.watches import unwatch, watch, watches

# How often, and for how long, a provider is looked at for somebody who wants to hear of it.
_LOOK_EVERY = timedelta(minutes=15)
_LOOK_FOR = timedelta(hours=24)
_OVER = (OutageState.UNKNOWN, OutageState.RECOVERED)


async def begin_watching(ex: Exchange, provider: str) -> None:
    """Remember that a customer wants to hear when a provider is back."""
    await watch(ex.connection, ex.bot, provider, ex.chat, ex.now)
    await look_again(ex, provider, ex.now)


def stop_button(ex: Exchange, provider: str) -> Button:
    """Return the button with which a customer hears no more."""
    return Button(ex.label("radar.stop"), data=Tap("unwatch", (provider,)).encode())


async def keep_watching(ex: Exchange, claim: FiledClaim) -> None:
    """Look for a customer who filed an outage whether the provider is back: they were told so."""
    named = claim.facts.get("provider")
    if claim.kind is ClaimKind.OUTAGE and named:
        await begin_watching(ex, str(named))


async def look_again(ex: Exchange, provider: str, since: datetime) -> None:
    """Set the timer that looks whether a provider is back."""
    payload = {"provider": provider, "since": since.isoformat()}
    key = f"outage:{provider}:{ex.chat}"
    timer = Timer(key, ex.chat, "outage.look", ex.now + _LOOK_EVERY, payload)
    await schedule(ex.connection, ex.bot, timer)


async def look_for(ex: Exchange, provider: str, since: datetime) -> None:
    """Tell a customer who asked that nothing is known any more; give up after a day."""
    if not await watches(ex.connection, ex.bot, provider, ex.chat):
        return
    known = await known_of(ex.connection, ex.bot, provider, ex.now)
    if known.state(ex.now) in _OVER and known.count.told == 0:
        await unwatch(ex.connection, ex.bot, provider, ex.chat)
        name = ex.tables.provider_name(provider)
        ex.say("outage.back", provider=name, minutes=MINUTES)
    elif ex.now - since < _LOOK_FOR:
        await look_again(ex, provider, since)
    else:
        await unwatch(ex.connection, ex.bot, provider, ex.chat)


async def stop_watching(ex: Exchange, provider: str) -> None:
    """Tell the customer no more about a provider."""
    await unwatch(ex.connection, ex.bot, provider, ex.chat)
    ex.say("radar.stopped")
