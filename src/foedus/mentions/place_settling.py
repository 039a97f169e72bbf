"""Choose among places of one name by the whole document: its countries, its other places, size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from msgspec import structs

from foedus.mentions.folding import folded_forms
from foedus.mentions.gazetteer import PRECISION, Entry, places_named
from foedus.mentions.territory import territory_at
from foedus.mentions.tokens import tokenise
from foedus.records import Mention
from foedus.values import Place, Territory

_NEAR_KM = 150.0
_LINES = {"AZE": "nagorno karabah", "XKA": "nagorno karabah", "UKR": "donbas"}


def settle(mentions: Sequence[Mention], date: str | None = None) -> list[Mention]:
    """Return the mentions with every place of several possible ones set to what fits the document best.

    `mentions` may be of one passage or of a whole document and of all kinds; order and number stay as they are.
    """
    votes = _countries(mentions)
    sure = [m.place for m in mentions if m.place and m.place.lat is not None and len(_candidates(m.place)) == 1]
    return [_settled(m, votes, sure, date) if m.place else m for m in mentions]


def _countries(mentions: Sequence[Mention]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for mention in mentions:
        if mention.actor and mention.actor.country and mention.actor.sector != "JRN":
            votes[mention.actor.country] += 1
        if mention.place and mention.place.id and mention.place.id.startswith(("state:", "border:")):
            votes.update(mention.place.territory.recognised)
    votes["AZE"] += votes["XKA"]
    return votes


def _settled(mention: Mention, votes: Counter[str], sure: list[Place], date: str | None) -> Mention:
    place = mention.place
    assert place is not None
    if place.id == "line:":
        return structs.replace(mention, place=_line(place, votes))
    options = _candidates(place)
    if len(options) < 2 or place.precision not in (1, 2):
        return mention
    best = max(options, key=lambda e: (_score(e, votes, sure), e.id))
    if best.id == place.id:
        return mention
    views = territory_at(best.id, best.country, best.admin, best.lat, best.lon, date)
    precision = PRECISION[best.sort] if PRECISION[best.sort] > 1 else place.precision
    chosen = structs.replace(
        place, resolved=best.name, id=best.id, lat=best.lat, lon=best.lon, territory=views, precision=precision
    )
    return structs.replace(mention, place=chosen)


def _candidates(place: Place) -> tuple[Entry, ...]:
    if not place.id or place.id.startswith(("state:", "border:", "line:")):
        return ()
    words = [w for w in tokenise(place.name).words if w[0].isalnum()]
    if len(words) == 1:
        return next((found for f in folded_forms(words[0]) if (found := places_named(f))), ())
    return places_named(" ".join(folded_forms(w)[0] for w in words if folded_forms(w)))


def _score(entry: Entry, votes: Counter[str], sure: list[Place]) -> float:
    close = sum(1 for p in sure if p.id != entry.id and _km(entry, p) < _NEAR_KM)
    return (
        0.3 * entry.population_log2 * (0.8 if entry.ours else 1)
        + 2 * math.log2(1 + votes[entry.country])
        + (1.5 * math.log2(1 + close) + (0.5 if entry.ours else 0))
    )


def _km(entry: Entry, place: Place) -> float:
    """Return the distance on a sphere, by the haversine formula."""
    assert place.lat is not None
    assert place.lon is not None
    up = math.radians(place.lat - entry.lat)
    over = math.radians(place.lon - entry.lon)
    part = math.sin(up / 2) ** 2
    part += math.cos(math.radians(entry.lat)) * math.cos(math.radians(place.lat)) * math.sin(over / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, part)))


def _line(place: Place, votes: Counter[str]) -> Place:
    """A line without states by it ("the line of contact") is that of the conflict the document is about."""
    named = max(sorted(_LINES), key=lambda code: votes[code])
    if not votes[named]:
        return place
    entry = places_named(_LINES[named])[0]
    return structs.replace(place, territory=Territory(recognised=(entry.country,)))
