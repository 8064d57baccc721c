"""How improbable a count is when the rate behind it is known only roughly."""

import math
from typing import Final

# The fraction is exact enough when a step changes it by less than this part.
_NEGLIGIBLE: Final = 1e-12
# Steps after which it has long been exact: their number grows with the root of the count.
_MOST_STEPS: Final = 10_000
_TINY: Final = 1e-300


def chance_of_so_many(count: int, mean: float, shape: float) -> float:
    """Return the chance of seeing so many or more, negative-binomially distributed.

    The rate is taken for a gamma variable: the smaller its shape, the less it is known, and the
    more a large count may be mere luck. A large shape makes the distribution Poisson's.

    Args:
        count (int): what was seen.
        mean (float): expected count, more than 0.
        shape (float): of the gamma variable, more than 0; its spread is mean / sqrt(shape).

    Returns:
        float: between 0 and 1.

    Raises:
        ValueError: mean or shape is not more than 0.

    Source:
        The upper tail is the regularised incomplete beta function I(odds; count, shape): NIST
        Digital Library of Mathematical Functions, 8.17, its continued fraction 8.17.22.
    """
    if mean <= 0 or shape <= 0:
        raise ValueError(f"mean and shape must be more than 0, not {mean} and {shape}")
    if count <= 0:
        return 1.0
    odds = mean / (mean + shape)
    if odds < (count + 1) / (count + shape + 2):
        return _incomplete_beta(odds, count, shape)
    return 1.0 - _incomplete_beta(shape / (mean + shape), shape, count)


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Return I(x; a, b) where the fraction converges quickly: x < (a + 1) / (a + b + 2)."""
    log_front = (
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return math.exp(log_front) / (a * _fraction(x, a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """Return 1 + d1 / (1 + d2 / (1 + ...)) by Lentz's method."""
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, _MOST_STEPS):
        term = _term(step, x, a, b)
        d = 1.0 / _not_zero(1.0 + term * d)
        c = _not_zero(1.0 + term / c)
        value *= c * d
        if abs(c * d - 1.0) < _NEGLIGIBLE:
            break
    return value


def _term(step: int, x: float, a: float, b: float) -> float:
    half = step // 2
    if step % 2:
        return -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
    return half * (b - half) * x / ((a + step - 1) * (a + step))


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
