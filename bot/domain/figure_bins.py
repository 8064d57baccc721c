"""Stretches of days on somebody's clock, by which figures are counted; and spans in buckets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

RANGES: Final = {7: 1, 30: 1, 91: 7, 364: 28}
"""Days that can be chosen, and how many of them one stretch has: at most 30 on a phone."""

USUAL_RANGE: Final = 30

# Seconds: up to the first number in steps of the second, and so on. A span is known to its step,
# and within the step by its share: enough for a percentile.
BUCKETS: Final = (
    (3_600, 120),
    (21_600, 600),
    (86_400, 1_800),
    (604_800, 10_800),
    (31_536_000, 86_400),
)
_EPOCH: Final = date(1970, 1, 1)
_FAR: Final = datetime(9000, 1, 1, tzinfo=UTC)
# Changes of a clock in a range: twice a year, and one to spare.
CLOCK_CHANGES: Final = 3


@dataclass(frozen=True, slots=True)
class Bins:
    """Equal stretches of whole days, the last one ends today.

    Attributes:
        first: first day of the first one.
        span: days of each.
        count: how many.
        zone: whose days they are.
    """

    first: date
    span: int
    count: int
    zone: ZoneInfo

    @classmethod
    def until(cls, now: datetime, days: int, zone: ZoneInfo) -> "Bins":
        """Return the stretches of a range that ends with the day of an aware moment."""
        last = now.astimezone(zone).date()
        span = RANGES[days]
        return cls(last - timedelta(days - 1), span, days // span, zone)

    @property
    def start(self) -> datetime:
        """First moment of the first stretch."""
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    @property
    def first_day(self) -> int:
        """The first day, counted from 1970."""
        return (self.first - _EPOCH).days

    @property
    def days(self) -> tuple[date, ...]:
        """The first day of each stretch."""
        return tuple(self.first + timedelta(self.span * place) for place in range(self.count))

    def offsets(self) -> tuple[tuple[datetime, timedelta], ...]:
        """Return how far the clock is ahead of UTC until which moments; always as many pairs."""
        found: list[tuple[datetime, timedelta]] = []
        at, step, end = self.start, timedelta(hours=1), self.start + timedelta(366)
        ahead = _ahead(at, self.zone)
        while at < end and len(found) < CLOCK_CHANGES:
            # Clocks change on whole hours of UTC nearly everywhere, and by days rarely.
            following = at + timedelta(1)
            if _ahead(following, self.zone) != ahead:
                while _ahead(at, self.zone) == ahead:
                    at += step
                found.append((at, ahead))
                ahead = _ahead(at, self.zone)
                continue
            at = following
        return (*found, *[(_FAR, ahead)] * (CLOCK_CHANGES + 1 - len(found)))


def _ahead(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def percentile(buckets: Iterable[tuple[int, int]], share: float) -> float | None:
    """Return the seconds within which a share of spans ended.

    Args:
        buckets (iterable): number of a bucket, and how many spans lie in it; any order.
        share (float): from 0 to 1.

    Returns:
        float or None: None: there is no span.
    """
    known = sorted(buckets)
    total = sum(count for _, count in known)
    wanted, seen = share * total, 0
    for bucket, count in known:
        if seen + count >= wanted and count:
            low, high = bucket_edges(bucket)
            # As if they lay evenly in the bucket, each in the middle of its part.
            return low + (high - low) * max(wanted - seen - 0.5, 0) / count
        seen += count
    return None


def bucket_edges(bucket: int) -> tuple[int, int]:
    """Return the first second of a bucket and the first behind it."""
    before, floor = 0, 0
    for until, step in BUCKETS:
        size = (until - floor) // step
        if bucket < before + size:
            low = floor + (bucket - before) * step
            return low, low + step
        before, floor = before + size, until
    return floor, floor


def added(rows: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Return the buckets of several stretches as those of all."""
    return [pair for row in rows for pair in row]
