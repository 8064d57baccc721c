"""Reminders of deadlines: which moments, which day, what is left out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.casework import ClaimDeadline
from bot.domain.reminders import due_now, end_of_day, is_over, next_reminder

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")
FAR = datetime(2020, 1, 1, tzinfo=UTC)


def deadline(due_on, actor="user", at=None, done=False, rule="a"):
    return ClaimDeadline(
        rule, actor, date(2026, 11, 1), due_on, hint=False, due_at=at, is_done=done
    )


def here(*when, zone=SHANGHAI):
    return datetime(*when, tzinfo=zone)


DUE = deadline(date(2026, 12, 20))


def every_moment(given, zone=SHANGHAI):
    found, after = [], FAR
    while at := next_reminder([given], after, zone):
        found.append(at)
        after = at
    return found


@pytest.mark.parametrize(
    ("given", "moments"),
    [
        pytest.param(
            DUE,
            [here(2026, 12, 13, 10), here(2026, 12, 18, 10), here(2026, 12, 20, 10)],
            id="7, 2 and 0 days before, at ten",
        ),
        pytest.param(
            deadline(date(2026, 12, 20), at=here(2026, 12, 20, 15)),
            [here(2026, 12, 13, 10), here(2026, 12, 18, 10), here(2026, 12, 20, 10)],
            id="a clock time in the afternoon leaves the morning",
        ),
        pytest.param(
            deadline(date(2026, 12, 20), at=here(2026, 12, 20, 10, 30)),
            [here(2026, 12, 13, 10), here(2026, 12, 18, 10), here(2026, 12, 19, 19)],
            id="less than an hour left at ten: the evening before",
        ),
        pytest.param(
            deadline(date(2026, 12, 20), at=here(2026, 12, 20, 3)),
            [here(2026, 12, 13, 10), here(2026, 12, 18, 10), here(2026, 12, 19, 19)],
            id="over in the night: the evening before",
        ),
        pytest.param(deadline(date(2026, 12, 20), actor="police"), [], id="others' own"),
        pytest.param(deadline(date(2026, 12, 20), done=True), [], id="what is done"),
    ],
)
def test_a_deadline_is_reminded_of_at(given, moments):
    assert every_moment(given) == moments


def test_the_hour_is_that_of_the_customers_clock_on_both_sides_of_a_time_change():
    # London goes to summer time on 28 March 2027.
    found = every_moment(deadline(date(2027, 3, 29)), LONDON)
    assert [at.astimezone(UTC).hour for at in found] == [10, 10, 9]


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        pytest.param(here(2026, 12, 18, 10), True, id="on time"),
        pytest.param(here(2026, 12, 18, 20, 59), True, id="late on the same day"),
        pytest.param(here(2026, 12, 18, 21), False, id="late, but night has come"),
        pytest.param(here(2026, 12, 18, 9, 59), False, id="not due yet"),
        pytest.param(here(2026, 12, 19, 10), False, id="a day late"),
        pytest.param(here(2026, 12, 16, 10), False, id="days after the first one"),
        pytest.param(here(2026, 12, 20, 10), True, id="on the last day"),
        pytest.param(here(2026, 12, 21, 10), False, id="after it"),
    ],
)
def test_what_is_sent_when_the_timer_goes_off(now, is_due):
    assert due_now([DUE], now, SHANGHAI) == ((DUE,) if is_due else ())


def test_a_clock_time_that_has_passed_is_not_reminded_of():
    given = deadline(date(2026, 12, 20), at=here(2026, 12, 20, 15))
    assert due_now([given], here(2026, 12, 20, 14, 59), SHANGHAI) == (given,)
    assert due_now([given], here(2026, 12, 20, 15), SHANGHAI) == ()


def test_all_of_a_day_come_together_and_none_of_another():
    morning = deadline(date(2026, 12, 20), rule="morning")
    evening = deadline(date(2026, 12, 21), at=here(2026, 12, 21, 8), rule="evening")
    other = deadline(date(2026, 12, 29), rule="other")
    ten = here(2026, 12, 20, 10)
    assert due_now([morning, evening, other], ten, SHANGHAI) == (morning, evening)
    following = next_reminder([morning, evening, other], end_of_day(ten, SHANGHAI), SHANGHAI)
    assert following == here(2026, 12, 22, 10)


def test_whoever_moved_west_is_not_woken():
    ten_in_shanghai = here(2026, 12, 18, 10)
    assert due_now([DUE], ten_in_shanghai, LONDON) == ()
    assert next_reminder([DUE], ten_in_shanghai, LONDON) == here(2026, 12, 18, 10, zone=LONDON)


@pytest.mark.parametrize(
    ("given", "now", "over"),
    [
        pytest.param(DUE, here(2026, 12, 20, 23, 59), False, id="the last minute of the day"),
        pytest.param(DUE, here(2026, 12, 21), True, id="the next day"),
        pytest.param(
            deadline(date(2026, 12, 20), at=here(2026, 12, 20, 15)), here(2026, 12, 20, 15), True,
            id="at its clock time",
        ),
    ],
)  # fmt: skip
def test_a_deadline_is_over(given, now, over):
    assert is_over(given, now, SHANGHAI) is over


def test_the_end_of_a_day_is_on_the_customers_clock():
    end = end_of_day(datetime(2026, 12, 18, 2, tzinfo=UTC), SHANGHAI)
    assert end + timedelta(microseconds=1) == here(2026, 12, 19)
