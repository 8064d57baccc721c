"""Wise: signed amounts, days, in newer files times too."""

import re
from collections.abc import Iterator
from datetime import UTC

from bot.domain.transactions import Kind, Source, State, Transaction
from bot.readers.statements.cells import currency_code, order_in
from bot.readers.statements.table import Layout, Table

_CARD = re.compile(r"^(?:CARD|DIRECT_DEBIT)", re.IGNORECASE)
_STOPPED = re.compile(r"cancel|fail|declin|reject|bounced", re.IGNORECASE)
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


def _history(table: Table) -> Iterator[Transaction]:
    """The newer list of everything: amounts without a sign, and a direction."""
    columns = (
        "Created on", "ID", "Status", "Direction", "Source amount (after fees)", "Source currency",
        "Target name", "Target amount (after fees)", "Target currency", "Reference", "Note",
    )  # fmt: skip
    for when, txn, status, way, money, coin, payee, there, other, reference, note in table.records(
        *columns
    ):
        currency = currency_code(coin, "EUR")
        amount = table.amount(money, currency) * (-1 if way.upper() == "OUT" else 1)
        order, rest = order_in(reference)
        yield table.row(
            when,
            _kind(txn, amount),
            amount,
            _state(status),
            currency=currency,
            payee=payee,
            goods=note or rest,
            transaction_ref=table.ref(txn),
            order_ref=order,
            refunded_minor=abs(amount) if status.upper() == "REFUNDED" else 0,
            merchant_amount=f"{there} {other}" if other and other != coin else "",
        )


def _state(status: str) -> State:
    if status.upper() in ("COMPLETED", "REFUNDED", ""):
        return State.DONE
    return State.CLOSED if _STOPPED.search(status) else State.PENDING


def _kind(txn: str, amount: int) -> Kind:
    if not _CARD.match(txn):
        return Kind.TRANSFER
    return Kind.CHARGE if amount < 0 else Kind.REFUND


def _issuer(text: str) -> str:
    found = _ISSUED_BY.search(text)
    return found[1].strip() if found else text


LAYOUTS = (
    Layout("wise", ("TransferWise ID|Wise ID", "Date", "Amount"), _read, Source.BANK, UTC, "EUR"),
    Layout(
        "wise_history",
        ("ID", "Direction", "Created on", "Source amount (after fees)", "Target name"),
        _history,
        Source.BANK,
        UTC,
        "EUR",
    ),
)
