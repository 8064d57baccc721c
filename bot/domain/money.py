"""Amounts of money in minor units, and how they are read from what people write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.amount_patterns import COINS, PREFIXED, ROUGH_BEFORE, SUFFIXED, WORDED
from bot.domain.currencies import POINT_GROUPS, SIGN_ONLY, currency_of, minor_digits
from bot.domain.numerals import (
    HAN_DIGITS,
    NUMBER,
    WORDS,
    Span,
    blanked,
    fold,
    value_of,
    word_value,
)

# Minor units from which on a figure is no amount: it fits into 64 bits of the database.
_BEYOND = 10**18


class Money(BaseModel):
    """An amount in the smallest unit of its currency.

    Attributes:
        minor: whole number of minor units: fen, cents; yen and won have none.
        currency: ISO 4217, or the usual code of a crypto currency (USDT).
    """

    model_config = ConfigDict(frozen=True)

    minor: int = Field(ge=0, lt=_BEYOND)
    currency: str = Field(pattern=r"^[A-Z]{3,5}$")

    @property
    def major(self) -> Decimal:
        """The amount in whole units: 89.50 for 8,950 fen."""
        digits = minor_digits(self.currency)
        return Decimal(self.minor).scaleb(-digits)

    def times(self, count: int) -> "Money | None":
        """Return so many of it; None: no amount can be as large."""
        return money_of_minor(self.minor * count, self.currency)


@dataclass(frozen=True, slots=True)
class FoundMoney:
    """An amount read from a text.

    Attributes:
        money: None when no currency is known, or the amount does not fit its decimals.
        amount: the figure in whole units, as written.
        currency_stated: the words name one currency; `$`, `¥` and bare figures do not.
        start: first position in the text.
        end: position after the last character.
        approximate: said to be about so much (三百来块, about 300).
    """

    money: Money | None
    amount: Decimal
    currency_stated: bool
    start: int
    end: int
    approximate: bool = False


def money_of(amount: Decimal, currency: str) -> Money | None:
    """Return an amount in whole units as money; None when the currency has no such fraction."""
    minor = amount.scaleb(minor_digits(currency))
    if minor != minor.to_integral_value() or not 0 <= minor < _BEYOND:
        return None
    return Money(minor=int(minor), currency=currency)


def money_of_minor(minor: int, currency: str) -> Money | None:
    """Return so many minor units as money; None: no amount can be as small or as large."""
    return Money(minor=minor, currency=currency) if 0 <= minor < _BEYOND else None


def read_amounts(text: str, *, currency: str | None = None) -> tuple[FoundMoney, ...]:
    """Return the amounts that stand with a unit or a sign, in order, none overlapping.

    Args:
        text: any message; digits may be full-width, numerals Chinese.
        currency: what provider or region lets expect; decides what 元, `$` and `¥` mean.
    """
    folded = fold(text)
    taken: list[FoundMoney] = []
    for found in sorted(_candidates(folded, currency), key=lambda one: (one.start, -one.end)):
        if not taken or found.start >= taken[-1].end:
            taken.append(found)
    return tuple(taken)


_NOT_AN_AMOUNT = re.compile(
    r"(?:尾号|单号|编号|no\.?|#|ending(?: in)?|ends)\s?[:#]?\s?\d+"
    r"|\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}(?:号|日)?|\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?"
    r"|\d{1,2}\s?[ap]m\b|\d{1,2}(?:st|nd|rd|th)\b"
    rf"|{NUMBER}\s?(?:次|笔|遍|回|个|天|号|日|月|年|期|分钟|小时|点(?![一二三四五六七八九]+[百千万])|条|单|张|折|%)"
    r"|\d+\s?(?:x|times|days?|hours?|hrs?|minutes?|mins?|weeks?|months?|years?|payments?|charges?|%)"
    r"(?![a-z])"
)
_BARE = re.compile(rf"(?<![a-z\d_.#@/])(?<![a-z\d]-){NUMBER}(?![a-z\d_@/-])")


def read_amount(text: str, *, currency: str | None) -> FoundMoney | None:
    """Return the amount that answers "how much?"; a bare figure will do.

    Args:
        text: the whole answer: `89`, `三百二十块五`, `about 30k`, `yes one, 34.20`.
        currency: what a bare figure is in; None leaves `money` empty for it.

    Returns:
        FoundMoney | None: None when there is no amount, or several different ones.
    """
    stated = read_amounts(text, currency=currency)
    if stated:
        return stated[0] if len({found.amount for found in stated}) == 1 else None
    folded = fold(text)
    whole = re.fullmatch(rf"\W*(?:about |around |maybe )?(?P<number>{WORDS})\W*", folded)
    if whole and (value := word_value(whole["number"])):
        return _bare(folded, whole.span("number"), value, currency)
    cleared = blanked(folded, (Span(*found.span()) for found in _NOT_AN_AMOUNT.finditer(folded)))
    bare = [
        _bare(folded, match.span(), value, currency)
        for match in _BARE.finditer(cleared)
        if not _part_of_a_word(cleared, match)
        and not _is_account(match[0], currency)
        and (value := value_of(match[0], point_groups=currency in POINT_GROUPS)) is not None
    ]
    return bare[0] if len({found.amount for found in bare}) == 1 else None


def _is_account(figure: str, currency: str | None) -> bool:
    """Whether a bare figure is too long for a sum, and rather an account or a phone number."""
    return figure.isdigit() and len(figure) >= _ACCOUNT_DIGITS and currency not in _LARGE_SUMS


_ACCOUNT_DIGITS = 8
_LARGE_SUMS = frozenset({"IDR", "VND", "KRW", "JPY", "IRR", "LBP", "COP", "CLP"})


def _part_of_a_word(folded: str, match: re.Match[str]) -> bool:
    """Whether a lone Chinese numeral stands inside words, as in 一样."""
    beside = (
        folded[max(0, match.start() - 1) : match.start()] + folded[match.end() : match.end() + 1]
    )
    return match[0] in HAN_DIGITS and re.search(r"[\u4e00-\u9fff]", beside) is not None


def _bare(folded: str, span: tuple[int, int], value: Decimal, currency: str | None) -> FoundMoney:
    rough = ROUGH_BEFORE.search(folded[: span[0]]) or re.match(r"\s?[多余来几]", folded[span[1] :])
    money = money_of(value, currency) if currency else None
    return FoundMoney(money, value, False, *span, approximate=bool(rough))  # noqa: FBT003 - not stated


def _candidates(folded: str, expected: str | None) -> Iterator[FoundMoney]:
    for match in PREFIXED.finditer(folded):
        if found := _found(folded, match, expected, Decimal(0)):
            yield found
    for match in SUFFIXED.finditer(folded):
        if found := _found(folded, match, expected, _fraction(match)):
            yield found
    for match in WORDED.finditer(folded):
        if found := _found(folded, match, expected, Decimal(0)):
            yield found
    for match in COINS.finditer(folded):
        amount = (_digit(match["jiao"]) + _digit(match["fen"]) / 10) / 10
        yield _priced(folded, (match.start(), match.end()), amount, ("元", expected))


def _found(
    folded: str, match: re.Match[str], expected: str | None, more: Decimal
) -> FoundMoney | None:
    unit, number = match["unit"].removeprefix("个"), match["number"]
    meant = currency_of(unit, expected)
    value = value_of(number, point_groups=meant in POINT_GROUPS)
    if value is None and match.re is WORDED:
        value = word_value(number)
    if value is None or meant is None:
        return None
    found = _priced(folded, (match.start(), match.end()), value + more, (unit, expected))
    groups = match.groupdict()
    if groups.get("rough") or groups.get("about"):
        return replace(found, approximate=True)
    return found


def _priced(
    folded: str, span: tuple[int, int], amount: Decimal, unit: tuple[str, str | None]
) -> FoundMoney:
    currency = currency_of(*unit)
    rough = ROUGH_BEFORE.search(folded[max(0, span[0] - 8) : span[0]]) is not None
    money = money_of(amount, currency) if currency else None
    return FoundMoney(money, amount, unit[0] not in SIGN_ONLY, *span, approximate=rough)


def _digit(text: str | None) -> Decimal:
    if not text:
        return Decimal(0)
    return Decimal(text) if text.isdigit() and text.isascii() else Decimal(HAN_DIGITS[text])


def _fraction(match: re.Match[str]) -> Decimal:
    """What follows the unit: 块五 is a half, 块二毛五 a quarter, 蚊半 a half."""
    if match["half"]:
        return Decimal("0.5")
    if match["jiao"]:
        return (_digit(match["jiao"]) + _digit(match["fen"]) / 10) / 10
    digits = "".join(str(_digit(one)) for one in match["tail"] or "")
    return Decimal(f"0.{digits}") if digits else Decimal(0)
