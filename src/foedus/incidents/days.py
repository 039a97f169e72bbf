"""Days and distances: how periods and places are compared when both are known only so well."""

from __future__ import annotations

import datetime as dt
import math

from foedus.incidents.rules import rules
from foedus.values import Period, Place

_EARTH_KM = 6371.0


def day_number(date: str | None) -> int | None:
    """Return the number of a day (proleptic Gregorian ordinal) of an ISO date or time; None if it is neither.

    >>> day_number("2022-09-13T06:00") - day_number("2022-09-12")
    1
    """
    if not date:
        return None
    padded = date[:10] + "-01-01"[len(date[:10]) - 4 :] if len(date[:10]) in (4, 7) else date[:10]
    try:
        return dt.date.fromisoformat(padded).toordinal()
    except ValueError:
        return None


def iso(day: int | None) -> str | None:
    """Return the ISO date of a day number."""
    return dt.date.fromordinal(day).isoformat() if day is not None else None


def span(period: Period | None) -> tuple[int, int] | None:
    """Return first and last day of a period; an open end counts as its first day. None if no day is known."""
    if period is None:
        return None
    first, last = day_number(period.start), day_number(period.end)
    if first is None:
        return None
    return first, max(first, last if last is not None else first)


def tells_an_era(period: Period | None) -> bool:
    """Return whether a time is so long that it tells of a war or an era: the 1990s, 2020."""
    days = span(period)
    return days is not None and days[1] - days[0] + 1 > rules().history_span_days


def states_an_era(period: Period) -> bool:
    """Return whether a claim itself is told of an era, not just carried along after one was named."""
    return period.basis in ("stated", "relative") and tells_an_era(period)


def distance_km(left: Place, right: Place) -> float | None:
    """Return the great-circle distance of two places; None if one has no coordinates."""
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return None
    a, b = math.radians(left.lat), math.radians(right.lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(right.lon - left.lon) / 2) ** 2
    return round(2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half))), 3)


def is_precise(place: Place | None) -> bool:
    """Return whether a place says more than which country."""
    return place is not None and place.lat is not None and place.lon is not None and (place.precision or 7) <= 5


def radius_km(place: Place) -> float:
    """Return how far from its point a place reaches, by its precision."""
    return rules().radius_km.get(place.precision or 5, 120.0)


def countries(place: Place) -> frozenset[str]:
    """Return whose land a place is said to be in any view."""
    land = place.territory
    return frozenset((*land.recognised, *land.controlled))


def gap_days(left: tuple[int, int], right: tuple[int, int]) -> int:
    """Return how many days lie from one stretch to the other; 0 if they touch.

    >>> gap_days((10, 12), (14, 15))
    2
    """
    return max(0, left[0] - right[1], right[0] - left[1])
