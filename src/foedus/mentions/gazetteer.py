"""The compiled gazetteer, memory-mapped: folded name → places. `tools/build_gazetteer.py` writes it."""

from __future__ import annotations

import functools
import struct
from typing import Literal, NamedTuple, cast

import marisa_trie

from foedus.mentions.own_places import OwnPlace, longest_own_name, own_names
from foedus.resources import ROOT

Sort = Literal["settlement", "spot", "district", "province", "region", "line", "sea"]
_SORTS: tuple[Sort, ...] = ("settlement", "spot", "district", "province", "region", "line", "sea")
OURS_LOG2 = 18  # how large a place of the supplement is taken to be
_DIVISION = 2_000_000_000  # first divisions of states are numbered by this and their line in the table of the builder
_RECORD = struct.Struct("<iiiBBHI")
PRECISION: dict[str, int] = {
    "settlement": 1, "spot": 1, "district": 3, "province": 4, "region": 4, "line": 5, "state": 6, "sea": 7,
}  # fmt: skip


class Entry(NamedTuple):
    """One place; `population_log2` orders places of one name, `ours` marks a row of the supplement."""

    id: str
    name: str
    sort: Sort
    lat: float
    lon: float
    country: str
    admin: str
    population_log2: int
    ours: bool


class _Gazetteer(NamedTuple):
    names: marisa_trie.RecordTrie
    labels: marisa_trie.Trie
    records: bytes
    areas: list[str]


@functools.cache
def _load() -> _Gazetteer:
    folder = ROOT / "places"
    names = marisa_trie.RecordTrie("<I")
    names.mmap(str(folder / "names.marisa"))
    labels = marisa_trie.Trie()
    labels.mmap(str(folder / "labels.marisa"))
    areas = (folder / "areas.txt").read_text(encoding="utf-8").splitlines()
    return _Gazetteer(names, labels, (folder / "records.bin").read_bytes(), areas)


@functools.lru_cache(maxsize=32768)
def places_named(key: str) -> tuple[Entry, ...]:
    """Return the places with a folded name (words joined by blanks), ours first, then by population.

    >>> [(p.name, p.country) for p in places_named("jermuk")][:1]
    [('Jermuk', 'ARM')]
    """
    if not key:
        return ()
    found = [_entry(number) for (number,) in _load().names.get(key, [])]
    found += [_own(place) for place in own_names().get(key, ())]
    return tuple(sorted(found, key=lambda e: (not e.ours, -e.population_log2, e.id)))


@functools.lru_cache(maxsize=32768)
def longest_name(key: str) -> str:
    """Return the longest name that a run of folded words begins with, "" if none does.

    >>> longest_name("nagorno karabah konflict")
    'nagorno karabah'
    """
    fitting = [p for p in _load().names.prefixes(key) if len(p) == len(key) or key[len(p)] == " "]
    names: list[str] = [*fitting, longest_own_name(key)]
    return max(names, key=len)


@functools.cache
def state_points() -> dict[str, tuple[float, float]]:
    """Return the point that stands for each state, by its code (the middle of its land, as GeoNames has it)."""
    rows = (ROOT / "places/states.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {code: (float(lat), float(lon)) for code, lat, lon in (row.split(",") for row in rows)}


def _own(place: OwnPlace) -> Entry:
    return Entry(
        id=f"user:{place.id}", name=place.name, sort=cast("Sort", place.kind), lat=place.lat, lon=place.lon,
        country=place.country, admin="", population_log2=OURS_LOG2 + 1, ours=True,
    )  # fmt: skip


def _id(number: int) -> str:
    if number <= _DIVISION:
        return f"geonames:{number}"
    return f"division:{number - _DIVISION}"


def _entry(number: int) -> Entry:
    store = _load()
    lat, lon, place, sort, people, area, label = _RECORD.unpack_from(store.records, number * _RECORD.size)
    country, admin = store.areas[area].split(".", 1)
    ours = place < 0
    return Entry(
        id=f"foedus:{admin}" if ours else _id(place), name=store.labels.restore_key(label), sort=_SORTS[sort],
        lat=lat / 1e5, lon=lon / 1e5, country=country, admin="" if ours else admin, population_log2=people, ours=ours,
    )  # fmt: skip
