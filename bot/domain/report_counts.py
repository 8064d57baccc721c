"""Counts of customers' reports: who counts, and how much a crowd of new accounts weighs."""

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


@dataclass(frozen=True, slots=True)
class Count:
    """People who reported one provider within some stretch of time, each once.

    Attributes:
        known: wrote to the bot for the first time a day ago or earlier.
        new: all others.
    """

    known: int = 0
    new: int = 0

    @property
    def people(self) -> int:
        """How many count when an incident is judged: two known people vouch for a new one."""
        return self.known + min(self.new, self.known // 2)

    @property
    def told(self) -> int:
        """How many customers are told of."""
        return self.known + min(self.new, self.known + _NEW_ALONE_TOLD)

    def __add__(self, other: "Count") -> "Count":
        return Count(self.known + other.known, self.new + other.new)
