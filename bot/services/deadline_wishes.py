"""Reminders and calendars asked for in words: for every open claim with a deadline ahead."""

from bot.domain.casework import FiledClaim
from bot.domain.lifecycle import is_open
from bot.services import claim_calendar, reminders
from bot.services.exchange import Exchange
from bot.storage.claims import claims_of
from bot.understanding.intents import Wish

WISHES = frozenset({Wish.REMINDERS_OFF, Wish.REMINDERS_ON, Wish.CALENDAR})

# Claims that one message is about, so that an answer stays readable.
_MOST_CLAIMS = 3


async def grant(ex: Exchange, wish: Wish) -> None:
    """Do what one of `WISHES` asks for."""
    open_claims = [
        claim for claim in await claims_of(ex.connection, ex.bot, ex.chat) if is_open(claim.status)
    ]
    if wish is Wish.CALENDAR:
        await _calendars(ex, open_claims)
        return
    await _switch(ex, open_claims, on=wish is Wish.REMINDERS_ON)


async def _calendars(ex: Exchange, claims: list[FiledClaim]) -> None:
    dated = [claim for claim in claims if await claim_calendar.has_dates(ex, claim)]
    if not dated:
        ex.say("calendar.none_open")
    for claim in dated[:_MOST_CLAIMS]:
        await claim_calendar.send_calendar(ex, claim)


async def _switch(ex: Exchange, claims: list[FiledClaim], *, on: bool) -> None:
    concerned = [claim for claim in claims if await reminders.switch_choice(ex, claim)]
    if not concerned:
        ex.say("reminders.none_to_switch")
        return
    await reminders.switch(ex, *concerned, on=on)
