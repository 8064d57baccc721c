"""Our own promises: until when a person answers, in the working hours of the desk."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.deadlines import Period
from bot.domain.kinds import ClaimKind
from knowledge.records.policy import Desk, ServiceLevel, ServiceLevels, Target, Urgency


def service_level(levels: ServiceLevels, kind: ClaimKind, *, urgent: bool) -> ServiceLevel:
    """Return the promises for a kind of claim; those of `other` stand for a kind not listed."""
    priority = Urgency.URGENT if urgent else Urgency.NORMAL
    by_line = {(level.kind, level.priority): level for level in levels.targets}
    return by_line.get((kind, priority)) or by_line[ClaimKind.OTHER, priority]


def desk_of(levels: ServiceLevels, region: str) -> Desk:
    """Return the desk that serves a region; the first one serves all that none names."""
    named = (desk for desk in levels.desks if region in desk.regions)
    return next(named, levels.desks[0])


def due_at(target: Target, desk: Desk, start: datetime) -> datetime:
    """Return until when a promise must be kept, in the zone of `start`.

    Args:
        target (Target): what is promised.
        desk (Desk): whose working days and clock count.
        start (datetime, with time zone): when the claim was filed, or the customer last wrote.
    """
    if target.within is not None:
        moment = Period.of(target.within).moment_after(start)
        if moment is None:
            raise ValueError(f"within must be hours or minutes, not {target.within}")
        return moment
    local = start.astimezone(ZoneInfo(desk.zone))
    latest = target.until or time.max
    days = target.days + (target.days == 0 and local.time() >= latest)
    return _at(_after_workdays(desk, local, days), target.by or desk.closes).astimezone(
        start.tzinfo
    )


def opens_at(desk: Desk, at: datetime) -> datetime | None:
    """Return when a closed desk opens next, in the zone of `at`; None while it is open."""
    local = at.astimezone(ZoneInfo(desk.zone))
    works = _works(desk, local)
    if works and desk.opens <= local.time() < desk.closes:
        return None
    day = local if works and local.time() < desk.opens else _after_workdays(desk, local, 1)
    return _at(day, desk.opens).astimezone(at.tzinfo)


def _works(desk: Desk, local: datetime) -> bool:
    return local.weekday() in {day.number() for day in desk.days}


def _after_workdays(desk: Desk, local: datetime, count: int) -> datetime:
    """Return the day so many working days later; 0 is the same day, or the next working one."""
    day = local
    if count == 0 and not _works(desk, day):
        count = 1
    while count > 0:
        day += timedelta(days=1)
        count -= _works(desk, day)
    return day


def _at(day: datetime, clock: time) -> datetime:
    return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
