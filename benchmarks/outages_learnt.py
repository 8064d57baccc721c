"""Providers whose usual levels were learnt in quiet weeks, watched by every rule side by side."""

from dataclasses import dataclass

import numpy as np

from benchmarks.outages_watch import Alarm, Rule, Watch, simple_alarms, simply_decides
from benchmarks.outages_world import (
    DAY,
    WEEK,
    Minutes,
    Reports,
    drawn,
    providers,
    rhythm,
    usual_rates,
)
from bot.domain.report_counts import Count

# Providers in the quiet weeks, and in the weeks that are learnt from before a failure.
OF_EACH_LEVEL = 8
_LEARN_WEEKS = 6

RULES: dict[str, Rule] = {
    "8 people, 4 × usual (30 min)": lambda half, _, usual: half >= 8 and half >= 4 * max(usual, 1),
    "20 people (15 min)": lambda _, quarter, __: quarter >= 20,
    "5 people, 3 × usual (30 min)": lambda half, _, usual: half >= 5 and half >= 3 * usual,
}
OURS, _ALONE = "ours", "ours, blind to other providers"


@dataclass(slots=True)
class World:
    """Providers whose usual levels were learnt in quiet weeks."""

    chance: np.random.Generator
    levels: list[float]
    watches: dict[str, Watch]
    start: int

    @classmethod
    def learnt(cls, seed: int) -> "World":
        """Return a world after quiet weeks."""
        chance = np.random.default_rng(seed)
        levels = providers(OF_EACH_LEVEL)
        watch = Watch(len(levels))
        for week in range(_LEARN_WEEKS):
            quiet = drawn(usual_rates(levels, 7, week * WEEK, chance), chance)
            watch.replay(quiet, week * WEEK)
        alone = Watch(len(levels), beside=False, learnt=watch.learnt, every=watch.every)
        return cls(chance, levels, {OURS: watch, _ALONE: alone}, _LEARN_WEEKS * WEEK)

    def rates(self) -> tuple[int, Minutes]:
        """Return a stretch of a day, by its first minute, and the rates in it."""
        day = self.start + DAY * int(self.chance.integers(7))
        hour = int(self.chance.integers(1, 20)) * 60
        return day + hour, usual_rates(self.levels, 1, day, self.chance)[:, hour : hour + 240]

    def alarms(self, reports: Reports, at: int) -> dict[str, list[Alarm]]:
        """Return what each rule calls out; the minutes count from the first of the reports."""
        found = {}
        for name, watch in self.watches.items():
            alarms = watch.replay(reports, at, learns=False)
            found[name] = [Alarm(each.provider, each.began - at) for each in alarms]
        usual = self.usual(at, reports.known.shape[1])
        for name, rule in RULES.items():
            found[name] = simple_alarms(reports, usual, rule)
        return found

    def decides(self, rule: str, reports: Reports, at: int, alarm: Alarm, part: Count) -> bool:
        """Whether a rule calls out with only a part of the reports of the alarm's minute."""
        if rule in self.watches:
            late = Alarm(alarm.provider, alarm.began + at)
            return self.watches[rule].decides(reports, at, late, part)
        usual = self.usual(at, reports.known.shape[1])
        return simply_decides(reports, usual, RULES[rule], alarm, part)

    def usual(self, at: int, minutes: int) -> Minutes:
        """Return how many people usually report in 30 minutes, as a simple rule would know it."""
        return np.outer(np.array(self.levels) / 2.0, rhythm(minutes, at))
