"""Wise: signed amounts, days, in newer files times too."""

import re
from collections.abc import Iterator
from datetime import UTC

from bot.domain.transactions import Kind, Source, Transaction
from bot.readers.statements.cells import currency_code, order_in
from bot.readers.statements.table import Layout, Table

_CARD = re.compile(r"^(?:CARD|DIRECT_DEBIT)", re.IGNORECASE)
_ISSUED_BY = re.compile(r"issued by\s+(.+)$", re.IGNORECASE)


def _read(table: Table) -> Iterator[Transaction]:
    columns = (
        "Date", "Date Time", "TransferWise ID|Wise ID|ID", "Amount", "Currency", "Description",
        "Payment Reference", "Merchant", "Payee Name", "Note",
    )  # fmt: skip
    for day, moment, txn, money, coin, text, reference, merchant, payee, note in table.records(
        *columns
    ):
        currency = currency_code(coin, "EUR")
        amount = table.amount(money, currency)
        order, rest = order_in(reference)
        noted, goods = order_in(note)
        yield table.row(
            moment or day,
            _kind(txn, amount),
            amount,
            currency=currency,
            payee=merchant or payee or _issuer(text),
            goods=goods or rest,
            transaction_ref=table.ref(txn),
            order_ref=order or noted,
        )


def _kind(txn: str, amount: int) -> Kind:
    if not _CARD.match(txn):
        return Kind.TRANSFER
    return Kind.CHARGE if amount < 0 else Kind.REFUND


def _issuer(text: str) -> str:
    found = _ISSUED_BY.search(text)
    return found[1].strip() if found else text


LAYOUTS = (
    Layout("wise", ("TransferWise ID|Wise ID", "Date", "Amount"), _read, Source.BANK, UTC, "EUR"),
)
