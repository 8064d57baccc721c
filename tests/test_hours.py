import re
from datetime import UTC, date, datetime

import pytest

from bot.domain.calendars import Calendar
from knowledge.hours import State
from knowledge.hours_text import opening_hours
from knowledge.next_open import line_of, next_open
from tests.knowledge_base import library

# Texts of the tables that do not say when the line is answered.
UNREADABLE = {
    None,
    "以语音提示为准",
    "以语音提示为准（页面说法不一）",
    "9:00–23:00（旧页面），以语音提示为准",
    "各地不同",
    "各地不少于 18 小时/天",
    "网上随时；电话时间各地不同",
}


def texts_of_the_tables():
    for channel in library().all_channels.values():
        yield channel.hours
    for provider in library().providers.values():
        yield provider.hotline_hours


def shanghai(text):
    """A moment of 2026 on the clock of Shanghai, as UTC."""
    local = datetime.fromisoformat(f"2026-{text}:00+08:00")
    return local.astimezone(UTC)


def test_every_text_of_the_tables_is_read_or_listed_as_unreadable():
    unread = {
        words.zh if words else None
        for words in texts_of_the_tables()
        if not opening_hours(words.zh if words else None).known
    }
    assert unread == UNREADABLE


def test_both_languages_name_the_same_times():
    clock = re.compile(r"\d{1,2}:\d{2}")
    for words in texts_of_the_tables():
        if words:
            assert clock.findall(words.zh) == clock.findall(words.en), words


@pytest.mark.parametrize(
    ("text", "at", "state"),
    [
        # 22 November 2026 is a Sunday.
        ("24 小时", "11-22T03:00", State.OPEN),
        ("多数城市 24 小时", "11-22T03:00", State.OPEN),
        ("24 小时；人工 7:00–24:00（页面说明）", "11-22T03:00", State.OPEN),
        ("在线", "11-22T03:00", State.OPEN),
        ("8:00–20:00", "11-22T19:59", State.OPEN),
        ("8:00–20:00", "11-22T20:00", State.CLOSED),
        ("8:00–20:00", "11-22T07:59", State.CLOSED),
        ("每天 8:00–24:00", "11-22T23:59", State.OPEN),
        ("每天 8:00–24:00", "11-22T00:30", State.CLOSED),
        ("周一至周五 9:00–17:00", "11-20T16:59", State.OPEN),
        ("周一至周五 9:00–17:00", "11-21T12:00", State.CLOSED),
        ("周一至周五 8:00–18:00；周六 9:00–13:00", "11-21T12:00", State.OPEN),
        ("周一至周五 8:00–18:00；周六 9:00–13:00", "11-21T13:00", State.CLOSED),
        ("周一至周五 8:00–18:00；周六 9:00–13:00", "11-22T12:00", State.CLOSED),
        ("周一至周五 9:00–11:30、13:00–16:30；网上 24 小时", "11-20T12:00", State.CLOSED),
        ("周一至周五 9:00–11:30、13:00–16:30；网上 24 小时", "11-20T13:00", State.OPEN),
        ("周一至周四 9:00–13:00、14:30–17:45；周五至 17:30", "11-19T17:40", State.OPEN),
        ("周一至周四 9:00–13:00、14:30–17:45；周五至 17:30", "11-20T17:40", State.CLOSED),
        ("周一至周四 9:00–13:00、14:30–17:45；周五至 17:30", "11-20T09:30", State.OPEN),
        ("电话周一至周五 8:00–20:00；网上 24 小时", "11-22T12:00", State.CLOSED),
        ("平日 10:00–17:00", "11-20T10:00", State.OPEN),
        ("工作日", "11-22T12:00", State.CLOSED),
        ("工作日", "11-20T12:00", State.OPEN),
        ("工作日", "11-20T18:00", State.UNKNOWN),
        ("工作日", "11-20T03:00", State.CLOSED),
        ("办公时间", "10-02T12:00", State.CLOSED),
        ("工作日", "10-10T12:00", State.OPEN),
        ("周一至周五 9:00–17:00", "10-02T12:00", State.CLOSED),
        ("8:00–20:00", "10-02T12:00", State.OPEN),
        ("周一至周五 9:00–20:00 ET（页面称）", "11-20T22:30", State.OPEN),
        ("周一至周五 9:00–20:00 ET（页面称）", "11-20T12:00", State.CLOSED),
        ("各地不同", "11-20T12:00", State.UNKNOWN),
        (None, "11-20T12:00", State.UNKNOWN),
    ],
)
def test_a_line_is_open_closed_or_not_known(text, at, state):
    days = library().calendar("CN")
    hours = opening_hours(text)
    assert hours.state(shanghai(at), "Asia/Shanghai", days) is state
    assert hours.is_open(shanghai(at), "Asia/Shanghai", days) is (state is State.OPEN)


