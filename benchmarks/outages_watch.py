"""Looks at replayed reports minute by minute, with the rules of the bot or with simpler ones."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

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
    Age,
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
        came: hour since the start with which a provider came; others were there from the start.
    """

    levels: int
    beside: bool = True
    learnt: list[list[Learnt]] = field(default_factory=list)
    every: list[Learnt] = field(default_factory=list)
    names: list[str] = field(init=False)
    came: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with nothing learnt."""
        self.learnt = self.learnt or [
            [Learnt() for _ in range(HOURS_OF_A_WEEK)] for _ in range(self.levels)
        ]
        self.every = self.every or [Learnt() for _ in range(self.levels)]
        self.names = [str(provider) for provider in range(self.levels)]

    def usual(self, provider: int, hour: int) -> Usual:
        """Return the usual level of a provider at an hour since the start."""
        slot, own = hour % HOURS_OF_A_WEEK, self.learnt[provider]
        daily = sum(own[slot % HOURS_OF_A_DAY :: HOURS_OF_A_DAY], Learnt())
        age = Age(max(hour - self.came[provider], 0)) if provider in self.came else None
        return usual_level(self.every[provider], daily, own[slot], age)

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
        usual = self._usual_now(start // 60 + hour)
        spoilt = {each for each in range(self.levels) if standings[each].since}
        many = _many(sums, hour, [each.people_an_hour for each in usual])
        for minute in range(hour * 60, hour * 60 + 60):
            standing = {each for each in range(self.levels) if standings[each].since}
            for each in sorted(standing.union(np.nonzero(many[:, minute % 60])[0].tolist())):
                now_is = self._mood(each, minute, sums, usual)
                if now_is is Mood.EVERYWHERE:
                    spoilt.add(each)
                self._note(each, start + minute, now_is, standings, alarms)
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

    def decides(self, reports: Reports, start: int, alarm: Alarm, part: Count) -> bool:
        """Whether an incident is seen with only a part of the reports of the alarm's minute."""
        minute = alarm.began - start
        sums = _sums_until(reports, minute, alarm.provider, part)
        usual = self._usual_now(start // 60 + minute // 60)
        return self._mood(alarm.provider, minute, sums, usual) is Mood.IMPROBABLE

    def _usual_now(self, hour: int) -> list[Usual]:
        """Return the usual levels of an hour; the higher ones of it and of the hour before."""
        pairs = (
            (self.usual(each, hour), self.usual(each, hour - 1)) for each in range(self.levels)
        )
        return [max(pair, key=lambda usual: usual.people_an_hour) for pair in pairs]

    def _mood(
        self, provider: int, minute: int, sums: tuple[Counts, Counts], usual: list[Usual]
    ) -> Mood:
        levels: dict[timedelta, Level] = {}
        others: dict[timedelta, Others] = {}
        lately = _count(sums, provider, minute, WINDOWS[-1])
        for window in WINDOWS:
            count = _count(sums, provider, minute, window)
            level = levels[window] = Level(window, count, usual[provider], lately)
            others[window] = Others()
            if self.beside and is_loud(level):
                people = dict(zip(self.names, _told(sums, minute, window), strict=True))
                expected = {
                    name: each.within(window) for name, each in zip(self.names, usual, strict=True)
                }
                others[window] = others_of(str(provider), people, expected)
        return mood(levels, others)

    def _learn(self, hour: int, reports: Reports, spoilt: set[int]) -> None:
        slot = hour % HOURS_OF_A_WEEK
        for each in set(range(self.levels)) - spoilt:
            before, every = self.learnt[each][slot], self.every[each]
            count = Count(int(reports.known[each].sum()), int(reports.new[each].sum()))
            known = before
            if each in self.came:
                known = before.at_most(Age(max(hour - self.came[each], 0)).this_hour)
            people = known.after_hour(count.weighed()).people
            after = self.learnt[each][slot] = Learnt(people, before.after_hour(0).hours)
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


def simply_decides(reports: Reports, usual: Counts, rule: Rule, alarm: Alarm, part: Count) -> bool:
    """Whether a simple rule calls out with only a part of the reports of the alarm's minute."""
    known, new = _sums_until(reports, alarm.began, alarm.provider, part)
    sums = (known + new)[alarm.provider : alarm.provider + 1]
    half, quarter = _within(sums, 30)[0, -1], _within(sums, 15)[0, -1]
    return rule(int(half), int(quarter), float(usual[alarm.provider, alarm.began]))


def _count(sums: tuple[Counts, Counts], provider: int, minute: int, window: timedelta) -> Count:
    first, last = max(minute + 1 - window // _MINUTE, 0), minute + 1
    known, new = (int(each[provider, last] - each[provider, first]) for each in sums)
    return Count(known, new)


def _many(
    sums: tuple[Counts, Counts], hour: int, people_an_hour: list[float]
) -> NDArray[np.bool_]:
    """Return whether reports could be improbable, by provider and minute of an hour.

    Only a look that saves time: never are three for each known person counted, and never is
    twice what is expected improbable enough.
    """
    at = np.arange(hour * 60, hour * 60 + 60) + 1
    found = np.zeros((len(people_an_hour), len(at)), dtype=np.bool_)
    for window in WINDOWS:
        known, new = (each[:, at] - each[:, _before(at, window)] for each in sums)
        most = np.minimum(known + new, 3 * known)
        usual = np.array(people_an_hour)[:, None] * (window / timedelta(hours=1))
        found |= (most >= LEAST_PEOPLE) & (most > 2 * usual)
    return found


def _before(at: Counts, window: timedelta) -> Counts:
    return np.maximum(at - window // _MINUTE, 0)


def _told(sums: tuple[Counts, Counts], minute: int, window: timedelta) -> list[int]:
    """Return how many customers would be told of, by provider: `Count.told` for all at once."""
    first, last = max(minute + 1 - window // _MINUTE, 0), minute + 1
    known, new = (each[:, last] - each[:, first] for each in sums)
    told: list[int] = (known + np.minimum(new, known + 2)).tolist()
    return told


def _sums_until(
    reports: Reports, minute: int, provider: int, part: Count
) -> tuple[Counts, Counts]:
    """Return the sums up to a minute of which only a part has come."""
    known, new = (each[:, : minute + 1].copy() for each in (reports.known, reports.new))
    known[provider, minute], new[provider, minute] = part.known, part.new
    return _sums(known), _sums(new)


def _within(sums: Counts, minutes: int) -> Counts:
    at = np.arange(1, sums.shape[1])
    return sums[:, at] - sums[:, np.maximum(at - minutes, 0)]


def _sums(counts: Counts) -> Counts:
    return np.hstack((np.zeros((counts.shape[0], 1), dtype=np.int64), np.cumsum(counts, axis=1)))
