"""Updates stored before Telegram is told that they arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.storage.connection import Connection, Topic
from bot.storage.delivery import CurrentUpdate
from bot.storage.errors import Fenced

# Keys of handled updates are kept this long, microseconds: longer than Telegram repeats (24 h),
# shorter than the 7 idle days after which its ids start again at random.
KEYS_KEPT: Final = 3 * 24 * 3600 * 1_000_000

_INSERT = """
    INSERT INTO inbox (bot_id, update_id, chat_id, state, payload, received_at)
    VALUES (:bot, :update, :chat, 'open', :payload, :now)
    ON CONFLICT (bot_id, update_id) DO NOTHING
"""
_READY = """
    INSERT INTO lane (bot_id, chat_id, epoch, owner, lease_until, ready_at)
    VALUES (:bot, :chat, 0, '', 0, :now)
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET ready_at = CASE
        WHEN lane.ready_at < excluded.ready_at THEN lane.ready_at ELSE excluded.ready_at END
"""
_OPEN_ROWS = """
    SELECT update_id, payload, received_at FROM inbox
    WHERE bot_id = :bot AND chat_id = :chat AND state = 'open'
    ORDER BY update_id LIMIT :limit
"""
_OPEN_AFTER = """
    SELECT update_id, payload, received_at FROM inbox
    WHERE bot_id = :bot AND chat_id = :chat AND state = 'open' AND update_id > :after
    ORDER BY update_id LIMIT :limit
"""
_CLOSE = """
    UPDATE inbox SET state = :state, payload = NULL, done_at = :now, reference = :reference
    WHERE bot_id = :bot AND update_id = :update AND state = 'open' AND EXISTS (
        SELECT 1 FROM lane WHERE bot_id = :bot AND chat_id = :chat AND epoch = :epoch)
"""
_BACKLOG = "SELECT COUNT(*) AS open FROM inbox WHERE bot_id = :bot AND state = 'open'"
_PURGE = "DELETE FROM inbox WHERE state = 'done' AND done_at < :before"


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update on its way in.

    Attributes:
        update: Telegram's `update_id`, or the negative key of an event.
        chat: the lane it belongs to.
        payload: the update as JSON text.
    """

    update: int
    chat: int
    payload: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update that waits to be handled; `received_at` in microseconds."""

    update: int
    payload: str
    received_at: int


async def store(connection: Connection, bot: int, updates: Sequence[Incoming], now: int) -> int:
    """Store updates and make their lanes ready; return how many were new.

    Lanes are touched in the order of their ids, so that two processes cannot wait for each other.
    """
    fresh: set[int] = set()
    count = 0
    for update in updates:
        added = await connection.run(
            _INSERT,
            bot=bot,
            update=update.update,
            chat=update.chat,
            payload=update.payload,
            now=now,
        )
        if added:
            count += 1
            fresh.add(update.chat)
    for chat in sorted(fresh):
        await connection.run(_READY, bot=bot, chat=chat, now=now)
    if fresh:
        connection.announce(Topic.INBOX)
    return count


async def open_rows(connection: Connection, bot: int, chat: int, limit: int) -> list[InboxRow]:
    """Return the waiting updates of a lane, the oldest first."""
    rows = await connection.all(_OPEN_ROWS, bot=bot, chat=chat, limit=limit)
    return [InboxRow(row["update_id"], row["payload"], row["received_at"]) for row in rows]


async def open_rows_after(
    connection: Connection, bot: int, chat: int, after: int, limit: int
) -> list[InboxRow]:
    """Return the waiting updates of a lane whose keys are beyond one, in order."""
    rows = await connection.all(_OPEN_AFTER, bot=bot, chat=chat, after=after, limit=limit)
    return [InboxRow(row["update_id"], row["payload"], row["received_at"]) for row in rows]


async def close_row(
    connection: Connection, current: CurrentUpdate, state: str, reference: str
) -> None:
    """Give an update up as `dead` or `poison`; its payload goes, the lane can go on.

    Raises:
        Fenced: another process has the lane, or the update is done.
    """
    for update in (current.update, *current.siblings):
        changed = await connection.run(
            _CLOSE,
            state=state,
            now=current.now,
            reference=reference,
            bot=current.bot,
            update=update,
            chat=current.chat,
            epoch=current.epoch,
        )
        if changed != 1:
            raise Fenced(f"update {update} is not ours any more (lane epoch {current.epoch})")


async def backlog(connection: Connection, bot: int) -> int:
    """Return how many updates wait."""
    row = await connection.one(_BACKLOG, bot=bot)
    return int(row["open"]) if row else 0


async def purge_inbox(connection: Connection, now: int) -> int:
    """Drop the keys of updates handled more than `KEYS_KEPT` before `now`, microseconds.

    Returns:
        int: how many; open, dead and poison rows stay.
    """
    return await connection.run(_PURGE, before=now - KEYS_KEPT)
