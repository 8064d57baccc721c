"""Which charges of a statement are one charge taken twice, and how sure that is."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.merging import one_of_each
from bot.domain.purchases import (
    goods_key,
    is_part_payment,
    is_quick_repeat,
    is_subscription,
    payee_key,
)
from bot.domain.refunds import returned_minor
from bot.domain.transactions import Precision, Transaction

ORDER_WITHIN = timedelta(days=7)
"""Beyond it one number may be a standing agreement that is charged every month."""
WEEKLY = timedelta(days=6, hours=12)
"""From here on a subscription may be a weekly one under a standing number."""
RETRY_WITHIN = timedelta(seconds=120)
"""A double submit or a retry. Source: measured on development statements."""
ASK_WITHIN = timedelta(minutes=10)
"""Up to here a repeat is asked about, never claimed."""
PERIOD_WITHIN = timedelta(hours=24)
"""A subscription cannot be bought again within a day."""


class Confidence(StrEnum):
    """How sure it is that a charge was taken again."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    """Only the customer knows: asked about, never claimed."""


class Why(StrEnum):
    """The reason, as the key of a sentence."""

    SAME_ORDER = "same_order"
    RETRY = "retry"
    PERIOD = "period"
    PAID_ELSEWHERE = "paid_elsewhere"
    CLOSE_TOGETHER = "close_together"
    QUICK_REPEAT = "quick_repeat"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Charges of which only the first is owed.

    Attributes:
        charges: all of them, the earliest first; fully refunded ones are left out.
        extra: how many were too many.
        extra_minor: what is still to be given back, in minor units, refunds taken off.
        currency: ISO 4217.
        confidence: certain and probable ones fill a claim, possible ones are asked about.
        why: key of the sentence that says why.
        values: what its placeholders are filled with.
    """

    charges: tuple[Transaction, ...]
    extra: int
    extra_minor: int
    currency: str
    confidence: Confidence
    why: Why
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[int, ...]:
        """Data rows of the first charge's file, from 1, ascending."""
        return self.rows_in(self.charges[0].file)

    def rows_in(self, file: str) -> tuple[int, ...]:
        """Data rows of one file, from 1, ascending."""
        return tuple(sorted(charge.row for charge in self.charges if charge.file == file))


@dataclass(slots=True)
class _Charge:
    """An open charge while it is compared."""

    row: Transaction
    at: datetime
    returned: int
    taken: bool = False

    @property
    def left(self) -> int:
        return self.row.amount_minor - self.returned


@dataclass(frozen=True, slots=True)
class _Finding:
    charges: tuple[_Charge, ...]
    confidence: Confidence
    why: Why


def find_duplicates(transactions: Iterable[Transaction]) -> tuple[Duplicate, ...]:
    """Return what was charged more than once, the earliest first.

    Args:
        transactions: rows of one or several statements of one customer.
    """
    rows = one_of_each(transactions)
    returned = returned_minor(rows)
    charges = [
        _Charge(row, row.at, back)
        for row, back in zip(rows, returned, strict=True)
        if row.is_open_charge and row.at
    ]
    charges.sort(key=lambda charge: (charge.at, charge.row.file, charge.row.row))
    findings = [finding for group in _groups(charges) for finding in _of_one_purchase(group)]
    findings += _paid_elsewhere(charges)
    found = [duplicate for finding in findings if (duplicate := _duplicate(finding))]
    return tuple(sorted(found, key=lambda one: (one.charges[0].at, one.rows)))


def _groups(charges: Iterable[_Charge]) -> Iterator[list[_Charge]]:
    """Charges of one payee, amount and goods; rows without goods join where it is clear."""
    pools: dict[Hashable, list[_Charge]] = defaultdict(list)
    for charge in charges:
        row = charge.row
        amount = row.merchant_amount or row.amount_minor
        pools[payee_key(row.payee), amount, row.currency].append(charge)
    for pool in pools.values():
        if len(pool) < 2:
            continue
        by_goods: dict[str, list[_Charge]] = defaultdict(list)
        for charge in pool:
            by_goods[goods_key(charge.row.goods)].append(charge)
        if len(by_goods) == 2 and "" in by_goods:
            yield pool
        else:
            yield from (group for group in by_goods.values() if len(group) > 1)


