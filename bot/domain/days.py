"""Days as people name them: `上周五`, `11月12号`, `the 12th`, `day before yesterday`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.day_patterns import DAY, MONTHS, PATTERNS
from bot.domain.numerals import value_of


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or a week or month by its first day, and where it stands in the text.

    Attributes:
        date: in the customer's zone.
        start: first position of the words.
        end: position after them.
        part: part of the day the words say too (`昨晚`: evening), or empty.
        scale: `day`, `week` or `month`.
    """

    date: date
    start: int
    end: int
    part: str = ""
    scale: str = "day"

    @property
    def exact(self) -> bool:
        """Whether one day is meant."""
        return self.scale == "day"


_ALONE = re.compile(r"\s*(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})\s*")
_BACK = {"大前": 3, "qian": 2, "zuo": 1, "前": 2, "昨": 1, "寻": 1, "琴": 1, "噚": 1, "擒": 1}
_HAN_WEEKDAYS = "一二三四五六日"
_WEEK, _MONTH_DAYS, _SECOND = 7, 30, 12


def days_in(folded: str, today: date, *, answering: bool) -> tuple[Day, ...]:
    """Return the days that a text names and that are not after today.

    Args:
        folded: the text.
        today: in the customer's zone.
        answering: read a day of a month or year still to come as the one before.
    """
    found = []
    for match in DAY.finditer(folded):
        kind = next(name for name in PATTERNS if match[f"k_{name}"])
        day = _READERS[kind](match, today)
        if day and day.date > today and answering:
            day = _earlier(match, day, today)
        if day and day.date <= today:
            found.append(day)
    return tuple(found)


def lone_day(folded: str, today: date) -> Day | None:
    """Return the day of an answer such as `20/11` or `11.20`, where only one order is possible."""
    match = _ALONE.fullmatch(folded)
    if match is None:
        return None
    first, second = int(match["a"]), int(match["b"])
    if first == second or (first > _SECOND) != (second > _SECOND):
        month, day = (second, first) if first > _SECOND else (first, second)
        return _day(match, _last(today, month, day))
    return None


def _day(
    match: re.Match[str], found: date | None, part: str = "", scale: str = "day"
) -> Day | None:
    return Day(found, match.start(), match.end(), part, scale) if found else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last(today: date, month: int, day: int) -> date | None:
    """The latest day of that month and day that is not after today."""
    this = _date(today.year, month, day)
    return this if this and this <= today else _date(today.year - 1, month, day)


def _earlier(match: re.Match[str], day: Day, today: date) -> Day | None:
    if match["k_number"]:
        before = today.replace(day=1) - timedelta(days=1)
        return _day(match, _date(before.year, before.month, day.date.day))
    if match["k_month_day"] or match["k_english"] or match["k_american"]:
        return _day(match, _last(today, day.date.month, day.date.day))
    return None


def _whole(word: str | None) -> int:
    value = value_of((word or "").replace("廿", "二十")) if word else None
    return int(value) if value is not None else 0


def _iso(match: re.Match[str], today: date) -> Day | None:
    return _day(match, _date(int(match["y"]), int(match["mo"]), int(match["d"])))


def _dmy(match: re.Match[str], today: date) -> Day | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y2"])
    if first > _SECOND or first == second:
        return _day(match, _date(year, second, first))
    return _day(match, _date(year, first, second)) if second > _SECOND else None


def _month_day(match: re.Match[str], today: date) -> Day | None:
    year = today.year - (match["ago"] == "去年")
    return _day(match, _date(year, _whole(match["mo3"]), _whole(match["d3"])))


def _english(match: re.Match[str], today: date) -> Day | None:
    month = MONTHS.index((match["mo4"] or match["mo5"])[:3]) + 1
    year = int(match["y4"] or match["y5"] or today.year)
    return _day(match, _date(year, month, int(match["d4"] or match["d5"])))


def _ago(match: re.Match[str], today: date) -> Day | None:
    words = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
    words |= {"seven": 7, "ten": 10, "a couple of": 2}
    count = words.get(match["n"]) or _whole(match["n"])
    unit = match["unit"]
    if unit in {"天", "日"} or unit.startswith("day"):
        return _day(match, today - timedelta(days=count))
    days, scale = (_MONTH_DAYS, "month") if unit[0] in "月m" else (_WEEK, "week")
    return _day(match, today - timedelta(days=days * count), scale=scale)


def _recent(match: re.Match[str], today: date) -> Day | None:
    words = match[0]
    part = (
        "evening"
        if words[-1] in "晚夜" or words.endswith("wan")
        else "night"
        if words.endswith("night")
        else ""
    )
    if words.endswith("yesterday"):
        back = 2 if "before" in words else 1
    else:
        back = next((days for name, days in _BACK.items() if words.startswith(name)), 1)
    return _day(match, today - timedelta(days=back), part)


def _today(match: re.Match[str], today: date) -> Day | None:
    last = match[0][-1]
    part = "morning" if last in "早晨朝" else "evening" if last == "晚" else ""
    return _day(match, today, "night" if match[0] == "tonight" else part)


def _week_day(match: re.Match[str], today: date) -> Day | None:
    wanted = _HAN_WEEKDAYS.index(match["wd"].replace("天", "日"))
    which = match["which"] or ""
    if which.startswith("上"):
        weeks = 2 if which.startswith("上上") else 1
        monday = today - timedelta(days=today.weekday() + _WEEK * weeks)
        return _day(match, monday + timedelta(days=wanted))
    return _day(match, today - timedelta(days=(today.weekday() - wanted) % _WEEK))


def _english_day(match: re.Match[str], today: date) -> Day | None:
    wanted = ["mo", "tu", "we", "th", "fr", "sa", "su"].index(match["wd2"][:2])
    if len(match["wd2"]) <= 3 and not match["which2"]:
        return None
    back = (today.weekday() - wanted) % _WEEK
    return _day(match, today - timedelta(days=back or (_WEEK if match["which2"] == "last" else 0)))


def _week(match: re.Match[str], today: date) -> Day | None:
    weeks = 2 if (match["back"] or "").startswith("上上") else 1
    return _day(match, today - timedelta(days=today.weekday() + _WEEK * weeks), scale="week")


def _month(match: re.Match[str], today: date) -> Day | None:
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if match["d6"]:
        return _day(match, _date(first.year, first.month, _whole(match["d6"])))
    return _day(match, first, scale="month")


def _feast(match: re.Match[str], today: date) -> Day | None:
    eleventh = match[0][1:] in {"十一", "11"}
    return _day(match, _last(today, 11, 11) if eleventh else _last(today, 12, 12))


def _number(match: re.Match[str], today: date) -> Day | None:
    return _day(
        match, _date(today.year, today.month, _whole(match["d7"] or match["d8"] or match["d9"]))
    )


_READERS: Mapping[str, Callable[[re.Match[str], date], Day | None]] = {
    "iso": _iso,
    "dmy": _dmy,
    "month_day": _month_day,
    "english": _english,
    "american": _english,
    "ago": _ago,
    "last": _recent,
    "today": _today,
    "week_day": _week_day,
    "english_day": _english_day,
    "week": _week,
    "month": _month,
    "feast": _feast,
    "number": _number,
}
