"""WeChat Pay: CSV until 2025, workbooks since, the table of its PDF."""

import re
from collections.abc import Iterator

from bot.domain.transactions import Kind, Source, Transaction
from bot.readers.statements.cells import is_nothing
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.words import wallet_state

_PEOPLE = re.compile(r"转账|红包|群收款|零钱|理财通|信用卡还款|二维码收款|充值|提现")
_PART_BACK = re.compile(r"已退款\s*[(（]?\s*[¥￥]?\s*([\d.,]+)")
_ALL_BACK = re.compile(r"已全额退款|对方已退还|过期已退还|已全额退还")


def _read(table: Table) -> Iterator[Transaction]:
    """The status of the charge tells its refund; the refund's own row tells it again."""
    columns = (
        "交易时间", "交易类型", "交易对方", "商品", "收/支|收/支/其他", "金额(元)|金额",
        "当前状态", "交易单号", "商户单号",
    )  # fmt: skip
    for when, type_, payee, goods, direction, amount, status, txn, order in table.records(
        *columns
    ):
        minor = abs(table.amount(amount))
        kind = _kind(type_, direction, status)
        yield table.row(
            when,
            kind,
            minor,
            wallet_state(status),
            payee="" if is_nothing(payee) else payee,
            goods="" if is_nothing(goods) else goods,
            transaction_ref=table.ref(txn),
            order_ref=table.ref(order),
            refunded_minor=_refunded(table, status, minor) if kind is Kind.CHARGE else 0,
            refund_told=kind is Kind.REFUND,
        )


def _kind(type_: str, direction: str, status: str) -> Kind:
    if _PEOPLE.search(type_):
        return Kind.TRANSFER
    if type_.endswith("退款") or (direction == "收入" and "退款" in status):
        return Kind.REFUND
    if direction == "收入":
        return Kind.INCOME
    return Kind.CHARGE if direction == "支出" else Kind.TRANSFER


def _refunded(table: Table, status: str, minor: int) -> int:
    if _ALL_BACK.search(status):
        return minor
    found = _PART_BACK.search(status)
    return abs(table.amount(found[1])) if found else 0


LAYOUTS = (
    Layout("wechat", ("交易时间", "交易类型", "交易单号", "金额(元)|金额"), _read, Source.WALLET),
)
