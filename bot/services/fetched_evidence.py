"""What became of a file that was to be fetched: kept and read, refused by its type, or lost."""

from dataclasses import replace

from bot.dialogue.changes import detach
from bot.domain.custody import Act, Handled
from bot.domain.evidence import KEPT_TYPES, LARGEST_FILE, MEBIBYTE, EvidenceState
from bot.services import file_readings
from bot.services.desk_files import show_new
from bot.services.evidence import SHOWN_AT_ONCE, tell_refused
from bot.services.exchange import Exchange
from bot.services.removing import drop_bytes
from bot.storage.arrivals import is_here, mark_failed, mark_stored
from bot.storage.claims import claim_by_id
from bot.storage.custody import log_acts
from bot.storage.drafts import find_draft, save_draft
from bot.storage.evidence import StoredEvidence, find_evidence, remove_evidence


async def fetched(ex: Exchange, item: int, blob: tuple[str, int, str]) -> None:
    """Note that the bytes of a file are here; a type that is not kept is refused now.

    Args:
        ex (Exchange): of the step.
        item (int): id of the file.
        blob (tuple): SHA-256, size in bytes, type found in the bytes.
    """
    if blob[2] in KEPT_TYPES:
        if await _is_repeat(ex, item, blob[0]):
            return
        if await mark_stored(ex.connection, ex.bot, item, blob):
            await _received(ex, item, blob[0])
            await file_readings.begin(ex, item)
            return
    else:
        await _failed(ex, item, EvidenceState.REFUSED, "type")
    # Refused, or taken out while it was fetched: nothing of it stays.
    await drop_bytes(ex, [blob[0]])


async def _is_repeat(ex: Exchange, item: int, sha256: str) -> bool:
    """Take a file out whose bytes are here already, under another name of Telegram's."""
    row = await find_evidence(ex.connection, ex.bot, item)
    if row is None or row.state is not EvidenceState.WAITING:
        return False
    if not await is_here(ex.connection, row, sha256):
        return False
    await remove_evidence(ex.connection, ex.bot, ex.chat, item)
    if row.draft is not None:
        await _detached(ex, row)
    ex.say("evidence.repeat", count=1)
    ex.offered = None
    await file_readings.tell(ex, row.draft)
    return True


async def _received(ex: Exchange, item: int, sha256: str) -> None:
    row = await find_evidence(ex.connection, ex.bot, item)
    claim = (row.claim if row else None) or 0
    acts = [Handled(Act.RECEIVED, item, claim, sha256)]
    was_shown = row is not None and row.form in SHOWN_AT_ONCE
    if claim and was_shown and ex.agents_chat:
        acts.append(Handled(Act.SHOWN, item, claim, sha256))
    await log_acts(ex.connection, ex.bot, acts, ex.now)
    if claim and not was_shown:
        await show_new(ex, claim, item)


async def not_fetched(ex: Exchange, item: int, reason: str) -> None:
    """Say that a file could not be had."""
    state = EvidenceState.REFUSED if reason in ("too_large", "type") else EvidenceState.LOST
    await _failed(ex, item, state, reason)


async def _failed(ex: Exchange, item: int, state: EvidenceState, reason: str) -> None:
    row = await find_evidence(ex.connection, ex.bot, item)
    if row is None or not await mark_failed(ex.connection, ex.bot, item, state, reason):
        return
    if row.draft is not None:
        await _detached(ex, row)
    key = {"too_large": "evidence.too_large", "type": "evidence.wrong_type"}.get(reason)
    ex.say(key or "evidence.lost", count=1, megabytes=LARGEST_FILE // MEBIBYTE)
    claim = await claim_by_id(ex.connection, ex.bot, row.claim) if row.claim else None
    if claim is not None:
        await tell_refused(ex, claim)
    await file_readings.tell(ex, row.draft)


async def _detached(ex: Exchange, row: StoredEvidence) -> None:
    stored = await find_draft(ex.connection, ex.bot, ex.chat, row.draft or 0)
    if stored is not None:
        changed = replace(stored, draft=detach(stored.draft, str(row.id)))
        await save_draft(ex.connection, ex.bot, ex.chat, changed, ex.now)
