"""Blocks: the stretches of visible text that readers cut and the classifier labels.

A block is a line, a paragraph of hard-wrapped lines, or a block-level element of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from foedus.records import PassageKind

_LINE = re.compile(r"[^\n]+")
_GAP = re.compile(r"\n[^\S\n]*\n")
_TERMINAL = re.compile(r"[.!?…։。](?:[\s\"'”’»)\]]{0,6}|\s?[.»”]{0,3})$")


class Block(Struct):
    """A stretch of text with what its format says of it; `kind` and `main` are the classifier's.

    `zone` is the format's hint (menu, related, comment, notice, caption, byline, title, heading, list, article or "");
    `links` the share of its characters inside links; `cell` the element it lies in; `gap` whether a blank line
    precedes it; `stamp` a machine-readable date beside it; `outside` whether it lies outside the article's element.
    """

    start: int
    end: int
    text: str
    zone: str = ""
    links: float = 0.0
    cell: int = 0
    gap: bool = False
    stamp: str = ""
    outside: bool = False
    kind: PassageKind = "paragraph"
    main: bool = False


class Page(Struct):
    """What a page holds: blocks over `text`, the element tree as parallel lists, metadata by name."""

    text: str = ""
    blocks: list[Block] = []
    parents: list[int] = []
    zones: list[str] = []
    title: str | None = None
    lang: str | None = None
    meta: dict[str, str] = {}
    linked_data: list[str] = []


def is_terminal(text: str) -> bool:
    """Tell whether a line ends as a sentence ends: point, question or exclamation mark, perhaps inside quotes."""
    return _TERMINAL.search(text[-12:]) is not None


def cut_text(text: str) -> list[Block]:
    """Cut plain text into blocks: a line each, hard-wrapped lines joined into paragraphs."""
    lines = [m.span() for m in _LINE.finditer(text) if not text[m.start() : m.end()].isspace()]
    width = max((end - start for start, end in lines), default=0)
    spans = (
        _join_wrapped(text, lines, width) if 40 <= width <= 140 else [(s, e, _gap_before(text, s)) for s, e in lines]
    )
    return [block for start, end, gap in spans if (block := _trimmed(text, start, end, gap)) is not None]


def _gap_before(text: str, start: int) -> bool:
    return start < 2 or (text[start - 1] == "\n" and text[text.rfind("\n", 0, start - 1) + 1 : start - 1].strip() == "")


def _trimmed(text: str, start: int, end: int, gap: bool) -> Block | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    start += piece.index(stripped[0])
    return Block(start, start + len(stripped), stripped, gap=gap)


def _join_wrapped(text: str, lines: list[tuple[int, int]], width: int) -> Iterator[tuple[int, int, bool]]:
    """Lines were wrapped if the next line's first word would not have fit; such runs are one paragraph."""
    index = 0
    while index < len(lines):
        start, end = lines[index]
        while index + 1 < len(lines) and _continues(text, lines[index], lines[index + 1], width):
            index += 1
            end = lines[index][1]
        yield start, end, _gap_before(text, start)
        index += 1


def _continues(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    if following[0] - line[1] != 1 or line[1] - line[0] < 0.55 * width:
        return False
    word = text[following[0] : following[0] + 40].split(None, 1)
    if not word or word[0] in ("-", "*", "•", "–", "—", "#", ">"):
        return False
    full = line[1] - line[0] + 1 + len(word[0]) >= width - 1
    return full or (word[0][0].islower() and not is_terminal(text[line[0] : line[1]]))
