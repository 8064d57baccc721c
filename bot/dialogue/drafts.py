"""A claim being filled in: its events, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, get_type_hints

from pydantic import JsonValue, TypeAdapter

from bot.dialogue.events import (
    Answered,
    Attached,
    Corrected,
    Detached,
    Event,
    FilledIn,
    NotUnderstood,
    Reopened,
    Skipped,
    Stayed,
    Told,
)
from bot.domain.claim_base import Claim
from bot.domain.claims import CLAIM_TYPES
from bot.domain.kinds import ClaimKind
from bot.domain.questions import Ask, Reads


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim being filled in.

    Attributes:
        kind: which claim it will be.
        type: a narrower kind, such as `wrong_transfer`; empty is none.
        events: oldest first.
    """

    kind: ClaimKind
    type: str = ""
    events: tuple[Event, ...] = ()

    def with_events(self, *events: Event) -> "Draft":
        """Return the draft with more events behind."""
        return replace(self, events=(*self.events, *events))

    @property
    def next_turn(self) -> int:
        """Number of the next thing the customer does."""
        return max((event.turn for event in self.events), default=0) + 1


@dataclass(frozen=True, slots=True)
class Question:
    """A field of a claim together with how it is asked for."""

    field: str
    ask: Ask
    adapter: TypeAdapter[Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a draft holds so far.

    Attributes:
        values: field to JSON value; fields that a later answer made pointless are left out.
        skipped: fields the customer would not answer.
        asked: fields that were answered or skipped when asked, in order.
        evidence: ids of the files.
    """

    values: Mapping[str, JsonValue]
    skipped: frozenset[str]
    asked: tuple[str, ...]
    evidence: tuple[str, ...]


@cache
def questions(kind: ClaimKind) -> tuple[Question, ...]:
    """Return the questions of a kind of claim, in the order they are asked."""
    claim_type = CLAIM_TYPES[kind]
    hints = get_type_hints(claim_type, include_extras=True)
    return tuple(
        Question(name, ask, TypeAdapter(hints[name]))
        for name, field in claim_type.model_fields.items()
        for ask in field.metadata
        if isinstance(ask, Ask)
    )


@cache
def question(kind: ClaimKind, field: str) -> Question | None:
    """Return one question of a kind of claim; None: it has no such field."""
    return next((q for q in questions(kind) if q.field == field), None)


def answers(draft: Draft) -> Answers:
    """Return what a draft holds, its events applied in order."""
    values: dict[str, JsonValue] = {}
    skipped: set[str] = set()
    asked: dict[str, None] = {}
    evidence: dict[str, None] = {}
    for event in draft.events:
        match event:
            case Answered(field, value) | Corrected(field, value) | FilledIn(field, value):
                values[field] = value
                skipped.discard(field)
            case Skipped(field):
                values.pop(field, None)
                skipped.add(field)
            case Attached(item):
                evidence[item] = None
            case Detached(item):
                evidence.pop(item, None)
            case Reopened() | NotUnderstood() | Told() | Stayed():
                pass
        if isinstance(event, Answered | Skipped) and event.turn:
            asked[event.field] = None
    return Answers(
        _applicable(draft.kind, values), frozenset(skipped), tuple(asked), tuple(evidence)
    )


def _applicable(kind: ClaimKind, values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    kept: dict[str, JsonValue] = {}
    for each in questions(kind):
        if each.field in values and (not each.ask.asked or each.ask.only_if(kept)):
            kept[each.field] = values[each.field]
    return kept


def reopened(draft: Draft) -> str:
    """Return the field whose question was opened again and not answered since; empty: none."""
    for event in reversed(draft.events):
        match event:
            case Reopened(field):
                return field
            case Answered() | Skipped() | Corrected():
                return ""
            case _:
                continue
    return ""


def open_questions(draft: Draft) -> tuple[Question, ...]:
    """Return the questions still to be asked, the current one first."""
    held = answers(draft)
    again = reopened(draft)
    waiting = [
        each
        for each in questions(draft.kind)
        if each.ask.asked
        and each.ask.only_if(held.values)
        and each.field != again
        and each.field not in held.skipped
        and not _is_held(each, held)
    ]
    first = question(draft.kind, again) if again else None
    return (first, *waiting) if first else tuple(waiting)


def _is_held(each: Question, held: Answers) -> bool:
    return each.field in held.values


def current_question(draft: Draft) -> Question | None:
    """Return the question that is open; None: time to review."""
    waiting = open_questions(draft)
    return waiting[0] if waiting else None


def progress(draft: Draft) -> tuple[int, int]:
    """Return which question is open and of how many, counted from 1; (0, 0): none is counted.

    What was said without being asked for does not count: the customer sees how many
    answers are still wanted of them.
    """
    current = current_question(draft)
    if current is None or not current.ask.counted:
        return (0, 0)
    done = [
        field
        for field in answers(draft).asked
        if (q := question(draft.kind, field)) and q.ask.counted and field != current.field
    ]
    left = [each for each in open_questions(_likely(draft, current)) if each.ask.counted]
    return (len(done) + 1, len(done) + len({current.field, *(each.field for each in left)}))


def _likely(draft: Draft, current: Question) -> Draft:
    """Return the draft as it would be with the first choice, which asks for the most."""
    if not current.ask.choices:
        return draft
    event = FilledIn(current.field, current.ask.choices[0], draft.next_turn)
    return draft.with_events(event)


def failures(draft: Draft) -> int:
    """Return how often in a row the open question was answered unreadably."""
    return _in_a_row(draft, NotUnderstood, (Attached, Detached, Told))


def tellings(draft: Draft) -> int:
    """Return how often in a row something else was told while the question was open."""
    return _in_a_row(draft, Told, (Attached, Detached, NotUnderstood))


def _in_a_row(
    draft: Draft, counted: type[NotUnderstood | Told], beside: tuple[type[Event], ...]
) -> int:
    """Count the latest events of one kind about the open question; those beside do not matter."""
    current = current_question(draft)
    count = 0
    for event in reversed(draft.events):
        if isinstance(event, beside):
            continue
        if not isinstance(event, counted) or not current or event.field != current.field:
            break
        count += 1
    return count


def claim_of(draft: Draft) -> Claim:
    """Return the claim that the draft amounts to now; questions without an answer stay empty."""
    held = answers(draft)
    values = dict(held.values)
    values["evidence"] = list(held.evidence)
    return CLAIM_TYPES[draft.kind].model_validate(values)


def wants_files(each: Question) -> bool:
    """Whether a question asks for files."""
    return each.ask.reads is Reads.FILES
