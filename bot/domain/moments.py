"""Times as people write them, in Chinese and English, read as moments that have passed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.clock_times import Clock, clock_after, clock_before, clock_in
from bot.domain.days import Day, days_in, lone_day
from bot.domain.numerals import fold


class Precision(StrEnum):
    """How exactly a time was said."""

    MINUTE = "minute"
    HOUR = "hour"
    PART = "part"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ABOUT = "about"
    """Minutes ago or "just now": near the time of writing, on no stated clock."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in the past, as somebody said it.

    Attributes:
        at: start of what was said, aware, UTC.
        precision: what was said exactly; a day starts at midnight of the customer's zone.
    """

    at: datetime
    precision: Precision


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A moment and where it stands in the text."""

    moment: Moment
    start: int
    end: int


_NUMBERED = r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}|半|an?|one|two|three|four|five|six"
_NUMBERED += r"|seven|eight|nine|ten|twenty|thirty|half an?|a couple of|a few)"
_AGO = re.compile(
    rf"(?:(?:大概|大约|about |around )?{_NUMBERED}\s?(?P<half>个半)?个?"
    r"(?P<unit>多?(?:分钟|小时|钟头|刻钟|(?<=个)钟)"
    r"|minutes?|mins?|hours?|hrs?)\s?(?:之前|以前|前|ago|earlier))"
    r"|(?P<now>刚刚|刚才|啱啱|头先|正话|方才|just now|(?:a )?(?:minute|moment) ago|right now|现在)"
)
_MINUTES = {"分": 1, "m": 1, "小": 60, "钟": 60, "h": 60, "刻": 15}
_ENGLISH = {"a": 1, "an": 1, "a couple of": 2, "half a": 0.5, "half an": 0.5, "半": 0.5}
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_ENGLISH |= {word: float(value) for value, word in enumerate(_WORDS, start=1)}
_ENGLISH |= {"twenty": 20, "thirty": 30}


def read_moments(text: str, *, now: datetime, zone: ZoneInfo) -> tuple[FoundMoment, ...]:
    """Return the past moments that a message states, in order.

    A clock time or part of a day without a day is left out, and so is what lies in the future.

    Args:
        text: any message.
        now: when it was written, aware.
        zone: the customer's.
    """
    return tuple(_stated(fold(text), now.astimezone(zone), answering=False))


def read_moment(text: str, *, now: datetime, zone: ZoneInfo) -> Moment | None:
    """Return the moment that answers "when?"; a bare "12号", "8pm" or "晚上" will do.

    Args:
        text: the whole answer.
        now: when it was written, aware.
        zone: the customer's.

    Returns:
        Moment | None: never later than `now`; None when no past time is said.
    """
    folded, local = fold(text), now.astimezone(zone)
    found = next(_stated(folded, local, answering=True), None)
    if found:
        return found.moment
    clock = clock_in(folded)
    if clock is None:
        return None
    today = _on_the_clock(local.date(), clock, local)
    if today.at > now:
        today = _on_the_clock(local.date() - timedelta(days=1), clock, local)
    return today


def _stated(folded: str, local: datetime, *, answering: bool) -> Iterator[FoundMoment]:
    found = [*_ago(folded, local)]
    days = days_in(folded, local.date(), answering=answering)
    if answering and not days and (alone := lone_day(folded, local.date())):
        days = (alone,)
    found += [_placed(folded, day, local) for day in days]
    for one in sorted(found, key=lambda one: one.start):
        if one.moment.at <= local.astimezone(UTC):
            yield one


def _ago(folded: str, local: datetime) -> Iterator[FoundMoment]:
    for match in _AGO.finditer(folded):
        minutes = 0.0
        if match["count"]:
            each = _MINUTES[match["unit"].removeprefix("多")[0]]
            count = _count(match["count"])
            if count is None:
                continue
            minutes = (count + (0.5 if match["half"] else 0)) * each
        at = (local - timedelta(minutes=minutes)).astimezone(UTC)
        whole_hours = minutes >= 60
        precision = Precision.HOUR if whole_hours else Precision.ABOUT
        yield FoundMoment(Moment(at, precision), *match.span())


def _count(word: str) -> float | None:
    if word in _ENGLISH:
        return _ENGLISH[word]
    if word.isdigit():
        return float(word)
    digits = "零一二三四五六七八九".replace("两", "二")
    word = word.replace("两", "二")
    tens, ten, ones = word.partition("十")
    if any(one not in digits for one in tens + ones) or len(tens + ones) > 2:
        return None
    value = (digits.index(tens) if tens else int(bool(ten))) * (10 if ten else 1)
    return float(value + (digits.index(ones) if ones else 0))


def _placed(folded: str, day: Day, local: datetime) -> FoundMoment:
    """A day with the clock time beside it, before or after."""
    start, end, clock = day.start, day.end, None
    if day.exact:
        clock, end = clock_after(folded, day.end, day.part)
        if clock is None or clock.precision == Precision.PART:
            before, start = clock_before(folded, day.start, clock.part if clock else day.part)
            clock = before or clock
    if clock is None:
        zone = local.tzinfo
        at = datetime.combine(day.date, time(0), zone).astimezone(UTC)
        precision = Precision.DAY if day.exact else Precision(day.scale)
        return FoundMoment(Moment(at, precision), start, day.end)
    return FoundMoment(_on_the_clock(day.date, clock, local), start, end)


def _on_the_clock(day: date, clock: Clock, local: datetime) -> Moment:
    at = datetime.combine(day, time(0), local.tzinfo) + timedelta(minutes=clock.minutes)
    return Moment(at.astimezone(UTC), Precision(clock.precision))
