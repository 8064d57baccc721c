"""What an operator asks a database: which version, whose, what waits in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage.connection import Connection
from bot.storage.retention import StoredBytes

_VERSION = "SELECT MAX(number) AS number FROM schema_migration"
_OWNERS = "SELECT bot_id FROM installation ORDER BY bot_id"
_WAITING = """
    SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'open') AS updates,
        (SELECT COUNT(*) FROM inbox WHERE state IN ('dead', 'poison')) AS failed,
        (SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending')) AS messages,
        (SELECT COUNT(*) FROM outbox WHERE state = 'dead') AS unsent,
        (SELECT COUNT(*) FROM job) AS jobs
"""
_RUNNING = "SELECT COUNT(*) AS held FROM lease WHERE lease_until > :now"
_STORED = """
    SELECT DISTINCT bot_id, chat_id, sha256 FROM evidence
    WHERE state = 'stored' AND sha256 <> '' ORDER BY bot_id, chat_id, sha256
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits or has failed.

    Attributes:
        updates: received, not yet handled.
        failed: updates that were given up in the last days.
        messages: not yet sent.
        unsent: messages that were given up.
        jobs: slow work not yet done.
    """

    updates: int
    failed: int
    messages: int
    unsent: int
    jobs: int


async def schema_version(connection: Connection) -> int:
    """Return the number of the last migration applied."""
    row = await connection.one(_VERSION)
    return int(row["number"] or 0) if row else 0


async def owners(connection: Connection) -> tuple[int, ...]:
    """Return the ids of the bots that the database belongs to."""
    return tuple(row["bot_id"] for row in await connection.all(_OWNERS))


async def waiting(connection: Connection) -> Waiting:
    """Return how much waits."""
    row = await connection.one(_WAITING)
    return Waiting(**(row or {}))


async def is_running(connection: Connection, now: int) -> bool:
    """Whether a process of the bot is at work; `now` in microseconds."""
    row = await connection.one(_RUNNING, now=now)
    return bool(row and row["held"])


async def stored_bytes(connection: Connection) -> Sequence[StoredBytes]:
    """Return what must lie in the evidence folder."""
    rows = await connection.all(_STORED)
    return [StoredBytes(row["bot_id"], row["chat_id"], row["sha256"]) for row in rows]
