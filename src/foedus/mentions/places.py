"""Where: names of places with their sort and precision, borders and lines, resolved as far as the passage allows.

Precision is UCDP's: 1 the spot or settlement, 2 near it, 3 district, 4 province or part of a country, 5 border, road,
river, front, 6 state, 7 sea. A name that is a common word or a small place is only taken where the words around it say
that it is a place; `settle` then chooses among places of one name by the countries and places of the whole document.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from foedus.mentions.actor_lexicon import Lexicon, Sense, lexicon
from foedus.mentions.borders import find_borders
from foedus.mentions.folding import fold, folded_forms
from foedus.mentions.gazetteer import PRECISION, Entry, longest_name, places_named, state_points
from foedus.mentions.persons import given_names
from foedus.mentions.place_settling import settle
from foedus.mentions.place_words import (
    Mark,
    PlaceWords,
    ShortNames,
    common_words,
    find_marks,
    focus,
    lower_starts,
    place_words,
)
from foedus.mentions.territory import territory_at
from foedus.mentions.tokens import Tokens
from foedus.records import Mention
from foedus.values import Place

__all__ = ["find_places", "settle"]

_PARTICLES = frozenset("al el ad as ar ash at az de la le les du des of the sur en am an der von di".split())  # noqa: SIM905
_SHORTENED = frozenset({"st", "ste", "ft", "mt"})
# 2**16 people and more: a place that a reader knows without being told that it is one; in conflict areas less.
_KNOWN_LOG2 = 17
_FOCUS_LOG2 = 14
_OF = frozenset({"of", "de", "d'", "du"})
_NAMING = ("country", "attributive", "organisation", "group", "agency", "adjective")
_SORTS = frozenset({"settlement", "spot", "district", "province", "line"})


class Named(NamedTuple):
    """A stretch of words with the places it may name; no entries = a state."""

    first: int
    last: int
    entries: tuple[Entry, ...]
    state: Sense | None = None


def find_places(tokens: Tokens, lang: str, date: str | None = None) -> list[Mention]:
    """Find the places of a passage; `date` (ISO) chooses who held them.

    >>> from foedus.mentions.tokens import tokenise
    >>> [(m.text, m.place.precision) for m in find_places(tokenise("shelling near Jermuk, in Tavush province"), "en")]
    [('Jermuk', 2), ('Tavush province', 4)]
    """
    words, actors = place_words(lang), lexicon(lang)
    marks = find_marks(tokens, words)
    borders = find_borders(tokens, words, actors, marks)
    taken = {i for b in borders for i in range(b.first, b.last)}
    mentions = [b.mention(tokens, date) for b in borders]
    named = [n for n in _named(tokens, actors, words.short) if not taken & set(range(n.first, n.last))]
    mentions += _judged(tokens, lang, marks, named, date)
    return sorted(mentions, key=lambda m: (m.start, m.end))


def _named(tokens: Tokens, actors: Lexicon, short: ShortNames) -> Iterator[Named]:
    index, count = 0, len(tokens.words)
    while index < count:
        found = _short_name(tokens, short, index)
        if not found and _may_start(tokens, index):
            found = _name_at(tokens, actors, index)
        if found is None:
            index += 1
            continue
        if found.entries or found.state:
            yield found
        index = found.last


def _short_name(tokens: Tokens, short: ShortNames, index: int) -> Named | None:
    """Return a shortened name written with a point ("Ala.", "N.C."), or one of two capitals after a comma (", TX")."""
    if not tokens.is_capitalised(index):
        return None
    found = short.pointed.match_at(tokens.words, index, len(tokens.words))
    if found and all(tokens.is_capitalised(i) or not tokens.words[i].isalpha() for i in range(index, found[0])):
        return Named(index, found[0], _provinces(found[1][0]))
    name = short.bare.get(tokens.written(index, index + 1)) if index > 1 and tokens.words[index - 1] == "," else None
    return Named(index, index + 1, _provinces(name)) if name and tokens.is_capitalised(index - 2) else None


def _provinces(name: str) -> tuple[Entry, ...]:
    key = " ".join(fold(word) for word in name.split())
    return tuple(e for e in places_named(key) if e.sort == "province")[:1]


def _may_start(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    if not word[0].isalpha():
        return False
    if tokens.is_capitalised(index):
        return True
    return any(f in lower_starts() for f in folded_forms(word)) if len(word) > 2 else False


def _name_at(tokens: Tokens, actors: Lexicon, index: int) -> Named | None:
    """Return the longest name at a word; one of an organisation or agency is returned empty, to be skipped."""
    last, entries = _gazetteer_at(tokens, index)
    sense, end = _actor_at(tokens, actors, index)
    if sense and end >= max(last, index + 1):
        if sense.kind == "country" and (not entries or end > last or not (_is_own(sense) and entries[0].ours)):
            return Named(index, end, (), sense)
        if sense.kind == "adjective" and end >= last:
            return Named(index, end, ())
        if sense.kind in ("organisation", "group", "agency") or (end > last and sense.kind != "attributive"):
            return Named(index, end, ())
    return Named(index, last, entries) if entries else None


def _is_own(sense: Sense) -> bool:
    """Tell whether a code is ours: lands whose name is that of a region, too (Abkhazia, Kosovo)."""
    return sense.id.startswith("X") or sense.id in ("ESH", "PSE")


def _actor_at(tokens: Tokens, actors: Lexicon, index: int) -> tuple[Sense | None, int]:
    found = actors.senses.match_at(tokens.words, index, len(tokens.words))
    if not found:
        return None, index
    capital = tokens.is_capitalised(index)
    shout = tokens.text[tokens.starts[index] : tokens.ends[index]].isupper()
    fitting = [s for s in found[1] if s.case == 0 or (s.case == 1 and capital) or shout]
    named = [s for s in fitting if s.kind in _NAMING]
    return (named[0] if named else None), found[0]


def _gazetteer_at(tokens: Tokens, index: int) -> tuple[int, tuple[Entry, ...]]:
    run = _run(tokens, index)
    choices = [folded_forms(tokens.words[i])[:7] for i in run]
    best: tuple[int, tuple[Entry, ...]] = (index, ())
    first_only = [f for f in choices[0] if f]
    for first in first_only:
        for rest in _endings(first, choices[1:]):
            name = longest_name(" ".join((first, *rest)))
            size = name.count(" ") + 1 if name else 0
            if not size or run[size - 1] + 1 < best[0]:
                continue
            entries = tuple(e for e in places_named(name) if _reads_as_name(tokens, run[:size], e))
            if entries and (run[size - 1] + 1 > best[0] or _weight(entries) > _weight(best[1])):
                best = (run[size - 1] + 1, entries)
    return best


def _weight(entries: tuple[Entry, ...]) -> int:
    """Rank what the case forms of one word may name: our own places, then large ones."""
    return max((e.population_log2 + 100 * e.ours for e in entries), default=-1)


def _endings(first: str, choices: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield what may follow a first word: as written, and in Russian with the case endings of two more words undone."""
    if not choices:
        yield ()
        return
    plain = tuple(c[0] if c else "" for c in choices)
    yield plain
    for pair in itertools.islice(itertools.product(*(c or ("",) for c in choices[:2])), 1, 25):
        yield (*pair, *plain[2:])


