"""Publication dates: which of the dates on a page is the one on which it was published, and how that is known.

Order: what the caller says, what a reader sees beside the title, metadata, the address. Dates of crawls, updates,
comments and other articles are none of them, and a day named in the story is not a publication date.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from foedus.documents.blocks import Block
from foedus.documents.cues import Look, load_cues
from foedus.records import PublishedBasis

_FIRST, _LAST = 1900, 2100
_URL = re.compile(r"(?<!\d)(19\d\d|20\d\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?!\d)")
_URL_PACKED = re.compile(r"[/_-](19\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_TIME = re.compile(
    r"\b\d{1,2}\s?[:h.]\s?\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?|\b(?:gmt|utc|cet|cest|msk|мск|est|edt|uhr|à|at|um|в|г)\b\.?|[+-]\d\d:?\d\d",
    re.I,
)


class Date(NamedTuple):
    """A day written in a text, and where it stands there; `ambiguous` is the other reading of 03/04/2024."""

    start: int
    end: int
    day: str
    ambiguous: str | None = None


class Published(NamedTuple):
    """When a document was published, and how that is known."""

    day: str | None
    basis: PublishedBasis


@functools.cache
def _pattern() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, load_cues().months), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w/.-])(?:(?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?!\d)"
        rf"|(?P<d2>\d{{1,2}})(?P<s2>[-/.])(?P<m2>\d{{1,2}})(?P=s2)(?P<y2>\d{{4}}|\d{{2}}(?![\d:.]))(?!\d)"
        rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|º|\.|-е|-го)?[\s-]{{0,2}}(?:de\s|of\s)?(?P<m3>{months})\.?,?[\s-]{{1,2}}(?:de\s|del\s)?(?P<y3>\d{{4}})"
        rf"|(?P<m4>{months})\.?\s(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y4>\d{{4}}))(?![\d])",
        re.I,
    )


def find_dates(text: str) -> Iterator[Date]:
    """Yield the days written in full, with a year.

    >>> [d.day for d in find_dates("Thu, 13 May 2021, 1er mars 2022, 14 июля 2020 г., 13.09.2022 14:05, Sept. 2, 2021")]
    ['2021-05-13', '2022-03-01', '2020-07-14', '2022-09-13', '2021-09-02']
    """
    months = load_cues().months
    for match in _pattern().finditer(text.replace("\xa0", " ").replace("\u202f", " ")):
        found = match.groupdict()
        form = next(n for n in "1234" if found["m" + n])
        month, day = found["m" + form].lower(), int(found["d" + form])
        year = int(found["y" + form])
        year += 2000 if year < 100 else 0
        number = int(month) if month.isdigit() else months[month]
        first = _day(year, number, day)
        other = _day(year, day, number) if form == "2" and found["s2"] == "/" and day != number else None
        if first or other:
            yield Date(match.start(), match.end(), first or other or "", other if first else None)


def _day(year: int, month: int, day: int) -> str | None:
    if not _FIRST <= year <= _LAST:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def iso_day(stamp: str) -> str | None:
    """Return the day of a machine-readable or written date, None if there is none.

    >>> iso_day("2022-09-13T14:05+04:00"), iso_day("Tue, 13 Sep 2022 10:00 GMT"), iso_day("20220913"), iso_day("soon")
    ('2022-09-13', '2022-09-13', '2022-09-13', None)
    """
    stamp = stamp.strip()[:60]
    packed = re.match(r"(\d{4})(\d\d)(\d\d)(?!\d)", stamp)
    if packed:
        return _day(int(packed[1]), int(packed[2]), int(packed[3]))
    return next((d.day for d in find_dates(stamp.replace("T", " ", 1) if stamp[:4].isdigit() else stamp)), None)


def is_date_line(text: str, words: Sequence[str]) -> bool:
    """Tell whether a short line is a date (with time, weekday) and nothing else."""
    if len(text) > 60 or not any(c.isdigit() for c in text):
        return False
    found = next(find_dates(text), None)
    if found is None:
        return False
    cues = load_cues()
    rest = _TIME.sub(" ", text[: found.start] + " " + text[found.end :])
    return all(
        w in cues.weekdays or w in cues.months for w in (x.strip(".,|·-–—()") for x in rest.lower().split()) if w
    )


def url_day(url: str | None) -> str | None:
    """Return the day in an address like /2022/09/13/ or -20220913."""
    match = url and (_URL.search(url) or _URL_PACKED.search(url))
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def settle(
    *,
    given: str | None,
    visible: Date | None,
    metadata: str | None,
    url: str | None,
    lang: str = "und",
) -> Published:
    """Choose the publication date from the witnesses, best first."""
    if given:
        return Published(given, "given")
    address = url_day(url)
    if visible:
        return Published(_unambiguous(visible, (metadata, address), lang), "visible")
    if metadata:
        return Published(metadata, "metadata")
    return Published(address, "url") if address else Published(None, "unknown")


def _unambiguous(date: Date, witnesses: Iterable[str | None], lang: str) -> str:
    """03/04/2024 is what metadata or address agree with; else the day comes first, but for American pages."""
    if date.ambiguous is None:
        return date.day
    if date.ambiguous in witnesses and date.day not in witnesses:
        return date.ambiguous
    return date.ambiguous if lang.lower() == "en-us" and date.day not in witnesses else date.day


def visible_date(
    blocks: Sequence[Block], looks: Sequence[Look], title: int | None, first: int, last: int
) -> Date | None:
    """Return the date a reader would take for the day of publication.

    `title` is the title's block if known, `first` and `last` the first and last main block. A line that says
    "published" wins, above the text or below; then the dates between title and text, the nearest to the title first;
    then the three lines above the title; then what the page's markup calls a byline.
    """
    beside = title if title is not None else max(first - 7, -1)
    places = [*range(beside + 1, first), *range(beside - 1, max(beside - 4, -1), -1)]
    below = range(last + 1, min(last + 12, len(blocks)))
    marked = [i for i, block in enumerate(blocks[: last + 12]) if block.zone == "byline"]
    close = [i for i in (beside + 1, beside + 2, beside + 3, beside - 1) if title is not None and 0 <= i < first]
    for wanted, where in ((_said, [*places, *below]), (_bare, places), (_short, close), (_bare, marked)):
        for i in where:
            found = wanted(blocks[i], looks[i])
            if found is not None:
                return found
    return None


def _said(block: Block, look: Look) -> Date | None:
    """A date right after a word for publishing, and before any word for updating."""
    if block.kind in ("related", "comment") or len(look.words) > 40:
        return None
    text = block.text
    for date in find_dates(text[:400]):
        before = text[: date.start]
        if _last_cue(before, "published") > _last_cue(before, "updated"):
            return date
    return None


def _bare(block: Block, look: Look) -> Date | None:
    if block.kind in ("related", "comment", "menu", "caption", "notice", "title", "heading") or len(look.words) > 20:
        return None
    for date in find_dates(block.text[:200]):
        if _last_cue(block.text[: date.start], "updated") < 0:
            return date
    stamped = iso_day(block.stamp) if block.stamp and _last_cue(block.text, "updated") < 0 else None
    return Date(0, 0, stamped) if stamped else None


def _short(block: Block, look: Look) -> Date | None:
    """A date in a short line right beside the title, even where the markup calls it a menu."""
    if block.kind == "comment" or len(look.words) > 9 or block.links > 0.5 or look.line:
        return None
    found = next(find_dates(block.text), None)
    return found if found and _last_cue(block.text[: found.start], "updated") < 0 else None


def _last_cue(text: str, name: str) -> int:
    """Where the last cue of a kind stands, by words; -1 if there is none."""
    from foedus.documents.cues import words_of

    words = words_of(text)
    index = load_cues().starts
    places = [
        i
        for i, word in enumerate(words)
        for phrase, kind in index.get(word, ())
        if kind == name and tuple(words[i : i + len(phrase)]) == phrase
    ]
    return places[-1] if places else -1
