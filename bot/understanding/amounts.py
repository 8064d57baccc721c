"""Which of the figures in a message is one charge, and which is the total."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.currencies import POINT_GROUPS
from bot.domain.money import FoundMoney, money_of, read_amounts
from bot.domain.numerals import NUMBER, Span, blanked, fold, value_of
from bot.understanding.plain import simplified

_MEASURE = (
    r"(?!\s?(?:个|次|笔|遍|回|条|天|日|号|月|年|期|点|时|分钟|分(?!期)|秒|小时|周|星期|岁|位|人|家|张|台|件|份|单|课|节|堂|折|%|％|折|页|度|公里|km|g\b|多?(?:个)?(?:字|人)|st\b|nd\b|rd\b|th\b|am\b|pm\b|x\b"
    r"|(?:business |working )?(?:days?|hours?|minutes?|mins?|weeks?|months?|years?|times|people|items?|cards?|payments?|charges?|users?|percent|lessons?|stars?|digits?|attempts?|tries|texts?|emails?|calls?|screenshots?|transactions?)\b))"
)
_SPENT = (
    r"(?:扣(?:款|费)?|付(?:款)?|刷|转(?:账|过去|出去)?|收(?:款|费)?|充(?:值)?|打(?:款|钱)?|汇(?:款)?|投(?:资|进去|入)?|花|交|缴(?:费)?|骗|损失|少|退(?:款)?|欠|货款|金额|价格|押金|订金|定金|余额|各|每(?:笔|次|条|单|个)?|都是|一共|总共|合计|共|剩(?:下)?|价|学费|车费|房租|电费|水费|话费|报名费|会费|费|款|存|买|拍|搭进去|划(?:走)?|走|零钱|里面有?|还有|被|钱|帐|账|sum|le|kuai)"
    r"(?:了|我|他|她|过|走|掉|出|去|的|是|:|：|,|，|\s|有|给|进|到|完|共|人|张|约|才|就|又|还|里|元|头){0,4}"
)
_HAN_BARE = re.compile(rf"{_SPENT}(?P<number>(?<![\d.a-z/:-]){NUMBER}(?![\d.:/a-z-])){_MEASURE}")
_HAN_AFTER = re.compile(
    rf"(?<![\d.a-z/:第-])(?P<number>{NUMBER})(?:已经?|就|都|全|也)?(?:付|没了|扣|不见|没到|出去|被转|被扣|被骗|打水漂|到账|货款|货|的货款|电费|押金|的订单)"
)
_LARGE_HAN = re.compile(
    rf"(?<![第\d.])(?P<number>[一二两三四五六七八九][百千万][零一二三四五六七八九十百千万]*){_MEASURE}(?![分来多几])"
)
_ENGLISH = re.compile(
    r"\b(?:paid|pay|sent|send|wire[d]?|transfer(?:red)?|charged?|took|taken|lost|deposit(?:ed)?|amount|total|minus|spent|invested|stole|stolen|payment of|withdrew|owes? me|refund|balance|worth|gone|of|for|was|is|cost|added)"
    rf"(?:\s(?:me|us|him|her|them|about|of|was|is|over|nearly|another|around|over))?[\s:]{{1,2}}(?P<number>(?<![\d.])\d[\d,]*(?:\.\d{{1,2}})?k?)(?![\d.:/%a-z-]){_MEASURE}"
    rf"|(?<![\d.:/$£€¥-])(?P<decimal>\d{{1,3}}(?:,\d{{3}})*\.\d\d|\d{{1,3}}(?:,\d{{3}})+)(?![\d.:/%-]){_MEASURE}"
    r"|(?<![\d.:/$£€¥-])(?P<after>\d{2,6}(?:\.\d\d)?)\s(?:gone|missing|disappeared|was taken|taken|each|apiece|twice|stolen|lost)\b"
)
_LOOSE = frozenset({"of", "for", "was", "is", "worth", "cost", "refund"})
_EACH_BEFORE = re.compile(
    r"(?:每(?:次|笔|条|单|个|回|遍|份)?(?:都)?(?:是|扣|收)?|各(?:扣|收)?|都是|均为?|一笔|单笔|per|each)\s?[:：]?$"
)
_EACH_AFTER = re.compile(
    r"\s?(?:一次|一笔|一个|一份|每次|each|apiece|a (?:piece|time|go|pop|charge)|at a time|per|both times|every time)"
)
_TOTAL_BEFORE = re.compile(
    r"(?:一共|总共|合计|共(?:计)?|加起来|全部(?:加起来)?|总额|in total|total(?:l?ing)?(?: of| was| is)?|altogether|all together|sums? to|adds? up to)\W{0,2}(?:是|被|扣了?|骗了?|损失|花了?|转了?|付了?|有|多扣了?|took|lost)?\W{0,2}$"
)
_TOTAL_AFTER = re.compile(r"\s?(?:in total|total|altogether|in all|all together)\b")
_ASKED_BEFORE = re.compile(
    r"(?:再|还要|要(?:我|交|先)?|让我|叫我|先|需要?|得|交|缴|保证金|解冻费|押金|手续费|税|another|more|want(?:s|ed)?|ask(?:s|ed|ing)?(?: for)?|demand\w*|fee(?: of)?|need(?:s)?|must (?:pay|send)|send|deposit)[^\d，,。.]{0,6}$"
)
_ASKED_AFTER = re.compile(
    r"\s?(?:元|块)?(?:的)?(?:保证金|解冻费|手续费|押金|税|定金|认证金|才|more|deposit to|fee|tax|to (?:unfreeze|unlock|release|withdraw))"
)
_BALANCE_BEFORE = re.compile(
    r"(?:余额|里面|里头|卡里|还有|还剩|剩(?:下|了)?|里|inside|balance)(?:还)?(?:有|剩|是|of|is|was)?\W{0,2}$"
)
_EXTRA_BEFORE = re.compile(r"(?:多扣|多收|多付|多刷)了?(?:我)?\s?$")
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
    stated = read_amounts(blanked(text, taken), currency=currency)
    bare = _bare(cleared, currency, stated)
    every = tuple(sorted([*stated, *bare], key=lambda found: found.start))
    totals = [found for found in every if _is_total(cleared, found)]
    single = [found for found in every if found not in totals]
    one = max(single, key=lambda found: _weight(cleared, found), default=None)
    total = totals[0] if totals else None
    if one is None and total is not None and not several:
        return Amounts(total, None, every)
    return Amounts(one, total, every)


def _bare(cleared: str, currency: str | None, stated: tuple[FoundMoney, ...]) -> list[FoundMoney]:
    rest = blanked(cleared, (Span(found.start, found.end) for found in stated))
    spans: dict[int, tuple[int, int]] = {}
    for pattern in (_HAN_BARE, _HAN_AFTER, _LARGE_HAN):
        for match in pattern.finditer(rest):
            spans.setdefault(match.start("number"), match.span("number"))
    for match in _ENGLISH.finditer(rest):
        group = next(name for name in ("number", "decimal", "after") if match[name])
        loose = group == "number" and match[0].split()[0] in _LOOSE
        if not loose or re.search(r"[.,]|\d{3}", match[group]):
            spans.setdefault(match.start(group), match.span(group))
    found = []
    for span in spans.values():
        value = value_of(rest[slice(*span)], point_groups=currency in POINT_GROUPS)
        if value is None or value < 1 or (value < 10 and rest[slice(*span)].isdigit()):
            continue
        rough = re.match(r"\s?[多余来几]|左右", rest[span[1] :]) is not None
        money = money_of(value, currency) if currency else None
        found.append(FoundMoney(money, value, False, *span, approximate=rough))  # noqa: FBT003 - not stated
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
    return bool(_TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after))


def _weight(cleared: str, found: FoundMoney) -> tuple[int, int]:
    before, after = _around(cleared, found)
    weight = 2 if found.currency_stated else 1
    if _EACH_BEFORE.search(before) or _EACH_AFTER.match(after):
        weight += 4
    if re.search(_SPENT + r"$", before) or re.search(
        r"(?:paid|charged|took|sent|lost|for)\W", before
    ):
        weight += 1
    if _ASKED_BEFORE.search(before) or _ASKED_AFTER.match(after):
        weight -= 4
    if _EXTRA_BEFORE.search(before):
        weight -= 2
    if _BALANCE_BEFORE.search(before):
        weight -= 1
    return (weight, -found.start)


def in_currency(found: FoundMoney | None, currency: str | None) -> FoundMoney | None:
    """Return a bare figure as money of a currency learnt later; stated money stays."""
    if found is None or found.money is not None or currency is None:
        return found
    return replace(found, money=money_of(found.amount, currency))
