"""Documents as the annex prints them: facts about the source, and its main text with the words of claims marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from foedus.faces.report.wording import day, word
from foedus.records import Claim, Document, Passage


class Stretch(Struct, frozen=True, kw_only=True):
    """Characters of a passage that the same claims cover; `opens` are the claims that begin with it."""

    text: str
    opens: tuple[str, ...] = ()
    covered: int = 0


class Paragraph(Struct, frozen=True, kw_only=True):
    """A passage of the main text, cut where claims begin and end."""

    kind: str
    lang: str
    stretches: tuple[Stretch, ...]


class Source(Struct, frozen=True, kw_only=True):
    """A document in the annex."""

    id: str
    title: str
    outlet: str
    published: str
    basis: str
    language: str
    path: str
    url: str | None
    notes: tuple[str, ...]
    set_aside: str
    claims: int
    paragraphs: tuple[Paragraph, ...]


def sources(documents: Sequence[Document], claims: Sequence[Claim]) -> tuple[Source, ...]:
    """Return the annex's sources by date, those without a date last."""
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document_id, []).append(claim)
    titles = {document.id: heading(document) for document in documents}
    ordered = sorted(documents, key=lambda d: (d.published or "9999", heading(d), d.id))
    return tuple(_source(document, by_document.get(document.id, ()), titles) for document in ordered)


def heading(document: Document) -> str:
    """Return what to call a document: its title, else its path, else its id."""
    return document.title or document.path.rpartition("/")[2] or document.id


def _source(document: Document, claims: Sequence[Claim], titles: Mapping[str, str]) -> Source:
    return Source(
        id=document.id,
        title=heading(document),
        outlet=document.outlet or document.agency or "outlet not known",
        published=day(document.published),
        basis=word("basis", document.published_basis),
        language=word("languages", document.language),
        path=document.path,
        url=document.url,
        notes=tuple(_notes(document, titles)),
        set_aside=_set_aside(document.passages),
        claims=len(claims),
        paragraphs=tuple(_paragraph(document, passage, claims) for passage in document.passages if passage.main),
    )


def _notes(document: Document, titles: Mapping[str, str]) -> Iterator[str]:
    if document.duplicate_of:
        yield f"the same text as “{titles.get(document.duplicate_of, document.duplicate_of)}”"
    elif document.near_duplicate_of:
        yield f"a copy of “{titles.get(document.near_duplicate_of, document.near_duplicate_of)}”"
    if document.truncated:
        yield "cut short (paywall or excerpt)"
    if document.encoding.lower() not in ("utf-8", "ascii", "utf-8-sig"):
        yield f"read as {document.encoding}"


def _set_aside(passages: Sequence[Passage]) -> str:
    kinds = Counter(passage.kind for passage in passages if not passage.main)
    return ", ".join(f"{count} × {word('passages', kind)}" for kind, count in sorted(kinds.items()))


def _paragraph(document: Document, passage: Passage, claims: Sequence[Claim]) -> Paragraph:
    inside = [c for c in claims if c.start < passage.end and c.end > passage.start]
    ends = {passage.start, passage.end}
    for claim in inside:
        ends |= {max(claim.start, passage.start), min(claim.end, passage.end)}
    edges = sorted(ends)
    stretches = tuple(_stretch(document.text, start, end, inside, passage.start) for start, end in pairwise(edges))
    return Paragraph(kind=passage.kind, lang=passage.lang, stretches=stretches)


def _stretch(text: str, start: int, end: int, claims: Sequence[Claim], floor: int) -> Stretch:
    opens = tuple(c.id for c in claims if max(c.start, floor) == start and c.start >= floor)
    return Stretch(text=text[start:end], opens=opens, covered=sum(c.start <= start and c.end >= end for c in claims))
