"""A customer says what they think of the help: one tap, and why, if they like."""

from typing import Final

from bot.domain.casework import ClaimEvent, FiledClaim
from bot.domain.lifecycle import Action, Role, fits
from bot.domain.taps import Tap
from bot.services.draft_taps import old_button
from bot.services.exchange import Exchange
from bot.storage.claims import put_claim_event, rate_claim
from bot.storage.ratings import Rating, put_rating, rating_of

UNSAID: Final = "unsaid"
"""On the button that leaves the reason out; under the question for it only."""


async def rate(ex: Exchange, claim: FiledClaim, rating: str) -> None:
    """Keep what the customer thinks of the help, and offer to say why."""
    if fits(Role.CUSTOMER, Action.RATE, claim.status) is None:
        await old_button(ex)
        return
    before = await rating_of(ex.connection, claim.id)
    await rate_claim(ex.connection, ex.bot, ex.chat, claim.id, rating)
    await put_rating(ex.connection, ex.bot, claim.id, Rating(rating, "", claim.agent, ex.now))
    await keep_event(ex, claim, "", (before.rating if before else "", rating))
    ex.claim = claim.id
    ex.say("claims.rated", (ex.label("claims.say_why"), Tap("claim", (claim.number, "why"))))


async def ask_why(ex: Exchange, claim: FiledClaim) -> None:
    """Ask for the reason of a rating; the next words are taken as it."""
    if await rating_of(ex.connection, claim.id) is None:
        await old_button(ex)
        return
    leave = (ex.label("claims.leave_unsaid"), Tap("claim", (claim.number, UNSAID)))
    ex.say("claims.why_rated", leave)


async def leave_unsaid(ex: Exchange, _: FiledClaim) -> None:
    """Take no reason."""
    ex.say("claims.unsaid")


async def keep_event(
    ex: Exchange, claim: FiledClaim, note: str, ratings: tuple[str, str] | None = None
) -> None:
    """Add it to the history; no change that an agent could trip over."""
    event = ClaimEvent(
        Action.RATE,
        Role.CUSTOMER,
        str(ex.chat),
        claim.status,
        claim.status,
        note,
        ex.now,
        {"rating": ratings} if ratings else {},
        claim.version,
    )
    await put_claim_event(ex.connection, claim.id, event)
