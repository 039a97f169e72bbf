"""What an incident is called: neutral words, the sides in the order of their codes, places and days as far as known."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Sequence

from foedus.incidents.days import is_precise
from foedus.incidents.rules import rules
from foedus.incidents.sides import codes, parties
from foedus.records import Claim
from foedus.resources import load_yaml
from foedus.values import Place

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_MOST_NAMES = 3


def kind_of(claims: Iterable[Claim]) -> str:
    """Return the kind of an incident: `fighting` if both parties use force, else the mode told most often."""
    told = [c for c in claims if c.status in ("occurred", "possible")]
    agents = {p for c in told if c.type == "ASSAULT" for p in parties(codes(c.agents))}
    modes = Counter(
        c.mode for c in told if c.mode in rules().headlines and (c.type in rules().force or c.mode == "troops")
    )
    fire = [m for m in modes if m in rules().kinds["fire"]]
    if len(agents) > 1 and fire:
        return "fighting"
    precise = {m: n for m, n in modes.items() if m != "unspecified"} or dict(modes)
    if not precise:
        return "losses" if any(c.type == "TOLL" for c in told) else "unspecified"
    return min(precise, key=lambda m: (-precise[m], m))


def headline(
    kind: str,
    sides: Sequence[str],
    places: Sequence[str],
    start: str | None,
    end: str | None,
    vague: bool,
    reported: str | None = None,
) -> str:
    """Return a neutral title, e.g. *Shelling near Sotk and Jermuk (Armenia, Azerbaijan), 13 September 2022*.

    >>> headline("shelling", ["AZE", "ARM"], ["Sotk", "Jermuk"], "2022-09-13", "2022-09-14", False)
    'Shelling near Sotk and Jermuk (Armenia, Azerbaijan), 13–14 September 2022'
    """
    what = rules().headlines.get(kind, rules().headlines["unspecified"])
    names = sorted(country_name(s) for s in sides)
    if kind == "fighting" and len(names) > 1:
        what, names = f"{what} between {_and(names)}", []
    near = f" near {_and(places)}" if places else ""
    who = f" ({', '.join(names)})" if names else ""
    lost = "" if places else ", place not stated"
    days = f"reported {days_in_words(reported, None, False)}" if reported else days_in_words(start, end, vague)
    return f"{what}{near}{who}{lost}, {days}"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def days_in_words(start: str | None, end: str | None, vague: bool) -> str:
    """Return days as a reader writes them; a vague date gives its month only.

    >>> days_in_words("2020-07-12", "2020-07-16", False), days_in_words(None, None, False)
    ('12–16 July 2020', 'date not stated')
    """
    if start is None:
        return "date not stated"
    first, last = dt.date.fromisoformat(start[:10]), dt.date.fromisoformat((end or start)[:10])
    month = f"{_MONTHS[last.month - 1]} {last.year}"
    if vague:
        return month if (first.year, first.month) == (last.year, last.month) else f"{_MONTHS[first.month - 1]}–{month}"
    if first == last:
        return f"{last.day} {month}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month}"
    opening = f"{first.day} {_MONTHS[first.month - 1]}" + (f" {first.year}" if first.year != last.year else "")
    return f"{opening}–{last.day} {month}"


@functools.cache
def country_name(code: str) -> str:
    """Return the English name of a country code; an organisation or a group keeps its own."""
    neutral = load_yaml("report.yaml")["countries"].get(code)  # for authorities whose own name takes sides
    if neutral:
        return str(neutral)
    known = load_yaml("lang/en/countries.yaml").get(code)
    return str(known["names"][0]) if known and known.get("names") else code


def ranked_places(claims: Iterable[Claim]) -> list[Place]:
    """Return the places of an incident, the most told and most precise first, one per gazetteer entry."""
    votes: Counter[str] = Counter()
    places: dict[str, Place] = {}
    for claim in claims:
        place = claim.place
        if place is None or claim.status == "background":
            continue
        key = place.id or (place.resolved or place.name).casefold()
        votes[key] += 2 if claim.type in rules().force else 1
        kept = places.get(key)
        if kept is None or (place.precision or 7, place.name) < (kept.precision or 7, kept.name):
            places[key] = place
    return sorted(places.values(), key=lambda p: _rank(p, votes[p.id or (p.resolved or p.name).casefold()]))


def _rank(place: Place, votes: int) -> tuple[bool, float, str, str]:
    fineness = {1: 3.0, 2: 2.5, 3: 2.0, 4: 1.2, 5: 1.2}.get(place.precision or 7, 0.3)
    return (not is_precise(place), -votes * fineness, place.resolved or place.name, place.id or "")


def place_names(places: Sequence[Place], sides: Sequence[str]) -> list[str]:
    """Return up to three names for a headline: precise places, else borders; a country stands in brackets anyway.

    A capital is left out beside other places, and where it is nobody's of the sides: somebody spoke or met there.
    """
    borders = [f"the {_border(p)} border" for p in places if p.precision == 5 and p.lat is None and _border(p)]
    precise = [p for p in places if is_precise(p)]
    scenes = [p for p in precise if (p.resolved or p.name) not in _capitals()]
    seats = [p for p in precise if set(p.territory.recognised + p.territory.controlled) & set(sides)]
    names = [p.resolved or p.name for p in scenes] or borders or [p.resolved or p.name for p in seats]
    return list(dict.fromkeys(names))[:_MOST_NAMES]


@functools.cache
def _capitals() -> frozenset[str]:
    return frozenset(c for entry in load_yaml("lang/en/countries.yaml").values() for c in entry.get("capitals") or ())


def _border(place: Place) -> str:
    return "–".join(sorted(map(country_name, place.territory.recognised)))
