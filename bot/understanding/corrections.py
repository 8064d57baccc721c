"""Corrections in plain words: 不对，是 110; the shop is wrong, it was Homeware Haus not House."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.understanding.choices import typed_form

_WRONG = re.compile(
    r"^\s*(?:不对|不是|错了|搞错了?|写错了?|说错了?|记错了?|更正|改一下|应该是|我说错了?|等等)"
    r"|(?:错了|不对|搞错了?|写错了?|改成|改为|应该是|才对)"
    r"|^\s*(?:no\b|wrong|sorry|actually|correction|i meant|i mean|oops|wait)"
    r"|\b(?:is wrong|was wrong|should be|i meant|instead of|change (?:it|the|that))\b",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(r"不是(?P<old>[^，,。]{1,30})[，,]?\s*(?:是|而是)(?P<new>.{1,60})$")
_BUT_NOT = re.compile(r"^(?:应该)?是(?P<new>[^，,。]{1,30})[，,]\s*不是(?P<old>.{1,30})$")
_WAS_NOT = re.compile(
    r"^(?:it(?:'s| is| was)\s+)?(?P<new>.{1,60}?)[,]?\s+not\s+(?P<old>.{1,60})$", re.IGNORECASE
)
_STATED = re.compile(
    r"(?:应该是|改成|改为|其实是|是|should be|i meant|i mean|it was|it's|it is|to|is)\s*[:：]?\s*"
    r"(?P<new>[^，。]{1,80})$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\s*(?:不对|错了|搞错了?|更正|等等|(?:no|sorry|actually|wait|oops)\b)[\s，,。:：!！-]*",
    re.IGNORECASE,
)


_TRAIL = re.compile(r"[\s,]+(?:actually|instead|sorry|i think|really)\s*$", re.IGNORECASE)


_EMPHATIC = re.compile(
    r"^\s*(?:不对|错了|搞错|写错|说错|更正|等等)|^\s*(?:no|wrong|sorry|actually|oops|wait)\b[\s,，]",
    re.IGNORECASE,
)


def is_emphatic(text: str) -> bool:
    """Whether a text begins by taking something back."""
    return bool(_EMPHATIC.match(text))


@dataclass(frozen=True, slots=True)
class Correction:
    """What a customer wants changed.

    Attributes:
        fields: the facts that the words name, the likeliest first; empty names none.
        value: the words that hold the new value.
        old: the words that hold the old one; empty where it was not said.
    """

    fields: tuple[str, ...]
    value: str
    old: str = ""


def read_correction(text: str, names: Mapping[str, Iterable[str]]) -> Correction | None:
    """Return what a text corrects; None: it does not read like a correction.

    Args:
        text (str): what the customer typed.
        names (mapping): field to what customers call it, such as merchant: 商家, 店.
    """
    if len(text) > _LONGEST:
        return None
    named = _named(text, names)
    plain = text.strip()
    contrast = _NOT_BUT.search(text) or _BUT_NOT.match(plain) or _WAS_NOT.match(plain)
    if contrast is not None:
        value = _TRAIL.sub("", contrast["new"]).strip()
        return Correction(named, value, contrast["old"].strip())
    if not _WRONG.search(text) and not (named and _STATED.search(text)):
        return None
    stated = _STATED.search(text)
    value = stated["new"] if stated else _LEAD.sub("", text)
    value = value.strip(" ，,。.!！")
    return Correction(named, value) if value else None


# A correction is a short sentence, characters.
_LONGEST = 120


def _named(text: str, names: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    said = f" {typed_form(text)} "
    found = []
    for field, words in names.items():
        lengths = [len(word) for word in map(typed_form, words) if word and _has(said, word)]
        if lengths:
            found.append((max(lengths), field))
    return tuple(field for _, field in sorted(found, key=lambda each: -each[0]))


def _has(said: str, word: str) -> bool:
    return f" {word} " in said if word.isascii() else word in said
