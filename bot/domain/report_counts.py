"""Counts of customers' reports: who counts, and how much a crowd of new accounts weighs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

# One person counts once for a provider within this time. Source: docs/decisions/0015.
COUNTED_ONCE_WITHIN: Final = timedelta(minutes=30)
# Who wrote to the bot for the first time so long ago is known; before that, new.
KNOWN_AFTER: Final = timedelta(days=1)
# New accounts beside as many known people are told to customers, and so many more: a crowd of
# fresh accounts alone is one person more often than an outage.
_NEW_ALONE_TOLD: Final = 2
# When an incident is judged, a known person vouches for so many new ones. Source of this and of
# the next two: docs/decisions/0015.
_VOUCHED_FOR: Final = 2
# Of an honest crowd, no more than so many are new for each known person, and so many beyond; what
# is new above that is one person with many accounts, and takes what was vouched for away again.
_HONEST_NEW: Final = 3
_HONEST_BEYOND: Final = 4


@dataclass(frozen=True, slots=True)
class Count:
    """People who reported one provider within some stretch of time, each once.

    Attributes:
        known: wrote to the bot for the first time a day ago or earlier.
        new: all others.
    """

    known: int = 0
    new: int = 0

    def weighed(self, lately: "Count | None" = None) -> int:
        """Return how many count when an incident is judged: a crowd of new accounts hardly does.

        Args:
            lately (Count or None): of a longer stretch up to the same moment, in which such a
                crowd shows; None is this one itself.
        """
        wide = lately or self
        crowd = max(wide.new - _HONEST_NEW * wide.known - _HONEST_BEYOND, 0)
        vouched = min(self.new, _VOUCHED_FOR * self.known) - crowd
        # Half of the known people's number is always believed: a bot may have many newcomers.
        return self.known + max(vouched, min(self.new, self.known // 2))

    @property
    def told(self) -> int:
        """How many customers are told of."""
        return self.known + min(self.new, self.known + _NEW_ALONE_TOLD)

    def __add__(self, other: "Count") -> "Count":
        return Count(self.known + other.known, self.new + other.new)


def total(counts: Sequence[Count]) -> Count:
    """Return all counts as one."""
    return Count(sum(each.known for each in counts), sum(each.new for each in counts))
