"""Bytes → documents: files, folders and records read into text with labelled passages, or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.documents.assemble import Facts, from_html, from_text
from foedus.documents.lineage import mark_duplicates
from foedus.documents.readers import Options, read_sources
from foedus.documents.sources import REASONS
from foedus.records import Document, Reject

__all__ = ["REASONS", "document_from_html", "document_from_text", "mark_duplicates", "read_paths"]


def read_paths(
    paths: Sequence[str],
    *,
    published: str | None = None,
    lang: str | None = None,
    plain: bool = False,
    max_bytes: int = 64_000_000,
) -> Iterator[Document | Reject]:
    """Read files, folders (recursively, by name) and standard input (`-`), one result at a time.

    `published` and `lang` hold for all documents; `plain` says that they are clean main text already. A Reject's reason
    is one of REASONS. Two files of the same bytes give two documents with the same id.
    """
    return read_sources(paths, Options(published=published, lang=lang, plain=plain, max_bytes=max_bytes))


def document_from_text(
    text: str,
    *,
    id: str | None = None,  # noqa: A002 - the field's name in the contract
    path: str = "",
    url: str | None = None,
    title: str | None = None,
    published: str | None = None,
    lang: str | None = None,
    plain: bool = False,
) -> Document:
    """Read a document from text, as printed or (`plain`) already clean.

    >>> document_from_text("Two soldiers were killed on Tuesday, Yerevan said.", plain=True).language
    'en'
    """
    facts = Facts(id=id, path=path, url=url, title=title, published=published, lang=lang, plain=plain)
    return from_text(text, facts)


def document_from_html(
    html: str,
    *,
    id: str | None = None,  # noqa: A002 - the field's name in the contract
    path: str = "",
    url: str | None = None,
    title: str | None = None,
    published: str | None = None,
    lang: str | None = None,
    plain: bool = False,
) -> Document:
    """Read a document from a page's markup; its text is what a reader sees, block by block."""
    facts = Facts(
        id=id, path=path, url=url, title=title, published=published, lang=lang, plain=plain, media_type="text/html"
    )
    return from_html(html, facts)
