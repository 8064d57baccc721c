"""What happened to a draft, oldest first; everything else about it is computed from this.

`turn` counts what the customer did (0: settled before the first question); `source` is the
Telegram id of the message that said it, so that an edit of that message can correct it (0: a
button).
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter


@dataclass(frozen=True, slots=True)
class Answered:
    """The customer answered the open question, or tapped one of its choices."""

    field: str
    value: JsonValue
    turn: int
    source: int = 0
    event: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A fact was found in what the customer said without being asked for."""

    field: str
    value: JsonValue
    turn: int
    source: int = 0
    event: Literal["filled_in"] = "filled_in"


@dataclass(frozen=True, slots=True)
class Corrected:
    """The customer gave another value for a fact."""

    field: str
    value: JsonValue
    turn: int
    source: int = 0
    event: Literal["corrected"] = "corrected"


@dataclass(frozen=True, slots=True)
class Skipped:
    """The customer would not or could not answer."""

    field: str
    turn: int
    event: Literal["skipped"] = "skipped"


@dataclass(frozen=True, slots=True)
class Reopened:
    """The customer picked a fact to change; its question is open again."""

    field: str
    turn: int
    event: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """An answer could not be read."""

    field: str
    turn: int
    event: Literal["not_understood"] = "not_understood"


@dataclass(frozen=True, slots=True)
class Told:
    """The customer told something that is no answer and no fact; the message itself is kept."""

    field: str
    turn: int
    event: Literal["told"] = "told"


@dataclass(frozen=True, slots=True)
class Stayed:
    """The customer said where they are; advice was given, the question stays open."""

    field: str
    value: str
    turn: int
    event: Literal["stayed"] = "stayed"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file came; never undone by going back."""

    evidence: str
    turn: int
    event: Literal["attached"] = "attached"


@dataclass(frozen=True, slots=True)
class Detached:
    """The customer took a file out again."""

    evidence: str
    turn: int
    event: Literal["detached"] = "detached"


Event = (
    Answered
    | FilledIn
    | Corrected
    | Skipped
    | Reopened
    | NotUnderstood
    | Told
    | Stayed
    | Attached
    | Detached
)

EVENTS: TypeAdapter[tuple[Event, ...]] = TypeAdapter(
    tuple[Annotated[Event, Field(discriminator="event")], ...]
)
