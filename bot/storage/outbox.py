"""Messages stored in the step that decided them, sent afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.messages import Message, Priority
from bot.storage.connection import Connection, Topic
from bot.storage.delivery import slowed_chat
from bot.storage.message_json import from_json, to_json, until_of
from bot.storage.micros import to_micros, wall_micros

# How long a sent message can still be named by an edit, microseconds: as long as a draft lives.
SENT_KEPT: Final = 30 * 24 * 3600 * 1_000_000

# Answers to somebody who floods go after those of everybody else.
_LAST: Final = Priority.BROADCAST
_INSERT = """
    INSERT INTO outbox (bot_id, chat_id, thread_id, key, edit_of, priority, claim_number, body,
        state, attempts, maybe_sent, due_at, created_at, has_file)
    VALUES (:bot, :chat, :thread, :key, :edit_of, :priority, :claim_number, :body,
        :state, 0, 0, 0, :now, :has_file)
    RETURNING id
"""
_HEADS = """
    SELECT o.id, o.chat_id, o.thread_id, o.key, o.edit_of, o.priority, o.claim_number, o.body,
        o.attempts, o.maybe_sent
    FROM outbox o
    WHERE o.bot_id = :bot AND o.state = 'waiting' AND o.due_at <= :now AND NOT EXISTS (
        SELECT 1 FROM outbox earlier
        WHERE earlier.bot_id = o.bot_id AND earlier.chat_id = o.chat_id AND earlier.id < o.id
            AND earlier.state IN ('waiting', 'sending')
            AND (earlier.priority <= o.priority OR (o.edit_of <> '' AND earlier.key = o.edit_of)))
    ORDER BY o.priority, o.id LIMIT :limit
"""
_TARGET = """
    SELECT message_id, has_file FROM outbox
    WHERE bot_id = :bot AND chat_id = :chat AND key = :key AND key <> '' AND id < :id
        AND state = 'sent'
    ORDER BY id DESC LIMIT 1
"""
_SENDING = "UPDATE outbox SET state = 'sending' WHERE id = :id AND state = 'waiting'"
_SENT = """
    UPDATE outbox SET state = 'sent', body = NULL, message_id = :message, closed_at = :now,
        has_file = :has_file
    WHERE id = :id AND state IN ('waiting', 'sending')
"""
_NEXT_DUE = """
    SELECT MIN(due_at) AS at FROM outbox WHERE bot_id = :bot AND state = 'waiting' AND due_at > 0
"""
_PURGE = "DELETE FROM outbox WHERE state IN ('sent', 'dead') AND closed_at < :before"


@dataclass(frozen=True, slots=True)
class EditTarget:
    """The message in Telegram that an edit replaces.

    Attributes:
        message_id: Telegram id; of a topic that was opened, that of the topic.
        has_file: it is a file with a caption.
        others: ids of the further items of an album.
    """

    message_id: int
    has_file: bool
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message whose turn it is in its chat.

    Attributes:
        id: ours; grows in the order in which messages were decided.
        bot: Telegram id of the bot.
        message: what to send.
        attempts: how often sending failed so far.
        maybe_sent: an earlier attempt ended without an answer.
        target: what an edit replaces; None sends a new message.
        until: wall clock in microseconds after which it is not sent any more; 0 is for ever.
    """

    id: int
    bot: int
    message: Message
    attempts: int = 0
    maybe_sent: bool = False
    target: EditTarget | None = None
    until: int = 0


async def put_messages(
    connection: Connection, bot: int, messages: Sequence[Message], now: datetime
) -> list[int]:
    """Store messages to be sent, in this order within each chat and priority; return their ids.

    A message of a higher priority overtakes waiting ones of a lower priority, in its chat too; an
    edit never overtakes what it edits.

    Args:
        connection (Connection): the step's: they are sent only if it is committed.
        bot (int): Telegram id of the bot.
        messages (Sequence[Message]): texts escaped already.
        now (datetime): moment, aware.
    """
    ids: list[int] = []
    slowed = slowed_chat.get()
    for message in messages:
        row = await connection.one(
            _INSERT,
            bot=bot,
            chat=message.chat,
            thread=message.thread,
            key=message.key,
            edit_of=message.edit_of,
            priority=int(_LAST if slowed and message.chat == slowed else message.priority),
            claim_number=message.claim_number,
            body=to_json(message, _until(message)),
            now=to_micros(now),
            # A topic that is not there yet: `redirect_thread` lets it go once there is.
            state="held" if message.thread < 0 else "waiting",
            has_file=int(message.file is not None or bool(message.album)),
        )
        if row is None:
            raise RuntimeError("a message to be sent got no id")
        ids.append(int(row["id"]))
    if messages:
        connection.announce(Topic.OUTBOX)
    return ids


def _until(message: Message) -> int:
    return wall_micros() + message.good_for * 1_000_000 if message.good_for else 0


async def sendable(
    connection: Connection, bot: int, now: int, limit: int, but_not: Collection[int] = ()
) -> list[OutboxRow]:
    """Return the messages whose turn it is: at most one of each chat and priority.

    Args:
        connection (Connection): the step's.
        bot (int): Telegram id of the bot.
        now (int): microseconds; rows put back until later are left out.
        limit (int): at most so many, the most urgent first.
        but_not (collection of int): ids that are being sent; not read, though they count.
    """
    rows = []
    for row in await connection.all(_HEADS, bot=bot, now=now, limit=limit):
        if row["id"] in but_not:
            continue
        target = None
        if row["edit_of"]:
            target = await _target(connection, bot, row["chat_id"], row["edit_of"], row["id"])
        rows.append(
            OutboxRow(
                id=row["id"],
                bot=bot,
                message=from_json(row),
                attempts=row["attempts"],
                maybe_sent=bool(row["maybe_sent"]),
                target=target,
                until=until_of(row),
            )
        )
    return rows


async def _target(
    connection: Connection, bot: int, chat: int, key: str, before: int
) -> EditTarget | None:
    found = await connection.one(_TARGET, bot=bot, chat=chat, key=key, id=before)
    if found is None or found["message_id"] is None:
        return None
    return EditTarget(found["message_id"], bool(found["has_file"]))


async def mark_sending(connection: Connection, ids: Sequence[int]) -> None:
    """Remember that sending begins: found so after a crash, a message may have been sent."""
    for row_id in ids:
        await connection.run(_SENDING, id=row_id)


async def mark_sent(
    connection: Connection, row: OutboxRow, target: EditTarget | None, now: int
) -> bool:
    """Close a row that Telegram has taken and drop its text; False when it was closed before.

    Args:
        connection (Connection): the step's.
        row (OutboxRow): as it was sent.
        target (EditTarget | None): the message as it stands in Telegram now.
        now (int): microseconds.
    """
    changed = await connection.run(
        _SENT,
        id=row.id,
        message=target.message_id if target else None,
        has_file=int(target.has_file) if target else 0,
        now=now,
    )
    connection.announce(Topic.OUTBOX)
    return changed == 1


async def next_due(connection: Connection, bot: int) -> int | None:
    """Return the moment, microseconds, to which the first put-back row waits, or None."""
    row = await connection.one(_NEXT_DUE, bot=bot)
    return row["at"] if row else None


async def purge_outbox(connection: Connection, now: int) -> int:
    """Drop rows closed more than `SENT_KEPT` before `now`, microseconds; return how many."""
    return await connection.run(_PURGE, before=now - SENT_KEPT)
