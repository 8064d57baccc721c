"""A draft as it is kept: what an older version of the program kept otherwise is asked again."""

import json

from pydantic import JsonValue, ValidationError

from bot.dialogue.drafts import Draft, Question, question
from bot.dialogue.events import EVENTS, Answered, Corrected, Event, FilledIn
from bot.domain.kept_facts import kind_kept
from bot.domain.kinds import ClaimKind

_VALUED = (Answered, FilledIn, Corrected)


def draft_kept(kind: str, type_: str, events: str) -> Draft:
    """Return a draft by what is kept of it; never an error.

    Args:
        kind (str): name of a kind of claim; one that is no longer there is any other claim.
        type_ (str): the narrower kind.
        events (str): JSON; of those that the program of today does not take, none is left.
    """
    known = kind_kept(kind)
    kept = tuple(event for event in _events(events) if _fits(known, event))
    return Draft(known, type_, kept)


def _events(stored: str) -> tuple[Event, ...]:
    try:
        return EVENTS.validate_json(stored)
    except ValidationError:
        return tuple(found for one in _listed(stored) for found in _event(one))


def _listed(stored: str) -> list[JsonValue]:
    try:
        found = json.loads(stored)
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _event(value: JsonValue) -> tuple[Event, ...]:
    try:
        return EVENTS.validate_python([value])
    except ValidationError:
        return ()


def _fits(kind: ClaimKind, event: Event) -> bool:
    """Whether a fact is one that its question takes; what is no fact always fits."""
    if not isinstance(event, _VALUED):
        return True
    asked = question(kind, event.field)
    return asked is not None and _takes(asked, event.value)


def _takes(asked: Question, value: JsonValue) -> bool:
    try:
        asked.adapter.validate_python(value)
    except ValidationError:
        return False
    return True
