"""When a person looks: our own promises, from the service level table and the working hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.kinds import ClaimKind
from bot.domain.promised import Goal, Pace
from knowledge.library import Library
from knowledge.records.policy import Desk, FollowUp, Target
from knowledge.service_levels import due_at, duration, next_opening, open_time_after, opens_at

URGENT = "urgent"
NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Promises:
    """Reckons with the desk that serves a region."""

    library: Library

    @property
    def follow_up(self) -> FollowUp:
        """What happens when a promise is about to be broken."""
        return self.library.tables.sla.follow_up

    @property
    def pace(self) -> Pace:
        """How soon a promise that is near or broken is noticed."""
        table = self.follow_up
        return Pace(duration(table.warn_before), duration(table.escalate_after))

    def desk(self, region: str) -> Desk:
        """Return the desk that serves a region; the first one serves what no desk names."""
        return self.library.desk(region)

    def is_open(self, region: str, now: datetime) -> bool:
        """Whether somebody is there now."""
        return opens_at(self.desk(region), now) is None

    def opens_at(self, region: str, now: datetime) -> datetime:
        """Return when somebody is there again; now, if somebody is."""
        return opens_at(self.desk(region), now) or now

    def next_opening(self, region: str, now: datetime) -> datetime:
        """Return when a desk opens next, today's hours not counted if they have begun."""
        return next_opening(self.desk(region), now)

    def due(
        self, goal: Goal, kind: ClaimKind, priority: str, region: str, now: datetime
    ) -> datetime:
        """Return until when something promised now must be done.

        Args:
            goal (Goal): what is promised.
            kind (ClaimKind): of the claim.
            priority (str): `urgent` or `normal`.
            region (str): where the customer is.
            now (datetime, with time zone): when it was filed, or the customer wrote.

        Source:
            knowledge/tables/sla.yaml.
        """
        return due_at(self._target(goal, kind, priority), self.desk(region), now)

    def first_response_due(
        self, kind: ClaimKind, priority: str, region: str, now: datetime
    ) -> datetime:
        """Return until when a person looks at a claim filed now."""
        return self.due(Goal.FIRST_RESPONSE, kind, priority, region, now)

    def late_due(self, region: str, now: datetime) -> datetime:
        """Return until when a person answers after we broke a promise."""
        span = duration(self.follow_up.late_within)
        return open_time_after(self.desk(region), now, span)

    def wait(self, kind: ClaimKind, priority: str, region: str, now: datetime) -> timedelta | None:
        """Return the wait for the first answer, where that is a duration that begins now."""
        within = self._target(Goal.FIRST_RESPONSE, kind, priority).within
        if within is None or not self.is_open(region, now):
            return None
        wait = duration(within)
        due = self.first_response_due(kind, priority, region, now)
        return wait if due - now == wait else None

    def _target(self, goal: Goal, kind: ClaimKind, priority: str) -> Target:
        level = self.library.sla(kind, urgent=priority == URGENT)
        match goal:
            case Goal.FIRST_RESPONSE:
                return level.first_response
            case Goal.NEXT_RESPONSE:
                return level.next_response
            case Goal.RESOLUTION:
                return level.resolution
