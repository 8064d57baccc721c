"""Which claims agents said have to do with each other."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage.connection import Connection
from bot.storage.micros import to_micros

_LINK = """
    INSERT INTO claim_link (bot_id, claim_id, other_id, linked_by, linked_at)
    VALUES (:bot, :claim, :other, :by, :at) ON CONFLICT (claim_id, other_id) DO NOTHING
"""
_UNLINK = "DELETE FROM claim_link WHERE claim_id = :claim AND other_id = :other"
_LINKED = """
    SELECT c.number FROM claim_link l JOIN claim c ON c.id = l.other_id WHERE l.claim_id = :claim
    UNION SELECT c.number FROM claim_link l JOIN claim c ON c.id = l.claim_id
    WHERE l.other_id = :claim ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Link:
    """Two claims that belong together.

    Attributes:
        claim: id of one.
        other: id of the other; which stands first makes no difference.
        by: Telegram id of the agent.
        at: aware.
    """

    bot: int
    claim: int
    other: int
    by: int
    at: datetime


async def put_link(connection: Connection, link: Link) -> bool:
    """Link two claims; False: they were linked already."""
    claim, other = sorted((link.claim, link.other))
    values = {"bot": link.bot, "by": link.by, "at": to_micros(link.at)}
    return await connection.run(_LINK, claim=claim, other=other, **values) == 1


async def remove_link(connection: Connection, claim: int, other: int) -> bool:
    """Take a link back; False: there was none."""
    first, second = sorted((claim, other))
    return await connection.run(_UNLINK, claim=first, other=second) == 1


async def linked_claims(connection: Connection, claim: int) -> list[str]:
    """Return the numbers of the claims that a claim is linked with."""
    return [row["number"] for row in await connection.all(_LINKED, claim=claim)]