def _run(tokens: Tokens, index: int) -> list[int]:
    """Return up to five words that may be one name; a hyphen inside joins, anything else ends it."""
    run = [index]
    at = index + 1
    while len(run) < 5 and at < len(tokens.words):
        word = tokens.words[at]
        if word in "-‑–" and at + 1 < len(tokens.words) and tokens.starts[at] - tokens.ends[at - 1] <= 1:
            at += 1
            continue
        if word == "." and tokens.words[at - 1] in _SHORTENED and at + 1 < len(tokens.words):
            at += 1  # "St. Louis"
            if tokens.is_capitalised(at) and tokens.starts[at] - tokens.ends[at - 1] == 1:
                run.append(at)
                at += 1
                continue
            break
        if word[0].isalpha() and tokens.text[tokens.ends[at - 1] : tokens.starts[at]] in ("", " ", "\u00a0"):
            run.append(at)
            at += 1
            continue
        break
    return run


def _reads_as_name(tokens: Tokens, run: list[int], entry: Entry) -> bool:
    if entry.ours:
        return len(tokens.words[run[0]]) > 3 or tokens.is_capitalised(run[0])
    return all(tokens.is_capitalised(i) or tokens.words[i] in _PARTICLES for i in run) and tokens.is_capitalised(run[0])


