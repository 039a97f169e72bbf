"""What a page says of itself in its head: title, outlet, author, address, publication date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from foedus.documents.blocks import Page
from foedus.documents.dates import iso_day
from foedus.resources import load_yaml

_DATE_KEYS = ("datePublished", "dateCreated", "uploadDate")
_LOOSE_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_MAX_NODES = 2000


class Metadata(NamedTuple):
    """None = not said."""

    title: str | None
    outlet: str | None
    byline: str | None
    url: str | None
    published: str | None


def read_metadata(page: Page) -> Metadata:
    """Read `<meta>` elements, linked data and the canonical address."""
    names: dict[str, list[str]] = load_yaml("documents.yaml")["metadata"]
    nodes = list(_nodes(page.linked_data))
    first = {
        field: next((page.meta[n].strip() for n in known if page.meta.get(n, "").strip()), None)
        for field, known in names.items()
    }
    dated = (day for n in names["date"] if (day := iso_day(page.meta.get(n, ""))))
    return Metadata(
        title=first["title"] or _string(nodes, "headline") or page.title,
        outlet=first["outlet"] or _name(nodes, "publisher"),
        byline=_person(first["byline"]) or _name(nodes, "author"),
        url=page.meta.get("canonical") or first["url"],
        published=next(dated, None) or _linked_date(nodes, page.linked_data),
    )


def _nodes(blocks: list[str]) -> Iterator[dict[str, Any]]:
    """The objects of linked data, outer ones first; broken JSON is skipped."""
    for block in blocks:
        try:
            waiting = [msgspec.json.decode(block.strip())]
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue
        seen = 0
        while waiting and seen < _MAX_NODES:
            node, seen = waiting.pop(0), seen + 1
            if isinstance(node, dict):
                yield node
                waiting.extend(v for v in node.values() if isinstance(v, dict | list))
            elif isinstance(node, list):
                waiting.extend(v for v in node if isinstance(v, dict | list))


def _linked_date(nodes: list[dict[str, Any]], blocks: list[str]) -> str | None:
    for key in _DATE_KEYS:
        for node in nodes:
            value = node.get(key)
            if isinstance(value, str) and "Comment" not in str(node.get("@type")) and (day := iso_day(value)):
                return day
    loose = next((m[1] for block in blocks if (m := _LOOSE_DATE.search(block))), None)
    return iso_day(loose) if loose else None


def _string(nodes: list[dict[str, Any]], key: str) -> str | None:
    return next((n[key] for n in nodes if isinstance(n.get(key), str) and n[key].strip()), None)


def _name(nodes: list[dict[str, Any]], key: str) -> str | None:
    for node in nodes:
        value = node.get(key)
        value = value[0] if isinstance(value, list) and value else value
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            return name.strip()
    return None


def _person(name: str | None) -> str | None:
    return None if name is None or name.startswith("http") else name
