"""Slow work, stored: done outside the lane, its result comes back as an event."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.storage.connection import Connection, Topic
from bot.storage.events import Event, put_event
from bot.storage.lanes import Lease
from bot.storage.micros import wall_micros

_PUT = """
    INSERT INTO job (bot_id, chat_id, kind, payload, attempts, due_at, owner, lease_until,
        created_at)
    VALUES (:bot, :chat, :kind, :payload, 0, 0, '', 0, :now) RETURNING id
"""
_CLAIM = """
    UPDATE job SET owner = :owner, lease_until = :until, attempts = attempts + 1
    WHERE due_at <= :now AND lease_until < :now AND id IN (
        SELECT id FROM job WHERE bot_id = :bot AND due_at <= :now AND lease_until < :now
        ORDER BY due_at, id LIMIT :limit)
    RETURNING id, chat_id, kind, payload, attempts
"""
_OF_CHAT = """
    SELECT payload FROM job WHERE bot_id = :bot AND chat_id = :chat AND kind = :kind ORDER BY id
"""
_RENEW = "UPDATE job SET lease_until = :until WHERE bot_id = :bot AND owner = :owner"
_REMOVE = "DELETE FROM job WHERE id = :id AND owner = :owner"
_RETRY = """
    UPDATE job SET owner = '', lease_until = 0, due_at = :due, attempts = attempts - :refund
    WHERE id = :id AND owner = :owner
"""
_RECOVER = "UPDATE job SET owner = '', lease_until = 0 WHERE bot_id = :bot AND owner <> ''"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of slow work.

    Attributes:
        id: ours.
        chat: Telegram chat id: the lane that gets the result.
        kind: names its runner.
        payload: what the runner needs; values that JSON can hold.
        attempts: how often it was begun, this time included.
    """

    id: int
    chat: int
    kind: str
    payload: Mapping[str, Any]  # JSON values
    attempts: int


async def put_job(
    connection: Connection, bot: int, chat: int, kind: str, payload: Mapping[str, Any]
) -> int:
    """Store a job, to be begun at once, and return its id.

    Args:
        connection (Connection): the step's.
        bot (int): Telegram id of the bot.
        chat (int): the lane that gets the result.
        kind (str): names the runner.
        payload (Mapping): what the runner needs; values that JSON can hold.
    """
    row = await connection.one(
        _PUT,
        bot=bot,
        chat=chat,
        kind=kind,
        payload=json.dumps(payload, ensure_ascii=False),
        now=wall_micros(),
    )
    connection.announce(Topic.JOBS)
    return int(row["id"]) if row else 0


async def jobs_of(
    connection: Connection, bot: int, chat: int, kind: str
) -> list[Mapping[str, Any]]:
    """Return the payloads of a chat's jobs of one kind that are not done yet, oldest first."""
    rows = await connection.all(_OF_CHAT, bot=bot, chat=chat, kind=kind)
    return [json.loads(row["payload"]) for row in rows]


async def claim_jobs(connection: Connection, lease: Lease, limit: int) -> list[Job]:
    """Take up to `limit` jobs that are due, the longest waiting first."""
    rows = await connection.all(
        _CLAIM, bot=lease.bot, owner=lease.owner, now=lease.now, until=lease.until, limit=limit
    )
    return [
        Job(row["id"], row["chat_id"], row["kind"], json.loads(row["payload"]), row["attempts"])
        for row in sorted(rows, key=lambda row: int(row["id"]))
    ]


async def renew_jobs(connection: Connection, lease: Lease) -> None:
    """Keep the jobs of `lease.owner` until `lease.until`."""
    await connection.run(_RENEW, bot=lease.bot, owner=lease.owner, until=lease.until)


async def end_job(connection: Connection, lease: Lease, job: Job, event: Event) -> bool:
    """Remove a job and store the event that tells how it ended.

    Returns:
        bool: False when another process has the job by now: nothing is stored then.
    """
    if await connection.run(_REMOVE, id=job.id, owner=lease.owner) != 1:
        return False
    await put_event(connection, lease.bot, event)
    return True


async def retry_job(
    connection: Connection, lease: Lease, job: Job, due: int, *, counted: bool = True
) -> None:
    """Put a job back until `due`, microseconds; `counted` False gives the attempt back."""
    await connection.run(_RETRY, id=job.id, owner=lease.owner, due=due, refund=0 if counted else 1)
    connection.announce(Topic.JOBS)


async def recover_jobs(connection: Connection, bot: int) -> int:
    """Free every job; only where no other process can be alive (SQLite at start)."""
    return await connection.run(_RECOVER, bot=bot)
