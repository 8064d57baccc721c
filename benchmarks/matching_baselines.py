"""Other matchers, measured in the same run: rapidfuzz scorers alone, and BM25."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

import jieba
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process, utils

from benchmarks.matching_data import shown_everyday
from knowledge.matching.ranker import Example, Ranker

_K1, _B = 1.2, 0.75
"""The usual constants of BM25 (Robertson and Zaragoza 2009)."""


class Matcher(Protocol):
    """Anything that ranks entries for a question, with a score for each."""

    def __call__(self, text: str, top: int) -> Sequence[tuple[str, float]]:
        """Return entries, best first."""


def ours(examples: Sequence[Example]) -> Matcher:
    """Return the engine of the bot."""
    return Ranker.build(examples, shown_everyday()).rank


def fuzzy(scorer: Callable[..., float]) -> Callable[[Sequence[Example]], Matcher]:
    """Return a matcher that is one rapidfuzz scorer, fed as its documentation says."""

    def build(examples: Sequence[Example]) -> Matcher:
        texts = [utils.default_process(example.text) for example in examples]

        def match(text: str, top: int) -> Sequence[tuple[str, float]]:
            query = utils.default_process(text)
            scores = process.cdist([query], texts, scorer=scorer, dtype=np.float64)[0]
            return _grouped(examples, scores, top)

        return match

    return build


def bm25(examples: Sequence[Example]) -> Matcher:
    """Return BM25 over words, and over pairs of characters where the text is Chinese."""
    documents = [Counter(_words(example.text)) for example in examples]
    spread = Counter(word for document in documents for word in document)
    count = len(documents)
    usual = sum(map(len, documents)) / max(count, 1)
    postings: dict[str, list[tuple[int, float]]] = {}
    for place, document in enumerate(documents):
        weight = _K1 * (1 - _B + _B * sum(document.values()) / usual)
        for word, often in document.items():
            rarity = math.log(1 + (count - spread[word] + 0.5) / (spread[word] + 0.5))
            value = rarity * often * (_K1 + 1) / (often + weight)
            postings.setdefault(word, []).append((place, value))

    def match(text: str, top: int) -> Sequence[tuple[str, float]]:
        scores = np.zeros(count)
        for word in _words(text):
            for place, value in postings.get(word, ()):
                scores[place] += value
        return _grouped(examples, scores, top)

    return match


BASELINES = {"ratio": fuzzy(fuzz.ratio), "WRatio": fuzzy(fuzz.WRatio), "BM25": bm25}


def _words(text: str) -> list[str]:
    plain = utils.default_process(text)
    if plain.isascii():
        return plain.split()
    solid = plain.replace(" ", "")
    pairs = [solid[place : place + 2] for place in range(len(solid) - 1)]
    return [word for word in jieba.lcut(plain) if word.strip()] + pairs


def _grouped(
    examples: Sequence[Example], scores: npt.NDArray[np.float64], top: int
) -> list[tuple[str, float]]:
    """Return the best score of each entry; equal scores stand in an order that tells nothing."""
    noise = np.random.default_rng(0).random(len(scores))
    found: dict[str, float] = {}
    for place in np.lexsort((noise, -scores)):
        found.setdefault(examples[place].entry, float(scores[place]))
        if len(found) == top:
            break
    return list(found.items())
