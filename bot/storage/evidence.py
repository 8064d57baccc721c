"""Files of customers: where they belong, how far they have come; the bytes lie in the blobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence import EvidenceForm, EvidenceState
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

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
_FIND = "SELECT * FROM evidence WHERE bot_id = :bot AND id = :id"
_STORED = """
    UPDATE evidence SET state = 'stored', sha256 = :sha256, size = :size, mime = :mime
    WHERE bot_id = :bot AND id = :id AND state = 'waiting'
"""
_FAILED = """
    UPDATE evidence SET state = :state, reason = :reason
    WHERE bot_id = :bot AND id = :id AND state = 'waiting'
"""
_OF_DRAFT = """
    SELECT * FROM evidence WHERE draft_id = :draft AND state IN ('waiting', 'stored') ORDER BY id
"""
_OF_CLAIM = """
    SELECT * FROM evidence WHERE claim_id = :claim AND state IN ('waiting', 'stored') ORDER BY id
"""
_TRAY = """
    SELECT * FROM evidence WHERE bot_id = :bot AND chat_id = :chat AND draft_id IS NULL
        AND claim_id IS NULL AND state IN ('waiting', 'stored') AND received_at >= :since
    ORDER BY id
"""
_TO_DRAFT = """
    UPDATE evidence SET draft_id = :draft WHERE bot_id = :bot AND chat_id = :chat
        AND draft_id IS NULL AND claim_id IS NULL AND state IN ('waiting', 'stored')
        AND received_at >= :since
"""
_TO_CLAIM = "UPDATE evidence SET claim_id = :claim, draft_id = NULL WHERE draft_id = :draft"
_READING = "UPDATE evidence SET reading = :reading WHERE bot_id = :bot AND id = :id"
_REMOVE = "DELETE FROM evidence WHERE bot_id = :bot AND chat_id = :chat AND id = :id"
_OF_CUSTOMER = "SELECT * FROM evidence WHERE bot_id = :bot AND chat_id = :chat ORDER BY id"
_FORGET = "DELETE FROM evidence WHERE bot_id = :bot AND chat_id = :chat"
_FORGET_LOOSE = "DELETE FROM evidence WHERE bot_id = :bot AND chat_id = :chat AND claim_id IS NULL"
_DRAFT_FILES = "DELETE FROM evidence WHERE draft_id = :draft"
_OLD_TRAY = """
    DELETE FROM evidence WHERE draft_id IS NULL AND claim_id IS NULL AND received_at < :before
"""
_TODAY = """
    SELECT COALESCE(SUM(size), 0) AS bytes FROM evidence
    WHERE bot_id = :bot AND chat_id = :chat AND received_at >= :since
"""


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """One file.

    Attributes:
        id: ours; drafts and claims name it.
        name: as the customer's phone called it.
        sha256: of the bytes; empty until they are here.
        size: bytes.
        reason: why it was refused or lost.
        reading: what the file says, as JSON; empty: it was not read yet, or cannot be.
    """

    id: int
    bot: int
    chat: int
    draft: int | None
    claim: int | None
    state: EvidenceState
    form: EvidenceForm
    name: str
    file_id: str
    unique_id: str
    sha256: str
    size: int
    mime: str
    reason: str
    received_at: datetime
    reading: str = ""


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
    return _evidence(row) if row else None


async def find_evidence(connection: Connection, bot: int, item: int) -> StoredEvidence | None:
    """Return one file's row."""
    row = await connection.one(_FIND, bot=bot, id=item)
    return _evidence(row) if row else None


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


async def evidence_of_draft(connection: Connection, draft: int) -> Sequence[StoredEvidence]:
    """Return the files of a draft, in order."""
    return [_evidence(row) for row in await connection.all(_OF_DRAFT, draft=draft)]


async def evidence_of_claim(connection: Connection, claim: int) -> Sequence[StoredEvidence]:
    """Return the files of a claim, in order."""
    return [_evidence(row) for row in await connection.all(_OF_CLAIM, claim=claim)]


async def tray(
    connection: Connection, bot: int, chat: int, since: datetime
) -> Sequence[StoredEvidence]:
    """Return the files that wait without a draft."""
    rows = await connection.all(_TRAY, bot=bot, chat=chat, since=to_micros(since))
    return [_evidence(row) for row in rows]


async def tray_to_draft(
    connection: Connection, bot: int, chat: int, draft: int, since: datetime
) -> None:
    """Give the files that wait to a draft."""
    await connection.run(_TO_DRAFT, bot=bot, chat=chat, draft=draft, since=to_micros(since))


async def draft_to_claim(connection: Connection, draft: int, claim: int) -> None:
    """Give the files of a draft to the claim that it became."""
    await connection.run(_TO_CLAIM, draft=draft, claim=claim)


async def remove_evidence(connection: Connection, bot: int, chat: int, item: int) -> bool:
    """Delete one file's row; False: it is not the customer's."""
    return await connection.run(_REMOVE, bot=bot, chat=chat, id=item) == 1


async def remove_draft_files(connection: Connection, draft: int) -> None:
    """Delete the rows of a draft's files."""
    await connection.run(_DRAFT_FILES, draft=draft)


async def evidence_of_customer(
    connection: Connection, bot: int, chat: int
) -> Sequence[StoredEvidence]:
    """Return every file of a customer."""
    return [_evidence(row) for row in await connection.all(_OF_CUSTOMER, bot=bot, chat=chat)]


async def forget_evidence(
    connection: Connection, bot: int, chat: int, *, only_loose: bool
) -> None:
    """Delete the rows of a customer's files; `only_loose` keeps those of claims."""
    await connection.run(_FORGET_LOOSE if only_loose else _FORGET, bot=bot, chat=chat)


async def purge_tray(connection: Connection, before: datetime) -> int:
    """Delete files that waited too long without a draft; return how many."""
    return await connection.run(_OLD_TRAY, before=to_micros(before))


async def bytes_since(connection: Connection, bot: int, chat: int, since: datetime) -> int:
    """Return how many bytes a customer has sent since a moment."""
    row = await connection.one(_TODAY, bot=bot, chat=chat, since=to_micros(since))
    return int(row["bytes"]) if row else 0


def _evidence(row: Row) -> StoredEvidence:
    return StoredEvidence(
        id=row["id"],
        bot=row["bot_id"],
        chat=row["chat_id"],
        draft=row["draft_id"],
        claim=row["claim_id"],
        state=EvidenceState(row["state"]),
        form=EvidenceForm(row["form"]),
        name=row["name"],
        file_id=row["file_id"],
        unique_id=row["file_unique_id"],
        sha256=row["sha256"],
        size=row["size"],
        mime=row["mime"],
        reason=row["reason"],
        received_at=from_micros(row["received_at"]),
        reading=row["reading"],
    )
