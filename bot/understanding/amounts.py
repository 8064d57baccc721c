"""Which of the figures in a message is one charge, and which is the total."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.currencies import POINT_GROUPS
from bot.domain.money import FoundMoney, money_of, read_amounts
from bot.domain.numerals import Span, blanked, fold, value_of
from bot.understanding.patterns import patterns
from bot.understanding.plain import simplified

_WORDS = patterns("amounts")
_CHINESE = ("han_bare", "han_after", "large_han", "bought", "last", "per_one", "one_for")

_ENGLISH = ("number", "decimal", "given", "after", "thousands")
_LOOSE = frozenset({"of", "for", "was", "is", "worth", "cost", "refund"})
_LEAST_BARE = 10
"""A smaller figure without a unit is rather a count than an amount."""
_BESIDE = 16


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a message says about money.

    Attributes:
        one: a single charge, or the only figure.
        total: what is said to be the whole.
        every: all figures, in order.
    """

    one: FoundMoney | None = None
    total: FoundMoney | None = None
    every: tuple[FoundMoney, ...] = ()


# A number that was called or names a service: 打过110, 客服95588, 12306上没票. With a unit
# behind it, it is a sum after all.
_NO_UNIT = r"(?![\d.]|\s?(?:元|块|万|千|rmb|cny|usd|eur|gbp|dollars|pounds|euros))"
_DIALLED = re.compile(
    rf"(?<![\d.了转轉付扣骗騙花充交额額亏虧损損失去])(?P<service>12306|123(?:15|45|63|78|81)){_NO_UNIT}"
    rf"|(?:客服|电话|電話|热线|熱線)\D{{0,3}}(?P<line>9[56]\d{{3}}){_NO_UNIT}|(?:打[了过完通给]?|拨[打了通]?|致电|报警?|热线|\b(?:call|called|calling|rang|ring|phoned|phone|dialled|dial))"
    rf"\s?(?P<number>\d{{3,6}}){_NO_UNIT}"
)


# How old somebody is: 我60多了, 今年72, 80岁.
_AGE = re.compile(
    r"(?<![扣退收骗欠刷付给转还打充赔少花了])(?:我|他|她|爸|妈|老人|今年|都|快)(?:今年|都|已经|快)*\s?(?P<number>[1-9]\d)\s?(?:多|几)?(?:了|岁|$|\s)"
    r"|(?<!\d)(?P<years>[1-9]\d)\s?(?:多|几)?岁"
)


def dialled_in(folded: str) -> tuple[Span, ...]:
    """Return where a folded text names numbers that are called, or an age: no sums."""
    return tuple(
        Span(*match.span(match.lastgroup or 0))
        for pattern in (_DIALLED, _AGE)
        for match in pattern.finditer(folded)
    )


def without_dialled(text: str) -> str:
    """Return a text without the numbers that are called."""
    return blanked(text, dialled_in(simplified(fold(text))))


def amounts_in(
    text: str, *, currency: str | None, taken: Iterable[Span], several: bool
) -> Amounts:
    """Return the charge and the total of a message.

    Args:
        text: the message.
        currency: what a bare figure is in; None leaves such a figure without money.
        taken: times, counts and references, where no money stands.
        several: more than one charge is spoken of, so a lone total is no single charge.
    """
    taken = tuple(taken)
    cleared = simplified(fold(blanked(text, taken)))
    stated = tuple(
        found
        for found in read_amounts(cleared, currency=currency)
        if not _WORDS["together"].match(cleared, found.start)
    )
    bare = _bare(cleared, currency, stated)
    every = tuple(sorted([*stated, *bare], key=lambda found: found.start))
    every = tuple(found for found in every if not _is_limit(cleared, found))
    totals = [found for found in every if _is_total(cleared, found)]
    single = [found for found in every if found not in totals]
    one = max(single, key=lambda found: _weight(cleared, found), default=None)
    total = totals[0] if totals else None
    listed = _listed(cleared, stated) if total is None else ()
    if listed:
        whole = sum((found.amount for found in listed), Decimal(0))
        total = _summed(listed, whole)
        one = one if len({found.amount for found in listed}) == 1 else None
        every = tuple(sorted({*every, *listed}, key=lambda found: found.start))
        return Amounts(one, total, every)
    if one is None and total is not None and not (several and not _is_price(cleared, total)):
        return Amounts(total, None, every)
    return Amounts(one, total, every)


