"""One action on several claims, which waits for a while in which it can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.console import Person
from bot.domain.lifecycle import Outcome

UNDO_WITHIN: Final = (0, 30, 120, 600)
"""Seconds for which an agent can wait; 0 does it at once. Chosen: docs/decisions/0018."""

MOST_CLAIMS: Final = 50
"""Claims of one bulk action: a page of the queue."""


BULK_OUTCOMES: Final = tuple(each for each in Outcome if each is not Outcome.DUPLICATE)
"""How several claims can be resolved; each duplicate has a claim of its own that it is one of."""


class BulkAction(StrEnum):
    """What can be done to several claims; what it leads to is its target."""

    TAKE = "take"
    ASSIGN = "assign"
    RESOLVE = "resolve"
    PRIORITY = "priority"


class BulkState(StrEnum):
    """How far it is; what is undone was never begun."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one claim; `key` is the text that says why it was left out, empty: done."""

    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BulkItem:
    """One claim.

    Attributes:
        version: that the agent saw.
        fate: None: not yet.
    """

    number: str
    version: int
    fate: Fate | None = None


@dataclass(frozen=True, slots=True)
class Bulk:
    """One action on several claims.

    Attributes:
        id: ours; 0 before it is stored.
        person: who does it, with their language and clock.
        target: Telegram id of a colleague, an outcome, or a priority; empty for taking.
        words: that go along to customers; redacted.
        due_at: until when it can be undone, aware.
    """

    id: int
    person: Person
    action: BulkAction
    target: str
    words: str
    items: tuple[BulkItem, ...]
    made_at: datetime
    due_at: datetime
    state: BulkState = BulkState.PENDING

    @property
    def left_out(self) -> tuple[BulkItem, ...]:
        """Those to which it was not done."""
        return tuple(item for item in self.items if item.fate is not None and item.fate.key)

    def seconds_left(self, now: datetime) -> int:
        """For how many whole seconds it can still be undone."""
        return max((self.due_at - now) // timedelta(seconds=1), 0)
