"""What single blocks look like: their words, and the cue phrases of every language that they carry.

The phrases lie in `resources/lang/<xx>/boilerplate.yaml`; all languages are looked up at once, because a French paywall
line stands below an English article as readily as below a French one.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from foedus.documents.blocks import is_terminal
from foedus.resources import ROOT, load_yaml

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONGEST = 1500  # characters of a block that are looked at: furniture is short
_PHRASES = ("notices", "paywall", "limits", "captions", "bios")
_STARTS = ("caption_starts", "byline_starts", "read_also", "published", "updated")
_LINES = (
    ("wire_ends", "wire_end"),
    ("menu_lines", "menu"),
    ("related_headers", "related_header"),
    ("comment_headers", "comment_header"),
)

PhraseIndex = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


class Cues(NamedTuple):
    """The cue phrases of all languages, compiled once: whole lines, phrases and openings by first word, word sets."""

    lines: dict[str, str]
    phrases: PhraseIndex
    starts: PhraseIndex
    share: frozenset[str]
    reader: frozenset[str]
    finite: frozenset[str]
    ago: frozenset[str]
    ago_units: frozenset[str]
    months: dict[str, int]
    weekdays: frozenset[str]


class Look(NamedTuple):
    """What one block looks like: lower-case words, how it ends, which cues it holds and opens with."""

    words: list[str]
    terminal: bool
    line: str | None
    holds: frozenset[str]
    opens: frozenset[str]


_NOTHING: frozenset[str] = frozenset()


@functools.cache
def load_cues() -> Cues:
    """Return the cues of every language folder that has a `boilerplate.yaml`."""
    files = sorted(p.parent.name for p in (ROOT / "lang").glob("*/boilerplate.yaml"))
    data = [load_yaml(f"lang/{name}/boilerplate.yaml") for name in files]
    months: dict[str, int] = {}
    for entry in data:
        months.update(entry["months"])
    return Cues(
        lines={_key(line): category for name, category in _LINES for entry in data for line in entry.get(name, ())},
        phrases=_index(data, _PHRASES),
        starts=_index(data, _STARTS),
        share=_word_set(data, "share_words"),
        reader=_word_set(data, "reader_words"),
        finite=_word_set(data, "finite"),
        ago=_word_set(data, "ago"),
        ago_units=_word_set(data, "ago_units"),
        months=months,
        weekdays=_word_set(data, "weekdays"),
    )


@functools.cache
def agencies() -> dict[str, str]:
    """Return the news agencies by name in lower case, with their usual name."""
    path = "actors/agencies.yaml"
    entries = load_yaml(path) if (ROOT / path).exists() else []
    return {n.lower(): e["names"][0] for e in entries for n in e["names"] if not set(n) & set("*(|")}


@functools.cache
def function_words() -> dict[str, tuple[str, ...]]:
    """Return the commonest words of each language, with the languages that have them."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "lang").glob("*/boilerplate.yaml")):
        lang = path.parent.name
        for word in load_yaml(f"lang/{lang}/boilerplate.yaml").get("function_words", ()):
            found.setdefault(word, []).append(lang)
    return {word: tuple(langs) for word, langs in found.items()}


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case with straight apostrophes; figures and signs are not words."""
    return _WORD.findall(text.lower().replace("’", "'"))


def look(text: str) -> Look:
    """Look at one block."""
    cues = load_cues()
    words = words_of(text[:_LONGEST])
    line = cues.lines.get(" ".join(words)) if len(words) <= 8 else None
    holds = frozenset(_held(words, cues.phrases)) if len(words) <= 120 else _NOTHING
    return Look(words, is_terminal(text), line, holds, frozenset(_at(words, 0, cues.starts)))


def _key(phrase: str) -> str:
    return " ".join(words_of(phrase))


def _word_set(data: list[dict[str, list[str]]], name: str) -> frozenset[str]:
    return frozenset(word for entry in data for phrase in entry.get(name, ()) for word in words_of(phrase))


def _index(data: list[dict[str, list[str]]], names: tuple[str, ...]) -> PhraseIndex:
    index: dict[str, dict[tuple[str, ...], str]] = {}
    for name in names:
        for entry in data:
            for phrase in entry.get(name, ()):
                words = tuple(words_of(phrase))
                index.setdefault(words[0], {})[words] = name
    return {first: tuple(phrases.items()) for first, phrases in index.items()}


def _held(words: list[str], index: PhraseIndex) -> set[str]:
    return {name for i, word in enumerate(words) if word in index for name in _at(words, i, index)}


def _at(words: list[str], i: int, index: PhraseIndex) -> list[str]:
    if i >= len(words):
        return []
    return [name for phrase, name in index.get(words[i], ()) if tuple(words[i : i + len(phrase)]) == phrase]
