"""From examples to entries: what several examples of one entry say together."""

import numpy as np
import numpy.typing as npt

from knowledge.matching.classifier import Classifier
from knowledge.matching.grams import Numbers
from knowledge.matching.postings import Scores

NAMES = ("likelihood", "together", "best", "average", "nearest")
"""One name for each column of `pooled`."""

_FAR_BELOW = 1.0
"""How much lower than the worst candidate an entry without a candidate stands, in log odds."""
NOWHERE = 30.0
"""The same where one text is the whole entry: out of sight."""


def best_of(entries: Numbers, scores: Scores, count: int, below: float) -> Scores:
    """Return the best score of each entry; those without a text stand `below` the worst."""
    best = np.full(count, scores.min() - below)
    np.maximum.at(best, entries, scores)
    return best


def pooled(
    nearness: Scores,
    owners: Numbers,
    candidates: tuple[Numbers, Scores],
    classifier: Classifier | None,
    sizes: Numbers,
) -> npt.NDArray[np.float64]:
    """Return one row of `NAMES` for each entry.

    Args:
        nearness: sum of the cosines with every text.
        owners: entry of each text.
        candidates: places of the texts that were looked at closely, and their scores.
        classifier: fitted on this index.
        sizes: how many texts each entry has.
    """
    count = len(sizes)
    places, scores = candidates
    together = np.full(count, scores.min() - _FAR_BELOW)
    np.logaddexp.at(together, owners[places], scores)
    nearest = np.zeros(count)
    np.maximum.at(nearest, owners, nearness)
    columns = [
        np.zeros(count) if classifier is None else classifier.log_probabilities(nearness),
        together,
        best_of(owners[places], scores, count, _FAR_BELOW),
        np.bincount(owners, nearness, minlength=count) / sizes,
        nearest,
    ]
    return np.stack(columns, axis=1)
