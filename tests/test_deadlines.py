from datetime import UTC, date, datetime

import pytest

from bot.domain.calendars import Calendar
from bot.domain.deadlines import Actor, DayType, Period, Rule, deadline, deadline_at
from knowledge.due import due
from tests.knowledge_base import library

NATIONAL_DAYS = Calendar(
    days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    worked=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    years=frozenset({2026}),
)
TODAY = date(2026, 11, 22)


def rule(limit, day_type=DayType.CALENDAR, longest=None):
    return Rule(
        id="rule",
        who=Actor.USER,
        limit=Period.of(limit) if limit else None,
        day_type=day_type,
        longest=Period.of(longest) if longest else None,
    )


@pytest.mark.parametrize(
    ("limit", "event_on", "due_on"),
    [
        pytest.param("P6M", date(2026, 11, 12), date(2027, 5, 12), id="six months keep the day"),
        pytest.param("P6M", date(2026, 8, 31), date(2027, 2, 28), id="short month: its last day"),
        pytest.param("P6M", date(2027, 8, 31), date(2028, 2, 29), id="leap year: the 29th"),
        pytest.param("P1Y", date(2028, 2, 29), date(2029, 2, 28), id="a year after 29 February"),
        pytest.param("P13M", date(2026, 12, 15), date(2028, 1, 15), id="months pass the year"),
        pytest.param("P120D", date(2026, 11, 21), date(2027, 3, 21), id="Visa's 120 days"),
        pytest.param("P8W", date(2026, 11, 22), date(2027, 1, 17), id="weeks"),
        pytest.param("PT24H", date(2026, 11, 22), date(2026, 11, 23), id="a day in hours"),
        pytest.param("PT12H", date(2026, 11, 22), date(2026, 11, 22), id="half a day: today"),
        pytest.param("PT90M", date(2026, 11, 22), date(2026, 11, 22), id="minutes: today"),
    ],
)
def test_a_calendar_period_ends_on(limit, event_on, due_on):
    assert deadline(rule(limit), event_on, Calendar()).due_on == due_on


@pytest.mark.parametrize(
    ("limit", "event_on", "due_on"),
    [
        pytest.param("P1D", date(2026, 9, 30), date(2026, 10, 8), id="holidays do not count"),
        pytest.param("P2D", date(2026, 9, 30), date(2026, 10, 9), id="the next day is the first"),
        pytest.param("P3D", date(2026, 9, 30), date(2026, 10, 10), id="a worked Saturday counts"),
        pytest.param("P1D", date(2026, 9, 18), date(2026, 9, 20), id="a worked Sunday counts"),
        pytest.param("P5D", date(2026, 11, 20), date(2026, 11, 27), id="weekends do not count"),
    ],
)
def test_a_business_period_ends_on(limit, event_on, due_on):
    assert deadline(rule(limit, DayType.BUSINESS), event_on, NATIONAL_DAYS).due_on == due_on


def test_another_weekend_moves_a_business_day():
    friday_and_saturday = Calendar(weekend=frozenset({4, 5}))
    thursday = date(2026, 11, 19)
    found = deadline(rule("P1D", DayType.BUSINESS), thursday, friday_and_saturday)
    assert found.due_on == date(2026, 11, 22)


def test_without_a_list_of_holidays_the_deadline_says_so():
    business = rule("P20D", DayType.BUSINESS)
    assert not deadline(business, date(2026, 12, 15), NATIONAL_DAYS).holidays_known
    assert deadline(business, date(2026, 11, 2), NATIONAL_DAYS).holidays_known


def test_calendar_days_do_not_depend_on_holidays():
    assert deadline(rule("P20D"), date(2026, 12, 15), Calendar()).holidays_known


def test_a_rule_without_a_period_has_no_date():
    assert deadline(rule(None), TODAY, Calendar()) is None


def test_a_period_that_may_be_stretched_has_a_latest_day():
    found = deadline(rule("P15D", longest="P60D"), date(2026, 11, 1), Calendar())
    assert (found.due_on, found.latest_on) == (date(2026, 11, 16), date(2026, 12, 31))


def test_a_period_in_hours_ends_at_a_moment():
    start = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
    assert deadline_at(rule("PT48H"), start) == datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    assert deadline_at(rule("P2D"), start) is None


@pytest.mark.parametrize("text", ["", "6M", "P", "P0D", "P1M15D", "PT1D", "P-1D", "p1d"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="write for example P15D"):
        Period.of(text)


@pytest.mark.parametrize(
    ("name", "event_on", "region", "due_on", "who", "hint"),
    [
        pytest.param(
            "visa-12-6", date(2026, 11, 21), "GB", date(2027, 3, 21), "user", False, id="Visa"
        ),
        pytest.param(
            "cn-freeze-6m", date(2026, 11, 12), "CN", date(2027, 5, 12), "police", False,
            id="the police act, six months",
        ),
        pytest.param(
            "cn-12315-accept", date(2026, 9, 30), "CN", date(2026, 10, 15), "regulator", True,
            id="seven working days after National Day, the rule is new",
        ),
        pytest.param(
            "cn-pboc-15d", date(2026, 11, 22), "CN", date(2026, 12, 7), "provider", True,
            id="unverified: with the hint",
        ),
    ],
)  # fmt: skip
def test_deadlines_of_the_table(name, event_on, region, due_on, who, hint):
    found = due(library(), library().deadline_rules[name], event_on, region, TODAY)
    assert (found.due_on, found.who, found.hint) == (due_on, who, hint)
    assert (found.rule, found.counted_from) == (name, event_on)


def test_every_rule_with_a_period_can_be_reckoned():
    for record in library().deadline_rules.values():
        found = due(library(), record, TODAY, "CN", TODAY)
        assert (found is None) == (record.limit is None)
        assert found is None or found.due_on >= TODAY


def test_a_rule_that_was_not_checked_for_a_year_gets_the_hint():
    visa = library().deadline_rules["visa-12-6"]
    assert not due(library(), visa, TODAY, "GB", date(2027, 11, 22)).hint
    assert due(library(), visa, TODAY, "GB", date(2027, 11, 23)).hint
