"""One step of a guided conversation: a draft and what happened in, a draft and replies out.

The order in which a message is read (danger first) belongs to the service; each function
here is one way to read it, and says by None that it does not fit.
"""

import re
from typing import Protocol

from pydantic import JsonValue

from bot.dialogue.drafts import (
    Draft,
    Question,
    current_question,
    failures,
    tellings,
)
from bot.dialogue.events import (
    Answered,
    NotUnderstood,
    Skipped,
    Stayed,
    Told,
)
from bot.dialogue.replies import Asking, Noted, Part, Reply, Reviewing
from bot.dialogue.turns import (
    Facts,
    Turn,
    ask,
    fill_in,
    fits,
    go_on,
    new_fields,
    noted_fields,
)
from bot.domain.kinds import ClaimKind
from bot.domain.questions import Reads


class Readers(Protocol):
    """What reads an answer; given by the service, which knows language, zone and now."""

    def read(self, kind: ClaimKind, asked: Question, text: str) -> JsonValue | None:
        """Return the answer to a typed question as a JSON value; None: it cannot be read."""


def begin(draft: Draft, facts: Facts, first: Part | None) -> Turn:
    """Start a guide: what was said already is filled in and read back.

    Args:
        draft (Draft): a new draft without events.
        facts (mapping): fact name to JSON value, as found in the message.
        first (Part or None): the urgent words that come before everything else.
    """
    filled = fill_in(draft, facts, draft.next_turn)
    noted = noted_fields(draft, filled)
    lead: tuple[Reply, ...] = (first,) if first else ()
    return Turn(filled, (*lead, *noted, *ask(filled)))


def answer(draft: Draft, text: str, readers: Readers, facts: Facts) -> Turn | None:
    """Read a text as the answer to the open typed question; None: it does not fit.

    Words and files fit everything, so they are left to `take_words`.
    """
    current = current_question(draft)
    if current is None or current.ask.reads in (Reads.WORDS, Reads.FILES):
        return None
    value = readers.read(draft.kind, current, text)
    if value is None or not fits(current, value):
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
    if value is None:
        value = named(text) if current.ask.fact in NAMES else text.strip()
    if not value or not fits(current, value):
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
        said.extend(noted_fields(after, filled))
    else:
        fields = (current.field, *new_fields(after, filled))
        said.append(Noted(fields))
        said.append(Part(f"{draft.kind}.{current.field}.after"))
    return Turn(filled, (*said, *ask(filled)))


def skip(draft: Draft) -> Turn | None:
    """Leave the open question out; None: nothing is open, or it is needed."""
    current = current_question(draft)
    if current is None or current.ask.needed:
        return None
    after = draft.with_events(Skipped(current.field, draft.next_turn))
    return Turn(after, ask(after))


def skip_rest(draft: Draft) -> Turn | None:
    """Leave out every question that can be left out; None: the open one is needed.

    One step back takes all of it back.
    """
    turn, after = draft.next_turn, draft
    while (current := current_question(after)) is not None and _can_wait(current):
        after = after.with_events(Skipped(current.field, turn))
    if after is draft:
        return None
    return Turn(after, (Part("question.rest_skipped"), *ask(after)))


def _can_wait(asked: Question) -> bool:
    """Whether a claim can be filed without an answer; a step to do first is no fact of it."""
    return not (asked.ask.needed and asked.ask.counted)


def not_understood(draft: Draft) -> Turn:
    """Count an unreadable answer and say how to go on."""
    current = current_question(draft)
    if current is None:
        return Turn(draft, (Part("review.not_understood"), Reviewing(short=True)))
    after = draft.with_events(NotUnderstood(current.field, draft.next_turn))
    return go_on(Turn(after, (Asking(current.field, failures(after)),)))


def told(draft: Draft) -> Turn:
    """Take a message that tells something else: no answer, and no failure either.

    Who goes on telling is not held up: from the second message on a question that can be left
    out is left to a person.
    """
    current = current_question(draft)
    if current is None:
        return Turn(draft, (Part("review.told"), Reviewing(short=True)))
    after = draft.with_events(Told(current.field, draft.next_turn))
    if tellings(after) < _TELLINGS or current.ask.needed:
        return go_on(Turn(after, (Part("question.told"), *ask(after))))
    passed = after.with_events(Skipped(current.field, after.next_turn - 1))
    return Turn(passed, (Part("question.told_on"), *ask(passed)))


_TELLINGS = 2
"""Messages in a row that tell something else, after which a question is asked no longer."""


def named(text: str) -> str:
    """Return a name without the words that lead to it: 叫星河钱包, it is called Star Pay."""
    return _LEADS_TO_NAME.sub("", text.strip(), count=1)


_LEADS_TO_NAME = re.compile(
    r"^(?:就是|(?:它|名字|名)?叫(?:做|作)?(?!了)|是)\s*(?=\S{2})"
    r"|^(?:it(?:'?s| is| was)|its name is|the name is|name is|called)\s+(?:called\s+)?(?=\S{2})",
    re.IGNORECASE,
)
# Facts that are the name of somebody.
NAMES = ("provider", "merchant", "payee")


def _is_name(text: str) -> bool:
    """Whether a text may be the name of a provider that nobody knows."""
    plain = text.strip()
    return 1 < len(plain) <= _LONGEST_NAME and not any(c.isdigit() for c in plain)


_LONGEST_NAME = 24


# A name that nobody knows is still a name.
_TAKES_WORDS = (Reads.WORDS, Reads.PROVIDER, Reads.REFERENCE)
