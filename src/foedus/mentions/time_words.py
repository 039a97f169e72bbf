"""The words of time of one language and the grammar over them, as read from `resources/lang/<xx>/times.yaml`.

The lexical layer: every word or number that can be part of a time becomes a symbol with a value (`month` 9, `weekday`
1, `day` 13, `clock` 0:05 ...). `time_grammar` joins symbols to phrases, `time_values` says what a phrase means.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, convert

from foedus.mentions.numerals import known_language, read_number
from foedus.mentions.phrases import Phrases
from foedus.mentions.time_grammar import Chart, Rules, compile_rules
from foedus.mentions.tokens import Tokens
from foedus.resources import load_yaml

_H_CLOCK = re.compile(r"(\d{1,2})h(\d{2})?$")
_DAY_SUFFIX = re.compile(r"(\d{1,2})([^\W\d_]{1,4})$")
_DECADE = re.compile(r"(1[89]\d|20\d)0s$")
_AM_PM = re.compile(r"(\d{1,2})(am|pm)$")


class TimeTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`times.yaml`: words by value, and rules by layer: what a rule makes → the phrases that say it."""

    months: dict[int, tuple[str, ...]]
    weekdays: dict[int, tuple[str, ...]]
    days: dict[int, tuple[str, ...]] = {}
    day_suffixes: tuple[str, ...] = ()
    capitalised: tuple[str, ...] = ()
    relative: dict[int, tuple[str, ...]] = {}
    parts: dict[str, tuple[str, ...]] = {}
    seasons: dict[str, tuple[str, ...]] = {}
    units: dict[str, tuple[str, ...]] = {}
    zones: dict[str, tuple[str, ...]] = {}
    eras: dict[str, tuple[str, ...]] = {}
    noon: dict[int, tuple[str, ...]] = {}
    future_after: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    atoms: dict[str, tuple[str, ...]] = {}
    moments: dict[str, tuple[str, ...]] = {}
    spans: dict[str, tuple[str, ...]] = {}


class TimeWords(NamedTuple):
    """A compiled table: single words, longer phrases, and the rules in three layers."""

    lang: str
    table: TimeTable
    words: dict[str, tuple[tuple[str, object], ...]]
    phrases: Phrases[tuple[str, object]]
    phrase_first: frozenset[str]
    layers: tuple[Rules, Rules, Rules]


@functools.cache
def time_words(lang: str) -> TimeWords:
    """Return the compiled time words of a language."""
    base = known_language(lang)
    table = convert(load_yaml(f"lang/{base}/times.yaml"), TimeTable, strict=False)
    entries = list(_entries(table))
    phrases = Phrases(entries)
    layers = (compile_rules(table.atoms), compile_rules(table.moments), compile_rules(table.spans))
    return TimeWords(base, table, {}, phrases, phrases.first_words(), layers)


@functools.cache
def month_words(lang: str) -> frozenset[str]:
    """Return the month names of a language, abbreviations too, as single words."""
    table = time_words(lang).table
    expanded = Phrases((say, value) for value, says in table.months.items() for say in says)
    return expanded.first_words()


def _entries(table: TimeTable) -> Iterator[tuple[str, tuple[str, object]]]:
    by_number = (
        ("month", table.months), ("weekday", table.weekdays), ("day", table.days), ("rel", table.relative),
        ("noon", table.noon),
    )  # fmt: skip
    by_name = (
        ("part", table.parts), ("season", table.seasons), ("unit", table.units), ("zone", table.zones),
        ("era", table.eras),
    )  # fmt: skip
    for kind, numbers in by_number:
        yield from ((say, (kind, value)) for value, says in numbers.items() for say in says)
    for kind, names in by_name:
        yield from ((say, (kind, value)) for value, says in names.items() for say in says)


def read_symbols(tokens: Tokens, words: TimeWords) -> Chart:
    """Return the lexical chart of a passage: for a word, the symbols that begin there."""
    chart: Chart = {}
    spoken, stop = tokens.words, len(tokens.words)
    for index, word in enumerate(spoken):
        if word[0].isdigit():
            symbols = _number_symbols(tokens, index, stop, words)
            if symbols:
                chart[index] = symbols
        elif word in words.phrase_first:
            found = words.phrases.match_at(spoken, index, stop)
            if found and _is_written_right(tokens, index, words):
                chart.setdefault(index, []).extend((kind, found[0], value) for kind, value in found[1])
    return _with_number_words(tokens, chart, words)


def _with_number_words(tokens: Tokens, chart: Chart, words: TimeWords) -> Chart:
    """Add number words, but only where a unit, a part of the day or a month stands near: they are frequent."""
    near = {
        i + shift
        for i, symbols in chart.items()
        if symbols[0][0] in ("unit", "part", "month", "day", "noon")
        for shift in (-5, -4, -3, -2, -1)
    }
    for index in sorted(near):
        if index < 0 or tokens.words[index][0].isdigit():
            continue
        number = read_number(tokens, index, len(tokens.words), words.lang)
        if number and 0 < number.value <= 400 and number.value == int(number.value):
            chart.setdefault(index, []).append(("n", number.last, int(number.value)))
    return chart


