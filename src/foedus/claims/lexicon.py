"""The claim lexicons of a language, compiled: words → what they do in a sentence (`resources/lang/README.md`)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from msgspec import Struct, convert

from foedus.errors import ResourceError
from foedus.mentions.phrases import Phrases
from foedus.records import Stance, Status
from foedus.resources import has, load_yaml
from foedus.values import Role

FILES = ("grammar", "acts", "speech", "cues")


class Frame(Struct, frozen=True, forbid_unknown_fields=True):
    """Which slots give agents and recipients, best first; `both` = all take part alike."""

    agents: tuple[str, ...]
    recipients: tuple[str, ...]
    both: bool = False


class Act(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of `acts.yaml`."""

    act: str | dict[str, str] = ""
    frame: str = "strike"
    noun_frame: str = ""
    verb: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    bare: str = ""
    role: Role | Literal["casualties", "lost", ""] = ""
    weak: bool = False
    swallow: bool = False
    counted: bool = False
    yields: bool = False
    status: Status | Literal["", "drop"] = ""
    stance: str = ""
    means: str = ""
    provision: str = ""
    needs: tuple[str, ...] = ()
    about: str = ""


class Trigger(NamedTuple):
    """A word that stands for an act: `form` is verb, passive, noun or state."""

    entry: Act
    form: str
    frame: str


class Light(Struct, frozen=True, forbid_unknown_fields=True):
    """A verb that carries an act named by a noun ("launched an attack")."""

    frame: str = "strike"
    status: str = ""
    verb: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()


class LightVerb(NamedTuple):
    """A light verb's form."""

    entry: Light
    form: str


class Speech(Struct, frozen=True, forbid_unknown_fields=True):
    """A verb of speech; `victim: object` = its object does what follows; `speaker: object` = its object speaks."""

    say: tuple[str, ...]
    stance: Stance = "states"
    speaker: str = "subject"
    victim: str = ""
    post: bool = True
    only_inverted: bool = False
    status: Status | Literal[""] = ""


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase in front of whoever says it ("according to"); `speaker: before` = of whom was named ("in its words")."""

    say: tuple[str, ...]
    stance: Stance = "states"
    speaker: str = "object"


class Cue(Struct, frozen=True, forbid_unknown_fields=True):
    """A word that tells that something did not, or not yet, or long ago happen."""

    status: str
    reach: str
    say: tuple[str, ...]


class Word(NamedTuple):
    """A word of the grammar: `kind` slot, link, auxiliary, pronoun, possessive, including, rest, theme, nothing ..."""

    kind: str
    value: str


Entry = Trigger | LightVerb | Speech | Source | Cue | Word


class Grammar(NamedTuple):
    """What a language's `grammar.yaml` says apart from its words."""

    order: str
    skip: frozenset[str]
    possessive: frozenset[str]
    determiners: frozenset[str]
    attributes: frozenset[str]
    postpositions: bool
    adjective_after: bool
    bare_after_noun: str
    endings: tuple[tuple[str, tuple[str, ...]], ...]
    not_passive: tuple[str, ...]
    nominative: tuple[str, ...] = ()
    oblique: tuple[str, ...] = ()
    impersonal: tuple[str, ...] = ()
    one: tuple[str, ...] = ()
    object_before: bool = False
    suffixes: tuple[tuple[str, frozenset[str]], ...] = ()
    reflexive: frozenset[str] = frozenset()
    partitive: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    one_object: tuple[str, ...] = ()
    tenses: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Lexicon(NamedTuple):
    """All four files of a language."""

    words: Phrases[Entry]
    grammar: Grammar


@functools.cache
def frames() -> dict[str, Frame]:
    """Return the frames that all languages share."""
    return convert(load_yaml("frames.yaml"), dict[str, Frame])


@functools.cache
def lexicon(lang: str) -> Lexicon | None:
    """Compile the lexicons of a language; None if it has none."""
    if not all(has(f"lang/{lang}/{name}.yaml") for name in FILES):
        return None
    grammar, acts, speech, cues = (load_yaml(f"lang/{lang}/{name}.yaml") for name in FILES)
    entries = (*_of_grammar(grammar), *_of_acts(acts), *_of_speech(speech), *_of_cues(cues))
    return Lexicon(Phrases(_inflected(entries, grammar.get("inflections", {}))), _grammar(grammar))


