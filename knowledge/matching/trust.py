"""What the confidence looks at: is the best entry an answer, or only the least bad one?"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.matching import features
from knowledge.matching.features import Features
from knowledge.matching.postings import Scores

_WIDEST_GAP = 5.0
"""Log odds; more between first and second adds no trust."""
_LOOKED_AT = (
    "letters",
    "meanings",
    "sound",
    "ratio",
    "meant_ratio",
    "word_set",
    "word_sort",
    "sound_ratio",
    "letters_of_query",
    "letters_of_text",
    "meanings_of_query",
    "meanings_of_text",
    "sound_of_query",
    "sound_of_text",
    "length",
    "exact",
)
_COLUMNS = [features.NAMES.index(name) for name in _LOOKED_AT]
_COVERS = [features.NAMES.index(name) for name in ("letters_of_query", "meanings_of_query")]

NAMES = (
    *_LOOKED_AT,
    "score",
    "gap",
    "share",
    "likelihood",
    "size",
    "most_letters",
    "most_meanings",
    "third_letters",
    "letters_of_domain",
    "meanings_of_domain",
)
"""One name for each value of `evidence`."""


class Query(NamedTuple):
    """What is known of a question besides its ranking.

    Attributes:
        meanings: number of its meaningful words.
        closeness: how much it sounds like the index, by letters and by meanings.
    """

    meanings: int
    closeness: tuple[float, float]


def evidence(
    query: Query, rows: Features, best: tuple[int, float], ranking: Scores
) -> npt.NDArray[np.float64]:
    """Return what speaks for the first entry.

    Args:
        query: what is known of the question.
        rows: features of the candidates.
        best: row and score of the best text of the first entry.
        ranking: score of every entry.
    """
    ordered = np.sort(np.partition(ranking, -3)[-3:] if len(ranking) > 3 else ranking)[::-1]
    gap = float(ordered[0] - ordered[1]) if len(ordered) > 1 else _WIDEST_GAP
    share = 1 / float(np.exp(ranking - ordered[0]).sum())
    near = np.sort(rows[:, 0])[::-1]
    return np.array(
        [
            *rows[best[0], _COLUMNS],
            best[1],
            min(gap, _WIDEST_GAP),
            share,
            np.log(share),
            np.log1p(query.meanings),
            *rows[:, _COVERS].max(axis=0),
            float(near[min(2, len(near) - 1)]),
            *query.closeness,
        ]
    )
