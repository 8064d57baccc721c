"""Until when somebody must act: a rule, the moment it counts from, and a calendar."""

import calendar as months
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.calendars import Calendar

_PERIOD = re.compile(r"P(?:(?P<date>[1-9]\d*)(?P<unit>[YMWD])|T(?P<time>[1-9]\d*)(?P<clock>[HM]))")
_MONTHS_PER_YEAR = 12


class Actor(StrEnum):
    """Who must act."""

    USER = "user"
    PROVIDER = "provider"
    MERCHANT = "merchant"
    REGULATOR = "regulator"
    COURT = "court"
    POLICE = "police"


class DayType(StrEnum):
    """Whether weekends and holidays count."""

    BUSINESS = "business"
    CALENDAR = "calendar"


class Unit(StrEnum):
    """What a period is counted in."""

    YEARS = "Y"
    MONTHS = "M"
    WEEKS = "W"
    DAYS = "D"
    HOURS = "H"
    MINUTES = "TM"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the rules write it: six months are not 180 days."""

    count: int
    unit: Unit

    @classmethod
    def of(cls, text: str) -> "Period":
        """Return the period of an ISO 8601 duration of one part, such as `P6M` or `PT48H`.

        Raises:
            ValueError: anything else.
        """
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no duration; write for example P15D, P6M or PT48H")
        if match["date"]:
            return cls(int(match["date"]), Unit(match["unit"]))
        return cls(int(match["time"]), Unit.HOURS if match["clock"] == "H" else Unit.MINUTES)

    def after(self, day: date) -> date:
        """Return the day so much later; the end of a short month stands for a missing day.

        A period in hours ends on the day that is certainly still within it.
        """
        match self.unit:
            case Unit.YEARS:
                return _months_after(day, self.count * _MONTHS_PER_YEAR)
            case Unit.MONTHS:
                return _months_after(day, self.count)
            case Unit.WEEKS:
                return day + timedelta(weeks=self.count)
            case Unit.DAYS:
                return day + timedelta(days=self.count)
            case Unit.HOURS | Unit.MINUTES:
                return day + timedelta(days=self._duration().days)

    def moment_after(self, at: datetime) -> datetime | None:
        """Return the moment a period of hours or minutes later; None for longer units."""
        if self.unit in (Unit.HOURS, Unit.MINUTES):
            return at + self._duration()
        return None

    def _duration(self) -> timedelta:
        if self.unit is Unit.HOURS:
            return timedelta(hours=self.count)
        return timedelta(minutes=self.count)


@dataclass(frozen=True, slots=True)
class Rule:
    """A period of the deadline table, as it is reckoned with.

    Attributes:
        limit: None means at once, or no fixed period.
        longest: to which it may be stretched.
        hint: the value was not checked, has changed or is old; it is shown with the hint.
    """

    id: str
    who: Actor
    limit: Period | None
    day_type: DayType = DayType.CALENDAR
    longest: Period | None = None
    hint: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when somebody must act.

    Attributes:
        rule: id of the rule.
        due_on: last day, in the zone of the day that it counts from.
        latest_on: last day if the period is stretched; None if it cannot be.
        counted_from: day of the event.
        holidays_known: False when public holidays may move the day.
    """

    rule: str
    who: Actor
    due_on: date
    counted_from: date
    hint: bool
    latest_on: date | None = None
    holidays_known: bool = True


def deadline(rule: Rule, event_on: date, calendar: Calendar) -> Deadline | None:
    """Return until when somebody must act; None where the rule has no fixed period.

    Args:
        rule (Rule): what the table says.
        event_on (date): local day of the event that starts the period.
        calendar (Calendar): working days of the region whose rule it is.
    """
    if rule.limit is None:
        return None
    due_on = _last_day(rule, rule.limit, event_on, calendar)
    latest_on = _last_day(rule, rule.longest, event_on, calendar) if rule.longest else None
    known = rule.day_type is DayType.CALENDAR or calendar.knows(event_on, latest_on or due_on)
    return Deadline(
        rule=rule.id,
        who=rule.who,
        due_on=due_on,
        counted_from=event_on,
        hint=rule.hint,
        latest_on=latest_on,
        holidays_known=known,
    )


def deadline_at(rule: Rule, event_at: datetime) -> datetime | None:
    """Return the exact moment of a rule in hours; None for one in days or longer.

    Args:
        rule (Rule): what the table says.
        event_at (datetime, with time zone): moment that starts the period.
    """
    return rule.limit.moment_after(event_at) if rule.limit else None


def _last_day(rule: Rule, period: Period, event_on: date, calendar: Calendar) -> date:
    if rule.day_type is DayType.BUSINESS and period.unit is Unit.DAYS:
        return calendar.after_workdays(event_on, period.count)
    return period.after(event_on)


def _months_after(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, _MONTHS_PER_YEAR)
    year = day.year + years
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
