"""The readers: one per media type, found by a file's ending or by its first bytes.

A reader takes an open binary stream, its path and the options, and yields documents and rejects. Others can be added
by an entry point of the group `foedus.readers` whose name is a file ending (".epub").
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from io import BufferedReader
from pathlib import PurePath
from typing import BinaryIO, cast

from msgspec import Struct

from foedus.documents.assemble import Facts, from_html, from_text
from foedus.documents.decoding import decode
from foedus.documents.markdown import read_markdown
from foedus.documents.sources import Source, open_source, read_whole, refusal, reject, walk
from foedus.records import Document, Reject
from foedus.resources import load_yaml


class Options(Struct, frozen=True, kw_only=True):
    """What the caller says about all documents; `max_bytes` bounds one document."""

    published: str | None = None
    lang: str | None = None
    plain: bool = False
    max_bytes: int = 64_000_000


Reader = Callable[[BinaryIO, str, Options], Iterator[Document | Reject]]

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta|title|div|p|article)\b",
    re.I | re.S,
)
_JSON_LINES = re.compile(rb"\s*\{[^\n]*\}\s*\n\s*\{")


def read_sources(paths: Sequence[str], options: Options) -> Iterator[Document | Reject]:
    """Read all files below the paths; a file that cannot be read yields a Reject and the run goes on."""
    given: dict[str, str] = {}
    for source in walk(paths):
        if isinstance(source, Reject):
            yield source
            continue
        for result in _read_source(source, options):
            yield _without_clash(result, given) if isinstance(result, Document) else result


def _without_clash(document: Document, given: dict[str, str]) -> Document | Reject:
    """Two documents with one id and other bytes: the second is refused, or claims would point at the wrong text."""
    known = given.setdefault(document.id, document.sha256)
    if known == document.sha256:
        return document
    return reject(document.path, "duplicate_id", f"id {document.id} is taken", document.sha256)


def _read_source(source: Source, options: Options) -> Iterator[Document | Reject]:
    try:
        with open_source(source.path) as stream:
            yield from _reader(stream, source.path)(stream, source.path, options)
    except (OSError, ValueError) as error:
        yield refusal(source.path, error)
    except Exception as error:
        yield reject(source.path, "unreadable", f"{type(error).__name__}: {error}"[:300])


def _reader(stream: BinaryIO, path: str) -> Reader:
    ending = PurePath(path).suffix.lower()
    named = _by_ending().get(ending)
    if named and named not in ("text/plain", "application/json"):
        return _BY_MEDIA_TYPE[named]
    if named is None and (plugged := _plugged(ending)):
        return plugged
    head = cast("BufferedReader", stream).peek(4096)[:4096]
    return _BY_MEDIA_TYPE[_sniff(head, named or "text/plain")]


def _sniff(head: bytes, media_type: str) -> str:
    if media_type == "text/plain" and _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "text/html"
    if _JSON_LINES.match(head):
        return "application/x-ndjson"
    if media_type == "text/plain" and head.lstrip()[:1] == b"{" and re.search(rb'"(?:text|html)"\s*:', head):
        return "application/x-ndjson" if b"\n" not in head.strip() else "application/json"
    return media_type


@functools.cache
def _by_ending() -> dict[str, str]:
    endings: dict[str, list[str]] = load_yaml("documents.yaml")["endings"]
    return {ending: media_type for media_type, known in endings.items() for ending in known}


@functools.cache
def _plugged(ending: str) -> Reader | None:
    from importlib.metadata import entry_points

    found = next(iter(entry_points(group="foedus.readers", name=ending)), None)
    return cast("Reader", found.load()) if found else None


def read_text(stream: BinaryIO, path: str, options: Options) -> Iterator[Document | Reject]:
    """Read one plain text."""
    yield _whole(stream, path, options, "text/plain")


def read_html(stream: BinaryIO, path: str, options: Options) -> Iterator[Document | Reject]:
    """Read one page."""
    yield _whole(stream, path, options, "text/html")


def read_markdown_file(stream: BinaryIO, path: str, options: Options) -> Iterator[Document | Reject]:
    """Read one Markdown file, front matter as metadata."""
    yield _whole(stream, path, options, "text/markdown")


def _whole(stream: BinaryIO, path: str, options: Options, media_type: str) -> Document | Reject:
    data = read_whole(stream, path, options.max_bytes)
    return data if isinstance(data, Reject) else read_bytes(data, path, options, media_type)


def read_bytes(data: bytes, path: str, options: Options, media_type: str) -> Document | Reject:
    """Read one document from its bytes."""
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip():
        return reject(path, "empty", "no bytes" if not data else "blanks only", digest)
    decoded = decode(data)
    if decoded is None:
        return reject(path, "binary", f"{len(data):,} bytes that are not text", digest)
    facts = Facts(
        path=path,
        published=options.published,
        lang=options.lang,
        plain=options.plain,
        encoding=decoded.encoding,
        media_type=media_type,
        sha256=digest,
    )
    make = {"text/html": from_html, "text/markdown": read_markdown}.get(media_type, from_text)
    document = make(decoded.text, facts)
    return document if document.text.strip() else reject(path, "empty", "no visible text", digest)


def _records(stream: BinaryIO, path: str, options: Options) -> Iterator[Document | Reject]:
    from foedus.documents.jsonrecords import read_json

    return read_json(stream, path, options)


def _record_lines(stream: BinaryIO, path: str, options: Options) -> Iterator[Document | Reject]:
    from foedus.documents.jsonrecords import read_json_lines

    return read_json_lines(stream, path, options)


_BY_MEDIA_TYPE: dict[str, Reader] = {
    "text/plain": read_text,
    "text/html": read_html,
    "text/markdown": read_markdown_file,
    "application/json": _records,
    "application/x-ndjson": _record_lines,
}
