"""When a person looks: our own promises, from the service level table and the working hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.deadlines import Period
from bot.domain.kinds import ClaimKind
from knowledge.library import Library
from knowledge.records.policy import Desk, ServiceLevel, Target

URGENT = "urgent"
NORMAL = "normal"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Promises:
    """Reckons with the desk that serves a region."""

    library: Library

    def desk(self, region: str) -> Desk:
        """Return the desk that serves a region; the first one serves what no desk names."""
        desks = self.library.tables.sla.desks
        return next((desk for desk in desks if region in desk.regions), desks[0])

    def is_open(self, region: str, now: datetime) -> bool:
        """Whether somebody is there now."""
        desk = self.desk(region)
        local = now.astimezone(ZoneInfo(desk.zone))
        return _works(desk, local) and desk.opens <= local.time() < desk.closes

    def opens_at(self, region: str, now: datetime) -> datetime:
        """Return when somebody is there again; now, if somebody is."""
        return now if self.is_open(region, now) else self.next_opening(region, now)

    def next_opening(self, region: str, now: datetime) -> datetime:
        """Return when a desk opens next, today's hours not counted if they have begun."""
        desk = self.desk(region)
        local = now.astimezone(ZoneInfo(desk.zone))
        for days in range(8):
            day = local + timedelta(days=days)
            opening = day.replace(
                hour=desk.opens.hour, minute=desk.opens.minute, second=0, microsecond=0
            )
            if _works(desk, opening) and opening > local:
                return opening.astimezone(now.tzinfo)
        raise ValueError(f"the desk {desk.name} never opens")

    def first_response_due(
        self, kind: ClaimKind, priority: str, region: str, now: datetime
    ) -> datetime:
        """Return until when a person looks at a claim filed now.

        Args:
            kind (ClaimKind): of the claim.
            priority (str): `urgent` or `normal`.
            region (str): where the customer is.
            now (datetime, with time zone): moment of filing.

        Source:
            knowledge/tables/sla.yaml, first_response.
        """
        target = self._level(kind, priority).first_response
        desk = self.desk(region)
        if target.within is not None:
            start = self.opens_at(region, now)
            return Period.of(target.within).moment_after(start) or start
        local = now.astimezone(ZoneInfo(desk.zone))
        return _by(target, desk, local).astimezone(now.tzinfo)

    def within(self, kind: ClaimKind, priority: str) -> timedelta | None:
        """Return the promised wait where it is a duration; None where it is a time of day."""
        target = self._level(kind, priority).first_response
        period = Period.of(target.within) if target.within else None
        start = datetime(2000, 1, 1, tzinfo=ZoneInfo("UTC"))
        end = period.moment_after(start) if period else None
        return end - start if end else None

    def _level(self, kind: ClaimKind, priority: str) -> ServiceLevel:
        levels = self.library.tables.sla.targets
        wanted = ((kind, priority), (kind, NORMAL), (ClaimKind.OTHER, priority))
        for each in wanted:
            for level in levels:
                if (level.kind, level.priority) == each:
                    return level
        raise ValueError("the service levels have no line for other")


def _works(desk: Desk, local: datetime) -> bool:
    return _WEEKDAYS[local.weekday()] in {str(day) for day in desk.days}


def _by(target: Target, desk: Desk, local: datetime) -> datetime:
    at = target.by
    if at is None:
        raise ValueError("a target without a duration needs a time of day")
    days = target.days
    if target.until is not None and local.time() >= target.until:
        days += 1
    due = (local + timedelta(days=days)).replace(
        hour=at.hour, minute=at.minute, second=0, microsecond=0
    )
    while not _works(desk, due):
        due += timedelta(days=1)
    return due
