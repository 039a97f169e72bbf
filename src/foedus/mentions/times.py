"""Times in a text: dates, weekdays, nights, clock times, spans and relative words, anchored in the publication day.

A clock time comes out with its offset when a zone is told; "local time" and bare clock times leave the day alone and
keep the clock in the mention's `item` (`clock:00:05 local`), so that who knows the place can finish it (`localise`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from foedus.mentions.time_grammar import Chart, Hit, Symbol, apply_rules
from foedus.mentions.time_makers import make_time
from foedus.mentions.time_values import UNKNOWN, Clock, Scene, When
from foedus.mentions.time_words import TimeWords, read_symbols, time_words
from foedus.mentions.tokens import Tokens
from foedus.records import Mention
from foedus.values import Period

_SENTENCE_ENDS = frozenset(".!?…;")
_SUPPRESSED = -1
_YEAR = re.compile(r"19[5-9]\d|20[0-4]\d")


def find_times(
    tokens: Tokens, lang: str, published: str | None, years: tuple[int, ...] = (), told: Period | None = None
) -> list[Mention]:
    """Find the times of a passage; `published` is the ISO day (or time) of publication, None when not known.

    `years` are those that a document without a day of publication names (see `years_of`): a date without a year is of
    the only one, or of the one in which it falls on the weekday told. `told` is the last day that the document told
    before this passage: "the following day" counts from it.

    >>> from foedus.mentions.tokens import tokenise
    >>> found = find_times(tokenise("Shelling resumed on Monday night."), "en", "2022-09-14")
    >>> [(m.text, m.period.start, m.period.basis) for m in found]
    [('Monday night', '2022-09-12', 'relative')]
    """
    words = time_words(lang)
    chart = read_symbols(tokens, words)
    if not chart and not any(word in words.layers[0].first_words for word in tokens.words):
        return []
    reader = _Reader(tokens, words, _day_of(published), years)
    reader.hear(told)
    made: dict[int, Symbol] = {}
    for layer in words.layers:
        for index, symbol in apply_rules(layer, tokens.words, chart, reader.make).items():
            if isinstance(symbol[2], When) and (index not in made or symbol[1] > made[index][1]):
                made[index] = symbol
    return [m for m in _outermost(made, tokens) if m is not None]


def years_of(passages: Sequence[tuple[Tokens, str]]) -> tuple[int, ...]:
    """Return the years that dates without a year may be of, in a document whose day of publication is not known.

    One year where a weekday settles it ("Tuesday, September 19" and a 2023 named anywhere), or where only one is named
    in full dates or at all; else none. A year of the past does not fit the weekday, or is not the only one.
    """
    named = tuple(sorted({int(w) for tokens, _ in passages for w in tokens.words if _YEAR.fullmatch(w)}))
    if not named:
        return ()
    days = [
        (m.period.start[:4], m.text)
        for tokens, lang in passages
        for m in find_times(tokens, lang, None, named)
        if m.period and m.period.start and m.period.precision == 1
    ]
    by_weekday = {year for year, text in days if year not in text}
    settled = by_weekday or {year for year, _ in days}
    return (int(min(settled)),) if len(settled) == 1 else named if len(named) == 1 else ()


def localise(mention: Mention, offset: str) -> Mention:
    """Return a time mention whose local clock time is completed with an offset such as `+04:00`."""
    period, item = mention.period, mention.item or ""
    if period is None or period.start is None or not item.startswith("clock:") or "T" in period.start:
        return mention
    clock = item[6:11]
    return _with_period(mention, Period(
        start=f"{period.start}T{clock}{offset}", end=period.end, precision=period.precision, basis=period.basis,
    ))  # fmt: skip


def _with_period(mention: Mention, period: Period) -> Mention:
    return Mention(
        kind="time", start=mention.start, end=mention.end, text=mention.text, period=period, item=mention.item
    )


def _day_of(published: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


class _Reader:
    """Makes times from phrases, remembering what was read before: times are told in order."""

    def __init__(self, tokens: Tokens, words: TimeWords, published: dt.date | None, years: tuple[int, ...]) -> None:
        self.tokens, self.words, self.published, self.years = tokens, words, published, years
        self.read: list[tuple[int, When]] = []

    def hear(self, told: Period | None) -> None:
        """Take a day told before the passage as the one before its first."""
        day = _day_of(told.start) if told and told.precision == 1 else None
        if told and day:
            self.read.append((-1_000, When(day, _day_of(told.end) or day, told.basis, 1, year_known=False)))

    def make(self, index: int, hit: Hit) -> Symbol | None:
        value = make_time(hit.makes, hit.symbols, self._scene(index))
        if value is None and hit.makes == "date":  # 31 September 2021 is no day, and no month or year either
            return ("none", hit.last, UNKNOWN)
        if value is None or (hit.makes.startswith("day_alone") and not self._closes(hit.last)):
            return None
        if not isinstance(value, When):
            return ("clock", hit.last, value)
        if hit.makes == "none":
            return ("none", hit.last, value)
        if value.start is not None and (value.precision or 5) <= 4 and not value.is_part:
            self.read.append((index, value))
        return ("when", hit.last, value)

    def _scene(self, index: int) -> Scene:
        recent = next((w for i, w in reversed(self.read) if i < index), None)
        previous = next((w for i, w in reversed(self.read) if i < index and w.precision == 1), None)
        before = self.tokens.words[index - 1] if index else ""
        ahead = before in self.words.table.future_after
        return Scene(self.published, ahead, previous, recent, self._stated_in_sentence(index), self.years)

    def _stated_in_sentence(self, index: int) -> When | None:
        for position, when in reversed(self.read):
            if position < index:
                between = self.tokens.words[position:index]
                same = index - position < 40 and not any(word in _SENTENCE_ENDS for word in between)
                stated = when.basis == "stated" and when.year_known and when.precision == 1
                return when if same and stated else None
        return None

    def _closes(self, index: int) -> bool:
        """Tell whether nothing that a bare day number could count follows."""
        words = self.tokens.words
        return index >= len(words) or not words[index][0].isalpha() or words[index] in self.words.table.closes


def _outermost(made: dict[int, Symbol], tokens: Tokens) -> list[Mention | None]:
    found, reached = [], 0
    for index in sorted(made):
        kind, last, when = made[index]
        if index < reached or not isinstance(when, When):
            continue
        reached = last
        last -= tokens.words[last - 1] == "."  # "30 December." at the end of a sentence
        if kind != "none" and when.precision != _SUPPRESSED:
            found.append(_mention(tokens, index, last, when))
    return found


def _mention(tokens: Tokens, first: int, last: int, when: When) -> Mention | None:
    start, end = tokens.starts[first], tokens.ends[last - 1]
    clock = when.clock
    return Mention(
        kind="time",
        start=start,
        end=end,
        text=tokens.text[start:end],
        period=_period(when),
        item=f"clock:{clock[0]:02}:{clock[1]:02}{' local' if clock[2] == 'local' else ''}" if clock else None,
    )


def _period(when: When) -> Period:
    start = when.start.isoformat() if when.start else None
    if start and when.clock and when.clock[2] not in (None, "local"):
        start = f"{start}T{_iso_clock(when.clock)}"
    end = when.end.isoformat() if when.end else None
    basis = when.basis if start or end else "unknown"
    return Period(start=start, end=end, precision=when.precision if start or end else None, basis=basis)


def _iso_clock(clock: Clock) -> str:
    return f"{clock[0]:02}:{clock[1]:02}{clock[2]}"


__all__ = ["Chart", "find_times", "localise"]
