"""One step of a guided conversation: a draft and what happened in, a draft and replies out.

The order in which a message is read (danger first) belongs to the service; each function
here is one way to read it, and says by None that it does not fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from pydantic import JsonValue, ValidationError

from bot.dialogue.drafts import (
    Draft,
    Question,
    answers,
    current_question,
    failures,
    question,
    questions,
    reopened,
)
from bot.dialogue.events import (
    Answered,
    Attached,
    Corrected,
    Detached,
    FilledIn,
    NotUnderstood,
    Reopened,
    Skipped,
    Stayed,
)
from bot.dialogue.replies import Asking, Changed, Noted, Part, Reply, Reviewing
from bot.domain.kinds import ClaimKind
from bot.domain.questions import Reads


class Readers(Protocol):
    """What reads an answer; given by the service, which knows language, zone and now."""

    def read(self, kind: ClaimKind, asked: Question, text: str) -> JsonValue | None:
        """Return the answer to a typed question as a JSON value; None: it cannot be read."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one thing the customer did led to.

    Attributes:
        draft: what to remember.
        replies: what to say, in order, in one message.
        ended: the choice after which there is nothing to file; empty goes on.
    """

    draft: Draft
    replies: tuple[Reply, ...]
    ended: str = ""


Facts = Mapping[str, JsonValue]


def begin(draft: Draft, facts: Facts, first: Part | None) -> Turn:
    """Start a guide: what was said already is filled in and read back.

    Args:
        draft (Draft): a new draft without events.
        facts (mapping): fact name to JSON value, as found in the message.
        first (Part or None): the urgent words that come before everything else.
    """
    filled = fill_in(draft, facts, draft.next_turn)
    noted = _noted_fields(draft, filled)
    lead: tuple[Reply, ...] = (first,) if first else ()
    return Turn(filled, (*lead, *noted, *ask(filled)))


def fill_in(draft: Draft, facts: Facts, turn: int) -> Draft:
    """Fill in what a message holds and no answer says yet; unfit values are left out."""
    held = answers(draft).values
    for each in questions(draft.kind):
        value = facts.get(each.ask.fact) if each.ask.fact else None
        if value is None or each.field in held or not _fits(each, value):
            continue
        draft = draft.with_events(FilledIn(each.field, value, turn))
    return draft


def answer(draft: Draft, text: str, readers: Readers, facts: Facts) -> Turn | None:
    """Read a text as the answer to the open typed question; None: it does not fit.

    Words and files fit everything, so they are left to `take_words`.
    """
    current = current_question(draft)
    if current is None or current.ask.reads in (Reads.WORDS, Reads.FILES):
        return None
    value = readers.read(draft.kind, current, text)
    if value is None or not _fits(current, value):
        return None
    return _answered(draft, current, value, facts)


def take_words(draft: Draft, text: str, facts: Facts) -> Turn | None:
    """Take a text as the answer to an open question that takes any words."""
    current = current_question(draft)
    if current is None or current.ask.reads not in _TAKES_WORDS:
        return None
    value = facts.get(current.ask.fact) if current.ask.fact not in ("", "words") else None
    if value is None and current.ask.reads is Reads.PROVIDER and not _is_name(text):
        return None
    value = value if value is not None else text.strip()
    if not value or not _fits(current, value):
        return None
    return _answered(draft, current, value, facts)


def choose(draft: Draft, field: str, value: str) -> Turn | None:
    """Take a tapped choice; None: the button belongs to another question."""
    current = current_question(draft)
    named = current is not None and current.ask.reads is Reads.PROVIDER
    if current is None or current.field != field or not (value in current.ask.choices or named):
        return None
    return _answered(draft, current, value, {})


def _answered(draft: Draft, current: Question, value: JsonValue, facts: Facts) -> Turn:
    turn = draft.next_turn
    if value in current.ask.stays:
        stayed = draft.with_events(Stayed(current.field, str(value), turn))
        advice = Part(f"{draft.kind}.{current.field}.after.{value}")
        return Turn(stayed, (advice, Asking(current.field)))
    after = draft.with_events(Answered(current.field, value, turn))
    if value in current.ask.ends:
        return Turn(after, (Part(f"{draft.kind}.{current.field}.end.{value}"),), str(value))
    filled = fill_in(after, facts, turn)
    said: list[Reply] = []
    if current.ask.reads is Reads.CHOICE:
        said.append(Part(f"{draft.kind}.{current.field}.after.{value}"))
        said.extend(_noted_fields(after, filled))
    else:
        fields = (current.field, *_new_fields(after, filled))
        said.append(Noted(fields))
        said.append(Part(f"{draft.kind}.{current.field}.after"))
    return Turn(filled, (*said, *ask(filled)))


def correct(draft: Draft, field: str, value: JsonValue) -> Turn | None:
    """Give a fact another value; None: the value does not fit it."""
    changed = question(draft.kind, field)
    before = answers(draft).values.get(field)
    if changed is None or not _fits(changed, value):
        return None
    if value in changed.ask.stays:
        stayed = draft.with_events(Stayed(field, str(value), draft.next_turn))
        return Turn(stayed, (Part(f"{draft.kind}.{field}.after.{value}"), *ask(stayed)))
    after = draft.with_events(Corrected(field, value, draft.next_turn))
    if value in changed.ask.ends:
        return Turn(after, (Part(f"{draft.kind}.{field}.end.{value}"),), str(value))
    following = ask(after)
    if following == (Reviewing(),) and current_question(draft) is None:
        following = (Reviewing(short=True),)
    return Turn(after, (Changed(field, before), *following))


def reopen(draft: Draft, field: str) -> Turn | None:
    """Ask again for one fact; None: there is no such question."""
    if question(draft.kind, field) is None:
        return None
    after = draft.with_events(Reopened(field, draft.next_turn))
    return Turn(after, ask(after))


def skip(draft: Draft) -> Turn | None:
    """Leave the open question out; None: nothing is open, or it is needed."""
    current = current_question(draft)
    if current is None or current.ask.needed:
        return None
    after = draft.with_events(Skipped(current.field, draft.next_turn))
    return Turn(after, ask(after))


def note_facts(draft: Draft, facts: Facts) -> Turn | None:
    """Keep what a text states beside the open question, and ask again; None: it states nothing."""
    filled = fill_in(draft, facts, draft.next_turn)
    noted = _noted_fields(draft, filled)
    return Turn(filled, (*noted, *ask(filled))) if noted else None


def restate(draft: Draft, facts: Facts) -> Turn | None:
    """Put what is stated now in the place of what a message filled in; None: nothing changes."""
    turn = draft.next_turn
    fixed = {event.field for event in draft.events if isinstance(event, Answered | Corrected)}
    held = answers(draft).values
    changed: list[str] = []
    for each in questions(draft.kind):
        value = facts.get(each.ask.fact) if each.ask.fact else None
        stale = each.field in held and each.field not in fixed and held[each.field] != value
        if value is not None and stale and _fits(each, value):
            draft = draft.with_events(FilledIn(each.field, value, turn))
            changed.append(each.field)
    return Turn(draft, (Noted(tuple(changed)), *ask(draft))) if changed else None


def refine(draft: Draft, field: str, value: JsonValue) -> Draft:
    """Put a more exact value where a message filled in a general one."""
    return draft.with_events(FilledIn(field, value, draft.next_turn))


def not_understood(draft: Draft) -> Turn:
    """Count an unreadable answer and say how to go on."""
    current = current_question(draft)
    if current is None:
        return Turn(draft, (Part("review.not_understood"), Reviewing(short=True)))
    after = draft.with_events(NotUnderstood(current.field, draft.next_turn))
    return Turn(after, (Asking(current.field, failures(after)),))


def said_by(before: Draft, after: Draft, source: int) -> Draft:
    """Return the draft with the message noted that its new facts came from."""
    known = len(before.events)
    fresh = tuple(
        replace(event, source=source) if isinstance(event, _SAID) else event
        for event in after.events[known:]
    )
    return replace(after, events=(*after.events[:known], *fresh))


def facts_said_by(draft: Draft, source: int) -> tuple[str, ...]:
    """Return the facts that a message said, the answer to the open question first."""
    found = [
        event for event in draft.events if isinstance(event, _SAID) and event.source == source
    ]
    found.sort(key=lambda event: not isinstance(event, Answered))
    return tuple(dict.fromkeys(event.field for event in found))


def attach(draft: Draft, evidence: tuple[str, ...]) -> Draft:
    """Add files, at any step."""
    turn = draft.next_turn
    return draft.with_events(*(Attached(each, turn) for each in evidence))


def detach(draft: Draft, evidence: str) -> Draft:
    """Take one file out."""
    return draft.with_events(Detached(evidence, draft.next_turn))


def files_done(draft: Draft) -> Draft:
    """Close the open question for files: they have come."""
    current = current_question(draft)
    if current is None or current.ask.reads is not Reads.FILES:
        return draft
    held: list[JsonValue] = [*answers(draft).evidence]
    return draft.with_events(Answered(current.field, held, draft.next_turn))


def back(draft: Draft) -> Turn:
    """Forget the last answer, or that a fact was picked.

    Files, and facts that were stated beside the question since, stay.
    """
    steps = (*_TAKEN_BACK, Reopened) if reopened(draft) else _TAKEN_BACK
    last = max((e.turn for e in draft.events if isinstance(e, steps)), default=0)
    if not last:
        return Turn(draft, (Part("question.first_already"), *ask(draft)))
    forgotten = tuple(
        event.field for event in draft.events if event.turn == last and isinstance(event, _SAID)
    )
    kept = tuple(
        event
        for event in draft.events
        if event.turn < last
        or isinstance(event, Attached | Detached)
        or (event.turn > last and isinstance(event, FilledIn) and event.field not in forgotten)
    )
    after = replace(draft, events=kept)
    removed = Part("question.went_back", {"draft": draft, "fields": forgotten})
    return Turn(after, (removed, *ask(after)))


_SAID = (Answered, FilledIn, Corrected)
_TAKEN_BACK = (Answered, Corrected, Skipped)


def ask(draft: Draft) -> tuple[Reply, ...]:
    """Return the open question, or the review when there is none."""
    current = current_question(draft)
    return (Reviewing(),) if current is None else (Asking(current.field),)


def _is_name(text: str) -> bool:
    """Whether a text may be the name of a provider that nobody knows."""
    plain = text.strip()
    return 1 < len(plain) <= _LONGEST_NAME and not any(c.isdigit() for c in plain)


_LONGEST_NAME = 24
# A name that nobody knows is still a name.
_TAKES_WORDS = (Reads.WORDS, Reads.PROVIDER, Reads.REFERENCE)


def _fits(asked: Question, value: JsonValue) -> bool:
    if asked.ask.choices and value not in asked.ask.choices:
        return False
    try:
        asked.adapter.validate_python(value)
    except ValidationError:
        return False
    return True


def _new_fields(before: Draft, after: Draft) -> tuple[str, ...]:
    known = answers(before).values
    return tuple(field for field in answers(after).values if field not in known)


def _noted_fields(before: Draft, after: Draft) -> tuple[Reply, ...]:
    fields = _new_fields(before, after)
    return (Noted(fields),) if fields else ()
