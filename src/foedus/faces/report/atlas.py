"""The small maps as SVG: a point only for an exact place, else a ring or a soft area drawn to scale.

Boundaries are those of `resources/outlines.json` (made by `tools/build_outlines.py`); the lines of dispute in it are
drawn broken or hatched and explained in the legend, never as a border.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from markupsafe import Markup
from msgspec import Struct

from foedus.faces.report.incidents import IncidentView
from foedus.faces.report.timeline import mark
from foedus.faces.report.wording import country, word
from foedus.records import Incident
from foedus.resources import ROOT

WIDTH, REACH_KM, MARGIN_KM, MOST = 640, 600.0, 45.0, 4
RADIUS_KM = {2: 12.0, 3: 25.0, 4: 50.0, 5: 35.0}
KM = 111.2

Point = tuple[float, float]


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


class _Frame(Struct, frozen=True, kw_only=True):
    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def per_km(self) -> float:
        return WIDTH / ((self.east - self.west) * self.squeeze * KM)

    @property
    def height(self) -> float:
        return round((self.north - self.south) * KM * self.per_km, 1)

    def at(self, lon: float, lat: float) -> Point:
        x = (lon - self.west) / (self.east - self.west) * WIDTH
        return round(x, 1), round((self.north - lat) * KM * self.per_km, 1)


def atlas(views: Sequence[IncidentView], incidents: Sequence[Incident]) -> Atlas:
    """Return up to four maps, the fullest first; incidents known to the country only, or not at all, are listed."""
    spots = _spots(views, {incident.id: incident for incident in incidents})
    groups = sorted(_groups(spots), key=lambda g: (-sum(len(s.views) for s in g), g[0].lon))[:MOST]
    shown = {view.id for group in groups for spot in group for view in spot.views}
    unplaced = tuple(view for view in views if view.id not in shown)
    return Atlas(sheets=tuple(_sheet(group) for group in groups), unplaced=unplaced, source=_outlines()["source"])


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


def _frame(spots: Sequence[Spot]) -> _Frame:
    south, north = min(s.lat for s in spots), max(s.lat for s in spots)
    squeeze = math.cos(math.radians((south + north) / 2))
    pad = MARGIN_KM / KM
    west, east = min(s.lon for s in spots) - pad / squeeze, max(s.lon for s in spots) + pad / squeeze
    south, north = south - pad, north + pad
    wide, high = (east - west) * squeeze, north - south
    more = max(0.0, (3.6 if len(spots) > 1 else 7.2) - wide, high * 1.25 - wide) / squeeze / 2
    taller = max(0.0, 0.62 * (wide + 2 * more * squeeze) - high) / 2
    return _Frame(west=west - more, east=east + more, south=south - taller, north=north + taller)


def _sheet(spots: Sequence[Spot]) -> Sheet:
    frame = _frame(spots)
    areas = Markup("").join(_areas(frame))
    body = Markup("").join([*_countries(frame), _graticule(frame), areas, *_lines(frame), *_labels(frame, spots)])
    marks = Markup("").join(_place(frame, spot) for spot in sorted(spots, key=lambda s: -s.precision))
    names = Markup("").join(_names(frame, spots))
    label = "Map of " + ", ".join(spot.name for spot in spots)
    svg = Markup(
        '<svg class="map" viewBox="0 0 {} {}" role="group" aria-label="{}"><rect class="sea" width="{}" height="{}"/>'
        "{}{}{}{}</svg>"
    ).format(WIDTH, frame.height, label, WIDTH, frame.height, body, marks, names, _scale_bar(frame))
    return Sheet(svg=svg, spots=tuple(spots), hatched=bool(areas))


@functools.cache
def _outlines() -> dict[str, Any]:
    decoded: dict[str, Any] = msgspec.json.decode((ROOT / "outlines.json").read_bytes())
    return decoded


def _unpacked(flat: Sequence[int]) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 1000, y / 1000))
    return points


def _layer(frame: _Frame) -> dict[str, Any]:
    """Return the finest layer that holds the whole frame."""
    for layer in _outlines()["layers"][1:]:
        west, south, east, north = layer["box"]
        if west <= frame.west and south <= frame.south and frame.east <= east and frame.north <= north:
            return layer["countries"]  # type: ignore[no-any-return]
    return _outlines()["layers"][0]["countries"]  # type: ignore[no-any-return]


def _rings(frame: _Frame) -> Iterator[tuple[str, list[Point]]]:
    for code, rings in _layer(frame).items():
        for ring in rings:
            clipped = _clip([frame.at(*point) for point in _unpacked(ring)], frame.height)
            if len(clipped) > 2:
                yield code, clipped


def _countries(frame: _Frame) -> Iterator[Markup]:
    for code, ring in _rings(frame):
        yield Markup('<path class="land" d="{}"><title>{}</title></path>').format(_path(ring) + "z", country(code))


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _clip(points: list[Point], height: float) -> list[Point]:
    """Cut a ring to the sheet, a little beyond its edges so that no border is drawn along them (Sutherland-Hodgman)."""
    for axis, bound, sign in ((0, -5.0, 1), (0, WIDTH + 5.0, -1), (1, -5.0, 1), (1, height + 5.0, -1)):
        kept: list[Point] = []
        for here, after in zip(points, points[1:] + points[:1], strict=True):
            inside, next_inside = sign * (here[axis] - bound) >= 0, sign * (after[axis] - bound) >= 0
            if inside:
                kept.append(here)
            if inside != next_inside:
                kept.append(_crossing(here, after, axis, bound))
        points = kept
        if not points:
            break
    return points


def _crossing(a: Point, b: Point, axis: int, bound: float) -> Point:
    share = (bound - a[axis]) / (b[axis] - a[axis])
    other = round(a[1 - axis] + share * (b[1 - axis] - a[1 - axis]), 1)
    return (bound, other) if axis == 0 else (other, bound)


def _areas(frame: _Frame) -> Iterator[Markup]:
    for area in _outlines()["areas"]:
        ring = _clip([frame.at(*point) for point in _unpacked(area["ring"])], frame.height)
        if len(ring) > 2:
            # the pattern `hatch` stands once in the page, for ids are the page's
            path = '<path class="area" fill="url(#hatch)" d="{}"><title>{}</title></path>'
            yield Markup(path).format(_path(ring) + "z", area["name"])


def _lines(frame: _Frame) -> Iterator[Markup]:
    for line in _outlines()["lines"]:
        points = [frame.at(*point) for point in _unpacked(line["line"])]
        if any(0 <= x <= WIDTH and 0 <= y <= frame.height for x, y in points):
            yield Markup('<path class="line" d="{}"><title>{}</title></path>').format(
                _path(points), word("lines", line["name"])
            )


def _labels(frame: _Frame, spots: Sequence[Spot]) -> Iterator[Markup]:
    """Name each country once, in the middle of its largest piece on the sheet, where that is large enough."""
    best: dict[str, tuple[float, Point]] = {}
    for code, ring in _rings(frame):
        size, middle = _middle(ring)
        if size > best.get(code, (0.0, (0.0, 0.0)))[0]:
            best[code] = (size, middle)
    for code, (size, (x, y)) in sorted(best.items()):
        near = [s for s in spots if abs(frame.at(s.lon, s.lat)[0] - x) < 60 and abs(frame.at(s.lon, s.lat)[1] - y) < 16]
        if size > 9000 and not near:
            yield Markup('<text class="country" x="{:.0f}" y="{:.0f}">{}</text>').format(x, y, country(code))


def _middle(ring: Sequence[Point]) -> tuple[float, Point]:
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return (abs(area) / 2, (x / (3 * area), y / (3 * area))) if area else (0.0, ring[0])


def _graticule(frame: _Frame) -> Markup:
    step = 1 if frame.east - frame.west < 8 else 2 if frame.east - frame.west < 16 else 10
    parts = []
    for lon in range(math.ceil(frame.west), math.floor(frame.east) + 1):
        if lon % step == 0:
            x = frame.at(lon, frame.north)[0]
            parts.append(Markup('<path class="grid" d="M{} 0V{}"/>').format(x, frame.height))
            parts.append(Markup('<text class="tick" x="{}" y="{}">{}° E</text>').format(x + 2, frame.height - 4, lon))
    for lat in range(math.ceil(frame.south), math.floor(frame.north) + 1):
        if lat % step == 0:
            y = frame.at(frame.west, lat)[1]
            parts.append(Markup('<path class="grid" d="M0 {}H{}"/>').format(y, WIDTH))
            parts.append(Markup('<text class="tick" x="3" y="{}">{}° N</text>').format(y - 3, lat))
    return Markup("").join(parts)


def _place(frame: _Frame, spot: Spot) -> Markup:
    """Draw what is known of a place: a point only for an exact one, a ring for nearby, a soft area else."""
    x, y = frame.at(spot.lon, spot.lat)
    if spot.precision == 1:
        return Markup('<circle class="dot" cx="{}" cy="{}" r="3"><title>{}</title></circle>').format(x, y, spot.name)
    radius = round(max(RADIUS_KM[spot.precision] * frame.per_km, 9), 1)
    kind = "ring" if spot.precision == 2 else "soft"
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>').format(
        kind, x, y, radius, spot.name
    )


def _names(frame: _Frame, spots: Sequence[Spot]) -> Iterator[Markup]:
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


def _scale_bar(frame: _Frame) -> Markup:
    km = next((k for k in (50, 100, 200, 500, 1000) if k * frame.per_km >= 50), 1000)
    length, y = round(km * frame.per_km, 1), frame.height - 22
    return Markup('<g class="scale"><path d="M{} {}v5h{}v-5"/><text x="{}" y="{}">{} km</text></g>').format(
        WIDTH - 14 - length, y, length, WIDTH - 14 - length / 2, y - 3, km
    )
