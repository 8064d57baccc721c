"""What is known of a provider just now, from all sources together; never that it works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.incident_log import Incident, Nature
from bot.domain.incidents import Mood
from bot.domain.official import PROBE, OfficialLevel, OfficialState
from bot.domain.report_counts import Count

# How long an incident that is over is still spoken of. Source: docs/decisions/0015.
RECOVERED_FOR: Final = timedelta(hours=6)

_BAD = (OfficialLevel.DOWN, OfficialLevel.DEGRADED)


class OutageState(StrEnum):
    """The one thing to say first; `unknown` is not `works`."""

    DECLARED = "declared"
    OFFICIAL = "official"
    MAINTENANCE = "maintenance"
    SUSPECTED = "suspected"
    EVERYWHERE = "everywhere"
    RECOVERED = "recovered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is known of one provider.

    Attributes:
        count: people who reported it in the last quarter of an hour.
        usual: how many usually do.
        mood: what the reports say.
        incident: the open one; None is none.
        closed: the last one that is over; None is none, or long ago.
        official: what sources say, each with its age.
    """

    count: Count
    usual: float
    mood: Mood
    incident: Incident | None = None
    closed: Incident | None = None
    official: Sequence[OfficialState] = ()

    def state(self, now: datetime) -> OutageState:
        """Return what to say first: a person's word, the provider's own, then the reports."""
        nature = self.incident.nature if self.incident else None
        published = self.published(now)
        if nature is Nature.MAINTENANCE or (
            nature in (None, Nature.REPORTS)
            and published is not None
            and published.state is OfficialLevel.MAINTENANCE
        ):
            return OutageState.MAINTENANCE
        if nature is not None and nature is not Nature.REPORTS:
            return OutageState.DECLARED
        if published is not None and published.state in _BAD:
            return OutageState.OFFICIAL
        if nature is Nature.REPORTS:
            return OutageState.SUSPECTED
        if self.mood is Mood.EVERYWHERE:
            return OutageState.EVERYWHERE
        return OutageState.RECOVERED if self.closed is not None else OutageState.UNKNOWN

    def published(self, now: datetime) -> OfficialState | None:
        """Return the worst that the provider itself says of now; None: nothing that is fresh."""
        told = [
            each
            for each in self.official
            if each.source != PROBE and each.is_fresh(now) and not each.is_planned(now)
        ]
        known = [each for each in told if each.state is not OfficialLevel.UNKNOWN]
        return min(known, key=lambda each: _WORST_FIRST.index(each.state), default=None)

    def planned(self, now: datetime) -> OfficialState | None:
        """Return the next maintenance that the provider announces; None is none."""
        told = [each for each in self.official if each.is_planned(now) and each.is_fresh(now)]
        return min(told, key=lambda each: each.since or now, default=None)

    def probed(self, now: datetime) -> OfficialState | None:
        """Return what our own look at its site found; None: nothing that is fresh."""
        found = (each for each in self.official if each.source == PROBE and each.is_fresh(now))
        return next((each for each in found if each.state is not OfficialLevel.UNKNOWN), None)


_WORST_FIRST = (
    OfficialLevel.DOWN,
    OfficialLevel.DEGRADED,
    OfficialLevel.MAINTENANCE,
    OfficialLevel.OPERATIONAL,
)
