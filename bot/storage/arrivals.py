"""How a file comes in: announced, fetched, kept or refused, read."""

from datetime import datetime

from bot.domain.evidence import EvidenceState
from bot.storage.connection import Connection
from bot.storage.evidence import StoredEvidence, evidence_of_row
from bot.storage.micros import to_micros

_INSERT = """
    INSERT INTO evidence (bot_id, chat_id, draft_id, claim_id, state, form, name, file_id,
        file_unique_id, sha256, size, mime, reading, reason, received_at)
    VALUES (:bot, :chat, :draft, :claim, :state, :form, :name, :file_id, :unique_id, '', :size,
        :mime, '', :reason, :at)
    RETURNING id
"""
_KNOWN = """
    SELECT * FROM evidence WHERE bot_id = :bot AND chat_id = :chat AND file_unique_id = :unique_id
        AND state IN ('waiting', 'stored')
        AND (draft_id = :draft OR (CAST(:draft AS BIGINT) IS NULL AND draft_id IS NULL))
        AND (claim_id = :claim OR (CAST(:claim AS BIGINT) IS NULL AND claim_id IS NULL))
    LIMIT 1
"""
_HERE = """
    SELECT id FROM evidence WHERE bot_id = :bot AND chat_id = :chat AND sha256 = :sha256
        AND sha256 <> '' AND state = 'stored' AND id <> :id
        AND (draft_id = :draft OR (CAST(:draft AS BIGINT) IS NULL AND draft_id IS NULL))
        AND (claim_id = :claim OR (CAST(:claim AS BIGINT) IS NULL AND claim_id IS NULL))
    LIMIT 1
"""
_STORED = """
    UPDATE evidence SET state = 'stored', sha256 = :sha256, size = :size, mime = :mime
    WHERE bot_id = :bot AND id = :id AND state = 'waiting'
"""
_FAILED = """
    UPDATE evidence SET state = :state, reason = :reason
    WHERE bot_id = :bot AND id = :id AND state = 'waiting'
"""
_READING = "UPDATE evidence SET reading = :reading WHERE bot_id = :bot AND id = :id"
_TODAY = """
    SELECT COALESCE(SUM(size), 0) AS bytes FROM evidence
    WHERE bot_id = :bot AND chat_id = :chat AND received_at >= :since
"""


async def put_evidence(connection: Connection, item: StoredEvidence) -> int:
    """Keep the row of a new file and return its id; `id` and `sha256` are not looked at."""
    row = await connection.one(
        _INSERT,
        bot=item.bot,
        chat=item.chat,
        draft=item.draft,
        claim=item.claim,
        state=item.state.value,
        form=item.form.value,
        name=item.name,
        file_id=item.file_id,
        unique_id=item.unique_id,
        size=item.size,
        mime=item.mime,
        reason=item.reason,
        at=to_micros(item.received_at),
    )
    if row is None:
        raise RuntimeError("the new evidence got no id")
    return int(row["id"])


async def known_evidence(connection: Connection, item: StoredEvidence) -> StoredEvidence | None:
    """Return the same file if it was sent before for the same draft, claim or tray."""
    row = await connection.one(
        _KNOWN,
        bot=item.bot,
        chat=item.chat,
        unique_id=item.unique_id,
        draft=item.draft,
        claim=item.claim,
    )
    return evidence_of_row(row) if row else None


async def is_here(connection: Connection, item: StoredEvidence, sha256: str) -> bool:
    """Whether the same draft, claim or tray holds these bytes already, under another id."""
    row = await connection.one(
        _HERE,
        bot=item.bot,
        chat=item.chat,
        sha256=sha256,
        id=item.id,
        draft=item.draft,
        claim=item.claim,
    )
    return row is not None


async def mark_stored(
    connection: Connection, bot: int, item: int, blob: tuple[str, int, str]
) -> bool:
    """Note that the bytes are here; False: the row is gone or done.

    Args:
        connection (Connection): of the step.
        bot (int): Telegram id of the bot.
        item (int): id of the file.
        blob (tuple): SHA-256, size in bytes, type found in the bytes.
    """
    sha256, size, mime = blob
    changed = await connection.run(_STORED, bot=bot, id=item, sha256=sha256, size=size, mime=mime)
    return changed == 1


async def mark_failed(
    connection: Connection, bot: int, item: int, state: EvidenceState, reason: str
) -> bool:
    """Note that a file was refused or could not be fetched."""
    changed = await connection.run(_FAILED, bot=bot, id=item, state=state.value, reason=reason)
    return changed == 1


async def put_reading(connection: Connection, bot: int, item: int, reading: str) -> bool:
    """Keep what a file says, as JSON; False: the row is gone."""
    return await connection.run(_READING, bot=bot, id=item, reading=reading) == 1


async def bytes_since(connection: Connection, bot: int, chat: int, since: datetime) -> int:
    """Return how many bytes a customer has sent since a moment."""
    row = await connection.one(_TODAY, bot=bot, chat=chat, since=to_micros(since))
    return int(row["bytes"]) if row else 0
