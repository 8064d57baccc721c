"""Facts as they are kept, told apart: those that fit the claims of today, and older ones.

An older version of the program may have kept a fact under another name or in another form. It
must not take its whole claim away from the people who work on it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue, ValidationError

from bot.domain.claims import CLAIM_TYPES
from bot.domain.kinds import ClaimKind

UNREADABLE: Final = "facts"
"""Name of the older fact that holds what could not be read at all."""


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """The facts of one claim.

    Attributes:
        fitting: those that the model of the claim takes.
        older: the others, as they are kept.
    """

    fitting: dict[str, JsonValue]
    older: Mapping[str, JsonValue] = field(default_factory=dict)


def kind_kept(name: str) -> ClaimKind:
    """Return a kind by the name that is kept; one that is no longer there is any other claim."""
    try:
        return ClaimKind(name)
    except ValueError:
        return ClaimKind.OTHER


def facts_kept(kind: ClaimKind, stored: str) -> KeptFacts:
    """Return the facts that are kept of a claim, told apart; never an error."""
    facts = every_fact(stored)
    if _fits(kind, facts):
        return KeptFacts(facts)
    fitting = {name: value for name, value in facts.items() if _fits(kind, {name: value})}
    older = {name: value for name, value in facts.items() if name not in fitting}
    return KeptFacts(fitting, older)


def every_fact(stored: str) -> dict[str, JsonValue]:
    """Return the facts that are kept of a claim as they are kept; never an error."""
    try:
        facts = json.loads(stored)
    except (ValueError, RecursionError):
        return {UNREADABLE: stored}
    return facts if isinstance(facts, dict) else {UNREADABLE: facts}


def _fits(kind: ClaimKind, facts: dict[str, JsonValue]) -> bool:
    try:
        CLAIM_TYPES[kind].model_validate(facts)
    except ValidationError:
        return False
    return True


def older_text(value: JsonValue, most: int = 400) -> str:
    """Return an older fact as it is kept, for people to read: one line, cut to so many letters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[:most]}…"


def older_line(older: Mapping[str, JsonValue], most: int = 800) -> str:
    """Return older facts as they are kept, in one line, cut to so many letters."""
    text = "; ".join(f"{name}: {older_text(value)}" for name, value in older.items())
    return text if len(text) <= most else f"{text[:most]}…"
