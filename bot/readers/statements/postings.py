"""Bookings of the interchange formats: name, purpose, amount, day."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.transactions import Kind, Precision, Source, State, Transaction
from bot.readers.statements.cells import order_in
from bot.readers.statements.table import MAX_CELL

_REFUND = re.compile(r"^(?:refund|reversal|storno|r[üu]ck\w*|退款|退货)\b[:\s]*", re.IGNORECASE)
_TRANSFER = re.compile(
    r"^(?:gift|salary|payroll|wages|interest|dividend|cash|atm|rent|allowance|savings?)\s*$|"
    r"^(?:(?:bank|fund|online|wire|money|internal) )?transfers?\b|^(?:direct deposit|payroll)\b|"
    r"^(?:atm|cash) withdrawal|\bwithdrawal\b|\b(?:zelle|venmo|bizum)\b|^ach (?:deposit|credit)|"
    r"^(?:payment - )?thank you|payment thank you|^(?:auto|bill) ?pay\b|credit card payment|"
    r"top-?up|转账|工资|还款",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Posting:
    """One booking as an interchange format tells it.

    Attributes:
        at: without zone; at 00:00 when only the day is told.
        timed: the time of day is real.
        amount: minor units; negative left the account.
        is_transfer: the format's own type says that no shop was paid.
    """

    row: int
    line: int
    at: datetime | None
    amount: int
    currency: str
    name: str
    memo: str
    timed: bool = False
    ref: str = ""
    written_at: str = ""
    is_transfer: bool = False
    is_pending: bool = False


def transaction(posting: Posting, format_: str) -> Transaction:
    """Return a booking as a transaction: the purpose tells refunds and order numbers."""
    memo = posting.memo[:MAX_CELL]
    refund = _REFUND.match(memo)
    order, goods = order_in(_REFUND.sub("", memo))
    at = posting.at
    return Transaction(
        row=posting.row,
        line=posting.line,
        kind=_kind(posting, is_refund=bool(refund)),
        state=State.PENDING if posting.is_pending else State.DONE,
        at=(at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC) if at else None,
        precision=Precision.SECOND if posting.timed else Precision.DAY,
        amount_minor=abs(posting.amount),
        currency=posting.currency,
        payee=posting.name[:MAX_CELL],
        goods=goods,
        transaction_ref=posting.ref,
        order_ref=order,
        written_at=posting.written_at,
        format=format_,
        source=Source.BANK,
    )


def without_refund_word(text: str) -> str:
    """Return a purpose without the word that marks it as a refund."""
    return _REFUND.sub("", text)


def is_transfer(text: str) -> bool:
    """A name or a purpose says that no shop was paid."""
    return bool(_TRANSFER.search(text[:MAX_CELL]))


def _kind(posting: Posting, *, is_refund: bool) -> Kind:
    """Money that comes from a shop's name is a refund; it is booked on that shop's charge."""
    if is_refund and posting.amount > 0:
        return Kind.REFUND
    if posting.is_transfer or is_transfer(posting.memo) or is_transfer(posting.name):
        return Kind.TRANSFER
    return Kind.CHARGE if posting.amount < 0 else Kind.REFUND
