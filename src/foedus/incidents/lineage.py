"""Which documents are one source: copies form a lineage; a withdrawn report is known by its withdrawal."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

from foedus.incidents.days import day_number
from foedus.incidents.rules import rules
from foedus.mentions.phrases import Phrases
from foedus.mentions.tokens import tokenise
from foedus.records import Document

_HEAD = 600  # characters in which a withdrawal says what it is
_FEWEST_WORDS = 4  # a shorter headline is quoted by accident


def lineages(documents: Iterable[Document]) -> dict[str, str]:
    """Return document id → id of the first of its lineage; chains and circles of copies end at one document."""
    parent = {d.id: d.duplicate_of or d.near_duplicate_of or d.id for d in documents}

    def root(ident: str) -> str:
        seen = [ident]
        while (above := parent.get(seen[-1], seen[-1])) != seen[-1]:
            if above in seen:
                return min(seen[seen.index(above) :])
            seen.append(above)
        return seen[-1]

    return {ident: root(ident) for ident in sorted(parent)}


def withdrawn(documents: Sequence[Document]) -> dict[str, str]:
    """Return withdrawn document id → id of the document that takes it back and quotes its headline."""
    titles = {d.id: _words(d.title) for d in documents if d.title}
    found: dict[str, str] = {}
    for taker in sorted(documents, key=lambda d: d.id):
        if not _takes_back(taker):
            continue
        text = " " + " ".join(tokenise(taker.text, taker.main_start, taker.main_end or None).words) + " "
        for ident, title in sorted(titles.items()):
            quoted = ident != taker.id and len(title) >= _FEWEST_WORDS and f" {' '.join(title)} " in text
            if quoted and _is_not_later(ident, taker, documents):
                found.setdefault(ident, taker.id)
    return found


def _words(title: str | None) -> list[str]:
    return tokenise(title or "").words


@functools.cache
def _cues() -> Phrases[str]:
    return Phrases(
        (phrase, lang) for lang, phrases in rules().withdrawal.items() for phrase in phrases if " * " not in phrase
    )


def _takes_back(document: Document) -> bool:
    start = document.main_start
    head = f"{document.title or ''}\n{document.text[start : start + _HEAD]}"
    return next(_cues().find(tokenise(head)), None) is not None


def _is_not_later(ident: str, taker: Document, documents: Sequence[Document]) -> bool:
    dates: Mapping[str, int | None] = {d.id: day_number(d.published) for d in documents}
    mine, theirs = dates.get(ident), dates.get(taker.id)
    return mine is None or theirs is None or mine <= theirs


def independent_sources(main: Iterable[str], roots: Mapping[str, str], taken_back: Iterable[str]) -> int:
    """Return how many lineages report an incident as their main matter; withdrawn reports do not count."""
    gone = set(taken_back)
    return len({roots.get(d, d) for d in main if d not in gone})
