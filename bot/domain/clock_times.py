"""Clock times and parts of the day: `晚上九点17分`, `8:05 pm`, `around noon`."""

import re
from dataclasses import dataclass

from bot.domain.numerals import value_of


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day.

    Attributes:
        minutes: since the midnight that starts the day named; over 1,440 for 昨晚一点.
        precision: `minute`, `hour` or `part`, as in `Precision`.
        part: part of the day that was said, or empty.
    """

    minutes: int
    precision: str
    part: str = ""


_STARTS = {"dawn": 0, "morning": 6, "noon": 12, "afternoon": 13, "evening": 18, "night": 20}
_NAMES = {
    "dawn": "凌晨 半夜 深夜 后半夜 三更半夜 middle.of.the.night",
    "morning": "清晨 早上 早晨 上午 今朝早 朝早 一早 早 晨 morning",
    "noon": "中午 正午 noon midday lunchtime",
    "afternoon": "下午 午后 下昼 晏昼 afternoon arvo",
    "evening": "傍晚 晚上 夜晚 夜里 晚间 夜 晚 evening",
    "night": "night tonight",
}
PARTS = {name.replace(".", " "): part for part, names in _NAMES.items() for name in names.split()}
"""What parts of the day are called, folded."""

_PART = "|".join(sorted(PARTS, key=len, reverse=True))
_HOUR = r"(?:\d{1,2}|[零一二两三四五六七八九十]{1,3})"
_MINUTES = r"(?:\d{1,2}|[零一二三四五六七八九十]{1,3})"
_CLOCK = (
    rf"(?<![\d.:])(?:(?P<h>{_HOUR})\s?(?:点|时)(?:钟|整)?\s?"
    rf"(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<odd>多)|(?P<m>{_MINUTES})\s?分?)?"
    r"|(?P<h2>\d{1,2}):(?P<m2>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<ap2>[ap])\.?m\b\.?)?"
    r"|(?P<h3>\d{1,2})(?:\.(?P<m3>[0-5]\d))?\s?(?P<ap3>[ap])\.?m\b\.?"
    r"|(?P<words>half past|quarter past|quarter to)\s(?P<h4>\d{1,2}|[a-z]+)\b"
    r"|(?P<oclock>\d{1,2}|[a-z]{3,6})\so'?clock|(?P<midnight>midnight))"
)
_NEAR = r"(?:at|around|about|in the|on|大概|大约|差不多|左右|from|since|the)"
_JOIN = rf"[\s,，的t]{{0,3}}(?:{_NEAR}\s?){{0,2}}"
_LATE = rf"(?:\s?(?:in the |at )?(?P<late>{_PART}))?"
_FULL = rf"(?:(?P<part>{_PART})\s?)?{_CLOCK}{_LATE}"
_AFTER = re.compile(rf"{_JOIN}(?P<part>{_PART})?{_JOIN}(?:{_CLOCK})?{_LATE}")
_BEFORE = re.compile(rf"{_FULL}[\s,]{{0,2}}(?:(?:on|the|of|in)\s){{0,2}}$")
_ALONE = re.compile(rf"{_FULL}|(?P<only>{_PART})")
_HOURS = [
    "twelve",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
]
_LONGEST = 40
"""Characters that a clock time before a day may take; the longest sensible one has about 30."""


def clock_after(folded: str, position: int, part: str) -> tuple[Clock | None, int]:
    """Return the clock time that starts at a position, and where it ends.

    Args:
        folded: the text.
        position: end of the words for the day.
        part: part of the day that those words said already, or empty.
    """
    match = _AFTER.match(folded, position)
    if match is None:
        return None, position
    said = match["part"] or match["late"]
    clock = _clock(match, PARTS.get(said or "", part))
    return clock, match.end() if clock and (said or _hour(match) is not None) else position


def clock_before(folded: str, position: int, part: str) -> tuple[Clock | None, int]:
    """Return the clock time that ends where the words for a day start, and its own start."""
    offset = max(0, position - _LONGEST)
    match = next((m for m in _BEFORE.finditer(folded[offset:position])), None)
    if match is None:
        return None, position
    clock = _clock(match, PARTS.get(match["part"] or match["late"] or "", part))
    return clock, offset + match.start() if clock else position


def clock_in(folded: str) -> Clock | None:
    """Return the first clock time or part of a day in an answer without a day."""
    match = _ALONE.search(folded)
    if match is None:
        return None
    return _clock(match, PARTS.get(match["part"] or match["late"] or match["only"] or "", ""))


def _clock(match: re.Match[str], part: str) -> Clock | None:
    hour = _hour(match)
    if hour is None:
        return Clock(_STARTS[part] * 60, "part", part) if part else None
    minute, exact = _minute(match)
    half_day = match["ap2"] or match["ap3"]
    if hour > 24 or minute > 59 or (half_day and not 1 <= hour <= 12):
        return None
    if half_day:
        hour = hour % 12 + (12 if half_day == "p" else 0)
        hour += 24 if part in {"evening", "night"} and hour < 6 else 0
    else:
        hour = _in_part(hour, part)
    return Clock(hour * 60 + minute, "minute" if exact else "hour", part)


def _in_part(hour: int, part: str) -> int:
    if part in {"evening", "night"} and hour <= 12:
        return hour + 12 if 5 <= hour < 12 else hour % 12 + 24
    if part == "afternoon" and hour < 12:
        return hour + 12
    if part == "noon" and hour <= 3:
        return hour + 12
    if part == "dawn" and hour == 12:
        return 0
    return hour


def _hour(match: re.Match[str]) -> int | None:
    if match["midnight"]:
        return 0
    word = next((match[name] for name in ("h", "h2", "h3", "h4", "oclock") if match[name]), None)
    if word is None:
        return None
    if word in _HOURS:
        word = str(_HOURS.index(word) or 12)
    value = value_of(word)
    if value is None:
        return None
    return int(value) - (1 if match["words"] == "quarter to" else 0)


def _minute(match: re.Match[str]) -> tuple[int, bool]:
    """Minutes of the match, and whether they were said."""
    said = match["m"] or match["m2"] or match["m3"]
    if said:
        value = value_of(said)
        return (int(value) if value is not None else 60), True
    if match["words"]:
        return {"half past": 30, "quarter past": 15, "quarter to": 45}[match["words"]], True
    if match["half"]:
        return 30, True
    if match["quarter"]:
        return (15 if match["quarter"] == "一" else 45), True
    return 0, False
