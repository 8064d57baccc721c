"""Meituan (美团): no payee, the title of the order begins with the shop."""

from collections.abc import Iterator

from bot.domain.transactions import Kind, Source, Transaction
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.words import is_own_move


def _read(table: Table) -> Iterator[Transaction]:
    columns = (
        "交易创建时间|交易成功时间", "交易类型", "订单标题", "收/支", "实付金额", "交易单号",
        "商家单号",
    )  # fmt: skip
    for when, type_, title, direction, amount, txn, order in table.records(*columns):
        yield table.row(
            when,
            _kind(type_, title, direction),
            abs(table.amount(amount)),
            goods=title.removeprefix("退款-"),
            transaction_ref=table.ref(txn),
            order_ref=table.ref(order),
        )


def _kind(type_: str, title: str, direction: str) -> Kind:
    if "退款" in type_:
        return Kind.REFUND
    if (
        is_own_move(title)
        or title.endswith((" 转账", " 红包"))
        or "还款" in type_
        or "充值" in type_
        or "提现" in type_
    ):
        return Kind.TRANSFER
    return Kind.CHARGE if direction == "支出" else Kind.INCOME


LAYOUTS = (Layout("meituan", ("交易成功时间", "订单标题", "实付金额"), _read, Source.WALLET),)
