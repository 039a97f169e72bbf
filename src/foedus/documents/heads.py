"""What stands around an article's text: title, byline, outlet, agency, and the dateline before its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from foedus.documents.blocks import Block
from foedus.documents.cues import Look, agencies, load_cues
from foedus.documents.dates import find_dates

_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-ÞА-ЯЁ][^\W\d_]*(?:[ /’'.-]{1,2}[^\W\d_]+){0,4})"
    r"(?:\s?,\s(?P<date>[^()/–—]{2,28}?))?\s?"
    r"(?:\((?P<round>[^()]{2,32})\)\s?(?:[-–—:.]{1,2}|$)|[.,]?\s?/(?P<slashed>[^/()]{2,28})/[.,]?\s?[-–—]?"
    r"|[.,]?\s(?P<dash>[-–—]{1,2})\s(?:(?P<named>[^\W\d_][\w «»-]{1,20}?)[.:]\s)?)\s*"
)
_PREFIX = re.compile(r"^[^\W\d_]{2,12}\s?:?\s+")
_EDGE = " \t|·•–—-,;:/()"
_BORDER = re.compile(r"\s+[|—–»·-]\s+|\s*::\s*")
_SUFFIX = re.compile(r"\s+[|—–»:·-]\s+(?P<outlet>[^|—–»·]{2,60})$")
_OWNER = re.compile(r"(?:©|\(c\))\s?(?:\d{4}(?:\s?[–-]\s?\d{4})?)?,?\s?(?P<outlet>[^.,|©\n]{2,50})", re.I)


class Head(NamedTuple):
    """What a reader sees above an article; None = not given."""

    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    agency: str | None = None


def find_title(blocks: Sequence[Block], looks: Sequence[Look], known: str | None) -> int | None:
    """Mark the title's blocks and return the last of them (the one beside the text); `known` is title by metadata."""
    first = next((i for i, b in enumerate(blocks) if b.main), len(blocks))
    wanted = _titles(known) if known else set()
    same = [i for i, b in enumerate(blocks[: first + 2]) if _folded(b.text) in wanted]
    if not same:
        same = _by_zone(blocks, first) or ([] if known else _by_place(blocks, looks, first))
    if not same:
        return None
    title = _folded(blocks[same[-1]].text)
    for i, block in enumerate(blocks[: first + 2]):
        if i in same or _folded(block.text) == title:
            block.kind, block.main = "title", False
    return same[-1]


def _titles(known: str) -> set[str]:
    """The title as metadata have it, and what is left of it without the outlet's name."""
    parts = {_folded(part) for part in _BORDER.split(known)}
    return {_folded(known)} | {part for part in parts if part.count(" ") >= 2}


def _folded(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .")


def _by_zone(blocks: Sequence[Block], first: int) -> list[int]:
    return [i for i, b in enumerate(blocks[: first + 1]) if b.zone == "title"][:1]


def _by_place(blocks: Sequence[Block], looks: Sequence[Look], first: int) -> list[int]:
    """The first line of three words or more above the text, or the text's own first line if that is a headline."""
    start = 0
    for i in range(min(first, len(blocks))):
        if blocks[i].kind == "menu" and blocks[i].text[:1] in "•*·-–—":
            start = i + 1
    above = [i for i in range(start, min(first, len(blocks))) if blocks[i].kind == "heading"]
    if above:
        long = [i for i in above if len(looks[i].words) >= 3] or above
        quiet = [i for i in long if _shouted(blocks[i].text) < 0.4]
        # A masthead in capitals above a headline that is not.
        return quiet[:1] if quiet and _shouted(blocks[long[0]].text) > 0.5 else long[:1]
    return [first] if _is_headline(blocks, looks, first) else []


def _shouted(text: str) -> float:
    letters = [c for c in text if c.isalpha()]
    return sum(map(str.isupper, letters)) / max(len(letters), 1)


def _is_headline(blocks: Sequence[Block], looks: Sequence[Look], first: int) -> bool:
    """A short first paragraph above a byline or date, or without a finite verb above longer ones."""
    others = [len(k.words) for b, k in zip(blocks[first + 1 :], looks[first + 1 :], strict=False) if b.main]
    size = len(looks[first].words) if first < len(blocks) else 99
    if others and size <= 20 and blocks[first + 1].kind in ("byline", "dateline"):
        return True
    return len(others) >= 2 and size <= 20 and sum(others) / len(others) >= 2 * size and _is_verbless(looks[first])


def _is_verbless(look: Look) -> bool:
    return load_cues().finite.isdisjoint(look.words)


def find_byline(blocks: Sequence[Block]) -> str | None:
    """Return who wrote it, from the first line that says so, without its date and the word "by"."""
    for block in blocks:
        if block.kind == "byline" and len(block.text) <= 120:
            text = block.text
            for date in reversed(list(find_dates(text))):
                text = text[: date.start] + "|" + text[date.end :]
            text = next((piece for part in re.split(r"[|·•]", text) if (piece := _without_weekday(part))), "")
            name = _PREFIX.sub("", text, count=1).strip(_EDGE)
            if name and not name[0].isdigit():
                return name
    return None


def _without_weekday(text: str) -> str:
    words = text.strip(_EDGE).split()
    while words and words[-1].strip(_EDGE).lower() in load_cues().weekdays:
        words.pop()
    return " ".join(words).strip(_EDGE)


def find_outlet(blocks: Sequence[Block], page_title: str | None, title: str | None) -> str | None:
    """Return the outlet's name: after the title in the page's title, beside the date, or in the copyright line."""
    if page_title and title and _folded(page_title) != _folded(title):
        parts = [part.strip() for part in _BORDER.split(page_title)]
        if len(parts) > 1 and _folded(title) in map(_folded, parts):
            return next((p for p in (parts[-1], parts[0]) if _folded(p) != _folded(title)), None)
        match = _SUFFIX.search(page_title)
        if match and _folded(title) in _folded(page_title):
            return match["outlet"].strip()
    for block in blocks:
        if (
            block.kind in ("byline", "dateline")
            and re.search(r"\s[|·]\s", block.text)
            and next(find_dates(block.text), None)
        ):
            pieces = [p.strip() for p in re.split(r"\s[|·]\s", block.text)]
            named = [p for p in pieces if p and not next(find_dates(p), None)]
            if named:
                return _PREFIX.sub("", named[-1]) if ":" in named[-1] else named[-1]
    owners = (m["outlet"].strip() for b in blocks if b.kind == "notice" and (m := _OWNER.search(b.text)))
    return next((o for o in owners if o), None)


class Dateline(NamedTuple):
    """The opening of a first paragraph like "YEREVAN, 13 Sept (AFP) –": its length, and the agency it names."""

    length: int
    agency: str | None


def find_dateline(text: str) -> Dateline | None:
    """Recognise a dateline: a place in capitals or an agency is what tells it from a sentence.

    >>> find_dateline("BAKU, September 13. /Trend/. The ministry said").length
    29
    >>> find_dateline("MOSCOW (Reuters) - Two people").agency
    'Reuters'
    >>> find_dateline("Armenia (and others) - said") is None
    True
    """
    match = _DATELINE.match(text[:140])
    if not match or match.end() == 0:
        return None
    named = (match["round"] or match["slashed"] or match["named"] or "").strip()
    agency = agencies().get(named.lower())
    shouted = match["place"].isupper() and len(match["place"]) > 2
    if not agency and not shouted:
        return None
    if match["dash"] and not match["named"] and not match["date"] and len(match["place"].split()) > 3:
        return None
    return Dateline(match.end(), agency or (named if match["round"] or match["slashed"] else None))
