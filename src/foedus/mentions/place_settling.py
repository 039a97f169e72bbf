"""Choose among places of one name by the whole document: its countries, its other places, size."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

from msgspec import structs

from foedus.mentions.gazetteer import PRECISION, Entry, places_named
from foedus.mentions.place_context import Scene, held_within, named
from foedus.mentions.territory import territory_at
from foedus.records import Mention
from foedus.resources import load_yaml
from foedus.values import Place, Territory

_LOCAL = frozenset(
    {"role:governor", "role:civilians", "role:police", "role:medics", "role:ombudsman", "role:judiciary"}
)
_OF_BEFORE = ("'s ", "’s ", " ")
_OF_AFTER = (" of ", " of the ", " de ", " d'", " d’", " du ", " de la ", " von ", " ")
_CONTACT = re.compile("contact|соприкосновени|kontakt|temas")


def settle(mentions: Sequence[Mention], date: str | None = None, text: str = "") -> list[Mention]:
    """Return the mentions with every place of several possible ones set to what fits the document best.

    `mentions` may be of one passage or of a whole document and of all kinds; order stays. With the document's `text`,
    "Batken's governor" and "жители Тега" get the country of their place; a chance name inside an actor's is dropped.
    """
    votes = _countries(mentions)
    places = [m for m in mentions if m.place]
    held = held_within(places, text) if text else {}
    names = [named(m.place) for m in places if m.place]
    scene = Scene({**{n.name: n.options for n in names if n.options}, **held}, votes)
    chosen = scene.weigh(held)
    chosen |= _states_meant_otherwise(places, chosen, mentions)
    settled = [_settled(m, votes, chosen, date) if m.place else m for m in mentions]
    return _with_homes(_without_chance(settled), text) if text else settled


def _without_chance(mentions: list[Mention]) -> list[Mention]:
    """Drop a far settlement inside an actor's name, and a country that is only part of the name of a sea."""
    spans = [(m.start, m.end, m.actor.country) for m in mentions if m.actor and len(m.text) > 12]
    seas = [(m.start, m.end) for m in mentions if m.place and m.place.precision == 7]
    kept = [m for m in mentions if not (m.place and _is_chance(m, m.place, spans))]
    return [m for m in kept if not (m.actor and any(s <= m.start and m.end <= e for s, e in seas))]


def _is_chance(mention: Mention, place: Place, spans: list[tuple[int, int, str | None]]) -> bool:
    if not (place.id or "").startswith("geonames:"):
        return False
    own = place.territory.recognised + place.territory.controlled
    return any(s <= mention.start and mention.end <= e and country not in own for s, e, country in spans)


def _with_homes(mentions: list[Mention], text: str) -> list[Mention]:
    """Give officials and people without a country that of the place they are said to be of."""
    places = [m for m in mentions if m.place and len(m.place.territory.recognised) == 1]
    ends = {m.end: m for m in places}
    starts = {m.start: m for m in places}
    return [_at_home(m, starts, ends, text) if m.actor else m for m in mentions]


def _at_home(mention: Mention, starts: dict[int, Mention], ends: dict[int, Mention], text: str) -> Mention:
    actor = mention.actor
    assert actor is not None
    if actor.country or (actor.id or "") not in _LOCAL:
        return mention
    home = next((ends[at] for back in _OF_BEFORE if (at := _before(text, mention.start, back)) in ends), None)
    home = home or next((starts[at] for on in _OF_AFTER if (at := _after(text, mention.end, on)) in starts), None)
    if home is None or home.place is None or len(home.place.territory.claimed) > 1:
        return mention
    code = home.place.territory.recognised[0]
    role = (actor.id or "").split(":")[1]
    return structs.replace(mention, actor=structs.replace(actor, country=code, id=f"{role}:{code}"))


def _before(text: str, at: int, words: str) -> int:
    return at - len(words) if at >= len(words) and text[at - len(words) : at] == words else -1


def _after(text: str, at: int, words: str) -> int:
    return at + len(words) if text.startswith(words, at) else -1


def _countries(mentions: Sequence[Mention]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for mention in mentions:
        if mention.actor and mention.actor.country and mention.actor.sector != "JRN":
            votes[mention.actor.country] += 1
        if mention.place and mention.place.id and mention.place.id.startswith(("state:", "border:")):
            votes.update(mention.place.territory.recognised)
    votes["AZE"] += votes["XKA"]
    votes.update(m.place.territory.recognised[0] for m in mentions if m.place and _is_sure(m.place))
    return votes


def _is_sure(place: Place) -> bool:
    if (place.id or "").startswith("state:"):
        return False
    return bool(place.lat is not None and len(place.territory.claimed) == 1 and place.territory.recognised)


def _states_meant_otherwise(
    places: Sequence[Mention], chosen: dict[str, Entry], mentions: Sequence[Mention]
) -> dict[str, Entry]:
    """Return the provinces that the name of a state means where nothing else speaks of it (Georgia of the USA)."""
    meant: dict[str, Entry] = {}
    for place in (m.place for m in places if m.place and (m.place.id or "").startswith("state:")):
        name, state = named(place).name, (place.id or "").removeprefix("state:")
        provinces = [e for e in places_named(name) if e.sort == "province" and e.country != state]
        if not provinces or name in meant or name in chosen:
            continue
        told = _countries([m for m in mentions if not m.text.casefold().endswith((place.resolved or "").casefold())])
        told.update(e.country for e in chosen.values())
        around = {state, *_neighbours().get(state, ())}
        if told[provinces[0].country] and not any(told[code] for code in around):
            meant[name] = provinces[0]
    return meant


def _settled(mention: Mention, votes: Counter[str], chosen: dict[str, Entry], date: str | None) -> Mention:
    place = mention.place
    assert place is not None
    if (place.id or "").startswith(("line:", "border:")):
        return structs.replace(mention, place=_line(place, votes, date))
    best = chosen.get(named(place).name)
    if best is None or best.id == place.id:
        return mention
    views = territory_at(best.id, best.country, best.admin, best.lat, best.lon, date)
    is_finer = PRECISION[best.sort] == 1 and place.precision not in (None, 6)
    precision = place.precision if is_finer else PRECISION[best.sort]
    settled = structs.replace(
        place, resolved=best.name, id=best.id, lat=best.lat, lon=best.lon, territory=views, precision=precision
    )
    return structs.replace(mention, place=settled)


def _line(place: Place, votes: Counter[str], date: str | None) -> Place:
    """Say between whom a line runs that names one state or none: the states that the document is most about.

    Both are recognised at a border, or, if only one is known, none. The line of contact of 1994 ran through Azerbaijan.
    """
    if _CONTACT.search(place.name.lower()) and (date or "") < "2020-11-10" and votes["AZE"]:
        return structs.replace(place, territory=Territory(recognised=("AZE",)))
    named = [c for c in place.territory.recognised if c]
    near = _neighbours()
    states = [c for c, n in sorted(votes.items(), key=lambda v: (-v[1], v[0])) if n and c in near and c not in named]
    for first in named or states[:3]:
        other = next((c for c in states if c in near.get(first, ())), None)
        if len(named) < 2 and other:
            named = [first, other]
            break
    both = tuple(sorted(named)) if len(named) > 1 else ()
    if not both:
        return structs.replace(place, territory=Territory())
    key = "-".join(both)
    views = Territory(recognised=both, controlled=both, claimed=both)
    return structs.replace(place, territory=views, id=f"border:{key}", resolved=f"border {key}")


@functools.cache
def _neighbours() -> dict[str, list[str]]:
    near: dict[str, list[str]] = load_yaml("places/neighbours.yaml")
    return near
