"""Makes `resources/outlines.json`, the simplified boundaries that the report's small map is drawn from.

usage: python tools/build_outlines.py world_map.gpkg

The input is Natural Earth 4.1 (public domain) as it comes in Debian's `qgis-common`, file
`/usr/share/qgis/resources/data/world_map.gpkg`. Needs shapely >= 2.1, which foedus itself does not.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import shapely

TARGET = Path(__file__).parents[1] / "src/foedus/resources/outlines.json"
SCALE = 1000
WORLD_TOLERANCE = 0.3
WORLD_LEAST, DETAIL_LEAST = 0.3, 0.0005  # smallest polygon kept, square degrees
DETAIL_TOLERANCE = 0.012
DETAIL_BOXES = ((37.0, 36.5, 52.5, 45.0), (62.0, 35.5, 80.5, 45.5))
LINES = ("Ceasefire Line 1994", "Georgian claim", "Moldovan claim")
SOURCE = "Natural Earth 4.1 (2018, public domain), as edited for QGIS (Debian qgis-common 3.22.16), simplified"


def main() -> None:
    """Write the outlines: a coarse world, finer pieces for the regions of the first case, lines of dispute."""
    database = sqlite3.connect(sys.argv[1])
    codes, shapes = read_countries(database)
    layers = [layer(codes, shapely.coverage_simplify(shapes, WORLD_TOLERANCE), None)]
    layers += [layer(codes, cut(shapes, box), box) for box in DETAIL_BOXES]
    result = {
        "source": SOURCE,
        "scale": SCALE,
        "layers": layers,
        "lines": read_lines(database),
        "areas": read_areas(database),
    }
    TARGET.write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(TARGET, TARGET.stat().st_size, file=sys.stderr)


def geometry(blob: bytes) -> Any:
    """Return the shape in a GeoPackage blob, whose header ends where its envelope ends."""
    envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    return shapely.from_wkb(blob[8 + envelope :])


def read_countries(database: sqlite3.Connection) -> tuple[list[str], Any]:
    code = "coalesce(nullif(ISO_A3, '-99'), NAME)"
    query = f"select {code}, geom from countries where NAME != 'Antarctica' order by NAME, fid"
    named = [(code, shapely.make_valid(geometry(blob))) for code, blob in database.execute(query)]
    return [code for code, _ in named], [shape for _, shape in named]


def cut(shapes: Any, box: tuple[float, float, float, float]) -> Any:
    return shapely.coverage_simplify(shapely.intersection(shapes, shapely.box(*box)), DETAIL_TOLERANCE)


def layer(codes: list[str], shapes: Any, box: tuple[float, float, float, float] | None) -> dict[str, Any]:
    rings = {
        code: outlines(shape, WORLD_LEAST if box is None else DETAIL_LEAST)
        for code, shape in zip(codes, shapes, strict=True)
    }
    return {"box": box, "countries": {code: found for code, found in rings.items() if found}}


def outlines(shape: Any, least: float) -> list[list[int]]:
    """Return the rings of the polygons of at least that area, each as first point and then differences."""
    polygons = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    rings = [ring for part in polygons if part.area > least for ring in (part.exterior, *part.interiors)]
    return [packed(ring.coords) for ring in rings if abs(shapely.Polygon(ring).area) > least]


def packed(points: Any) -> list[int]:
    flat: list[int] = []
    last = (0, 0)
    for x, y in points:
        here = (round(x * SCALE), round(y * SCALE))
        if not flat or here != last:
            flat += [here[0] - last[0], here[1] - last[1]]
        last = here
    return flat


def read_lines(database: sqlite3.Connection) -> list[dict[str, Any]]:
    query = "select geom from disputed_borders where name = ? order by fid"
    found = []
    for name in LINES:
        parts = [part for row in database.execute(query, (name,)) for part in shapely.get_parts(geometry(row[0]))]
        joined = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(parts)))
        found += [{"name": name, "line": packed(shapely.simplify(part, DETAIL_TOLERANCE).coords)} for part in joined]
    return found


def read_areas(database: sqlite3.Connection) -> list[dict[str, Any]]:
    """Close the lines of the former oblast to an area; their ends lie up to 0.006 degrees apart."""
    query = "select geom from disputed_borders where name = 'Former USSR oblast in 1991' order by fid"
    parts = [part for row in database.execute(query) for part in shapely.get_parts(geometry(row[0]))]
    joined = shapely.unary_union(shapely.set_precision(shapely.MultiLineString(parts), 0.012))
    shapes = [shape for shape in shapely.get_parts(shapely.polygonize([joined])) if shape.area > 0.1]
    if len(shapes) != 1:
        raise SystemExit(f"expected one closed area, found {len(shapes)}")
    ring = shapely.simplify(shapes[0], DETAIL_TOLERANCE).exterior
    return [{"name": "Nagorno-Karabakh, former autonomous oblast", "ring": packed(ring.coords)}]


if __name__ == "__main__":
    main()
