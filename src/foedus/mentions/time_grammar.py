"""Phrases over words and symbols, in layers: a small chart matcher that knows nothing of time.

A rule file maps what is made to the phrases that say it; in a phrase `{month}` stands for a symbol of the chart, any
other word for itself ([ and ] for round brackets), and groups are spelled out as in lexicons:

    date: ["{day} (of|) {month} (,|) ({year}|)", "{month} {day}"]

Phrases are short and have no repetition, so matching is linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from foedus.mentions.phrases import spell_out
from foedus.mentions.tokens import tokenise

_BRACKETS = {"[": "(", "]": ")"}

Symbol = tuple[str, int, object]  # kind, end, value
Chart = dict[int, list[Symbol]]


class _State:
    __slots__ = ("kinds", "makes", "words")

    def __init__(self) -> None:
        self.words: dict[str, _State] = {}
        self.kinds: dict[str, _State] = {}
        self.makes: str | None = None


class Rules(NamedTuple):
    """The compiled phrases of one layer."""

    root: _State
    first_words: frozenset[str]
    first_kinds: frozenset[str]


class Hit(NamedTuple):
    """A phrase matched: up to word `last`, what it makes, and the symbols in it in order."""

    last: int
    makes: str
    symbols: tuple[tuple[str, object], ...]


Maker = Callable[[int, Hit], Symbol | None]


def compile_rules(rules: dict[str, tuple[str, ...]]) -> Rules:
    """Compile the rules of a layer; the first rule of two that say the same wins."""
    root = _State()
    for makes, patterns in rules.items():
        for pattern in patterns:
            for phrase in spell_out(pattern):
                _add(root, phrase.split(), makes)
    return Rules(root, frozenset(root.words), frozenset(root.kinds))


def _add(state: _State, pieces: list[str], makes: str) -> None:
    if not pieces:
        return
    for piece in pieces:
        if piece.startswith("{"):
            state = state.kinds.setdefault(piece.strip("{}"), _State())
            continue
        for word in (
            [_BRACKETS.get(piece, piece)] if piece in _BRACKETS or piece.endswith("'") else tokenise(piece).words
        ):
            state = state.words.setdefault(word, _State())
    if state.makes is None:
        state.makes = makes


def apply_rules(rules: Rules, words: list[str], chart: Chart, make: Maker) -> dict[int, Symbol]:
    """Match a layer from left to right, longest first, add what is made to the chart, and return it by first word."""
    made: dict[int, Symbol] = {}
    index, stop = 0, len(words)
    while index < stop:
        symbol = None
        if index in chart or words[index] in rules.first_words:
            symbol = _longest(rules, words, chart, make, index)
        if symbol is None:
            index += 1
            continue
        made[index] = symbol
        chart.setdefault(index, []).insert(0, symbol)
        index = symbol[1]
    return made


def _longest(rules: Rules, words: list[str], chart: Chart, make: Maker, index: int) -> Symbol | None:
    hits = sorted(_walk(rules.root, words, chart, index, ()), key=lambda hit: -hit.last)
    for hit in hits:
        symbol = make(index, hit)
        if symbol is not None:
            return symbol
    return None


def _walk(
    state: _State, words: list[str], chart: Chart, index: int, symbols: tuple[tuple[str, object], ...]
) -> Iterator[Hit]:
    if state.makes is not None:
        yield Hit(index, state.makes, symbols)
    if index >= len(words):
        return
    following = state.words.get(words[index])
    if following is not None:
        yield from _walk(following, words, chart, index + 1, symbols)
    if state.kinds:
        for kind, end, value in chart.get(index, ()):
            following = state.kinds.get(kind)
            if following is not None:
                yield from _walk(following, words, chart, end, (*symbols, (kind, value)))
