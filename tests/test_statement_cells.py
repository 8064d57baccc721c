"""Amounts, times, numbers and encodings as statements write them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.transactions import Precision
from bot.readers.decoding import decode
from bot.readers.statements.amounts import minor_units, writes_decimal_comma
from bot.readers.statements.cells import (
    column_name,
    currency_code,
    is_ruined,
    order_in,
    plain,
)
from bot.readers.statements.times import CHINA, DayOrder, day_order, in_utc, read_time
from bot.readers.uploads import FileType, file_type


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("28.16", "CNY", 2816),
        ("¥28.16", "CNY", 2816),
        ("￥1,234.56", "CNY", 123_456),
        ("１２．５０", "CNY", 1250),
        ("+10.00", "CNY", 1000),
        ("-18.00\t", "HKD", -1800),
        ("−18.00", "EUR", -1800),
        ("18.00-", "EUR", -1800),
        ("(18.00)", "USD", -1800),
        ("1.234,56", "EUR", 123_456),
        ("-12,50", "EUR", -1250),
        ("1 234,56", "EUR", 123_456),
        ("1'234.56", "CHF", 123_456),
        ("1,234", "USD", 123_400),
        ("CNY 2.99", "CNY", 299),
        ("1000.00", "JPY", 1000),
        ("1.234", "KWD", 1234),
        ("18", "CNY", 1800),
        ("18.5", "CNY", 1850),
        ("9.999", "CNY", 999),
        (".50", "USD", 50),
        ("", "CNY", None),
        ("--", "CNY", None),
        ("4200020260301000000000000001", "CNY", None),
    ],
)
def test_an_amount_is_read_exactly(text: str, currency: str, minor: int | None):
    assert minor_units(text, currency) == minor


def test_a_column_with_decimal_commas_is_read_so_throughout():
    assert writes_decimal_comma(["-1.000,00", "5"])
    assert not writes_decimal_comma(["-1,000.00", "5,000"])
    assert minor_units("1.000", "EUR", decimal_comma=True) == 100_000


SECOND, MINUTE, DAY = Precision


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2026-03-01 09:05:07", datetime(2026, 3, 1, 9, 5, 7), SECOND),
        ("2026/3/1 9:05", datetime(2026, 3, 1, 9, 5), MINUTE),
        ("2026年3月1日 09:05:07", datetime(2026, 3, 1, 9, 5, 7), SECOND),
        ("2026-03-01", datetime(2026, 3, 1), DAY),
        ("20260301", datetime(2026, 3, 1), DAY),
        ("20260301090507", datetime(2026, 3, 1, 9, 5, 7), SECOND),
        ("01/03/2026", datetime(2026, 3, 1), DAY),
        ("01.03.26 09:05:07", datetime(2026, 3, 1, 9, 5, 7), SECOND),
        ("01-03-2026 09:05:07.123", datetime(2026, 3, 1, 9, 5, 7), SECOND),
        ("46082", datetime(2026, 3, 1), DAY),
        ("46082.5", datetime(2026, 3, 1, 12), SECOND),
    ],
)
def test_a_time_is_read_with_its_precision(text: str, at: datetime, precision: Precision):
    assert read_time(text) == (at, precision)


@pytest.mark.parametrize("text", ["", "合计", "2026-13-01", "31/02/2026", "12345", "########"])
def test_what_is_no_time_is_none(text: str):
    assert read_time(text) is None


def test_a_time_with_an_offset_keeps_it():
    read = read_time("2026-03-01T09:05:07+02:00")
    assert read is not None
    assert in_utc(read[0], CHINA) == datetime(2026, 3, 1, 7, 5, 7, tzinfo=UTC)


def test_a_time_without_zone_is_one_of_the_statements_zone():
    assert in_utc(datetime(2026, 3, 1, 9), CHINA) == datetime(2026, 3, 1, 1, tzinfo=UTC)
    assert CHINA.utcoffset(None) == timedelta(hours=8)


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["01/02/2026", "13/02/2026"], DayOrder.DAY_FIRST),
        (["01/02/2026", "02/13/2026"], DayOrder.MONTH_FIRST),
        (["01.02.2026"], DayOrder.DAY_FIRST),
        (["01/02/2026", "01/03/2026", "02/01/2026"], DayOrder.MONTH_FIRST),
        (["01/02/2026", "02/02/2026", "01/03/2026"], DayOrder.DAY_FIRST),
        (["01/02/2026"], DayOrder.UNKNOWN),
        ([], DayOrder.UNKNOWN),
    ],
)
def test_which_part_is_the_day_is_decided_once(dates: list[str], order: DayOrder):
    assert day_order(dates) is order


@pytest.mark.parametrize(
    ("text", "order", "rest"),
    [
        ("Starbucks 1042 order 609952141", "609952141", "Starbucks 1042"),
        ("肯德基 订单471080152", "471080152", "肯德基"),
        ("基金 订单编号20260123123213 平台", "20260123123213", "基金 平台"),
        ("Order INV-46139337", "46139337", "Order"),
        ("Order 985134", "", "Order 985134"),
        ("border 1234567890", "", "border 1234567890"),
    ],
)
def test_an_order_number_is_taken_out_of_a_free_text(text: str, order: str, rest: str):
    assert order_in(text) == (order, rest)


@pytest.mark.parametrize("ref", ["2.03E+27", "4.2E+27", "2E+18", "202603010000000000000000"])
def test_a_rounded_number_is_seen(ref: str):
    assert is_ruined(ref)


@pytest.mark.parametrize(
    "ref", ["2026030155000000000000000001", "INV-8", "123456789012345000", ""]
)
def test_a_whole_number_is_left_alone(ref: str):
    assert not is_ruined(ref)


def test_names_of_columns_are_compared_without_width_blanks_and_marks():
    assert column_name("\ufeff金额（元） ") == column_name("金额(元)")
    assert column_name("日 志 号\t") == "日志号"
    assert column_name("Time  Zone") == "time zone"


def test_currencies_are_known_by_name_and_code():
    assert [currency_code(text) for text in ("人民币", "usd", "HK$", "")] == [
        "CNY", "USD", "HKD", "",
    ]  # fmt: skip


def test_a_shielded_cell_is_its_text_and_a_formula_stays():
    assert [plain(cell) for cell in ('="00123"', " 5 \t", "=1+1")] == ["00123", "5", "=1+1"]


CHINESE = "交易时间,交易对方\n2026-03-01,小站咖啡\n"
GERMAN = "Beschreibung;Betrag\nBäckerei Müller, Köln;-3,20\nCafé Größe;-4,10\n" * 20


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "gbk"),
        (CHINESE + "㐀𠀀", "gb18030"),
        (CHINESE, "utf-16"),
        ("Date,Amount\n2026-03-01,5\n", "utf-16-le"),
        ("Date,Amount\n2026-03-01,5\n", "utf-16-be"),
        (GERMAN, "cp1252"),
        (GERMAN, "utf-8"),
    ],
)
def test_a_text_is_decoded_whatever_saved_it(text: str, encoding: str):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_character_cut_off_at_the_end_does_not_change_the_rest(encoding: str):
    data = (CHINESE * 50 + "尾").encode(encoding)[:-1]
    assert decode(data) == CHINESE * 50


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"MZ exchange,1\n", FileType.TEXT),
        (b"BM,1\n", FileType.TEXT),
        (b"MZ\x90\x00\x03", FileType.PROGRAM),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileType.PICTURE),
        (b"\x00\x00\x00\x18ftypheic", FileType.PICTURE),
        (b"\xef\xbb\xbfa,b\n", FileType.TEXT),
        ("时间,金额\n".encode("utf-16-le") * 20, FileType.TEXT),
        (b"   \r\n", FileType.EMPTY),
    ],
)
def test_a_type_is_told_by_content(data: bytes, kind: FileType):
    assert file_type(data) is kind
