"""What a document is about as a whole: the parties and places it names most, whether a claim was read there or not.

Context only helps to compare happenings whose own claims name no side or place; it makes no claim and no side.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from foedus.incidents.days import day_number, is_precise
from foedus.incidents.rules import rules
from foedus.incidents.sides import code, parties
from foedus.mentions.actors import find_actors
from foedus.mentions.phrases import Phrases, spell_out
from foedus.mentions.places import find_places
from foedus.mentions.times import find_times
from foedus.mentions.tokens import Tokens, tokenise
from foedus.records import Document
from foedus.resources import languages, load_yaml
from foedus.values import Place

_LEAD = 4  # main passages that say where a text plays
_FEWEST_SHARE = 3  # the second party counts if it is named at least a third as often as the first


class Context(Struct, frozen=True):
    """Parties named most (two at most), precise places of the lead, whether it speaks of unrest.

    `weekdays` (Monday 0) are those that the lead names without a date: all that an undated text tells of its day.
    """

    about: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    unrest: bool = False
    weekdays: tuple[int, ...] = ()
    named: tuple[tuple[str, int], ...] = ()  # actor → how often
    not_before: int | None = None  # first day of the latest known episode that it speaks of: it is not older


def read_context(document: Document) -> Context:
    """Return what a document is about."""
    seen: Counter[str] = Counter()
    lead: list[Place] = []
    unrest = False
    weekdays: set[int] = set()
    cast: Counter[str] = Counter()
    since: list[int] = []
    for n, (tokens, lang) in enumerate(_main_words(document)):
        actors = find_actors(tokens, lang, document.published)
        speaking = {mention.start for mention in actors}  # "Baku said" names a government, not a place
        for mention in actors:
            who = code(mention.actor)
            ident = (mention.actor.id if mention.actor else None) or ""
            cast.update(key for key in {who or "", ident} if key and (":" not in key or key.startswith("person:")))
            if who is not None and len(who) == 3:
                seen.update(parties([who]))
        if n < _LEAD:
            weekdays |= _undated_weekdays(tokens, lang, document.published) if not weekdays else set()
            found = find_places(tokens, lang, document.published)
            lead += [m.place for m in found if m.place is not None and m.start not in speaking]
        since += [day for match in _episodes().find(tokens) for day in match.value]
        unrest = unrest or next(_unrest_words().find(tokens), None) is not None
    ranked = sorted(seen, key=lambda p: (-seen[p], p))
    about = tuple(sorted(p for p in ranked[:2] if seen[p] * _FEWEST_SHARE >= seen[ranked[0]]))
    places = tuple(_on_their_land(lead, about))
    return Context(
        about, places, unrest, tuple(sorted(weekdays)), tuple(sorted(cast.items())), max(since, default=None)
    )


def _undated_weekdays(tokens: Tokens, lang: str, published: str | None) -> set[int]:
    """Return the weekdays of the first time of a passage that names one and has no date."""
    words = _weekdays(lang)
    for mention in find_times(tokens, lang, published):
        found = {words[w] for w in tokenise(mention.text).words if w in words}
        if found and (mention.period is None or mention.period.start is None):
            return found
    return set()


@functools.cache
def _weekdays(lang: str) -> dict[str, int]:
    """Return weekday words → Monday 0; none for a language that foedus cannot read."""
    if lang not in languages():
        lang = "en"
    table = load_yaml(f"lang/{lang}/times.yaml")["weekdays"]
    return {form: int(n) for n, forms in table.items() for f in forms for form in spell_out(f)}


def _main_words(document: Document) -> Iterator[tuple[Tokens, str]]:
    for passage in document.passages:
        if passage.main:
            yield tokenise(document.text, passage.start, passage.end), passage.lang


def _on_their_land(places: list[Place], about: tuple[str, ...]) -> Iterator[Place]:
    """Yield the precise places on the land of those the text is about: not the capital in which somebody spoke."""
    for place in {(p.lat, p.lon): p for p in places}.values():
        land = place.territory
        if is_precise(place) and parties((*land.recognised, *land.controlled)) & set(about):
            yield place


@functools.cache
def _unrest_words() -> Phrases[str]:
    return Phrases((phrase, lang) for lang, phrases in rules().unrest.items() for phrase in phrases)


@functools.cache
def _episodes() -> Phrases[int]:
    """Return the names of wars and crises → the day on which they began (`episodes.yaml`)."""
    entries = load_yaml("episodes.yaml")
    return Phrases(
        (name, day) for e in entries for name in e["names"] for day in [day_number(str(e["since"]))] if day is not None
    )
