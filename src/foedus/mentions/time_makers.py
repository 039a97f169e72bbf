"""The one door to what phrases of time mean: the name of a rule → the function that makes the time."""

from __future__ import annotations

from foedus.mentions import time_dates, time_relative, time_spans
from foedus.mentions.time_values import Clock, Maker, Scene, Values, When

MAKERS: dict[str, Maker] = {**time_dates.MAKERS, **time_relative.MAKERS, **time_spans.MAKERS}


def make_time(makes: str, symbols: tuple[tuple[str, object], ...], scene: Scene) -> When | Clock | None:
    """Return what a matched phrase means, or None when its parts do not fit (31 September)."""
    name, *arguments = makes.split()
    values: Values = {}
    for kind, value in symbols:
        values.setdefault(kind, []).append(value)
    try:
        return MAKERS[name](scene, values, arguments)
    except (ValueError, OverflowError, KeyError, IndexError):
        return None
