"""Places that a user adds: `places/*.csv` in the folders of `resources.layers`, with the columns of our supplement.

    id,name,kind,lat,lon,country,aliases
    hill-1,Mount Example,spot,40.1,45.2,ARM,Example Dagh;Примерная

They stand beside the compiled gazetteer and come before it where a name is in both.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, ValidationError, convert

from foedus.errors import ResourceError
from foedus.mentions.folding import fold
from foedus.resources.layers import layers

COLUMNS = ("id", "name", "kind", "lat", "lon", "country", "aliases")
KINDS = ("settlement", "spot", "district", "province", "region", "line", "sea")


class OwnPlace(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a user's file; `country` is a code, `aliases` are parted by semicolons."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    country: str
    aliases: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        return (self.name, *(alias.strip() for alias in self.aliases.split(";") if alias.strip()))


@functools.cache
def own_places() -> tuple[OwnPlace, ...]:
    """Return the rows of all the user's files; raise ResourceError naming file and line of a wrong one."""
    return tuple(row for layer in layers() for path in sorted((layer / "places").glob("*.csv")) for row in read(path))


@functools.cache
def own_names() -> dict[str, tuple[OwnPlace, ...]]:
    """Return the user's places by folded name."""
    index: dict[str, tuple[OwnPlace, ...]] = {}
    for place in own_places():
        for key in dict.fromkeys(folded_name(name) for name in place.names):
            index[key] = (*index.get(key, ()), place)
    return index


def longest_own_name(key: str) -> str:
    """Return the longest of the user's names that a run of folded words begins with, "" if none does."""
    if not own_names():
        return ""
    words = key.split(" ")
    runs = (" ".join(words[:size]) for size in range(len(words), 0, -1))
    return next((run for run in runs if run in own_names()), "")


def folded_name(name: str) -> str:
    """Return a name as the gazetteer keeps it: folded words joined by blanks."""
    return " ".join(word for piece in re.split(r"[\s\-‑–]+", name.strip(". ")) if (word := fold(piece)))


def read(path: Path) -> Iterator[OwnPlace]:
    """Yield the rows of one file of places."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if not {*COLUMNS[:-1]} <= {*(rows.fieldnames or ())}:
            raise ResourceError(f"the first line must name the columns {','.join(COLUMNS)}", file=str(path), line=1)
        for row in rows:
            yield _checked({k: v or "" for k, v in row.items() if k in COLUMNS}, path, rows.line_num)


def _checked(row: dict[str, str], path: Path, line: int) -> OwnPlace:
    try:
        place = convert(row, OwnPlace, strict=False)
    except ValidationError as error:
        raise ResourceError(str(error), file=str(path), line=line) from error
    fault = _fault(place)
    if fault:
        raise ResourceError(fault, file=str(path), line=line)
    return place


def _fault(place: OwnPlace) -> str:
    if not place.id or not place.name:
        return "a place needs an id and a name"
    if place.kind not in KINDS:
        return f"kind '{place.kind}' is none of {', '.join(KINDS)}"
    if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        return "lat must lie between -90 and 90, lon between -180 and 180"
    return "" if re.fullmatch(r"[A-Z]{3}", place.country) else f"country '{place.country}' is no code of three letters"
