"""Blocks → Document: the steps that all formats share, in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from msgspec import Struct

from foedus.documents import dates, heads, languages
from foedus.documents.blocks import Block, cut_text
from foedus.documents.classify import classify
from foedus.documents.cues import Look, look
from foedus.documents.decoding import normalise
from foedus.documents.furniture import cut_notice, running_words
from foedus.documents.html import read_page
from foedus.documents.metadata import Metadata, read_metadata
from foedus.documents.zones import main_cell, settle_zones
from foedus.records import Document, Passage, content_id

_TOLD = frozenset(("comment", "title", "heading", "caption"))  # menus and teasers take the language of the text
_NO_METADATA = Metadata(None, None, None, None, None)


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of a document before it is read; None = find out."""

    id: str | None = None
    path: str = ""
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    dated: str | None = None  # by metadata of the container, so a visible date is preferred
    lang: str | None = None
    plain: bool = False
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    sha256: str = ""


def from_text(text: str, facts: Facts) -> Document:
    """Read a document from its text as printed; offsets count in the normalised text."""
    text = normalise(text)
    blocks = list(_without_cut(cut_text(text)))
    if facts.plain:
        for block in blocks:
            block.main = True
        return _document(text, blocks, facts, _NO_METADATA, heads.Head(title=facts.title), None, False)
    return _read(text, blocks, [look(b.text) for b in blocks], facts, _NO_METADATA, None)


def from_html(markup: str, facts: Facts) -> Document:
    """Read a document from a page's markup; offsets count in the visible text."""
    page = read_page(markup)
    looks = [look(block.text) for block in page.blocks]
    weights = [running_words(b, k) for b, k in zip(page.blocks, looks, strict=True)]
    settle_zones(page, weights)
    for block, inside in zip(page.blocks, main_cell(page, weights), strict=True):
        block.outside = not inside
    if facts.plain:
        for block in page.blocks:
            block.main = True
        return _document(page.text, page.blocks, facts, read_metadata(page), heads.Head(title=facts.title), None, False)
    return _read(page.text, page.blocks, looks, facts, read_metadata(page), page.lang, page.title)


def _without_cut(blocks: Sequence[Block]) -> Iterator[Block]:
    """A wire's "[+1234 chars]" at the end of a paragraph becomes a block of its own."""
    for block in blocks:
        at = cut_notice(block.text)
        head = block.text[:at].rstrip() if at else ""
        if at is None or not head:
            yield block
            continue
        yield Block(block.start, block.start + len(head), head, gap=block.gap)
        yield Block(block.start + at, block.end, block.text[at:])


def _read(
    text: str,
    blocks: list[Block],
    looks: list[Look],
    facts: Facts,
    metadata: Metadata,
    declared_lang: str | None,
    page_title: str | None = None,
) -> Document:
    truncated = classify(blocks, looks, facts.title or metadata.title)
    title = heads.find_title(blocks, looks, facts.title or metadata.title)
    agency = _split_dateline(blocks, looks)
    mains = [i for i, b in enumerate(blocks) if b.main] or [len(blocks)]
    visible = dates.visible_date(blocks, looks, title, mains[0], mains[-1])
    named = blocks[title].text if title is not None else metadata.title
    head = heads.Head(
        title=facts.title or named,
        byline=facts.byline or heads.find_byline(blocks) or metadata.byline,
        outlet=facts.outlet or metadata.outlet or heads.find_outlet(blocks, page_title, named),
        agency=agency,
    )
    if visible and declared_lang and declared_lang.lower() != "en-us":
        declared_lang = declared_lang[:2]
    published = dates.settle(
        given=facts.published,
        visible=visible,
        metadata=metadata.published or facts.dated,
        url=facts.url or metadata.url,
        lang=declared_lang or "",
    )
    return _document(text, blocks, facts, metadata, head, published, truncated)


def _split_dateline(blocks: list[Block], looks: list[Look]) -> str | None:
    """Cut "YEREVAN, 13 Sept (AFP) –" off the first paragraph; return the agency it names."""
    first = next((i for i, b in enumerate(blocks) if b.main), None)
    near = [i for i, b in enumerate(blocks[:first]) if b.kind == "dateline"][-2:]
    for i in [*near, *([first] if first is not None else [])]:
        found = heads.find_dateline(blocks[i].text)
        if found is None:
            continue
        block = blocks[i]
        if i == first and found.length < len(block.text) - 3:
            rest = Block(block.start + found.length, block.end, block.text[found.length :], block.zone, main=True)
            blocks.insert(i + 1, rest)
            looks.insert(i + 1, look(rest.text))
            block.end, block.text = block.start + found.length, block.text[: found.length]
            block.end = block.start + len(block.text.rstrip())
            looks[i] = look(block.text)
        block.kind, block.main = "dateline", False
        return found.agency
    return None


def _document(
    text: str,
    blocks: Sequence[Block],
    facts: Facts,
    metadata: Metadata,
    head: heads.Head,
    published: dates.Published | None,
    truncated: bool,
) -> Document:
    passages = tuple(_passages(text, blocks, facts.lang))
    mains = [p for p in passages if p.main]
    language = facts.lang or languages.majority([(p.lang, p.end - p.start) for p in mains or passages])
    published = published or dates.settle(
        given=facts.published, visible=None, metadata=facts.dated or metadata.published, url=facts.url or metadata.url
    )
    digest = facts.sha256 or hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=facts.id or content_id("d", digest),
        path=facts.path,
        text=text,
        passages=passages,
        url=facts.url or metadata.url,
        title=head.title,
        byline=head.byline,
        outlet=head.outlet,
        agency=head.agency,
        published=published.day,
        published_basis=published.basis,
        language=language,
        main_start=mains[0].start if mains else 0,
        main_end=mains[-1].end if mains else 0,
        truncated=truncated,
        encoding=facts.encoding,
        media_type=facts.media_type,
        sha256=digest,
    )


def _passages(text: str, blocks: Sequence[Block], lang: str | None) -> Iterator[Passage]:
    default = lang or _main_language(blocks)
    for block in blocks:
        runs = [(0, len(block.text), lang)] if lang else _runs(block, default)
        for start, end, found in runs:
            at = block.start
            yield Passage(start=at + start, end=at + end, kind=block.kind, lang=found, main=block.main)


def _runs(block: Block, default: str) -> list[tuple[int, int, str]]:
    if block.main:
        return languages.label_runs(block.text, default)
    told = block.kind in _TOLD or not languages.same_script(block.text, default)
    return [(0, len(block.text), languages.label(block.text, default) if told else default)]


def _main_language(blocks: Sequence[Block]) -> str:
    """The language of the text as a whole, for passages too short to tell."""
    chosen = [b.text for b in blocks if b.main] or [b.text for b in blocks]
    return languages.label(" ".join(chosen)[:2000], "und")
