"""Dates and times as payment pages print them; a reading without doubt, or none."""

import re
from datetime import datetime

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_NAMED = rf"(?P<name>{_NAMES.replace(' ', '|')})[a-z]*\.?"
_CLOCK = (
    r"(?P<hour>\d{1,2})\s*[:;.时]\s*(?P<minute>\d{2})(?:\s*[:;.分]\s*(?P<second>\d{2})(?!\d))?秒?"
    r"(?:\s*(?P<half>[ap])\.?\s?m\b)?"
)
_CHINESE_HALF = r"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*"
_BETWEEN = r"[\s,·|T]*(?:at\s*)?(?:(?:周|星期)[一二三四五六日天]\s*)?" + _CHINESE_HALF

_DATES = (
    r"(?P<year>20\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*(?P<end>日)?",
    rf"{_NAMED}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*[,.]?\s*(?P<year>20\d{{2}})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]*{_NAMED}[\s,-]*(?P<year>20\d{{2}})",
    r"(?P<first>\d{1,2})[/.](?P<other>\d{1,2})[/.](?P<year>20\d{2})",
)
_WITH_CLOCK = tuple(
    re.compile(rf"(?<!\d){date}(?P<gap>{_BETWEEN}){_CLOCK}", re.IGNORECASE) for date in _DATES
)
_DATE_ONLY = tuple(re.compile(rf"(?<!\d){date}(?!\d)", re.IGNORECASE) for date in _DATES)
_CLOCK_FIRST = re.compile(rf"^\s*{_CLOCK}[\s,·]+(?:on\s+)?(?P<date>.*20\d{{2}}.*)$", re.IGNORECASE)
_CLOCK_ONLY = re.compile(rf"^\s*{_CHINESE_HALF}{_CLOCK}\s*(?:\(?[A-Z]{{2,5}}\)?)?$", re.IGNORECASE)
_COMPACT = re.compile(r"^(20\d{2})(\d{2})(\d{2})\s?(\d{2}):?(\d{2}):?(\d{2})$")
_AFTERNOON = frozenset({"下午", "傍晚", "晚上"})


def time_in(text: str) -> str | None:
    """Return the first moment in a line as `YYYY-MM-DD[ HH:MM[:SS]]`, or None.

    A day and month that could change places, or digits that could be cut in two ways,
    give None.
    """
    if compact := _COMPACT.match(text.strip()):
        year, month, day, hour, minute, second = compact.groups()
        return _checked(f"{year}-{month}-{day}", f"{hour}:{minute}:{second}")
    if first := _CLOCK_FIRST.match(text):
        date = date_in(first["date"])
        return _checked(date, _clock(first)) if date else None
    for pattern in _WITH_CLOCK:
        if match := pattern.search(text):
            date = None if _could_be_cut_elsewhere(match) else _date(match)
            return _checked(date, _clock(match)) if date else None
    return date_in(text)


def date_in(text: str) -> str | None:
    """Return the first date with a year in a line as `YYYY-MM-DD`, or None."""
    for pattern in _DATE_ONLY:
        if match := pattern.search(text):
            date = _date(match)
            return _checked(date, "") if date else None
    return None


def clock_in(text: str) -> str | None:
    """Return the time of day that a whole line is, as `HH:MM[:SS]`, or None."""
    match = _CLOCK_ONLY.match(text)
    return _clock(match) if match else None


def _could_be_cut_elsewhere(match: re.Match[str]) -> bool:
    """Whether day and hour run together with a digit missing: 2025-8-302:36."""
    parts = match.groupdict()
    touching = not match["gap"] and not parts.get("end") and "month" in parts
    return touching and len(match["day"]) + len(match["hour"]) < 4


def _date(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if "name" in parts:
        month, day = _MONTHS[match["name"].lower()], int(match["day"])
    elif "first" in parts:
        one, two = int(match["first"]), int(match["other"])
        if one <= 12 and two <= 12 and one != two:
            return None
        day, month = (one, two) if one > 12 or one == two else (two, one)
    else:
        month, day = int(match["month"]), int(match["day"])
    return f"{match['year']}-{month:02}-{day:02}"


def _clock(match: re.Match[str]) -> str:
    parts = match.groupdict()
    hour = int(match["hour"])
    half, part = (match["half"] or "").lower(), parts.get("part") or ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif (part in _AFTERNOON and hour < 12) or (part == "中午" and hour < 3):
        hour += 12
    second = f":{match['second']}" if match["second"] else ""
    return f"{hour:02}:{match['minute']}{second}"


def _checked(date: str, clock: str) -> str | None:
    """Return date and clock together when the calendar has them."""
    written = f"{date} {clock}".strip()
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return None
    return written
