"""What every step of a guided conversation gives back, and what is asked next."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue, ValidationError

from bot.dialogue.drafts import (
    Draft,
    Question,
    answers,
    current_question,
    questions,
)
from bot.dialogue.events import (
    Answered,
    Corrected,
    FilledIn,
    Skipped,
)
from bot.dialogue.replies import Asking, Noted, Part, Reply, Reviewing


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


SAID = (Answered, FilledIn, Corrected)


def ask(draft: Draft) -> tuple[Reply, ...]:
    """Return the open question, or the review when there is none."""
    current = current_question(draft)
    return (Reviewing(),) if current is None else (Asking(current.field),)


def fill_in(draft: Draft, facts: Facts, turn: int) -> Draft:
    """Fill in what a message holds and no answer says yet; unfit values are left out."""
    held = answers(draft).values
    for each in questions(draft.kind):
        value = facts.get(each.ask.fact) if each.ask.fact else None
        if value is None or each.field in held or not fits(each, value):
            continue
        draft = draft.with_events(FilledIn(each.field, value, turn))
    return draft


def fits(asked: Question, value: JsonValue) -> bool:
    """Whether a value is one that the question takes."""
    if asked.ask.choices and value not in asked.ask.choices:
        return False
    try:
        asked.adapter.validate_python(value)
    except ValidationError:
        return False
    return True


def new_fields(before: Draft, after: Draft) -> tuple[str, ...]:
    """Return the facts that one draft holds and an earlier one did not."""
    known = answers(before).values
    return tuple(field for field in answers(after).values if field not in known)


def go_on(turn: Turn) -> Turn:
    """Ask the questions of somebody who goes on telling where a step to do first is waited for.

    The step is no fact of the claim, and stands above in the chat: it is asked about twice, then
    no longer.
    """
    draft, current = turn.draft, current_question(turn.draft)
    if current is None or current.ask.counted or draft.next_turn <= _HEARD_AT_A_STEP:
        return turn
    after = draft.with_events(Skipped(current.field, draft.next_turn))
    said = tuple(reply for reply in turn.replies if not isinstance(reply, Asking | Reviewing))
    return Turn(after, (*said, Part("question.step_later"), *ask(after)))


_HEARD_AT_A_STEP = 3
"""Messages after which a step to do first is waited for no longer, the first one included."""


def noted_fields(before: Draft, after: Draft) -> tuple[Reply, ...]:
    """Return the line that reads new facts back; nothing where there are none."""
    fields = new_fields(before, after)
    return (Noted(fields),) if fields else ()
