"""What is said, before it has a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a message.

    Attributes:
        key: their key in the texts.
        values: what the placeholders stand for; domain values, not yet text.
    """

    key: str
    values: Mapping[str, object] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noted:
    """A line that reads facts back.

    Attributes:
        fields: the facts, in the customer's order.
        alone: nothing else tells that the message was understood, so something is said even
            where no fact has words of its own.
    """

    fields: tuple[str, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that reads a correction back.

    Attributes:
        field: the fact.
        before: its former JSON value; None: it had none.
    """

    field: str
    before: object


@dataclass(frozen=True, slots=True)
class Asking:
    """The open question, with its progress and its choices.

    Attributes:
        field: the fact that is asked for.
        failures: how often in a row the answer was unreadable.
    """

    field: str
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Reviewing:
    """All facts, for the customer to check.

    Attributes:
        short: only the filing buttons, after a correction was read back.
    """

    short: bool = False


Reply = Part | Noted | Changed | Asking | Reviewing
