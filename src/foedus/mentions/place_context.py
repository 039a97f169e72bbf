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

from foedus.mentions.actor_lexicon import lexicon
from foedus.mentions.folding import fold, folded_forms
from foedus.mentions.gazetteer import Entry, longest_name, places_named
from foedus.mentions.tokens import tokenise
from foedus.records import Mention
from foedus.values import Place

NEAR_KM = 150.0
_SAME_KM = 12.0
_MOST = 40  # candidates weighed of one name, the largest
_WITHIN = re.compile(r"[.,]? ?(?:,|\(|in|, in|, in the|in the|of) ?", re.IGNORECASE)
_FIXED = ("state:", "border:", "line:")

Options = tuple[Entry, ...]


def name_of(place: Place) -> str:
    """Return what marks off one name of a document from others."""
    return place.name.casefold()


def candidates(place: Place) -> Options:
    """Return the places that a mention may mean, largest first; none for states, borders and lines."""
    if not place.id or place.id.startswith(_FIXED):
        return ()
    return _candidates(place.name, place.id)


@functools.lru_cache(maxsize=8192)
def _candidates(name: str, place_id: str) -> Options:
    words = [w for w in tokenise(name).words if w[0].isalnum()]
    if not words:
        return ()
    keys = folded_forms(words[0]) if len(words) == 1 else (" ".join(fold(w) for w in words),)
    rests = (longest_name(" ".join(fold(w) for w in words[at:])) for at in range(len(words)))
    key = next((k for k in (*keys, *rests) if any(e.id == place_id for e in places_named(k))), keys[0])
    found = _distinct(places_named(key), key)
    chosen = next((e for e in places_named(key) if e.id == place_id), None)
    if chosen and chosen.sort in ("district", "province", "region", "sea", "line") and len(words) > key.count(" ") + 1:
        found = tuple(e for e in found if e.sort == chosen.sort)
    return found[:_MOST]


def same_name(place: Place) -> Options:
    """Return the provinces and towns that have the name of a state (Georgia, Jordan)."""
    return places_named(" ".join(fold(w) for w in tokenise(place.name).words if w[0].isalnum()))


def _distinct(entries: Options, key: str) -> Options:
    """Leave out places that are ones of ours under another number, and by-names beside a place of that very name."""
    ours = [e for e in entries if e.ours]
    apart = [e for e in entries if e.ours or all(apart_km(e, o.lat, o.lon) > _SAME_KM for o in ours)]
    proper = [e for e in apart if e.ours or fold(e.name) == key.replace(" ", "")]
    return tuple(proper or apart)


class Scene:
    """The names of a document with what each may mean and how much speaks for each state, province and spot."""

    def __init__(self, options: Mapping[str, Options], votes: Counter[str]) -> None:
        self.options = options
        self.votes = votes
        self.regions = Counter((o[0].country, o[0].admin) for o in options.values() if o and o[0].sort == "province")
        self.own_votes = {name: o[0].country for name, o in options.items() if o}
        self.cells: dict[tuple[int, int], list[tuple[str, Entry, float]]] = {}

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
        self.cells = {}
        for name, options in self.options.items():
            here = [e for e in held.get(name) or options if e.sort in ("settlement", "spot", "district")]
            for entry in here:
                sure = 0.8 if chosen.get(name) is entry else 0.2
                weight = sure if chosen else 1.0
                self.cells.setdefault(_cell(entry), []).append((name, entry, weight if chosen else 1.0 / len(here)))

    def _score(self, name: str, entry: Entry, options: Options) -> float:
        states = self.votes[entry.country] - (self.own_votes.get(name) == entry.country)
        regions = self.regions[entry.country, entry.admin] - (entry.sort == "province")
        return (
            0.3 * entry.population_log2 * (0.8 if entry.ours else 1)
            + 1.2 * min(3.0, math.log2(1 + max(0, states)))
            + 1.5 * min(2.0, math.log2(1 + max(0, regions)))
            + 1.5 * math.log2(1 + self._close(name, entry))
            + (0.5 if entry.ours else 0)
            + (1.5 if _is_capital(entry, options) else 0)
        )

    def _close(self, name: str, entry: Entry) -> float:
        """Return how many other names have a place close by, a name of many places counting for less."""
        if entry.sort in ("province", "region", "sea"):
            return 0.0
        up, over = _cell(entry)
        best: dict[str, float] = {}
        for cell in ((up + i, over + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for other, spot, weight in self.cells.get(cell, ()):
                if other != name and spot.id != entry.id and apart_km(entry, spot.lat, spot.lon) < NEAR_KM:
                    best[other] = max(weight, best.get(other, 0.0))
        return sum(best.values())


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
        if inside and name_of(left.place) not in held:
            held[name_of(left.place)] = inside
    return held


def _inside(place: Place, around: Place) -> Options:
    options = candidates(place) or (same_name(place) if (place.id or "").startswith("state:") else ())
    wholes = {(o.country, o.admin) for o in (*candidates(around), *_states_too(around)) if o.sort == "province"}
    state = (around.id or "").removeprefix("state:") if (around.id or "").startswith("state:") else ""
    counties = [o for o in candidates(around) if o.sort == "district"]
    return tuple(
        e for e in options
        if (e.sort != "province" and (e.country, e.admin) in wholes) or (state and e.country == state)
        or any(e.admin == o.admin and apart_km(e, o.lat, o.lon) < 60 for o in counties)
    )  # fmt: skip


def _states_too(place: Place) -> Options:
    return same_name(place) if (place.id or "").startswith("state:") else ()


def apart_km(entry: Entry, lat: float, lon: float) -> float:
    """Return the distance on a sphere, by the haversine formula."""
    up = math.radians(lat - entry.lat)
    over = math.radians(lon - entry.lon)
    part = math.sin(up / 2) ** 2
    part += math.cos(math.radians(entry.lat)) * math.cos(math.radians(lat)) * math.sin(over / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, part)))
