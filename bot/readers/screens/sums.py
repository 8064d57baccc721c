"""Which sum of a page is the amount paid."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.readers.screens.amounts import Printed, printed, settled_currency, sums_in
from bot.readers.screens.labels import Field, Label
from bot.readers.screens.layout import Row, TextBox, joined, touching, usual_height
from bot.readers.screens.pairs import Pair
from bot.readers.screens.wording import simplified

# The headline amount of every known payment page is at least this much taller than its text.
_HEADLINE = 1.3
# Two sums within this part of the tallest one's height compete for being the headline.
_RIVAL = 0.85
# A line with one of these tells of another sum than the one paid.
_ELSEWHERE = re.compile(
    "退款|退回|余额|优惠|红包|立减|折扣|手续费|服务费|原价|积分|额度|限额|抵扣|返现|balance|refund"
    r"|\bfee\b|discount|cashback|limit|points|\btax\b|\bvat\b|subtotal|≈|approx"
)
_REDUCED = re.compile("优惠|红包|立减|满减|折扣|抵扣|discount|coupon|voucher")
# Rank of the labels that name the sum of an order before what is taken off.
_BEFORE_DISCOUNT = 2
_PAID = re.compile(
    r"付款|支付|扣款|消费|支出|转账|转出|扣费|\bpaid\b|\bsent\b|\bcharged\b|\bspent\b|payment of"
)
_REST = re.compile(r"余额|balance|可用额度", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """The amount paid, and how well the page bears it out.

    Attributes:
        printed: the sum.
        minor: in minor units of `currency`, or of hundredths when it is None.
        currency: ISO code, or None where the page leaves it open.
        box: where it stands; None inside a sentence.
        agreed: whether a second place of the page says the same.
        disputed: whether a labelled amount differs from it by one character.
    """

    printed: Printed
    minor: int
    currency: str | None
    box: TextBox | None
    agreed: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    printed: Printed
    box: TextBox


def amount_of(rows: Sequence[Row], pairs: Sequence[Pair], lines: tuple[str, ...]) -> Amount | None:
    """Return the amount paid, or None where the page shows none or several."""
    if any(_REDUCED.search(simplified(line)) for line in lines):
        pairs = [_before_discount(pair) for pair in pairs]
    candidates = _candidates(rows, pairs)
    labelled = _labelled(pairs)
    headline = _headline(candidates, rows)
    best = headline or (labelled[0] if labelled else None) or _only(candidates)
    if best is None:
        return _from_sentence(lines)
    others = [one for one in [*labelled, *candidates] if one.box is not best.box]
    return _weighed(best, others, labelled, lines)


def _weighed(
    best: _Candidate, others: list[_Candidate], labelled: list[_Candidate], lines: tuple[str, ...]
) -> Amount | None:
    agreeing = [one for one in others if _value(one) == _value(best)]
    signs = [one.printed.currency for one in (best, *agreeing) if one.printed.currency]
    sign = next((one for one in signs if len(one) == 3), signs[0] if signs else "")
    currency = settled_currency(sign, lines)
    minor = best.printed.minor(currency or "")
    disputed = any(_one_apart(one.printed.digits, best.printed.digits) for one in labelled)
    if minor == 0:
        return None
    return Amount(best.printed, minor, currency, best.box, bool(agreeing), disputed)


def _candidates(rows: Sequence[Row], pairs: Sequence[Pair]) -> list[_Candidate]:
    """Return every sum that could be the one paid, from top to bottom."""
    foreign = {
        id(box) for pair in pairs if pair.label.field is not Field.AMOUNT for box in pair.boxes
    }
    found: list[_Candidate] = []
    for row in rows:
        if _ELSEWHERE.search(simplified(" ".join(box.text for box in row))):
            continue
        found += _sums(tuple(box for box in row if id(box) not in foreign))
    return found


def _sums(row: Row) -> Iterable[_Candidate]:
    """Return the sums of a row, pieces that touch put together."""
    at = 0
    while at < len(row):
        for length in (3, 2, 1):
            pieces = row[at : at + length]
            if len(pieces) < length or not touching(pieces):
                continue
            whole = joined(pieces)
            sum_ = printed(whole.text) if length == 1 or _one_sum(pieces) else None
            if sum_:
                yield _Candidate(sum_, max(pieces, key=lambda box: box.right - box.left))
                break
        at += length
    return


def _one_sum(pieces: Row) -> bool:
    """Whether pieces are a figure with sign and currency, not two figures side by side."""
    return sum(any(one.isdigit() for one in box.text) for box in pieces) == 1


def _before_discount(pair: Pair) -> Pair:
    """Return a pair that is read over where it names the sum of an order: less was paid."""
    before = pair.label.field is Field.AMOUNT and pair.label.rank >= _BEFORE_DISCOUNT
    return replace(pair, label=Label(Field.OTHER, 0)) if before else pair


def _labelled(pairs: Sequence[Pair]) -> list[_Candidate]:
    """Return the sums with a label for an amount paid, the surest label first."""
    found = []
    for pair in sorted(pairs, key=lambda pair: pair.label.rank):
        if pair.label.field is Field.AMOUNT and pair.value and (sum_ := printed(pair.text)):
            found.append(_Candidate(sum_, pair.boxes[-1]))
    return found


def _headline(candidates: list[_Candidate], rows: Sequence[Row]) -> _Candidate | None:
    """Return the sum in large type, unless two different ones compete."""
    usual = usual_height([box for row in rows for box in row])
    large = [one for one in candidates if one.box.height >= _HEADLINE * usual]
    # A bare figure beside a sum counts points, or parcels.
    large = [one for one in large if one.printed.marked] or large
    if not large:
        return None
    tallest = max(large, key=lambda one: one.box.height)
    rivals = [one for one in large if one.box.height >= _RIVAL * tallest.box.height]
    return tallest if len({_value(one) for one in rivals}) == 1 else None


def _only(candidates: list[_Candidate]) -> _Candidate | None:
    """Return the one sum of the page, if all that look like money are equal."""
    marked = [one for one in candidates if one.printed.marked]
    return marked[0] if len({_value(one) for one in marked}) == 1 else None


def _from_sentence(lines: tuple[str, ...]) -> Amount | None:
    """Return the sum of a sentence such as "You paid $12.00 to ...", if there is one."""
    found = [
        sum_
        for line in lines
        if _PAID.search(simplified(line)) and not re.search("退款|refund", simplified(line))
        for sum_ in sums_in(_REST.split(line)[0])
    ]
    if len({sum_.digits for sum_ in found}) != 1:
        return None
    currency = settled_currency(found[0].currency, lines)
    minor = found[0].minor(currency or "")
    return (
        Amount(found[0], minor, currency, None, len(found) > 1, disputed=False) if minor else None
    )


def _value(candidate: _Candidate) -> int:
    return candidate.printed.minor("")


def _one_apart(one: str, other: str) -> bool:
    """Whether two figures differ by one character changed, missing or added."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    for at, (left, right) in enumerate(zip(short, long, strict=False)):
        if left != right:
            rest = short[at + 1 :] if len(short) == len(long) else short[at:]
            return rest == long[at + 1 :]
    return True
