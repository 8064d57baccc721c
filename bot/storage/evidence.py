"""Files of customers and where they belong; the bytes lie in the blobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence import EvidenceForm, EvidenceState
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

_FIND = "SELECT * FROM evidence WHERE bot_id = :bot AND id = :id"
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
_REMOVE = "DELETE FROM evidence WHERE bot_id = :bot AND chat_id = :chat AND id = :id"
_OF_CUSTOMER = "SELECT * FROM evidence WHERE bot_id = :bot AND chat_id = :chat ORDER BY id"


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


async def find_evidence(connection: Connection, bot: int, item: int) -> StoredEvidence | None:
    """Return one file's row."""
    row = await connection.one(_FIND, bot=bot, id=item)
    return evidence_of_row(row) if row else None


async def evidence_of_draft(connection: Connection, draft: int) -> Sequence[StoredEvidence]:
    """Return the files of a draft, in order."""
    return [evidence_of_row(row) for row in await connection.all(_OF_DRAFT, draft=draft)]


async def evidence_of_claim(connection: Connection, claim: int) -> Sequence[StoredEvidence]:
    """Return the files of a claim, in order."""
    return [evidence_of_row(row) for row in await connection.all(_OF_CLAIM, claim=claim)]


async def tray(
    connection: Connection, bot: int, chat: int, since: datetime
) -> Sequence[StoredEvidence]:
    """Return the files that wait without a draft."""
    rows = await connection.all(_TRAY, bot=bot, chat=chat, since=to_micros(since))
    return [evidence_of_row(row) for row in rows]


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


async def evidence_of_customer(
    connection: Connection, bot: int, chat: int
) -> Sequence[StoredEvidence]:
    """Return every file of a customer."""
    return [evidence_of_row(row) for row in await connection.all(_OF_CUSTOMER, bot=bot, chat=chat)]


def evidence_of_row(row: Row) -> StoredEvidence:
    """Return the file in a row of the table."""
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
