"""Files that customers send, kept: a row and a stored job for each, unless it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.evidence import (
    LARGEST_FILE,
    MEBIBYTE,
    MOST_BYTES_PER_DAY,
    MOST_FILES_PER_CLAIM,
    EvidenceForm,
    EvidenceState,
)
from bot.services.exchange import Exchange
from bot.storage.arrivals import bytes_since, known_evidence, put_evidence
from bot.storage.evidence import StoredEvidence, evidence_of_claim, evidence_of_draft
from bot.storage.jobs import put_job

FETCH = "evidence.fetch"
_DAY = timedelta(days=1)
# Endings that are refused before anything is fetched: they can run or hide scripts.
_REFUSED_ENDINGS = (".svg", ".html", ".htm", ".exe", ".apk", ".js", ".bat", ".msi", ".dmg", ".jar")


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file as Telegram announces it.

    Attributes:
        form: photo, document, voice or video.
        file_id: by which Telegram hands it out.
        unique_id: the same for the same file.
        name: file name, or the caption of a photo.
        size: bytes; 0 where Telegram does not say.
        mime: as the sender's phone calls it; not trusted.
    """

    form: EvidenceForm
    file_id: str
    unique_id: str
    name: str = ""
    size: int = 0
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of some files.

    Attributes:
        ids: of the new ones.
        repeats: how many were here already.
        refusal: text that says why one was refused; empty: none was.
        files: the new ones, as Telegram announced them.
    """

    ids: tuple[int, ...]
    repeats: int
    refusal: str = ""
    files: tuple[SentFile, ...] = ()


async def keep(
    ex: Exchange,
    files: Sequence[SentFile],
    *,
    draft: int | None = None,
    claim: int | None = None,
) -> Kept:
    """Store rows and jobs for files; too large, too many and unfit ones are refused."""
    here = 0
    if draft is not None:
        here = len(await evidence_of_draft(ex.connection, draft))
    elif claim is not None:
        here = len(await evidence_of_claim(ex.connection, claim))
    today = await bytes_since(ex.connection, ex.bot, ex.chat, ex.now - _DAY)
    ids: list[int] = []
    taken: list[SentFile] = []
    repeats, refusal = 0, ""
    for file in files:
        row = _row(ex, file, draft, claim)
        if await known_evidence(ex.connection, row) is not None:
            repeats += 1
            continue
        refused = _refused(file, here + len(ids), today)
        refusal = refusal or refused
        if refused:
            continue
        item = await put_evidence(ex.connection, row)
        request = {"evidence": item, "file_id": file.file_id, "chat": ex.chat}
        await put_job(ex.connection, ex.bot, ex.chat, FETCH, request)
        ids.append(item)
        taken.append(file)
        today += file.size
    return Kept(tuple(ids), repeats, refusal, tuple(taken))


def _row(ex: Exchange, file: SentFile, draft: int | None, claim: int | None) -> StoredEvidence:
    return StoredEvidence(
        id=0,
        bot=ex.bot,
        chat=ex.chat,
        draft=draft,
        claim=claim,
        state=EvidenceState.WAITING,
        form=file.form,
        name=file.name[:200],
        file_id=file.file_id,
        unique_id=file.unique_id,
        sha256="",
        size=file.size,
        mime="",
        reason="",
        received_at=ex.now,
    )


def _refused(file: SentFile, here: int, today: int) -> str:
    if file.size > LARGEST_FILE or today + file.size > MOST_BYTES_PER_DAY:
        return "evidence.too_large"
    if here >= MOST_FILES_PER_CLAIM:
        return "evidence.too_many"
    if file.name.lower().endswith(_REFUSED_ENDINGS) or "svg" in file.mime or "html" in file.mime:
        return "evidence.wrong_type"
    return ""


def refuse(ex: Exchange, key: str) -> None:
    """Say why a file was not taken."""
    ex.say(key, megabytes=LARGEST_FILE // MEBIBYTE, count=MOST_FILES_PER_CLAIM)


def limits() -> dict[str, object]:
    """Return what refusals name: the largest file, and how many a claim takes."""
    return {"megabytes": LARGEST_FILE // MEBIBYTE, "count": MOST_FILES_PER_CLAIM}
