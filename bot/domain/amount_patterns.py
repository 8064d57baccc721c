"""How amounts stand in a folded text: sign or unit before, unit after, coins, English words."""

import re

from bot.domain.currencies import AMBIGUOUS, UNITS
from bot.domain.numerals import ARABIC, HAN, HAN_DIGITS, NUMBER, SCALED, WORDS


def _either(units: set[str], *, words_end: bool = True) -> str:
    def ended(unit: str) -> str:
        whole_word = words_end and unit[-1].isascii() and unit[-1].isalpha()
        return re.escape(unit) + (r"(?![a-z'])" if whole_word else "")

    return "|".join(ended(unit) for unit in sorted(units, key=len, reverse=True))


_ALL_UNITS = {*UNITS, *AMBIGUOUS} - {"角", "毛", "文"}
_NAMED_FIRST = "rmb ntd rm rp rp. rs rs. 人民币 港币 美金 美元 台币 新台币 日币 日元 欧元 英镑"
_BEFORE = {code.lower() for code in UNITS.values()} | set(_NAMED_FIRST.split())
_BEFORE |= {unit for unit in _ALL_UNITS if not unit[-1].isalpha() and unit[-1] != "."}
_AFTER = _ALL_UNITS - {"rs", "rs."}
_START = r"(?<![a-z\d_.#@/-])"
_ROUGH_AFTER = r"(?P<rough>\s?[多余来几]|\+)?"
_SMALL = f"[{''.join(HAN_DIGITS)}\\d]"

PREFIXED = re.compile(
    rf"(?<![a-z])(?P<unit>{_either(_BEFORE, words_end=False)})\s?-?(?P<number>{ARABIC}"
    rf"(?:{SCALED}|\s?[kw](?![a-z\d])|\s?[百千万亿][\d{HAN}]{{0,8}})?){_ROUGH_AFTER}(?![\d])"
)
SUFFIXED = re.compile(
    rf"{_START}(?P<number>{NUMBER}){_ROUGH_AFTER}\s?(?P<unit>个?(?:{_either(_AFTER)}))"
    rf"(?:(?:钱)?(?P<half>半)|(?P<jiao>{_SMALL})[毛角](?:(?P<fen>{_SMALL})分?)?"
    rf"|(?P<tail>{_SMALL}{{1,2}})(?![\d{HAN}次笔条个单遍天分点号月:多]))?(?:钱)?(?P<about>左右|上下)?"
)
COINS = re.compile(
    rf"(?<![\d{HAN}块元.])(?P<jiao>{_SMALL})[毛角](?:(?P<fen>{_SMALL})分?|钱)?(?![\u4e00-\u9fff]?病)"
)
_SPOKEN = {unit for unit in _AFTER if unit.isascii() and len(unit) > 2}
WORDED = re.compile(rf"\b(?P<number>{WORDS})\s(?P<unit>{_either(_SPOKEN)})")
ROUGH_BEFORE = re.compile(
    r"(?:大概|大约|差不多|将近|接近|约|about|around|roughly|approx\.?|~|nearly|almost)\s?$"
)
