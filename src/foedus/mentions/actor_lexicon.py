"""What the words of an actor are: countries, capitals, organisations, groups, agencies, persons, role nouns.

Everything is read from `resources/actors` and `resources/lang/<xx>/{countries,actors}.yaml`, once per language.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct, convert, structs

from foedus.mentions.folding import fold
from foedus.mentions.phrases import Phrases, spell_out
from foedus.resources import has, load_yaml

Kind = Literal["country", "adjective", "attributive", "capital", "organisation", "group", "agency", "role", "tail"]
LATIN = ("en", "fr", "de", "tr")


class Sense(Struct, frozen=True):
    """One meaning of a phrase; `case` 1 needs a capital first letter in the text, 2 capitals throughout."""

    kind: Kind
    id: str
    country: str | None = None
    sector: str | None = None
    name: str | None = None
    title: bool = False
    office: bool = False
    inherits: bool = False
    need_country: bool = False
    case: int = 0


class Grammar(Struct, frozen=True):
    """How a language joins a country to a role noun (the `grammar` block of `actors.yaml`)."""

    of: list[str] = []
    in_: list[str] = []
    possessive: list[str] = []
    and_: list[str] = []
    articles: list[str] = []
    country_before_role: Literal["always", "capitalised", "never"] = "never"
    adjective_after: bool = False
    genitive_after: bool = False
    genitive_endings: list[str] = []
    capital_adjectives: bool = False


class Office(Struct, frozen=True):
    """What a person was, from when to when (ISO dates, None = open)."""

    country: str
    sector: str
    title: str = ""
    since: str | None = None
    until: str | None = None


class Person(Struct, frozen=True):
    """A person who speaks or acts in reports; `alone` tells whether the family name suffices."""

    id: str
    given: list[str]
    family: list[str]
    offices: list[Office]
    alone: bool = True
    source: str = ""

    @property
    def name(self) -> str:
        """The name as this project spells it."""
        return f"{self.given[0]} {self.family[0]}".strip()


class Lexicon(Struct, frozen=True):
    """All that `find_actors` needs for one language."""

    senses: Phrases[Sense]
    links: Phrases[str]
    modifiers: Phrases[bool]
    property_after: Phrases[bool]
    place_after: Phrases[bool]
    place_before: frozenset[str]
    made_before: frozenset[str]
    grammar: Grammar


@functools.cache
def lexicon(lang: str) -> Lexicon:
    """Compile the actor lexicon of a language; an unknown language is read as English."""
    if not has(f"lang/{lang}/actors.yaml"):
        lang = "en"
    table = load_yaml(f"lang/{lang}/actors.yaml")
    raw = table.get("grammar", {})
    grammar = convert({**raw, "in_": raw.get("in", []), "and_": raw.get("and", [])}, Grammar)
    links = [(w, "of") for w in grammar.of] + [(w, "in") for w in grammar.in_]
    links += [(w, "possessive") for w in grammar.possessive]
    return Lexicon(
        senses=Phrases(_senses(lang, table, grammar)),
        links=Phrases(links),
        modifiers=_flags(table.get("modifiers", []) + grammar.articles),
        property_after=_flags(table.get("property_after", [])),
        place_after=_flags(table.get("place_after", [])),
        place_before=_plain(table.get("place_before", [])),
        made_before=_plain(table.get("made_before", [])),
        grammar=grammar,
    )


def conjunctions(lang: str) -> Phrases[bool]:
    """Return the words that put two actors side by side."""
    return _conjunctions(lang)


@functools.cache
def _conjunctions(lang: str) -> Phrases[bool]:
    return _flags([*lexicon(lang).grammar.and_, ",", "-", "–"])


@functools.cache
def persons() -> dict[str, list[Person]]:
    """Return the persons by folded family name."""
    index: dict[str, list[Person]] = {}
    for person in convert(load_yaml("actors/persons.yaml"), list[Person]):
        for key in sorted({fold(family.replace("-", " ").split()[0]) for family in person.family}):
            index.setdefault(key, []).append(person)
    return index


def _flags(patterns: list[str]) -> Phrases[bool]:
    return Phrases((pattern, True) for pattern in patterns)


def _plain(patterns: list[str]) -> frozenset[str]:
    return frozenset(phrase.lower() for pattern in patterns for phrase in spell_out(pattern))


def _senses(lang: str, table: dict[str, Any], grammar: Grammar) -> Iterator[tuple[str, Sense]]:
    yield from _organisations()
    for code, entry in load_yaml(f"lang/{lang}/countries.yaml").items():
        yield from _country(code, entry, grammar.capital_adjectives)
    for other in LATIN:
        if other != lang:
            yield from _capitals(other, lang)
    for kind in ("role", "tail"):
        for role in table.get(f"{kind}s", []):
            sense = convert({k: v for k, v in role.items() if k != "words"} | {"kind": kind}, Sense)
            for word in role["words"]:
                yield from _spelled(word, sense)


def _organisations() -> Iterator[tuple[str, Sense]]:
    kinds: tuple[tuple[Kind, str], ...] = (
        ("group", "groups"), ("organisation", "organisations"), ("agency", "agencies"),
    )  # fmt: skip
    for kind, file in kinds:
        for entry in load_yaml(f"actors/{file}.yaml"):
            country = entry.get("country") or entry["id"]
            sector = entry.get("sector") or ("JRN" if kind == "agency" else None)
            sense = Sense(kind=kind, id=entry["id"], country=country, sector=sector, name=_first(entry["names"]))
            for name in entry["names"]:
                yield from _spelled(name, sense)


def _country(code: str, entry: dict[str, list[str]], capital_adjectives: bool) -> Iterator[tuple[str, Sense]]:
    name = _first(entry.get("names", [code]))
    kinds: tuple[tuple[Kind, str], ...] = (
        ("country", "names"), ("adjective", "adjectives"), ("adjective", "people"),
        ("capital", "capitals"), ("attributive", "attributes"),
    )  # fmt: skip
    for kind, key in kinds:
        sector = "GOV" if kind == "capital" else None
        sense = Sense(kind=kind, id=code, country=code, sector=sector, name=name)
        for pattern in entry.get(key, []):
            yield from _spelled(pattern, sense, keep_case=kind != "adjective" or capital_adjectives)


def _capitals(lang: str, own: str) -> Iterator[tuple[str, Sense]]:
    mine = load_yaml(f"lang/{own}/countries.yaml")
    for code, entry in load_yaml(f"lang/{lang}/countries.yaml").items():
        name = _first(mine.get(code, entry).get("names", [code]))
        names: tuple[tuple[Kind, str], ...] = (
            ("capital", "capitals"),
            ("attributive", "attributes"),
            ("country", "names"),
        )
        for kind, key in names[: 3 if lang == "en" else 2]:
            sense = Sense(kind=kind, id=code, country=code, sector="GOV" if kind == "capital" else None, name=name)
            for pattern in entry.get(key, []):
                yield from _spelled(pattern, sense)


def _spelled(pattern: str, sense: Sense, *, keep_case: bool = True) -> Iterator[tuple[str, Sense]]:
    for phrase in spell_out(pattern):
        if phrase.strip("* "):
            yield phrase, structs.replace(sense, case=_case(phrase)) if keep_case or _case(phrase) == 2 else sense


def _case(phrase: str) -> int:
    first = phrase.split()[0].strip("*«\"'")
    letters = [c for c in first if c.isalpha()]
    if len(letters) >= 2 and all(c.isupper() for c in letters):
        return 2
    return 1 if first[:1].isupper() else 0


def _first(patterns: list[str]) -> str:
    return next(spell_out(patterns[0])).rstrip("*")
