"""JD (京东): amounts that hold the refund in brackets."""

import re
from collections.abc import Iterator

from bot.domain.transactions import Kind, Source, State, Transaction
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.words import wallet_state

_REFUND_GOODS = re.compile(r"^退款[-—：:]\s*")
_OWN_MOVE = re.compile(r"充值|提现|转账|转入|转出|还款")
_BACK = re.compile(r"[(（]\s*已(?P<all>全额)?退款\s*[¥￥]?\s*(?P<part>[\d.,]*)\s*[)）]")


def _read(table: Table) -> Iterator[Transaction]:
    """One shop order can be several payments, so the merchant's number names the payment."""
    columns = (
        "交易时间", "商户名称", "交易说明", "金额", "交易状态", "收/支", "交易订单号",
        "商家订单号",
    )  # fmt: skip
    for when, payee, goods, amount, status, direction, order, txn in table.records(*columns):
        back = _BACK.search(amount)
        minor = abs(table.amount(_BACK.sub("", amount)))
        kind = _kind(goods, status, direction, told=bool(back))
        refund = kind is Kind.REFUND
        yield table.row(
            when,
            kind,
            minor,
            State.DONE if refund else wallet_state(status),
            payee=payee,
            goods=_REFUND_GOODS.sub("", goods),
            transaction_ref=table.ref(txn),
            order_ref=table.ref(order),
            refunded_minor=_refunded(table, back, minor) if kind is Kind.CHARGE else 0,
            refund_told=refund,
        )


def _kind(goods: str, status: str, direction: str, *, told: bool) -> Kind:
    if "退款成功" in status or _REFUND_GOODS.match(goods):
        return Kind.REFUND
    if _OWN_MOVE.search(goods):
        return Kind.TRANSFER
    if direction == "收入":
        return Kind.INCOME
    return Kind.CHARGE if direction == "支出" or told else Kind.TRANSFER


def _refunded(table: Table, back: re.Match[str] | None, minor: int) -> int:
    if back is None:
        return 0
    return minor if back["all"] or not back["part"] else abs(table.amount(back["part"]))


LAYOUTS = (Layout("jd", ("商户名称", "交易说明", "交易状态"), _read, Source.WALLET),)
