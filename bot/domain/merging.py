"""One row for each movement of money, when several files tell it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime, timedelta

from bot.domain.purchases import names_a_wallet, payee_key
from bot.domain.transactions import Kind, Source, State, Transaction

MIRROR_BEFORE = timedelta(days=1)
MIRROR_AFTER = timedelta(days=2)
"""A bank books a wallet's payment on its day or the day before or after; a booking that tells
only its day stands at the start of it, hence two days."""

REFUND_SLACK = timedelta(days=5)
"""A refund reaches the bank some days after the wallet shows it."""


def one_of_each(transactions: Iterable[Transaction]) -> tuple[Transaction, ...]:
    """Return the rows without repeats of overlapping exports and without mirrored rows."""
    rows = _without_repeats(transactions)
    if len({row.source for row in rows}) < 2:
        return tuple(rows)
    return tuple(_without_mirrors(rows))


def _without_repeats(transactions: Iterable[Transaction]) -> list[Transaction]:
    """Drop a row whose number was seen; one without a number, if another file has it as well."""
    kept = []
    numbered: set[Hashable] = set()
    counts: dict[Hashable, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in transactions:
        if row.transaction_ref:
            key = (row.format, row.transaction_ref, row.kind, row.amount_minor, _day(row.at))
            if key in numbered:
                continue
            numbered.add(key)
        else:
            seen = counts[_look(row)]
            seen[row.file] += 1
            if any(n >= seen[row.file] for file, n in seen.items() if file != row.file):
                continue
        kept.append(row)
    return kept


def _look(row: Transaction) -> Hashable:
    return (row.format, row.at, row.payee, row.goods, row.amount_minor, row.order_ref, row.state)


def _day(at: datetime | None) -> int:
    return at.toordinal() if at else 0


def _without_mirrors(rows: Sequence[Transaction]) -> list[Transaction]:
    """Drop a bank's row of a payment that a wallet's file has too, one for one."""
    wallets: dict[Hashable, list[Transaction]] = defaultdict(list)
    for row in rows:
        if row.source is Source.WALLET and row.at and row.kind in (Kind.CHARGE, Kind.REFUND):
            wallets[row.kind, row.amount_minor, row.currency].append(row)
    kept = []
    for row in sorted(rows, key=lambda row: row.source is not Source.BANK):
        mirrored = _mirrored(row, wallets) if row.source is Source.BANK else None
        if mirrored is None:
            kept.append(row)
        else:
            wallets[row.kind, row.amount_minor, row.currency].remove(mirrored)
    return kept


def _mirrored(row: Transaction, wallets: dict[Hashable, list[Transaction]]) -> Transaction | None:
    found = [
        other
        for other in wallets.get((row.kind, row.amount_minor, row.currency), ())
        if _is_near(row, other) and _may_be_one(row, other)
    ]
    return min(found, key=lambda other: _distance(row, other), default=None)


def _is_near(row: Transaction, other: Transaction) -> bool:
    if row.at is None or other.at is None:
        return False
    if row.kind is Kind.REFUND:
        return abs(row.at - other.at) <= REFUND_SLACK
    return -MIRROR_BEFORE <= other.at - row.at < MIRROR_AFTER


def _may_be_one(row: Transaction, other: Transaction) -> bool:
    ours, theirs = payee_key(row.payee), payee_key(other.payee or other.goods)
    if names_a_wallet(row.payee) or names_a_wallet(row.goods):
        return True
    return bool(ours and theirs) and (ours in theirs or theirs in ours)


def _distance(row: Transaction, other: Transaction) -> tuple[bool, bool, timedelta]:
    ours, theirs = payee_key(row.payee), payee_key(other.payee or other.goods)
    related = bool(ours and theirs) and (ours in theirs or theirs in ours)
    apart = abs(row.at - other.at) if row.at and other.at else MIRROR_AFTER
    return not related, other.state is State.CLOSED, apart
