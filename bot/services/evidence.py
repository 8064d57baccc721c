"""Files that customers send: taken at any step, kept by a stored job, shown in the claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.dialogue.changes import attach, files_done
from bot.dialogue.replies import Part
from bot.dialogue.turns import Turn, ask
from bot.domain.casework import FiledClaim
from bot.domain.evidence import (
    LARGEST_FILE,
    MEBIBYTE,
    MOST_BYTES_PER_DAY,
    MOST_FILES_PER_CLAIM,
    TRAY_HOURS,
    EvidenceForm,
    EvidenceState,
)
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Action, is_open
from bot.domain.messages import FileKind, OutgoingFile
from bot.domain.taps import Tap
from bot.services import guides, own_claims
from bot.services.checklists import checklist, missing_items
from bot.services.desk_notices import pass_words
from bot.services.desk_topics import for_agents
from bot.services.exchange import Exchange
from bot.services.own_files import take_out_choice
from bot.services.turns import take
from bot.storage.arrivals import bytes_since, known_evidence, put_evidence
from bot.storage.claims import claim_by_id
from bot.storage.drafts import StoredDraft
from bot.storage.evidence import StoredEvidence, evidence_of_claim, evidence_of_draft
from bot.storage.jobs import put_job
from bot.storage.timers import Timer, schedule
from bot.texts.shown import Lines, Shown

FETCH = "evidence.fetch"
SHOWN_AT_ONCE = {EvidenceForm.PHOTO: FileKind.PHOTO, EvidenceForm.VOICE: FileKind.VOICE}
"""What agents see as Telegram has it: it takes out of a photo where it was taken."""
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


async def receive(ex: Exchange, files: Sequence[SentFile]) -> Kept:
    """Keep files for the open claim, the active draft or the tray, and say what was done."""
    claim = await _claim_at_work(ex)
    if claim is not None:
        return await _for_claim(ex, claim, files)
    stored = await guides.active(ex)
    if stored is None:
        return await _for_tray(ex, files)
    kept = await keep(ex, files, draft=stored.id)
    await _said_in_guide(ex, stored, kept)
    return kept


async def _claim_at_work(ex: Exchange) -> FiledClaim | None:
    """Return the claim that files belong to; once it is closed, an open guide comes first."""
    wanted = ex.customer.adding_to or ex.customer.mode_claim
    claim = await claim_by_id(ex.connection, ex.bot, wanted) if wanted else None
    if claim is not None and not is_open(claim.status) and await guides.active(ex) is not None:
        ex.update(adding_to=None)
        return None
    return claim


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


async def _for_claim(ex: Exchange, claim: FiledClaim, files: Sequence[SentFile]) -> Kept:
    kept = await keep(ex, files, claim=claim.id)
    if kept.refusal:
        refuse(ex, kept.refusal)
        await tell_refused(ex, claim)
    if kept.ids:
        note = ex.line("evidence_line.files", count=len(kept.ids))
        if await own_claims.change(ex, claim, Action.SUPPLY, note):
            await _pass_on(ex, claim, kept)
            if ex.customer.adding_to:
                ex.say("evidence.added_claim", count=len(kept.ids), number=claim.number)
    elif ex.received.text:
        # What stood under a file that is here already, or was refused.
        await pass_words(ex, claim, ex.received.text)
    return kept


async def tell_refused(ex: Exchange, claim: FiledClaim) -> None:
    """Tell the agents that the customer sent a file which did not arrive; the customer knows."""
    await pass_words(ex, claim, for_agents(ex, claim).line("desk.file_refused"))


async def _pass_on(ex: Exchange, claim: FiledClaim, kept: Kept) -> None:
    """Show the agents photos and voices at once; other files are shown once they are checked."""
    if not ex.agents_chat:
        return
    shown = [file for file in kept.files if file.form in SHOWN_AT_ONCE]
    words = ex.received.text
    if len(shown) < len(kept.files):
        count = len(kept.files) - len(shown)
        note = for_agents(ex, claim).line("desk.files_come", count=count)
        words = f"{words}\n{note}".strip()
    files = [
        OutgoingFile(SHOWN_AT_ONCE[each.form], "", telegram_id=each.file_id) for each in shown
    ]
    await pass_words(ex, claim, words, files)


async def _for_tray(ex: Exchange, files: Sequence[SentFile]) -> Kept:
    kept = await keep(ex, files)
    if kept.refusal:
        refuse(ex, kept.refusal)
    if kept.ids or kept.repeats:
        due = ex.now + timedelta(hours=TRAY_HOURS)
        await schedule(ex.connection, ex.bot, Timer(f"tray:{ex.chat}", ex.chat, "tray.old", due))
        kinds = [kind for kind in ClaimKind if kind is not ClaimKind.OTHER]
        choices = [(ex.label(f"kind.{kind}"), Tap("open", (kind.value,))) for kind in kinds]
        count = len(kept.ids) + kept.repeats
        ex.say(
            "evidence.tray",
            *choices,
            (ex.label("question.person"), Tap("person", ("0",))),
            count=count,
            hours=TRAY_HOURS,
        )
    return kept


async def _said_in_guide(ex: Exchange, stored: StoredDraft, kept: Kept) -> None:
    draft = attach(stored.draft, tuple(str(item) for item in kept.ids))
    if kept.ids:
        draft = files_done(draft)
    said = [Part(kept.refusal, _limits())] if kept.refusal else []
    if kept.ids:
        kind = ex.line(f"kind.{draft.kind}")
        said.append(Part("evidence.added", {"count": len(kept.ids), "kind": kind}))
    if kept.repeats:
        said.append(Part("evidence.repeat", {"count": kept.repeats}))
    await take(ex, stored, Turn(draft, (*said, *ask(draft))))


def _limits() -> dict[str, object]:
    return {"megabytes": LARGEST_FILE // MEBIBYTE, "count": MOST_FILES_PER_CLAIM}


async def tell_checklist(ex: Exchange) -> None:
    """Say which evidence helps most and what of it is here: of the open matter, or of any."""
    stored = await guides.active(ex)
    items = checklist(ex, stored.draft) if stored is not None else ()
    if stored is None or not items:
        ex.say("evidence.checklist_general")
        return
    files = await evidence_of_draft(ex.connection, stored.id)
    missing = missing_items(items, files) if files else items
    lines = []
    for item in items:
        name = ex.tables.words(item.name) or ""
        state = "missing" if item in missing else "here"
        lines.append(f"• {ex.line(f'evidence.item_{state}', item=name) if files else name}")
    choices = (take_out_choice(ex, stored),) if files else ()
    ex.say("evidence.checklist", *choices, items=Lines(tuple(map(Shown, lines))))


def voice(ex: Exchange) -> None:
    """Say that voices are not understood, with two ways on."""
    ex.say(
        "answer.voice",
        (ex.label("answer.voice_type"), Tap("type_it")),
        (ex.label("answer.voice_person"), Tap("person", ("0",))),
    )
