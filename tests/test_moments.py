"""Times as customers write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moments import Precision, read_moment, read_moments

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=ZONE)  # a Sunday


@pytest.mark.parametrize(
    ("answer", "expected", "precision"),
    [
        ("昨晚八点", "2026-11-21 20:00", "hour"),
        ("昨晚十二点", "2026-11-22 00:00", "hour"),
        ("昨晚两点", "2026-11-22 02:00", "hour"),
        ("昨晚 9 点半", "2026-11-21 21:30", "minute"),
        ("前天中午", "2026-11-20 12:00", "part"),
        ("大前天晚上九点17分", "2026-11-19 21:17", "minute"),
        ("今天上午9点40", "2026-11-22 09:40", "minute"),
        ("今天早上七点半", "2026-11-22 07:30", "minute"),
        ("下午三点一刻", "2026-11-21 15:15", "minute"),
        ("凌晨两点", "2026-11-22 02:00", "hour"),
        ("今早", "2026-11-22 06:00", "part"),
        ("昨天21：14", "2026-11-21 21:14", "minute"),
        ("上周五", "2026-11-13 00:00", "day"),
        ("上上周一", "2026-11-02 00:00", "day"),
        ("周五", "2026-11-20 00:00", "day"),
        ("禮拜三", "2026-11-18 00:00", "day"),
        ("11月12号", "2026-11-12 00:00", "day"),
        ("十一月十二日", "2026-11-12 00:00", "day"),
        ("12号", "2026-11-12 00:00", "day"),
        ("25号", "2026-10-25 00:00", "day"),
        ("12月1号", "2025-12-01 00:00", "day"),
        ("去年12月1日", "2025-12-01 00:00", "day"),
        ("上个月3号", "2026-10-03 00:00", "day"),
        ("上个月", "2026-10-01 00:00", "month"),
        ("双11那天", "2026-11-11 00:00", "day"),
        ("三天前", "2026-11-19 00:00", "day"),
        ("两周前", "2026-11-08 00:00", "week"),
        ("半小时前", "2026-11-22 14:00", "about"),
        ("一个半小时前", "2026-11-22 13:00", "hour"),
        ("刚才", "2026-11-22 14:30", "about"),
        ("尋日下晝三點", "2026-11-21 15:00", "hour"),
        ("琴晚九點", "2026-11-21 21:00", "hour"),
        ("2026-11-20 09:41", "2026-11-20 09:41", "minute"),
        ("2026年11月3日 21:14", "2026-11-03 21:14", "minute"),
        ("20/11", "2026-11-20 00:00", "day"),
        ("yesterday 8pm", "2026-11-21 20:00", "hour"),
        ("yesterday, 9:30 pm", "2026-11-21 21:30", "minute"),
        ("8:05 this morning", "2026-11-22 08:05", "minute"),
        ("half past eight last night", "2026-11-21 20:30", "minute"),
        ("last night 2am", "2026-11-22 02:00", "hour"),
        ("day before yesterday around noon", "2026-11-20 12:00", "part"),
        ("last friday", "2026-11-20 00:00", "day"),
        ("Friday, 20 November", "2026-11-20 00:00", "day"),
        ("14 nov", "2026-11-14 00:00", "day"),
        ("November 12th, 2025", "2025-11-12 00:00", "day"),
        ("the 12th", "2026-11-12 00:00", "day"),
        ("2am", "2026-11-22 02:00", "hour"),
        ("9pm", "2026-11-21 21:00", "hour"),
        ("an hour ago", "2026-11-22 13:30", "hour"),
        ("two days ago", "2026-11-20 00:00", "day"),
    ],
)
def test_an_answer_to_when_is_read(answer, expected, precision):
    moment = read_moment(answer, now=NOW, zone=ZONE)
    assert moment
    assert moment.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") == expected
    assert moment.precision == precision


@pytest.mark.parametrize(
    "answer", ["明天", "下周一", "next friday", "05/06", "13月40号", "不记得了", "89元", ""]
)
def test_what_is_no_past_time_is_not_guessed(answer):
    assert read_moment(answer, now=NOW, zone=ZONE) is None


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("我前天买的，昨晚八点发现多扣", ["前天", "昨晚八点"]),
        ("25号还要扣我599", []),
        ("每周五自动扣款", []),
        ("早上买咖啡扣了我两次", []),
        ("klarna takes it again next friday", []),
        ("filed on 14 November", ["14 November"]),
        ("1号店买的，付了12.5", []),
    ],
)
def test_a_message_gives_only_stated_past_days(text, pieces):
    found = read_moments(text, now=NOW, zone=ZONE)
    assert [text[one.start : one.end] for one in found] == pieces


def test_the_day_is_that_of_the_customers_zone():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    tokyo = read_moment("今天", now=late, zone=ZoneInfo("Asia/Tokyo"))
    assert tokyo
    assert tokyo.at == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert tokyo.at.tzinfo is UTC


@given(st.text(max_size=120))
def test_no_text_fails_or_lies_in_the_future(text):
    answer = read_moment(text, now=NOW, zone=ZONE)
    assert answer is None or answer.at <= NOW
    assert all(one.moment.at <= NOW for one in read_moments(text, now=NOW, zone=ZONE))


_PIECES = [
    *[
        "昨",
        "晚",
        "上周",
        "五",
        "12",
        "号",
        "月",
        "点",
        "半",
        ":",
        "30",
        " ",
        "last ",
        "night",
        "am",
    ],
    *["前天", "去年", "ago", "3 ", "days ", "31", "nov ", "the ", "th", "/"],
]


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
def test_no_mixture_of_time_words_fails(text):
    answer = read_moment(text, now=NOW, zone=ZONE)
    assert answer is None or Precision(answer.precision)
    assert answer is None or answer.at <= NOW
