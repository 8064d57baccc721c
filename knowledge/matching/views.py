"""What a text is compared by: its characters, its meanings, its sound."""

from collections.abc import Iterable
from typing import NamedTuple

from knowledge.matching.concepts import concepts, meanings, stem
from knowledge.matching.syllables import read_han, split_pinyin
from knowledge.matching.text import is_han, plain_lines, runs

_BREAK = "\0"
_MOSTLY = 0.6
"""Share of letters that must read as pinyin before a Latin text is taken for it."""


class View(NamedTuple):
    """One text, seen in every way.

    Attributes:
        line: plain text.
        solid: plain text without the spaces, for fuzzy ratios.
        letters: runs padded and divided for character n-grams.
        meanings: concepts, stems and characters, words without meaning left out.
        stems: the stems of the words, with spaces.
        syllables: the sound; empty for a text that is not Chinese.
        asks, acts: kinds of question and of action, a bit each.
        is_chinese: written in characters or in pinyin.
    """

    line: str
    solid: str
    letters: str
    meanings: list[str]
    stems: str
    syllables: list[str]
    asks: int
    acts: int
    is_chinese: bool


def views(texts: Iterable[str]) -> list[View]:
    """Return the views of many texts."""
    return [_view(line) for line in plain_lines(list(texts))]


def _view(line: str) -> View:
    found = runs(line)
    letters = _BREAK.join(run if is_han(run) else f" {run} " for run in found)
    meant = meanings(line)
    table = concepts()
    asks = acts = 0
    for symbol in meant:
        asks |= table.asks.get(symbol, 0)
        acts |= table.acts.get(symbol, 0)
    stems = " ".join(run if is_han(run) else stem(run) for run in found)
    sound = _sound(found)
    solid = line.replace(" ", "") if sound else line
    return View(line, solid, letters, meant, stems, sound, asks, acts, bool(sound))


def _sound(found: list[str]) -> list[str]:
    """Return the syllables of a Chinese text, typed in characters or in pinyin."""
    split = [[] if is_han(run) else list(split_pinyin(run)) for run in found]
    if not any(is_han(run) for run in found) and not _is_pinyin(found, split):
        return []
    read: list[str] = []
    for run, parts in zip(found, split, strict=True):
        read += read_han(run) if is_han(run) else parts or [run]
    return read


def _is_pinyin(found: list[str], split: list[list[str]]) -> bool:
    """Tell pinyin from English: "can you change pin" has syllables only, but English words too."""
    known = concepts().symbol_of
    letters = sum(map(len, found))
    parsed = sum(len(run) for run, parts in zip(found, split, strict=True) if parts)
    english = sum(run in known for run in found)
    foreign = any(run in known and not parts for run, parts in zip(found, split, strict=True))
    return parsed > _MOSTLY * letters and english * 2 < len(found) and not foreign
