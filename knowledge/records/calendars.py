"""Time zones, weekends and public holidays; and the addresses of the sources."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from bot.domain.calendars import Calendar
from knowledge.records.base import Address, Fact, Id, Meta, Record, Region, Text, Words


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError) as error:
        raise ValueError(f"no time zone is called {name!r}") from error
    return name


ZoneName = Annotated[str, AfterValidator(_known_zone)]


class Weekday(StrEnum):
    """A day of the week as the tables write it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    def number(self) -> int:
        """Return 0 for Monday to 6 for Sunday."""
        return list(Weekday).index(self)


class DaysOff(Record):
    """A public holiday from its first to its last day."""

    name: Words
    from_: date = Field(alias="from")
    to: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ > self.to:
            raise ValueError(f"ends on {self.to}, before it begins on {self.from_}")
        return self


class HolidayList(Fact):
    """The public holidays of a region and year, and the weekend days worked instead."""

    id: Id
    region: Region
    year: int
    days_off: tuple[DaysOff, ...]
    make_up_workdays: tuple[date, ...]
    legal_ref: Text
    note: Words | None = None

    @model_validator(mode="after")
    def _within_the_year(self) -> Self:
        days = [
            *self.make_up_workdays,
            *(end for off in self.days_off for end in (off.from_, off.to)),
        ]
        if wrong := [day for day in days if day.year != self.year]:
            raise ValueError(f"{wrong[0]} is not in {self.year}")
        return self

    def free_days(self) -> Iterator[date]:
        """Yield every day off."""
        for off in self.days_off:
            for number in range((off.to - off.from_).days + 1):
                yield off.from_ + timedelta(days=number)


class RegionCalendar(Record):
    """Clock and weekend of a region; `holidays` names lists of the same file."""

    region: Region
    time_zones: tuple[ZoneName, ...] = Field(min_length=1)
    weekend: tuple[Weekday, ...] = Field(min_length=1)
    holidays: tuple[Id, ...]
    note: Words | None = None

    def calendar(self, holidays: Iterable[HolidayList]) -> Calendar:
        """Return the working days, from those of the lists that it names."""
        named = [each for each in holidays if each.id in self.holidays]
        return Calendar(
            weekend=frozenset(day.number() for day in self.weekend),
            days_off=frozenset(day for each in named for day in each.free_days()),
            worked=frozenset(day for each in named for day in each.make_up_workdays),
            years=frozenset(each.year for each in named),
        )


class CalendarsMeta(Meta):
    """Head of the calendars."""

    use: Words
    note: Words
    fact_times: Words


class Calendars(Record):
    """The file `calendars.yaml`."""

    meta: CalendarsMeta
    regions: tuple[RegionCalendar, ...]
    holidays: tuple[HolidayList, ...]


class Source(Record):
    """A page seen during research, by the short name used in `source`."""

    name: Text
    url: Address
    note: Text | None = None


class SourcesMeta(Record):
    """Head of the sources."""

    schema_version: int
    seen_on: date


class Sources(Record):
    """The file `sources.yaml`."""

    meta: SourcesMeta
    sources: tuple[Source, ...]
