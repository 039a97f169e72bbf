"""How a language says where: prepositions, nouns of place, directions, borders (`lang/<xx>/places.yaml`)."""

from __future__ import annotations

import csv
import functools
from typing import NamedTuple

from msgspec import Struct, convert

from foedus.mentions.folding import fold
from foedus.mentions.own_places import own_places
from foedus.mentions.phrases import Phrases
from foedus.mentions.tokens import Tokens
from foedus.resources import ROOT, has, load_yaml


class Table(Struct, frozen=True):
    """A language's `places.yaml`."""

    in_: list[str] = []
    near: list[str] = []
    nouns: dict[str, list[str]] = {}
    directions: list[str] = []
    lines: list[str] = []
    land: list[str] = []
    line_with: list[str] = []
    and_: list[str] = []
    suffixes: list[str] = []
    prefixes: dict[str, str] = {}
    locals_: list[str] = []
    shortened: dict[str, str] = {}
    shortened_after_comma: dict[str, str] = {}


class ShortNames(NamedTuple):
    """Short forms of the names of provinces: those written with points, and those of capitals after a comma."""

    pointed: Phrases[str]
    bare: dict[str, str]


class Mark(NamedTuple):
    """A word or phrase about place: `in`, `near`, `direction`, `border`, `land`, or a noun's sort (`district` ...)."""

    first: int
    last: int
    what: str


class PlaceWords(Struct, frozen=True):
    """What `find_places` needs of a language."""

    marks: Phrases[str]
    line_with: Phrases[bool]
    and_: frozenset[str]
    suffixes: frozenset[str]
    prefixes: dict[str, str]
    short: ShortNames
    locals_: frozenset[str]


@functools.cache
def place_words(lang: str) -> PlaceWords:
    """Compile the place words of a language; an unknown language is read as English."""
    path = f"lang/{lang}/places.yaml"
    raw = load_yaml(path if has(path) else "lang/en/places.yaml")
    table = convert(
        {**raw, "in_": raw.get("in", []), "and_": raw.get("and", []), "locals_": raw.get("locals", [])}, Table
    )
    # Order counts where a phrase is of two sorts: the later ones come after in the list of values.
    entries = [(p, "near") for p in table.near] + [(p, "in") for p in table.in_]
    entries += [(p, sort) for sort, patterns in table.nouns.items() for p in patterns]
    entries += [(p, "direction") for p in table.directions] + [(p, "border") for p in table.lines]
    entries += [(p, "land") for p in table.land]
    return PlaceWords(
        marks=Phrases(entries), line_with=Phrases((p, True) for p in table.line_with),
        and_=frozenset(table.and_), suffixes=frozenset(table.suffixes), prefixes=table.prefixes,
        short=ShortNames(Phrases(table.shortened.items()), table.shortened_after_comma),
        locals_=frozenset(table.locals_),
    )  # fmt: skip


def find_marks(tokens: Tokens, words: PlaceWords) -> list[Mark]:
    """Return the place words of a passage from left to right."""
    return [Mark(m.first, m.last, _chosen(m.value)) for m in words.marks.find(tokens)]


def _chosen(values: list[str]) -> str:
    return "border" if "border" in values else values[0]


@functools.cache
def focus() -> frozenset[str]:
    """Return the states whose towns are taken for places at a smaller size."""
    return frozenset(load_yaml("places/focus.yaml"))


@functools.cache
def common_words() -> frozenset[str]:
    """Return the folded names that are words or given names, too: places only where the text says so."""
    return frozenset(fold(str(word)) for words in load_yaml("places/stop_names.yaml").values() for word in words)


@functools.cache
def lower_starts() -> frozenset[str]:
    """Return the folded words in small letters that a name of the supplement begins with ("bande de Gaza")."""
    with (ROOT / "places/supplement.csv").open(encoding="utf-8", newline="") as lines:
        names = [n for row in csv.DictReader(lines) for n in (row["name"], *row["aliases"].split(";")) if n]
    names += [name for place in own_places() for name in place.names]
    return frozenset(fold(n.split()[0].split("'")[0]) for n in names if n[0].islower())