# Figures in front of one with a unit: 15.40, 22 and 9.90 sgd; 300、500和800块.
_ITEM = r"(?<![\w.])\d{1,6}(?:\.\d{1,2})?"
_BETWEEN = r"\s?(?:,\s|、|\+|&)\s?"
_LAST = r"\s?(?:、|\+|&|,?\s?\band\b|和|以及)\s?"
_LIST = re.compile(rf"(?:{_ITEM}{_BETWEEN})*{_ITEM}{_LAST}$")
_NUMBERED = re.compile(
    r"(?:号|卡|#|\bno\.?|ending(?: in)?|ends(?: in)?|order|card|account|id|ref(?:erence)?)"
    r"\s?[:#]?\s?$"
)


def _listed(cleared: str, stated: tuple[FoundMoney, ...]) -> tuple[FoundMoney, ...]:
    """Return the amounts of a list whose last one carries the unit; empty: there is no list."""
    for last in stated:
        before = _LIST.search(cleared[: last.start])
        if before is None or last.money is None or _NUMBERED.search(cleared[: before.start()]):
            continue
        items = [
            replace(
                last,
                amount=Decimal(item[0]),
                money=money_of(Decimal(item[0]), last.money.currency),
                start=before.start() + item.start(),
                end=before.start() + item.end(),
            )
            for item in re.finditer(_ITEM, before[0])
        ]
        return (*items, last)
    return ()


def _summed(listed: tuple[FoundMoney, ...], whole: Decimal) -> FoundMoney:
    last = listed[-1]
    money = money_of(whole, last.money.currency) if last.money else None
    return replace(last, amount=whole, money=money, start=listed[0].start)


def _bare(cleared: str, currency: str | None, stated: tuple[FoundMoney, ...]) -> list[FoundMoney]:
    rest = blanked(cleared, (Span(found.start, found.end) for found in stated))
    spans: dict[int, tuple[int, int]] = {}
    chinese = re.search(r"[\u4e00-\u9fff]", rest) is not None
    for name in (*_CHINESE, "han_decimal") if chinese else _CHINESE:
        for match in _WORDS[name].finditer(rest):
            spans.setdefault(match.start("number"), match.span("number"))
    for match in _WORDS["english"].finditer(rest):
        group = next(name for name in _ENGLISH if match[name])
        loose = group == "number" and match[0].split()[0] in _LOOSE
        if not loose or re.search(r"[.,]|\d{3}", match[group]):
            spans.setdefault(match.start(group), match.span(group))
    found = []
    for span in spans.values():
        value = value_of(rest[slice(*span)], point_groups=currency in POINT_GROUPS)
        if value is None or value < _LEAST_BARE:
            continue
        rough = re.match(r"\s?[多余来几]|左右", rest[span[1] :]) is not None
        money = money_of(value, currency) if currency else None
        found.append(
            FoundMoney(
                money, value, currency_stated=False, start=span[0], end=span[1], approximate=rough
            )
        )
    return _without_overlaps(found)


def _without_overlaps(found: list[FoundMoney]) -> list[FoundMoney]:
    kept: list[FoundMoney] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _around(cleared: str, found: FoundMoney) -> tuple[str, str]:
    before = cleared[max(0, found.start - _BESIDE) : found.start]
    return before, cleared[found.end : found.end + _BESIDE]


def _is_total(cleared: str, found: FoundMoney) -> bool:
    before, after = _around(cleared, found)
    return bool(_WORDS["total_before"].search(before) or _WORDS["total_after"].match(after))


def _is_price(cleared: str, found: FoundMoney) -> bool:
    """Whether 一共是 tells what was bought for, no charge spoken of yet."""
    return _WORDS["price_before"].search(_around(cleared, found)[0]) is not None


def _is_limit(cleared: str, found: FoundMoney) -> bool:
    """Whether a figure says how much may be paid, not how much was."""
    return _WORDS["limit_before"].search(_around(cleared, found)[0]) is not None


def _weight(cleared: str, found: FoundMoney) -> tuple[int, int]:
    before, after = _around(cleared, found)
    weight = 2 if found.currency_stated else 1
    if _WORDS["each_before"].search(before) or _WORDS["each_after"].match(after):
        weight += 4
    if _WORDS["spent_before"].search(before):
        weight += 1
    if _WORDS["asked_before"].search(before) or _WORDS["asked_after"].match(after):
        weight -= 4
    if _WORDS["extra_before"].search(before):
        weight -= 2
    if _WORDS["balance_before"].search(before):
        weight -= 1
    return (weight, -found.start)


def in_currency(found: FoundMoney | None, currency: str | None) -> FoundMoney | None:
    """Return a bare figure as money of a currency learnt later; stated money stays."""
    if found is None or found.money is not None or currency is None:
        return found
    return replace(found, money=money_of(found.amount, currency))
