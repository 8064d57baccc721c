"""What a provider says of itself, and what our own look at its site found."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

PROBE: Final = "probe"
"""`OfficialState.source` of our own look at a provider's site; any other source is a page of the
provider, by its address."""

FRESH_FOR: Final = timedelta(minutes=30)
"""How long a reading says something about now. Chosen: six polls of a feed may fail before."""

LONGEST_TITLE: Final = 200
"""Characters of a title that are kept."""


def feed_key(provider: str) -> str:
    """Return the key of the source that is a provider's status page."""
    return f"feed:{provider}"


def probe_key(provider: str) -> str:
    """Return the key of the source that is our own look at a provider's site."""
    return f"probe:{provider}"


class OfficialLevel(StrEnum):
    """How a provider says that it is; `operational` only means that it reports no disturbance."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded"
    DOWN = "down"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Published:
    """One thing that a source says; of the provider's own words, so never to be trusted.

    Attributes:
        level: how it is.
        title: plain text of one line; empty where the source says none.
        since: when it began; of maintenance also: when it will begin.
        until: when it shall end, or did.
    """

    level: OfficialLevel
    title: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfficialState:
    """One thing that a source says of a provider.

    Attributes:
        provider: id of the tables.
        state: how it is; `unknown` when the source cannot be read any more.
        title: the provider's words, one plain line of at most `LONGEST_TITLE` characters. It is
            data from outside: fill it into a text as a value, which is escaped there.
        since: when it began; of maintenance also: when it will begin.
        until: when it shall end.
        source: address of the provider's page for people, or `PROBE`.
        read_at: when the source was last read; its age is `now - read_at`.
    """

    provider: str
    state: OfficialLevel
    title: str
    since: datetime | None
    until: datetime | None
    source: str
    read_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Whether the reading still says something about now."""
        return now - self.read_at <= FRESH_FOR

    def is_planned(self, now: datetime) -> bool:
        """Whether it is maintenance that has not begun."""
        planned = self.state is OfficialLevel.MAINTENANCE
        return planned and self.since is not None and self.since > now
