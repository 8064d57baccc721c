"""Changes of a draft beside the open question: corrections, files, one step back."""

from dataclasses import replace

from pydantic import JsonValue

from bot.dialogue.drafts import (
    Draft,
    answers,
    current_question,
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
    Reopened,
    Skipped,
    Stayed,
)
from bot.dialogue.replies import Changed, Noted, Part, Reviewing
from bot.dialogue.turns import SAID, Facts, Turn, ask, fill_in, fits, go_on, new_fields
from bot.domain.questions import Reads


def correct(draft: Draft, field: str, value: JsonValue) -> Turn | None:
    """Give a fact another value; None: the value does not fit it."""
    changed = question(draft.kind, field)
    before = answers(draft).values.get(field)
    if changed is None or not fits(changed, value):
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


def note_facts(draft: Draft, facts: Facts) -> Turn | None:
    """Keep what a text states beside the open question, and ask again; None: it states nothing."""
    filled = fill_in(draft, facts, draft.next_turn)
    fields = new_fields(draft, filled)
    if not fields:
        return None
    return go_on(Turn(filled, (Noted(fields, alone=True), *ask(filled))))


def restate(draft: Draft, facts: Facts) -> Turn | None:
    """Put what is stated now in the place of what a message filled in; None: nothing changes."""
    turn = draft.next_turn
    fixed = {event.field for event in draft.events if isinstance(event, Answered | Corrected)}
    held = answers(draft).values
    changed: list[str] = []
    for each in questions(draft.kind):
        value = facts.get(each.ask.fact) if each.ask.fact else None
        stale = each.field in held and each.field not in fixed and held[each.field] != value
        if value is not None and stale and fits(each, value):
            draft = draft.with_events(FilledIn(each.field, value, turn))
            changed.append(each.field)
    return Turn(draft, (Noted(tuple(changed)), *ask(draft))) if changed else None


def refine(draft: Draft, field: str, value: JsonValue) -> Draft:
    """Put a more exact value where a message filled in a general one."""
    return draft.with_events(FilledIn(field, value, draft.next_turn))


def said_by(before: Draft, after: Draft, source: int) -> Draft:
    """Return the draft with the message noted that its new facts came from."""
    known = len(before.events)
    fresh = tuple(
        replace(event, source=source) if isinstance(event, SAID) else event
        for event in after.events[known:]
    )
    return replace(after, events=(*after.events[:known], *fresh))


def facts_said_by(draft: Draft, source: int) -> tuple[str, ...]:
    """Return the facts that a message said, the answer to the open question first."""
    found = [event for event in draft.events if isinstance(event, SAID) and event.source == source]
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
    """Close the open question for files, or one that a picture answers too: they have come."""
    current = current_question(draft)
    if current is not None and current.ask.by_picture:
        return draft.with_events(Skipped(current.field, draft.next_turn))
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
        event.field for event in draft.events if event.turn == last and isinstance(event, SAID)
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


_TAKEN_BACK = (Answered, Corrected, Skipped)
