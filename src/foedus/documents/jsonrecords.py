"""JSON and JSONL → documents: our own form (`id`, `text` or `html`, `url`, `title`, `published`, `lang`), wire feeds.

Field names are looked up in `resources/documents.yaml`; `published` is taken as given, other dates as metadata.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from foedus.documents.assemble import Facts, from_html, from_text
from foedus.documents.dates import iso_day
from foedus.documents.decoding import decode
from foedus.documents.sources import read_whole, reject
from foedus.records import Document, Reject
from foedus.resources import load_yaml

if TYPE_CHECKING:
    from foedus.documents.readers import Options

_MARKUP = re.compile(r"<(?:p|div|br|h[1-6]|article|body|html)\b[^>]{0,300}>", re.I)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


def read_json_lines(stream: BinaryIO, path: str, options: Options) -> Iterator[Document | Reject]:
    """Read a document a line; a line that is bad or too long is one Reject, the others go on."""
    number = 0
    while line := stream.readline(options.max_bytes + 1):
        number += 1
        where = f"{path}:{number}"
        if len(line) > options.max_bytes:
            yield reject(where, "too_large", f"a line of more than {options.max_bytes:,} bytes")
            _skip_line(stream, line)
        elif line.strip(b" \t\r\n\x00\xef\xbb\xbf"):
            yield from _read_value(line.removeprefix(b"\xef\xbb\xbf"), where, path, options, "application/x-ndjson")


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)


def read_json(stream: BinaryIO, path: str, options: Options) -> Iterator[Document | Reject]:
    """Read a file that holds one record, a list of records, or records under `articles`, `documents` and the like."""
    data = read_whole(stream, path, options.max_bytes)
    if isinstance(data, Reject):
        yield data
    elif not data.strip():
        yield reject(path, "empty", "no bytes", hashlib.sha256(data).hexdigest())
    else:
        yield from _read_value(data, path, path, options, "application/json")


def _read_value(data: bytes, where: str, path: str, options: Options, media_type: str) -> Iterator[Document | Reject]:
    digest = hashlib.sha256(data.strip()).hexdigest()
    try:
        value, encoding = _decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        reason = "binary" if decode(data) is None else "invalid_record"
        yield reject(where, reason, str(error)[:200], digest)
        return
    records = _listed(value)
    for number, record in enumerate(records, 1):
        place = where if len(records) == 1 else f"{where}:{number}"
        facts = Facts(path=path, encoding=encoding, media_type=media_type, sha256=digest if len(records) == 1 else "")
        yield _document(record, place, facts, options)
    if not records:
        yield reject(where, "empty", "no record", digest)


def _decode(data: bytes) -> tuple[Any, str]:
    try:
        return msgspec.json.decode(data), "utf-8"
    except (msgspec.DecodeError, UnicodeDecodeError):
        decoded = decode(data)
        if decoded is None:
            raise
        # The standard library takes lone surrogates ("\\ud800"), which some crawlers write.
        return json.loads(decoded.text), decoded.encoding


def _listed(value: Any) -> list[Any]:
    if isinstance(value, dict) and not _text_of(value):
        inner = next((v for v in _fields(value, "lists") if isinstance(v, list) and v and isinstance(v[0], dict)), None)
        if inner is not None:
            return inner
    return value if isinstance(value, list) else [value]


def _document(record: Any, where: str, facts: Facts, options: Options) -> Document | Reject:
    outer = record
    for _ in range(3):
        inner = (
            next((v for v in _fields(record, "wrappers") if isinstance(v, dict)), None)
            if not _text_of(record)
            else None
        )
        record = inner if inner is not None else record
    text = _text_of(record)
    if text is None:
        return reject(where, "invalid_record", "not an object with `text` or `html`", facts.sha256 or None)
    body, is_html = text
    if not body.strip():
        return reject(where, "empty", "no text", facts.sha256 or None)
    made = (from_html if is_html else from_text)(body, _facts(record, outer, facts, options, body))
    return made if made.text.strip() else reject(where, "empty", "no visible text", facts.sha256 or None)


def _facts(record: dict[str, Any], outer: Any, facts: Facts, options: Options, body: str) -> Facts:
    given = _string(record.get("published")) or _string(record.get("published_given"))
    id_ = record.get("id", outer.get("id") if isinstance(outer, dict) else None)
    lang = options.lang or _lang(record)
    return msgspec.structs.replace(
        facts,
        id=str(id_) if isinstance(id_, str | int) and not isinstance(id_, bool) and str(id_).strip() else None,
        url=_first(record, "url"),
        title=_first(record, "title"),
        byline=_first(record, "byline"),
        outlet=_first(record, "outlet"),
        published=options.published or (_given_date(given) if given else None),
        dated=next((d for v in _fields(record, "metadata_date") if isinstance(v, str) and (d := iso_day(v))), None),
        lang=lang,
        plain=options.plain,
        sha256=facts.sha256 or hashlib.sha256(body.encode("utf-8", "replace")).hexdigest(),
    )


def _given_date(value: str) -> str | None:
    return value if _ISO.fullmatch(value) else iso_day(value)


def _lang(record: dict[str, Any]) -> str | None:
    """A record's language counts only in our own short form: feeds declare the site's, not the text's."""
    value = record.get("lang")
    return value[:2].lower() if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2}(?:[-_]\w{2,8})?", value) else None


def _text_of(record: Any) -> tuple[str, bool] | None:
    """The record's text and whether it is markup."""
    if not isinstance(record, dict):
        return None
    found = [v for v in _fields(record, "text") if isinstance(v, str)]
    pages = [v for v in _fields(record, "html") if isinstance(v, str)]
    if found and (found[0].strip() or not pages):
        # "content" of a feed is often a fragment of markup; "text" is what the caller says it is.
        return found[0], "text" not in record and _MARKUP.search(found[0][:2000]) is not None
    return (pages[0], True) if pages else None


def _first(record: dict[str, Any], field: str) -> str | None:
    for value in _fields(record, field):
        inner = value[0] if isinstance(value, list) and value else value
        named = inner.get("name") if isinstance(inner, dict) else inner
        if (text := _string(named)) and not text.startswith("urn:"):
            return text
    return None


def _string(value: Any) -> str | None:
    from foedus.documents.decoding import normalise

    return (normalise(value).strip() or None) if isinstance(value, str) else None


def _fields(record: Any, field: str) -> list[Any]:
    """The record's values under the known names of a field, best name first."""
    if not isinstance(record, dict):
        return []
    by_name = {_plain(key): value for key, value in record.items() if isinstance(key, str)}
    return [by_name[name] for name in _names()[field] if by_name.get(name) is not None]


@functools.cache
def _names() -> dict[str, tuple[str, ...]]:
    fields: dict[str, list[str]] = load_yaml("documents.yaml")["fields"]
    return {field: tuple(_plain(name) for name in names) for field, names in fields.items()}


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(":", "")
