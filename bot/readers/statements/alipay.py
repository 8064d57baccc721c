"""Alipay: the layouts of the app (2021, 2023 on) and of the website."""

import re
from collections.abc import Iterator

from bot.domain.transactions import Kind, Source, State, Transaction
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.words import is_own_move, wallet_state

_NO_PURCHASE = frozenset(
    {
        "转账红包",
        "充值提现",
        "投资理财",
        "信用借还",
        "账户存取",
        "转账",
        "红包",
        "退税",
        "公益捐赠",
    }
)
_FAMILY = re.compile(r"亲友代付|亲情卡")
_REFUND_GOODS = re.compile(r"^退款[-—：:]\s*")
_ORDER_SUFFIX = re.compile(r"_\d{1,3}$")


def _app(table: Table) -> Iterator[Transaction]:
    columns = (
        "交易时间|付款时间", "收/支|收支", "交易分类", "交易对方", "商品说明|商品名称",
        "金额|金额(元)", "交易状态", "交易订单号|交易号", "商家订单号|商户订单号",
    )  # fmt: skip
    for when, direction, category, payee, goods, amount, status, txn, order in table.records(
        *columns
    ):
        kind = _kind(direction, category, goods, status)
        yield _transaction(table, kind, (when, payee, goods, amount, status, txn, order))


def _website(table: Table) -> Iterator[Transaction]:
    """The column of refunds tells them; their rows tell them again."""
    columns = (
        "交易创建时间|付款时间", "收/支", "交易对方", "商品名称", "金额(元)|金额", "交易状态",
        "交易号", "商家订单号", "成功退款(元)|成功退款", "资金状态",
    )  # fmt: skip
    for when, direction, payee, goods, amount, status, txn, order, back, funds in table.records(
        *columns
    ):
        category = "充值提现" if funds == "资金转移" else ""
        kind = _kind(direction, category, goods, status)
        if kind is Kind.TRANSFER and direction == "" and not category and not is_own_move(goods):
            kind = Kind.CHARGE
        refunded = abs(table.amount(back)) if back and kind is Kind.CHARGE else 0
        row = (when, payee, goods, amount, status, txn, order)
        yield _transaction(table, kind, row, refunded=refunded, told=True)


def _kind(direction: str, category: str, goods: str, status: str) -> Kind:
    if "退款成功" in status or _REFUND_GOODS.match(goods) or (category == "退款"):
        return Kind.REFUND
    if category in _NO_PURCHASE or is_own_move(goods):
        return Kind.TRANSFER
    if direction == "收入":
        return Kind.INCOME
    if direction == "支出" or _FAMILY.search(category) or "关闭" in status:
        return Kind.CHARGE
    return Kind.TRANSFER


def _transaction(
    table: Table,
    kind: Kind,
    row: tuple[str, ...],
    *,
    refunded: int = 0,
    told: bool = False,
) -> Transaction:
    when, payee, goods, amount, status, txn, order = row
    txn, order = table.ref(txn), table.ref(order)
    refund = kind is Kind.REFUND
    return table.row(
        when,
        kind,
        table.amount(amount),
        State.DONE if refund else wallet_state(status),
        payee=payee,
        goods=_REFUND_GOODS.sub("", goods) if refund else goods,
        transaction_ref=txn,
        order_ref=_ORDER_SUFFIX.sub("", order) if refund else order,
        refund_of=re.split(r"[_*]", txn)[0] if refund else "",
        refunded_minor=refunded,
        refund_told=told and refund,
    )


LAYOUTS = (
    Layout(
        "alipay_website",
        ("交易号", "商家订单号", "交易创建时间", "金额(元)"),
        _website,
        Source.WALLET,
    ),
    Layout("alipay", ("交易对方", "收/支", "交易订单号", "商品说明"), _app, Source.WALLET),
)
