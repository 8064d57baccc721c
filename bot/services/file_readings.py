"""Files are read by a stored job; what they say is filled in and read back once a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pydantic import JsonValue

from bot.dialogue.replies import Part, Reply
from bot.domain.customers import Mode
from bot.domain.evidence import EvidenceState
from bot.domain.kinds import ClaimKind
from bot.domain.readings import (
    PASSWORD_LOST,
    PASSWORD_NEEDED,
    SHUT,
    UNREAD,
    FileReading,
    from_json,
    from_values,
    to_json,
)
from bot.services import guides, possible_charges
from bot.services.desk_notices import show_reuse
from bot.services.exchange import Exchange
from bot.services.outage_signs import saw_failures
from bot.services.reading_replies import ReadFile, gather, read_as, troubles
from bot.storage.arrivals import put_reading
from bot.storage.drafts import DraftState, StoredDraft, find_draft, save_draft
from bot.storage.evidence import StoredEvidence, evidence_of_draft, find_evidence, tray
from bot.storage.jobs import put_job
from bot.storage.reuse import put_marks
from bot.storage.timers import Timer, cancel, schedule

READ = "evidence.read"
READ_DONE = "evidence.read.done"
READ_FAILED = "evidence.read.failed"
SLOW = "evidence.slow"
# After so long without a result the customer hears that reading takes its time.
_SLOW_AFTER = timedelta(seconds=2)
# A file without a result holds the others back no longer than this: its job was lost.
_WAITED_FOR = timedelta(minutes=10)


async def begin(ex: Exchange, item: int) -> None:
    """Let a file be read whose bytes are here; one that cannot be read holds nobody up."""
    row = await find_evidence(ex.connection, ex.bot, item)
    if row is None:
        return
    if not read_as(row.mime):
        await tell(ex, row.draft)
        return
    await ask_for(ex, row, {})


async def ask_for(ex: Exchange, row: StoredEvidence, more: Mapping[str, JsonValue]) -> None:
    """Store the job that reads a file, and the word that it takes its time.

    Args:
        ex (Exchange): of the step.
        row (StoredEvidence): of the file.
        more (mapping): what the job has to know besides: where the password is, earlier tries.
    """
    request = {
        "evidence": row.id,
        "chat": ex.chat,
        "sha256": row.sha256,
        "reads": read_as(row.mime),
        **more,
    }
    await put_job(ex.connection, ex.bot, ex.chat, READ, request)
    due = ex.now + _SLOW_AFTER
    await schedule(ex.connection, ex.bot, Timer(_slow_key(ex), ex.chat, SLOW, due))


def _slow_key(ex: Exchange) -> str:
    return f"reading:{ex.chat}"


async def slow(ex: Exchange) -> None:
    """Say that files are still being read; the buttons above keep their meaning."""
    stored = await guides.active(ex)
    files = await evidence_of_draft(ex.connection, stored.id) if stored else await _tray(ex)
    if any(_waits(ex, file) for file in files):
        ex.say("readings.slow")
        ex.offered = None


async def _tray(ex: Exchange) -> Sequence[StoredEvidence]:
    return await tray(ex.connection, ex.bot, ex.chat, ex.now - guides.TRAY_KEPT)


def _waits(ex: Exchange, file: StoredEvidence) -> bool:
    if ex.now - file.received_at > _WAITED_FOR:
        return False
    read_later = bool(read_as(file.mime)) and not file.reading
    return file.state is EvidenceState.WAITING or read_later


async def was_read(ex: Exchange, request: Mapping[str, Any], result: object) -> None:
    """Keep what a file says, and tell the customer once the whole batch is read.

    Args:
        ex (Exchange): of the step.
        request (mapping): of the job.
        result (object): a reading as JSON values.
    """
    reading = from_values(result)
    shut = reading.refused in SHUT
    if shut:
        tried = int(request.get("tries", 0)) - (reading.refused == PASSWORD_LOST)
        reading = replace(reading, tries=max(tried, 0))
    opened = "secret" in request and not shut
    await _keep(ex, int(request["evidence"]), reading, opened=opened)


async def not_read(ex: Exchange, request: Mapping[str, Any]) -> None:
    """Note that a file could not be read at all; it is kept."""
    await _keep(ex, int(request["evidence"]), FileReading(refused=UNREAD))


async def _keep(ex: Exchange, item: int, reading: FileReading, *, opened: bool = False) -> None:
    row = await find_evidence(ex.connection, ex.bot, item)
    if row is None:
        return
    await put_reading(ex.connection, ex.bot, item, to_json(reading))
    await put_marks(ex.connection, ex.bot, item, reading)
    if row.draft is not None:
        await tell(ex, row.draft, opened=opened)
    elif row.claim is not None:
        await show_reuse(ex, row.claim)
    else:
        await _open_with(ex, reading)


async def _open_with(ex: Exchange, reading: FileReading) -> None:
    """Begin a guide with a statement that came before any words."""
    speaks = bool(reading.found) or reading.refused == PASSWORD_NEEDED
    if not speaks or ex.customer.mode is Mode.PERSON or await guides.active(ex) is not None:
        return
    stored = await guides.begin_with_files(ex, ClaimKind.DUPLICATE_CHARGE)
    await tell(ex, stored.id)


async def tell(ex: Exchange, draft: int | None, *, opened: bool = False) -> None:
    """Say what the files of a draft hold, once none of them waits to be read.

    Args:
        ex (Exchange): of the step.
        draft (int or None): id of the draft; None: the files belong to none.
        opened (bool): a password of the customer has just opened a file.
    """
    files = await evidence_of_draft(ex.connection, draft) if draft is not None else ()
    if not files or any(_waits(ex, file) for file in files):
        return
    await cancel(ex.connection, ex.bot, _slow_key(ex))
    stored = await find_draft(ex.connection, ex.bot, ex.chat, draft or 0)
    if stored is None or stored.state is not DraftState.ACTIVE:
        return
    every = [(file, from_json(file.reading)) for file in files if file.reading]
    fresh = [(file, reading) for file, reading in every if not reading.told]
    if fresh:
        lead: tuple[Reply, ...] = (Part("readings.password_used"),) if opened else ()
        await _tell(ex, stored, every, lead)


async def _tell(
    ex: Exchange, stored: StoredDraft, every: Sequence[ReadFile], lead: tuple[Reply, ...]
) -> None:
    fresh = [reading for _, reading in every if not reading.told]
    await saw_failures(ex, stored.draft, fresh)
    done = gather(ex, stored.draft, [reading for _, reading in every], fresh)
    said = (*lead, *troubles(stored.draft, every), *done.said)
    for file, reading in every:
        if not reading.told:
            kept = replace(reading, told=True, differs=done.differs)
            await put_reading(ex.connection, ex.bot, file.id, to_json(kept))
    changed = replace(stored, draft=done.draft)
    await save_draft(ex.connection, ex.bot, ex.chat, changed, ex.now)
    if said:
        await possible_charges.speak(ex, changed, said, done.values or {})
