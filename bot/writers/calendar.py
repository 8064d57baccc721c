"""Deadlines of a claim as a calendar file (iCalendar, RFC 5545)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bot.domain.reminders import REMINDED_DAYS, REMINDER_HOUR

_PRODUCT: Final = "-//PayAid//deadlines//EN"
# Stands for no page; it only makes the names of entries differ from those of other programs.
_NAMES: Final = "https://payaid.invalid/deadline/"
# How long before a deadline with a clock time an alarm rings on its day.
_BEFORE_CLOCK: Final = timedelta(hours=3)
_MOST_ENTRIES: Final = 50


class CalendarEntry(BaseModel):
    """One deadline.

    Attributes:
        key: names it, the same each time: number of the claim and id of the rule.
        title: one line.
        text: what must be done, by whom, by which rule.
        day: the last day.
        at: the exact moment; None is the whole day.
        alarms: whether the calendar shall remind of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(max_length=200)
    title: str = Field(max_length=300)
    text: str = Field(max_length=4000)
    day: date
    at: AwareDatetime | None = None
    alarms: bool = False


class CalendarFile(BaseModel):
    """What a calendar file holds.

    Attributes:
        name: of the calendar, as its owner reads it.
        made_at: moment at which it is made; aware.
        zone: IANA name of the owner's clock.
        entries: the deadlines.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(max_length=200)
    made_at: AwareDatetime
    zone: str
    entries: tuple[CalendarEntry, ...] = Field(max_length=_MOST_ENTRIES)


def calendar_file(values: Mapping[str, Any]) -> bytes:
    """Return the file of `CalendarFile` values.

    Raises:
        pydantic.ValidationError: the values are not such a file.
    """
    wanted = CalendarFile.model_validate(values)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", wanted.name)
    for entry in wanted.entries:
        calendar.add_component(_event(entry, wanted))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, wanted: CalendarFile) -> Event:
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, _NAMES + entry.key)))
    event.add("dtstamp", wanted.made_at.astimezone(UTC))
    event.add("dtstart", entry.at.astimezone(UTC) if entry.at else entry.day)
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if entry.alarms:
        for trigger in _triggers(entry, wanted):
            event.add_component(_alarm(trigger, entry.title))
    return event


def _triggers(entry: CalendarEntry, wanted: CalendarFile) -> list[timedelta]:
    """Return when alarms ring, from the start of the entry; without those that have passed."""
    if entry.at is not None:
        start = entry.at
        spans = [timedelta(days=-days) if days else -_BEFORE_CLOCK for days in REMINDED_DAYS]
    else:
        start = datetime.combine(entry.day, time(), ZoneInfo(wanted.zone))
        spans = [timedelta(days=-days, hours=REMINDER_HOUR) for days in REMINDED_DAYS]
    return [span for span in spans if start + span > wanted.made_at]


def _alarm(trigger: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", trigger)
    return alarm
