"""A linear classifier over n-grams, fitted on the examples of the index itself.

Where entries have several examples, what tells them apart is learned better than guessed: kernel
logistic regression on the cosines that ranking computes anyway, so that a query costs one product.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from knowledge.matching.descent import Point, minimised
from knowledge.matching.grams import Numbers

MOST_LANDMARKS = 3000
"""Examples that the classifier is expressed in; bounds its memory at 12 kB an example."""
_ROUGHNESS = 0.1
"""Weight of the squared norm; 0.03 to 0.3 differ by half a point on BANKING77."""
_STEPS = 40
"""Steps of descent; 60 change nothing on BANKING77, 15 cost two points."""

Small = npt.NDArray[np.float32]


GONE = -1
"""Place of what an edit has taken out."""


class Classifier(NamedTuple):
    """Probabilities of entries.

    Attributes:
        landmarks: texts of the index that a query is compared with.
        weights: one row a landmark, one column an entry.
    """

    landmarks: Numbers
    weights: Small

    @classmethod
    def fit(cls, nearness: Small, entries: Numbers, landmarks: Numbers) -> Self:
        """Fit to examples.

        Args:
            nearness: one row an example, one column a landmark.
            entries: entry of each example.
            landmarks: which examples the columns are.
        """
        count = int(entries.max()) + 1
        among = nearness[landmarks]
        right = np.arange(len(entries)), entries
        shape = len(landmarks), count

        def loss(flat: Point) -> tuple[float, Point]:
            weights = flat.reshape(shape)
            drag = _ROUGHNESS * (among @ weights)
            surplus = _log_softmax(nearness @ weights)
            value = -float(surplus[right].sum()) + 0.5 * float((weights * drag).sum())
            surplus = np.exp(surplus)
            surplus[right] -= 1
            return value, (nearness.T @ surplus + drag).ravel()

        start = np.zeros(shape[0] * shape[1], np.float32)
        found = minimised(loss, start, _STEPS).reshape(shape)
        return cls(landmarks, found.astype(np.float32))

    def moved(self, texts: Sequence[int], entries: Sequence[int], count: int) -> Self:
        """Return the same classifier for an index whose texts and entries have other places.

        Args:
            texts: new place of every text, `GONE` where it is no more.
            entries: new place of every entry, likewise.
            count: entries of the new index; new ones start with no weight.
        """
        places = np.array(texts, np.int64)[self.landmarks]
        columns = np.array(entries, np.int64)
        weights = np.zeros((len(places), count), np.float32)
        weights[:, columns[columns != GONE]] = self.weights[:, columns != GONE]
        return type(self)(places[places != GONE], weights[places != GONE])

    def widened(self, texts: Numbers, entries: Numbers, usual: float) -> Self:
        """Return the same classifier with new examples, weighed as old ones usually are.

        Args:
            texts: their places.
            entries: their entries.
            usual: weight of an example for its own entry; `usual_weight` of the old index.
        """
        count = self.weights.shape[1]
        added = np.full((len(texts), count), -usual / max(count - 1, 1), np.float32)
        added[np.arange(len(texts)), entries] = usual
        return type(self)(
            np.concatenate([self.landmarks, texts]), np.concatenate([self.weights, added])
        )

    def usual_weight(self, entries: Numbers) -> float:
        """Return the mean weight of an example for its own entry, given the entry of each text."""
        own = self.weights[np.arange(len(self.landmarks)), entries[self.landmarks]]
        return float(own.mean()) if len(own) else 0.0

    def log_probabilities(self, nearness: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Return the logarithm of the probability of each entry, from nearness to every text."""
        near = nearness[self.landmarks].astype(np.float32)
        found: npt.NDArray[np.float64] = _log_softmax((near @ self.weights)[None, :])[0]
        return found


def landmarks_of(entries: Numbers) -> Numbers:
    """Return the examples to be landmarks: all, or as many of each entry as there is room."""
    if len(entries) <= MOST_LANDMARKS:
        return np.arange(len(entries))
    order = np.argsort(entries, kind="stable")
    firsts = np.searchsorted(entries[order], entries[order])
    turn = np.arange(len(entries)) - firsts
    return np.sort(order[np.argsort(turn, kind="stable")[:MOST_LANDMARKS]])


def _log_softmax(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    scores = scores - scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return scores
