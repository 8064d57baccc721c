"""Messages typed in pinyin, written out in the characters that the phrasings use."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from bot.understanding.plain import plain
from knowledge.matching.syllables import read_han, split_pinyin

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z]+")
_RUN = re.compile(r"(?<![a-z\d])[a-z]+(?:[ ,，.。!！?？']{1,3}[a-z]+)*(?![a-z\d])", re.IGNORECASE)
_COINS = re.compile(r"(?<=\d)\s?快|(?<=\d )快")
"""The unit of money after a figure, which other words sound like."""
_LONGEST_PIECE = 4
"""Characters that are written out together."""
_SEEN_AT_LEAST = 2
"""Times that a piece of more than two characters stands in the phrasings."""
_FEWEST_SYLLABLES = 2
_LOOKED_AT, _WRITTEN_OUT = 60, 400
"""Words that tell whether a message is pinyin, and words that are written out."""
_UNKNOWN, _MOST_SAVED, _SAVED = 3.0, 0.3, 0.05
"""Cost of a syllable without a character; how much a common piece is cheaper than a rare one."""


class Pinyin:
    """Which characters are meant by toneless syllables."""

    def __init__(self, pieces: Mapping[str, tuple[str, int]], english: Iterable[str]) -> None:
        """Take syllables to characters with how often they are used, and English words."""
        self._pieces = dict(pieces)
        self._english = frozenset(english)

    @classmethod
    def of(cls, chinese: Iterable[str], english: Iterable[str]) -> Self:
        """Return what the phrasings of both languages teach."""
        counts: Counter[str] = Counter()
        for text in chinese:
            for run in _HAN.findall(plain(text)):
                counts.update(_pieces_of(run))
        best: dict[str, tuple[str, int]] = {}
        for piece, count in sorted(counts.items(), key=lambda one: (one[1], one[0])):
            if len(piece) <= _FEWEST_SYLLABLES or count >= _SEEN_AT_LEAST:
                best[" ".join(read_han(piece))] = piece, count
        return cls(best, {word for text in english for word in _WORD.findall(plain(text))})

    def to_bytes(self) -> bytes:
        """Return it as a file."""
        return json.dumps([self._pieces, sorted(self._english)], ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return what a file holds.

        Raises:
            ValueError: the file is broken.
        """
        pieces, english = json.loads(content)
        return cls({key: (str(one), int(count)) for key, (one, count) in pieces.items()}, english)

    def written_out(self, text: str) -> str:
        """Return a text with its pinyin in characters; one that is not mostly pinyin as it is."""
        words = _WORD.findall(text.lower())[:_LOOKED_AT]
        typed = [word for word in words if word not in self._english and split_pinyin(word)]
        if not typed or 2 * len(typed) <= len(words):
            return text
        if sum(len(split_pinyin(word)) for word in typed) < _FEWEST_SYLLABLES:
            return text
        return _COINS.sub("块", _RUN.sub(self._run, text))

    def _run(self, match: re.Match[str]) -> str:
        written: list[str] = []
        syllables: list[str] = []
        for word in re.findall(r"[a-z]+|[^a-z]+", match[0], re.IGNORECASE)[: 2 * _WRITTEN_OUT]:
            known = split_pinyin(word.lower())
            if known:
                syllables += known
            elif word.isalpha() or word.strip():
                written += [self._characters(syllables), f" {word} "]
                syllables = []
        return "".join([*written, self._characters(syllables)])

    def _characters(self, syllables: Sequence[str]) -> str:
        """The fewest and commonest pieces that the syllables can be read as."""
        costs, steps = [0.0], [(0, "")]
        for end in range(1, len(syllables) + 1):
            ways = [
                (costs[start] + cost, start, written)
                for start in range(max(0, end - _LONGEST_PIECE), end)
                for cost, written in [self._piece(syllables[start:end])]
            ]
            cost, start, written = min(ways)
            costs.append(cost)
            steps.append((start, written))
        pieces, end = [], len(syllables)
        while end:
            end, written = steps[end]
            pieces.append(written)
        return "".join(reversed(pieces))

    def _piece(self, syllables: Sequence[str]) -> tuple[float, str]:
        found = self._pieces.get(" ".join(syllables))
        if found is None:
            alone = len(syllables) == 1
            return (_UNKNOWN if alone else math.inf), f" {' '.join(syllables)} "
        return 1 - min(_MOST_SAVED, _SAVED * math.sqrt(found[1])), found[0]


def _pieces_of(run: str) -> Iterable[str]:
    for size in range(1, _LONGEST_PIECE + 1):
        for start in range(len(run) - size + 1):
            yield run[start : start + size]
