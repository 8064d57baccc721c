"""What we promised about a claim: the first answer, the next one, the end; kept or broken."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Goal(StrEnum):
    """What is promised."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class GoalState(StrEnum):
    """What became of a promise.

    A promise is broken when it is `late`, or `open` with `breached_at`; what is `dropped`
    (the customer took the claim back, or it was a duplicate) counts for nothing.
    """

    OPEN = "open"
    MET = "met"
    LATE = "late"
    DROPPED = "dropped"


DUE_CUSTOMER = "customer"
DUE_ASIDE = "aside"
"""What the due date of a claim is for, while we wait for the customer or have put it aside."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon we notice a promise that is about to be broken, and what follows.

    Attributes:
        warn: so long before the agents hear of it.
        escalate: so long after an admin has it.
    """

    warn: timedelta
    escalate: timedelta


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise about one claim.

    Attributes:
        id: ours; 0 before it is stored.
        claim: id of the claim.
        due_at: moves while the customer is waited for.
        warned_at: when the agents were told that it is near.
        breached_at: the moment since which it is broken.
        promised_at: until when we promised an answer after breaking it; None once that passed.
        ended_at: when it was kept, too late or not, or dropped.
    """

    id: int
    claim: int
    goal: Goal
    state: GoalState
    started_at: datetime
    due_at: datetime
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    promised_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def answer_by(self) -> datetime:
        """Until when somebody must act: what was promised last."""
        return self.promised_at or self.due_at

    def kept(self, now: datetime) -> "Promise":
        """Return it as fulfilled now, in time or late."""
        if now <= self.due_at:
            return replace(self, state=GoalState.MET, ended_at=now)
        breached = self.breached_at or self.due_at
        return replace(self, state=GoalState.LATE, ended_at=now, breached_at=breached)

    def dropped(self, now: datetime) -> "Promise":
        """Return it as no longer owed; broken before, it stays broken."""
        if now > self.due_at:
            return self.kept(now)
        return replace(self, state=GoalState.DROPPED, ended_at=now)

    def warns(self, now: datetime, pace: Pace) -> bool:
        """Whether the agents must be told now that it is near."""
        return self.warned_at is None and self.due_at - pace.warn <= now < self.due_at

    def breaks(self, now: datetime, pace: Pace) -> bool:
        """Whether an admin must have it now."""
        return self.breached_at is None and now >= self.due_at + pace.escalate

    def breaks_again(self, now: datetime) -> bool:
        """Whether even what was promised after breaking it has passed."""
        return self.promised_at is not None and now >= self.promised_at

    def next_look(self, now: datetime, pace: Pace) -> datetime | None:
        """Return when something of it is due next; None: nothing any more."""
        if self.breached_at is not None:
            return self.promised_at
        warning = self.due_at - pace.warn
        return warning if self.warned_at is None and warning > now else self.due_at + pace.escalate


RESPONSE_GOALS = frozenset({Goal.FIRST_RESPONSE, Goal.NEXT_RESPONSE})


def next_look(promises: Iterable[Promise], now: datetime, pace: Pace) -> datetime | None:
    """Return when something of any open promise is due next; None: of none."""
    moments = [at for each in promises if (at := each.next_look(now, pace)) is not None]
    return min(moments, default=None)


def nearest(promises: Iterable[Promise]) -> Promise | None:
    """Return what must be done next: answers before the end; None: nothing is promised."""
    open_ones = [each for each in promises if each.state is GoalState.OPEN]
    answers = [each for each in open_ones if each.goal in RESPONSE_GOALS]
    return min(answers or open_ones, key=lambda each: each.answer_by, default=None)
