"""Agents look at the files of a claim: pictures as safe copies, statements as they came."""

import html
from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from bot.domain.casework import FiledClaim
from bot.domain.custody import Act, Handled
from bot.domain.evidence import PICTURES, EvidenceState
from bot.domain.messages import Button, FileKind, Message, OutgoingFile, Priority
from bot.domain.taps import Tap
from bot.services.desk_topics import for_agents, place_of
from bot.services.exchange import Exchange
from bot.storage.blobs import blob_key
from bot.storage.claims import claim_by_id
from bot.storage.custody import log_acts
from bot.storage.evidence import StoredEvidence, evidence_of_claim, find_evidence
from bot.storage.jobs import put_job
from bot.storage.made_files import remove_made
from bot.storage.outbox import put_messages

COPY = "evidence.copy"
COPIED = f"{COPY}.done"
NOT_COPIED = f"{COPY}.failed"
# Files shown at one tap: Telegram lets a group have about 20 messages a minute.
_AT_ONCE = 10
# What is passed on as it came, and under which ending. Films and other pictures are not: they
# may say where they were taken, and nothing here can take that out.
_AS_THEY_CAME = {
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-excel": "xls",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/xml": "xml",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
}


async def show_files(ex: Exchange, claim: FiledClaim, agent: int, start: int) -> None:
    """Send the files of a claim to the agents, from a place on; each is logged as shown."""
    ex = for_agents(ex, claim)
    files = await _here(ex, claim)
    shown = list(enumerate(files, 1))[start : start + _AT_ONCE]
    for place, file in shown:
        await _send_file(ex, claim, file, (place, len(files), agent))
    if len(files) > start + _AT_ONCE:
        more = Tap("desk", ("files", claim.number, str(start + _AT_ONCE)))
        button = Button(ex.label("desk.more_files"), data=more.encode())
        text = ex.line("desk.files_left", number=claim.number, count=len(files) - start - _AT_ONCE)
        await _send(ex, claim, text, buttons=((button,),))


async def show_new(ex: Exchange, claim: int, item: int) -> None:
    """Send the agents a file that came to a claim they have, now that it was checked."""
    found = await claim_by_id(ex.connection, ex.bot, claim)
    if found is None or not ex.agents_chat:
        return
    desk = for_agents(ex, found)
    files = await _here(desk, found)
    for place, file in enumerate(files, 1):
        if file.id == item:
            await _send_file(desk, found, file, (place, len(files), 0))


async def _here(ex: Exchange, claim: FiledClaim) -> list[StoredEvidence]:
    return [each for each in await evidence_of_claim(ex.connection, claim.id) if _is_here(each)]


async def _send_file(
    ex: Exchange, claim: FiledClaim, file: StoredEvidence, where: tuple[int, int, int]
) -> None:
    """Send one file; `where` is its place, the count of all, and the agent who looks or 0."""
    place, count, agent = where
    about: dict[str, JsonValue] = {
        "evidence": file.id,
        "claim": claim.id,
        "place": place,
        "count": count,
        "agent": agent,
    }
    if file.mime in PICTURES:
        request = {**about, "chat": ex.chat, "sha256": file.sha256}
        await put_job(ex.connection, ex.bot, ex.chat, COPY, request)
    elif file.mime in _AS_THEY_CAME:
        outgoing = _original(claim, file, place)
        await _show(ex, claim, about, (outgoing, file.sha256, ""))
    else:
        await _say(ex, claim, about, "desk.file_not_shown", mime=file.mime)


def _is_here(file: StoredEvidence) -> bool:
    return file.state is EvidenceState.STORED and bool(file.sha256)


def _original(claim: FiledClaim, file: StoredEvidence, place: int) -> OutgoingFile:
    key = blob_key(f"{claim.bot}/{claim.chat}", file.sha256)
    # A name of ours: what the customer's phone calls it may be anything.
    name = f"{claim.number}-{place}.{_AS_THEY_CAME[file.mime]}"
    return OutgoingFile(FileKind.DOCUMENT, name, blob=key)


async def copied(ex: Exchange, request: Mapping[str, Any], result: Mapping[str, Any]) -> None:
    """Send the safe copy of a picture, with a note on what was left out of it."""
    claim = await claim_by_id(ex.connection, ex.bot, int(request["claim"]))
    file = await find_evidence(ex.connection, ex.bot, int(request["evidence"]))
    if claim is None or file is None or claim.chat != ex.chat or file.claim != claim.id:
        await remove_made(ex.connection, ex.bot, ex.chat, str(result["name"]))
        return
    ex = for_agents(ex, claim)
    left_out = [key for key in ("had_position", "had_metadata") if result.get(key)]
    note = ex.line(f"desk.{left_out[0]}") if left_out else ""
    name = f"{claim.number}-{request['place']}.jpg"
    kind = FileKind.DOCUMENT if result.get("is_long") else FileKind.PHOTO
    copy = OutgoingFile(kind, name, blob=str(result["blob"]), once=True)
    await _show(ex, claim, request, (copy, file.sha256, note))


async def not_copied(ex: Exchange, request: Mapping[str, Any]) -> None:
    """Say that a picture cannot be shown."""
    claim = await claim_by_id(ex.connection, ex.bot, int(request["claim"]))
    file = await find_evidence(ex.connection, ex.bot, int(request["evidence"]))
    if claim is not None and file is not None and claim.chat == ex.chat:
        await _say(for_agents(ex, claim), claim, request, "desk.file_not_shown", mime=file.mime)


async def _show(
    ex: Exchange, claim: FiledClaim, about: Mapping[str, Any], shown: tuple[OutgoingFile, str, str]
) -> None:
    """Send a file, its SHA-256 and a note under it, and log that it was shown."""
    outgoing, sha256, note = shown
    act = Handled(Act.SHOWN, int(about["evidence"]), claim.id, sha256, int(about["agent"]))
    await log_acts(ex.connection, ex.bot, [act], ex.now)
    head = _head(ex, claim, about, sha256)
    await _send(ex, claim, f"{head}\n{note}".strip(), outgoing)


async def _say(
    ex: Exchange, claim: FiledClaim, about: Mapping[str, Any], key: str, **values: str
) -> None:
    text = f"{_head(ex, claim, about, '')}\n{ex.line(key, **values)}"
    await _send(ex, claim, text)


def _head(ex: Exchange, claim: FiledClaim, about: Mapping[str, Any], sha256: str) -> str:
    place = ex.line(
        "desk.file", number=claim.number, place=int(about["place"]), count=int(about["count"])
    )
    return f"{place}\nSHA-256 {sha256}" if sha256 else place


async def _send(
    ex: Exchange,
    claim: FiledClaim,
    text: str,
    file: OutgoingFile | None = None,
    buttons: tuple[tuple[Button, ...], ...] = (),
) -> None:
    if not ex.agents_chat:
        return
    place = await place_of(ex, claim)
    message = Message(
        place.chat, html.escape(text, quote=False), buttons, thread=place.thread, file=file,
        priority=Priority.DESK, claim_number=claim.number,
    )  # fmt: skip
    await put_messages(ex.connection, ex.bot, [message], ex.now)
