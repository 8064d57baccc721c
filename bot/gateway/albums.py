"""Albums: each picture is an update of its own, handled together."""

import json
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from bot.gateway.ingest import Raw
from bot.storage.events import is_event
from bot.storage.inbox import InboxRow

# Telegram sends no end mark; so long after its last item an album counts as whole, microseconds.
ALBUM_PAUSE: Final = 1_200_000
# Most items of an album. Source: Bot API, sendMediaGroup.
_MOST_ITEMS: Final = 10

_album: ContextVar[tuple[Raw, ...]] = ContextVar("current_album", default=())


def current_album() -> tuple[Raw, ...]:
    """Return the raw updates of the album that is being handled, its first item included.

    A handler is called once for an album, with the first item; the others are marked done with
    it. Empty for an update that is no part of one.
    """
    return _album.get()


def set_album(updates: Sequence[Raw]) -> None:
    """Say, for the handler called next in this context, which updates belong together."""
    _album.set(tuple(updates))


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the lane, read.

    Attributes:
        row: as it is stored.
        raw: the update; None when its JSON cannot be read.
    """

    row: InboxRow
    raw: Raw | None

    @property
    def album(self) -> str:
        """Telegram's `media_group_id`; empty when it is no part of an album."""
        message = (self.raw or {}).get("message")
        return str(message.get("media_group_id") or "") if isinstance(message, dict) else ""


def read_items(rows: Sequence[InboxRow]) -> list[Item]:
    """Return the rows of a lane with their JSON read, events unread."""
    return [Item(row, None if is_event(row.update) else _read(row.payload)) for row in rows]


def _read(payload: str) -> Raw | None:
    try:
        raw = json.loads(payload)
    except ValueError:
        return None
    return raw if isinstance(raw, dict) else None


@dataclass(frozen=True, slots=True)
class Together:
    """What is handled next in a lane.

    Attributes:
        items: one update, or those of one album.
        wait_until: microseconds; the album may get further items until then, else 0.
    """

    items: tuple[Item, ...]
    wait_until: int = 0


def next_together(items: Sequence[Item], *, more: bool) -> Together:
    """Return the first update of a lane with the rest of its album.

    Args:
        items (Sequence[Item]): the waiting ones, not empty.
        more (bool): further updates of the lane are stored but not read yet.
    """
    album = items[0].album
    if not album:
        return Together((items[0],))
    members = []
    for item in items[:_MOST_ITEMS]:
        if item.album != album:
            break
        members.append(item)
    is_whole = len(members) < len(items) or len(members) == _MOST_ITEMS
    if is_whole or more:
        return Together(tuple(members))
    newest = max(item.row.received_at for item in members)
    return Together(tuple(members), newest + ALBUM_PAUSE)
