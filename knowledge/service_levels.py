"""Promised times: the line of a kind of claim, whose desk it is, until when an answer is due."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.deadlines import Period
from bot.domain.kinds import ClaimKind
from knowledge.records.policy import Desk, ServiceLevel, ServiceLevels, Target, Urgency

# A desk that is closed for longer than this is a mistake of the table.
_LONGEST_CLOSED = 60


def service_level(levels: ServiceLevels, kind: ClaimKind, *, urgent: bool) -> ServiceLevel:
    """Return the promises for a kind of claim; those of `other` stand for a kind not listed."""
    priority = Urgency.URGENT if urgent else Urgency.NORMAL
    by_line = {(level.kind, level.priority): level for level in levels.targets}
    return by_line.get((kind, priority)) or by_line[ClaimKind.OTHER, priority]


def desk_of(levels: ServiceLevels, region: str) -> Desk:
    """Return the desk that serves a region; the first one serves all that none names."""
    named = (desk for desk in levels.desks if region in desk.regions)
    return next(named, levels.desks[0])


def duration(text: str) -> timedelta:
    """Return a duration of the table.

    Raises:
        ValueError: it is not in hours or minutes.
    """
    start = datetime(2000, 1, 1, tzinfo=ZoneInfo("UTC"))
    end = Period.of(text).moment_after(start)
    if end is None:
        raise ValueError(f"a duration must be hours or minutes, not {text}")
    return end - start


def due_at(target: Target, desk: Desk, start: datetime) -> datetime:
    """Return until when a promise must be kept, in the zone of `start`.

    Args:
        target (Target): what is promised.
        desk (Desk): whose working days, opening hours and clock count.
        start (datetime, with time zone): when the claim was filed, or the customer last wrote.
    """
    if target.within is not None:
        return open_time_after(desk, start, duration(target.within))
    local = start.astimezone(ZoneInfo(desk.zone))
    latest = target.until or time.max
    days = target.days + (target.days == 0 and local.time() >= latest)
    return _at(_after_workdays(desk, local, days), target.by or desk.closes).astimezone(
        start.tzinfo
    )


def open_time_after(desk: Desk, start: datetime, span: timedelta) -> datetime:
    """Return when a desk has been open for so long since a moment, in the zone of `start`."""
    local = (opens_at(desk, start) or start).astimezone(ZoneInfo(desk.zone))
    while (closes := _at(local, desk.closes)) - local < span:
        span -= closes - local
        local = _at(_after_workdays(desk, local, 1), desk.opens)
    return (local + span).astimezone(start.tzinfo)


def opens_at(desk: Desk, at: datetime) -> datetime | None:
    """Return when a closed desk opens next, in the zone of `at`; None while it is open."""
    local = at.astimezone(ZoneInfo(desk.zone))
    if _works(desk, local) and desk.opens <= local.time() < desk.closes:
        return None
    return next_opening(desk, at)


def next_opening(desk: Desk, at: datetime) -> datetime:
    """Return the next moment at which a desk opens, in the zone of `at`; later than `at`."""
    local = at.astimezone(ZoneInfo(desk.zone))
    early = _works(desk, local) and local.time() < desk.opens
    day = local if early else _after_workdays(desk, local, 1)
    return _at(day, desk.opens).astimezone(at.tzinfo)


def _works(desk: Desk, local: datetime) -> bool:
    works = local.weekday() in {day.number() for day in desk.days}
    return works and local.date() not in {each.on for each in desk.closed}


def _after_workdays(desk: Desk, local: datetime, count: int) -> datetime:
    """Return the day so many working days later; 0 is the same day, or the next working one."""
    day = local
    if count == 0 and not _works(desk, day):
        count = 1
    closed = 0
    while count > 0:
        day += timedelta(days=1)
        works = _works(desk, day)
        count -= works
        closed = 0 if works else closed + 1
        if closed > _LONGEST_CLOSED:
            raise ValueError(f"the desk {desk.name} never opens")
    return day


def _at(day: datetime, clock: time) -> datetime:
    return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
