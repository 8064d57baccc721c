"""Transactions of a statement, whatever bank or wallet wrote it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a row of a statement is about."""

    CHARGE = "charge"
    """Money for a merchant."""
    REFUND = "refund"
    TRANSFER = "transfer"
    """Between people, between one's own accounts, or a leg that only funds a charge."""
    INCOME = "income"


class State(StrEnum):
    """How far a transaction went."""

    DONE = "done"
    PENDING = "pending"
    CLOSED = "closed"
    """Never paid, declined, reverted, or closed by a full refund."""


class Precision(StrEnum):
    """How exactly a statement tells the time."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class Source(StrEnum):
    """Who wrote the statement: the same payment stands in a wallet's and in a bank's file."""

    WALLET = "wallet"
    BANK = "bank"
    MERCHANT = "merchant"


@dataclass(frozen=True, slots=True)
class Transaction:
    """One row of a statement.

    Attributes:
        row: number of the data row in its file, from 1.
        kind: charge, refund, transfer or income.
        state: done, pending or closed.
        at: moment in UTC; a row that tells only the day stands at that day's start in the zone
            of the statement. None: the file tells no time that could be read.
        amount_minor: in minor units of `currency`, never negative.
        currency: ISO 4217.
        precision: how exactly `at` is known.
        payee: as the file names it; empty when it has no such column.
        goods: what was bought, as the file names it.
        transaction_ref: the provider's number of this movement of money.
        order_ref: the merchant's number of the order.
        refund_of: `transaction_ref` of the charge that a refund names.
        refunded_minor: what the row itself says came back.
        refund_told: a refund row in a file whose charges tell their refunds themselves.
        merchant_amount: amount and currency at the merchant, where it is not the posted one.
        written_at: the time as the file writes it.
        line: line (or sheet row) in the file, from 1; evidence points to it.
        file: the file it was read from.
        format: name of the layout it was read by.
        source: wallet, bank or merchant.
    """

    row: int
    kind: Kind
    state: State
    at: datetime | None
    amount_minor: int
    currency: str
    precision: Precision = Precision.SECOND
    payee: str = ""
    goods: str = ""
    transaction_ref: str = ""
    order_ref: str = ""
    refund_of: str = ""
    refunded_minor: int = 0
    refund_told: bool = False
    merchant_amount: str = ""
    written_at: str = ""
    line: int = 0
    file: str = ""
    format: str = ""
    source: Source = Source.WALLET

    @property
    def is_open_charge(self) -> bool:
        """A merchant has this money: paid, and it has a time and an amount."""
        return (
            self.kind is Kind.CHARGE
            and self.state is State.DONE
            and self.amount_minor > 0
            and self.at is not None
        )
