"""The words in which a customer says why they rated the help as they did."""

from typing import Final

from bot.domain.taps import decode
from bot.services.exchange import Exchange
from bot.services.hearing import Heard
from bot.services.own_claims import own_claim
from bot.services.ratings import UNSAID, keep_event
from bot.services.steering import STEERS
from bot.storage.ratings import put_reason
from bot.understanding.intents import Wish

_ELSEWHERE: Final = STEERS | {Wish.STATUS, Wish.HELP, Wish.CONTINUE}
# Characters of a reason.
_LONGEST: Final = 500


def asks_reason(ex: Exchange) -> bool:
    """Whether the last thing that the bot said asks for a reason."""
    return _number_asked(ex) != ""


async def took_reason(ex: Exchange, heard: Heard) -> bool:
    """Keep a text as the reason that was asked for; False: it is about something else."""
    claim = await own_claim(ex, _number_asked(ex))
    if claim is None or heard.reading.wish in _ELSEWHERE:
        return False
    reason = heard.text.strip()[:_LONGEST]
    if not await put_reason(ex.connection, claim.id, reason):
        return False
    await keep_event(ex, claim, reason)
    ex.claim = claim.id
    ex.say("claims.why_noted")
    return True


def _number_asked(ex: Exchange) -> str:
    for _, data in ex.customer.offered:
        tap = decode(data)
        if tap is not None and tap.verb == "claim" and tap.about[1:] == (UNSAID,):
            return tap.about[0]
    return ""
