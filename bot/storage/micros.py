"""Moments as the database keeps them: whole microseconds since 1970, UTC."""

import time
from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Return an aware moment as microseconds since 1970, UTC.

    Raises:
        ValueError: `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone, for example datetime.now(UTC)")
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the moment, aware and in UTC, of microseconds since 1970."""
    return _EPOCH + micros * _MICROSECOND


def day_micros(day: date) -> int:
    """Return a day as the database keeps it: its first moment in UTC."""
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=UTC))


def day_of(micros: int) -> date:
    """Return the day that the database keeps as its first moment."""
    return from_micros(micros).date()


def micros_or_none(moment: datetime | None) -> int | None:
    """Return an aware moment as microseconds; None stays None."""
    return None if moment is None else to_micros(moment)


def moment_or_none(micros: int | None) -> datetime | None:
    """Return the moment of microseconds; None stays None."""
    return None if micros is None else from_micros(micros)


def wall_micros() -> int:
    """Return the machine's time as microseconds since 1970.

    For leases, retries and keys of the gateway only: they must not follow the sandbox's clock,
    which can be moved. Everything a person sees takes `now` from the one `Clock`.
    """
    return time.time_ns() // 1_000
