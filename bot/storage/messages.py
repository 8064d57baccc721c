"""Every message in and out, redacted: the base of search, export and the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.redaction import Secret
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

_INSERT = """
    INSERT INTO message (bot_id, chat_id, direction, telegram_id, outbox_id, text, evidence_id,
        edit_of, claim_id, at, secrets)
    VALUES (:bot, :chat, :direction, :telegram_id, :outbox_id, :text, :evidence, :edit_of,
        :claim, :at, :secrets)
"""
_SENT = "UPDATE message SET telegram_id = :telegram_id WHERE outbox_id = :outbox"
_OF_CHAT = """
    SELECT * FROM message WHERE (CAST(:chat AS BIGINT) IS NULL OR chat_id = :chat)
        AND (CAST(:claim AS BIGINT) IS NULL OR claim_id = :claim) AND id > :after
    ORDER BY id LIMIT :limit
"""
_ATTACH = """
    UPDATE message SET claim_id = :claim
    WHERE bot_id = :bot AND chat_id = :chat AND claim_id IS NULL AND at >= :since
"""
_CLAIM_OF = """
    SELECT c.number FROM message m JOIN claim c ON c.id = m.claim_id
    WHERE m.bot_id = :bot AND m.chat_id = :chat AND m.telegram_id = :message LIMIT 1
"""
# What redaction leaves of a secret begins or ends so, see `bot.domain.secret_finders`.
_MASKED = """
    SELECT 1 AS yes FROM message
    WHERE claim_id = :claim AND direction = 'in' AND text LIKE '%••••%' LIMIT 1
"""
_SECRETS = """
    SELECT DISTINCT secrets FROM message
    WHERE claim_id = :claim AND direction = 'in' AND secrets <> ''
"""
_PURGE = "DELETE FROM message WHERE claim_id IS NULL AND at < :before"
_FORGET = "DELETE FROM message WHERE bot_id = :bot AND chat_id = :chat"


@dataclass(frozen=True, slots=True)
class LoggedMessage:
    """One message, as it is kept.

    Attributes:
        incoming: from the customer; else from us.
        telegram_id: id in the chat; None until it is sent.
        text: redacted.
        evidence: id of the file that came with it.
        edit_of: Telegram id of the message that this replaced.
        claim: id of the claim that it belongs to.
        secrets: kinds of secrets that were masked in it.
    """

    bot: int
    chat: int
    incoming: bool
    text: str
    at: datetime
    telegram_id: int | None = None
    outbox: int | None = None
    evidence: int | None = None
    edit_of: int | None = None
    claim: int | None = None
    id: int = 0
    secrets: frozenset[Secret] = frozenset()


async def log_message(connection: Connection, message: LoggedMessage) -> None:
    """Keep one message."""
    await connection.run(
        _INSERT,
        bot=message.bot,
        chat=message.chat,
        direction="in" if message.incoming else "out",
        telegram_id=message.telegram_id,
        outbox_id=message.outbox,
        text=message.text,
        evidence=message.evidence,
        edit_of=message.edit_of,
        claim=message.claim,
        at=to_micros(message.at),
        secrets=" ".join(sorted(message.secrets)),
    )


async def note_sent(connection: Connection, outbox: int, telegram_id: int) -> None:
    """Keep the id that Telegram gave a message of ours."""
    await connection.run(_SENT, outbox=outbox, telegram_id=telegram_id)


async def logged_messages(
    connection: Connection,
    *,
    chat: int | None = None,
    claim: int | None = None,
    after: int = 0,
    limit: int = 1000,
) -> Sequence[LoggedMessage]:
    """Return messages in order, those after an id; a page at a time."""
    rows = await connection.all(_OF_CHAT, chat=chat, claim=claim, after=after, limit=limit)
    return [_logged(row) for row in rows]


async def give_to_claim(
    connection: Connection, bot: int, chat: int, claim: int, since: datetime
) -> None:
    """Let the messages of a conversation belong to the claim it led to."""
    await connection.run(_ATTACH, bot=bot, chat=chat, claim=claim, since=to_micros(since))


async def purge_messages(connection: Connection, before: datetime) -> int:
    """Delete messages without a claim that are older than a moment; return how many."""
    return await connection.run(_PURGE, before=to_micros(before))


async def forget_messages(connection: Connection, bot: int, chat: int) -> None:
    """Delete every message of a customer."""
    await connection.run(_FORGET, bot=bot, chat=chat)


async def was_masked(connection: Connection, claim: int) -> bool:
    """Whether something secret was taken out of what a customer wrote about a claim."""
    return await connection.one(_MASKED, claim=claim) is not None


async def masked_kinds(connection: Connection, claim: int) -> frozenset[Secret]:
    """Return which kinds of secrets were taken out of what a customer wrote about a claim."""
    rows = await connection.all(_SECRETS, claim=claim)
    return frozenset(kind for row in rows for kind in secrets_kept(row["secrets"]))


def secrets_kept(names: str) -> frozenset[Secret]:
    """Return kinds of secrets by what is kept of them."""
    return frozenset(Secret(name) for name in names.split() if name in set(Secret))


def _logged(row: Row) -> LoggedMessage:
    return LoggedMessage(
        bot=row["bot_id"],
        chat=row["chat_id"],
        incoming=row["direction"] == "in",
        text=row["text"],
        at=from_micros(row["at"]),
        telegram_id=row["telegram_id"],
        outbox=row["outbox_id"],
        evidence=row["evidence_id"],
        edit_of=row["edit_of"],
        claim=row["claim_id"],
        id=row["id"],
        secrets=secrets_kept(row["secrets"]),
    )


async def claim_of_message(
    connection: Connection, bot: int, chat: int, message: int
) -> str | None:
    """Return the number of the claim that a message of ours in a chat is about."""
    row = await connection.one(_CLAIM_OF, bot=bot, chat=chat, message=message)
    return str(row["number"]) if row else None
