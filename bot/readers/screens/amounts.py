"""Amounts and currencies as payment pages print them."""

import re
from dataclasses import dataclass

from bot.domain.currencies import minor_digits
from bot.readers.screens.wording import simplified

_CODES = re.findall(
    r"\w+",
    "CNY USD EUR GBP HKD MOP TWD JPY KRW SGD MYR THB AUD NZD CAD CHF PHP IDR VND INR"
    " AED SEK NOK DKK PLN CZK BRL MXN TRY ZAR RUB KWD",
)
# Longest first where one is the beginning of another; a lone $ or ¥ is settled by the page.
_SIGNS = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "MOP$": "MOP", "A$": "AUD", "AU$": "AUD",
    "C$": "CAD", "CA$": "CAD", "S$": "SGD", "NZ$": "NZD", "R$": "BRL", "MX$": "MXN",
    "RMB": "CNY", "CN¥": "CNY", "JP¥": "JPY", "€": "EUR", "£": "GBP", "₩": "KRW", "฿": "THB",
    "₹": "INR", "₽": "RUB", "₫": "VND", "₱": "PHP", "RM": "MYR", "RP": "IDR", "ZŁ": "PLN",
    "人民币": "CNY", "港元": "HKD", "港币": "HKD", "美元": "USD", "美金": "USD", "欧元": "EUR",
    "英镑": "GBP", "日元": "JPY", "韩元": "KRW", "新台币": "TWD", "台币": "TWD", "澳门元": "MOP",
    "澳门币": "MOP", "$": "$", "¥": "¥", "元": "元", "圆": "元",
}  # fmt: skip
_MARK = "|".join(re.escape(sign) for sign in sorted([*_SIGNS, *_CODES], key=len, reverse=True))
# Recognition reads the yuan sign before a figure as Y, and now and then as 半 or 羊.
_FIGURE = r"\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,3})?"
_MONEY = re.compile(
    rf"^\s*(?P<sign1>[-+])?\s*(?P<before>{_MARK}|[Y半羊](?=\s*\d))?\s*(?P<sign2>[-+])?\s*"
    rf"(?P<figure>{_FIGURE})\s*(?P<after>{_MARK})?\s*(?P<code>{'|'.join(_CODES)})?\s*$",
    re.IGNORECASE,
)
_INSIDE = re.compile(rf"(?:{_MARK})\s*(?:{_FIGURE})|(?:{_FIGURE})\s*(?:{_MARK})", re.IGNORECASE)
# One alone on a line is a sign misread: the arrow of a title bar looks like one.
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa].*[\u3041-\u3096\u30a1-\u30fa]")
_CODE_IN_TEXT = re.compile(rf"\b({'|'.join(_CODES)})\b")


@dataclass(frozen=True, slots=True)
class Printed:
    """A sum of money as it stands on a page.

    Attributes:
        digits: the figure without group separators, a point before the decimals: `1234.50`.
        currency: ISO code, `$`, `¥` or `元` where only a sign stands, or empty.
        sign: -1, 1, or 0 where none is printed.
        decimals: how many decimals are printed.
    """

    digits: str
    currency: str
    sign: int
    decimals: int

    @property
    def marked(self) -> bool:
        """Whether a sign, a currency or two decimals show that this is money."""
        return bool(self.currency or self.decimals == 2)

    def minor(self, currency: str) -> int:
        """Return the sum in minor units of a currency, without its sign."""
        whole, _, part = self.digits.partition(".")
        places = minor_digits(currency)
        return int(whole + part[:places].ljust(places, "0"))


def printed(text: str) -> Printed | None:
    """Return the sum that a whole line is, or None."""
    match = _MONEY.match(text)
    if match is None:
        return None
    digits = _plain_digits(match["figure"])
    if digits is None:
        return None
    sign = match["sign1"] or match["sign2"] or ""
    currency = _currency_of(match["code"], match["after"], match["before"])
    return Printed(digits, currency, {"-": -1, "+": 1}.get(sign, 0), len(digits.partition(".")[2]))


def sums_in(text: str) -> tuple[Printed, ...]:
    """Return the sums with a currency inside a sentence, in order."""
    found = (printed(match[0]) for match in _INSIDE.finditer(text))
    return tuple(one for one in found if one)


def _plain_digits(figure: str) -> str | None:
    """Return a figure as `1234.50`; None where its separators cannot be told apart."""
    compact = figure.replace("'", ",").replace(" ", ",")
    parts = re.split(r"[.,]", compact)
    if len(parts) == 1:
        return parts[0]
    last = parts[-1]
    if len(last) == 2 or (len(last) == 1 and "." in compact):
        return "".join(parts[:-1]) + "." + last
    if len(last) == 3 and "." not in compact:
        return "".join(parts)
    return None


def _currency_of(*marks: str | None) -> str:
    """Return the currency of the first mark that is unambiguous, else of the first."""
    known = []
    for mark in marks:
        if mark:
            plain = mark.upper()
            known.append(_SIGNS.get(plain, plain if plain in _CODES else "¥"))
    return next((one for one in known if len(one) == 3), known[0] if known else "")


def settled_currency(sign: str, lines: tuple[str, ...]) -> str | None:
    """Return the currency that a sign, or none, means on this page; None where it is open.

    Args:
        sign: as in `Printed.currency`.
        lines: the whole page; a code or a region's own words on it decide.
    """
    if len(sign) == 3 and sign.isascii():
        return sign
    page = "\n".join(lines)
    codes = set(_CODE_IN_TEXT.findall(page)) | _named(simplified(page))
    if sign == "$":
        dollars = {
            code for code in codes if code in {"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "MOP"}
        }
        return dollars.pop() if len(dollars) == 1 else None if dollars else _lone_dollar(page)
    if sign == "¥" and _KANA.search(page):
        return "JPY"
    if sign in {"¥", "元"}:
        return "JPY" if "JPY" in codes else "TWD" if "TWD" in codes and sign == "元" else "CNY"
    if len(codes) == 1:
        return codes.pop()
    return "CNY" if not codes and re.search(r"[\u4e00-\u9fff]{2}", page) else None


def _named(page: str) -> set[str]:
    """Return the currencies that a page names in words or belongs to."""
    places = {"HKD": r"港币|港元|香港|转数快|八达通", "TWD": r"台币|台湾|街口", "MOP": r"澳门"}
    names = {"CNY": "人民币", "USD": "美元|美金", "JPY": "日元", "EUR": "欧元", "GBP": "英镑"}
    return {code for code, words in (places | names).items() if re.search(words, page)}


def _lone_dollar(page: str) -> str | None:
    """Return US dollars on a page without Chinese; a lone $ on a Chinese one stays open."""
    return None if re.search(r"[\u4e00-\u9fff]{2}", page) else "USD"
