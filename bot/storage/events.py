"""What happens in a chat besides its updates: a job ended, a timer is due, a message failed."""

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.storage.connection import Connection
from bot.storage.inbox import Incoming, store
from bot.storage.micros import wall_micros

# Keys of events are negative, so that they never meet Telegram's, grow with time, and leave room
# for 1,024 events in a microsecond.
_LOWEST_KEY = -(2**62)
_KEYS_PER_MICROSECOND = 1024
_counter = itertools.count()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; handled in the lane of its chat, before waiting updates.

    Attributes:
        chat: Telegram chat id, the lane.
        kind: what happened, `subject.verb`: `timer.due`, `job.done`, `outbox.thread_missing`.
        payload: what the receiver needs to know; values that JSON can hold.
    """

    chat: int
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)  # JSON values


async def put_event(connection: Connection, bot: int, event: Event) -> int:
    """Store an event in the lane of its chat and return its key.

    The payload is kept until the event is handled.
    """
    micros = wall_micros()
    slot = next(_counter) % _KEYS_PER_MICROSECOND
    key = _LOWEST_KEY + micros * _KEYS_PER_MICROSECOND + slot
    payload = json.dumps({"event": event.kind, "payload": event.payload}, ensure_ascii=False)
    await store(connection, bot, [Incoming(key, event.chat, payload)], micros)
    return key


def is_event(update_id: int) -> bool:
    """Say whether a key of the inbox is that of an event."""
    return update_id < 0


def event_of(chat: int, payload: str) -> Event:
    """Return the event kept in a row of the inbox."""
    kept = json.loads(payload)
    return Event(chat, kept["event"], kept["payload"])
