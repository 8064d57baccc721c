"""Who of the admins has how many claims that were handed up, and how they are called."""

from dataclasses import dataclass

from bot.storage.connection import Connection

_HELD = """
    SELECT escalated_to, COUNT(*) AS found FROM claim
    WHERE bot_id = :bot AND escalated_to IS NOT NULL
        AND status IN ('filed', 'in_review', 'waiting') GROUP BY escalated_to
"""
# An admin of the settings has no name in the team; the console or a claim they had may know it.
_NAMED = """
    SELECT name FROM (
        SELECT 1 AS place, name, since AS at FROM staff WHERE bot_id = :bot AND person = :person
        UNION ALL SELECT 2, name, began_at FROM console_session
        WHERE bot_id = :bot AND person = :person
        UNION ALL SELECT 3, agent_name, changed_at FROM claim
        WHERE bot_id = :bot AND agent_id = :person) AS known
    WHERE name <> '' ORDER BY place, at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """An admin; id 0 and an empty name are nobody's."""

    id: int
    name: str


async def escalated_open(connection: Connection, bot: int) -> dict[int, int]:
    """Return by Telegram id how many open claims were handed up to somebody."""
    rows = await connection.all(_HELD, bot=bot)
    return {int(row["escalated_to"]): int(row["found"]) for row in rows}


async def name_of(connection: Connection, bot: int, person: int) -> str:
    """Return how somebody of the team is called; empty where that is not known."""
    row = await connection.one(_NAMED, bot=bot, person=person)
    return str(row["name"]) if row else ""
