"""Minimise a smooth function: limited-memory BFGS in numpy."""

from collections import deque
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Point = npt.NDArray[np.floating]
Loss = Callable[[Point], tuple[float, Point]]
"""A point to the value there and the gradient there."""

_MEMORY = 10
"""Steps that the curvature is estimated from."""
_HALVINGS = 20
_ENOUGH = 1e-4
"""Share of the promised descent that a step must bring (Armijo)."""
_SETTLED = 1e-6
"""Relative change of the value at which the search ends."""


def minimised(loss: Loss, start: Point, steps: int) -> Point:
    """Return the point that at most `steps` steps of descent lead to.

    Source:
        Nocedal and Wright, Numerical Optimization, algorithm 7.4.
    """
    memory: deque[tuple[Point, Point]] = deque(maxlen=_MEMORY)
    at = start
    value, slope = loss(at)
    for _ in range(steps):
        way = -_scaled(slope, memory)
        fall = float(slope @ way)
        length = 1.0
        for _ in range(_HALVINGS):
            new_value, new_slope = loss(at + length * way)
            if new_value <= value + _ENOUGH * length * fall:
                break
            length /= 2
        step, change = length * way, new_slope - slope
        if float(step @ change) > 0:
            memory.append((step, change))
        settled = abs(value - new_value) < _SETTLED * max(1.0, abs(value))
        at, value, slope = at + step, new_value, new_slope
        if settled:
            break
    return at


def _scaled(slope: Point, memory: deque[tuple[Point, Point]]) -> Point:
    """Return the slope times the estimated inverse curvature."""
    if not memory:
        return slope / max(1.0, float(np.linalg.norm(slope)))
    shares = []
    way = slope.copy()
    for step, change in reversed(memory):
        share = float(step @ way) / float(step @ change)
        way -= share * change
        shares.append(share)
    step, change = memory[-1]
    way *= float(step @ change) / float(change @ change)
    for (step, change), share in zip(memory, reversed(shares), strict=True):
        way += step * (share - float(change @ way) / float(step @ change))
    return way
