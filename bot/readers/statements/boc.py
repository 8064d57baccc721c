"""BOC (中国银行): debit with a signed amount and a time, credit with two columns."""

import re
from collections.abc import Iterator

from bot.domain.transactions import Kind, State, Transaction
from bot.readers.statements.cells import currency_code, is_nothing, order_in
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.words import bank_kind, is_repayment

_WALLET_PREFIX = re.compile(r"^(?:支付宝|财付通|微信支付)[-—]")
_TAIL = re.compile(r"CHN$")


def _debit(table: Table) -> Iterator[Transaction]:
    columns = ("记账日期", "记账时间", "币别|币种", "金额", "交易名称", "附言", "对方账户名")
    for day, clock, coin, money, name, memo, owner in table.records(*columns):
        currency = currency_code(coin, "CNY")
        amount = table.amount(money, currency)
        order, goods = order_in("" if _is_dashes(memo) else memo)
        yield table.row(
            f"{day} {clock}".strip(),
            bank_kind(name, amount),
            amount,
            State.DONE,
            currency=currency,
            payee="" if is_nothing(owner) or _is_dashes(owner) else owner,
            goods=_WALLET_PREFIX.sub("", goods),
            order_ref=order,
        )


def _is_dashes(text: str) -> bool:
    return not text.strip("- ")


def _credit(table: Table) -> Iterator[Transaction]:
    columns = ("交易日|银行记账日", "交易描述", "存入", "支出", "币种")
    for when, text, came, went, coin in table.records(*columns):
        currency = currency_code(coin, "CNY")
        charged = not is_nothing(went)
        amount = table.amount(went if charged else came, currency)
        order, payee = order_in(_TAIL.sub("", text).strip())
        yield table.row(
            when,
            _credit_kind(payee, charged=charged),
            amount,
            currency=currency,
            payee=payee,
            order_ref=order,
        )


def _credit_kind(payee: str, *, charged: bool) -> Kind:
    """A credit of a shop is a refund; one of a person is a repayment."""
    if is_repayment(payee):
        return Kind.TRANSFER
    if charged:
        return Kind.CHARGE
    return Kind.REFUND if len(payee) > _LONGEST_NAME or "-" in payee else Kind.TRANSFER


_LONGEST_NAME = 3
"""Characters of a person's name as the bank shortens it."""

LAYOUTS = (
    Layout("boc_debit", ("记账日期", "记账时间", "交易名称"), _debit),
    Layout("boc_credit", ("交易日", "银行记账日", "交易描述", "支出"), _credit),
)
