"""Messages that could not be sent: put back, given up, or stopped until something changes."""

from datetime import datetime

from bot.domain.messages import Priority
from bot.storage.connection import Connection, Topic
from bot.storage.micros import from_micros
from bot.storage.outbox import OutboxRow

_PUT_BACK = """
    UPDATE outbox SET state = 'waiting', attempts = attempts + 1, due_at = :due,
        maybe_sent = CASE WHEN :maybe_sent = 1 THEN 1 ELSE maybe_sent END
    WHERE id = :id AND state IN ('waiting', 'sending')
"""
_UNSENT = "UPDATE outbox SET state = 'waiting' WHERE id = :id AND state = 'sending'"
_DEAD = """
    UPDATE outbox SET state = 'dead', body = NULL, closed_at = :now, reason = :reason
    WHERE id = :id AND state IN ('waiting', 'sending')
"""
_BLOCK = """
    UPDATE outbox SET state = 'blocked', reason = :reason
    WHERE bot_id = :bot AND chat_id = :chat AND state IN ('waiting', 'sending')
"""
_IS_BLOCKED = """
    SELECT 1 AS yes FROM outbox WHERE bot_id = :bot AND chat_id = :chat AND state = 'blocked'
    LIMIT 1
"""
_ANY_BLOCKED = "SELECT DISTINCT chat_id FROM outbox WHERE bot_id = :bot AND state = 'blocked'"
_REOPEN = """
    UPDATE outbox SET state = 'waiting', due_at = 0, reason = NULL
    WHERE bot_id = :bot AND chat_id = :chat AND state = 'blocked'
"""
_MIGRATE = """
    UPDATE outbox SET chat_id = :new
    WHERE bot_id = :bot AND chat_id = :old AND state IN ('waiting', 'sending', 'blocked', 'held')
"""
_HOLD = """
    UPDATE outbox SET state = 'held', reason = 'the topic is gone'
    WHERE bot_id = :bot AND chat_id = :chat AND thread_id = :thread
        AND state IN ('waiting', 'sending')
"""
_REDIRECT = """
    UPDATE outbox SET state = 'waiting', due_at = 0, reason = NULL, thread_id = :new
    WHERE bot_id = :bot AND chat_id = :chat AND thread_id = :old
        AND state IN ('waiting', 'held')
"""
_REHOLD = """
    UPDATE outbox SET state = 'held', thread_id = :new
    WHERE bot_id = :bot AND chat_id = :chat AND thread_id = :old
        AND state IN ('waiting', 'held')
"""
_DROP_EDITS = """
    DELETE FROM outbox WHERE bot_id = :bot AND chat_id = :chat AND edit_of = :key
        AND state IN ('waiting', 'held')
"""
_DROP_THREAD = """
    DELETE FROM outbox WHERE bot_id = :bot AND chat_id = :chat AND thread_id = :thread
        AND thread_id <> 0 AND state IN ('waiting', 'held')
"""
_OLDEST = """
    SELECT MIN(created_at) AS at FROM outbox
    WHERE bot_id = :bot AND chat_id = :chat AND state IN ('waiting', 'sending')
        AND priority <= :priority
"""
_RECOVER = """
    UPDATE outbox SET state = 'waiting', maybe_sent = 1
    WHERE bot_id = :bot AND state = 'sending'
"""


async def put_back(
    connection: Connection, row: OutboxRow, due: int, *, maybe_sent: bool = False
) -> None:
    """Send a message again from `due` (microseconds) on, before the later ones of its chat."""
    await connection.run(_PUT_BACK, id=row.id, due=due, maybe_sent=int(maybe_sent))


async def mark_unsent(connection: Connection, row: OutboxRow) -> None:
    """Take the mark of `mark_sending` back: Telegram refused the call, nothing was sent."""
    await connection.run(_UNSENT, id=row.id)


async def give_up(connection: Connection, row: OutboxRow, reason: str, now: int) -> None:
    """Close a message that Telegram will never take; `reason` is Telegram's own text."""
    await connection.run(_DEAD, id=row.id, reason=reason, now=now)
    connection.announce(Topic.OUTBOX)


async def block_chat(connection: Connection, bot: int, chat: int, reason: str) -> None:
    """Stop everything that waits for a chat that does not let the bot write."""
    await connection.run(_BLOCK, bot=bot, chat=chat, reason=reason)


async def is_blocked(connection: Connection, bot: int, chat: int) -> bool:
    """Say whether messages are stopped because the chat does not let the bot write."""
    return await connection.one(_IS_BLOCKED, bot=bot, chat=chat) is not None


async def reopen_chats(connection: Connection, bot: int, chats: set[int]) -> None:
    """Send again what was stopped: the chats have written, or unblocked the bot."""
    blocked = {row["chat_id"] for row in await connection.all(_ANY_BLOCKED, bot=bot)}
    for chat in sorted(chats & blocked):
        await connection.run(_REOPEN, bot=bot, chat=chat)
        connection.announce(Topic.OUTBOX)


async def migrate_chat(connection: Connection, bot: int, old: int, new: int) -> None:
    """Send what waits for a group to the supergroup that it became."""
    await connection.run(_MIGRATE, bot=bot, old=old, new=new)
    connection.announce(Topic.OUTBOX)


async def hold_thread(connection: Connection, bot: int, chat: int, thread: int) -> None:
    """Keep what waits for a topic that is gone, until `redirect_thread`."""
    await connection.run(_HOLD, bot=bot, chat=chat, thread=thread)


async def redirect_thread(connection: Connection, bot: int, chat: int, old: int, new: int) -> int:
    """Send what waited for one topic to another; return how many messages."""
    changed = await connection.run(_REDIRECT, bot=bot, chat=chat, old=old, new=new)
    connection.announce(Topic.OUTBOX)
    return changed


async def rehold_thread(connection: Connection, bot: int, chat: int, old: int, new: int) -> None:
    """Let what waited for a topic that is gone wait for the one that replaces it."""
    await connection.run(_REHOLD, bot=bot, chat=chat, old=old, new=new)


async def drop_edits(connection: Connection, bot: int, chat: int, key: str) -> int:
    """Drop edits of a message that were not made yet: a newer one replaces them."""
    return await connection.run(_DROP_EDITS, bot=bot, chat=chat, key=key)


async def drop_thread(connection: Connection, bot: int, chat: int, thread: int) -> int:
    """Drop what waits for a topic; return how many messages."""
    return await connection.run(_DROP_THREAD, bot=bot, chat=chat, thread=thread)


async def waiting_since(
    connection: Connection, bot: int, chat: int, priority: Priority
) -> datetime | None:
    """Return since when the oldest message of a chat waits, of this priority or a higher one."""
    row = await connection.one(_OLDEST, bot=bot, chat=chat, priority=int(priority))
    return from_micros(row["at"]) if row and row["at"] is not None else None


async def recover_sending(connection: Connection, bot: int) -> int:
    """Mark what a process was sending when it died as maybe sent, and send it again."""
    return await connection.run(_RECOVER, bot=bot)
