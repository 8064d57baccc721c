"""Which charge a refund belongs to, and what is still open of each charge."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import timedelta

from bot.domain.purchases import goods_key, payee_key
from bot.domain.transactions import Kind, Precision, State, Transaction

REFUND_WITHIN = timedelta(days=180)
"""A later refund belongs to something else. Source: the wallets' own limit for refunds."""

NEAREST = 64
"""Charges that a refund without a number is compared with, the latest ones before it."""

_DAY = timedelta(days=1)


def returned_minor(rows: Sequence[Transaction]) -> list[int]:
    """Return for each row how much of it came back, in minor units; 0 for all but charges.

    A refund is booked by the number it names, else by what the charge itself tells, else on the
    latest earlier open charge of the same payee with the same order, goods or amount.

    Args:
        rows: in the order of time.
    """
    return _Booking(rows).book()


class _Booking:
    """Refunds on their way to their charges."""

    def __init__(self, rows: Sequence[Transaction]) -> None:
        self._rows = rows
        self._returned = [0] * len(rows)
        self._told: dict[int, int] = {}
        self._telling: dict[Hashable, list[int]] = defaultdict(list)
        self._by_ref: dict[str, int] = {}
        self._alike: dict[Hashable, list[int]] = defaultdict(list)
        if any(row.kind is Kind.REFUND for row in rows):
            wanted = {key for row in rows if row.kind is Kind.REFUND for key in _traits(row)}
            self._index(wanted)
        for index, row in enumerate(rows):
            if row.kind is Kind.CHARGE:
                self._returned[index] = min(row.refunded_minor, row.amount_minor)

    def _index(self, wanted: set[Hashable]) -> None:
        """Find charges by number and by what a refund shares with them."""
        for index, row in enumerate(self._rows):
            if row.kind is not Kind.CHARGE or row.at is None:
                continue
            if row.transaction_ref:
                self._by_ref.setdefault(row.transaction_ref, index)
            if row.refunded_minor:
                self._told[index] = min(row.refunded_minor, row.amount_minor)
                self._telling[payee_key(row.payee), row.currency].append(index)
            for trait in _traits(row):
                if trait in wanted:
                    self._alike[trait].append(index)

    def book(self) -> list[int]:
        """Book every refund, the earliest first."""
        for index, row in enumerate(self._rows):
            if row.kind is Kind.REFUND and row.state is State.DONE and row.amount_minor > 0:
                self._book(index, row)
        return self._returned

    def _book(self, index: int, refund: Transaction) -> None:
        named = self._by_ref.get(refund.refund_of) if refund.refund_of else None
        if refund.refund_told and self._already_told(refund, named):
            return
        target = named if named is not None else self._best(index, refund)
        if target is not None:
            amount = self._rows[target].amount_minor
            self._returned[target] = min(amount, self._returned[target] + refund.amount_minor)

    def _already_told(self, refund: Transaction, named: int | None) -> bool:
        """The charge's own row has told this refund; each charge covers what it told, once."""
        telling = self._telling.get((payee_key(refund.payee), refund.currency), [])
        for index in (*(() if named is None else (named,)), *reversed(telling)):
            covers = self._told.get(index, 0) >= refund.amount_minor
            if covers and _is_earlier(self._rows[index], refund):
                self._told[index] -= refund.amount_minor
                if not self._told[index] and index in telling:
                    telling.remove(index)
                return True
        return False

    def _best(self, index: int, refund: Transaction) -> int | None:
        """A closed row comes first: else its refund is booked on an innocent sibling."""
        ranked = [
            (self._rank(refund, near), near)
            for near in set(self._near(index, refund))
            if _is_earlier(self._rows[near], refund) and self._fits(refund, near)
        ]
        return max(ranked)[1] if ranked else None

    def _near(self, index: int, refund: Transaction) -> Iterator[int]:
        """Charges that share a trait, the latest before the refund or of its day."""
        for trait in _traits(refund):
            alike = self._alike.get(trait, [])
            end = bisect_right(alike, index)
            yield from alike[max(0, end - NEAREST) : end]
            for later in alike[end : end + NEAREST]:
                if self._rows[later].precision is not Precision.DAY:
                    break
                yield later

    def _fits(self, refund: Transaction, index: int) -> bool:
        charge = self._rows[index]
        if refund.amount_minor > charge.amount_minor - self._returned[index]:
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


def _traits(row: Transaction) -> Iterator[Hashable]:
    """What a refund and its charge have in common: amount, order or goods of one payee."""
    payee = (payee_key(row.payee), row.currency)
    yield (payee, row.amount_minor)
    if row.order_ref:
        yield (payee, "order", row.order_ref)
    if row.goods:
        yield (payee, "goods", row.goods)


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
