"""What becomes of an outbox row once Telegram has answered, or has not."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from bot.domain.messages import TopicAct
from bot.gateway.transport import NotConnected
from bot.storage.connection import Connection
from bot.storage.events import Event, put_event
from bot.storage.made_files import drop_made
from bot.storage.micros import wall_micros
from bot.storage.outbox import EditTarget, OutboxRow, mark_sent
from bot.storage.undelivered import (
    block_chat,
    give_up,
    hold_thread,
    mark_unsent,
    migrate_chat,
    put_back,
)

# Called in the step that marks a row as sent, with the Telegram ids of its messages.
OnSent = Callable[[Connection, OutboxRow, tuple[int, ...]], Awaitable[None]]

# Kinds of events that the sender leaves in a chat's lane.
THREAD_MISSING: Final = "outbox.thread_missing"
CHAT_MIGRATED: Final = "outbox.chat_migrated"
TOPIC_REFUSED: Final = "outbox.topic_refused"
UNDELIVERED: Final = "outbox.undelivered"

# Waiting after the first failure and at most, seconds; 300 attempts are about a day, as long as
# Telegram itself keeps an update for a bot that is away.
_FIRST_WAIT = 1
_LONGEST_WAIT = 300
_MOST_ATTEMPTS = 300

_SECOND = 1_000_000
_LOG = logging.getLogger(__name__)


async def settle_sent(
    connection: Connection, row: OutboxRow, target: EditTarget, on_sent: OnSent | None
) -> float:
    """Mark a row as sent; `on_sent` keeps the message ids in the same step; no pause follows."""
    fresh = await mark_sent(connection, row, target, wall_micros())
    if fresh:
        await drop_made(connection, row.bot, row.message)
    if fresh and on_sent is not None:
        await on_sent(connection, row, (target.message_id, *target.others))
    return 0.0


async def settle_late(connection: Connection, row: OutboxRow) -> float:
    """Give up a message that says nothing true any more; no pause follows."""
    _LOG.info("message too late row=%s", row.id)
    await _give_up(connection, row, "too late")
    return 0.0


async def settle_failed(connection: Connection, row: OutboxRow, error: Exception) -> float:
    """Put a row back, stop it or give it up; return for how many seconds its chat must pause."""
    message = row.message
    match error:
        case RetryAfter():
            await mark_unsent(connection, row)
            return seconds_of(error)
        case ChatMigrated():
            new = error.new_chat_id
            await migrate_chat(connection, row.bot, message.chat, new)
            await mark_unsent(connection, row)
            moved = Event(new, CHAT_MIGRATED, {"old": message.chat, "new": new})
            await put_event(connection, row.bot, moved)
        case Forbidden():
            await block_chat(connection, row.bot, message.chat, error.message)
            await _tell(connection, row, "blocked")
            _LOG.info("chat does not take messages row=%s", row.id)
        case BadRequest() if _thread_is_missing(error):
            await hold_thread(connection, row.bot, message.chat, message.thread)
            gone = {"thread": message.thread, "key": message.key, "claim": message.claim_number}
            await put_event(connection, row.bot, Event(message.chat, THREAD_MISSING, gone))
        case NetworkError() if not isinstance(error, BadRequest):
            await _later(connection, row, maybe_sent=not isinstance(error, NotConnected))
        case InvalidToken():
            await _later(connection, row, maybe_sent=False)
        case _:
            _LOG.error("message given up row=%s error=%s", row.id, type(error).__name__)
            await _give_up(connection, row, str(error))
    return 0.0


async def _later(connection: Connection, row: OutboxRow, *, maybe_sent: bool) -> None:
    if row.attempts >= _MOST_ATTEMPTS:
        await _give_up(connection, row, "no answer after the last attempt")
        return
    wait = min(_FIRST_WAIT * 2 ** min(row.attempts, 20), _LONGEST_WAIT)
    await put_back(connection, row, wall_micros() + wait * _SECOND, maybe_sent=maybe_sent)


async def _give_up(connection: Connection, row: OutboxRow, reason: str) -> None:
    await give_up(connection, row, reason, wall_micros())
    await drop_made(connection, row.bot, row.message)
    if row.message.act is TopicAct.OPEN:
        refused = {"key": row.message.key, "reason": reason}
        await put_event(connection, row.bot, Event(row.message.chat, TOPIC_REFUSED, refused))
    await _tell(connection, row, "refused")


async def _tell(connection: Connection, row: OutboxRow, why: str) -> None:
    """Leave an event for whoever waits to hear that a message did not arrive."""
    if row.message.is_followed:
        lost = {"outbox": row.id, "why": why}
        await put_event(connection, row.bot, Event(row.message.chat, UNDELIVERED, lost))


def _thread_is_missing(error: BadRequest) -> bool:
    return "message thread not found" in error.message.lower()


def seconds_of(error: RetryAfter) -> float:
    """Return for how many seconds Telegram asks to wait."""
    # An integer or a timedelta, depending on a switch of the library.
    given = error.retry_after
    return float(given if isinstance(given, int) else given.total_seconds())
