"""The evidence of a draft in words: what is here, what is still missing."""

from collections import Counter
from collections.abc import Sequence

from bot.dialogue.drafts import Draft
from bot.domain.checklist import CHARGES_ITEM, SeenCharges, ticked
from bot.domain.evidence import EvidenceForm
from bot.domain.kinds import ClaimKind
from bot.domain.readings import from_json
from bot.services.exchange import Exchange
from bot.services.seen_payments import paid_on
from bot.services.statement_findings import found_line
from bot.storage.drafts import StoredDraft
from bot.storage.evidence import StoredEvidence, evidence_of_draft
from bot.texts.shown import Value
from knowledge.records.evidence import EvidenceItem

_MOST_NAMED = 3

# The checklist of a kind where its type names none. Ids of evidence.yaml.
_CHECKLISTS = {
    ClaimKind.OUTAGE: "outage",
    ClaimKind.DUPLICATE_CHARGE: "duplicate_charge",
    ClaimKind.FROZEN_ACCOUNT: "frozen_account",
    ClaimKind.FRAUD: "phishing",
    ClaimKind.VANISHED_PLATFORM: "platform_collapse",
    ClaimKind.VANISHED_MERCHANT: "merchant_dispute",
}


async def evidence_values(ex: Exchange, stored: StoredDraft) -> dict[str, Value]:
    """Return the lines that tell what evidence is here, what it shows and what is missing."""
    files = await evidence_of_draft(ex.connection, stored.id)
    items = checklist(ex, stored.draft)
    missing = missing_items(items, files)
    return {
        "evidence": evidence_line(ex, files),
        "missing": _missing_line(ex, missing, charges_on(files)) if files else None,
        "found": found_line(ex, stored.draft),
    }


def checklist(ex: Exchange, draft: Draft) -> tuple[EvidenceItem, ...]:
    """Return what a claim of this kind and type needs most."""
    case = ex.library.case_of(draft.type) if draft.type else None
    name = (case.evidence if case else None) or _CHECKLISTS.get(draft.kind, "")
    return tuple(item for item, must in ex.library.evidence_items(name) if must)


def missing_items(
    items: Sequence[EvidenceItem], files: Sequence[StoredEvidence]
) -> tuple[EvidenceItem, ...]:
    """Return the items that no file stands for yet."""
    done = ticked(
        [(item.id, item.name.text("zh"), item.name.text("en")) for item in items],
        [(each.form, each.name, each.mime) for each in files],
        charges_on(files),
    )
    return tuple(item for item in items if item.id not in done)


def charges_on(files: Sequence[StoredEvidence]) -> SeenCharges:
    """Return how many charges the files show, as far as they could be read."""
    readings = [from_json(each.reading) for each in files if each.reading]
    pictures = [each for each in files if _is_picture(each)]
    known = [from_json(each.reading) for each in pictures if each.reading]
    read = [each for each in known if not each.refused]
    twice = any(each.is_claimed for reading in readings for each in reading.found)
    return SeenCharges(
        shown=len(paid_on(read)) + (2 if twice else 0),
        pictures=sum(bool(each.payments) for each in read),
        unread=len(pictures) - len(read),
    )


def _is_picture(file: StoredEvidence) -> bool:
    return file.form is EvidenceForm.PHOTO or file.mime.startswith("image/")


def evidence_line(ex: Exchange, files: Sequence[StoredEvidence]) -> str:
    """Return how many files are here, by kind."""
    counts = Counter(_group(each.form) for each in files)
    between = "，" if ex.voice.language.is_chinese else ", "
    parts = [
        ex.line(f"evidence_line.{name}", count=counts[name])
        for name in ("photos", "files", "voices")
        if counts[name]
    ]
    if not parts:
        return ex.line("evidence_line.none")
    return ex.line("evidence_line.line", items=between.join(parts))


def _group(form: EvidenceForm) -> str:
    match form:
        case EvidenceForm.PHOTO:
            return "photos"
        case EvidenceForm.VOICE:
            return "voices"
        case _:
            return "files"


def _missing_line(
    ex: Exchange, missing: Sequence[EvidenceItem], charges: SeenCharges
) -> str | None:
    if not missing:
        return None
    between = "、" if ex.voice.language.is_chinese else ", "
    names = [_name(ex, item, charges) for item in missing[:_MOST_NAMED]]
    return ex.line("evidence_line.missing", items=between.join(names))


def _name(ex: Exchange, item: EvidenceItem, charges: SeenCharges) -> str:
    if item.id == CHARGES_ITEM:
        return ex.line("evidence.other_charge" if charges.shown else "evidence.two_charges")
    return ex.tables.words(item.name) or ""
