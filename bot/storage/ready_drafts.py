"""Ready answers that agents look at before they send them; gone once sent, closed or a day old."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.storage.connection import Connection, Row
from bot.storage.micros import to_micros

_PUT = """
    INSERT INTO ready_draft (bot_id, claim_id, agent, answer, given, text, outbox_id, made_at)
    VALUES (:bot, :claim, :agent, :answer, :given, :text, 0, :now)
    RETURNING id
"""
_SHOWN = "UPDATE ready_draft SET outbox_id = :outbox WHERE id = :id"
_CHANGE = "UPDATE ready_draft SET given = :given, text = :text WHERE id = :id"
_OF = "SELECT * FROM ready_draft WHERE bot_id = :bot AND id = :id"
_REPLIED = """
    SELECT d.* FROM message m JOIN ready_draft d ON d.outbox_id = m.outbox_id
    WHERE m.bot_id = :bot AND m.chat_id = :chat AND m.telegram_id = :message LIMIT 1
"""
_DROP = "DELETE FROM ready_draft WHERE bot_id = :bot AND id = :id"
_PURGE = "DELETE FROM ready_draft WHERE made_at < :before"


@dataclass(frozen=True, slots=True)
class ReadyDraft:
    """One ready answer that waits for its agent.

    Attributes:
        claim: id of the claim that it is for.
        agent: Telegram id; nobody else sends it, since it names them.
        answer: `answer:name` or `article:name`.
        given: place to what the agent said of it.
        text: as it will be sent; open places stand in braces.
    """

    claim: int
    agent: int
    answer: str
    text: str
    given: Mapping[str, str] = field(default_factory=dict)
    id: int = 0


async def put_ready_draft(
    connection: Connection, bot: int, draft: ReadyDraft, now: datetime
) -> int:
    """Keep a new one and return its id."""
    row = await connection.one(
        _PUT,
        bot=bot,
        claim=draft.claim,
        agent=draft.agent,
        answer=draft.answer,
        given=json.dumps(draft.given, ensure_ascii=False),
        text=draft.text,
        now=to_micros(now),
    )
    if row is None:
        raise RuntimeError("the new ready draft got no id")
    return int(row["id"])


async def ready_draft_shown(connection: Connection, draft: int, outbox: int) -> None:
    """Remember which message shows a draft: what an agent answers to it changes the draft."""
    await connection.run(_SHOWN, id=draft, outbox=outbox)


async def change_ready_draft(connection: Connection, draft: ReadyDraft) -> None:
    """Keep what an agent filled in."""
    given = json.dumps(draft.given, ensure_ascii=False)
    await connection.run(_CHANGE, id=draft.id, given=given, text=draft.text)


async def ready_draft(connection: Connection, bot: int, draft: int) -> ReadyDraft | None:
    """Return a draft; None: it was sent, closed, or is too old."""
    row = await connection.one(_OF, bot=bot, id=draft)
    return _draft(row) if row else None


async def ready_draft_of_message(
    connection: Connection, bot: int, chat: int, message: int
) -> ReadyDraft | None:
    """Return the draft that a message of ours in a chat shows."""
    row = await connection.one(_REPLIED, bot=bot, chat=chat, message=message)
    return _draft(row) if row else None


async def drop_ready_draft(connection: Connection, bot: int, draft: int) -> bool:
    """Delete a draft; False: somebody did already."""
    return await connection.run(_DROP, bot=bot, id=draft) == 1


async def purge_ready_drafts(connection: Connection, before: datetime) -> None:
    """Delete drafts that nobody sent until a moment."""
    await connection.run(_PURGE, before=to_micros(before))


def _draft(row: Row) -> ReadyDraft:
    return ReadyDraft(
        row["claim_id"], row["agent"], row["answer"], row["text"], json.loads(row["given"]),
        row["id"],
    )  # fmt: skip
