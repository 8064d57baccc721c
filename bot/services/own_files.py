"""A customer's files in the open matter: a list of them, and taking one out before filing."""

from dataclasses import replace

from bot.dialogue.changes import detach
from bot.dialogue.replies import Part
from bot.domain.custody import Act
from bot.domain.evidence import EvidenceForm
from bot.domain.readings import from_json
from bot.domain.taps import Tap
from bot.services import guides
from bot.services.exchange import Choice, Exchange
from bot.services.removing import remove_files
from bot.storage.drafts import StoredDraft, save_draft
from bot.storage.evidence import StoredEvidence, evidence_of_draft, find_evidence
from bot.texts.shown import Lines, Shown
from bot.texts.wording import clock_text, day_text

# Files on one list, each with a button. Chosen: more buttons do not fit on a phone.
_ON_A_LIST = 8
_NAME_SHOWN = 40


def take_out_choice(ex: Exchange, stored: StoredDraft) -> Choice:
    """Return the button that lists the files of a draft."""
    return (ex.label("evidence.take_out"), Tap("files", (str(stored.id), "0")))


async def list_files(ex: Exchange, stored: StoredDraft, start: int) -> None:
    """List the files of a draft from a place on, each with a button that takes it out."""
    files = await evidence_of_draft(ex.connection, stored.id)
    shown = list(enumerate(files, 1))[start : start + _ON_A_LIST]
    if not shown:
        await guides.repeat_question(ex, stored, Part("evidence.none_here"))
        return
    buttons = [
        (ex.label("evidence.take_out_one", number=number), _tap(stored, file))
        for number, file in shown
    ]
    if len(files) > start + _ON_A_LIST:
        more = Tap("files", (str(stored.id), str(start + _ON_A_LIST)))
        buttons.append((ex.label("evidence.more_files"), more))
    lines = tuple(Shown(f"{number}. {_line(ex, file)}") for number, file in shown)
    ex.say("evidence.yours", *buttons, count=len(files), items=Lines(lines))


def _tap(stored: StoredDraft, file: StoredEvidence) -> Tap:
    return Tap("unfile", (str(stored.id), str(file.id)))


def _line(ex: Exchange, file: StoredEvidence) -> str:
    forms = {EvidenceForm.PHOTO: "picture", EvidenceForm.VOICE: "voice"}
    what = file.name[:_NAME_SHOWN] or ex.line(f"evidence.form_{forms.get(file.form, 'file')}")
    local = file.received_at.astimezone(ex.customer.clock)
    when = f"{day_text(local, ex.voice)} {clock_text(local, ex.voice)}"
    return ("，" if ex.voice.language.is_chinese else ", ").join((what, when))


async def take_out(ex: Exchange, stored: StoredDraft, item: int) -> bool:
    """Delete one file of a draft for good; False: it is not one of them."""
    file = await find_evidence(ex.connection, ex.bot, item)
    if file is None or file.chat != ex.chat or file.draft != stored.id:
        return False
    await remove_files(ex, [file], Act.REMOVED)
    changed = replace(stored, draft=detach(stored.draft, str(item)))
    await save_draft(ex.connection, ex.bot, ex.chat, changed, ex.now)
    left = len(await evidence_of_draft(ex.connection, stored.id))
    reading = from_json(file.reading) if file.reading else None
    told = reading is not None and bool(reading.payments or reading.found)
    key = "evidence.removed_read" if told else "evidence.removed"
    await guides.repeat_question(ex, changed, Part(key, {"count": str(left)}))
    return True
