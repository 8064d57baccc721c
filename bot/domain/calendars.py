"""Working days: weekends, public holidays, and weekend days worked instead."""

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of a region.

    Attributes:
        weekend: days of the week off, 0 for Monday to 6 for Sunday.
        days_off: public holidays.
        worked: weekend days worked instead of a holiday.
        years: years whose holidays are listed; in others only weekends are left out.
    """

    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Say whether offices work on a day."""
        if day in self.worked:
            return True
        return day.weekday() not in self.weekend and day not in self.days_off

    def after_workdays(self, day: date, count: int) -> date:
        """Return the last of so many working days, the first being the next one after `day`."""
        while count > 0:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def knows(self, first: date, last: date) -> bool:
        """Say whether the holidays of every year from one day to another are listed."""
        return all(year in self.years for year in range(first.year, last.year + 1))
