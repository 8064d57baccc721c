"""Looks at replayed reports minute by minute, with the rules of the bot or with simpler ones."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.outages_world import WEEK, Counts, Reports
from bot.domain.incidents import (
    LEAST_PEOPLE,
    WINDOWS,
    Level,
    Mood,
    Others,
    Standing,
    is_loud,
    mood,
    next_standing,
    others_of,
)
from bot.domain.report_counts import Count
from bot.domain.usual_levels import (
    HOURS_OF_A_DAY,
    HOURS_OF_A_WEEK,
    Learnt,
    Usual,
    usual_level,
)

_MINUTE = timedelta(minutes=1)
# A Monday, 00:00 UTC.
_START = datetime(2026, 1, 5, tzinfo=UTC)
# People in 30 and in 15 minutes, usual people in 30 minutes: whether a simple rule calls it out.
Rule = Callable[[int, int, float], bool]


@dataclass(slots=True)
class Alarm:
    """An incident that was called out: for whom, when, until when (None: to the end)."""

    provider: int
    began: int
    ended: int | None = None


@dataclass(slots=True)
class Watch:
    """What the bot knows of its providers, and looks at them with.

    Attributes:
        levels: number of providers.
        beside: whether the other providers are compared with; off shows what it is worth.
        learnt: by provider and hour of the week.
    """

    levels: int
    beside: bool = True
    learnt: list[list[Learnt]] = field(default_factory=list)
    every: list[Learnt] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing learnt."""
        self.learnt = self.learnt or [
            [Learnt() for _ in range(HOURS_OF_A_WEEK)] for _ in range(self.levels)
        ]
        self.every = self.every or [Learnt() for _ in range(self.levels)]

    def usual(self, provider: int, hour: int) -> Usual:
        """Return the usual level of a provider at an hour since the start."""
        slot, own = hour % HOURS_OF_A_WEEK, self.learnt[provider]
        daily = sum(own[slot % HOURS_OF_A_DAY :: HOURS_OF_A_DAY], Learnt())
        return usual_level(self.every[provider], daily, own[slot])

    def replay(self, reports: Reports, start: int = 0, *, learns: bool = True) -> list[Alarm]:
        """Return the incidents that are called out; `start` is the minute since the start."""
        alarms: list[Alarm] = []
        standings = [Standing() for _ in range(self.levels)]
        sums = (_sums(reports.known), _sums(reports.new))
        for hour in range(reports.known.shape[1] // 60):
            spoilt = self._hour(hour, start, sums, standings, alarms)
            if learns:
                part = slice(hour * 60, hour * 60 + 60)
                hour_of = Reports(reports.known[:, part], reports.new[:, part])
                self._learn(start // 60 + hour, hour_of, spoilt)
        return alarms

    def _hour(
        self,
        hour: int,
        start: int,
        sums: tuple[Counts, Counts],
        standings: list[Standing],
        alarms: list[Alarm],
    ) -> set[int]:
        people = sums[0] + sums[1]
        usual = [self.usual(each, start // 60 + hour) for each in range(self.levels)]
        before = [self.usual(each, start // 60 + hour - 1) for each in range(self.levels)]
        usual = [
            max(pair, key=lambda u: u.people_an_hour) for pair in zip(usual, before, strict=True)
        ]
        spoilt = {each for each in range(self.levels) if standings[each].since}
        longest = WINDOWS[-1] // _MINUTE
        for minute in range(hour * 60, hour * 60 + 60):
            recent = people[:, minute + 1] - people[:, max(minute + 1 - longest, 0)]
            for each in np.nonzero(recent >= LEAST_PEOPLE)[0].tolist():
                if people[each, minute + 1] == people[each, minute] and not standings[each].since:
                    continue
                now_is = self._mood(each, minute, sums, usual)
                if now_is is Mood.EVERYWHERE:
                    spoilt.add(each)
                self._note(each, start + minute, now_is, standings, alarms)
            for each in np.nonzero(recent < LEAST_PEOPLE)[0].tolist():
                if standings[each].since:
                    self._note(each, start + minute, Mood.USUAL, standings, alarms)
        return spoilt | {each for each in range(self.levels) if standings[each].since}

    def _note(
        self,
        provider: int,
        minute: int,
        now_is: Mood,
        standings: list[Standing],
        alarms: list[Alarm],
    ) -> None:
        before = standings[provider]
        after = next_standing(before, now_is, _START + minute * _MINUTE)
        standings[provider] = after
        if before.since is None and after.since is not None:
            alarms.append(Alarm(provider, minute))
        if before.since is not None and after.since is None:
            next(a for a in reversed(alarms) if a.provider == provider).ended = minute

    def _mood(
        self, provider: int, minute: int, sums: tuple[Counts, Counts], usual: list[Usual]
    ) -> Mood:
        levels: dict[timedelta, Level] = {}
        others: dict[timedelta, Others] = {}
        for window in WINDOWS:
            first, last = max(minute + 1 - window // _MINUTE, 0), minute + 1
            counts = [
                Count(*pair)
                for pair in zip(
                    (sums[0][:, last] - sums[0][:, first]).tolist(),
                    (sums[1][:, last] - sums[1][:, first]).tolist(),
                    strict=True,
                )
            ]
            level = levels[window] = Level(window, counts[provider], usual[provider])
            others[window] = Others()
            if self.beside and is_loud(level):
                people = {str(each): count.told for each, count in enumerate(counts)}
                expected = {str(each): usual[each].within(window) for each in range(self.levels)}
                others[window] = others_of(str(provider), people, expected)
        return mood(levels, others)

    def _learn(self, hour: int, reports: Reports, spoilt: set[int]) -> None:
        slot = hour % HOURS_OF_A_WEEK
        for each in set(range(self.levels)) - spoilt:
            before, every = self.learnt[each][slot], self.every[each]
            people = Count(int(reports.known[each].sum()), int(reports.new[each].sum())).people
            after = self.learnt[each][slot] = before.after_hour(people)
            self.every[each] = Learnt(
                every.people + after.people - before.people,
                every.hours + after.hours - before.hours,
            )


def simple_alarms(reports: Reports, usual: Counts, rule: Rule) -> list[Alarm]:
    """Return what a simple rule calls out: begins when it holds, ends when it no longer does.

    Args:
        reports (Reports): as they came, new accounts weighed like all.
        usual (array): people usually expected in 30 minutes, by provider and minute.
        rule (callable): see `Rule`.
    """
    sums = _sums(reports.known + reports.new)
    half, quarter = _within(sums, 30), _within(sums, 15)
    alarms = []
    for provider in range(sums.shape[0]):
        holds = np.array(
            [
                rule(a, b, c)
                for a, b, c in zip(
                    half[provider].tolist(),
                    quarter[provider].tolist(),
                    usual[provider].tolist(),
                    strict=True,
                )
            ]
        )
        began = np.nonzero(holds & ~np.concatenate(([False], holds[:-1])))[0]
        # Within an hour of the last one it is the same incident.
        last = -WEEK
        for minute in began.tolist():
            if minute - last > 60:
                alarms.append(Alarm(provider, minute))
            last = minute
    return alarms


def _within(sums: Counts, minutes: int) -> Counts:
    at = np.arange(1, sums.shape[1])
    return sums[:, at] - sums[:, np.maximum(at - minutes, 0)]


def _sums(counts: Counts) -> Counts:
    return np.hstack((np.zeros((counts.shape[0], 1), dtype=np.int64), np.cumsum(counts, axis=1)))
