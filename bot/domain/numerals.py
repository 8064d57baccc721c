"""Numbers as people write them: digits with separators, Chinese numerals, English words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_TRADITIONAL: dict[int, int] = str.maketrans(
    "兩萬億塊圓點個號後時週禮鐘剛間歐鎊臺幣韓盧盤銖馬來亞紐幾餘來兒雙過從開這聲貳叁陸現內給與尋晝",
    "两万亿块圆点个号后时周礼钟刚间欧镑台币韩卢盘铢马来亚纽几余来儿双过从开这声贰叁陆现内给与寻昼",
)
_WIDE_COMMA = 0xFF0C
"""Kept: it ends a clause, an ASCII comma may part the thousands of a number."""
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if wide != _WIDE_COMMA}
_ODD = {0x3000: " ", 0xA0: " ", 0x2009: " ", 0x202F: " ", 0x130: "i", 0x2019: "'", 0xFFE5: "¥"}
_FOLD: dict[int, int | str] = {**_WIDE, **_ODD, **_TRADITIONAL}

HAN_DIGITS = {
    **{han: value for value, han in enumerate("零一二三四五六七八九")},
    **{han: value for value, han in enumerate("壹贰叁肆伍陆柒捌玖", start=1)},
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_HAN_UNITS |= {"拾": 10, "佰": 100, "仟": 1_000, "k": 1_000, "w": 10_000}
_SECTION = 10_000
_LARGEST_DIGITS = 16

HAN = "".join(HAN_DIGITS) + "十百千万亿拾佰仟"
ARABIC = r"\d{1,20}(?:[.,']\d{1,12}){0,6}"
_AFTER_DIGITS = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "million": 1_000_000}
_AFTER_DIGITS |= dict.fromkeys(["lakh", "lakhs", "lac", "lacs"], 100_000)
_AFTER_DIGITS |= dict.fromkeys(["crore", "crores"], 10_000_000)
SCALED = rf"\s?(?:{'|'.join(sorted(_AFTER_DIGITS, key=len, reverse=True))})(?![a-z])"
"""Pattern of an English word of number behind digits, as in `5 grand` and `2 lakh`."""

NUMBER = (
    rf"(?:{ARABIC}(?:{SCALED}|\s?[十百千万亿](?![年月天分秒])[\d{HAN}]{{0,12}}|\s?[kw](?![a-z\d]))?"
    rf"|[{HAN}]{{1,16}}(?:点[{HAN}]{{1,6}})?)"
)
"""Pattern of one number in a folded text; `value_of` tells what it is worth."""

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_TEENS = "fifteen sixteen seventeen eighteen nineteen"
_WORDS = {word: value for value, word in enumerate(f"{_ONES} {_TEENS}".split())}
_WORDS |= {"a": 1, "an": 1, "couple": 2}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALES = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "million": 1_000_000}
_ANY_WORD = "|".join(sorted([*_WORDS, *_TENS, *_SCALES], key=len, reverse=True))
WORDS = rf"(?:{_ANY_WORD})(?:(?:\s|-|\sand\s)(?:{_ANY_WORD})\b){{0,7}}"
"""Pattern of a number in English words in a folded text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: from `start` up to, not including, `end`."""

    start: int
    end: int


def fold(text: str) -> str:
    """Return the text lower-cased, half-width, with the simplified form of words of number.

    The length stays, so that positions found in the result are positions in `text`.
    """
    return text.translate(_FOLD).lower()


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Return the text with each span overwritten by blanks of the same length."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def value_of(token: str, *, point_groups: bool = False) -> Decimal | None:
    """Return what a match of `NUMBER` is worth; None when it is no well-formed number.

    Args:
        token: the match, folded.
        point_groups: a single point before three digits parts thousands, as in `1.500 EUR`.
    """
    token = token.strip()
    if not token or len(token) > _LARGEST_DIGITS + 10:
        return None
    if re.fullmatch(ARABIC, token):
        return arabic_value(token, point_groups=point_groups)
    if scaled := re.fullmatch(rf"({ARABIC})\s?([a-z]{{2,}})", token):
        value = arabic_value(scaled[1], point_groups=point_groups)
        return None if value is None else value * _AFTER_DIGITS[scaled[2]]
    whole, point, part = token.partition("点")
    if not point:
        return _han_value(whole)
    units = "".join(character for character in part if character in _HAN_UNITS)
    digits = part.removesuffix(units)
    if any(character not in HAN_DIGITS for character in digits) or not digits:
        return None
    start = _han_value(whole)
    if start is None:
        return None
    tail = "".join(str(HAN_DIGITS[character]) for character in digits)
    scale = 1
    for unit in units:
        scale *= _HAN_UNITS[unit]
    return Decimal(f"{start}.{tail}") * scale


def arabic_value(token: str, *, point_groups: bool = False) -> Decimal | None:
    """Return the value of digits with separators: `1,958.00`, `1.958,00`, `79,95`, `1,00,000`."""
    token = token.replace("'", ",")
    if sum(character.isdigit() for character in token) > _LARGEST_DIGITS:
        return None
    if "," in token and "." in token:
        decimal = max(token.rfind(","), token.rfind("."))
        whole, part = token[:decimal], token[decimal + 1 :]
        return _grouped(whole, "." if token[decimal] == "," else ",", part)
    for mark in ",.":
        head, found, last = token.rpartition(mark)
        if not found:
            continue
        if mark in head or (len(last) == 3 and (mark == "," or point_groups)):
            return _grouped(token, mark, "")
        return Decimal(f"{head}.{last}")
    return Decimal(token)


def _grouped(whole: str, mark: str, part: str) -> Decimal | None:
    head, *groups = whole.split(mark)
    sound = len(head) <= 3 or not groups
    if not sound or (groups and len(groups[-1]) != 3):
        return None
    if any(len(group) not in {2, 3} for group in groups) or not (head + "".join(groups)).isdigit():
        return None
    return Decimal(f"{head}{''.join(groups)}.{part or 0}")


def _han_value(token: str) -> Decimal | None:
    """Value of Chinese numerals, also after digits (`6万8`); None for ranges such as 两三百."""
    parts = re.findall(rf"{ARABIC}|\S", token)
    if len(parts) > 1 and all(part in HAN_DIGITS for part in parts):
        return Decimal("".join(str(HAN_DIGITS[part]) for part in parts))
    total, section, last_unit = Decimal(0), Decimal(0), 1
    current: Decimal | None = None
    for part in parts:
        unit = _HAN_UNITS.get(part)
        if unit is None:
            digit = HAN_DIGITS.get(part)
            value = arabic_value(part) if digit is None and part[0].isdigit() else digit
            if value is None or (current and value):
                return None
            current, last_unit = (None, 1) if part in "零〇" else (Decimal(value), last_unit)
        elif unit >= _SECTION:
            total, section = (total + section + (current or 0) or Decimal(1)) * unit, Decimal(0)
            current, last_unit = None, unit
        else:
            section += (Decimal(1) if current is None else current) * unit
            current, last_unit = None, unit
    if current is not None:
        short = last_unit > 1 and current < 10
        section += current * last_unit / 10 if short else current
    return total + section if parts != ["零"] else Decimal(0)


def word_value(token: str) -> Decimal | None:
    """Return the value of English words: `two hundred and fifty` is 250."""
    total = section = Decimal(0)
    for word in re.split(r"[\s-]+", token):
        if word in _SCALES:
            section = (section or Decimal(1)) * _SCALES[word]
            if _SCALES[word] >= 1_000:
                total, section = total + section, Decimal(0)
        elif word != "and":
            section += _WORDS[word] if word in _WORDS else _TENS[word]
    return (total + section) or None