def _of_one_purchase(group: Sequence[_Charge]) -> Iterator[_Finding]:
    words = " ".join({f"{charge.row.payee} {charge.row.goods}" for charge in group})
    owed_in_parts = any(is_part_payment(charge.row.goods) for charge in group)
    if owed_in_parts:
        return
    period, quick = is_subscription(words), is_quick_repeat(words)
    yield from _same_order(group, period)
    if period:
        chains = _chains(group, PERIOD_WITHIN)
        for chain in chains:
            unsure = quick and not _is_timed(chain)
            yield _find(chain, Confidence.POSSIBLE if unsure else Confidence.PROBABLE, Why.PERIOD)
        return
    for chain in _chains(group, RETRY_WITHIN):
        if not _is_timed(chain):
            yield _find(chain, Confidence.POSSIBLE, Why.SAME_DAY)
        elif quick:
            yield _find(chain, Confidence.POSSIBLE, Why.QUICK_REPEAT)
        else:
            yield _find(chain, Confidence.PROBABLE, Why.RETRY)
    for chain in _chains(group, ASK_WITHIN):
        yield _find(chain, Confidence.POSSIBLE, Why.CLOSE_TOGETHER)


def _same_order(group: Sequence[_Charge], period: bool) -> Iterator[_Finding]:
    by_order: dict[str, list[_Charge]] = defaultdict(list)
    for charge in group:
        if charge.row.order_ref:
            by_order[charge.row.order_ref].append(charge)
    within = WEEKLY if period else ORDER_WITHIN
    for charges in by_order.values():
        for chain in _chains(charges, within, by_day=False):
            yield _find(chain, Confidence.CERTAIN, Why.SAME_ORDER)


def _paid_elsewhere(charges: Iterable[_Charge]) -> Iterator[_Finding]:
    """One order paid in two files: the first looked failed and was paid again elsewhere."""
    by_order: dict[Hashable, list[_Charge]] = defaultdict(list)
    for charge in charges:
        row = charge.row
        if row.order_ref and not charge.taken and not is_part_payment(row.goods):
            by_order[row.order_ref, row.amount_minor, row.currency].append(charge)
    for same in by_order.values():
        if len({charge.row.file for charge in same}) > 1:
            for chain in _chains(same, ASK_WITHIN):
                yield _find(chain, Confidence.PROBABLE, Why.PAID_ELSEWHERE)


def _chains(
    charges: Sequence[_Charge], within: timedelta, *, by_day: bool = True
) -> Iterator[tuple[_Charge, ...]]:
    """Runs of charges that follow each other closely, of those not taken yet."""
    run: list[_Charge] = []
    for charge in charges:
        if charge.taken:
            continue
        if run and not _follows(run[-1], charge, within, by_day=by_day):
            if len(run) > 1:
                yield tuple(run)
            run = []
        run.append(charge)
    if len(run) > 1:
        yield tuple(run)


def _follows(first: _Charge, second: _Charge, within: timedelta, *, by_day: bool) -> bool:
    apart = second.at - first.at
    if by_day and Precision.DAY in (first.row.precision, second.row.precision):
        return apart < timedelta(days=1)
    return apart <= within


def _is_timed(chain: Iterable[_Charge]) -> bool:
    return all(charge.row.precision is not Precision.DAY for charge in chain)


def _find(chain: tuple[_Charge, ...], confidence: Confidence, why: Why) -> _Finding:
    for charge in chain:
        charge.taken = True
    return _Finding(chain, confidence, why)


def _duplicate(finding: _Finding) -> Duplicate | None:
    """A fully refunded charge leaves; one stays owed. None: nothing is left to give back."""
    charges = [charge for charge in finding.charges if charge.left > 0]
    if len(charges) < 2:
        return None
    extra_minor = sum(charge.left for charge in charges) - charges[0].row.amount_minor
    if extra_minor <= 0:
        return None
    first = charges[0].row
    values = {
        "times": str(len(charges)),
        "extra": str(len(charges) - 1),
        "payee": first.payee or first.goods,
        "order": first.order_ref,
        "seconds": str(int((charges[-1].at - charges[0].at).total_seconds())),
        "minutes": str(max(1, round((charges[-1].at - charges[0].at).total_seconds() / 60))),
    }
    return Duplicate(
        tuple(charge.row for charge in charges),
        len(charges) - 1,
        extra_minor,
        first.currency,
        finding.confidence,
        finding.why,
        values,
    )
