"""Amounts and moments as people of each language read them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.languages import Language, language_of_app
from bot.domain.moments import Moment, Precision
from bot.domain.money import Money
from bot.domain.regions import REGIONS, region_of, zone_of
from bot.texts.wording import (
    CITIES_ZH,
    Voice,
    amount_text,
    clock_text,
    day_text,
    due_text,
    moment_text,
    utc,
    weekday_text,
)

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ZH = Voice(Language.SIMPLIFIED, "CN", ZoneInfo("Asia/Shanghai"), NOW)
TW = Voice(Language.TRADITIONAL, "TW", ZoneInfo("Asia/Taipei"), NOW)
EN = Voice(Language.ENGLISH, "GB", ZoneInfo("Europe/London"), NOW)


@pytest.mark.parametrize(
    ("minor", "currency", "chinese", "english"),
    [
        (195_800, "CNY", "1,958.00 元", "CNY 1,958.00"),
        (3_000_000, "HKD", "30,000.00 港元", "HKD 30,000.00"),
        (18_690, "GBP", "186.90 英镑", "£186.90"),
        (145_000, "USD", "1,450.00 美元", "$1,450.00"),
        (5, "EUR", "0.05 欧元", "€0.05"),
        (0, "EUR", "0.00 欧元", "€0.00"),
        (431_200, "USDT", "4,312 USDT", "4,312 USDT"),
        (431_250, "USDT", "4,312.50 USDT", "4,312.50 USDT"),
        (1_500, "JPY", "1,500 日元", "JPY 1,500"),
        (50_000, "KRW", "50,000 韩元", "₩50,000"),
        (12_345, "KWD", "12.345 KWD", "KWD 12.345"),
        (1_000, "TWD", "10.00 元新台币", "TWD 10.00"),
    ],
)
def test_an_amount(minor, currency, chinese, english):
    money = Money(minor=minor, currency=currency)
    assert (amount_text(money, ZH), amount_text(money, EN)) == (chinese, english)


def test_taiwan_calls_its_money_by_its_short_name():
    assert amount_text(Money(minor=1_000, currency="TWD"), TW) == "10.00 元"
    assert amount_text(Money(minor=1_000, currency="CNY"), TW) == "10.00 元"


# 13:40 UTC is 21:40 in Shanghai and 13:40 in London, in November.
@pytest.mark.parametrize(
    ("precision", "chinese", "english"),
    [
        (Precision.MINUTE, "11 月 21 日 21:40", "21 November, 13:40"),
        (Precision.ABOUT, "11 月 21 日 21:40", "21 November, 13:40"),
        (Precision.HOUR, "11 月 21 日 21 点左右", "21 November, about 13:00"),
        (Precision.PART, "11 月 21 日晚上", "21 November, in the afternoon"),
        (Precision.DAY, "11 月 21 日", "Saturday, 21 November"),
        (Precision.WEEK, "11 月 21 日那周", "the week of 21 November"),
        (Precision.MONTH, "11 月", "November"),
    ],
)
def test_a_moment_is_told_no_more_exactly_than_it_was_said(precision, chinese, english):
    moment = Moment(at=datetime(2026, 11, 21, 13, 40, tzinfo=UTC), precision=precision)
    assert (moment_text(moment, ZH), moment_text(moment, EN)) == (chinese, english)


@pytest.mark.parametrize(
    ("hour", "chinese", "english"),
    [
        (0, "凌晨", "in the night"),
        (4, "凌晨", "in the night"),
        (5, "早上", "in the morning"),
        (10, "上午", "in the morning"),
        (12, "中午", "around noon"),
        (17, "下午", "in the afternoon"),
        (18, "晚上", "in the evening"),
        (23, "晚上", "in the evening"),
    ],
)
def test_the_parts_of_a_day(hour, chinese, english):
    for voice, part in ((ZH, chinese), (EN, english)):
        at = datetime(2026, 11, 21, hour, tzinfo=voice.zone)
        assert moment_text(Moment(at=at, precision=Precision.PART), voice).endswith(part)


def test_every_precision_has_words():
    for precision in Precision:
        assert moment_text(Moment(at=NOW, precision=precision), EN)


def test_a_day_of_another_year_is_told_with_its_year():
    last = datetime(2025, 12, 31, 12, tzinfo=UTC)
    assert (day_text(last, ZH), day_text(last, EN)) == ("2025 年 12 月 31 日", "31 December 2025")


def test_the_year_is_that_of_the_readers_clock():
    # In Shanghai the new year has begun.
    voice = Voice(Language.SIMPLIFIED, "CN", ZoneInfo("Asia/Shanghai"), NOW.replace(year=2027))
    assert day_text(datetime(2026, 12, 31, 20, tzinfo=UTC), voice) == "1 月 1 日"


def test_days_clocks_and_weekdays_are_those_of_the_reader():
    late = datetime(2026, 11, 21, 20, 5, tzinfo=UTC)
    assert (day_text(late, ZH), clock_text(late, ZH)) == ("11 月 22 日", "04:05")
    assert (weekday_text(late, ZH), weekday_text(late, EN)) == (
        "11 月 22 日",
        "Saturday, 21 November",
    )


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        pytest.param(ZH, "11 月 23 日 09:00", id="one clock in the whole country"),
        pytest.param(TW, "11 月 23 日 09:00（台北時間）", id="elsewhere its name"),
        pytest.param(Voice(Language.SIMPLIFIED, "NG", ZoneInfo("Africa/Lagos"), NOW),
                     "11 月 23 日 02:00（拉各斯时间）", id="a city with a Chinese name"),
        pytest.param(Voice(Language.SIMPLIFIED, "", ZoneInfo("Africa/Porto-Novo"), NOW),
                     "11 月 23 日 02:00（Porto-Novo 时间）", id="a clock without a Chinese name"),
        pytest.param(EN, "Monday, 23 November 01:00 London time", id="in English"),
        pytest.param(Voice(Language.ENGLISH, "CN", ZoneInfo("Asia/Shanghai"), NOW),
                     "Monday, 23 November 09:00 Beijing time", id="Shanghai is called Beijing"),
        pytest.param(Voice(Language.ENGLISH, "US", ZoneInfo("America/New_York"), NOW),
                     "Sunday, 22 November 20:00 New York time", id="two words"),
        pytest.param(Voice(Language.ENGLISH, "", ZoneInfo("UTC"), NOW),
                     "Monday, 23 November 01:00 UTC", id="the region is not known"),
    ],
)  # fmt: skip
def test_until_when_says_whose_clock(voice, text):
    assert due_text(datetime(2026, 11, 23, 1, tzinfo=UTC), voice) == text


def test_utc_is_the_same_moment():
    local = datetime(2026, 11, 22, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert (utc(local), utc(local).tzinfo) == (local, UTC)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (None, Language.ENGLISH), ("", Language.ENGLISH), ("de", Language.ENGLISH),
        ("zh", Language.SIMPLIFIED), ("zh-hans", Language.SIMPLIFIED),
        ("zh-CN", Language.SIMPLIFIED), ("zh-SG", Language.SIMPLIFIED),
        ("zh-Hant", Language.TRADITIONAL), ("zh-TW", Language.TRADITIONAL),
        ("zh-hant-hk", Language.TRADITIONAL), ("zh-MO", Language.TRADITIONAL),
        ("yue", Language.TRADITIONAL), ("en-HK", Language.ENGLISH),
    ],
)  # fmt: skip
def test_the_language_of_an_app(code, language):
    assert language_of_app(code) is language


@pytest.mark.parametrize(
    ("code", "region"),
    [("cn", "CN"), ("GB", "GB"), ("de", "EU"), ("IE", "EU"), ("EU", "EU"), ("XX", ""), ("", "")],
)
def test_the_region_that_serves_a_country(code, region):
    assert region_of(code) == region


def test_every_region_has_a_clock_and_a_currency():
    for code, region in REGIONS.items():
        assert region.code == code
        assert [ZoneInfo(zone).key for zone in region.zones] == list(region.zones)
        assert len(region.currency) == 3
    assert zone_of("CN").key == "Asia/Shanghai"
    assert zone_of("").key == "UTC"


def test_every_clock_of_a_region_has_a_chinese_name():
    zones = {zone for region in REGIONS.values() for zone in region.zones}
    assert zones - set(CITIES_ZH) == set()


def test_amounts_and_hours_are_written_in_the_readers_script():
    at = Moment(at=datetime(2026, 11, 21, 12, tzinfo=UTC), precision=Precision.HOUR)
    assert amount_text(Money(minor=100, currency="EUR"), TW) == "1.00 歐元"
    assert moment_text(at, TW) == "11 月 21 日 20 點左右"
