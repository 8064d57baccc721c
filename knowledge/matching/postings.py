"""An inverted index: n-gram to the texts that have it, weighted by rarity."""

from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from knowledge.matching.grams import Grams, Keys, Numbers

Scores = npt.NDArray[np.float64]
Counted = tuple[Keys, Numbers]
"""Different n-grams, sorted, and how often each occurs."""

MOST_POSTINGS = 120_000
"""Entries added up for one query and view; beyond it the commonest n-grams are left out, which
weigh least. Keeps the slowest query of 10,000 entries near the usual one."""


class Postings(NamedTuple):
    """Which texts hold which n-gram.

    Attributes:
        keys: n-grams, sorted.
        starts: where the postings of each n-gram begin; one more than keys.
        texts: text of each posting.
        weights: weight of each posting.
        rarity: inverse document frequency of each n-gram.
        unseen: rarity of an n-gram that no text has.
        masses: sum of the weights of each text.
    """

    keys: Keys
    starts: npt.NDArray[np.int64]
    texts: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    rarity: npt.NDArray[np.float32]
    unseen: float
    masses: npt.NDArray[np.float32]

    @classmethod
    def cosine(cls, grams: Grams, count: int) -> Self:
        """Index texts so that `cosines` gives the cosine of sublinear TF-IDF vectors."""
        found = _counted(grams, count)
        rarity = np.log((1 + count) / (1 + found.spread())) + 1
        weights = (1 + np.log(found.often)) * rarity[found.gram]
        norms = np.sqrt(np.bincount(found.text, weights * weights, minlength=count))
        return cls._packed(found, weights / norms[found.text], rarity, 0.0)

    @classmethod
    def coverage(cls, grams: Grams, count: int) -> Self:
        """Index texts so that `shared` gives the rarity that query and text have in common."""
        found = _counted(grams, count)
        rarity = np.log((count + 1) / (found.spread() + 0.5))
        unseen = float(np.log((count + 1) / 0.5))
        return cls._packed(found, rarity[found.gram], rarity, unseen)

    @classmethod
    def _packed(cls, found: "_Counts", weights: Scores, rarity: Scores, unseen: float) -> Self:
        return cls(
            keys=found.keys,
            starts=np.concatenate([[0], np.cumsum(found.spread())]).astype(np.int64),
            texts=found.text.astype(np.int32),
            weights=weights.astype(np.float32),
            rarity=rarity.astype(np.float32),
            unseen=unseen,
            masses=np.bincount(found.text, weights, minlength=found.whole).astype(np.float32),
        )

    def cosines(self, asked: Counted) -> Scores:
        """Return the cosine of a query's n-grams with every text."""
        found, often = asked
        at, known = self._places(found)
        if not len(at):
            return np.zeros(len(self.masses))
        weights = (1 + np.log(often[known])) * self.rarity[at]
        return self._summed(at, weights / np.sqrt(weights @ weights))

    def shared(self, found: Keys) -> tuple[Scores, float]:
        """Return the rarity shared with every text, and the rarity of the whole query."""
        at, _ = self._places(found)
        whole = float(self.rarity[at].sum()) + self.unseen * (len(found) - len(at))
        if not len(at):
            return np.zeros(len(self.masses)), whole
        return self._summed(at, np.ones(len(at))), whole

    def spread(self, found: Keys) -> Numbers:
        """Return in how many texts each of some n-grams occurs."""
        at, known = self._places(found)
        counts = np.zeros(len(found), np.int64)
        counts[known] = self.starts[at + 1] - self.starts[at]
        return counts

    def _places(self, found: Keys) -> tuple[Numbers, npt.NDArray[np.bool_]]:
        at = np.searchsorted(self.keys, found)
        at[at == len(self.keys)] = 0
        known = self.keys[at] == found if len(self.keys) else np.zeros(len(found), np.bool_)
        return at[known], known

    def _summed(self, at: Numbers, weights: Scores) -> Scores:
        begin = self.starts[at]
        sizes = self.starts[at + 1] - begin
        if sizes.sum() > MOST_POSTINGS:
            rarest = np.argsort(sizes)
            rarest = rarest[np.cumsum(sizes[rarest]) <= MOST_POSTINGS]
            begin, sizes, weights = begin[rarest], sizes[rarest], weights[rarest]
        ends = np.cumsum(sizes)
        place = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begin - ends + sizes, sizes)
        added = self.weights[place] * np.repeat(weights, sizes)
        sums = np.bincount(self.texts[place], added, minlength=len(self.masses))
        return sums.astype(np.float64, copy=False)


def counted(keys: Keys) -> Counted:
    """Return the different n-grams of one text, and how often each occurs."""
    found, often = np.unique(keys, return_counts=True)
    return found, often


class _Counts(NamedTuple):
    """N-grams of `whole` texts: each pair of n-gram and text, and how often it occurs."""

    keys: Keys
    gram: Numbers
    text: Numbers
    often: Numbers
    whole: int

    def spread(self) -> Numbers:
        """Return in how many texts each n-gram occurs."""
        return np.bincount(self.gram, minlength=len(self.keys))


def _counted(grams: Grams, count: int) -> _Counts:
    keys, place = np.unique(grams.keys, return_inverse=True)
    pairs, often = np.unique(place * count + grams.owners, return_counts=True)
    return _Counts(keys, pairs // max(count, 1), pairs % max(count, 1), often, count)
