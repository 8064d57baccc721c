"""A linear model from features to classes: trained on the phrasings, kept in one file."""

import io
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_SIGN_WEIGHT, _PAIR_WEIGHT, _GRAM_WEIGHT = 1.0, 0.25, 1.0
_SEEN_AT_LEAST = 2
"""Examples a feature has to stand in; what was seen once tells nothing about another message."""
_PASSES, _STEP, _DECAY, _BATCH = 15, 0.02, 1e-3, 64
_SEED = 7


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one text and the class it belongs to."""

    features: frozenset[str]
    label: str


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of features for classes.

    Attributes:
        labels: the classes.
        columns: feature to its row in `weights`.
        idf: how rare each feature is.
        weights: features by classes.
        bias: one a class.
        fixed: value of each sign; 0 of a gram, whose value depends on the others.
    """

    labels: tuple[str, ...]
    columns: dict[str, int]
    idf: Floats
    weights: Floats
    bias: Floats
    fixed: Floats

    def probabilities(self, features: frozenset[str]) -> dict[str, float]:
        """Return how likely each class is; they sum to one."""
        rows, values = _row(features, self.columns, self.idf, self.fixed)
        scores = self.bias + values @ self.weights[rows]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return {label: float(share) for label, share in zip(self.labels, shares, strict=True)}

    def known_share(self, features: frozenset[str]) -> float:
        """Return which share of the features the model has seen, 0 to 1."""
        return sum(feature in self.columns for feature in features) / max(1, len(features))

    def to_bytes(self) -> bytes:
        """Return the model as one file; `from_bytes` reads it."""
        file = io.BytesIO()
        names = "\n".join(self.columns).encode()
        np.savez(
            file,
            labels=np.array(self.labels),
            names=np.frombuffer(names, np.uint8),
            idf=self.idf,
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "LinearModel":
        """Return the model of a file.

        Raises:
            ValueError: the file is no model.
        """
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            names = file["names"].tobytes().decode().split("\n")
            return cls(
                tuple(str(label) for label in file["labels"]),
                {name: row for row, name in enumerate(names)},
                file["idf"].astype(np.float32),
                file["weights"].astype(np.float32),
                file["bias"].astype(np.float32),
                _fixed(names),
            )


def _row(
    features: frozenset[str], columns: dict[str, int], idf: Floats, fixed: Floats
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Rows and values of a text: grams share one length, signs keep theirs."""
    found = [row for row in map(columns.get, features) if row is not None]
    rows = np.sort(np.array(found, dtype=np.int64))
    values = fixed[rows]
    grams = values == 0
    rarities = idf[rows[grams]]
    length = math.sqrt(float(np.dot(rarities, rarities))) or 1.0
    values[grams] = rarities * np.float32(2 * _GRAM_WEIGHT / length)
    return rows, values


def _fixed(names: Sequence[str]) -> Floats:
    weights = (_PAIR_WEIGHT if "&" in one else _SIGN_WEIGHT for one in names)
    found = (
        weight if one[:2] in _SIGNS else 0.0 for one, weight in zip(names, weights, strict=True)
    )
    return np.fromiter(found, np.float32, len(names))


_SIGNS = frozenset({"s:", "l:", "q:", "n:"})


def trained(examples: Sequence[Example]) -> LinearModel:
    """Return a model fitted to examples; the same examples give the same model.

    Multinomial logistic regression by Adam over shuffled batches; classes weigh alike however
    many examples they have.
    """
    seen = Counter(feature for example in examples for feature in example.features)
    kept = sorted(one for one, times in seen.items() if times >= _SEEN_AT_LEAST)
    columns = {feature: row for row, feature in enumerate(kept)}
    idf = np.log(len(examples) / np.array([seen[one] for one in kept], dtype=np.float32))
    labels = tuple(sorted({example.label for example in examples}))
    share = Counter(example.label for example in examples)
    fixed = _fixed(kept)
    rows = [_row(example.features, columns, idf, fixed) for example in examples]
    target = np.array([labels.index(example.label) for example in examples])
    importance = np.array(
        [(len(examples) / len(labels) / share[example.label]) ** 0.5 for example in examples],
        dtype=np.float32,
    )
    weights, bias = _fit(rows, target, importance, (len(kept), len(labels)))
    return LinearModel(labels, columns, idf.astype(np.float32), weights, bias, fixed)


def _fit(
    rows: Sequence[tuple[npt.NDArray[np.int64], Floats]],
    target: npt.NDArray[np.int64],
    importance: Floats,
    shape: tuple[int, int],
) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(_SEED)
    weights = np.zeros((shape[0] + 1, shape[1]), dtype=np.float32)
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    step = 0
    for passed in range(_PASSES):
        rate = _STEP * (1 - passed / _PASSES)
        for batch in np.array_split(rng.permutation(len(rows)), max(1, len(rows) // _BATCH)):
            step += 1
            gradient = np.zeros_like(weights)
            for one in batch:
                at, values = rows[one]
                scores = weights[-1] + values @ weights[at]
                shares = np.exp(scores - scores.max())
                error = shares / shares.sum()
                error[target[one]] -= 1
                error *= importance[one] / len(batch)
                gradient[at] += values[:, None] * error
                gradient[-1] += error
            mean = 0.9 * mean + 0.1 * gradient
            spread = 0.99 * spread + 0.01 * gradient**2
            update = (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-6)
            weights -= rate * update
            weights[:-1] *= 1 - _DECAY
    return weights[:-1], weights[-1]
