"""Opening hours: whether a line is answered now, and when it opens next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar

_MARGIN = 2 * 60
"""Minutes around an office's usual hours in which nobody can say whether it answers."""
_OFFICE_DAYS = frozenset(range(5))
"""A line that answers only on some of these is taken to keep public holidays."""
_LOOK_AHEAD = 21  # days; longer than any run of public holidays


class State(StrEnum):
    """Whether somebody answers."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes of the day, on some days of the week (0 is Monday).

    Attributes:
        workdays: follows the working days of the region instead of `days`.
        assumed: the table gives the days only; the hours are an office's usual ones.
    """

    days: frozenset[int]
    opens: int
    closes: int
    workdays: bool = False
    assumed: bool = False

    def holds(self, day: date, calendar: Calendar) -> bool:
        """Say whether it applies on a day."""
        if self.workdays:
            return calendar.is_workday(day)
        is_holiday = day in calendar.days_off and self.days <= _OFFICE_DAYS
        return day.weekday() in self.days and not is_holiday


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a line is answered.

    Attributes:
        always: around the clock.
        spans: otherwise, when.
        zone: IANA name where the hours are not local; empty otherwise.
        online: it can be written to at any time, whatever the phone does.
        known: False when the table does not say; then it is neither open nor closed.
    """

    always: bool = False
    spans: tuple[Span, ...] = ()
    zone: str = ""
    online: bool = False
    known: bool = True

    def state(self, at: datetime, zone: str, calendar: Calendar | None = None) -> State:
        """Return whether the line is answered at a moment.

        Args:
            at (datetime, with time zone): the moment.
            zone (str): IANA name of the region's clock.
            calendar (Calendar or None): working days of the region; None: Monday to Friday.
        """
        if not self.known:
            return State.UNKNOWN
        if self.always:
            return State.OPEN
        days = calendar or Calendar()
        local = at.astimezone(ZoneInfo(self.zone or zone))
        minute = local.hour * 60 + local.minute
        today = [span for span in self.spans if span.holds(local.date(), days)]
        if any(span.opens <= minute < span.closes for span in today):
            return State.OPEN
        return State.UNKNOWN if _near_office_hours(today, minute) else State.CLOSED

    def is_open(self, at: datetime, zone: str, calendar: Calendar | None = None) -> bool:
        """Say whether the line is answered for certain; see `state` for what is not known."""
        return self.state(at, zone, calendar) is State.OPEN

    def next_opening(
        self, at: datetime, zone: str, calendar: Calendar | None = None
    ) -> datetime | None:
        """Return when a closed line opens, UTC as `at`; `at` if it is open; None if not known."""
        if not self.known:
            return None
        if self.state(at, zone, calendar) is State.OPEN:
            return at
        days = calendar or Calendar()
        local = at.astimezone(ZoneInfo(self.zone or zone))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        for ahead in range(_LOOK_AHEAD):
            day = midnight + timedelta(days=ahead)
            starts = [
                day.replace(hour=span.opens // 60, minute=span.opens % 60)
                for span in self.spans
                if span.holds(day.date(), days)
            ]
            later = [start for start in starts if start > local]
            if later:
                return min(later).astimezone(at.tzinfo)
        return None


def _near_office_hours(spans: Iterable[Span], minute: int) -> bool:
    return any(
        span.opens - _MARGIN <= minute < span.closes + _MARGIN for span in spans if span.assumed
    )
