"""One row for each movement of money, when several files tell it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.purchases import names_a_wallet, payee_key
from bot.domain.transactions import Kind, Source, State, Transaction

MIRROR_BEFORE = timedelta(days=1)
MIRROR_AFTER = timedelta(days=2)
"""A bank books a wallet's payment on its day or the day before or after; a booking that tells
only its day stands at the start of it, hence two days."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

REFUND_SLACK = timedelta(days=5)
"""A refund reaches the bank some days after the wallet shows it."""


def one_of_each(transactions: Iterable[Transaction]) -> tuple[Transaction, ...]:
    """Return the rows without repeats of overlapping exports and without mirrored rows.

    They are in the order of time; rows of one moment as their file has them, turned round where
    the file begins with the latest.
    """
    rows = _without_repeats(transactions)
    if len({row.source for row in rows}) > 1:
        rows = _without_mirrors(rows)
    latest_first = _latest_first(rows)
    rows.sort(key=lambda row: (row.at or _LONG_AGO, row.file, latest_first[row.file] * row.row))
    return tuple(rows)


def _latest_first(rows: Sequence[Transaction]) -> dict[str, int]:
    """For each file -1 if its first row is later than its last, else 1."""
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    for row in rows:
        if row.at:
            first.setdefault(row.file, row.at)
            last[row.file] = row.at
    return {row.file: 1 for row in rows} | {
        file: -1 for file, at in first.items() if at > last[file]
    }


def _without_repeats(transactions: Iterable[Transaction]) -> list[Transaction]:
    """Drop a row whose number was seen; one without a number, if another file has it as well."""
    kept = []
    numbered: set[Hashable] = set()
    places: set[tuple[str, int]] = set()
    counts: dict[Hashable, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in transactions:
        if row.file and (row.file, row.row) in places:
            continue
        places.add((row.file, row.row))
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


def _without_mirrors(rows: Iterable[Transaction]) -> list[Transaction]:
    """Drop a bank's row of a payment that a wallet's file has too, one for one."""
    rows = tuple(rows)
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
