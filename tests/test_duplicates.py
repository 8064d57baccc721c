"""Which charges are one charge taken twice."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.duplicates import Confidence, Why, find_duplicates
from bot.domain.purchases import (
    goods_key,
    is_part_payment,
    is_quick_repeat,
    is_subscription,
    names_a_wallet,
    payee_key,
)
from bot.domain.transactions import Kind, Precision, Source, State, Transaction

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CERTAIN, PROBABLE, POSSIBLE = Confidence


def pay(row: int, after: float = 0, **more) -> Transaction:
    """A charge, so many seconds after noon."""
    fields = {
        "row": row, "kind": Kind.CHARGE, "state": State.DONE, "amount_minor": 1800,
        "at": NOON + timedelta(seconds=after), "currency": "CNY", "payee": "小店", "file": "a",
        "goods": "热饮 300400", "transaction_ref": f"T{row}", "order_ref": f"O{row}",
        "format": "alipay",
    }  # fmt: skip
    return Transaction(**(fields | more))


def back(row: int, after: float, minor: int = 1800, **more) -> Transaction:
    """A refund, so many seconds after noon."""
    return pay(row, after, kind=Kind.REFUND, amount_minor=minor, **({"order_ref": ""} | more))


def found(*rows: Transaction) -> list[tuple[tuple[int, ...], int, Confidence, Why]]:
    return [(one.rows, one.extra_minor, one.confidence, one.why) for one in find_duplicates(rows)]


HOUR, DAY = 3_600, 86_400
PLAN = {"goods": "影视会员-连续包月"}
ONE_ORDER = {"order_ref": "O"}
BY_DAY = {"precision": Precision.DAY, "order_ref": ""}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [pay(1, **ONE_ORDER), pay(2, 40 * 60, **ONE_ORDER)],
            [((1, 2), 1800, CERTAIN, Why.SAME_ORDER)],
            id="one order paid twice is certain",
        ),
        pytest.param(
            [pay(1, **ONE_ORDER), pay(2, 6 * DAY, **ONE_ORDER)],
            [((1, 2), 1800, CERTAIN, Why.SAME_ORDER)],
            id="one order within seven days is certain",
        ),
        pytest.param(
            [pay(1, **ONE_ORDER), pay(2, 8 * DAY, **ONE_ORDER)], [], id="a standing number is not"
        ),
        pytest.param(
            [pay(1, **ONE_ORDER, **PLAN), pay(2, 7 * DAY, **ONE_ORDER, **PLAN)],
            [],
            id="a weekly subscription under a standing number is not",
        ),
        pytest.param(
            [pay(n, n * 40, goods=f"分期 第{n}期", **ONE_ORDER) for n in (1, 2, 3)],
            [],
            id="instalments of one order are all owed",
        ),
        pytest.param(
            [pay(1, **ONE_ORDER), pay(2, 60, **ONE_ORDER, goods="冷饮")],
            [],
            id="one order with different goods was split",
        ),
        pytest.param(
            [pay(1), pay(2, 120)], [((1, 2), 1800, PROBABLE, Why.RETRY)], id="a retry is probable"
        ),
        pytest.param(
            [pay(1), pay(2, 121)],
            [((1, 2), 1800, POSSIBLE, Why.CLOSE_TOGETHER)],
            id="beyond two minutes it is asked",
        ),
        pytest.param([pay(1), pay(2, 601)], [], id="beyond ten minutes it is nothing"),
        pytest.param(
            [pay(1), pay(2, 9, goods="热饮 777888")],
            [((1, 2), 1800, PROBABLE, Why.RETRY)],
            id="a new number in the goods is still a retry",
        ),
        pytest.param([pay(1), pay(2, 0, goods="冷饮")], [], id="a cart of two goods is not"),
        pytest.param(
            [pay(1, order_ref="X", goods=""), pay(2, 0, order_ref="Y", goods="")],
            [((1, 2), 1800, POSSIBLE, Why.CLOSE_TOGETHER)],
            id="two orders in one second without goods may be a cart",
        ),
        pytest.param(
            [pay(n, n * 30, goods="乘车码-地铁") for n in (1, 2, 3)],
            [((1, 2, 3), 3600, POSSIBLE, Why.QUICK_REPEAT)],
            id="tickets are asked about",
        ),
        pytest.param(
            [pay(n, n * 50 * 60, amount_minor=8900, **PLAN) for n in range(1, 23)],
            [(tuple(range(1, 23)), 21 * 8900, PROBABLE, Why.PERIOD)],
            id="twenty-two charges of one subscription: twenty-one to claim back",
        ),
        pytest.param(
            [pay(1, payee="Premium Outlet"), pay(2, 3 * HOUR, payee="Premium Outlet")],
            [],
            id="a shop's name alone makes no subscription",
        ),
        pytest.param(
            [pay(n, n * 30 * DAY, **PLAN) for n in range(1, 5)], [], id="every month is owed"
        ),
        pytest.param(
            [pay(1, **BY_DAY), pay(2, **BY_DAY)],
            [((1, 2), 1800, POSSIBLE, Why.SAME_DAY)],
            id="a day without a clock is asked about",
        ),
        pytest.param(
            [pay(n, precision=Precision.DAY) for n in (1, 2)], [], id="two orders of one day"
        ),
        pytest.param(
            [pay(1, **BY_DAY), pay(2, DAY, **BY_DAY)], [], id="two days without a clock are not"
        ),
        pytest.param(
            [pay(1, **BY_DAY, **PLAN), pay(2, **BY_DAY, **PLAN)],
            [((1, 2), 1800, PROBABLE, Why.PERIOD)],
            id="a subscription twice on a day needs no clock",
        ),
        pytest.param(
            [pay(1), replace(pay(2, 5), state=State.PENDING)], [], id="pending is no charge"
        ),
        pytest.param([replace(pay(1), state=State.CLOSED), pay(2, 5)], [], id="closed, then paid"),
        pytest.param(
            [replace(pay(n, n), kind=Kind.TRANSFER) for n in (1, 2)], [], id="gifts of one sum"
        ),
        pytest.param(
            [pay(1), pay(2, 5, currency="HKD")], [], id="another currency is another charge"
        ),
        pytest.param(
            [pay(1), pay(2, 5, transaction_ref="T1")], [], id="one number is one movement of money"
        ),
        pytest.param([pay(1), pay(2, 5, payee="大店")], [], id="another shop is another charge"),
        pytest.param(
            [pay(1, 20), pay(2)],
            [((1, 2), 1800, PROBABLE, Why.RETRY)],
            id="a file may begin with the latest",
        ),
        pytest.param(
            [
                pay(1, merchant_amount="10.00 USD", amount_minor=7210),
                pay(2, 30, merchant_amount="10.00 USD", amount_minor=7195),
            ],
            [((1, 2), 7195, PROBABLE, Why.RETRY)],
            id="the shop's own currency is compared, the posted one claimed",
        ),
    ],
)
def test_the_tiers(rows, expected):
    assert found(*rows) == expected


TWICE = (pay(1, **ONE_ORDER), pay(2, 40, **ONE_ORDER))
THRICE = (*TWICE, pay(3, 80, **ONE_ORDER))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([*TWICE, back(3, HOUR, refund_of="T2")], [], id="the second came back"),
        pytest.param(
            [*TWICE, back(3, HOUR, 600, refund_of="T2")], [((1, 2), 1200)], id="a part came back"
        ),
        pytest.param(
            [*THRICE, back(4, HOUR, refund_of="T3")],
            [((1, 2), 1800)],
            id="one of three came back: one stays to claim",
        ),
        pytest.param(
            [*TWICE, replace(THRICE[2], state=State.CLOSED), back(4, HOUR, refund_of="T3")],
            [((1, 2), 1800)],
            id="the refund of a closed third is not booked on its siblings",
        ),
        pytest.param(
            [*TWICE, replace(THRICE[2], state=State.CLOSED), back(4, HOUR, order_ref="O")],
            [((1, 2), 1800)],
            id="a refund with a number of its own is booked on the closed row",
        ),
        pytest.param([*TWICE, back(3, HOUR)], [], id="equal payee and amount is enough"),
        pytest.param([*TWICE, back(3, -HOUR)], [((1, 2), 1800)], id="not of an earlier refund"),
        pytest.param(
            [*TWICE, back(3, 200 * DAY)], [((1, 2), 1800)], id="not of one a long time after"
        ),
        pytest.param(
            [TWICE[0], replace(TWICE[1], refunded_minor=1800), back(3, HOUR, refund_told=True)],
            [],
            id="a charge that tells its refund",
        ),
        pytest.param(
            [*TWICE, replace(THRICE[2], refunded_minor=1800), back(4, HOUR, refund_told=True)],
            [((1, 2), 1800)],
            id="a refund told twice is booked once",
        ),
        pytest.param(
            [*TWICE, back(3, HOUR, refund_told=True)],
            [],
            id="a refund that no charge tells counts",
        ),
    ],
)
def test_what_came_back_is_not_claimed(rows, expected):
    assert [(one.rows, one.extra_minor) for one in find_duplicates(rows)] == expected


BANK = {"file": "b", "source": Source.BANK, "format": "icbc", "goods": "", "order_ref": ""}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [pay(1), pay(1, -12 * HOUR, payee="支付宝-小店", precision=Precision.DAY, **BANK)],
            [],
            id="a wallet's payment in the bank's file",
        ),
        pytest.param(
            [*TWICE, *(pay(n, -12 * HOUR, payee="支付宝-小店", **BANK) for n in (1, 2))],
            [(("a", (1, 2)),)],
            id="a duplicate in both files is one duplicate",
        ),
        pytest.param(
            [*TWICE, *(replace(row, file="b") for row in TWICE)],
            [(("a", (1, 2)),)],
            id="overlapping exports",
        ),
        pytest.param([*TWICE, *TWICE], [(("a", (1, 2)),)], id="the same file twice"),
        pytest.param(
            [
                pay(n, n, transaction_ref="", order_ref="", file=file)
                for file in "ab"
                for n in (1, 2)
            ],
            [(("a", (1, 2)),)],
            id="overlapping exports without numbers",
        ),
        pytest.param(
            [
                pay(1, **ONE_ORDER),
                pay(5, 300, payee="小店平台", file="w", format="wechat", **ONE_ORDER),
            ],
            [(("a", (1,)), ("w", (5,)))],
            id="one order paid in two wallets",
        ),
    ],
)
def test_several_files_are_looked_at_together(rows, expected):
    assert [
        tuple((file, one.rows_in(file)) for file in sorted({row.file for row in one.charges}))
        for one in find_duplicates(rows)
    ] == expected


def test_a_second_payment_in_another_wallet_is_probable_only():
    other = pay(5, 300, payee="小店平台", file="w", format="wechat", **ONE_ORDER)
    (one,) = find_duplicates([pay(1, **ONE_ORDER), other])
    assert (one.confidence, one.why) == (PROBABLE, Why.PAID_ELSEWHERE)


def test_the_earliest_stays_owed_and_all_are_named():
    (one,) = find_duplicates(THRICE)
    assert [row.row for row in one.charges] == [1, 2, 3]
    assert (one.extra, one.extra_minor, one.values["times"]) == (2, 3600, "3")


def test_a_finding_crosses_a_process_border():
    findings = find_duplicates(TWICE)
    assert pickle.loads(pickle.dumps(findings)) == findings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("好邻居超市（人民路店）", "好邻居超市"),
        ("ＡＢＣ Store", "abc store"),
        ("支付宝-南山书店", "南山书店"),
        ("上海公共交通卡 CHN", "上海公共交通卡"),
        ("MCDONALDS        HK", "McDonald's"),
        ("抖音电商商家888888888", "抖音电商商家"),
        ("PAYPAL *SPOTIFY", "Spotify"),
    ],
)
def test_one_shop_has_one_key(one: str, other: str):
    assert payee_key(one) == payee_key(other)


def test_a_branch_number_belongs_to_the_name():
    assert payee_key("Cafe 12") != payee_key("Cafe 13")


def test_goods_are_compared_without_long_numbers():
    assert goods_key("外卖订单 402235") == goods_key("外卖订单 918599")
    assert goods_key("第1期") != goods_key("第2期")


@pytest.mark.parametrize(
    ("judge", "yes", "no"),
    [
        (
            is_subscription,
            ("音乐月卡自动续费", "Netflix monthly plan", "绿钻豪华版", "Game Pass Ultimate"),
            ("山姆会员商店", "Planet", "日卡", "Prime Steakhouse", "Premium fuel 95"),
        ),
        (
            is_quick_repeat,
            ("乘车码-地铁", "Vending", "停车缴费", "羊城通", "Robux", "Train tickets", "O2 UK"),
            ("图书", "Books", "Ticket no 4412", "CO2 filter"),
        ),
        (
            is_part_payment,
            ("第2期/共3期", "Instalment 2/3", "定金", "Payment 2 of 4", "首期"),
            ("24/7 shop", "订单 1/1/2026"),
        ),
        (names_a_wallet, ("支付宝-小店", "PAYPAL *X", "财付通-小店"), ("小店", "Papal Books")),
    ],
)
def test_words_tell_the_kind_of_purchase(judge, yes, no):
    assert [judge(text) for text in (*yes, *no)] == [True] * len(yes) + [False] * len(no)
