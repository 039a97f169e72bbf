"""What the parts of a page are by their markup: names of elements, classes and ids, and where the text is.

A name is a hint that the weight of text can overrule: an article inside `<div class="print-only">` is an article.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from foedus.documents.blocks import Page
from foedus.resources import load_yaml

_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_NAMES = re.compile(r"""(?<![\w-])(class|id|role|itemprop|style)="([^"]*)\"""")
_HIDDEN = re.compile(r"(?:^|\s)hidden(?:=|$)")
_SPLIT = re.compile(r"[^a-z0-9-]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NEVER_ZONED = frozenset(("html", "body", "main", "article"))
_ARTICLE = 40  # words of running text in an element called article that make it one
_INHERITED = frozenset(("menu", "related", "comment", "notice", "caption"))


class Tags(NamedTuple):
    """Elements by how they are written: see `resources/documents.yaml`."""

    block: frozenset[str]
    skipped: frozenset[str]
    raw_text: frozenset[str]
    void: frozenset[str]
    zones: dict[str, str]


@functools.cache
def tags() -> Tags:
    """Return the tables of elements."""
    data: dict[str, Any] = load_yaml("documents.yaml")["tags"]
    sets = {name: frozenset(data[name]) for name in ("block", "skipped", "raw_text", "void")}
    return Tags(**sets, zones={tag: zone for zone, tags in data["zones"].items() for tag in tags})


def read_attributes(raw: str) -> dict[str, str]:
    """Return the attributes of a tag, names in lower case."""
    if "=" not in raw:
        return {}
    found = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(raw)}
    return {k: html.unescape(v) if "&" in v else v for k, v in found.items()}


@functools.lru_cache(maxsize=8192)
def describe(tag: str, attributes: str) -> tuple[str, bool]:
    """The zone of an element and whether its content is not shown."""
    values = dict(_NAMES.findall(attributes)) if '"' in attributes else read_attributes(attributes)
    hidden = tag in tags().skipped or _HIDDEN.search(attributes) is not None
    style = values.get("style", "").replace(" ", "").lower()
    return _zone(tag, values), hidden or "display:none" in style or "visibility:hidden" in style


def _zone(tag: str, values: dict[str, str]) -> str:
    if tag in _NEVER_ZONED:
        return "article" if tag in ("article", "main") else ""
    named = _named_zone(" ".join(values.get(name, "") for name in ("class", "id", "role", "itemprop")))
    if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return "title" if named == "title" or tag == "h1" else "heading"
    by_tag = tags().zones.get(tag, "")
    return named if named and by_tag in ("", "list", "header", "byline", "notice") else by_tag or named


def _named_zone(names: str) -> str:
    if names.isspace():
        return ""
    words = [w for w in _SPLIT.split(_CAMEL.sub(" ", names).lower()) if w]
    parts = {*words, *(p for w in words for p in w.split("-"))}
    # A part's own name comes last in a compound: "article-share" shares, "share-article" too; the whole word decides.
    return next((zone for zone, known in _zone_words() if not known.isdisjoint(parts)), "")


@functools.cache
def _zone_words() -> tuple[tuple[str, frozenset[str]], ...]:
    zones: dict[str, Any] = load_yaml("documents.yaml")["zones"]
    return tuple((zone, frozenset(words)) for zone, words in zones.items())


def settle_zones(page: Page, weights: list[int]) -> None:
    """Give each block its zone: the outermost furniture it lies in, unless that holds the greater part of the text.

    `weights` are words of running text per block.
    """
    totals, counts = _sums(page, weights), _sums(page, [weight > 0 for weight in weights])
    inherited = _inherit(page, totals, counts)
    for block in page.blocks:
        block.zone = inherited[block.cell]


def main_cell(page: Page, weights: list[int]) -> list[bool]:
    """Tell for each block whether it lies in the element that holds the article's text.

    From the root down, follow the child that holds four fifths of the running text; stop where no child does.
    """
    totals = _sums(page, [0 if b.zone in _INHERITED else w for b, w in zip(page.blocks, weights, strict=True)])
    chosen = _descend(page.parents, totals)
    inside = [False] * len(page.parents)
    inside[chosen] = True
    for element in range(chosen + 1, len(inside)):
        inside[element] = inside[page.parents[element]]
    return [inside[block.cell] for block in page.blocks]


def _sums(page: Page, weights: Sequence[int]) -> list[int]:
    """For each element the sum over the blocks in it."""
    totals = [0] * len(page.parents)
    for block, weight in zip(page.blocks, weights, strict=True):
        totals[block.cell] += weight
    for element in range(len(totals) - 1, 0, -1):
        totals[page.parents[element]] += totals[element]
    return totals


def _inherit(page: Page, totals: list[int], counts: list[int]) -> list[str]:
    whole, apart = totals[0], _apart_from(page.parents, _named_article(page, totals))
    inherited = [""] * len(page.parents)
    for element in range(1, len(page.parents)):
        above, own = inherited[page.parents[element]], page.zones[element]
        heavy = own in _INHERITED and whole and _is_article(totals[element], counts[element], whole, own)
        if heavy and not apart[element]:
            own = ""
        inherited[element] = above if above in _INHERITED else own or ("" if above == "header" else above)
    return inherited


def _named_article(page: Page, totals: list[int]) -> int:
    """The largest element that is called an article and has text enough to be one; 0 if there is none."""
    enough = max(_ARTICLE, totals[0] // 3)
    named = [e for e, zone in enumerate(page.zones) if zone == "article" and totals[e] >= enough]
    return max(named, key=lambda e: (totals[e], -e), default=0)


def _apart_from(parents: list[int], article: int) -> list[bool]:
    """For each element whether it neither holds the article nor lies in it; nowhere if there is no article (0)."""
    apart = [article > 0] * len(parents)
    for element in range(article + 1, len(parents)):
        apart[element] = article > 0 and parents[element] != article and apart[parents[element]]
    while article > 0:
        apart[article] = False
        article = parents[article]
    apart[0] = False
    return apart


def _is_article(words: int, paragraphs: int, whole: int, zone: str) -> bool:
    """Half of a page's text, or several long paragraphs, are no furniture, whatever the element is called."""
    return words > 0.5 * whole or (
        zone != "comment" and paragraphs >= 2 and words >= 35 * paragraphs and words > 0.15 * whole
    )


def _descend(parents: list[int], totals: list[int]) -> int:
    heaviest = [-1] * len(parents)
    for element in range(1, len(parents)):
        above = parents[element]
        if heaviest[above] < 0 or totals[element] > totals[heaviest[above]]:
            heaviest[above] = element
    here = 0
    while heaviest[here] >= 0 and totals[here] and totals[heaviest[here]] >= 0.8 * totals[here]:
        here = heaviest[here]
    return parents[here] if here and not totals[here] else here
