"""What a document says of where its places are: states, provinces and towns named, which stand close together.

A name of several places is weighed as a whole (one name, one place in a document), unless the place it lies in stands
right after it ("Paris, Texas"). Weighed: people, capitals, votes for states and provinces, other names close by.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from foedus.mentions.actor_lexicon import lexicon
from foedus.mentions.folding import fold, folded_forms
from foedus.mentions.gazetteer import Entry, longest_name, places_named
from foedus.mentions.tokens import tokenise
from foedus.records import Mention
from foedus.values import Place

NEAR_KM = 150.0
_SAME_KM = 12.0
_COUNTY_KM = 60.0
_CITY_LOG2 = 20
_MOST = 40  # candidates weighed of one name, the largest
_WITHIN = re.compile(r"[.,]? ?(?:,|\(|in|, in|, in the|in the|of) ?", re.IGNORECASE)

Options = tuple[Entry, ...]


class Named(NamedTuple):
    """What a mention is called in the gazetteer, and the places of that name that it may mean."""

    name: str
    options: Options


def named(place: Place) -> Named:
    """Return the name of a place as the gazetteer keeps it, with the places that it may mean, largest first.

    States, borders and lines have no options.
    """
    return _named(place.name, place.id or "", place.resolved or "")


@functools.lru_cache(maxsize=8192)
def _named(text: str, place_id: str, resolved: str) -> Named:
    words = [w for w in tokenise(text).words if w[0].isalnum()]
    if not words or not place_id or place_id.startswith(("border:", "line:")):
        return Named(text.casefold(), ())
    forms = folded_forms(words[0]) if len(words) == 1 else (_folded(words),)
    rests = tuple(longest_name(_folded(words[at:])) for at in range(len(words)))
    if place_id.startswith("state:"):
        return Named(next((k for k in (*forms, *rests) if k), text.casefold()), ())
    keys = (*forms, *rests, _folded(tokenise(resolved).words))
    for key in keys:
        chosen = next((e for e in places_named(key) if e.id == place_id), None)
        if chosen:
            return _narrowed(key, chosen, len(words), is_short=key not in keys[:-1])
    return Named(text.casefold(), ())


def _narrowed(key: str, chosen: Entry, words: int, *, is_short: bool) -> Named:
    """Keep to the sort that a noun beside the name says, and to places of ours that are no towns."""
    if is_short or (chosen.ours and chosen.sort not in ("settlement", "spot")):
        return Named(key, (chosen,))
    found = _distinct(places_named(key), key)[:_MOST]
    if chosen.sort in ("district", "province") and words > key.count(" ") + 1:
        return Named(f"{key}/{chosen.sort}", tuple(e for e in found if e.sort == chosen.sort) or (chosen,))
    return Named(key, found)


def _folded(words: Sequence[str]) -> str:
    return " ".join(f for word in words if (f := fold(word)))


def _distinct(entries: Options, key: str) -> Options:
    """Leave out places that are ones of ours under another number, and by-names beside a place of that very name.

    A by-name of a large city stays where those of that very name are small (Mecca).
    """
    ours = [e for e in entries if e.ours]
    apart = [e for e in entries if e.ours or all(apart_km(e, o.lat, o.lon) > _SAME_KM for o in ours)]
    proper = [e for e in apart if e.ours or fold(e.name) == key.replace(" ", "")]
    largest = max((e.population_log2 for e in proper), default=0)
    cities = [e for e in apart if e not in proper and e.population_log2 >= max(_CITY_LOG2, largest + 4)]
    return tuple([*cities, *proper] if proper else apart)


class Scene:
    """The names of a document with what each may mean and how much speaks for each state, province and spot."""

    def __init__(self, options: Mapping[str, Options], votes: Counter[str]) -> None:
        self.options = options
        self.votes = votes
        self.regions = Counter((o[0].country, o[0].admin) for o in options.values() if o and _tells_province(o))
        self.own_votes = {name: o[0].country for name, o in options.items() if o}
        self.cells: dict[tuple[int, int], list[tuple[str, Entry, float]]] = {}
        self.inside: dict[tuple[str, str], dict[str, float]] = {}

    def weigh(self, held: Mapping[str, Options]) -> dict[str, Entry]:
        """Return the best place of every name; `held`: those that the text itself narrows down."""
        chosen: dict[str, Entry] = {}
        for _ in range(2):
            self._spread(chosen, held)
            for name, options in self.options.items():
                if fitting := held.get(name) or options:
                    chosen[name] = max(fitting, key=lambda e: (self._score(name, e, fitting), e.id))
        return chosen

    def _spread(self, chosen: Mapping[str, Entry], held: Mapping[str, Options]) -> None:
        self.cells, self.inside = {}, {}
        for name, options in self.options.items():
            here = [e for e in held.get(name) or options if e.sort in ("settlement", "spot", "district")]
            for entry in here:
                sure = 0.8 if chosen.get(name) is entry else 0.2
                weight = sure if chosen else 1.0 / len(here)
                self.cells.setdefault(_cell(entry), []).append((name, entry, weight))
                region = self.inside.setdefault((entry.country, entry.admin), {})
                region[name] = max(weight, region.get(name, 0.0))

    def _score(self, name: str, entry: Entry, options: Options) -> float:
        states = self.votes[entry.country] - (self.own_votes.get(name) == entry.country)
        options_tell = _tells_province(options) and options[0].admin == entry.admin
        regions = self.regions[entry.country, entry.admin] - options_tell
        return (
            0.3 * entry.population_log2 * (0.8 if entry.ours else 1)
            + 1.2 * min(3.0, math.log2(1 + max(0, states)))
            + 1.5 * min(2.0, math.log2(1 + max(0, regions)))
            + 1.5 * math.log2(1 + self._close(name, entry))
            + (0.5 if entry.ours else 0)
            + (3.0 if _is_capital(entry, options) else 1.5 if entry.sort == "province" else 0)
        )

    def _close(self, name: str, entry: Entry) -> float:
        """Return how many other names have a place close by, a name of many places counting for less."""
        if entry.sort == "province":
            return min(3.0, sum(w for n, w in self.inside.get((entry.country, entry.admin), {}).items() if n != name))
        up, over = _cell(entry)
        best: dict[str, float] = {}
        for cell in ((up + i, over + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for other, spot, weight in self.cells.get(cell, ()):
                if other != name and spot.id != entry.id and apart_km(entry, spot.lat, spot.lon) < NEAR_KM:
                    best[other] = max(weight, best.get(other, 0.0))
        return sum(best.values())


def _tells_province(options: Options) -> bool:
    """Tell whether a name says which province a text is about: a province, or a county of which there is but one."""
    return options[0].sort == "province" or (len(options) == 1 and options[0].sort == "district")


def _cell(entry: Entry) -> tuple[int, int]:
    return math.floor(entry.lat), math.floor(entry.lon)


def _is_capital(entry: Entry, options: Options) -> bool:
    first = next((e for e in options if e.country == entry.country and e.sort == "settlement"), None)
    return entry is first and entry.country in _capital_of(entry.name)


@functools.lru_cache(maxsize=4096)
def _capital_of(name: str) -> frozenset[str]:
    words = tokenise(name).words
    found = lexicon("en").senses.match_at(words, 0, len(words))
    return frozenset(s.country for s in found[1] if s.kind == "capital" and s.country) if found else frozenset()


def held_within(mentions: Sequence[Mention], text: str) -> dict[str, Options]:
    """Return what "Paris, Texas" and "Turkey, Texas" say: names with the places inside what stands after them."""
    held: dict[str, Options] = {}
    for left, right in itertools.pairwise(mentions):
        if left.place is None or right.place is None or not 0 < right.start - left.end <= 9:
            continue
        if not _WITHIN.fullmatch(text, left.end, right.start):
            continue
        inside = _inside(left.place, right.place)
        if inside and named(left.place).name not in held:
            held[named(left.place).name] = inside
    return held


def _inside(place: Place, around: Place) -> Options:
    is_state, state = (place.id or "").startswith("state:"), (around.id or "").partition("state:")[2]
    options = places_named(named(place).name) if is_state else named(place).options
    wider = places_named(named(around).name) if state else named(around).options
    provinces = {(o.country, o.admin) for o in wider if o.sort == "province"}
    counties = [o for o in wider if o.sort == "district"]
    return tuple(
        e for e in options
        if (e.sort != "province" and (e.country, e.admin) in provinces) or (not is_state and e.country == state)
        or (e.sort != "province" and any(_is_in(e, county) for county in counties))
    )  # fmt: skip


def _is_in(entry: Entry, county: Entry) -> bool:
    return entry.admin == county.admin and apart_km(entry, county.lat, county.lon) < _COUNTY_KM


def apart_km(entry: Entry, lat: float, lon: float) -> float:
    """Return the distance on a sphere, by the haversine formula."""
    up = math.radians(lat - entry.lat)
    over = math.radians(lon - entry.lon)
    part = math.sin(up / 2) ** 2
    part += math.cos(math.radians(entry.lat)) * math.cos(math.radians(lat)) * math.sin(over / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, part)))
