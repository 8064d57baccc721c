"""When a source is asked again, and when a probe alarms; no clock and no chance of its own."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from bot.domain.official import FRESH_FOR, OfficialLevel

# Chosen: status pages are made for readers that come every few minutes.
FEED_EVERY: Final = timedelta(minutes=5)
# A site is never looked at more often than this.
PROBE_EVERY: Final = timedelta(minutes=1)
# The longest wait after failures: a source that is back is seen before its reading would be old.
LONGEST_WAIT: Final = FRESH_FOR
# From so many failures in a row on, the breaker is open: one try after each longest wait, and what
# the source said before is no longer told.
OPENS_AFTER: Final = 5
# Waits are longer by up to this share, so that sources are not asked all at once.
_JITTER: Final = 0.2
# Answers in a row. Chosen: one lost packet is no outage, one good answer no recovery.
_ALARM_AFTER: Final = 3
_CLEAR_AFTER: Final = 2
# Longer streaks say nothing more.
_LONGEST_STREAK: Final = 1000


class Breaker(StrEnum):
    """Whether a source is asked as usual."""

    CLOSED = "closed"
    OPEN = "open"


def breaker(failures: int) -> Breaker:
    """Return the state of the breaker after failures in a row."""
    return Breaker.OPEN if failures >= OPENS_AFTER else Breaker.CLOSED


def next_wait(
    every: timedelta, failures: int, chance: float, asked_for: timedelta = timedelta()
) -> timedelta:
    """Return how long a source is left alone.

    Args:
        every (timedelta): when all is well.
        failures (int): in a row; the second and each further one doubles the wait.
        chance (float): from 0 to 1, drawn by the caller; spreads the sources.
        asked_for (timedelta): what the server asked for; never less.
    """
    doublings = min(max(failures - 1, 0), OPENS_AFTER)
    wait = min(every * (1 << doublings), LONGEST_WAIT)
    return max(wait * (1 + _JITTER * chance), asked_for)


def streak_after(streak: int, *, good: bool) -> int:
    """Return the answers in a row with one more; bad ones count below 0."""
    if good:
        return min(max(streak, 0) + 1, _LONGEST_STREAK)
    return max(min(streak, 0) - 1, -_LONGEST_STREAK)


def probed(before: OfficialLevel, streak: int) -> OfficialLevel:
    """Return what a probe says: down after 3 bad answers in a row, up after 2 good ones."""
    if streak <= -_ALARM_AFTER:
        return OfficialLevel.DOWN
    return OfficialLevel.OPERATIONAL if streak >= _CLEAR_AFTER else before
