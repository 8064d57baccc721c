"""Misspelt English words, set right to words that the phrasings use."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Self

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.understanding.plain import plain
from knowledge.matching.syllables import split_pinyin

_WORD = re.compile(r"[a-z]+")
_SHORTEST, _LONG_FROM = 5, 8
"""Letters: a shorter word is left alone, in a longer one two slips are still the same word."""
_COMMON_FROM = 3
"""Phrasings that a word stands in before another is set right to it."""
_NEAREST, _MOST_UNKNOWN = 5, 60
"""Words looked at for one unknown word, and unknown words looked at in one message."""
_REMEMBERED = 4_096


class Spelling:
    """Words that are right, and those among them that a misspelt word is meant as."""

    def __init__(self, common: Iterable[tuple[str, int]], right: Iterable[str]) -> None:
        """Take the common words with how often each is used, and all words that are right."""
        self._common = dict(common)
        self._right = frozenset(right) | self._common.keys()
        self._long_enough = sorted(word for word in self._common if len(word) >= _SHORTEST - 1)
        self._meant = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    @classmethod
    def of(cls, texts: Iterable[str], right: Iterable[str] = ()) -> Self:
        """Return the spelling of texts.

        Args:
            texts: whose common words others are set right to.
            right: further texts, whose words are left alone.
        """
        counts = Counter(word for text in texts for word in set(_WORD.findall(plain(text))))
        others = (word for text in right for word in _WORD.findall(plain(text)))
        common = [(word, count) for word, count in counts.items() if count >= _COMMON_FROM]
        return cls(common, {*counts, *others})

    def to_bytes(self) -> bytes:
        """Return it as a file."""
        return json.dumps([sorted(self._common.items()), sorted(self._right)]).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return what a file holds.

        Raises:
            ValueError: the file is broken.
        """
        common, right = json.loads(content)
        return cls(((str(word), int(count)) for word, count in common), map(str, right))

    def mended(self, normal: str) -> str:
        """Return a text in normal form with its misspelt words set right."""
        pieces, position = [], 0
        for match in self._unknown(normal):
            meant = self._meant(match[0])
            if meant is not None:
                pieces += [normal[position : match.start()], meant]
                position = match.end()
        return "".join(pieces) + normal[position:]

    def _unknown(self, normal: str) -> Iterator[re.Match[str]]:
        left = _MOST_UNKNOWN
        for match in _CANDIDATE.finditer(normal):
            if left and match[0] not in self._right:
                left -= 1
                yield match

    def _look_up(self, word: str) -> str | None:
        slips = 2 if len(word) >= _LONG_FROM else 1
        near = extract(
            word,
            self._long_enough,
            scorer=OSA.distance,
            processor=None,
            score_cutoff=slips,
            limit=_NEAREST,
        )
        if not near or split_pinyin(word):
            return None
        return min(near, key=lambda one: (one[1], -self._common[one[0]], one[0]))[0]


_CANDIDATE = re.compile(rf"(?<![a-z\d]){_WORD.pattern[:-1]}{{{_SHORTEST},20}}(?![a-z\d])")
