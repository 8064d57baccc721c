"""How soon a failure of one provider is seen, to the report with which a rule calls it out."""

from itertools import pairwise

import numpy as np

from benchmarks.outages_learnt import OF_EACH_LEVEL, OURS, World
from benchmarks.outages_table import Table
from benchmarks.outages_watch import Alarm
from benchmarks.outages_world import Minutes, Reports, drawn
from bot.domain.report_counts import Count

# What is wanted, from so many usual people in 15 minutes on. Source: docs/decisions/0015.
SOON_MINUTES = 3
SOON_FROM = 5.0
# Minutes before the failure begins.
BEFORE = 60


def failures(world: World, trials: int, shape: tuple[str, Minutes], table: Table) -> float:
    """Let one provider fail in each trial; return the 95th percentile at high levels, minutes."""
    name, factor = shape
    soon: dict[str, list[float]] = {}
    late: dict[str, list[float]] = {}
    ours: list[tuple[float, float]] = []
    for trial in range(trials):
        at, rates = world.rates()
        target = OF_EACH_LEVEL + trial % (len(world.levels) - OF_EACH_LEVEL)
        usual = float(rates[target, BEFORE : BEFORE + 15].sum())
        # It begins somewhere within a minute, as real ones do.
        began = float(world.chance.random())
        rates[target, BEFORE:] *= np.append(1 + (factor[0] - 1) * (1 - began), factor[1:])
        reports = drawn(rates, world.chance)
        for rule, alarms in world.alarms(reports, at).items():
            took = _took(world, rule, (reports, at), alarms, (target, began))
            (soon if usual >= SOON_FROM else late).setdefault(rule, []).append(took)
            if rule == OURS:
                ours.append((usual, took))
    for rule in soon:
        table.note(rule, f"{name}, usual ≥ {SOON_FROM:g}: half / 95 %", _two(soon[rule]))
        table.note(rule, f"{name}, usual < {SOON_FROM:g}: seen / half", _seen(late.get(rule, [])))
    _tell_by_level(name, ours)
    return float(np.percentile(soon[OURS], 95, method="higher"))


def _took(
    world: World,
    rule: str,
    reports: tuple[Reports, int],
    alarms: list[Alarm],
    failed: tuple[int, float],
) -> float:
    """Return the minutes from the failure to the report with which a rule calls out.

    Args:
        world (World): where it happens.
        rule (str): its name.
        reports (tuple): as they came, and their first minute since the start.
        alarms (list): of the rule, at the ends of minutes: nothing is looked at sooner there.
        failed (tuple): the provider, and the part of the minute `BEFORE` after which it failed.
    """
    target, began = failed
    alarm = next((a for a in alarms if a.provider == target and a.began >= BEFORE), None)
    if alarm is None:
        return np.inf
    came = [int(each[target, alarm.began]) for each in (reports[0].known, reports[0].new)]
    order = world.chance.permutation([1] * came[0] + [0] * came[1])
    moments = np.sort(world.chance.random(len(order)))
    if alarm.began == BEFORE:
        moments = began + (1 - began) * moments
    for number, moment in enumerate(moments.tolist(), 1):
        known = int(order[:number].sum())
        if world.decides(rule, *reports, alarm, Count(known, number - known)):
            return float(alarm.began - BEFORE + moment - began)
    return float(alarm.began - BEFORE + 1 - began)


def _two(took: list[float]) -> str:
    return " / ".join(_minutes(float(np.percentile(took, at, method="higher"))) for at in (50, 95))


def _minutes(value: float) -> str:
    return f"{value:.1f}" if np.isfinite(value) else "never"


def _seen(took: list[float]) -> str:
    seen = [each for each in took if np.isfinite(each)]
    middle = f"{np.median(seen):.1f}" if seen else "never"
    return f"{len(seen) / max(len(took), 1):.0%} / {middle}"


def _tell_by_level(name: str, ours: list[tuple[float, float]]) -> None:
    bounds = (0.0, 0.1, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0, np.inf)
    for low, high in pairwise(bounds):
        took = [each for usual, each in ours if low <= usual < high]
        if took:
            within = sum(each <= SOON_MINUTES for each in took) / len(took)
            print(
                f"{name}, usual {low:g} to {high:g} people in 15 minutes: {len(took)} trials, "
                f"seen / minutes {_seen(took)}, within 3 minutes {within:.0%}"
            )
