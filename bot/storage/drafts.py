"""Drafts: one is active in a chat, others are parked, stopped or about to be deleted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.dialogue.drafts import Draft
from bot.dialogue.events import EVENTS
from bot.dialogue.kept_drafts import draft_kept
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros


class DraftState(StrEnum):
    """Whether a draft is being filled in."""

    ACTIVE = "active"
    PARKED = "parked"
    STOPPED = "stopped"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft with its place in the database.

    Attributes:
        id: ours; buttons carry it.
        draft: the claim being filled in.
        state: deleted ones can be had back for ten minutes.
        created_at: when it was begun, aware.
        updated_at: last change, aware.
    """

    id: int
    draft: Draft
    state: DraftState
    created_at: datetime
    updated_at: datetime


_INSERT = """
    INSERT INTO draft (bot_id, chat_id, kind, type, events, state, created_at, updated_at)
    VALUES (:bot, :chat, :kind, :type, :events, 'active', :now, :now) RETURNING id
"""
_SAVE = """
    UPDATE draft SET kind = :kind, type = :type, events = :events, updated_at = :now
    WHERE id = :id AND bot_id = :bot AND chat_id = :chat
"""
_MOVE = """
    UPDATE draft SET state = :state, updated_at = :now
    WHERE id = :id AND bot_id = :bot AND chat_id = :chat
"""
_PARK = """
    UPDATE draft SET state = 'parked' WHERE bot_id = :bot AND chat_id = :chat AND state = 'active'
"""
_ACTIVE = "SELECT * FROM draft WHERE bot_id = :bot AND chat_id = :chat AND state = 'active'"
_OPEN = """
    SELECT * FROM draft WHERE bot_id = :bot AND chat_id = :chat AND state <> 'deleted'
    ORDER BY updated_at DESC, id DESC LIMIT 20
"""
_FIND = "SELECT * FROM draft WHERE id = :id AND bot_id = :bot AND chat_id = :chat"
_REMOVE = "DELETE FROM draft WHERE id = :id AND bot_id = :bot AND chat_id = :chat"
_REMOVE_ALL = "DELETE FROM draft WHERE bot_id = :bot AND chat_id = :chat"
_UNTOUCHED = """
    SELECT * FROM draft WHERE id = :id AND bot_id = :bot AND chat_id = :chat
        AND updated_at <= :before
"""


async def new_draft(
    connection: Connection, bot: int, chat: int, draft: Draft, now: datetime
) -> StoredDraft:
    """Store a new draft as the active one and return it; the one before is parked."""
    await connection.run(_PARK, bot=bot, chat=chat)
    row = await connection.one(
        _INSERT,
        bot=bot,
        chat=chat,
        kind=draft.kind.value,
        type=draft.type,
        events=_json(draft),
        now=to_micros(now),
    )
    if row is None:
        raise RuntimeError("the new draft got no id")
    return StoredDraft(row["id"], draft, DraftState.ACTIVE, now, now)


async def save_draft(
    connection: Connection, bot: int, chat: int, stored: StoredDraft, now: datetime
) -> None:
    """Store what a draft has become."""
    await connection.run(
        _SAVE,
        id=stored.id,
        bot=bot,
        chat=chat,
        kind=stored.draft.kind.value,
        type=stored.draft.type,
        events=_json(stored.draft),
        now=to_micros(now),
    )


async def move_draft(
    connection: Connection, bot: int, chat: int, draft: int, to: tuple[DraftState, datetime]
) -> None:
    """Put a draft into another state; making one active parks the one that was."""
    state, now = to
    if state is DraftState.ACTIVE:
        await connection.run(_PARK, bot=bot, chat=chat)
    await connection.run(
        _MOVE, id=draft, bot=bot, chat=chat, state=state.value, now=to_micros(now)
    )


async def active_draft(connection: Connection, bot: int, chat: int) -> StoredDraft | None:
    """Return the draft that text and files go to."""
    row = await connection.one(_ACTIVE, bot=bot, chat=chat)
    return _stored(row) if row else None


async def open_drafts(connection: Connection, bot: int, chat: int) -> list[StoredDraft]:
    """Return the drafts that are not deleted, the latest first; 20 at most."""
    return [_stored(row) for row in await connection.all(_OPEN, bot=bot, chat=chat)]


async def find_draft(
    connection: Connection, bot: int, chat: int, draft: int
) -> StoredDraft | None:
    """Return one draft of a customer, deleted ones too."""
    row = await connection.one(_FIND, id=draft, bot=bot, chat=chat)
    return _stored(row) if row else None


async def untouched_draft(
    connection: Connection, bot: int, chat: int, draft: int, before: datetime
) -> StoredDraft | None:
    """Return a draft if nothing changed it since a moment."""
    row = await connection.one(_UNTOUCHED, id=draft, bot=bot, chat=chat, before=to_micros(before))
    return _stored(row) if row else None


async def remove_draft(connection: Connection, bot: int, chat: int, draft: int) -> None:
    """Delete a draft for good."""
    await connection.run(_REMOVE, id=draft, bot=bot, chat=chat)


async def remove_drafts(connection: Connection, bot: int, chat: int) -> int:
    """Delete all drafts of a customer for good; return how many."""
    return await connection.run(_REMOVE_ALL, bot=bot, chat=chat)


def _json(draft: Draft) -> str:
    return EVENTS.dump_json(draft.events).decode()


def _stored(row: Row) -> StoredDraft:
    draft = draft_kept(row["kind"], row["type"], row["events"])
    return StoredDraft(
        row["id"],
        draft,
        DraftState(row["state"]),
        from_micros(row["created_at"]),
        from_micros(row["updated_at"]),
    )
