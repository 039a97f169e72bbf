"""Copies: which documents of a run have the same main text, and which were made from one another.

A copy that was cut, retitled or reworded shares most of its word sequences and all its figures with the original. A
ministry's formula used for another day, or the next update of the same agency, shares the words but not the figures.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from foedus.records import Document
from foedus.resources import ROOT, load_yaml

_WORD = re.compile(r"\w+")
_SIZE = 3  # words of a shingle
_CONTAINED = 0.6  # of the shorter text's shingles
_MIN_SHINGLES = 20
_COMMON = 60  # documents that share a shingle before it says nothing about lineage
_GAP_DAYS = 10


class _Print(NamedTuple):
    order: tuple[str, str]
    shingles: frozenset[int]
    figures: frozenset[int]
    opening: frozenset[int]


def mark_duplicates(documents: Iterable[Document]) -> list[Document]:
    """Fill `duplicate_of` and `near_duplicate_of`; a second document with the same id is left out.

    The original is the earliest published, then the smallest id, so the order of the documents does not matter; the
    result keeps the order given.
    """
    unique = list({d.id: d for d in reversed(list(documents))}.values())[::-1]
    ranked = sorted(unique, key=_order)
    same = _same_text(ranked)
    prints = {d.id: _print(d) for d in ranked if d.id not in same}
    near = _lineages(ranked, prints)
    return [
        msgspec.structs.replace(
            d, duplicate_of=same.get(d.id), near_duplicate_of=near.get(same.get(d.id, d.id), same.get(d.id))
        )
        for d in unique
    ]


def _order(document: Document) -> tuple[str, str]:
    return (document.published or "9999", document.id)


def main_text(document: Document) -> str:
    """Return the main passages, one a line."""
    return "\n".join(document.text[p.start : p.end] for p in document.passages if p.main)


def _same_text(ranked: Sequence[Document]) -> dict[str, str]:
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    for document in ranked:
        words = " ".join(_WORD.findall(main_text(document).lower()))
        key = hashlib.sha256(words.encode()).hexdigest()
        if words and first.setdefault(key, document.id) != document.id:
            same[document.id] = first[key]
    return same


def _print(document: Document) -> _Print:
    words = _WORD.findall(main_text(document).lower())
    shingles = [_hash(words[i : i + _SIZE]) for i in range(len(words) - _SIZE + 1)]
    numbers = _number_words()
    figures = frozenset(value for w in words if (value := int(w[:9]) if w.isdecimal() else numbers.get(w, 1)) != 1)
    return _Print(_order(document), frozenset(shingles), figures, frozenset(shingles[:40]))


@functools.cache
def _number_words() -> dict[str, int]:
    """Number words of one word, by value: a copy may write 13 where the original has thirteen. Ones are articles."""
    found: dict[str, int] = {}
    for path in sorted((ROOT / "lang").glob("*/numbers.yaml")):
        cardinals: dict[int, list[str]] = load_yaml(f"lang/{path.parent.name}/numbers.yaml").get("cardinals", {})
        for value, phrases in cardinals.items():
            for word in (w for phrase in phrases for w in _spelled(phrase) if " " not in w):
                found.setdefault(word, int(value))
    return found


def _spelled(phrase: str) -> list[str]:
    """The words that a phrase with one group stands for: "twent(y|ies)" is twenty and twenties."""
    head, bracket, rest = phrase.partition("(")
    group, _, tail = rest.partition(")")
    return [head + ending + tail for ending in group.split("|")] if bracket else [phrase]


def _hash(words: Sequence[str]) -> int:
    # Not hash(): it changes from run to run.
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "big")


def _lineages(ranked: Sequence[Document], prints: dict[str, _Print]) -> dict[str, str]:
    """Map each copy to the first of its lineage."""
    holders: dict[int, list[str]] = defaultdict(list)
    root: dict[str, str] = {}
    for document in ranked:
        own = prints.get(document.id)
        if own is None or len(own.shingles) < _MIN_SHINGLES:
            continue
        original = _original(own, _candidates(own, holders), prints)
        if original:
            root[document.id] = root.get(original, original)
        for shingle in sorted(own.shingles):
            holders[shingle].append(document.id)
    return root


def _candidates(own: _Print, holders: dict[int, list[str]]) -> dict[str, int]:
    shared: dict[str, int] = defaultdict(int)
    for shingle in own.shingles:
        found = holders.get(shingle, ())
        if len(found) <= _COMMON:
            for other in found:
                shared[other] += 1
    return shared


def _original(own: _Print, shared: dict[str, int], prints: dict[str, _Print]) -> str | None:
    best = None
    for other in sorted(shared, key=lambda o: (-shared[o], prints[o].order)):
        if _is_copy(own, prints[other], shared[other]):
            best = other
            break
    return best


def _is_copy(copy: _Print, original: _Print, shared: int) -> bool:
    smaller = min(len(copy.shingles), len(original.shingles))
    return shared >= _CONTAINED * smaller and not (copy.figures - original.figures and original.figures - copy.figures)
