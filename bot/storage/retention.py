"""What has been kept long enough: finds it, and deletes it for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.custody import Act, Handled
from bot.storage.blocks import purge_blocks
from bot.storage.connection import Connection, Row
from bot.storage.console import purge_console
from bot.storage.custody import log_acts
from bot.storage.messages import purge_messages
from bot.storage.micros import to_micros
from bot.storage.ready_drafts import purge_ready_drafts
from bot.storage.staff import purge_invitations

_MESSAGES = "SELECT COUNT(*) AS found FROM message WHERE claim_id IS NULL AND at < :before"
_TRAY = """
    SELECT id, bot_id, chat_id, sha256 FROM evidence
    WHERE draft_id IS NULL AND claim_id IS NULL AND received_at < :before
"""
_DRAFTS = "SELECT id FROM draft WHERE updated_at < :before"
_DRAFT_FILES = """
    SELECT e.id, e.bot_id, e.chat_id, e.sha256 FROM evidence e JOIN draft d ON d.id = e.draft_id
    WHERE d.updated_at < :before
"""
_CLAIMS = """
    SELECT id FROM claim WHERE status IN ('resolved', 'withdrawn') AND changed_at < :before
"""
_CLAIM_FILES = """
    SELECT e.id, e.bot_id, e.chat_id, e.sha256 FROM evidence e JOIN claim c ON c.id = e.claim_id
    WHERE c.status IN ('resolved', 'withdrawn') AND c.changed_at < :before
"""
_DELETE_FILE = """
    DELETE FROM evidence WHERE id = :id RETURNING bot_id, claim_id, sha256
"""
_DELETE_DRAFT = "DELETE FROM draft WHERE id = :id"
_DELETE_CLAIM = "DELETE FROM claim WHERE id = :id"
_IS_NAMED = """
    SELECT id FROM evidence WHERE bot_id = :bot AND chat_id = :chat AND sha256 = :sha256 LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class KeptUntil:
    """Before which moments what was kept goes; each aware."""

    messages: datetime
    tray: datetime
    drafts: datetime
    claims: datetime
    console: datetime
    blocks: datetime


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """Whose bytes lie under which hash."""

    bot: int
    chat: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Expired:
    """What has been kept long enough.

    Attributes:
        messages: how many without a claim.
        drafts: their ids.
        claims: ids of closed ones.
        tray: ids of files that wait without a draft.
        files: ids of all files that go, those of the tray, the drafts and the claims.
        stored: their bytes.
    """

    messages: int
    drafts: tuple[int, ...]
    claims: tuple[int, ...]
    tray: tuple[int, ...]
    files: tuple[int, ...]
    stored: frozenset[StoredBytes]


async def expired(connection: Connection, until: KeptUntil) -> Expired:
    """Return what has been kept long enough; changes nothing."""
    drafts_before, claims_before = to_micros(until.drafts), to_micros(until.claims)
    messages = await connection.one(_MESSAGES, before=to_micros(until.messages))
    tray = await connection.all(_TRAY, before=to_micros(until.tray))
    files = [
        *tray,
        *await connection.all(_DRAFT_FILES, before=drafts_before),
        *await connection.all(_CLAIM_FILES, before=claims_before),
    ]
    return Expired(
        messages=int(messages["found"]) if messages else 0,
        drafts=_ids(await connection.all(_DRAFTS, before=drafts_before)),
        claims=_ids(await connection.all(_CLAIMS, before=claims_before)),
        tray=_ids(tray),
        files=_ids(files),
        stored=frozenset(_stored(row) for row in files if row["sha256"]),
    )


async def delete_expired(
    connection: Connection, until: KeptUntil, now: datetime
) -> tuple[Expired, frozenset[StoredBytes]]:
    """Delete what has been kept long enough, and log it in the custody log.

    Returns:
        tuple: what is gone, and the bytes that no file names any more.
    """
    found = await expired(connection, until)
    await purge_messages(connection, until.messages)
    await purge_console(connection, until.console)
    await purge_invitations(connection, until.console)
    await purge_ready_drafts(connection, until.console)
    await purge_blocks(connection, until.blocks)
    # Files go first: a draft that goes would leave its own behind in the tray.
    await _delete_files(connection, found.files, now)
    for statement, ids in ((_DELETE_DRAFT, found.drafts), (_DELETE_CLAIM, found.claims)):
        for each in ids:
            await connection.run(statement, id=each)
    unnamed = [one for one in found.stored if not await is_named(connection, one)]
    return found, frozenset(unnamed)


async def _delete_files(connection: Connection, files: Sequence[int], now: datetime) -> None:
    acts: dict[int, list[Handled]] = {}
    for each in files:
        row = await connection.one(_DELETE_FILE, id=each)
        if row is not None and row["sha256"]:
            act = Handled(Act.EXPIRED, each, row["claim_id"] or 0, row["sha256"])
            acts.setdefault(row["bot_id"], []).append(act)
    for bot, gone in acts.items():
        await log_acts(connection, bot, gone, now)


async def is_named(connection: Connection, stored: StoredBytes) -> bool:
    """Whether a file of the customer still has these bytes."""
    row = await connection.one(_IS_NAMED, bot=stored.bot, chat=stored.chat, sha256=stored.sha256)
    return row is not None


def _ids(rows: Sequence[Row]) -> tuple[int, ...]:
    return tuple(row["id"] for row in rows)


def _stored(row: Row) -> StoredBytes:
    return StoredBytes(row["bot_id"], row["chat_id"], row["sha256"])