def _is_written_right(tokens: Tokens, index: int, words: TimeWords) -> bool:
    """Refuse "may" and "march" in small letters."""
    return tokens.words[index] not in words.table.capitalised or tokens.is_capitalised(index)


def _number_symbols(tokens: Tokens, index: int, stop: int, words: TimeWords) -> list[tuple[str, int, object]]:
    spoken, word = tokens.words, tokens.words[index]
    if word.isascii() and word.isdigit():
        return _digit_symbols(tokens, index, stop, words)
    date = _dotted_date(word)
    if date:
        return [("date", index + 1, date)]
    clock = _H_CLOCK.match(word)
    if clock and int(clock[1]) <= 24 and int(clock[2] or 0) < 60:
        return [("clock", index + 1, (int(clock[1]) % 24, int(clock[2] or 0)))]
    suffixed = _DAY_SUFFIX.match(word)
    if suffixed and suffixed[2] in words.table.day_suffixes and 1 <= int(suffixed[1]) <= 31:
        return [("day", index + 1, int(suffixed[1])), ("ordinal", index + 1, int(suffixed[1]))]
    twelve = _AM_PM.match(word)
    if twelve and 1 <= int(twelve[1]) <= 12:
        return [("clock", index + 1, (int(twelve[1]) % 12 + (12 if twelve[2] == "pm" else 0), 0))]
    if _DECADE.match(word):
        return [("decade", index + 1, int(spoken[index][:4]))]
    parts = word.split(".")
    is_pair = len(parts) == 2 and all(p.isascii() and p.isdigit() and len(p) == 2 for p in parts)
    if is_pair and int(parts[0]) < 24 and int(parts[1]) < 60:
        return [("dotclock", index + 1, (int(parts[0]), int(parts[1])))]
    return []


def _digit_symbols(tokens: Tokens, index: int, stop: int, words: TimeWords) -> list[tuple[str, int, object]]:
    spoken, word, value = tokens.words, tokens.words[index], int(tokens.words[index][:9])
    signs: list[tuple[str, int, object]] = []
    if len(word) <= 2 and index + 2 < stop and spoken[index + 1] == ":" and _touch(tokens, index, 3):
        minutes = spoken[index + 2]
        if value <= 24 and len(minutes) == 2 and minutes.isascii() and minutes.isdigit() and int(minutes) < 60:
            return [("clock", index + 3, (value % 24, int(minutes)))]
        attached = _AM_PM.match(minutes)
        if attached and value <= 12 and len(attached[1]) == 2 and int(attached[1]) < 60:
            return [("clock", index + 3, (value % 12 + (12 if attached[2] == "pm" else 0), int(attached[1])))]
    dashed = _dashed_date(tokens, index, stop)
    if dashed:
        return [("date", index + 5, dashed)]
    if index and spoken[index - 1] == ":" and _touch(tokens, index - 1, 2):
        return []
    if len(word) <= 2 and 1 <= value <= 31:
        signs.append(("day", index + 1, value))
        if index + 2 < stop and spoken[index + 1] == "-" and spoken[index + 2] in words.table.day_suffixes:
            signs += [("day", index + 3, value), ("ordinal", index + 3, value)]
    if len(word) == 4 and 1500 <= value <= 2100:
        signs.append(("year", index + 1, value))
        if index + 2 < stop and spoken[index + 1] == "-" and spoken[index + 2] in ("х", "e", "er") and value % 10 == 0:
            signs.append(("decade", index + 3, value))
    if len(word) == 4 and value // 100 < 24 and value % 100 < 60:
        signs.append(("hhmm", index + 1, (value // 100, value % 100)))
    if len(word) <= 3:
        signs.append(("n", index + 1, value))
    return signs


def _touch(tokens: Tokens, index: int, count: int) -> bool:
    return all(tokens.ends[i] == tokens.starts[i + 1] for i in range(index, index + count - 1))


def _dotted_date(word: str) -> dt.date | None:
    parts = word.split(".")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    return _date(parts[2], parts[1], parts[0])


def _dashed_date(tokens: Tokens, index: int, stop: int) -> dt.date | None:
    """Read 2022-09-13, 13-09-2022 and 13/09/2022; the order day, month is the one of most of the world."""
    if index + 5 > stop or tokens.words[index + 1] not in "-/‑" or tokens.words[index + 3] != tokens.words[index + 1]:
        return None
    parts = [tokens.words[index], tokens.words[index + 2], tokens.words[index + 4]]
    if not _touch(tokens, index, 5) or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    return _date(parts[2], parts[1], parts[0]) or _date(parts[2], parts[0], parts[1])


def _date(year: str, month: str, day: str) -> dt.date | None:
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    try:
        return dt.date(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))
    except ValueError:
        return None
