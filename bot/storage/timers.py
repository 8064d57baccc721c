"""What shall happen later; survives a restart and becomes an event when due."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.storage.connection import Connection, Topic
from bot.storage.events import Event, put_event
from bot.storage.micros import to_micros

_SCHEDULE = """
    INSERT INTO timer (bot_id, key, chat_id, kind, payload, due_at)
    VALUES (:bot, :key, :chat, :kind, :payload, :due)
    ON CONFLICT (bot_id, key) DO UPDATE SET chat_id = excluded.chat_id, kind = excluded.kind,
        payload = excluded.payload, due_at = excluded.due_at
"""
_SCHEDULE_NEW = """
    INSERT INTO timer (bot_id, key, chat_id, kind, payload, due_at)
    VALUES (:bot, :key, :chat, :kind, :payload, :due)
    ON CONFLICT (bot_id, key) DO NOTHING
"""
_CANCEL = "DELETE FROM timer WHERE bot_id = :bot AND key = :key"
_TAKE_DUE = """
    DELETE FROM timer WHERE bot_id = :bot AND key IN (
        SELECT key FROM timer WHERE bot_id = :bot AND due_at <= :now ORDER BY due_at LIMIT :limit)
    RETURNING key, chat_id, kind, payload, due_at
"""


@dataclass(frozen=True, slots=True)
class Timer:
    """One thing to do later.

    Attributes:
        key: a name of its own; scheduling the same key again moves the timer.
        chat: Telegram chat id: the lane in which it is handled.
        kind: kind of the event that it becomes.
        due_at: aware moment.
        payload: values that JSON can hold.
    """

    key: str
    chat: int
    kind: str
    due_at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)  # JSON values


async def schedule(connection: Connection, bot: int, timer: Timer) -> None:
    """Set a timer, or move the one of the same key."""
    await _put(connection, bot, timer, _SCHEDULE)


async def schedule_new(connection: Connection, bot: int, timer: Timer) -> bool:
    """Set a timer; False: one of the same key is set already and stays as it is."""
    return await _put(connection, bot, timer, _SCHEDULE_NEW) == 1


async def _put(connection: Connection, bot: int, timer: Timer, statement: str) -> int:
    changed = await connection.run(
        statement,
        bot=bot,
        key=timer.key,
        chat=timer.chat,
        kind=timer.kind,
        payload=json.dumps(timer.payload, ensure_ascii=False),
        due=to_micros(timer.due_at),
    )
    connection.announce(Topic.TIMERS)
    return changed


async def cancel(connection: Connection, bot: int, key: str) -> bool:
    """Take a timer back; False when there was none."""
    return await connection.run(_CANCEL, bot=bot, key=key) == 1


async def fire_due(connection: Connection, bot: int, now: datetime, limit: int) -> int:
    """Turn the due timers into events, the earliest first; return how many.

    Two processes never fire the same one: the row goes in the step that stores its event.
    """
    rows = await connection.all(_TAKE_DUE, bot=bot, now=to_micros(now), limit=limit)
    for row in sorted(rows, key=lambda row: int(row["due_at"])):
        event = Event(row["chat_id"], row["kind"], json.loads(row["payload"]))
        await put_event(connection, bot, event)
    return len(rows)
