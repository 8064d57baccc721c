"""Counts of customers' reports: who counts, and how much a crowd of new accounts weighs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

# One person counts once for a provider within this time. Source: docs/decisions/0011.
COUNTED_ONCE_WITHIN: Final = timedelta(minutes=30)
# Who wrote to the bot for the first time so long ago is known; before that, new.
KNOWN_AFTER: Final = timedelta(days=1)
# Of the new accounts within a stretch of time count at most so many, and so many more for each
# known person: a crowd of fresh accounts alone is one person more often than an outage.
_NEW_ALONE: Final = 2
_NEW_FOR_EACH_KNOWN: Final = 1


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
        """How many of them count."""
        return self.known + min(self.new, _NEW_ALONE + _NEW_FOR_EACH_KNOWN * self.known)
