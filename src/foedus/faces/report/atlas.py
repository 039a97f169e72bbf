"""The small maps as SVG: a point only for an exact place, else a ring or a soft area drawn to scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from markupsafe import Markup
from msgspec import Struct

from foedus.faces.report.backdrop import (
    KM,
    WIDTH,
    Frame,
    Point,
    areas,
    countries,
    graticule,
    lines,
    middle,
    outlines,
    rings,
    scale_bar,
)
from foedus.faces.report.incidents import IncidentView
from foedus.faces.report.timeline import mark
from foedus.faces.report.wording import country
from foedus.records import Incident

REACH_KM, MARGIN_KM, MOST = 600.0, 45.0, 4
RADIUS_KM = {2: 12.0, 3: 25.0, 4: 50.0, 5: 35.0}


class Spot(Struct, frozen=True, kw_only=True):
    """One place with the incidents that happened there; `lon`, `lat` in degrees."""

    name: str
    lon: float
    lat: float
    precision: int
    views: tuple[IncidentView, ...]


class Sheet(Struct, frozen=True, kw_only=True):
    """One map with the places on it, west to east."""

    svg: Markup
    spots: tuple[Spot, ...]
    hatched: bool


class Atlas(Struct, frozen=True, kw_only=True):
    """The maps of a report, what could not be placed, and where the boundaries come from."""

    sheets: tuple[Sheet, ...]
    unplaced: tuple[IncidentView, ...]
    source: str


def atlas(views: Sequence[IncidentView], incidents: Sequence[Incident]) -> Atlas:
    """Return up to four maps, the fullest first; incidents known to the country only, or not at all, are listed."""
    spots = _spots(views, {incident.id: incident for incident in incidents})
    groups = sorted(_groups(spots), key=lambda g: (-sum(len(s.views) for s in g), g[0].lon))[:MOST]
    shown = {view.id for group in groups for spot in group for view in spot.views}
    unplaced = tuple(view for view in views if view.id not in shown)
    return Atlas(sheets=tuple(_sheet(group) for group in groups), unplaced=unplaced, source=outlines()["source"])


def _spots(views: Sequence[IncidentView], incidents: dict[str, Incident]) -> list[Spot]:
    found: dict[tuple[float, float, int], list[IncidentView]] = {}
    names: dict[tuple[float, float, int], str] = {}
    for view in views:
        place = incidents[view.id].place
        if place is None or place.lat is None or place.lon is None or (place.precision or 6) > 5:
            continue
        key = (place.lon, place.lat, place.precision or 5)
        found.setdefault(key, []).append(view)
        names.setdefault(key, " / ".join(dict.fromkeys((place.resolved or place.name, place.name))))
    return [
        Spot(name=names[key], lon=key[0], lat=key[1], precision=key[2], views=tuple(found[key]))
        for key in sorted(found)
    ]


def _groups(spots: Sequence[Spot]) -> list[list[Spot]]:
    """Bring together places that a chain of steps of at most REACH_KM joins."""
    groups: list[list[Spot]] = []
    for spot in spots:
        near = [group for group in groups if any(_distance_km(spot, other) <= REACH_KM for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([spot, *(s for group in near for s in group)], key=lambda s: (s.lon, s.lat)))
    return groups


def _distance_km(a: Spot, b: Spot) -> float:
    squeeze = math.cos(math.radians((a.lat + b.lat) / 2))
    return KM * math.hypot((a.lon - b.lon) * squeeze, a.lat - b.lat)


def _frame(spots: Sequence[Spot]) -> Frame:
    south, north = min(s.lat for s in spots), max(s.lat for s in spots)
    squeeze = math.cos(math.radians((south + north) / 2))
    pad = MARGIN_KM / KM
    west, east = min(s.lon for s in spots) - pad / squeeze, max(s.lon for s in spots) + pad / squeeze
    south, north = south - pad, north + pad
    wide, high = (east - west) * squeeze, north - south
    more = max(0.0, (3.6 if len(spots) > 1 else 7.2) - wide, high * 1.25 - wide) / squeeze / 2
    taller = max(0.0, 0.62 * (wide + 2 * more * squeeze) - high) / 2
    return Frame(west=west - more, east=east + more, south=south - taller, north=north + taller)


def _sheet(spots: Sequence[Spot]) -> Sheet:
    frame = _frame(spots)
    hatched = Markup("").join(areas(frame))
    body = Markup("").join([*countries(frame), graticule(frame), hatched, *lines(frame), *_labels(frame, spots)])
    marks = Markup("").join(_place(frame, spot) for spot in sorted(spots, key=lambda s: -s.precision))
    names = Markup("").join(_names(frame, spots))
    label = "Map of " + ", ".join(spot.name for spot in spots)
    svg = Markup(
        '<svg class="map" viewBox="0 0 {} {}" role="group" aria-label="{}"><rect class="sea" width="{}" height="{}"/>'
        "{}{}{}{}</svg>"
    ).format(WIDTH, frame.height, label, WIDTH, frame.height, body, marks, names, scale_bar(frame))
    return Sheet(svg=svg, spots=tuple(spots), hatched=bool(hatched))


def _labels(frame: Frame, spots: Sequence[Spot]) -> Iterator[Markup]:
    """Name each country once, in the middle of its largest piece on the sheet, where that is large enough."""
    best: dict[str, tuple[float, Point]] = {}
    for code, ring in rings(frame):
        size, centre = middle(ring)
        if size > best.get(code, (0.0, (0.0, 0.0)))[0]:
            best[code] = (size, centre)
    for code, (size, (x, y)) in sorted(best.items()):
        near = [s for s in spots if abs(frame.at(s.lon, s.lat)[0] - x) < 60 and abs(frame.at(s.lon, s.lat)[1] - y) < 16]
        if size > 9000 and not near:
            yield Markup('<text class="country" x="{:.0f}" y="{:.0f}">{}</text>').format(x, y, country(code))


def _place(frame: Frame, spot: Spot) -> Markup:
    """Draw what is known of a place: a point only for an exact one, a ring for nearby, a soft area else."""
    x, y = frame.at(spot.lon, spot.lat)
    if spot.precision == 1:
        return Markup('<circle class="dot" cx="{}" cy="{}" r="3"><title>{}</title></circle>').format(x, y, spot.name)
    radius = round(max(RADIUS_KM[spot.precision] * frame.per_km, 9), 1)
    kind = "ring" if spot.precision == 2 else "soft"
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>').format(
        kind, x, y, radius, spot.name
    )


def _names(frame: Frame, spots: Sequence[Spot]) -> Iterator[Markup]:
    """Write each place's incidents and name where there is room; places without room are in the list beside the map."""
    taken: list[tuple[float, float, float, float]] = []
    for spot in sorted(spots, key=lambda s: (s.precision, s.lat)):
        x, y = frame.at(spot.lon, spot.lat)
        wide = 17 * min(len(spot.views), 6) + 5.6 * len(spot.name) + 6
        for dx, dy in ((10, 0), (-10 - wide, 0), (-wide / 2, -18), (-wide / 2, 18), (10, 15), (10, -15)):
            box = (x + dx, y + dy - 9, x + dx + wide, y + dy + 9)
            fits = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= frame.height
            if fits and not _hits(box, taken):
                taken.append(box)
                yield _label(spot, box[0], y + dy)
                break


def _hits(box: tuple[float, float, float, float], taken: Sequence[tuple[float, float, float, float]]) -> bool:
    return any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken)


def _label(spot: Spot, x: float, y: float) -> Markup:
    marks = Markup("").join(mark(view, round(x + 8 + 17 * n, 1), y, 7.5) for n, view in enumerate(spot.views[:6]))
    more = "+" if len(spot.views) > 6 else ""
    at = round(x + 17 * min(len(spot.views), 6) + 3, 1)
    return marks + Markup('<text class="name" x="{}" y="{}">{}{}</text>').format(at, round(y + 3.5, 1), more, spot.name)
