"""Text → mentions: everything named in a document's main passages, with its characters.

One annotator a kind of thing; each gets the words of one passage and its language and returns mentions with offsets in
the document. Which of them a claim uses is decided later, by the grammar in `foedus.claims`.
"""

from __future__ import annotations

import functools

from foedus.mentions.actors import find_actors
from foedus.mentions.counts import find_counts
from foedus.mentions.means import find_means
from foedus.mentions.places import find_places, settle
from foedus.mentions.provisions import find_provisions
from foedus.mentions.quotations import find_quotations
from foedus.mentions.times import find_times, years_of
from foedus.mentions.tokens import Tokens, tokenise
from foedus.records import Document, Mention, Passage
from foedus.resources import has
from foedus.values import Period


def annotate(document: Document) -> tuple[Mention, ...]:
    """Find actors, places, times, counts, quotations, means and provisions in the main passages, sorted by place.

    *Reads* a document. *Writes* mentions sorted by start, end, kind. *Never* looks at menus, comments or captions
    of other stories: only passages marked main. *Source*: the lexicons in `resources`.
    """
    years = _years(document)
    found: list[Mention] = []
    told: Period | None = None
    for passage in document.passages:
        if passage.main:
            here = _in_passage(document, passage, years, told)
            told = _last_day(here) or told
            found += here
    settled = settle(found, document.published, document.text)
    return tuple(sorted(settled, key=lambda m: (m.start, m.end, m.kind)))


def readable(lang: str) -> str:
    """Return the language whose lexicons are to read a passage: English where its own is unknown or has none."""
    base = lang.split("-")[0]
    return base if _is_known(base) else "en"


@functools.cache
def _is_known(lang: str) -> bool:
    """Tell whether a language has a folder, ours or a user's, with the names of the countries in it."""
    return lang.isalpha() and has(f"lang/{lang}/countries.yaml") and has(f"lang/{lang}/actors.yaml")


def _years(document: Document) -> tuple[int, ...]:
    """Return the years that dates may be of where the document does not say when it was published."""
    if document.published is not None:
        return ()
    passages = ((tokenise(document.text, p.start, p.end), readable(p.lang)) for p in document.passages)
    return years_of([(tokens, lang) for tokens, lang in passages if tokens.words])


def _last_day(found: list[Mention]) -> Period | None:
    """Return the last day told so far, from which "the following day" counts in the next passage."""
    periods = (m.period for m in reversed(found) if m.kind == "time")
    return next((p for p in periods if p and p.start and p.precision == 1), None)


def _in_passage(document: Document, passage: Passage, years: tuple[int, ...], told: Period | None) -> list[Mention]:
    tokens = tokenise(document.text, passage.start, passage.end)
    if not tokens.words:
        return []
    return _of_every_kind(tokens, readable(passage.lang), document.published, (years, told))


def _of_every_kind(
    tokens: Tokens, lang: str, published: str | None, known: tuple[tuple[int, ...], Period | None]
) -> list[Mention]:
    return [
        *find_actors(tokens, lang, published),
        *find_places(tokens, lang, published),
        *find_times(tokens, lang, published, *known),
        *find_counts(tokens, lang),
        *find_means(tokens, lang),
        *find_provisions(tokens, lang),
        *find_quotations(tokens),
    ]
