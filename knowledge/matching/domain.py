"""Is a question about this knowledge base at all, or about something else in the world?

Words of the index are set against words of everyday questions that no payment service answers: the
mean log ratio of their frequencies is high for the one kind and low for the other.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from knowledge.matching.grams import Keys
from knowledge.matching.index import Asked, Index
from knowledge.matching.postings import Postings

_TABLE = Path(__file__).with_name("off_topic.txt")
_SMOOTHING = 0.3
"""Texts added to every count, so that a single occurrence proves little."""


class Domain(NamedTuple):
    """An index, and everyday questions to set it against.

    Attributes:
        ours: the knowledge base.
        everyday: the other questions.
        chinese: how many texts of the index and of the others are Chinese.
        english: how many are not.
    """

    ours: Index
    everyday: Index
    chinese: tuple[int, int]
    english: tuple[int, int]

    @classmethod
    def of(cls, index: Index, everyday: Index) -> Self:
        """Count the texts of each side."""
        chinese = index.chinese(), everyday.chinese()
        english = len(index.solid) - chinese[0], len(everyday.solid) - chinese[1]
        return cls(index, everyday, chinese, english)

    def closeness(self, asked: Asked, *, chinese: bool) -> tuple[float, float]:
        """Return the mean log ratio over letters and over meanings; 0 where nothing is known."""
        counts = self.chinese if chinese else self.english
        return (
            _mean_ratio(asked.letters[0], self.ours.letters, self.everyday.letters, counts),
            _mean_ratio(
                asked.meaning_units, self.ours.meaning_units, self.everyday.meaning_units, counts
            ),
        )


@lru_cache(maxsize=1)
def everyday() -> Index:
    """Return the questions of the shipped list, indexed once."""
    return Index.build(everyday_questions())


def everyday_questions() -> Sequence[str]:
    """Return the shipped questions that no payment service answers."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _mean_ratio(found: Keys, ours: Postings, others: Postings, counts: tuple[int, int]) -> float:
    here, there = ours.spread(found), others.spread(found)
    seen = (here + there) > 0
    if not seen.any():
        return 0.0
    inside = (here[seen] + _SMOOTHING) / (counts[0] + 2 * _SMOOTHING)
    outside = (there[seen] + _SMOOTHING) / (counts[1] + 2 * _SMOOTHING)
    return float(np.log(inside / outside).mean())
