"""Pages → blocks with hints. resiliparse (Lexbor) repairs the markup as browsers do and writes it out again, well
nested; one pass over that text then cuts blocks. A tree walk through Python objects would cost ten times as much.

Nothing here recurses: a page nested a million deep is a long list, not a deep stack.
"""

from __future__ import annotations

import html
import re

from foedus.documents.blocks import Block, Page
from foedus.documents.decoding import normalise
from foedus.documents.zones import describe, read_attributes, tags

# Text between tags, or a tag; attributes may hold "<" and ">" inside double quotes, as Lexbor writes them.
_TOKEN = re.compile(r"""([^<]++)|<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"]++|"[^"]*+")*+)>|<!--|<[^>]{0,200}>?""")
# For markup that was not repaired: a tag ends at the next bracket of either kind, so that nothing is scanned twice.
_RAW_TOKEN = re.compile(r"""([^<]++)|<(/?)([a-zA-Z][^\s/<>]*+)([^<>]*+)>?|<!--|<""")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_NOTED = frozenset(("meta", "html", "link", "time"))
_NAMED_DATE = re.compile(r"\b(?:entry-date|post-date|published|pubdate|publish-?date|article-?date)\b", re.I)
_NAMED_UPDATE = re.compile(r"update|modif", re.I)
_FORMATTING = re.compile(r"<(?:font|b|i|em|strong|a|u|s|tt|big|small|code|nobr|strike)[\s>]", re.I)
_MAX_FORMATTING = 20_000


def read_page(markup: str) -> Page:
    """Cut a page's visible text into blocks."""
    from resiliparse.parse.html import HTMLTree

    # Lexbor keeps open formatting elements in a list that it searches for each tag: too many and it is quadratic.
    tangled = sum(1 for _ in _FORMATTING.finditer(markup)) > _MAX_FORMATTING
    if tangled:
        return _Cutter(markup, _RAW_TOKEN).page()
    return _Cutter(str(HTMLTree.parse(markup)), _TOKEN).page()


