"""ICBC (工商银行): credit and debit card, two columns of amounts."""

import re
from collections.abc import Iterator

from bot.domain.transactions import Transaction
from bot.readers.statements.cells import currency_code, is_nothing, order_in
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.words import bank_kind

_WALLET_COMPANY = re.compile(r"财付通支付科技|支付宝[(（]中国|网银在线|银联")


def _read(table: Table) -> Iterator[Transaction]:
    columns = (
        "交易日期", "摘要", "交易详情", "交易场所", "记账金额(收入)", "记账金额(支出)",
        "记账币种", "对方户名", "交易金额(支出)", "交易币种",
    )  # fmt: skip
    for when, summary, detail, place, came, went, coin, owner, abroad, foreign in table.records(
        *columns
    ):
        currency = currency_code(coin, "CNY")
        amount = _signed(table, came, went, currency)
        order, goods = order_in(" ".join(filter(None, (place, detail))))
        payee = goods if is_nothing(owner) or _WALLET_COMPANY.search(owner) else owner
        other = currency_code(foreign)
        yield table.row(
            when,
            bank_kind(summary, amount),
            amount,
            currency=currency,
            payee=payee or owner,
            goods=goods,
            order_ref=order,
            merchant_amount=f"{abroad} {other}" if other and other != currency else "",
        )


def _signed(table: Table, came: str, went: str, currency: str) -> int:
    if not is_nothing(went):
        return -abs(table.amount(went, currency))
    return abs(table.amount(came, currency))


LAYOUTS = (
    Layout("icbc_debit", ("交易日期", "记账金额(支出)", "交易详情"), _read),
    Layout("icbc_credit", ("交易日期", "记账金额(支出)"), _read),
)
