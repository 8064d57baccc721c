"""When a customer is reminded of a deadline: some days before, at a decent hour of their clock."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.casework import ClaimDeadline
from bot.domain.deadlines import Actor

# All hours are of the customer's clock. Chosen: nobody is woken, and offices are still open.
REMINDED_DAYS: Final = (7, 2, 0)
"""Days before the last one on which a customer is reminded."""
REMINDER_HOUR: Final = 10
# For a deadline that passes before that hour: the evening before.
_EVENING_HOUR: Final = 19
# A reminder that is late, since the bot was down, still goes out between these hours.
_FIRST_HOUR: Final = 9
_LAST_HOUR: Final = 21
# What is left of a deadline with a clock time when its last reminder comes, at least.
_LEAST_LEFT: Final = timedelta(hours=1)

_DAY = timedelta(days=1)


def is_reminded(deadline: ClaimDeadline) -> bool:
    """Whether a deadline is the customer's own to keep, and not kept yet."""
    return deadline.actor == Actor.USER and not deadline.is_done


def is_over(deadline: ClaimDeadline, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a deadline has passed.

    Args:
        deadline (ClaimDeadline): with or without a clock time.
        now (datetime): aware.
        zone (ZoneInfo): the customer's.
    """
    if deadline.due_at is not None:
        return deadline.due_at <= now
    return deadline.due_on < now.astimezone(zone).date()


def next_reminder(
    deadlines: Iterable[ClaimDeadline], after: datetime, zone: ZoneInfo
) -> datetime | None:
    """Return the first moment later than `after` at which there is something to be reminded of."""
    moments = [at for each in deadlines for at in _moments(each, zone) if at > after]
    return min(moments, default=None)


def due_now(
    deadlines: Iterable[ClaimDeadline], now: datetime, zone: ZoneInfo
) -> tuple[ClaimDeadline, ...]:
    """Return what to remind of now: all of today's, once the first of them is due.

    A reminder of an earlier day is not sent any more, and none at night.
    """
    local = now.astimezone(zone)
    if not _FIRST_HOUR <= local.hour < _LAST_HOUR:
        return ()
    today = [
        (at, each)
        for each in deadlines
        if not is_over(each, now, zone)
        for at in _moments(each, zone)
        if at.astimezone(zone).date() == local.date()
    ]
    if not any(at <= now for at, _ in today):
        return ()
    return tuple(dict.fromkeys(each for _, each in today))


def next_morning(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the first time at the hour of reminders that is not before a moment."""
    local = moment.astimezone(zone)
    morning = local.replace(hour=REMINDER_HOUR, minute=0, second=0, microsecond=0)
    return (morning if morning >= local else morning + _DAY).astimezone(moment.tzinfo)


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the last moment of today on a customer's clock."""
    tomorrow = now.astimezone(zone).date() + _DAY
    return datetime.combine(tomorrow, time(), zone) - timedelta(microseconds=1)


def _moments(deadline: ClaimDeadline, zone: ZoneInfo) -> Iterator[datetime]:
    """Give the moments at which a customer is reminded, the last one before it is too late."""
    if not is_reminded(deadline):
        return
    last = deadline.due_on
    if deadline.due_at is not None:
        last = deadline.due_at.astimezone(zone).date()
    for days in REMINDED_DAYS:
        at = datetime.combine(last - days * _DAY, time(REMINDER_HOUR), zone)
        if deadline.due_at is not None and at + _LEAST_LEFT > deadline.due_at:
            at = datetime.combine(last - _DAY, time(_EVENING_HOUR), zone)
        yield at