class _Cutter:
    """One pass over markup; a class because a dozen counters move together."""

    def __init__(self, markup: str, token: re.Pattern[str]) -> None:
        self.markup, self.token, self.tags = markup, token, tags()
        self.result = Page(blocks=[], parents=[-1], zones=[""], meta={}, linked_data=[])
        self.stack: list[tuple[str, int, bool]] = [("", 0, False)]  # tag, element, hidden
        self.open: dict[str, int] = {}
        self.pieces: list[str] = []
        self.chunks: list[str] = []
        self.size = 0
        self.linked = 0
        self.links = 0
        self.cell = 0
        self.gap = False
        self.stamp = ""

    def page(self) -> Page:
        position, markup, match = 0, self.markup, self.token.match
        while position < len(markup):
            found = match(markup, position)
            if found is None:
                break
            position = max(found.end(), position + 1)
            text, closing, tag, attributes = found.groups()
            if text is not None:
                self._text(text)
            elif tag is None:
                position = self._past_comment(found[0], position)
            elif closing:
                self._close(tag.lower())
            else:
                position = self._open(tag.lower(), attributes, position)
        self._flush()
        self.result.text = "".join(self.chunks)
        return self.result

    def _past_comment(self, found: str, position: int) -> int:
        if found == "<!--":
            end = self.markup.find("-->", position)
            return end + 3 if end >= 0 else len(self.markup)
        if found == "<":
            self._text("<")
        return position

    def _text(self, raw: str) -> None:
        if self.stack[-1][2]:
            return
        if raw.isspace() and not self.pieces:
            return
        text = html.unescape(raw) if "&" in raw else raw
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _BLANKS.sub(" ", text)
        if not self.pieces:
            text = text.lstrip(" ")
            if not text:
                return
            self.cell = self.stack[-1][1]
        elif text[0] == " " and self.pieces[-1].endswith(" "):
            text = text[1:]
        if text:
            self.pieces.append(text)
            if self.links:
                self.linked += len(text)

    def _open(self, tag: str, attributes: str, position: int) -> int:
        tags = self.tags
        if tag in _NOTED or "atePublished" in attributes:
            self._note(tag, read_attributes(attributes))
        if tag in tags.raw_text:
            return self._raw(tag, attributes, position)
        if tag == "br":
            self._flush(gap=False)
        elif tag in tags.block:
            self._flush()
        if tag not in tags.void:
            self._push(tag, attributes)
        return position

    def _push(self, tag: str, attributes: str) -> None:
        _, above, hidden = self.stack[-1]
        zone, concealed = describe(tag, attributes) if len(attributes) < 300 else describe.__wrapped__(tag, attributes)
        element = above
        if zone or tag in self.tags.block:
            element = len(self.result.parents)
            self.result.parents.append(above)
            self.result.zones.append(zone)
        self.stack.append((tag, element, hidden or concealed))
        self.open[tag] = self.open.get(tag, 0) + 1
        self.links += tag == "a"

    def _raw(self, tag: str, attributes: str, position: int) -> int:
        """The content of an element that holds no markup: kept for <title> and linked data, else dropped."""
        close = re.compile(rf"</{tag}", re.I).search(self.markup, position)
        end = close.start() if close else len(self.markup)
        content = self.markup[position:end]
        if tag == "title" and self.result.title is None and "svg" not in self.open:
            self.result.title = _BLANKS.sub(" ", html.unescape(content)).strip() or None
        elif tag == "script" and "ld+json" in attributes and len(content) < 1_000_000:
            self.result.linked_data.append(content)
        if not close:
            return end
        bracket = self.markup.find(">", end)
        return bracket + 1 if bracket >= 0 else len(self.markup)

    def _note(self, tag: str, values: dict[str, str]) -> None:
        if tag == "meta" and "content" in values:
            name = values.get("property") or values.get("name") or values.get("itemprop") or ""
            if name:
                self.result.meta.setdefault(name.lower().strip(), values["content"])
        elif tag == "html":
            self.result.lang = values.get("lang") or values.get("xml:lang")
        elif tag == "link" and values.get("rel", "").lower() == "canonical" and values.get("href"):
            self.result.meta.setdefault("canonical", values["href"])
        elif tag == "time" and values.get("datetime"):
            self.stamp = values["datetime"]
            if not _NAMED_UPDATE.search(values.get("class", "") + values.get("itemprop", "")):
                self._note_date(values, values["datetime"])
        elif values.get("itemprop") == "datePublished" or values.get("property", "").endswith("datePublished"):
            self.result.meta.setdefault("itemprop:datepublished", values.get("content") or values.get("datetime") or "")

    def _note_date(self, values: dict[str, str], stamp: str) -> None:
        if values.get("itemprop") == "datePublished":
            self.result.meta.setdefault("itemprop:datepublished", stamp)
        elif "pubdate" in values or _NAMED_DATE.search(values.get("class", "")):
            self.result.meta.setdefault("time:published", stamp)

    def _close(self, tag: str) -> None:
        if tag in self.tags.block:
            self._flush()
        if not self.open.get(tag):
            return
        while len(self.stack) > 1:
            name = self.stack.pop()[0]
            self.open[name] -= 1
            self.links -= name == "a"
            if name == tag:
                return

    def _flush(self, *, gap: bool = True) -> None:
        if not self.pieces:
            self.gap = self.gap or gap
            return
        text = normalise("".join(self.pieces)).strip(" \n")
        linked, stamp = self.linked, self.stamp
        self.pieces, self.linked, self.stamp = [], 0, ""
        self.gap = self.gap or gap
        if not text or text.isspace():
            return
        if self.size:
            separator = "\n\n" if self.gap else "\n"
            self.chunks.append(separator)
            self.size += len(separator)
        share = min(linked / len(text), 1.0)
        block = Block(self.size, self.size + len(text), text, links=share, cell=self.cell, gap=self.gap, stamp=stamp)
        self.result.blocks.append(block)
        self.chunks.append(text)
        self.size += len(text)
        self.gap = False
