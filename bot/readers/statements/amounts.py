"""Amounts as statements write them, in minor units."""

import re
import unicodedata

from bot.domain.currencies import MINOR_DIGITS, ORDINARY_DIGITS

_PLAIN = re.compile(r"[+-]?\d{1,15}\.\d\d")
_DECORATION = str.maketrans("", "", "¥$€£₩₹฿￥'’ \t\u00a0\u202f\u2009\"")
_MINUS = str.maketrans("−–﹣－", "----")
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d[\d.,]*|[.,]\d+)(?P<after>-?)")
_DECIMAL_COMMA = re.compile(r",\d{2}$")
_MAX_DIGITS = 15
"""Longer numbers are account or order numbers, not amounts."""


def minor_units(text: str, currency: str = "", *, decimal_comma: bool = False) -> int | None:
    """Return an amount in minor units with its sign, or None when the text holds none.

    Args:
        text: a cell: "¥1,234.56", "-18.00", "1.234,56", "CNY 2.99", "(12.00)".
        currency: ISO 4217; decides the number of decimals.
        decimal_comma: the file writes 1.234,5 for one thousand and a bit.
    """
    digits = MINOR_DIGITS.get(currency, ORDINARY_DIGITS)
    if digits == ORDINARY_DIGITS and _PLAIN.fullmatch(text):
        return int(text.replace(".", ""))
    text = unicodedata.normalize("NFKC", text).translate(_MINUS).translate(_DECORATION)
    found = _NUMBER.search(text)
    if not found:
        return None
    whole, fraction = _split(found["whole"], decimal_comma=decimal_comma)
    if len(whole) > _MAX_DIGITS:
        return None
    value: int = int(whole or "0") * 10**digits + int((fraction + "0" * digits)[:digits] or "0")
    negative = "-" in (found["sign"], found["after"]) or _in_brackets(text, found)
    return -value if negative else value


def _split(number: str, *, decimal_comma: bool) -> tuple[str, str]:
    """Digits before and after the decimal sign."""
    number = number.rstrip(".,")
    if decimal_comma or _DECIMAL_COMMA.search(number):
        number = number.replace(".", "").replace(",", ".")
    else:
        number = number.replace(",", "")
    whole, _, fraction = number.rpartition(".") if "." in number else (number, "", "")
    return whole.replace(".", ""), fraction


def _in_brackets(text: str, found: re.Match[str]) -> bool:
    return text[: found.start()].endswith("(") and text[found.end() :].startswith(")")


def writes_decimal_comma(cells: "list[str]") -> bool:
    """A column of amounts is written with a decimal comma: some amount ends in one."""
    return any(_DECIMAL_COMMA.search(cell.strip()) for cell in cells)