def _judged(tokens: Tokens, lang: str, marks: list[Mark], named: list[Named], date: str | None) -> list[Mention]:
    """Keep the names that read as places here and give them sort, precision and territory."""
    words, actors = place_words(lang), lexicon(lang)
    ending = {m.last: m for m in marks}
    starting = {m.first: m for m in marks}
    kept: list[Mention] = []
    previous: tuple[int, str] = (-9, "")
    for name in named:
        before = _before(tokens, words, ending, name, previous) | _noun_before(tokens, actors, ending, name)
        after = starting.get(name.last)
        sort = after.what if after and after.what in _SORTS else ""
        sort = sort or next((m for m in before if m in _SORTS), "")
        has_suffix = _has_suffix(tokens, words, name.last) or _has_locals(tokens, words, name.last)
        if not _is_place(tokens, name, bool(before) or bool(sort) or has_suffix):
            continue
        last = after.last if after and after.what in _SORTS and not before.intersection(_SORTS) else name.last
        while last > name.last and tokens.words[last - 1] in _OF:  # "the Karabakh region of Azerbaijan"
            last -= 1
        first = _with_direction(ending, name, before)
        kept.append(_mention(tokens, name, (first, last), before, sort, date))
        previous = (name.last, "near" if "near" in before else "in" if before else "")
    return kept


def _before(
    tokens: Tokens, words: PlaceWords, ending: dict[int, Mark], name: Named, previous: tuple[int, str]
) -> set[str]:
    """Return what the words right before a name say of it, back over nouns; in a list, what was said of the first."""
    found: set[str] = set()
    at = name.first
    while mark := ending.get(at):
        found.add(mark.what)
        at = mark.first
        if mark.what in ("in", "near", "border"):
            break
    between = tokens.words[previous[0] : at] if 0 <= previous[0] <= at else ["?"]
    if not found - _SORTS and len(between) <= 2 and all(w in words.and_ or w == "," for w in between) and previous[1]:
        found.add(previous[1])
    return found


def _noun_before(tokens: Tokens, actors: Lexicon, ending: dict[int, Mark], name: Named) -> set[str]:
    """Return the noun of place in "la région russe de Koursk": an adjective stands between it and the name."""
    of = ending.get(name.first)
    if not of or of.what != "in" or of.first < 2:
        return set()
    noun = ending.get(of.first - 1)
    found = actors.senses.match_at(tokens.words, of.first - 1, of.first) if noun and noun.what in _SORTS else None
    return {noun.what} if noun and found and any(s.kind == "adjective" for s in found[1]) else set()


def _has_suffix(tokens: Tokens, words: PlaceWords, at: int) -> bool:
    return at + 1 < len(tokens.words) and tokens.words[at] == "'" and tokens.words[at + 1] in words.suffixes


def _has_locals(tokens: Tokens, words: PlaceWords, at: int) -> bool:
    """Tell whether those follow who are of a place: "a Springfield man"."""
    return at < len(tokens.words) and tokens.words[at] in words.locals_ and not tokens.is_capitalised(at)


