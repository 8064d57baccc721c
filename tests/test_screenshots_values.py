"""Amounts, times, numbers, labels and states as single lines."""

import pytest

from bot.readers.screens.amounts import printed, settled_currency
from bot.readers.screens.certainty import is_borne_out, is_confirmed
from bot.readers.screens.labels import Field, label_of, split_label
from bot.readers.screens.numbers import continues_number, number_in
from bot.readers.screens.page import read_page
from bot.readers.screens.states import status_of
from bot.readers.screens.times import clock_in, time_in
from tests.screen_boxes import boxes


@pytest.mark.parametrize(
    ("line", "digits", "currency"),
    [
        ("-361.00", "361.00", ""),
        ("¥45", "45", "¥"),
        ("Y45.00", "45.00", "¥"),
        ("￥1,234.56", "1234.56", "¥"),
        ("¥1.234.56", "1234.56", "¥"),
        ("-£959.55 GBP", "959.55", "GBP"),
        ("-US$9.99 USD", "9.99", "USD"),
        ("12,50 €", "12.50", "EUR"),
        ("1 234,50 €", "1234.50", "EUR"),
        ("NT$ 1,280", "1280", "TWD"),
        ("人民币75.00元", "75.00", "CNY"),
        ("429.62元", "429.62", "元"),
        ("12.345", None, ""),
        ("2026-11-20", None, ""),
        ("5:28", None, ""),
        ("93%", None, ""),
        ("尾号1234", None, ""),
    ],
)
def test_sums_as_printed(line, digits, currency):
    found = printed(line.replace("￥", "¥"))
    assert (found.digits, found.currency) == (digits, currency) if digits else found is None


@pytest.mark.parametrize(
    ("digits", "currency", "minor"),
    [("12.50", "EUR", 1250), ("1280", "TWD", 128000), ("1280", "JPY", 1280), ("7.5", "CNY", 750)],
)
def test_minor_units_are_those_of_the_currency(digits, currency, minor):
    assert printed(digits).minor(currency) == minor


@pytest.mark.parametrize(
    ("sign", "page", "currency"),
    [
        pytest.param("", "交易详情", "CNY", id="Chinese pages leave the yuan out"),
        pytest.param("", "Transaction details", None, id="an English page without a sign is open"),
        pytest.param("¥", "支付成功", "CNY", id="yuan"),
        pytest.param("¥", "お支払い", "JPY", id="yen where kana stand"),
        pytest.param("¥", "く", "CNY", id="an arrow read as a kana is none"),
        pytest.param("$", "Payment details", "USD", id="a lone dollar in English"),
        pytest.param("$", "交易詳情 香港", "HKD", id="a dollar of Hong Kong"),
        pytest.param("$", "交易詳情", None, id="a lone dollar in Chinese"),
        pytest.param("$", "1.00 USD = 7.80 HKD", None, id="two dollars on one page"),
        pytest.param("元", "新台幣", "TWD", id="yuan of Taiwan"),
    ],
)
def test_a_sign_is_settled_by_the_page_or_stays_open(sign, page, currency):
    assert settled_currency(sign, (page,)) == currency


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("2025-08-23 02:36:36", "2025-08-23 02:36:36"),
        ("2025-08-2302:36:36", "2025-08-23 02:36:36"),
        ("2025/08/23 02:36", "2025-08-23 02:36"),
        ("2025年12月3日 03:04:00", "2025-12-03 03:04:00"),
        ("2025年12月30日03:04:00", "2025-12-30 03:04:00"),
        ("2026年11月20日 下午6:42", "2026-11-20 18:42"),
        ("2026年11月20日 中午12:05", "2026-11-20 12:05"),
        ("Feb 22, 2026 at 6:42 AM", "2026-02-22 06:42"),
        ("Feb22,2026at12:42PM", "2026-02-22 12:42"),
        ("Feb 22, 2026 at 12:42 AM", "2026-02-22 00:42"),
        ("12 January 2026, 14:03", "2026-01-12 14:03"),
        ("14:03, 12 Jan 2026", "2026-01-12 14:03"),
        ("20251120 172033", "2025-11-20 17:20:33"),
        ("23/11/2026 14:36", "2026-11-23 14:36"),
        ("11/23/2026", "2026-11-23"),
        ("November 20, 2026", "2026-11-20"),
        ("11/12/2026 14:36", None),
        ("2025-8-302:36:36", None),
        ("2025-02-30 10:00", None),
        ("2025-08-23 25:61", None),
        ("11月20日 12:30", None),
        ("5:28", None),
    ],
)
def test_moments_as_printed(line, moment):
    assert time_in(line) == moment


def test_a_clock_alone_is_told_from_a_moment():
    assert clock_in("17:22:16") == "17:22:16"
    assert clock_in("下午 3:01") == "15:01"
    assert clock_in("2025-08-23 17:22") is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("2025082322004492458111289692", "2025082322004492458111289692"),
        ("2025 0823 2200 4492 复制", "2025082322004492"),
        ("T200P4961507084927798499", "T200P4961507084927798499"),
        ("202508232200449245811128O692", "2025082322004492458111280692"),
        ("ADPJFF7UClRGHPXRD", "ADPJFF7UCIRGHPXRD"),
        ("ch_3PIl0vKFE7eBzLPU0m069", "ch_3PIl0vKFE7eBzLPU0m069"),
        ("#1234567890", "1234567890"),
        ("6225****2466", None),
        ("12345", None),
        ("Completed", None),
        ("查看", None),
    ],
)
def test_numbers_as_recognised(line, number):
    assert number_in(line) == number


