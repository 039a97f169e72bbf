"""Place names and where they are: DATA/articles.jsonl.gz with `text` and `toponyms` (start, end, lat, lon, country).

Recognition: a predicted name overlaps a gold one. Resolution: over recognised names with known coordinates, the share
within 161 km (100 miles) and 25 km, and the mean error (Gritta et al. 2020). End to end: the same over all gold names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

from foedus.faces.bench import Figure, f1, rows
from foedus.values import Place

PEERS = {"lgl": "Mordecai 3: 82.7 within 161 km", "TR-News": "Mordecai 3: 87.3 within 161 km"}


def score(data: Path) -> list[Figure]:
    """Return recognition F1 and resolution shares per corpus."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows(data / "articles.jsonl.gz"):
        groups.setdefault(row["corpus"], []).append(row)
    return [figure for corpus, articles in sorted(groups.items()) for figure in _figures(corpus, articles)]


def _figures(corpus: str, articles: list[dict[str, Any]]) -> Iterator[Figure]:
    found = predicted = gold = located = 0
    errors: list[float] = []
    for row in articles:
        places = _places(row)
        predicted, gold = predicted + len(places), gold + len(row["toponyms"])
        for name in row["toponyms"]:
            place = _overlapping(places, name)
            found += place is not None
            located += name.get("lat") is not None
            if place and name.get("lat") is not None:
                errors.append(distance_km(place, name["lat"], name["lon"]))
    near = [sum(e <= limit for e in errors) for limit in (161, 25)]
    many, peer = max(1, len(errors)), PEERS.get(corpus, "")
    yield Figure(name="recognition F1", value=f1(found, predicted, gold), group=corpus, counted=gold)
    yield Figure(name="within 161 km", value=near[0] / many, group=corpus, counted=len(errors), peer=peer)
    yield Figure(name="within 25 km", value=near[1] / many, group=corpus, counted=len(errors))
    yield Figure(name="within 161 km, end to end", value=near[0] / max(1, located), group=corpus, counted=located)
    yield Figure(name="mean error km", value=mean(e for e in errors if e < math.inf) if errors else 0.0, group=corpus)


def _places(row: dict[str, Any]) -> list[Place]:
    from foedus.documents import document_from_text
    from foedus.mentions import annotate

    document = document_from_text(row["text"], published=row.get("date"), lang="en", plain=True)
    return [m.place for m in annotate(document) if m.place]


def _overlapping(places: list[Place], name: dict[str, Any]) -> Place | None:
    return next((p for p in places if _starts(p) < name["end"] and name["start"] < _ends(p)), None)


def _starts(place: Place) -> int:
    return place.start if place.start is not None else 0


def _ends(place: Place) -> int:
    return place.end if place.end is not None else 0


def distance_km(place: Place, lat: float, lon: float) -> float:
    """Return the great-circle distance; infinite when the place has no coordinates."""
    if place.lat is None or place.lon is None:
        return math.inf
    a, b = math.radians(place.lat), math.radians(lat)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon - place.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))
