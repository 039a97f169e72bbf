"""A rule's first guess → how often claims with that guess were right: what `confidence` of a claim says.

`resources/confidence.yaml` is written by `benchmarks/calibration.py --fit`; a guess as such is never shown.
"""

from __future__ import annotations

import functools
from itertools import pairwise

from msgspec import convert

from foedus.resources import load_yaml


def calibrated(guess: float) -> float:
    """Return the share of claims right in type and status, by straight lines between what was measured.

    >>> 0.0 <= calibrated(0.1) <= calibrated(0.65) <= calibrated(0.9) <= 1.0
    True
    """
    points = _points()
    if guess <= points[0][0]:
        return points[0][1]
    for (x, y), (next_x, next_y) in pairwise(points):
        if guess <= next_x:
            return round(y + (next_y - y) * (guess - x) / (next_x - x), 2)
    return points[-1][1]


@functools.cache
def _points() -> list[tuple[float, float]]:
    """Return (guess, share right), both rising."""
    return sorted(convert(load_yaml("confidence.yaml"), dict[float, float], strict=False).items())
