"""CMB (招商银行): credit card without years, debit card with the payee glued to its account."""

import re
from collections.abc import Iterator

from bot.domain.transactions import Kind, Transaction
from bot.readers.statements.cells import currency_code, is_nothing, order_in
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.words import bank_kind, is_refund, is_repayment

_TITLE_MONTH = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月")
_MONTH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})$")
_GLUED_ACCOUNT = re.compile(r"\s*[\d*]{8,}$")
_ABROAD = re.compile(r"([-\d.,]+)\s*[(（]([A-Z]{2,3})[)）]")


def _credit(table: Table) -> Iterator[Transaction]:
    """Rows name month and day; the title names the month of the bill."""
    titled = _TITLE_MONTH.search(table.title())
    bill = (int(titled[1]), int(titled[2])) if titled else None
    columns = ("记账日|入账日", "交易日", "交易摘要|交易描述", "人民币金额|交易金额", "交易地金额")
    for posted, traded, text, money, abroad in table.records(*columns):
        amount = table.amount(money)
        order, payee = order_in(text)
        foreign = _ABROAD.fullmatch(abroad)
        merchant = abroad if foreign and foreign[2] not in ("CN", "CNY") else ""
        yield table.row(
            _dated(traded or posted, bill),
            _credit_kind(payee, amount, traded=bool(traded)),
            amount,
            payee=payee,
            order_ref=order,
            merchant_amount=merchant.lstrip("-"),
        )


def _credit_kind(payee: str, amount: int, *, traded: bool) -> Kind:
    """A positive amount is a charge; a credit without a day of trade is a repayment."""
    if is_repayment(payee):
        return Kind.TRANSFER
    if amount > 0:
        return Kind.CHARGE
    return Kind.REFUND if traded or is_refund(payee) else Kind.TRANSFER


def _dated(day: str, bill: tuple[int, int] | None) -> str:
    """Return a day with its year: a December row of a January bill belongs to the year before."""
    found = _MONTH_DAY.fullmatch(day)
    if not found or not bill:
        return day
    year, month = bill
    return f"{year - (int(found[1]) > month)}-{found[1]}-{found[2]}"


def _debit(table: Table) -> Iterator[Transaction]:
    columns = ("记账日期", "货币", "交易金额", "交易摘要", "对手信息", "客户摘要")
    for when, coin, money, summary, other, memo in table.records(*columns):
        currency = currency_code(coin, "CNY")
        amount = table.amount(money, currency)
        order, goods = order_in("" if is_nothing(memo) else memo)
        yield table.row(
            when,
            bank_kind(summary, amount),
            amount,
            currency=currency,
            payee=_GLUED_ACCOUNT.sub("", other),
            goods=goods,
            order_ref=order,
        )


LAYOUTS = (
    Layout("cmb_credit", ("交易日", "记账日", "交易摘要", "人民币金额"), _credit),
    Layout("cmb_debit", ("记账日期", "货币", "交易金额", "交易摘要"), _debit),
)
