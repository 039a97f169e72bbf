"""What a corpus says that our lists do not know: words near actors and counts, and capitalised names, by frequency.

Nobody can list what is missing from a language; a corpus can. A word counts when it stands near somebody named or
counted and no list knows it; a name counts when it is written large where no sentence begins and nobody knows it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from foedus.claims.lexicon import Speech, lexicon
from foedus.documents.cues import function_words
from foedus.mentions import annotate, readable
from foedus.mentions.items import item_words
from foedus.mentions.place_words import find_marks, place_words
from foedus.mentions.sentences import split
from foedus.mentions.tokens import Tokens, tokenise
from foedus.records import Document, Mention, Passage

Kind = Literal["word", "actor?", "place?", "name"]
NEAR = 3  # words between an unknown word and whom or what it may act on
SHORTEST = 4
KNOWN_KINDS = frozenset({"actor", "place", "time", "count", "means", "provision"})
_EXAMPLE = 160
_JOINS = frozenset("-–'’")


class Missing(NamedTuple):
    """A word or name that no list knows: how often, in how many documents, and one sentence with it."""

    kind: Kind
    lang: str
    word: str
    times: int
    documents: int
    example: str


class _Sighting(NamedTuple):
    kind: Kind
    lang: str
    word: str
    example: str


class _Scene(NamedTuple):
    """One sentence: which words a list knows, where somebody is named or counted, where one speaks or stands."""

    tokens: Tokens
    first: int
    last: int
    lang: str
    known: frozenset[int]
    parties: tuple[int, ...]
    speaks: frozenset[int]
    places: frozenset[int]


def coverage(documents: Iterable[Document], *, least: int = 2) -> list[Missing]:
    """Return what no list knows and stands at least so often in the documents, most frequent first."""
    tally: dict[tuple[Kind, str, str], tuple[int, int, str]] = {}
    for document in documents:
        seen: set[tuple[Kind, str, str]] = set()
        for kind, lang, word, example in _sightings(document):
            key = (kind, lang, word)
            count, among, first = tally.get(key, (0, 0, example))
            tally[key] = (count + 1, among + (key not in seen), first)
            seen.add(key)
    missing = [Missing(*key, *counted) for key, counted in tally.items() if counted[0] >= least]
    return sorted(missing, key=lambda m: (-m.times, -m.documents, m.kind, m.lang, m.word))


def _sightings(document: Document) -> Iterator[_Sighting]:
    mentions = [m for m in annotate(document) if m.kind in KNOWN_KINDS]
    for passage in document.passages:
        if passage.main:
            inside = [m for m in mentions if passage.start <= m.start and m.end <= passage.end]
            for scene in _scenes(document, passage, inside):
                yield from _names(scene)
                yield from _words(scene)


def _scenes(document: Document, passage: Passage, mentions: list[Mention]) -> Iterator[_Scene]:
    lang = readable(passage.lang)
    tokens = tokenise(document.text, passage.start, passage.end)
    known, speaks = _listed(tokens, lang)
    parties: set[int] = set()
    for mention in mentions:
        span = range(bisect_left(tokens.starts, mention.start), bisect_left(tokens.starts, mention.end))
        known.update(span)
        parties.update(span if mention.kind in ("actor", "count") else ())
    places = {mark.last for mark in find_marks(tokens, place_words(lang)) if mark.what in ("in", "near", "settlement")}
    for first, last in split(tokens, lang):
        here = tuple(sorted(n for n in parties if first <= n < last))
        yield _Scene(tokens, first, last, lang, frozenset(known), here, frozenset(speaks), frozenset(places))


def _listed(tokens: Tokens, lang: str) -> tuple[set[int], set[int]]:
    """Return the words that a list of claims, countable nouns or function words knows, and the verbs of speech."""
    known = {n for n, word in enumerate(tokens.words) if lang in function_words().get(word, ())}
    speaks: set[int] = set()
    known.update(n for match in item_words(lang).find(tokens) for n in range(match.first, match.last))
    known.update(n for mark in find_marks(tokens, place_words(lang)) for n in range(mark.first, mark.last))
    words = lexicon(lang)
    for match in words.words.find(tokens) if words else ():
        known.update(range(match.first, match.last))
        if any(isinstance(entry, Speech) for entry in match.value):
            speaks.update(range(match.first, match.last))
    if words:
        known.update(n for n, word in enumerate(tokens.words) if word in words.grammar.skip | words.grammar.determiners)
    return known, speaks


def _words(scene: _Scene) -> Iterator[_Sighting]:
    for n in range(scene.first, scene.last):
        word = scene.tokens.words[n]
        if n in scene.known or len(word) < SHORTEST or not word.isalpha() or _is_name(scene, n):
            continue
        if any(0 < abs(n - party) <= NEAR for party in scene.parties):
            yield _Sighting("word", scene.lang, word, _example(scene, n))


def _is_name(scene: _Scene, n: int) -> bool:
    """Tell whether a word is written large for what it is; German nouns are so for what they are not."""
    return n > scene.first and scene.tokens.is_capitalised(n) and scene.lang != "de"


def _names(scene: _Scene) -> Iterator[_Sighting]:
    n = scene.first + 1
    while n < scene.last:
        if n in scene.known or not _is_name(scene, n) or scene.tokens.words[n - 1] in '"«“„':
            n += 1
            continue
        end = _end_of_name(scene, n)
        yield _Sighting(_sort(scene, n, end), scene.lang, scene.tokens.written(n, end), _example(scene, n))
        n = end


def _end_of_name(scene: _Scene, n: int) -> int:
    end = n + 1
    while end < scene.last and end not in scene.known:
        is_joined = scene.tokens.words[end] in _JOINS and end + 1 < scene.last and _is_name(scene, end + 1)
        if not is_joined and not _is_name(scene, end):
            break
        end += 1 + is_joined
    return end


def _sort(scene: _Scene, n: int, end: int) -> Kind:
    """Guess what a name is: who stands beside a verb of speech speaks, what stands behind "near" is a place."""
    if n in scene.places or (n - 1 in scene.places and scene.tokens.words[n - 1] not in ",.;"):
        return "place?"
    if {n - 1, end} & scene.speaks or n - 1 in scene.parties:
        return "actor?"
    return "name"


def _example(scene: _Scene, n: int) -> str:
    """Return the sentence, or the stretch of it around a word."""
    tokens = scene.tokens
    start, end = tokens.starts[scene.first], tokens.ends[scene.last - 1]
    start = max(start, tokens.starts[n] - _EXAMPLE // 2)
    end = min(end, start + _EXAMPLE)
    return " ".join(tokens.text[start:end].split())
