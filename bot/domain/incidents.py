"""Whether reports speak of an incident: improbable, by enough people, and not everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from bot.domain.improbable import chance_of_so_many
from bot.domain.report_counts import Count
from bot.domain.usual_levels import MOST_CERTAIN, Usual

# Stretches of time in which reports are counted: a sudden failure shows in the first, a slow one
# in the last. Four minutes hold all that was reported in the three before this moment.
WINDOWS: Final = tuple(timedelta(minutes=length) for length in (2, 4, 8, 15, 30))
# The window that is told to customers, and in which it must be calm again.
TOLD_WINDOW: Final = WINDOWS[3]

# Fewer people, or fewer of them known, are never an incident, however quiet the provider is.
LEAST_PEOPLE: Final = 6
LEAST_KNOWN: Final = 4
# The chances below which reports are improbable. Source: docs/decisions/0015, measured with
# benchmarks/outages.py: fewer than 0.1 false alarms a provider and month at every level.
# - of so many people under the provider's own usual level; every report is one more throw of the
#   dice, so that a busy provider gets a smaller one: this, divided by the people of an hour;
_OWN_CHANCE = 5e-6
_OWN_CHANCE_AN_HOUR = 8e-5
# - of so many beside what the other providers have at the same moment: on a morning of sales
#   everybody pays, and everybody has more trouble.
_BESIDE_CHANCE = 1e-6
# The others are compared with as soon as they have so many that this is the chance of it.
_ROSE_CHANCE = 0.05
# Providers never rise quite alike: the others tell a level only roughly.
_MOST_ALIKE = 3.0
# Of the others, those that rose most are left out, they may fail themselves: one in so many.
_LEFT_OUT = 4
# It is calm when so many people are no rarer than this, for so long.
_CALM_CHANCE = 0.05
_CALM_FOR = timedelta(minutes=15)


class Mood(IntEnum):
    """What the reports of one moment say of a provider."""

    USUAL = 0
    RAISED = 1
    EVERYWHERE = 2
    IMPROBABLE = 3


@dataclass(frozen=True, slots=True)
class Level:
    """Reports of one provider within a stretch of time, beside its usual level.

    Attributes:
        length: of the stretch.
        count: who reported in it.
        usual: at this hour.
        lately: who reported in the longest stretch; None is this one.
    """

    length: timedelta
    count: Count
    usual: Usual
    lately: Count | None = None

    @property
    def people(self) -> int:
        """How many count; see `Count.weighed`."""
        return self.count.weighed(self.lately)

    @property
    def expected(self) -> float:
        """How many people usually report in such a stretch."""
        return self.usual.within(self.length)


@dataclass(frozen=True, slots=True)
class Others:
    """People who reported the other providers in the same stretch, and how many usually do."""

    people: int = 0
    expected: float = 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an incident is suspected.

    Attributes:
        since: moment at which it began to be suspected; None is not.
        calm_since: since when reports are as usual again; None they are not.
    """

    since: datetime | None = None
    calm_since: datetime | None = None


def is_loud(level: Level) -> bool:
    """Whether so many people are improbable under the provider's own usual level."""
    people, usual = level.people, level.usual
    if level.count.known < LEAST_KNOWN or people < LEAST_PEOPLE or people <= level.expected:
        return False
    enough = min(_OWN_CHANCE, _OWN_CHANCE_AN_HOUR / usual.people_an_hour)
    return chance_of_so_many(people, level.expected, usual.shape) < enough


def stands_out(level: Level, others: Others) -> bool:
    """Whether so many are improbable even if the provider rose as much as the others did."""
    if not others.expected or not _rose(others):
        return True
    # Half a report more: what is expected of a rate after so many events were seen.
    seen = others.people + 0.5
    alike = level.expected * max(seen / others.expected, 1.0)
    # What is not known of the one level and what is not known of the other add up.
    shape = 1 / (1 / min(seen, _MOST_ALIKE) + 1 / level.usual.shape)
    return chance_of_so_many(level.people, alike, shape) < _BESIDE_CHANCE


def _rose(others: Others) -> bool:
    """Whether the others have more than usual; days differ by a third, see `usual_levels`."""
    return chance_of_so_many(others.people, others.expected, MOST_CERTAIN) < _ROSE_CHANCE


def is_calm(level: Level) -> bool:
    """Whether so many people are nothing rare."""
    if level.people <= max(level.expected, 1):
        return True
    return chance_of_so_many(level.people, level.expected, level.usual.shape) > _CALM_CHANCE


def others_of(provider: str, counts: Mapping[str, int], expected: Mapping[str, float]) -> Others:
    """Return all other providers together, without those that rose most.

    Args:
        provider (str): the one that is looked at.
        counts (Mapping): people by provider in a stretch of time.
        expected (Mapping): how many usually report in it, for every provider that was ever
            reported.
    """
    rest = [name for name in expected if name != provider]
    rest.sort(key=lambda name: counts.get(name, 0) - expected[name])
    kept = rest[: len(rest) - len(rest) // _LEFT_OUT]
    return Others(sum(counts.get(name, 0) for name in kept), sum(expected[name] for name in kept))


def mood(levels: Mapping[timedelta, Level], others: Mapping[timedelta, Others]) -> Mood:
    """Return what all windows say together.

    Args:
        levels (Mapping): by window.
        others (Mapping): by window, at least for those that are loud.
    """
    loud = [level for level in levels.values() if is_loud(level)]
    if any(stands_out(level, others[level.length]) for level in loud):
        return Mood.IMPROBABLE
    if loud:
        return Mood.EVERYWHERE
    return Mood.USUAL if is_calm(levels[TOLD_WINDOW]) else Mood.RAISED


def next_standing(before: Standing, now_is: Mood, now: datetime) -> Standing:
    """Return the standing after one more look.

    It begins with improbable reports and ends only after they were as usual for a quarter of an
    hour: what goes up and down around one threshold does not begin and end all the time.

    Args:
        before (Standing): after the last look.
        now_is (Mood): of the reports up to now; once it stands, only those of `TOLD_WINDOW` count.
        now (datetime): aware.
    """
    if before.since is None:
        return Standing(since=now) if now_is is Mood.IMPROBABLE else before
    if now_is is not Mood.USUAL:
        return replace(before, calm_since=None)
    calm_since = before.calm_since or now
    return Standing() if now - calm_since >= _CALM_FOR else replace(before, calm_since=calm_since)
