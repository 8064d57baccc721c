"""When reports speak of an incident, and when they do not."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.improbable import chance_of_so_many
from bot.domain.incidents import (
    TOLD_WINDOW,
    WINDOWS,
    Level,
    Mood,
    Others,
    Standing,
    is_calm,
    is_loud,
    mood,
    next_standing,
    others_of,
    stands_out,
)
from bot.domain.report_counts import Count
from bot.domain.usual_levels import Age, Learnt, Usual, hour_of_week, usual_level

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUARTER = TOLD_WINDOW


def level(people: int, usual: float, shape: float = 10, length: timedelta = QUARTER) -> Level:
    """So many known people where so many are usual."""
    return Level(length, Count(people), Usual(usual * (timedelta(hours=1) / length), shape))


def summed(count: int, mean: float, shape: float) -> float:
    """The same chance, added up term by term."""
    terms = [
        math.lgamma(each + shape)
        - math.lgamma(shape)
        - math.lgamma(each + 1)
        + shape * math.log(shape / (mean + shape))
        + each * math.log(mean / (mean + shape))
        for each in range(count)
    ]
    return 1 - math.fsum(math.exp(term) for term in terms)


@given(
    count=st.integers(1, 300),
    mean=st.floats(0.01, 200),
    shape=st.sampled_from([0.1, 1.0, 3.0, 10.0]),
)
def test_the_chance_is_that_of_the_negative_binomial(count, mean, shape):
    assert chance_of_so_many(count, mean, shape) == pytest.approx(
        summed(count, mean, shape), rel=1e-5, abs=1e-9
    )


@given(count=st.integers(1, 10**6), mean=st.floats(1e-6, 1e6), shape=st.floats(1e-3, 1e6))
def test_more_people_are_never_likelier(count, mean, shape):
    chance = chance_of_so_many(count, mean, shape)
    assert 0 <= chance_of_so_many(count + 1, mean, shape) <= chance + 1e-9
    assert chance <= 1 + 1e-9


def test_a_chance_far_out_keeps_its_size():
    # Poisson: a large shape. 20 where 2 are usual, from tables of the distribution.
    assert chance_of_so_many(20, 2.0, 1e9) == pytest.approx(6.4e-14, rel=0.05)


@pytest.mark.parametrize(("mean", "shape"), [(0.0, 1.0), (1.0, 0.0), (-1.0, 1.0)])
def test_a_level_of_nothing_is_refused(mean, shape):
    with pytest.raises(ValueError, match="more than 0"):
        chance_of_so_many(3, mean, shape)


def test_four_known_people_are_the_least():
    assert not is_loud(Level(QUARTER, Count(3, 6), Usual(1e-6, 10)))
    assert is_loud(Level(QUARTER, Count(4, 2), Usual(1e-6, 10)))


def test_a_busy_provider_needs_the_smaller_chance():
    # The same chance, a little above one in a million, at a quiet and at a busy provider.
    quiet, busy = Usual(4.0, 1e6), Usual(400.0, 1e6)
    short = [
        Level(timedelta(hours=1) / (u.people_an_hour / 4), Count(17), u) for u in (quiet, busy)
    ]
    assert chance_of_so_many(17, 4.0, 1e6) == pytest.approx(1.3e-6, rel=0.2)
    assert [is_loud(each) for each in short] == [True, False]


@pytest.mark.parametrize(
    ("moment", "slot"),
    [
        pytest.param(datetime(2026, 3, 2, tzinfo=UTC), 0, id="Monday begins"),
        pytest.param(datetime(2026, 3, 8, 23, 59, tzinfo=UTC), 167, id="Sunday ends"),
        pytest.param(
            datetime(2026, 3, 3, 7, tzinfo=UTC).astimezone(), 31, id="the zone does not matter"
        ),
    ],
)
def test_the_hour_of_the_week(moment, slot):
    assert hour_of_week(moment) == slot


def taught(people: int, weeks: int) -> Learnt:
    """So many people at one hour in each of so many weeks."""
    found = Learnt()
    for _ in range(weeks):
        found = found.after_hour(people)
    return found


def test_nothing_learnt_believes_a_hundred_people():
    unknown = usual_level(Learnt(), Learnt(), Learnt())
    assert not is_loud(Level(QUARTER, Count(60), unknown))
    assert is_loud(Level(QUARTER, Count(300), unknown))


def test_a_night_teaches_nothing_about_an_hour_never_seen():
    night = Learnt(people=0, hours=6)
    assert usual_level(night, Learnt(), Learnt()) == usual_level(Learnt(), Learnt(), Learnt())


def test_hours_without_a_report_make_six_people_loud():
    silent = Learnt(hours=100)
    usual = usual_level(silent, Learnt(hours=20), taught(0, 5))
    assert is_loud(Level(QUARTER, Count(6), usual))
    assert not is_loud(Level(QUARTER, Count(5), usual))


@pytest.mark.parametrize("people", [1, 8, 50])
def test_the_usual_level_is_learnt_within_weeks(people):
    hour = taught(people, 8)
    usual = usual_level(hour + taught(0, 20), hour, hour)
    assert usual.people_an_hour == pytest.approx(people, rel=0.25)


def test_what_was_learnt_fades():
    once_busy = taught(50, 10)
    for _ in range(10):
        once_busy = once_busy.after_hour(5)
    usual = usual_level(once_busy, once_busy, once_busy)
    assert usual.people_an_hour == pytest.approx(5, rel=1.0)


@pytest.mark.parametrize(
    ("hours", "every", "daily", "own"),
    [
        pytest.param(0, 0, 0, 0, id="it has just come"),
        pytest.param(23, 24, 0, 0, id="no hour of the day came twice"),
        pytest.param(48, 50, 2, 0, id="two days"),
        pytest.param(168, 168, 7, 1, id="a week"),
        pytest.param(168 * 60, 840, 35, 5, id="as old as anything that is remembered"),
    ],
)
def test_a_provider_is_as_old_as_the_hours_that_it_was_there(hours, every, daily, own):
    age = Age(hours)
    found = (age.every_hour, age.this_hour_daily, age.this_hour)
    assert found == pytest.approx((every, daily, own), rel=0.15)


def test_hours_before_a_provider_came_say_nothing_of_it():
    silent = Learnt(hours=840)
    new = usual_level(silent, Learnt(hours=35), Learnt(hours=5), Age(0))
    assert new == usual_level(Learnt(), Learnt(), Learnt())
    assert not is_loud(Level(QUARTER, Count(60), new))


def test_a_sale_does_not_make_the_bot_deaf():
    weeks = taught(10, 8).after_hour(10_000)
    usual = usual_level(weeks, weeks, weeks)
    assert usual.people_an_hour < 20


def test_a_provider_that_grows_is_followed_within_weeks():
    weeks = taught(2, 4)
    for _ in range(6):
        weeks = weeks.after_hour(60)
    assert usual_level(weeks, weeks, weeks).people_an_hour > 20


def test_even_a_well_known_level_may_rise_by_half():
    hour = taught(400, 10)
    usual = usual_level(hour, hour, hour)
    assert not is_loud(Level(QUARTER, Count(200), usual))
    assert is_loud(Level(QUARTER, Count(2000), usual))


@pytest.mark.parametrize("length", WINDOWS)
def test_small_numbers_are_never_an_outage(length):
    assert not is_loud(level(5, 1e-6, length=length))


@given(new=st.integers(0, 10_000), usual=st.floats(1e-6, 100))
def test_new_accounts_alone_are_never_an_outage(new, usual):
    crowd = Level(QUARTER, Count(known=3, new=new), Usual(usual * 4, 10))
    assert not is_loud(crowd)


@pytest.mark.parametrize(
    ("loud", "others", "out"),
    [
        pytest.param(level(40, 2), Others(3, 3.0), True, id="only this one rose"),
        pytest.param(level(2000, 2), Others(3000, 3.0), False, id="all rose alike"),
        pytest.param(level(40_000, 2), Others(3000, 3.0), True, id="it rose far more than all"),
        pytest.param(level(40, 2), Others(), True, id="no other provider is known"),
        pytest.param(level(5000, 2), Others(3000, 3.0), False, id="unequal rises are no proof"),
    ],
)
def test_standing_out(loud, others, out):
    assert is_loud(loud)
    assert stands_out(loud, others) is out


def test_the_others_leave_out_those_that_fail_too():
    expected = dict.fromkeys("abcde", 1.0)
    counts = {"a": 50, "b": 40, "c": 2, "d": 1, "e": 0}
    assert others_of("a", counts, expected) == Others(people=3, expected=3.0)


def test_a_single_provider_has_no_others():
    assert others_of("a", {"a": 50}, {"a": 1.0}) == Others()


MOODS = {
    "usual": (level(2, 2), Others(3, 3.0), Mood.USUAL),
    "raised": (level(9, 2), Others(3, 3.0), Mood.RAISED),
    "everywhere": (level(2000, 2), Others(3000, 3.0), Mood.EVERYWHERE),
    "improbable": (level(40, 2), Others(3, 3.0), Mood.IMPROBABLE),
}


@pytest.mark.parametrize(("told", "others", "found"), MOODS.values(), ids=MOODS)
def test_the_mood(told, others, found):
    assert mood({QUARTER: told}, {QUARTER: others}) is found


def test_one_person_is_calm_however_rare():
    assert is_calm(level(1, 1e-6))
    assert not is_calm(level(2, 1e-6))


def test_an_incident_begins_and_ends_with_hysteresis():
    standing = Standing()
    heard = [
        (0, Mood.RAISED, False),
        (1, Mood.IMPROBABLE, True),
        (2, Mood.RAISED, True),
        (30, Mood.USUAL, True),
        (40, Mood.USUAL, True),
        (44, Mood.RAISED, True),
        (50, Mood.USUAL, True),
        (64, Mood.USUAL, True),
        (65, Mood.USUAL, False),
        (66, Mood.RAISED, False),
    ]
    for minute, now_is, stands in heard:
        standing = next_standing(standing, now_is, NOON + timedelta(minutes=minute))
        assert (standing.since is not None) is stands, minute


def test_an_incident_keeps_the_moment_at_which_it_began():
    began = next_standing(Standing(), Mood.IMPROBABLE, NOON)
    later = next_standing(began, Mood.IMPROBABLE, NOON + timedelta(minutes=9))
    assert later.since == NOON
