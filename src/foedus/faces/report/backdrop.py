"""What a map is drawn on: the frame, boundaries cut to it, lines of dispute, graticule, scale.

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

from foedus.faces.report.wording import country, word
from foedus.resources import ROOT

WIDTH = 640
KM = 111.2  # one degree of latitude

Point = tuple[float, float]


class Frame(Struct, frozen=True, kw_only=True):
    """The degrees a map shows, and where a position stands on it."""

    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, in the middle."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def per_km(self) -> float:
        """Units of the drawing for one kilometre."""
        return WIDTH / ((self.east - self.west) * self.squeeze * KM)

    @property
    def height(self) -> float:
        """Height of the drawing."""
        return round((self.north - self.south) * KM * self.per_km, 1)

    def at(self, lon: float, lat: float) -> Point:
        """Return where a position stands on the drawing."""
        x = (lon - self.west) / (self.east - self.west) * WIDTH
        return round(x, 1), round((self.north - lat) * KM * self.per_km, 1)


def countries(frame: Frame) -> Iterator[Markup]:
    """Draw every country that reaches into the frame."""
    for code, ring in rings(frame):
        yield Markup('<path class="land" d="{}"><title>{}</title></path>').format(_path(ring) + "z", country(code))


def areas(frame: Frame) -> Iterator[Markup]:
    """Draw the hatched areas."""
    for area in outlines()["areas"]:
        ring = _clip([frame.at(*point) for point in _unpacked(area["ring"])], frame.height)
        if len(ring) > 2:
            # the pattern `hatch` stands once in the page, for ids are the page's
            path = '<path class="area" fill="url(#hatch)" d="{}"><title>{}</title></path>'
            yield Markup(path).format(_path(ring) + "z", area["name"])


def lines(frame: Frame) -> Iterator[Markup]:
    """Draw the broken lines of dispute."""
    for line in outlines()["lines"]:
        points = [frame.at(*point) for point in _unpacked(line["line"])]
        if any(0 <= x <= WIDTH and 0 <= y <= frame.height for x, y in points):
            yield Markup('<path class="line" d="{}"><title>{}</title></path>').format(
                _path(points), word("lines", line["name"])
            )


def graticule(frame: Frame) -> Markup:
    """Draw the net of degrees with its labels."""
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


def scale_bar(frame: Frame) -> Markup:
    """Draw a bar of a round number of kilometres."""
    km = next((k for k in (50, 100, 200, 500, 1000) if k * frame.per_km >= 50), 1000)
    length, y = round(km * frame.per_km, 1), frame.height - 22
    return Markup('<g class="scale"><path d="M{} {}v5h{}v-5"/><text x="{}" y="{}">{} km</text></g>').format(
        WIDTH - 14 - length, y, length, WIDTH - 14 - length / 2, y - 3, km
    )


def rings(frame: Frame) -> Iterator[tuple[str, list[Point]]]:
    """Yield code and outline of every piece of a country, cut to the frame, in its units."""
    for code, found in _layer(frame).items():
        for ring in found:
            clipped = _clip([frame.at(*point) for point in _unpacked(ring)], frame.height)
            if len(clipped) > 2:
                yield code, clipped


def middle(ring: Sequence[Point]) -> tuple[float, Point]:
    """Return the area of a ring and its centre."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return (abs(area) / 2, (x / (3 * area), y / (3 * area))) if area else (0.0, ring[0])


def _layer(frame: Frame) -> dict[str, Any]:
    """Return the finest layer that holds the whole frame."""
    for layer in outlines()["layers"][1:]:
        west, south, east, north = layer["box"]
        if west <= frame.west and south <= frame.south and frame.east <= east and frame.north <= north:
            return layer["countries"]  # type: ignore[no-any-return]
    return outlines()["layers"][0]["countries"]  # type: ignore[no-any-return]


@functools.cache
def outlines() -> dict[str, Any]:
    """Return the boundaries as they stand in the file."""
    decoded: dict[str, Any] = msgspec.json.decode((ROOT / "outlines.json").read_bytes())
    return decoded


def _unpacked(flat: Sequence[int]) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 1000, y / 1000))
    return points


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
