"""Learned weights, read from the file that benchmarks/train_matching.py writes."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.matching import features, pooling, trust

WEIGHTS_FILE = Path(__file__).with_name("weights.json")

Row = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found, for one way of asking.

    Attributes:
        pair: one weight for each of `features.NAMES`.
        bend: one weight for each two of them, upper triangle: what counts only together, such
            as a shared action in a text of the same length.
        pool: one weight for each of `pooling.NAMES`.
        trust: one weight for each of `trust.NAMES`.
        doubt: added to the weighted sum of `trust.NAMES`.
    """

    pair: Row
    bend: Row
    pool: Row
    trust: Row
    doubt: float

    @classmethod
    def read(cls, table: dict[str, dict[str, float]]) -> Self:
        """Read the weights by name; a missing name is an error, so that files cannot go stale."""
        return cls(
            pair=_row(table["pair"], features.NAMES),
            bend=_triangle(table["bend"]),
            pool=_row(table["pool"], pooling.NAMES),
            trust=_row(table["trust"], trust.NAMES),
            doubt=table["trust"]["doubt"],
        )

    def scores(self, rows: Row) -> Row:
        """Return the score of each row of features, in log odds."""
        scores: Row = rows @ self.pair + ((rows @ self.bend) * rows).sum(axis=1)
        return scores

    def shares(self, row: Row) -> Row:
        """Return what each feature of a row adds to its score."""
        shares: Row = row * (self.pair + (self.bend + self.bend.T) @ row / 2)
        return shares


@lru_cache(maxsize=1)
def learned() -> dict[str, Weights]:
    """Return the weights by `regime`."""
    table = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return {name: Weights.read(found) for name, found in table["regimes"].items()}


def regime(*, chinese: bool, many: bool) -> str:
    """Name the weights for a query and an index.

    Args:
        chinese: the query is Chinese.
        many: the entries of the index have several examples each.
    """
    return f"{'zh' if chinese else 'en'}-{'many' if many else 'one'}"


def _triangle(table: dict[str, float]) -> Row:
    size = len(features.NAMES)
    found = np.zeros((size, size))
    for place, one in enumerate(features.NAMES):
        for other_place in range(place, size):
            found[place, other_place] = table[f"{one} {features.NAMES[other_place]}"]
    return found


def _row(table: dict[str, float], names: tuple[str, ...]) -> Row:
    return np.array([table[name] for name in names])
