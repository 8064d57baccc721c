"""Times as statements write them."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

from bot.domain.transactions import Precision

CHINA = timezone(timedelta(hours=8), "UTC+8")
"""Zone of Chinese wallets and banks, whose files name none."""

EXCEL_DAY_ZERO = datetime(1899, 12, 30)
"""Day 0 of the numbers that a workbook stores for dates."""

_LIKELY_SERIAL = (30_000, 60_000)
"""Serial numbers of the years 1982 to 2064."""

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Years that a statement can tell; others are misread numbers."""
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s,]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$"
)
_YEAR_LAST = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.'](\d{4}|\d{2})"
    r"(?:[T\s,]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?)?$"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\s*(\d\d):?(\d\d):?(\d\d))?$")
_NUMBER = re.compile(r"\d{5}(?:\.\d+)?$")


class DayOrder(StrEnum):
    """Order of day and month where the year stands last."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNKNOWN = "unknown"


def read_time(
    text: str, order: DayOrder = DayOrder.DAY_FIRST
) -> tuple[datetime, Precision] | None:
    """Return a time without zone and how exact it is, or None.

    A time with an offset ("+02:00") is returned in UTC, with that zone.
    """
    if len(text) == 19 and text[4] == "-" and text[13] == ":":
        try:
            return datetime.fromisoformat(text), Precision.SECOND
        except ValueError:
            return None
    text = unicodedata.normalize("NFKC", text).strip()
    try:
        return _year_first(text) or _year_last(text, order) or _compact(text) or _serial(text)
    except ValueError:
        return None


def in_utc(at: datetime, zone: tzinfo) -> datetime:
    """Return the moment in UTC of a time without zone, or of one that has its own."""
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def day_order(texts: "list[str]") -> DayOrder:
    """Decide once for a file which part is the day.

    A dot means that the day stands first; else a part above 12 decides. Where nothing decides,
    that order is taken in which the rows are sorted, and UNKNOWN where both or none are.
    """
    dates = [found for text in texts if (found := _YEAR_LAST.match(text.strip()))]
    if any("." in found.group()[:6] for found in dates):
        return DayOrder.DAY_FIRST
    if any(int(found[1]) > 12 for found in dates):
        return DayOrder.DAY_FIRST
    if any(int(found[2]) > 12 for found in dates):
        return DayOrder.MONTH_FIRST
    by_day = _is_sorted([(found[3], found[2].zfill(2), found[1].zfill(2)) for found in dates])
    by_month = _is_sorted([(found[3], found[1].zfill(2), found[2].zfill(2)) for found in dates])
    if by_day != by_month:
        return DayOrder.DAY_FIRST if by_day else DayOrder.MONTH_FIRST
    return DayOrder.UNKNOWN


def _is_sorted(keys: "list[tuple[str, str, str]]") -> bool:
    return keys == sorted(keys) or keys == sorted(keys, reverse=True)


def _made(
    year: str, month: str, day: str, clock: tuple[str | None, ...]
) -> tuple[datetime, Precision] | None:
    whole = int(year) + (2000 if len(year) == 2 else 0)
    if not FIRST_YEAR <= whole <= LAST_YEAR:
        return None
    hour, minute, second = (int(part) if part else 0 for part in clock)
    at = datetime(whole, int(month), int(day), hour, minute, second)
    if clock[0] is None:
        return at, Precision.DAY
    return at, Precision.SECOND if clock[2] else Precision.MINUTE


def _year_first(text: str) -> tuple[datetime, Precision] | None:
    found = _YEAR_FIRST.match(text)
    if not found:
        return None
    made = _made(found[1], found[2], found[3], found.group(4, 5, 6))
    if made and found[7]:
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{found[7]}").tzinfo
        return made[0].replace(tzinfo=zone), made[1]
    return made


def _year_last(text: str, order: DayOrder) -> tuple[datetime, Precision] | None:
    found = _YEAR_LAST.match(text)
    if not found:
        return None
    first, second = found[1], found[2]
    if order is DayOrder.MONTH_FIRST:
        first, second = second, first
    return _made(found[3], second, first, found.group(4, 5, 6))


def _compact(text: str) -> tuple[datetime, Precision] | None:
    found = _COMPACT.match(text)
    return _made(found[1], found[2], found[3], found.group(4, 5, 6)) if found else None


def _serial(text: str) -> tuple[datetime, Precision] | None:
    """A number that a workbook stores for a date."""
    if not _NUMBER.match(text) or not _LIKELY_SERIAL[0] < float(text) < _LIKELY_SERIAL[1]:
        return None
    at = EXCEL_DAY_ZERO + timedelta(seconds=round(float(text) * 86_400))
    return at, Precision.SECOND if "." in text else Precision.DAY
