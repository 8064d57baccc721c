"""What customers think of the help they got, and why."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage.connection import Connection
from bot.storage.micros import from_micros, to_micros

_RATE = """
    INSERT INTO claim_rating (bot_id, claim_id, rating, reason, agent_id, rated_at)
    VALUES (:bot, :claim, :rating, '', :agent, :at)
    ON CONFLICT (claim_id) DO UPDATE SET rating = excluded.rating,
        agent_id = excluded.agent_id, rated_at = excluded.rated_at
"""
_REASON = "UPDATE claim_rating SET reason = :reason WHERE claim_id = :claim"
_RATING = "SELECT * FROM claim_rating WHERE claim_id = :claim"


@dataclass(frozen=True, slots=True)
class Rating:
    """What a customer said of the help in one claim.

    Attributes:
        rating: good, fair or bad.
        reason: in their words, redacted; empty: they gave none.
        agent: Telegram id of who had the claim; None: nobody.
        at: aware.
    """

    rating: str
    reason: str
    agent: int | None
    at: datetime


async def put_rating(connection: Connection, bot: int, claim: int, rating: Rating) -> None:
    """Keep a rating in place of an earlier one; a reason that was given stays."""
    await connection.run(
        _RATE,
        bot=bot,
        claim=claim,
        rating=rating.rating,
        agent=rating.agent,
        at=to_micros(rating.at),
    )


async def put_reason(connection: Connection, claim: int, reason: str) -> bool:
    """Keep why a customer rated as they did; False: they have not rated."""
    return await connection.run(_REASON, claim=claim, reason=reason) == 1


async def rating_of(connection: Connection, claim: int) -> Rating | None:
    """Return what the customer of a claim said of the help; None: nothing."""
    row = await connection.one(_RATING, claim=claim)
    if row is None:
        return None
    return Rating(row["rating"], row["reason"], row["agent_id"], from_micros(row["rated_at"]))
