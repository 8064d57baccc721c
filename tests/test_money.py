"""Amounts as customers write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.currencies import minor_digits
from bot.domain.money import Money, read_amount, read_amounts


@pytest.mark.parametrize(
    ("answer", "minor", "currency"),
    [
        ("89", 8900, "CNY"),
        ("89.5", 8950, "CNY"),
        ("89 元", 8900, "CNY"),
        ("三百二十块五", 32050, "CNY"),
        ("四十二塊六", 4260, "CNY"),
        ("3块2毛5", 325, "CNY"),
        ("两块五毛钱", 250, "CNY"),
        ("一块半", 150, "CNY"),
        ("八毛五", 85, "CNY"),
        ("1.2万", 1_200_000, "CNY"),
        ("6万8", 6_800_000, "CNY"),
        ("一万二", 1_200_000, "CNY"),
        ("三点五万", 3_500_000, "CNY"),
        ("两千", 200_000, "CNY"),
        ("一千零五十", 105_000, "CNY"),
        ("壹佰元", 10_000, "CNY"),
        ("30k", 3_000_000, "CNY"),
        ("1.5w", 1_500_000, "CNY"),
        ("６６", 6600, "CNY"),
        ("-89.00", 8900, "CNY"),
        ("8.90 GBP", 890, "GBP"),
        ("£8.90", 890, "GBP"),
        ("fifty quid", 5000, "GBP"),
        ("two hundred and fifty pounds", 25_000, "GBP"),
        ("HK$1,200", 120_000, "HKD"),
        ("三萬蚊", 3_000_000, "HKD"),
        ("NT$49", 4900, "TWD"),
        ("500刀", 50_000, "USD"),
        ("30 USDT", 3000, "USDT"),
        ("79,95 €", 7995, "EUR"),
        ("1.958,00 EUR", 195_800, "EUR"),
        ("1.500 EUR", 150_000, "EUR"),
        ("3,300 yen", 3300, "JPY"),
        ("Rp 25.000", 2_500_000, "IDR"),
        ("1,00,000 rupees", 10_000_000, "INR"),
        ("256.8 电费", 25_680, "CNY"),
        ("yes one, 34.20", 3420, "CNY"),
        ("22次每次89块", 8900, "CNY"),
    ],
)
def test_an_answer_to_how_much_is_read(answer, minor, currency):
    found = read_amount(answer, currency="CNY")
    assert found
    assert found.money == Money(minor=minor, currency=currency)


@pytest.mark.parametrize(
    "answer",
    [
        *[
            "就那个数",
            "跟上次一样的",
            "the usual",
            "11月12号",
            "昨晚8点",
            "3次",
            "2 times",
            "两三百块",
        ],
        *["5 or 6", "尾号 6620", "12345678901234567890", "1,2,3,4 usd", "0.5 yen", ""],
    ],
)
def test_what_is_no_single_amount_is_not_guessed(answer):
    found = read_amount(answer, currency="CNY")
    assert found is None or found.money is None


@pytest.mark.parametrize(
    "answer", ["三百来块", "九百多", "about 50", "大概300", "100多元", "50块左右"]
)
def test_an_approximate_amount_says_so(answer):
    found = read_amount(answer, currency="CNY")
    assert found
    assert found.approximate


@pytest.mark.parametrize(
    ("text", "expected", "currency", "stated"),
    [
        ("$88", None, "USD", False),
        ("$88", "HKD", "HKD", False),
        ("¥1200", "JPY", "JPY", False),
        ("1500元", "TWD", "TWD", True),
        ("1500元", "GBP", "CNY", True),
        ("US$20", "HKD", "USD", True),
    ],
)
def test_the_region_decides_what_a_shared_sign_means(text, expected, currency, stated):
    (found,) = read_amounts(text, currency=expected)
    assert found.money
    assert (found.money.currency, found.currency_stated) == (currency, stated)


def test_without_a_currency_the_figure_is_kept_and_no_money_made():
    found = read_amount("89.5", currency=None)
    assert found
    assert (found.money, found.amount) == (None, Decimal("89.5"))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("一共200元没了，每笔50块", ["200元", "50块"]),
        ("paid £15 and 20 euros", ["£15", "20 euros"]),
        ("订单号240019283746，11月12号，3次", []),
        ("２０元", ["２０元"]),
    ],
)
def test_stated_amounts_are_found_where_they_stand(text, pieces):
    assert [text[one.start : one.end] for one in read_amounts(text)] == pieces


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text):
    for one in read_amounts(text):
        assert 0 <= one.start < one.end <= len(text)
    read_amount(text, currency="CNY")


@given(st.integers(0, 10**12), st.sampled_from(["CNY", "GBP", "JPY", "KWD", "USDT"]))
def test_an_amount_with_its_code_comes_back_as_it_was(minor, currency):
    major = Money(minor=minor, currency=currency).major
    assert major == Decimal(minor) / 10 ** minor_digits(currency)
    (found,) = read_amounts(f"{major:f} {currency}")
    assert found.money == Money(minor=minor, currency=currency)
