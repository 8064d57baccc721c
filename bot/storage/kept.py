"""What is kept just now: how much of it, and since when the oldest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.storage.connection import Connection
from bot.storage.micros import from_micros

_KEPT: Final = {
    "messages": """
        SELECT COUNT(*) AS found, MIN(at) AS oldest FROM message
        WHERE bot_id = :bot AND claim_id IS NULL
    """,
    "tray": """
        SELECT COUNT(*) AS found, MIN(received_at) AS oldest FROM evidence
        WHERE bot_id = :bot AND draft_id IS NULL AND claim_id IS NULL
    """,
    "drafts": """
        SELECT COUNT(*) AS found, MIN(updated_at) AS oldest FROM draft WHERE bot_id = :bot
    """,
    "closed": """
        SELECT COUNT(*) AS found, MIN(changed_at) AS oldest FROM claim
        WHERE bot_id = :bot AND status IN ('resolved', 'withdrawn')
    """,
    "open": """
        SELECT COUNT(*) AS found, MIN(filed_at) AS oldest FROM claim
        WHERE bot_id = :bot AND status NOT IN ('resolved', 'withdrawn')
    """,
    "files": """
        SELECT COUNT(*) AS found, MIN(received_at) AS oldest FROM evidence
        WHERE bot_id = :bot AND claim_id IS NOT NULL
    """,
    "unanswered": """
        SELECT COUNT(*) AS found, MIN(at) AS oldest FROM unanswered WHERE bot_id = :bot
    """,
    "audit": "SELECT COUNT(*) AS found, MIN(at) AS oldest FROM audit WHERE bot_id = :bot",
    "custody": "SELECT COUNT(*) AS found, MIN(at) AS oldest FROM custody WHERE bot_id = :bot",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """How much there is of something; `oldest` is aware, None: there is nothing."""

    count: int
    oldest: datetime | None


async def kept_now(connection: Connection, bot: int) -> dict[str, Kept]:
    """Return how much there is of what, by name."""
    found = {}
    for name, sql in _KEPT.items():
        row = await connection.one(sql, bot=bot)
        oldest = row["oldest"] if row else None
        count = int(row["found"]) if row else 0
        found[name] = Kept(count, None if oldest is None else from_micros(oldest))
    return found
