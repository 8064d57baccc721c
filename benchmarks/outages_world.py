"""Days of invented reports: quiet providers and loud ones, nights, week-ends, moody days."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DAY = 1440
WEEK = 7 * DAY
# People an hour, on average over a week.
LEVELS = (0.02, 0.1, 0.5, 2.0, 8.0, 16.0, 32.0, 128.0)
# Part of the reporters whom the bot has known for a day.
KNOWN_SHARE = 0.4
# How much days differ: the spread of their level.
DAY_SPREAD = 0.25

Minutes = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reports:
    """People by provider (rows) and minute (columns), those known to the bot apart."""

    known: Counts
    new: Counts

    def then(self, more: "Reports") -> "Reports":
        """Return these and the following minutes."""
        return Reports(np.hstack((self.known, more.known)), np.hstack((self.new, more.new)))


def providers(of_each_level: int) -> list[float]:
    """Return the average level of every provider, people an hour."""
    return [level for level in LEVELS for _ in range(of_each_level)]


def rhythm(minutes: int, start: int) -> Minutes:
    """Return how much of the average level there is at each minute.

    Nights (UTC afternoon, for most customers) have a tenth of the midday level; Saturday and
    Sunday three quarters of a working day.
    """
    at = np.arange(start, start + minutes)
    by_day = 1.0 + 0.9 * np.sin(2 * np.pi * (at % DAY) / DAY)
    week_end = np.where((at % WEEK) // DAY >= 5, 0.75, 1.1)
    return by_day * week_end


def usual_rates(
    levels: list[float], days: int, start: int, chance: np.random.Generator
) -> Minutes:
    """Return people a minute for every provider, day by day a little different."""
    moods = chance.gamma(1 / DAY_SPREAD**2, DAY_SPREAD**2, (len(levels), days))
    base = np.outer(np.array(levels) / 60.0, rhythm(days * DAY, start))
    return base * np.repeat(moods, DAY, axis=1)


def drawn(rates: Minutes, chance: np.random.Generator) -> Reports:
    """Return reports that come at such rates."""
    return Reports(chance.poisson(rates * KNOWN_SHARE), chance.poisson(rates * (1 - KNOWN_SHARE)))
