"""CCB (建设银行): debit card, an xls with signed amounts and the account before the name."""

from collections.abc import Iterator

from bot.domain.transactions import Transaction
from bot.readers.statements.cells import currency_code, is_nothing, order_in
from bot.readers.statements.table import Layout, Table
from bot.readers.statements.words import bank_kind


def _read(table: Table) -> Iterator[Transaction]:
    columns = ("交易日期", "摘要", "币别", "交易金额", "交易地点/附言", "对方账号与户名|对方户名")
    for when, summary, coin, money, memo, other in table.records(*columns):
        currency = currency_code(coin, "CNY")
        amount = table.amount(money, currency)
        order, goods = order_in("" if is_nothing(memo) else memo)
        yield table.row(
            when,
            bank_kind(summary, amount),
            amount,
            currency=currency,
            payee=other.rpartition("/")[2].strip() or goods,
            goods=goods,
            order_ref=order,
        )


LAYOUTS = (Layout("ccb_debit", ("摘要", "交易日期", "账户余额", "交易地点/附言"), _read),)
