"""How many people usually report a provider at an hour of the week, learnt from earlier weeks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

HOURS_OF_A_DAY: Final = 24
_DAYS_OF_A_WEEK: Final = 7
HOURS_OF_A_WEEK: Final = _DAYS_OF_A_WEEK * HOURS_OF_A_DAY
_HOUR = timedelta(hours=1)

# What an hour of the week taught counts a fifth less with each week that passes: after two
# months a habit of then is one sixth of what is known. Source: docs/decisions/0015.
_KEPT_A_WEEK = 0.8
# Before anything is learnt, next to nothing is known: about four people an hour, or none, or a
# hundred. The small shape makes a large count believable, the few hours make it quickly unlearnt.
_UNKNOWN_PEOPLE = 0.1
_UNKNOWN_HOURS = 0.025
# What the wider level (all hours, the same hour of every day) counts for, in hours.
_WIDER_HOURS = 1.0
# An hour teaches at most so many times what its weeks before did, and always so many people.
_MOST_TIMES = 3.0
_MOST_BEYOND = 6.0
# However long was learnt, days differ: the rate of a day is never known better than to a third.
MOST_CERTAIN: Final = 8.0


@dataclass(frozen=True, slots=True)
class Learnt:
    """What some hours taught, older ones counting less.

    Attributes:
        people: who reported in them.
        hours: how many there were.
    """

    people: float = 0.0
    hours: float = 0.0

    def __add__(self, other: "Learnt") -> "Learnt":
        return Learnt(self.people + other.people, self.hours + other.hours)

    def at_most(self, hours: float) -> "Learnt":
        """Return the same people in no more than so many hours."""
        return Learnt(self.people, min(self.hours, hours))

    def after_hour(self, people: float) -> "Learnt":
        """Return what is known after the same hour of one more week.

        An hour far above the others, such as that of a sale, teaches no more than a busy one:
        else the bot would be deaf for months.
        """
        if self.hours >= 1:
            people = min(people, max(_MOST_BEYOND, _MOST_TIMES * self.people / self.hours))
        return Learnt(self.people * _KEPT_A_WEEK + people, self.hours * _KEPT_A_WEEK + 1.0)


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual level of a provider at one hour of the week.

    Attributes:
        people_an_hour: expected.
        shape: how well it is known; see `chance_of_so_many`.
    """

    people_an_hour: float
    shape: float

    def within(self, length: timedelta) -> float:
        """Return how many people are expected in a stretch of time."""
        return self.people_an_hour * (length / _HOUR)


@dataclass(frozen=True, slots=True)
class Age:
    """How long a provider could have been reported: nothing was learnt of it before.

    Attributes:
        hours: full hours since it came that were learnt from.
    """

    hours: int

    @property
    def every_hour(self) -> float:
        """The most hours of all kinds that can have taught something, older ones counting less."""
        return HOURS_OF_A_WEEK * _kept(self.hours / HOURS_OF_A_WEEK)

    @property
    def this_hour_daily(self) -> float:
        """The same of one hour of every day."""
        days = self.hours // HOURS_OF_A_DAY
        return _DAYS_OF_A_WEEK * _kept(days / _DAYS_OF_A_WEEK)

    @property
    def this_hour(self) -> float:
        """The same of one hour of the week."""
        return _kept(self.hours // HOURS_OF_A_WEEK)


def _kept(weeks: float) -> float:
    """Return for how many hours so many weeks of one hour count."""
    return float((1.0 - _KEPT_A_WEEK**weeks) / (1.0 - _KEPT_A_WEEK))


def hour_of_week(moment: datetime) -> int:
    """Return the hour of the week of an aware moment, 0 to 167, Monday 00:00 UTC first."""
    utc = moment.astimezone(UTC)
    return utc.weekday() * HOURS_OF_A_DAY + utc.hour


def usual_level(
    every_hour: Learnt, this_hour_daily: Learnt, this_hour: Learnt, age: Age | None = None
) -> Usual:
    """Return the usual level from the widest to the closest that was learnt.

    Args:
        every_hour (Learnt): all hours of the provider together.
        this_hour_daily (Learnt): the same hour of every day, this one included.
        this_hour (Learnt): this hour of the week.
        age (Age or None): of the provider; None is as old as what was learnt.
    """
    if age is not None:
        every_hour = every_hour.at_most(age.every_hour)
        this_hour_daily = this_hour_daily.at_most(age.this_hour_daily)
        this_hour = this_hour.at_most(age.this_hour)
    people, hours = _UNKNOWN_PEOPLE, _UNKNOWN_HOURS
    if this_hour_daily.hours:
        # At an hour that was never seen, the others teach nothing: night knows no morning rush.
        people, hours = _closer(people + every_hour.people, hours + every_hour.hours)
        people, hours = _closer(people + this_hour_daily.people, hours + this_hour_daily.hours)
        people, hours = people + this_hour.people, hours + this_hour.hours
    return Usual(people / hours, min(people, MOST_CERTAIN))


def _closer(people: float, hours: float) -> tuple[float, float]:
    """Return a level as the little that it says about a closer one."""
    if hours <= _WIDER_HOURS:
        return people, hours
    return people / hours * _WIDER_HOURS, _WIDER_HOURS
