"""Files that customers send: taken at any step, and what is said of them."""

from collections.abc import Sequence
from datetime import timedelta

from bot.dialogue.changes import attach, files_done
from bot.dialogue.replies import Part
from bot.dialogue.turns import Turn, ask
from bot.domain.casework import FiledClaim
from bot.domain.evidence import (
    TRAY_HOURS,
    EvidenceForm,
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
from bot.services.file_keeping import Kept, SentFile, keep, limits, refuse
from bot.services.own_files import take_out_choice
from bot.services.turns import take
from bot.storage.claims import claim_by_id
from bot.storage.drafts import StoredDraft
from bot.storage.evidence import evidence_of_draft
from bot.storage.timers import Timer, schedule
from bot.texts.shown import Lines, Shown

SHOWN_AT_ONCE = {EvidenceForm.PHOTO: FileKind.PHOTO, EvidenceForm.VOICE: FileKind.VOICE}
"""What agents see as Telegram has it: it takes out of a photo where it was taken."""


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
    said = [Part(kept.refusal, limits())] if kept.refusal else []
    if kept.ids:
        kind = ex.line(f"kind.{draft.kind}")
        said.append(Part("evidence.added", {"count": len(kept.ids), "kind": kind}))
    if kept.repeats:
        said.append(Part("evidence.repeat", {"count": kept.repeats}))
    await take(ex, stored, Turn(draft, (*said, *ask(draft))))


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
