"""Who of the team has how much, and by which name they are known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.storage.claim_queue import OPEN_ONES
from bot.storage.connection import Connection
from bot.storage.micros import to_micros
from bot.storage.staff import added_members, name_in_console

# Read from the index `claim_load` alone.
_COUNTED = """
    SELECT agent_id, status, COUNT(*) AS claims,
        SUM(CASE WHEN status <> 'waiting' AND due_at < :now THEN 1 ELSE 0 END) AS late
    FROM claim WHERE bot_id = :bot
"""
_LOAD = f"{_COUNTED} AND {OPEN_ONES} GROUP BY agent_id, status"
_NAMED = "SELECT agent_name FROM claim WHERE bot_id = :bot AND agent_id = :person"
_WORKS = f"{_NAMED} AND {OPEN_ONES} ORDER BY due_at DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Share:
    """Open claims of one person in one status.

    Attributes:
        agent: Telegram id; None: nobody has them.
        status: name of it.
        late: how many a person should have looked at by now.
    """

    agent: int | None
    status: str
    claims: int
    late: int


async def shares(connection: Connection, bot: int, now: datetime) -> list[Share]:
    """Return how many open claims each person has in each status, and nobody has."""
    rows = await connection.all(_LOAD, bot=bot, now=to_micros(now))
    return [Share(row["agent_id"], row["status"], row["claims"], int(row["late"])) for row in rows]


async def names_of(connection: Connection, bot: int, others: Collection[int]) -> dict[int, str]:
    """Return the first names of everybody who was added, and of others if they have one here."""
    found = {member.id: member.name for member in await added_members(connection, bot)}
    for person in sorted(set(others) - set(found)):
        name = await name_in_console(connection, bot, person)
        row = await connection.one(_WORKS, bot=bot, person=person)
        found[person] = name or (str(row["agent_name"]) if row else "")
    return {person: name for person, name in found.items() if name}
