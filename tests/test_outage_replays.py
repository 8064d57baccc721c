"""Days of invented reports, replayed: what is seen, how soon, and what is no outage."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.outages_watch import Watch
from benchmarks.outages_world import DAY, WEEK, drawn, usual_rates
from bot.domain.usual_levels import Learnt

LEVELS = [0.1, 0.5, 2.0, 2.0, 8.0, 8.0]


@pytest.fixture(scope="module")
def watch() -> Watch:
    """Three quiet weeks, the first with nothing learnt."""
    chance = np.random.default_rng(3)
    found = Watch(len(LEVELS))
    for week in range(3):
        quiet = drawn(usual_rates(LEVELS, 7, week * WEEK, chance), chance)
        assert found.replay(quiet, week * WEEK) == []
    return found


def stretch(seed: int, minutes: int = 240) -> tuple[int, np.ndarray, np.random.Generator]:
    """A part of the day after the weeks: its first minute, the rates, and chance."""
    chance = np.random.default_rng(seed)
    day = 3 * WEEK
    return day + 120, usual_rates(LEVELS, 1, day, chance)[:, 120 : 120 + minutes], chance


@pytest.mark.parametrize("seed", range(3))
def test_a_failure_is_seen_within_minutes(watch, seed):
    start, rates, chance = stretch(seed)
    rates[4, 60:] *= 20
    alarms = watch.replay(drawn(rates, chance), start, learns=False)
    assert [each.provider for each in alarms] == [4]
    assert 0 <= alarms[0].began - start - 60 < 5


def test_a_failure_that_ends_is_over_within_the_hour(watch):
    start, rates, chance = stretch(9)
    rates[4, 60:120] *= 20
    (alarm,) = watch.replay(drawn(rates, chance), start, learns=False)
    assert alarm.ended is not None
    assert 120 < alarm.ended - start < 180


def test_a_morning_of_sales_is_no_outage(watch):
    start, rates, chance = stretch(5)
    rates[:, 60:] *= 1000
    assert watch.replay(drawn(rates, chance), start, learns=False) == []


def test_a_failure_on_a_morning_of_sales_is_seen(watch):
    start, rates, chance = stretch(6)
    rates[:, 60:] *= 100
    rates[4, 120:] *= 20
    alarms = watch.replay(drawn(rates, chance), start, learns=False)
    assert [each.provider for each in alarms] == [4]
    assert alarms[0].began - start >= 120


@pytest.mark.parametrize("within", [1, 15, 100])
def test_one_person_with_two_hundred_accounts_makes_no_outage(watch, within):
    start, rates, chance = stretch(within)
    reports = drawn(rates, chance)
    for provider in range(len(LEVELS)):
        np.add.at(reports.new, (provider, 60 + chance.integers(0, within, 200)), 1)
    assert watch.replay(reports, start, learns=False) == []


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_quiet_day_has_no_outage(watch, seed):
    chance = np.random.default_rng(seed)
    quiet = drawn(usual_rates(LEVELS[:4], 1, 3 * WEEK, chance), chance)
    few = Watch(4, learnt=watch.learnt[:4], every=watch.every[:4])
    # One false alarm in a hundred provider-months would be chance; ten days of four are not.
    assert len(few.replay(quiet, 3 * WEEK, learns=False)) == 0
    assert quiet.known.shape[1] == DAY


def test_a_provider_that_comes_later_is_no_outage_and_its_failure_is_seen(watch):
    chance = np.random.default_rng(11)
    old = [each[:] for each in watch.learnt]
    grown = Watch(len(LEVELS), learnt=old, every=watch.every[:], came={5: 3 * 168})
    silent = [Learnt(0.0, each.hours) for each in old[4]]
    grown.learnt[5], grown.every[5] = silent, sum(silent, Learnt())
    week = drawn(usual_rates(LEVELS, 7, 3 * WEEK, chance), chance)
    assert grown.replay(week, 3 * WEEK) == []
    start, rates, chance = stretch(12)
    rates[5, 60:] *= 20
    alarms = grown.replay(drawn(rates, chance), start + WEEK, learns=False)
    assert [each.provider for each in alarms] == [5]
