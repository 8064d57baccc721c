"""What the files of a draft say once they are read: filled in and read back, or why not."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from bot.dialogue.drafts import Draft, answers
from bot.dialogue.replies import Part, Reply
from bot.dialogue.turns import fill_in
from bot.domain.evidence import PICTURES, EvidenceForm
from bot.domain.kinds import ClaimKind
from bot.domain.readings import (
    NO_OCR,
    SWITCHED_OFF,
    UNREAD,
    FileReading,
    SeenPayment,
)
from bot.services import guides, possible_charges, seen_payments
from bot.services.exchange import Exchange
from bot.services.statement_findings import OF_FILES, Gathered, gathered
from bot.storage.evidence import StoredEvidence
from bot.texts.facts import draft_values, layout, only
from bot.texts.shown import Value

_STATEMENTS = frozenset(
    "application/pdf application/zip application/vnd.ms-excel text/plain text/csv application/xml"
    " application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".split()
)


ReadFile = tuple[StoredEvidence, FileReading]


def read_as(mime: str) -> str:
    """Return as what a file is read: `picture` or `statement`; empty: it is not."""
    if mime in PICTURES:
        return "picture"
    return "statement" if mime in _STATEMENTS else ""


def gather(
    ex: Exchange, draft: Draft, every: Sequence[FileReading], fresh: Sequence[FileReading]
) -> Gathered:
    """Return the draft with what all of its files say, and what is new about it."""
    statements = [reading for reading in every if reading.layout]
    if draft.kind is ClaimKind.DUPLICATE_CHARGE and any(each.layout for each in fresh):
        return gathered(ex, draft, statements)
    if statements and draft.kind is ClaimKind.DUPLICATE_CHARGE:
        return Gathered(draft)
    return _of_pictures(ex, draft, every, fresh)


def _of_pictures(
    ex: Exchange, draft: Draft, every: Sequence[FileReading], fresh: Sequence[FileReading]
) -> Gathered:
    facts = seen_payments.facts_seen(every, draft.kind, ex.customer.clock)
    frozen = draft.kind is ClaimKind.FROZEN_ACCOUNT
    if frozen:
        facts |= seen_payments.freeze_seen(fresh, ex.library)
    before = answers(draft).values
    after = fill_in(draft, facts, OF_FILES)
    new = tuple(field for field in answers(after).values if field not in before)
    said: list[Reply] = []
    values: dict[str, Value] = {}
    payments = seen_payments.payments_on(fresh)
    if len(payments) > 1:
        values["payment_lines"] = seen_payments.payment_lines(ex, payments)
        said.append(Part("readings.payments", {"count": len(payments)}))
    if line := _facts_line(ex, after, new):
        said.append(Part("readings.read_back", {"facts": line}))
    if frozen and "reason" in new:
        said.append(Part(guides.first_key(ex, after)))
    if draft.kind is ClaimKind.DUPLICATE_CHARGE and _is_one_charge(every, payments):
        said.append(Part("readings.one_charge"))
    differs = tuple(name for name in ("amount", "count") if _differs(before, facts, name))
    if differs:
        said.append(Part("readings.differs"))
    return Gathered(after, tuple(said), values, differs)


def _is_one_charge(every: Sequence[FileReading], fresh: Sequence[SeenPayment]) -> bool:
    """Whether all pictures were read and show one charge, a new one: it proves nothing twice."""
    unread = any(reading.refused for reading in every)
    return bool(fresh) and not unread and len(seen_payments.paid_on(every)) == 1


def _differs(held: Mapping[str, JsonValue], facts: Mapping[str, JsonValue], name: str) -> bool:
    return name in held and name in facts and held[name] != facts[name]


def _facts_line(ex: Exchange, draft: Draft, fields: tuple[str, ...]) -> str:
    if not fields:
        return ""
    setting = ex.setting(ex.tables.of_draft(draft))
    values = only(draft, fields, draft_values(ex.catalog, draft, setting))
    parts = layout(ex.catalog, f"{draft.kind}.noted", values, setting)
    return ("，" if ex.voice.language.is_chinese else ", ").join(parts)


def troubles(draft: Draft, every: Sequence[ReadFile]) -> tuple[Reply, ...]:
    """Return why files could not be read, each reason once."""
    known = {reading.refused for _, reading in every if reading.told}
    keys: dict[str, None] = {}
    for file, reading in every:
        if reading.told or not reading.refused:
            continue
        key = _trouble(draft, file, reading)
        if key and not (reading.refused == NO_OCR and NO_OCR in known):
            keys[key] = None
    return tuple(Part(key) for key in keys)


def _trouble(draft: Draft, file: StoredEvidence, reading: FileReading) -> str:
    """Return the sentence; a file that only may have been a statement is kept in silence."""
    if reading.refused == SWITCHED_OFF:
        return ""
    if reading.refused == NO_OCR:
        return "readings.no_ocr"
    if read_as(file.mime) == "picture":
        return "" if reading.refused == UNREAD else f"readings.picture.{reading.refused}"
    statement_wanted = draft.kind is ClaimKind.DUPLICATE_CHARGE
    if not statement_wanted or file.form is not EvidenceForm.DOCUMENT:
        return ""
    if reading.refused == UNREAD:
        return "readings.unread"
    if reading.tries >= possible_charges.MOST_TRIES:
        return "readings.password_gave_up"
    return f"statements.refused.{reading.refused}"
