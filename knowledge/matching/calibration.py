"""From which confidence on to answer or to offer topics: found on the index itself."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.matching.domain import everyday_questions
from knowledge.matching.index import Index
from knowledge.matching.ranker import Example, Ranker

RIGHT_WHEN_ANSWERED = 0.90
"""Share of given answers that must be right (docs/decisions/0006)."""
OFFERED_TO = 0.95
"""Share of questions in scope that must at least be offered topics (same source)."""
STRANGE_SHARE = 0.2
"""Assumed share of messages on other topics (same source)."""
_FOLDS = 5
"""One phrasing in five is left out and asked."""
_FEWEST = 30
"""Left-out phrasings below which the trained thresholds stand."""


class Thresholds(NamedTuple):
    """Cuts of the confidence.

    Attributes:
        answer_at: from here on the first entry is the answer.
        suggest_at: from here on the first three are offered.
    """

    answer_at: float
    suggest_at: float


USUAL = Thresholds(0.45, 0.12)
"""Where the cuts lie on development data; used where an index is too small to find its own."""


class Trial(NamedTuple):
    """A phrasing that was left out, and what its question found.

    Attributes:
        example: the phrasing.
        found: the entries found, best first.
        confidence: of the first.
    """

    example: Example
    found: tuple[str, ...]
    confidence: float


def trials(examples: Sequence[Example], folds: Sequence[int] = range(_FOLDS)) -> list[Trial]:
    """Ask each phrasing of some folds of an index that does not hold them.

    Args:
        examples: the phrasings of the whole index.
        folds: which of the five fifths are left out and asked, one after the other.
    """
    strange = Index.build(everyday_questions()[::2])
    done = []
    for fold in folds:
        rest = [one for place, one in enumerate(examples) if place % _FOLDS != fold]
        asked = [one for place, one in enumerate(examples) if place % _FOLDS == fold]
        if not rest or not asked:
            continue
        ranker = Ranker.build(rest, strange)
        done += [_trial(ranker, example) for example in asked]
    return done


def calibrated(examples: Sequence[Example]) -> Thresholds:
    """Return the thresholds that fit an index: one fifth left out, and off-topic questions."""
    strange = Index.build(everyday_questions()[::2])
    rest = [one for place, one in enumerate(examples) if place % _FOLDS]
    asked = list(examples)[::_FOLDS]
    if len(asked) < _FEWEST:
        return USUAL
    ranker = Ranker.build(rest, strange)
    inside = [_trial(ranker, example) for example in asked]
    outside = [ranker.rank(text, 1)[0].score for text in everyday_questions()[1::2]]
    right = np.array([trial.found[:1] == (trial.example.entry,) for trial in inside])
    confidence = np.array([trial.confidence for trial in inside])
    answer_at = _answer_at(confidence, right, np.array(outside))
    suggest_at = round(float(np.quantile(confidence, 1 - OFFERED_TO)), 4)
    return Thresholds(answer_at, min(answer_at, suggest_at))


def _trial(ranker: Ranker, example: Example) -> Trial:
    ranked = ranker.rank(example.text, 3)
    return Trial(example, tuple(one.entry for one in ranked), ranked[0].score)


def _answer_at(
    confidence: npt.NDArray[np.float64],
    right: npt.NDArray[np.bool_],
    outside: npt.NDArray[np.float64],
) -> float:
    """Return the lowest cut above which enough answers are right, off-topic questions counted."""
    weight = STRANGE_SHARE / (1 - STRANGE_SHARE) * len(confidence) / max(len(outside), 1)
    cuts = np.sort(confidence)
    for cut in cuts:
        answered = confidence >= cut
        good = int((answered & right).sum())
        given = int(answered.sum()) + weight * int((outside >= cut).sum())
        if good >= RIGHT_WHEN_ANSWERED * given:
            return round(float(cut), 4)
    return 1.0
