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
