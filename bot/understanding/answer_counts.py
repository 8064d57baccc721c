"""How many times, as people answer it: 22, 三次, twice."""

import re

from bot.domain.numerals import fold, value_of

_WORDS = {"once": 1, "twice": 2, "thrice": 3, "both": 2, "none": 0, "zero": 0}
_NAMES = "one two three four five six seven eight nine ten eleven twelve".split()
_WORDS |= {name: value for value, name in enumerate(_NAMES, 1)}
_NUMBER = re.compile(r"\d{1,5}(?!\d|:\d|\s?[ap]m\b)|[零一二两三四五六七八九十百]+")
_MOST = 10_000


def read_count(text: str) -> int | None:
    """Return the count that an answer states; None: it states none, or several different ones."""
    folded = fold(text).lower()
    found = {_value(match[0]) for match in _NUMBER.finditer(folded)}
    found |= {_WORDS[word] for word in re.findall(r"[a-z]+", folded) if word in _WORDS}
    counts = {value for value in found if value is not None and 0 <= value <= _MOST}
    return counts.pop() if len(counts) == 1 else None


def _value(token: str) -> int | None:
    value = value_of(token)
    return int(value) if value is not None and value == int(value) else None
