"""Screens that show no single payment: bill lists, notices, chats; and tilted ones."""

import pytest

from bot.readers.screens.layout import straightened
from bot.readers.screens.page import read_page
from bot.readers.screens.reading import ScreenKind
from tests.screen_boxes import boxes

BILLS = """
  账单
  2026年11月
  支出¥1,200.00  收入¥30.00
  美团                                -25.50
  11月20日 12:30
  滴滴出行                             -12.00
  11月19日 08:30                    已全额退款
  张三转账                             +30.00
  2026-11-18 10:00
"""


def test_a_bill_list_gives_its_payments_and_no_single_one():
    reading = read_page(boxes(BILLS)).reading
    assert reading.kind is ScreenKind.BILL_LIST
    assert reading.amount_minor is None
    found = [(row.merchant, row.amount_minor, row.when, row.time) for row in reading.rows]
    assert found == [
        ("美团", -2550, "11月20日 12:30", None),
        ("滴滴出行", -1200, "11月19日 08:30", None),
        ("张三转账", 3000, "2026-11-18 10:00", "2026-11-18 10:00"),
    ]
    assert [row.status and row.status.value for row in reading.rows] == [None, "refunded", None]


@pytest.mark.parametrize(
    ("screen", "kind"),
    [
        pytest.param(
            "  温馨提示\n  该账户已被司法冻结\n  冻结机关：某市公安局",
            ScreenKind.FREEZE_NOTICE,
            id="frozen",
        ),
        pytest.param(
            "  Your account is temporarily limited", ScreenKind.FREEZE_NOTICE, id="limited"
        ),
        pytest.param(
            "  我的钱包\n# ¥34,830.18\n  提现", ScreenKind.OTHER, id="a balance is no payment"
        ),
        pytest.param(
            "  微信\n  把钱转我吧 ¥45.00\n  好的", ScreenKind.OTHER, id="a chat about money"
        ),
        pytest.param(
            "  Payment due\n# $120.00\n  Due date  Nov 28, 2026",
            ScreenKind.OTHER,
            id="a bill to pay",
        ),
        pytest.param("", ScreenKind.OTHER, id="no text"),
    ],
)
def test_pages_that_show_no_payment(screen, kind):
    reading = read_page(boxes(screen)).reading
    assert reading.kind is kind
    assert (reading.amount_minor, reading.time, reading.merchant, reading.txn_id) == (None,) * 4


def test_every_line_is_kept_for_matching_notices():
    lines = read_page(boxes("  温馨提示\n  账户已被冻结  请联系客服")).reading.lines
    assert lines == ("温馨提示", "账户已被冻结 请联系客服")


@pytest.mark.parametrize(
    ("screen", "clock"),
    [
        ("  9:41    5G 80\n# -25.50\n  交易成功", "09:41"),
        ("  支付成功\n# -25.50\n  9:41", ""),
        ("  # -25.50\n  交易成功", ""),
        ("  25:41    5G 80\n# -25.50\n  交易成功", ""),
    ],
)
def test_the_clock_of_the_phone_stands_on_top(screen, clock):
    assert read_page(boxes(screen)).reading.clock == clock


def test_a_tilted_page_is_read_along_its_lines():
    found = []
    for text, left, top, width in (
        ("-45.00", 250, 60, 180), ("当前状态", 20, 200, 110), ("支付成功", 460, 200, 110),
        ("交易单号", 20, 250, 110), ("42000646182025123", 360, 250, 210),
    ):  # fmt: skip
        high = 50 if text.startswith("-") else 28
        square = ((left, top), (left + width, top), (left + width, top + high), (left, top + high))
        found.append(([(x - 0.05 * y, y + 0.05 * x) for x, y in square], text, 1.0))
    reading = read_page(straightened(found)).reading
    assert (reading.amount_minor, reading.txn_id, reading.status) == (
        4500,
        "42000646182025123",
        "success",
    )


@pytest.mark.parametrize(
    ("screen", "name"),
    [
        pytest.param(
            """
   深圳市腾讯计算机系统有限公司第
            一分公司
       # -25.50
  创建时间      2026-11-01 10:00:00
  收款方全称         某某有限公司
""",
            "深圳市腾讯计算机系统有限公司第一分公司",
            id="a name on two lines",
        ),
        pytest.param("  Tesco  3288\n# £12.50\n  Completed", "Tesco 3288", id="in two pieces"),
        pytest.param(
            "# ¥128.00\n  2026.11.20 18:30\n  付款成功\n  沃尔玛", "沃尔玛", id="under the amount"
        ),
        pytest.param("  LidI 0412\n# £12.50\n  Completed", "Lidl 0412", id="I for l at an end"),
        pytest.param("  lKEA Leeds\n# £12.50\n  Paid", "IKEA Leeds", id="l for I at a beginning"),
        pytest.param("  LinkedIn\n# £12.50\n  Paid", "LinkedIn", id="I where it belongs"),
        pytest.param("  12306\n# -55.00\n  交易成功", "12306", id="of figures"),
        pytest.param("  <  Wise\n# -55.00 EUR\n  Completed", None, id="the title bar is no name"),
        pytest.param("  滴滴出行     -12.00\n  交易成功", "滴滴出行", id="left of the amount"),
        pytest.param(
            "  Receipt\n  Acme Inc\n  Pro plan\n  Total  $20.00\n  Status  Paid",
            None,
            id="two lines that could be names",
        ),
        pytest.param(
            "  Receipt\n  Acme Inc\n  Date  2026-11-20\n  Card  4242\n  Total  $20.00",
            "Acme Inc",
            id="alone on top of a receipt",
        ),
    ],
)
def test_the_merchant_of_a_page(screen, name):
    assert read_page(boxes(screen)).reading.merchant == name