@pytest.mark.parametrize(
    ("so_far", "rest", "goes_on"),
    [
        ("20251234567890123456", "78901234", True),
        ("ch_3jXKssvdmF2H5m9gkYL", "Ve", True),
        ("20251234567890123456", "Completed", False),
        ("AB12", "Completed", False),
        ("20251234567890123456", "支付成功", False),
    ],
)
def test_the_rest_of_a_broken_number(so_far, rest, goes_on):
    assert continues_number(so_far, rest) is goes_on


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("交易时间", Field.TIME),
        ("交易時間", Field.TIME),
        ("记账时间", Field.TIME),
        ("扣款单号", Field.TXN),
        ("Payment to", Field.MERCHANT),
        ("Total payment", Field.AMOUNT),
        ("交易时问", Field.TIME),
        ("商家订单号", Field.ORDER),
        ("订单号", Field.TXN),
        ("交易金额(人民币)", Field.AMOUNT),
        ("Transaction ID:", Field.TXN),
        ("退款金额", Field.OTHER),
        ("海底捞火锅", None),
    ],
)
def test_labels_in_either_script_and_slightly_misread(line, field):
    label = label_of(line)
    assert (label.field if label else None) == field


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("商家订单号2025", Field.ORDER, "2025"),
        ("交易时间: 2026-11-20 12:01", Field.TIME, "2026-11-20 12:01"),
        ("Total $12.00", Field.AMOUNT, "$12.00"),
        ("Status: Approved", Field.STATUS, "Approved"),
    ],
)
def test_a_label_is_cut_from_its_value(line, field, value):
    label, rest = split_label(line)
    assert (label.field, rest) == (field, value)


@pytest.mark.parametrize("line", ["Total recall cinema", "12:30:11", "状态良好"])
def test_sentences_are_not_cut(line):
    assert split_label(line) is None


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("交易成功", "success"), ("支付成功!", "success"), ("對方已收錢", "success"),
        ("已全额退款", "refunded"), ("已退款(￥5.00)", "refunded"),
        ("Partially refunded", "refunded"), ("已原路退回", "refunded"),
        ("支付成功,对方已收款", "success"), ("付款成功，等待商家发货", "success"),
        ("交易未成功", "closed"), ("支付确认中", "pending"),
        ("交易关闭", "closed"), ("Canceled", "closed"), ("Cancelled", "closed"),
        ("支付失败", "closed"),
        ("等待付款", "pending"), ("退款中", "pending"), ("Processing", "pending"),
        ("申请退款", None), ("退款说明", None), ("Request a refund", None), ("取消订单", None),
    ],
)  # fmt: skip
def test_states_and_buttons_that_are_none(line, status):
    assert status_of(line) == status


def amount(screen):
    return read_page(boxes(screen)).amount


@pytest.mark.parametrize(
    ("screen", "looks", "stands"),
    [
        pytest.param("# -361.00\n  交易成功", ("361.00", "-861.00"), True, id="one look agrees"),
        pytest.param("# -361.00\n  交易成功", ("861.00", "861.00"), False, id="no look agrees"),
        pytest.param("# -361.00\n  交易成功", ("", ""), False, id="nothing seen again"),
        pytest.param("# ¥36100\n  交易成功", ("¥361.00", "¥36100"), False, id="a point lost"),
        pytest.param("# ¥361\n  交易成功", ("¥361", "¥361"), True, id="a sum without decimals"),
        pytest.param(
            "# 361.00\n  交易成功\n  交易金额  861.00", ("361.00", "861.00"),
            False, id="a labelled sum that differs by one figure asks for certainty",
        ),
    ],
)  # fmt: skip
def test_an_amount_stands_only_when_it_is_read_alike(screen, looks, stands):
    found = amount(screen)
    assert not is_borne_out(found)
    assert is_confirmed(found, looks) is stands


def test_an_amount_said_twice_on_the_page_needs_no_second_look():
    assert is_borne_out(amount("# ¥361.00\n  交易成功\n  订单金额  361.00元"))


@pytest.mark.parametrize(
    ("screen", "minor"),
    [
        pytest.param(
            "# ¥344.00\n  订单金额  ¥356.00\n  立减优惠  -¥12.00\n  支付时间  2026-06-19\n# 446",
            34400, id="large points",
        ),
        pytest.param(
            "  交易成功\n  订单金额  ¥356.00\n  立减优惠  -¥12.00\n  支付时间  2026-06-19",
            None, id="the sum before a discount",
        ),
        pytest.param(
            "  交易成功\n  订单金额  ¥356.00\n  优惠  -¥12.00\n  实付款  ¥344.00",
            34400, id="the sum after it",
        ),
    ],
)  # fmt: skip
def test_what_is_taken_off_or_counted_beside_is_not_what_was_paid(screen, minor):
    found = amount(screen)
    assert (found.minor if found else None) == minor
