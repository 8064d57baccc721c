"""Fits of the training: which row of several is right, and how sure one can be."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.matching.descent import Point, minimised

Table = npt.NDArray[np.float64]
Choice = tuple[Table, npt.NDArray[np.bool_]]


def listwise(choices: Sequence[Choice], smooth: float = 1e-3) -> Table:
    """Return weights under which the right rows of each choice are the most probable."""
    table = np.concatenate([rows for rows, _ in choices])
    right = np.concatenate([good for _, good in choices]).astype(float)
    sizes = np.array([len(rows) for rows, _ in choices])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    spread = table.std(axis=0) + 1e-9
    table = table / spread

    def loss(weights: Point) -> tuple[float, Point]:
        score = table @ weights
        raised = np.exp(score - np.repeat(np.maximum.reduceat(score, starts), sizes))
        whole = np.add.reduceat(raised, starts)
        good = np.maximum(np.add.reduceat(raised * right, starts), 1e-300)
        pull = raised / np.repeat(whole, sizes) - raised * right / np.repeat(good, sizes)
        value = -float(np.log(good / whole).mean()) + smooth * float(weights @ weights)
        return value, table.T @ pull / len(choices) + 2 * smooth * weights

    return np.asarray(minimised(loss, np.zeros(table.shape[1]), 300) / spread)


def logistic(rows: Table, label: Table, mass: Table, smooth: float = 3e-3) -> tuple[Table, float]:
    """Return weights and constant of a weighted logistic regression."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    table = np.column_stack([(rows - middle) / spread, np.ones(len(rows))])
    mass = mass / mass.sum()

    def loss(weights: Point) -> tuple[float, Point]:
        odds = table @ weights
        held = np.r_[weights[:-1], 0.0]
        value = float(mass @ np.logaddexp(0, np.where(label, -odds, odds)))
        slope = table.T @ (mass * (1 / (1 + np.exp(-odds)) - label))
        return value + smooth * float(held @ held), slope + 2 * smooth * held

    found = minimised(loss, np.zeros(table.shape[1]), 500)
    weights = found[:-1] / spread
    return np.asarray(weights), float(found[-1] - weights @ middle)
