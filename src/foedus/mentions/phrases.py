"""A lexicon of phrases, matched over words: leftmost, longest, in time linear in the text.

Lexicon files write phrases compactly; a pattern stands for all the phrases it spells out:

    shell(s|ed|ing|)            shells, shelled, shelling, shell
    open(s|ed|ing|) fire        opens fire, ...
    обстрел*                    any word that begins so
    нанес* удар*                also in the middle
    deployed ~3 troops          up to three words between (no punctuation)
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from foedus.mentions.tokens import Tokens, tokenise

V = TypeVar("V")

REMEMBERED = 50_000  # words whose first step is kept per lexicon: bounds the memory


class Match(NamedTuple, Generic[V]):
    """A phrase found: words `first` up to and without `last`, and what the lexicon says of it."""

    first: int
    last: int
    value: V


def spell_out(pattern: str) -> Iterator[str]:
    """Yield every phrase a pattern stands for; a group may be nested.

    >>> sorted(set(spell_out("tu(é(|e)s|er)")))
    ['tuer', 'tuées', 'tués']
    """
    start = pattern.find("(")
    options, end = _options(pattern, start) if start >= 0 else ([], -1)
    if end < 0:
        yield pattern
        return
    endings = list(spell_out(pattern[end + 1 :]))
    for option in options:
        for middle in spell_out(option):
            for ending in endings:
                yield pattern[:start] + middle + ending


def _options(pattern: str, start: int) -> tuple[list[str], int]:
    """Return the alternatives of the group that opens at an offset, and the offset at which it closes (-1: never)."""
    depth, begin, options = 0, start + 1, []
    for position in range(start, len(pattern)):
        sign = pattern[position]
        depth += (sign == "(") - (sign == ")")
        if (sign == "|" and depth == 1) or depth == 0:
            options.append(pattern[begin:position])
            begin = position + 1
        if depth == 0:
            return options, position
    return [], -1


def _with_gaps(phrase: str) -> Iterator[list[str]]:
    """Yield the words of a phrase, once for every length that its gaps (`~3`) can have; `~` is any word."""
    pieces = phrase.split()
    gap = next(
        (i for i, piece in enumerate(pieces) if len(piece) > 1 and piece[0] == "~" and piece[1:].isdigit()), None
    )
    if gap is None:
        yield pieces
        return
    for length in range(int(pieces[gap][1:]) + 1):
        yield from _with_gaps(" ".join([*pieces[:gap], *["~"] * length, *pieces[gap + 1 :]]))


@functools.lru_cache(maxsize=REMEMBERED)
def _words(piece: str) -> tuple[str, ...]:
    # An elision needs its next word to be cut as one, and here stands alone.
    return (piece.lower(),) if piece.endswith("'") else tuple(tokenise(piece).words)


def _together(lists: list[list[V]]) -> list[V]:
    """Return the values of phrases that end alike, the most exact first."""
    if len(lists) <= 1:
        return lists[0] if lists else []
    return [
        value
        for number, values in enumerate(lists)
        for value in values
        if not any(value in seen for seen in lists[:number])
    ]


class _Node(Generic[V]):
    __slots__ = ("any", "longest_stem", "next", "stems", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Node[V]] = {}
        self.stems: dict[str, _Node[V]] = {}
        self.longest_stem = 0
        self.any: _Node[V] | None = None
        self.values: list[V] = []


class Phrases(Generic[V]):
    """Patterns with values, compiled into a tree of words; a phrase may carry several values.

    >>> lexicon = Phrases([("open(s|ed|) fire", "firearms"), ("обстрел*", "shelling")])
    >>> tokens = tokenise("Units opened fire after an обстрела")
    >>> [(tokens.written(m.first, m.last), m.value) for m in lexicon.find(tokens)]
    [('opened fire', ['firearms']), ('обстрела', ['shelling'])]
    """

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._root: _Node[V] = _Node()
        self._begins: dict[str, list[_Node[V]]] = {}
        for pattern, value in entries:
            for phrase in spell_out(pattern):
                for pieces in _with_gaps(phrase):
                    self._add(pieces, value)

    def _add(self, pieces: list[str], value: V) -> None:
        node = self._root
        for piece in pieces:
            if piece == "~":
                node.any = node = node.any or _Node()
                continue
            is_stem = len(piece) > 1 and piece.endswith("*")
            words = _words(piece[:-1] if is_stem else piece)
            for word in words[:-1]:
                node = node.next.setdefault(word, _Node())
            if is_stem:
                node.longest_stem = max(node.longest_stem, len(words[-1]))
                node = node.stems.setdefault(words[-1], _Node())
            else:
                node = node.next.setdefault(words[-1], _Node())
        if node is not self._root and value not in node.values:
            node.values.append(value)

    def first_words(self) -> frozenset[str]:
        """Return the words that a phrase can begin with (stems apart): a cheap gate before `match_at`."""
        return frozenset(self._root.next)

    def match_at(self, words: list[str], index: int, stop: int) -> tuple[int, list[V]] | None:
        """Return the end and the values of the longest phrase that begins at a word, or None."""
        ends = self.every_at(words, index, stop)
        return ends[-1] if ends else None

    def every_at(self, words: list[str], index: int, stop: int) -> list[tuple[int, list[V]]]:
        """Return the ends and values of all phrases that begin at a word, the longest last."""
        nodes = self._begin(words[index]) if index < stop else []
        ends: list[tuple[int, list[V]]] = []
        position = index
        while nodes:
            position += 1
            values = _together([node.values for node in nodes if node.values])
            if values:
                ends.append((position, values))
            if position == stop:
                break
            nodes = self._following(nodes, words[position])
        return ends

    def _begin(self, word: str) -> list[_Node[V]]:
        # Most words of a text begin no phrase, and most words come again: remember what the root says of each.
        known = self._begins.get(word)
        if known is None:
            known = self._following([self._root], word)
            if len(self._begins) < REMEMBERED:
                self._begins[word] = known
        return known

    def _following(self, nodes: list[_Node[V]], word: str) -> list[_Node[V]]:
        following: list[_Node[V]] = []
        for node in nodes:
            if (exact := node.next.get(word)) is not None:
                following.append(exact)
            if node.stems:
                following.extend(self._stems(node, word))
            if node.any is not None and (word[0].isalnum() or word == "'s"):
                following.append(node.any)
        return following

    @staticmethod
    def _stems(node: _Node[V], word: str) -> list[_Node[V]]:
        lengths = range(min(len(word), node.longest_stem), 1, -1)
        return [found for length in lengths if (found := node.stems.get(word[:length])) is not None]

    def find(self, tokens: Tokens, first: int = 0, last: int | None = None) -> Iterator[Match[list[V]]]:
        """Yield the phrases found between two words, leftmost and longest, without overlap."""
        words = tokens.words
        stop = len(words) if last is None else last
        index = first
        while index < stop:
            found = self.match_at(words, index, stop) if self._begin(words[index]) else None
            if found is None:
                index += 1
            else:
                yield Match(index, found[0], found[1])
                index = found[0]
