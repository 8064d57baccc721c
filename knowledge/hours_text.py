"""Opening hours as the tables write them, to hours that can be reckoned with.

Only the Chinese text is read; `tests/test_hours.py` holds the two languages together.
"""

import re
from functools import lru_cache

from knowledge.hours import OpeningHours, Span

_DAYS = "一二三四五六日"
_EVERY_DAY = frozenset(range(7))
_WEEKDAYS = frozenset(range(5))
_ZONES = {"ET": "America/New_York"}
_OFFICE = (9 * 60, 17 * 60)
"""Minutes of the day an office is taken to work where a table says only "working days"."""

_RANGE = re.compile(r"周([一二三四五六日])(?:[至–-]周([一二三四五六日]))?")
_TIMES = re.compile(r"(\d{1,2}):(\d{2})–(\d{1,2}):(\d{2})")
_UNTIL = re.compile(r"[至到] ?(\d{1,2}):(\d{2})$")
_ALWAYS = re.compile(r"^(?:多数城市 |多数地区 )?24 小时|^短信|^在线")
_EXAMPLE = re.compile(r"（例：.*?）")


@lru_cache(maxsize=256)
def opening_hours(text: str | None) -> OpeningHours:
    """Return the hours of a table's Chinese text; unknown where it does not say them."""
    clauses = [clause.strip().removeprefix("电话") for clause in (text or "").split("；")]
    online = any(clause.startswith(("网上", "在线")) for clause in clauses)
    if _ALWAYS.match(clauses[0]):
        return OpeningHours(always=True, online=online)
    spans: list[Span] = []
    for clause in clauses:
        if not clause.startswith("网上"):
            spans += _spans(clause, spans)
    zone = next((zone for word, zone in _ZONES.items() if f" {word}" in (text or "")), "")
    return OpeningHours(spans=tuple(spans), zone=zone, online=online, known=bool(spans))


def _spans(clause: str, before: list[Span]) -> list[Span]:
    """Return the spans of a clause; `before` are those that "Friday to 17:30" shortens."""
    days, workdays = _days(clause)
    times = _times(clause)
    if until := _UNTIL.search(clause):
        closes = _minutes(until[1], until[2])
        times = [(span.opens, span.closes) for span in before[:-1]]
        times += [(span.opens, closes) for span in before[-1:]]
    elif not times and days:
        return [Span(days, *_OFFICE, workdays=workdays, assumed=True)]
    elif times and not days and "语音提示" not in clause:
        days = _EVERY_DAY
    return [Span(days, opens, closes, workdays) for opens, closes in times if days]


def _days(clause: str) -> tuple[frozenset[int], bool]:
    """Return the days of the week that a clause names, and whether it means working days."""
    if clause.startswith(("工作日", "办公时间")):
        return _WEEKDAYS, True
    if clause.startswith(("每天", "每日")):
        return _EVERY_DAY, False
    if clause.startswith("平日"):
        return _WEEKDAYS, False
    found = _RANGE.match(clause)
    if found is None:
        return frozenset(), False
    first = _DAYS.index(found[1])
    last = _DAYS.index(found[2]) if found[2] else first
    return frozenset(range(first, last + 1)), False


def _times(clause: str) -> list[tuple[int, int]]:
    found = _TIMES.findall(_EXAMPLE.sub("", clause))
    return [(_minutes(a, b), _minutes(c, d)) for a, b, c, d in found]


def _minutes(hour: str, minute: str) -> int:
    return int(hour) * 60 + int(minute)
