"""Jeffreys intervals without SciPy: the regularised incomplete beta function by continued fraction, then bisection."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log

_TINY = 1e-300


@lru_cache(maxsize=4096)
def jeffreys(hits: int, trials: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the equal-tailed Jeffreys interval of a rate; its ends are 0 and 1 at no and at all hits.

    Brown, Cai & DasGupta 2001, Statistical Science 16(2), section 3.1.2. The published 73 of 146 wars:

    >>> jeffreys(73, 146), jeffreys(6, 43)
    ((0.42, 0.58), (0.06, 0.265))
    """
    if not 0 <= hits <= trials:
        raise ValueError(f"{hits} hits of {trials} trials")
    tail = (1 - level) / 2
    a, b = hits + 0.5, trials - hits + 0.5
    low = 0.0 if hits == 0 else beta_quantile(tail, a, b)
    high = 1.0 if hits == trials else beta_quantile(1 - tail, a, b)
    return round(low, 3), round(high, 3)


def beta_quantile(share: float, a: float, b: float) -> float:
    """Return the point below which a share of the Beta(a, b) distribution lies."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_share(middle, a, b) < share else (low, middle)
    return (low + high) / 2


def beta_share(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) (Press et al., Numerical Recipes, section 6.4)."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction by Lentz's method."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    out = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _away(1 + even * d), _away(1 + even / c)
        out *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _away(1 + odd * d), _away(1 + odd / c)
        out *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return out


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