@pytest.mark.parametrize(
    ("text", "at", "opens"),
    [
        ("8:00–20:00", "11-22T21:00", "11-23T08:00"),
        ("8:00–20:00", "11-22T07:00", "11-22T08:00"),
        ("周一至周五 9:00–17:30", "11-20T18:00", "11-23T09:00"),
        ("周一至周五 9:00–11:30、13:00–16:30；网上 24 小时", "11-20T12:00", "11-20T13:00"),
        ("工作日", "09-30T21:00", "10-08T09:00"),
        ("24 小时", "11-22T03:00", "11-22T03:00"),
    ],
)
def test_a_closed_line_opens_next(text, at, opens):
    days = library().calendar("CN")
    assert opening_hours(text).next_opening(shanghai(at), "Asia/Shanghai", days) == shanghai(opens)


def test_nobody_knows_when_an_unreadable_line_opens():
    assert opening_hours("各地不同").next_opening(shanghai("11-22T03:00"), "Asia/Shanghai") is None


def test_a_text_about_the_web_says_that_it_can_be_used_at_any_time():
    assert opening_hours("电话周一至周五 8:00–20:00；网上 24 小时").online
    assert opening_hours("网上随时；电话时间各地不同").online
    assert not opening_hours("24 小时").online


def test_of_closed_lines_the_one_that_opens_first_is_named():
    lines = [library().all_channels[name] for name in ("cn-12386", "hk-consumer-council")]
    sunday_night = shanghai("11-22T23:00")
    found = next_open(library(), lines, sunday_night)
    assert (found.channel.id, found.opens_at) == ("cn-12386", shanghai("11-23T09:00"))


def test_an_open_line_goes_before_closed_ones():
    lines = [library().all_channels[name] for name in ("cn-12363", "cn-12315", "cn-110")]
    assert next_open(library(), lines, shanghai("11-22T23:00")).channel.id == "cn-110"


def test_a_line_of_which_nothing_is_known_goes_before_closed_ones():
    lines = [library().all_channels[name] for name in ("cn-12363", "cn-12315")]
    found = next_open(library(), lines, shanghai("11-22T23:00"))
    assert (found.channel.id, found.state) == ("cn-12315", State.UNKNOWN)


def test_no_lines_no_answer():
    assert next_open(library(), [], shanghai("11-22T23:00")) is None


def test_a_line_is_read_on_the_clock_of_its_region():
    fca = library().all_channels["uk-fca"]
    assert line_of(library(), fca, datetime(2026, 11, 23, 17, 59, tzinfo=UTC)).state is State.OPEN
    assert line_of(library(), fca, datetime(2026, 11, 23, 18, 0, tzinfo=UTC)).state is State.CLOSED


def test_a_customers_zone_decides_where_a_region_has_several():
    afca = library().all_channels["au-afca"]
    at = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # Monday: 09:30 in Sydney, 06:30 in Perth
    assert line_of(library(), afca, at, "Australia/Sydney").state is State.OPEN
    assert line_of(library(), afca, at, "Australia/Perth").state is State.CLOSED


def test_a_customer_abroad_does_not_move_the_clock_of_a_region():
    fca = library().all_channels["uk-fca"]
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai
    assert line_of(library(), fca, at, "Asia/Shanghai").state is State.OPEN


def test_working_days_run_into_the_next_year():
    assert Calendar().after_workdays(date(2026, 12, 31), 1) == date(2027, 1, 1)
