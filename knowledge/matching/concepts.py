"""Words that mean the same, and kinds of question and action that must not be confused."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from knowledge.matching.text import is_han, runs

_TABLE = Path(__file__).with_name("concepts.toml")
_FIRST_SYMBOL = 0xE000
"""Private Unicode plane: a concept is one character, so that fuzzy ratios count it as one."""
_LONGEST_HAN = 5
"""Characters of the longest Chinese entry that is looked for."""
_LONGEST_ENGLISH = 5
"""Words of the longest English entry that is looked for."""
_DROPPED = ""
_SUFFIXES = ("ings", "ing", "ies", "ied", "ed", "es", "s", "ly")
_SHORTEST_STEM = 3
"""Letters that a suffix must leave."""


class Concepts(NamedTuple):
    """The table of synonyms.

    Attributes:
        symbol_of: a word or phrase to the character that stands for it; dropped ones to "".
        asks: bit of each symbol that is a kind of question.
        acts: bit of each symbol that is a kind of action.
        names: what a symbol is called, for explanations.
    """

    symbol_of: dict[str, str]
    asks: dict[str, int]
    acts: dict[str, int]
    names: dict[str, str]


@lru_cache(maxsize=1)
def concepts() -> Concepts:
    """Return the table, read once."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    found = Concepts({}, {}, {}, {})
    symbol = _FIRST_SYMBOL
    for group, bits in (("ask", found.asks), ("act", found.acts), ("same", {}), ("drop", {})):
        for place, (name, words) in enumerate(table[group].items()):
            stands_for = _DROPPED if group == "drop" else chr(symbol)
            symbol += 1
            bits[stands_for] = 1 << place
            found.names[stands_for] = name
            for word in words.split(","):
                found.symbol_of.setdefault(word, stands_for)
                if word.isascii() and " " not in word:
                    found.symbol_of.setdefault(stem(word), stands_for)
    return found


def stem(word: str) -> str:
    """Return an English word without its commonest endings."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            bare = word[: -len(suffix)]
            if suffix in ("ies", "ied"):
                return bare + "y"
            if suffix in ("ing", "ed") and bare[-1] == bare[-2] and bare[-1] not in "sl":
                return bare[:-1]
            return bare.removesuffix("e")
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


def meanings(line: str) -> list[str]:
    """Return a plain text as concepts, and as characters or stems where there is no concept."""
    found: list[str] = []
    words: list[str] = []
    for run in runs(line):
        if is_han(run):
            found += _english(words)
            words = []
            found += _chinese(run)
        else:
            words.append(run)
    return found + _english(words)


def _chinese(run: str) -> list[str]:
    table = concepts().symbol_of
    found: list[str] = []
    place = 0
    while place < len(run):
        for length in range(min(_LONGEST_HAN, len(run) - place), 0, -1):
            symbol = table.get(run[place : place + length])
            if symbol is not None:
                break
        else:
            symbol = run[place]
        if symbol:
            found.append(symbol)
        place += length
    return found


def _english(words: list[str]) -> list[str]:
    table = concepts().symbol_of
    found: list[str] = []
    place = 0
    while place < len(words):
        symbol, length = None, 1
        for length in range(min(_LONGEST_ENGLISH, len(words) - place), 1, -1):
            symbol = table.get(" ".join(words[place : place + length]))
            if symbol is not None:
                break
        else:
            length = 1
            symbol = table.get(words[place])
            if symbol is None:
                bare = stem(words[place])
                symbol = table.get(bare, bare)
        if symbol:
            found.append(symbol)
        place += length
    return found