def _grammar(raw: dict[str, Any]) -> Grammar:
    return Grammar(
        order=raw.get("order", "verb_medial"),
        skip=frozenset(raw.get("skip", [])),
        possessive=frozenset(raw.get("possessive", [])),
        determiners=frozenset(raw.get("determiners", [])),
        attributes=frozenset(raw.get("attributes", [])),
        postpositions=raw.get("postpositions", False),
        adjective_after=raw.get("adjective_after", False),
        bare_after_noun=raw.get("bare_after_noun") or "",
        endings=tuple((slot, tuple(ends)) for slot, ends in raw.get("endings", {}).items() if ends),
        not_passive=tuple(raw.get("not_passive", [])),
        nominative=tuple(raw.get("nominative", [])),
        oblique=tuple(raw.get("oblique", [])),
        impersonal=tuple(raw.get("impersonal", [])),
        one=tuple(raw.get("one", [])),
        object_before=raw.get("object_before", False),
        suffixes=tuple((slot, frozenset(ends)) for slot, ends in raw.get("suffixes", {}).items()),
        reflexive=frozenset(raw.get("reflexive", [])),
        partitive=frozenset(raw.get("partitive", [])),
        apart=frozenset(raw.get("apart", [])),
        one_object=tuple(raw.get("one_object", [])),
        tenses=tuple((status, tuple(endings)) for status, endings in raw.get("tenses", {}).items()),
    )


def _inflected(
    entries: Iterable[tuple[str, Entry]], inflections: dict[str, dict[str, str]]
) -> Iterator[tuple[str, Entry]]:
    """Spell out `bombard+er`: the verb's endings, and those of its participle, which is passive without `have`."""
    for pattern, entry in entries:
        if (
            "+" not in pattern or "~" in pattern
        ):  # with a gap, a stem does: spelled out it would be thousands of phrases
            yield _with_endings(pattern, {key: {"stem": "*"} for key in inflections}, "stem"), entry
            continue
        yield _with_endings(pattern, inflections, "verb"), entry
        yield _with_endings(pattern, inflections, "participle"), _as_participle(entry)


def _as_participle(entry: Entry) -> Entry:
    if isinstance(entry, Trigger | LightVerb) and entry.form == "verb":
        return entry._replace(form="participle")
    return entry


def _with_endings(pattern: str, inflections: dict[str, dict[str, str]], form: str) -> str:
    for name in sorted(inflections, key=len, reverse=True):
        pattern = pattern.replace(f"+{name}", inflections[name][form])
    return pattern


def _of_grammar(raw: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    blocks = (
        ("slot", "slots"), ("auxiliary", "auxiliaries"), ("link", "clause"), ("pronoun", "pronouns"),
        ("possessive", "possessives"), ("count", "counts"),
    )  # fmt: skip
    for kind, block in blocks:
        for value, patterns in raw.get(block, {}).items():
            yield from _each(patterns, Word(kind, value))


def _of_acts(raw: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for light in convert(raw.get("light", []), list[Light]):
        yield from _each(light.verb, LightVerb(light, "verb"))
        yield from _each(light.passive, LightVerb(light, "passive"))
    for act in convert(raw.get("acts", []), list[Act]):
        noun_frame = act.noun_frame or act.frame
        for form in ("verb", "passive", "noun", "state"):
            frame = noun_frame if form == "noun" else act.frame
            yield from _each(getattr(act, form), Trigger(act, form, frame))


def _of_speech(raw: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for speech in convert(raw.get("verbs", []), list[Speech]):
        yield from _each(speech.say, speech)
    for source in convert(raw.get("sources", []), list[Source]):
        yield from _each(source.say, source)
    yield from _each(raw.get("documents", []), Word("document", ""))
    yield from _each(raw.get("denials", []), Word("denial", ""))


def _of_cues(raw: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for cue in convert(raw.get("status", []), list[Cue]):
        yield from _each(cue.say, cue)
    for kind in ("nothing", "figure"):
        yield from _each(raw.get(kind, []), Word(kind, ""))
    for kind in ("pastime", "exercise"):
        for value, patterns in raw.get(kind, {}).items():
            yield from _each(patterns, Word(kind, value))
    for theme, patterns in raw.get("themes", {}).items():
        yield from _each(patterns, Word("theme", theme))


def _each(patterns: Iterable[object], entry: Entry) -> Iterator[tuple[str, Entry]]:
    for pattern in patterns:
        if isinstance(pattern, bool):
            raise ResourceError("a word that YAML takes for true or false (on, off, no, yes) must stand in quotes")
        yield str(pattern), entry
