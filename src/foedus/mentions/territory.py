"""Whose land a place is on a day, under each view: read from claims by party, never decided here."""

from __future__ import annotations

import functools

from msgspec import Struct, convert

from foedus.resources import ROOT, load_yaml
from foedus.values import Territory


class Hold(Struct, frozen=True):
    """A party's control of, or claim to, an area from day to day (ISO, inclusive; None = open)."""

    by: str
    since: str | None = None
    until: str | None = None
    source: str = ""


class Area(Struct, frozen=True):
    """Land whose holders differ: where it is, who most states say it belongs to, who holds and who claims it.

    `recognised` empty = most states do not agree. The area is the union of `polygon` (longitude, latitude), `places`
    (gazetteer ids) and `admin` ("UKR.11"). An area that stands earlier in a file goes before a later one. `country`:
    only places that the gazetteer gives to that country.
    """

    id: str
    source: str
    country: str = ""
    recognised: list[str] = []
    controlled: list[Hold] = []
    claimed: list[Hold] = []
    polygon: list[tuple[float, float]] = []
    places: list[str] = []
    admin: list[str] = []
    note: str = ""


def territory_at(
    place_id: str | None, country: str, admin: str, lat: float | None, lon: float | None, date: str | None
) -> Territory:
    """Return the views on a place at an ISO date (None = today's last known state).

    >>> territory_at("foedus:shusha", "AZE", "", 39.76, 46.75, "2020-10-01").controlled
    ('XKA',)
    """
    day = (date or "9999-12-31")[:10]
    area = _area_of(place_id, country, admin, lat, lon)
    if area is None:
        own = (country,) if country else ()
        return Territory(recognised=own, controlled=own, claimed=own)
    recognised = tuple(area.recognised)
    controlled = _held(area.controlled, day)
    claimed = tuple(dict.fromkeys((*recognised, *_held(area.claimed, day), *controlled)))
    return Territory(recognised=recognised, controlled=controlled or recognised, claimed=claimed)


def _held(holds: list[Hold], day: str) -> tuple[str, ...]:
    fitting = [h.by for h in holds if (h.since or "") <= day <= (h.until or "9999-12-31")]
    return tuple(dict.fromkeys(fitting))


@functools.cache
def areas() -> tuple[Area, ...]:
    """Return all disputed areas, files in the order of their names."""
    folder = ROOT / "territories"
    names = sorted(p.name for p in folder.glob("*.yaml"))
    return tuple(a for name in names for a in convert(load_yaml(f"territories/{name}"), list[Area], strict=False))


@functools.lru_cache(maxsize=16384)
def _area_of(place_id: str | None, country: str, admin: str, lat: float | None, lon: float | None) -> Area | None:
    for area in areas():
        if place_id in area.places or f"{country}.{admin}" in area.admin:
            return area
        if area.country not in ("", country):
            continue
        if lat is not None and lon is not None and area.polygon and is_inside(lon, lat, area.polygon):
            return area
    return None


def is_inside(x: float, y: float, polygon: list[tuple[float, float]]) -> bool:
    """Tell whether a point lies in a polygon (ray casting; the last corner joins the first)."""
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