def _with_direction(ending: dict[int, Mark], name: Named, before: set[str]) -> int:
    mark = ending.get(name.first)
    return mark.first if mark and mark.what == "direction" and "direction" in before else name.first


def _is_place(tokens: Tokens, name: Named, told: bool) -> bool:
    if name.state or (tokens.words[name.last - 1] == "." and name.entries):
        return True
    best = name.entries[0]
    one = name.last - name.first == 1
    if best.ours and not (one and len(fold(tokens.words[name.first])) <= 3):
        return True
    if one and (_is_given_name(tokens, name.first) or (not told and fold(tokens.words[name.first]) in common_words())):
        return False
    if best.sort == "province" and best.population_log2 > _KNOWN_LOG2 + 2 and not _follows_capital(tokens, name):
        return True  # "Nebraska State Patrol"
    known = best.population_log2 >= (_FOCUS_LOG2 if best.country in focus() else _KNOWN_LOG2)
    return known and not _is_in_name(tokens, name) if not told else known or not _is_in_name(tokens, name)


def _is_given_name(tokens: Tokens, index: int) -> bool:
    follows = index + 1 < len(tokens.words) and (tokens.is_capitalised(index + 1) or tokens.words[index + 1] == "-")
    return follows and any(form in given_names() for form in folded_forms(tokens.words[index]))


def _is_in_name(tokens: Tokens, name: Named) -> bool:
    """Tell whether a capitalised word stands next to it: then it may be part of a person's or a firm's name."""
    after = name.last
    if after < len(tokens.words) and tokens.is_capitalised(after) and _touches(tokens, after):
        return True
    return _follows_capital(tokens, name)


def _follows_capital(tokens: Tokens, name: Named) -> bool:
    before = name.first - 1
    return before > 0 and tokens.is_capitalised(before) and _touches(tokens, name.first)


def _touches(tokens: Tokens, index: int) -> bool:
    return tokens.text[tokens.ends[index - 1] : tokens.starts[index]] in (" ", "\u00a0", "-")


def _mention(
    tokens: Tokens, name: Named, span: tuple[int, int], before: set[str], sort: str, date: str | None
) -> Mention:
    start, end = tokens.starts[span[0]], tokens.ends[span[1] - 1]
    text = tokens.text[start:end]
    place = _state(name, before, date) if name.state else _resolved(name, before, sort, date)
    place = Place(
        name=text, resolved=place.resolved, id=place.id, lat=place.lat, lon=place.lon,
        precision=place.precision, territory=place.territory, start=start, end=end,
    )  # fmt: skip
    return Mention(kind="place", start=start, end=end, text=text, place=place)


def _state(name: Named, before: set[str], date: str | None) -> Place:
    assert name.state is not None
    code = name.state.country or ""
    precision = 4 if before & {"direction", "near"} else 6
    views = territory_at(f"state:{code}", code, "", None, None, date)
    lat, lon = state_points().get(code, (None, None)) if precision == 6 else (None, None)
    return Place(
        name="", resolved=name.state.name, id=f"state:{code}", lat=lat, lon=lon, precision=precision, territory=views
    )


def _resolved(name: Named, before: set[str], sort: str, date: str | None) -> Place:
    fitting = [e for e in name.entries if e.sort == sort] if sort else []
    entry = (fitting or list(name.entries))[0]
    precision = PRECISION[entry.sort]
    if sort in ("district", "province", "line") and precision < PRECISION[sort]:
        precision = PRECISION[sort]
    if "near" in before and precision == 1:
        precision = 2
    if "direction" in before and precision in (6, 4):
        precision = 4
    views = territory_at(entry.id, entry.country, entry.admin, entry.lat, entry.lon, date)
    return Place(
        name="", resolved=entry.name, id=entry.id, lat=entry.lat, lon=entry.lon, precision=precision, territory=views
    )
