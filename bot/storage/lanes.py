"""Lanes: the updates of one chat, leased to one process at a time, fenced by an epoch."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage.connection import Connection
from bot.storage.inbox import InboxRow, open_rows

# Updates of one lane taken at a time; a longer backlog comes in several claims.
_ROWS_AT_ONCE = 20

_CLAIM = """
    UPDATE lane SET epoch = epoch + 1, owner = :owner, lease_until = :until, ready_at = NULL
    WHERE bot_id = :bot AND ready_at <= :now AND lease_until < :now AND chat_id IN (
        SELECT chat_id FROM lane
        WHERE bot_id = :bot AND ready_at <= :now AND lease_until < :now
        ORDER BY ready_at LIMIT :limit)
    RETURNING chat_id, epoch
"""
_RELEASE = """
    UPDATE lane SET owner = '', lease_until = 0,
        ready_at = COALESCE(ready_at, CAST(:again AS BIGINT))
    WHERE bot_id = :bot AND chat_id = :chat AND epoch = :epoch
"""
_RENEW = """
    UPDATE lane SET lease_until = :until
    WHERE bot_id = :bot AND owner = :owner AND lease_until > 0
"""
_RECOVER = """
    UPDATE lane SET owner = '', lease_until = 0, ready_at = COALESCE(ready_at, :now)
    WHERE bot_id = :bot AND owner <> '' AND lease_until < :before
"""
_PURGE = """
    DELETE FROM lane WHERE owner = '' AND ready_at IS NULL
        AND chat_id NOT IN (SELECT chat_id FROM inbox)
"""
_NEXT = """
    SELECT MIN(ready_at) AS at FROM lane
    WHERE bot_id = :bot AND ready_at IS NOT NULL AND owner = ''
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who claims, and how long: moments in microseconds."""

    bot: int
    owner: str
    now: int
    until: int


@dataclass(frozen=True, slots=True)
class ClaimedLane:
    """A lane that is ours until its lease ends.

    Attributes:
        chat: Telegram chat id.
        epoch: fencing number; a step of an older one is refused.
        rows: its waiting updates, the oldest first.
        more: there may be further ones.
    """

    chat: int
    epoch: int
    rows: tuple[InboxRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class FinishedLane:
    """A lane to give back; `again_at` (microseconds) asks for another look at that moment."""

    chat: int
    epoch: int
    again_at: int | None = None


async def claim_lanes(connection: Connection, lease: Lease, limit: int) -> list[ClaimedLane]:
    """Take up to `limit` lanes that have something to do, the longest waiting first."""
    claimed = await connection.all(
        _CLAIM, bot=lease.bot, owner=lease.owner, now=lease.now, until=lease.until, limit=limit
    )
    lanes = []
    for row in claimed:
        chat: int = row["chat_id"]
        waiting = await open_rows(connection, lease.bot, chat, _ROWS_AT_ONCE)
        more = len(waiting) == _ROWS_AT_ONCE
        lanes.append(ClaimedLane(chat, row["epoch"], tuple(waiting), more))
    return lanes


async def release_lanes(
    connection: Connection, bot: int, finished: Sequence[FinishedLane]
) -> None:
    """Give lanes back; those that another process has by now are left alone."""
    for lane in finished:
        await connection.run(
            _RELEASE, bot=bot, chat=lane.chat, epoch=lane.epoch, again=lane.again_at
        )


async def renew_lanes(connection: Connection, lease: Lease) -> None:
    """Keep the lanes of `lease.owner` until `lease.until`."""
    await connection.run(_RENEW, bot=lease.bot, owner=lease.owner, until=lease.until)


async def recover_lanes(connection: Connection, bot: int, now: int, before: int) -> int:
    """Make lanes ready again whose lease ended before `before`; return how many.

    Args:
        connection (Connection): the step's.
        bot (int): Telegram id of the bot.
        now (int): microseconds; since when the lanes wait.
        before (int): microseconds; `now` for lanes of processes that died, a moment far ahead
            where nobody else can be alive.
    """
    return await connection.run(_RECOVER, bot=bot, now=now, before=before)


async def next_ready_at(connection: Connection, bot: int) -> int | None:
    """Return when the next free lane wants to be looked at, microseconds, or None."""
    row = await connection.one(_NEXT, bot=bot)
    return row["at"] if row else None


async def purge_lanes(connection: Connection) -> int:
    """Drop the lanes of chats whose last update is purged already; return how many."""
    return await connection.run(_PURGE)
