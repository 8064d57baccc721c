"""Which charge a refund belongs to, and what is still open of each charge."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from bot.domain.purchases import goods_key, payee_key
from bot.domain.transactions import Kind, Precision, State, Transaction

REFUND_WITHIN = timedelta(days=180)
"""A later refund belongs to something else. Source: the wallets' own limit for refunds."""

_DAY = timedelta(days=1)


def returned_minor(rows: Sequence[Transaction]) -> list[int]:
    """Return for each row how much of it came back, in minor units; 0 for all but charges.

    A refund is booked by the number it names, else by what the charge itself tells, else on the
    latest earlier open charge of the same payee with the same order, goods or amount.
    """
    return _Booking(rows).book()


class _Booking:
    """Refunds on their way to their charges."""

    def __init__(self, rows: Sequence[Transaction]) -> None:
        self._rows = rows
        self._returned = [0] * len(rows)
        self._told = [0] * len(rows)
        self._by_ref: dict[str, int] = {}
        self._by_payee: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, row in enumerate(rows):
            if row.kind is not Kind.CHARGE or row.at is None:
                continue
            self._returned[index] = self._told[index] = min(row.refunded_minor, row.amount_minor)
            if row.transaction_ref:
                self._by_ref.setdefault(row.transaction_ref, index)
            self._by_payee[payee_key(row.payee), row.currency].append(index)

    def book(self) -> list[int]:
        """Book every refund, the earliest first."""
        refunds = [row for row in self._rows if row.kind is Kind.REFUND and row.at is not None]
        for refund in sorted(refunds, key=lambda row: (row.at, -row.row)):
            if refund.state is State.DONE and refund.amount_minor > 0:
                self._book(refund)
        return self._returned

    def _book(self, refund: Transaction) -> None:
        named = self._by_ref.get(refund.refund_of) if refund.refund_of else None
        near = self._candidates(refund)
        if refund.refund_told and self._already_told(refund, named, near):
            return
        target = named if named is not None else self._best(refund, near)
        if target is not None:
            amount = self._rows[target].amount_minor
            self._returned[target] = min(amount, self._returned[target] + refund.amount_minor)

    def _candidates(self, refund: Transaction) -> list[int]:
        same_payee = self._by_payee.get((payee_key(refund.payee), refund.currency), [])
        return [index for index in same_payee if _is_earlier(self._rows[index], refund)]

    def _already_told(self, refund: Transaction, named: int | None, near: list[int]) -> bool:
        """The charge's own row has told this refund; each charge covers what it told, once."""
        for index in (*(() if named is None else (named,)), *reversed(near)):
            if self._told[index] >= refund.amount_minor:
                self._told[index] -= refund.amount_minor
                return True
        return False

    def _best(self, refund: Transaction, near: list[int]) -> int | None:
        """A closed row comes first: else its refund is booked on an innocent sibling."""
        ranked = [
            (self._rank(refund, index), self._rows[index].at, -self._rows[index].row, index)
            for index in near
            if self._fits(refund, index)
        ]
        return max(ranked)[-1] if ranked else None

    def _fits(self, refund: Transaction, index: int) -> bool:
        charge = self._rows[index]
        left = charge.amount_minor - self._returned[index]
        if refund.amount_minor > left:
            return False
        related = _same_order(charge, refund) or _same_goods(charge, refund)
        if charge.state is State.CLOSED:
            return related and refund.amount_minor == charge.amount_minor
        if charge.state is not State.DONE:
            return False
        return related or (refund.amount_minor == charge.amount_minor and bool(refund.payee))

    def _rank(self, refund: Transaction, index: int) -> tuple[bool, bool, bool, bool]:
        charge = self._rows[index]
        return (
            charge.amount_minor == refund.amount_minor,
            charge.state is State.CLOSED,
            _same_order(charge, refund),
            bool(refund.goods) and charge.goods == refund.goods,
        )


def _is_earlier(charge: Transaction, refund: Transaction) -> bool:
    if charge.at is None or refund.at is None:
        return False
    by_day = Precision.DAY in (charge.precision, refund.precision)
    slack = _DAY if by_day else timedelta()
    return -slack <= refund.at - charge.at <= REFUND_WITHIN


def _same_order(charge: Transaction, refund: Transaction) -> bool:
    return bool(refund.order_ref) and charge.order_ref == refund.order_ref


def _same_goods(charge: Transaction, refund: Transaction) -> bool:
    if refund.order_ref and charge.order_ref and refund.order_ref != charge.order_ref:
        return False
    return bool(refund.goods) and goods_key(charge.goods) == goods_key(refund.goods)
