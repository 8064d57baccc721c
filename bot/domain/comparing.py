"""Charges compared with each other: which are one purchase, by which rule."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.purchases import (
    goods_key,
    is_part_payment,
    is_quick_repeat,
    is_subscription,
    payee_key,
)
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


@dataclass(slots=True)
class Charge:
    """An open charge while it is compared."""

    row: Transaction
    at: datetime
    returned: int
    taken: bool = False

    @property
    def left(self) -> int:
        """What has not come back, in minor units."""
        return self.row.amount_minor - self.returned


@dataclass(frozen=True, slots=True)
class Finding:
    """Charges of one purchase, and the rule that says so."""

    charges: tuple[Charge, ...]
    confidence: Confidence
    why: Why


def compare(charges: Sequence[Charge]) -> Iterator[Finding]:
    """Find charges that were taken more than once; each belongs to one finding at most.

    Args:
        charges: open charges in the order of time.
    """
    for group in _groups(charges):
        yield from _of_one_purchase(group)
    yield from _paid_elsewhere(charges)


def _groups(charges: Iterable[Charge]) -> Iterator[list[Charge]]:
    """Charges of one payee, amount and goods; rows without goods join where it is clear."""
    pools: dict[Hashable, list[Charge]] = defaultdict(list)
    for charge in charges:
        row = charge.row
        amount = row.merchant_amount or row.amount_minor
        pools[payee_key(row.payee), amount, row.currency].append(charge)
    for pool in pools.values():
        if len(pool) < 2:
            continue
        by_goods: dict[str, list[Charge]] = defaultdict(list)
        for charge in pool:
            by_goods[goods_key(charge.row.goods)].append(charge)
        if len(by_goods) == 2 and "" in by_goods:
            yield pool
        else:
            yield from (group for group in by_goods.values() if len(group) > 1)


def _of_one_purchase(group: Sequence[Charge]) -> Iterator[Finding]:
    if any(is_part_payment(charge.row.goods) for charge in group):
        return
    words = " ".join({f"{charge.row.payee} {charge.row.goods}" for charge in group})
    bought = " ".join({charge.row.goods or charge.row.payee for charge in group})
    period, quick = is_subscription(bought), is_quick_repeat(words)
    yield from _same_order(group, period)
    if period:
        for chain in _chains(group, PERIOD_WITHIN):
            unsure = quick and not _is_timed(chain)
            yield _find(chain, Confidence.POSSIBLE if unsure else Confidence.PROBABLE, Why.PERIOD)
        return
    for chain in _chains(group, RETRY_WITHIN):
        if finding := _retry(chain, quick=quick):
            yield finding
    for chain in _chains(group, ASK_WITHIN):
        if _is_timed(chain):
            yield _find(chain, Confidence.POSSIBLE, Why.CLOSE_TOGETHER)


def _retry(chain: tuple[Charge, ...], *, quick: bool) -> Finding | None:
    if not _is_timed(chain):
        if _are_different_orders(chain):
            return None
        return _find(chain, Confidence.POSSIBLE, Why.SAME_DAY)
    if quick:
        return _find(chain, Confidence.POSSIBLE, Why.QUICK_REPEAT)
    if _may_be_a_cart(chain):
        return _find(chain, Confidence.POSSIBLE, Why.CLOSE_TOGETHER)
    return _find(chain, Confidence.PROBABLE, Why.RETRY)


def _may_be_a_cart(chain: Sequence[Charge]) -> bool:
    """Several orders paid in one second, and no goods told: perhaps one cart of many shops."""
    at_once = chain[0].at == chain[-1].at and chain[0].row.precision is Precision.SECOND
    return at_once and _are_different_orders(chain) and not any(c.row.goods for c in chain)


def _are_different_orders(chain: Sequence[Charge]) -> bool:
    orders = {charge.row.order_ref for charge in chain if charge.row.order_ref}
    return len(orders) == len(chain)


def _same_order(group: Sequence[Charge], period: bool) -> Iterator[Finding]:
    by_order: dict[str, list[Charge]] = defaultdict(list)
    for charge in group:
        if charge.row.order_ref:
            by_order[charge.row.order_ref].append(charge)
    within = WEEKLY if period else ORDER_WITHIN
    for charges in by_order.values():
        for chain in _chains(charges, within, by_day=False):
            yield _find(chain, Confidence.CERTAIN, Why.SAME_ORDER)


def _paid_elsewhere(charges: Iterable[Charge]) -> Iterator[Finding]:
    """One order paid in two files: the first looked failed and was paid again elsewhere."""
    by_order: dict[Hashable, list[Charge]] = defaultdict(list)
    for charge in charges:
        row = charge.row
        if row.order_ref and not charge.taken and not is_part_payment(row.goods):
            by_order[row.order_ref, row.amount_minor, row.currency].append(charge)
    for same in by_order.values():
        if len({charge.row.file for charge in same}) > 1:
            for chain in _chains(same, ASK_WITHIN):
                yield _find(chain, Confidence.PROBABLE, Why.PAID_ELSEWHERE)


def _chains(
    charges: Sequence[Charge], within: timedelta, *, by_day: bool = True
) -> Iterator[tuple[Charge, ...]]:
    """Runs of charges that follow each other closely, of those not taken yet."""
    run: list[Charge] = []
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


def _follows(first: Charge, second: Charge, within: timedelta, *, by_day: bool) -> bool:
    apart = second.at - first.at
    if by_day and Precision.DAY in (first.row.precision, second.row.precision):
        return apart < timedelta(days=1)
    return apart <= within


def _is_timed(chain: Iterable[Charge]) -> bool:
    return all(charge.row.precision is not Precision.DAY for charge in chain)


def _find(chain: tuple[Charge, ...], confidence: Confidence, why: Why) -> Finding:
    for charge in chain:
        charge.taken = True
    return Finding(chain, confidence, why)
