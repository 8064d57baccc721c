"""Stripe: the merchant's view, payments and balance reports."""

import re
from collections.abc import Iterator
from datetime import UTC

from bot.domain.transactions import Kind, Source, State, Transaction
from bot.readers.statements.cells import currency_code
from bot.readers.statements.table import Layout, Table

_ORDER_COLUMN = re.compile(r"order.*\(metadata\)")
_PAID = re.compile(r"^(?:paid|succeeded|refunded|partially refunded|partial_refund)$", re.I)
_WAITING = re.compile(r"pending|uncaptured|requires|processing|incomplete", re.IGNORECASE)


def _payments(table: Table) -> Iterator[Transaction]:
    """One customer's card takes the place of the payee: the shop is always the same."""
    columns = (
        "Created (UTC)|Created date (UTC)|Created", "id", "Description", "Amount",
        "Amount Refunded", "Currency", "Status", "Captured", "Customer ID|Customer Email",
        "Card Fingerprint|Card Last4",
        table.column_like(_ORDER_COLUMN) or "Invoice ID", "Invoice ID",
    )  # fmt: skip
    for (
        when, txn, goods, money, back, coin, status, captured, customer, card, order, invoice,
    ) in table.records(*columns):  # fmt: skip
        currency = currency_code(coin, "USD")
        yield table.row(
            when,
            Kind.CHARGE,
            table.amount(money, currency),
            _state(status, captured),
            currency=currency,
            payee=f"{customer} {card}".strip(),
            goods=goods,
            transaction_ref=table.ref(txn),
            order_ref=table.ref(order) or table.ref(invoice),
            refunded_minor=abs(table.amount(back, currency)) if back else 0,
        )


def _state(status: str, captured: str) -> State:
    if _PAID.match(status):
        return State.PENDING if captured.lower() == "false" else State.DONE
    return State.PENDING if _WAITING.search(status) else State.CLOSED


def _balance(table: Table) -> Iterator[Transaction]:
    columns = (
        "created_utc|created", "currency", "gross", "reporting_category", "source_id",
        "charge_id", "description", "customer_id|customer_email", "card_fingerprint|card_last4",
        table.column_like(_ORDER_COLUMN) or "order_id", "invoice_id",
    )  # fmt: skip
    for (
        when, coin, gross, category, source, charge, goods, customer, card, order, invoice,
    ) in table.records(*columns):  # fmt: skip
        currency = currency_code(coin, "USD")
        refund = category.startswith("refund")
        yield table.row(
            when,
            Kind.CHARGE if category == "charge" else Kind.REFUND if refund else Kind.TRANSFER,
            table.amount(gross, currency),
            currency=currency,
            payee=f"{customer} {card}".strip(),
            goods=goods,
            transaction_ref=table.ref(source),
            order_ref=table.ref(order) or table.ref(invoice),
            refund_of=table.ref(charge) if refund else "",
        )


LAYOUTS = (
    Layout(
        "stripe_payments",
        ("id", "Amount Refunded", "Status"),
        _payments,
        Source.MERCHANT,
        UTC,
        "USD",
    ),
    Layout(
        "stripe_balance",
        ("created_utc|created", "gross", "reporting_category", "source_id"),
        _balance,
        Source.MERCHANT,
        UTC,
        "USD",
    ),
)
