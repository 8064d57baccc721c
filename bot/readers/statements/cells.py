"""Single cells of a table: names of columns, numbers of transactions, currencies."""

import re
import unicodedata
from functools import lru_cache

from bot.domain.currencies import UNITS

_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RUINED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_ROUNDED = re.compile(r"[1-9]\d{14}0{4,}")
"""A workbook keeps 15 digits of a number: the rest of a longer one turns into zeros."""
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_NOTHING = frozenset({"", "/", "-", "--", "\\", "null", "none", "nan", "notprovided", "无"})
_ORDER = re.compile(
    r"(?:订单(?:编?号)?|\border(?: (?:no|id|number))?|\bord\b|\binv(?:oice)?)"
    r"[\s.:：#-]*([0-9A-Z]*\d{5,}[0-9A-Z]*)",
    re.IGNORECASE,
)
_SHORTEST_ORDER = 7
"""Digits and letters; shorter numbers in a free text name goods, tables or terminals."""


@lru_cache(4096)
def column_name(text: str) -> str:
    """Return a header cell in the form in which columns are compared."""
    name = _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().lower()
    return name.replace(" ", "") if _HAN.search(name) else name


def plain(text: str) -> str:
    """Return a cell without blanks around it and without the sign that shields a text."""
    text = text.strip()
    if text.startswith("="):
        found = _EXCEL_TEXT.fullmatch(text)
        return found[1].strip() if found else text
    return text


def is_ruined(ref: str) -> bool:
    """A number that a spreadsheet program has rounded: 2.02E+27."""
    return bool(_RUINED.fullmatch(ref) or _ROUNDED.fullmatch(ref))


def is_nothing(text: str) -> bool:
    """A cell that says "none" in one of the ways that statements know."""
    return text.strip().lower() in _NOTHING


def order_in(text: str) -> tuple[str, str]:
    """Return the order number that a free text names, and the text without it.

    Numbers that are too short to be one of an order stay in the text.
    """
    found = _ORDER.search(text)
    if not found or (len(found[1]) < _SHORTEST_ORDER and "inv" not in found.group().lower()):
        return "", text.strip()
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return found[1], _BLANKS.sub(" ", rest).strip()


@lru_cache(256)
def currency_code(text: str, default: str = "") -> str:
    """Return the ISO 4217 code that a cell means: "人民币", "usd", "HK$"."""
    name = unicodedata.normalize("NFKC", text).strip()
    code = UNITS.get(name.lower()) or UNITS.get(name.lower().removesuffix("元"))
    if code:
        return code
    return name.upper() if re.fullmatch(r"[A-Za-z]{3}", name) else default
