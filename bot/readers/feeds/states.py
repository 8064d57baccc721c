"""What a feed says, put together: the state of now first, then maintenance, the nearest first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.domain.official import OfficialLevel, Published

# Announced maintenance that is kept of one source.
_MOST_PLANNED: Final = 3
# The worse, the later.
_ORDER: Final = (
    OfficialLevel.OPERATIONAL,
    OfficialLevel.UNKNOWN,
    OfficialLevel.MAINTENANCE,
    OfficialLevel.DEGRADED,
    OfficialLevel.DOWN,
)


def worse(one: OfficialLevel, other: OfficialLevel) -> OfficialLevel:
    """Return the worse of two levels."""
    return max(one, other, key=_ORDER.index)


def worst(states: Iterable[Published]) -> Published | None:
    """Return the worst state, of equal ones the latest; None of none."""

    def badness(state: Published) -> tuple[int, float]:
        return _ORDER.index(state.level), state.since.timestamp() if state.since else 0.0

    return max(states, key=badness, default=None)


def in_order(
    current: Published, maintenance: Iterable[Published], now: datetime
) -> list[Published]:
    """Return the state of now, then the nearest maintenance that is not over."""
    open_ones = [each for each in maintenance if each.until is None or each.until > now]
    open_ones.sort(key=lambda each: (each.since or now, each.title))
    return [current, *[each for each in open_ones if each != current][:_MOST_PLANNED]]
