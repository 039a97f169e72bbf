"""Cardinal numbers in digits and words, shared by counts, times and provisions.

Every language writes thousands its own way, and press texts mix the ways, so a separator followed by exactly three
digits is a thousands separator whatever it is, and a decimal one otherwise.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from msgspec import Struct, convert

from foedus.mentions.phrases import Phrases
from foedus.mentions.tokens import Tokens
from foedus.resources import ROOT, load_yaml
from foedus.resources.layers import layers

_SPACES = frozenset({" ", "\u00a0", "\u202f", "\u2009", "'", "’"})


class Glued(Struct, frozen=True, forbid_unknown_fields=True):
    """How a language glues number words together: fünf-und-vierzig, zwei-hundert, drei-tausend."""

    ones_and_tens: str
    hundred: str
    thousand: str


class Vague(Struct, frozen=True, forbid_unknown_fields=True):
    """Words for a number that is not told, with the interval they stand for."""

    low: int
    high: int
    say: tuple[str, ...]


class NumberTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`resources/lang/<xx>/numbers.yaml`, see `resources/lang/en/numbers.yaml` for each field."""

    cardinals: dict[int, tuple[str, ...]]
    scales: dict[int, tuple[str, ...]] = {}
    joins: tuple[str, ...] = ()
    joins_after: int = 0
    vigesimal: bool = False
    glued: Glued | None = None
    half: tuple[str, ...] = ()
    ones: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    approximate: dict[int, tuple[str, ...]] = {}
    vague: tuple[Vague, ...] = ()
    zero: tuple[str, ...] = ()
    zero_alone: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    before: dict[str, tuple[str, ...]] = {}
    after: dict[str, tuple[str, ...]] = {}
    ranges: tuple[str, ...] = ()
    range_not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    noun_first: tuple[str, ...] = ()


class Number(NamedTuple):
    """A number that ends before word `last`."""

    last: int
    value: float
    digits: bool


class Numerals(NamedTuple):
    """The number words of one language, compiled."""

    table: NumberTable
    words: Phrases[tuple[str, int]]
    first: frozenset[str]


def known_language(lang: str) -> str:
    """Return the language whose tables are used for a passage: its own, or English when there are none."""
    base = lang.split("-")[0].lower()
    return base if base in _languages() else "en"


@functools.cache
def _languages() -> frozenset[str]:
    return frozenset(p.parent.name for root in (ROOT, *layers()) for p in (root / "lang").glob("*/numbers.yaml"))


@functools.cache
def number_table(lang: str) -> NumberTable:
    """Return the number words of a language."""
    return convert(load_yaml(f"lang/{known_language(lang)}/numbers.yaml"), NumberTable, strict=False)


@functools.cache
def numerals(lang: str) -> Numerals:
    """Return the compiled number words of a language."""
    table = number_table(lang)
    entries = [(say, ("cardinal", value)) for value, says in table.cardinals.items() for say in says]
    entries += [(word, ("cardinal", value)) for word, value in _glued(table)]
    entries += [(say, ("scale", value)) for value, says in table.scales.items() for say in says]
    words = Phrases(entries)
    return Numerals(table, words, words.first_words())


def _glued(table: NumberTable) -> list[tuple[str, int]]:
    if table.glued is None:
        return []
    ones = {v: says[0] for v, says in table.cardinals.items() if 1 <= v <= 9}
    tens = {v: say for v, says in table.cardinals.items() if v >= 20 and v % 10 == 0 for say in says[:1]}
    below = [(one + table.glued.ones_and_tens + ten, a + b) for a, one in ones.items() for b, ten in tens.items()]
    small = [(says[0], v) for v, says in table.cardinals.items() if v] + below
    hundreds = [(word + table.glued.hundred, v * 100) for v, word in ones.items()]
    full = [(h + s, a + b) for h, a in [*hundreds, (table.glued.hundred, 100)] for s, b in small]
    return below + hundreds + full + [(s + table.glued.thousand, v * 1000) for s, v in small]


def read_number(tokens: Tokens, index: int, stop: int, lang: str) -> Number | None:
    """Read the cardinal number that begins at a word, or return None.

    >>> from foedus.mentions.tokens import tokenise
    >>> [read_number(tokenise(t), 0, len(tokenise(t).words), l).value
    ...  for t, l in (("1 960", "fr"), ("soixante-dix-neuf", "fr"), ("сорока девяти", "ru"), ("6.5 thousand", "en"))]
    [1960.0, 79.0, 49.0, 6500.0]
    """
    compiled = numerals(lang)
    word = tokens.words[index]
    if word[0].isdigit():
        return _read_digits(tokens, index, stop, compiled)
    if word not in compiled.first:
        return None
    return _read_words(tokens.words, index, stop, compiled)


def _read_digits(tokens: Tokens, index: int, stop: int, compiled: Numerals) -> Number | None:
    value = _digits_value(tokens.words[index])
    if value is None:
        return None
    last = index + 1
    if len(tokens.words[index]) <= 3:
        while last < stop and _is_group(tokens, last):
            value = value * 1000 + int(tokens.words[last])
            last += 1
    return _read_scales(tokens.words, last, stop, compiled, value)


def _read_scales(words: list[str], last: int, stop: int, compiled: Numerals, value: float) -> Number:
    while last < stop and words[last] in compiled.first:
        found = compiled.words.match_at(words, last, stop)
        scale = next((v for kind, v in found[1] if kind == "scale" and v >= 1000), None) if found else None
        if found is None or scale is None:
            break
        last, value = found[0], value * scale
    return Number(last, round(value, 6), digits=True)


def _is_group(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    if len(word) != 3 or not word.isascii() or not word.isdigit():
        return False
    return tokens.text[tokens.ends[index - 1] : tokens.starts[index]] in _SPACES


def _digits_value(word: str) -> float | None:
    parts = word.replace(",", ".").split(".")
    if not all(p.isascii() and p.isdigit() for p in parts) or len(word) > 15:
        return None
    if len(parts) == 1:
        return float(word)
    if len(parts[0]) <= 3 and parts[0] != "0" and all(len(p) == 3 for p in parts[1:]):
        return float("".join(parts))
    return float(".".join(parts)) if len(parts) == 2 else None


def _read_words(words: list[str], index: int, stop: int, compiled: Numerals) -> Number | None:
    """Add up number words as long as they go on one number: 60 + 10 + 9, 2 × 100 + 5, 3 × 1000 + 40."""
    total, current, position, read, lowest = 0, 0, index, False, 10**12
    while position < stop:
        start = position if not read else _after_join(words, position, stop, compiled, current, total)
        found = compiled.words.match_at(words, start, stop) if start < stop and words[start] in compiled.first else None
        if found is None:
            break
        kind, value = found[1][0]
        if kind == "cardinal":
            if read and not _goes_on(current, value, compiled.table.vigesimal):
                break
            current += value
        elif value < 1000:
            if current >= value and current % value == 0:
                break
            current = max(current, 1) * value if current < value else current
        elif value < lowest:
            total, current, lowest = total + max(current, 1) * value, 0, value
        else:
            break
        position, read = found[0], True
    return Number(position, float(total + current), digits=False) if read else None


def _after_join(words: list[str], position: int, stop: int, compiled: Numerals, current: int, total: int) -> int:
    table = compiled.table
    if position + 1 >= stop or words[position] not in table.joins:
        return position
    if words[position] != "-" and table.joins_after > 1 and (current or total) < table.joins_after:
        return position
    found = compiled.words.match_at(words, position + 1, stop)
    if found is None or (found[1][0][0] == "scale" and words[position] not in ("-", "de", "d'")):
        return position
    if found[1][0][0] == "cardinal" and not _goes_on(current, found[1][0][1], table.vigesimal):
        return position
    return position + 1


def _goes_on(current: int, value: int, vigesimal: bool) -> bool:
    if value == 0:
        return False
    if current == 0:
        return True
    if value < 10:
        return current % 10 == 0 and (current % 100 == 0 or current % 100 >= 20)
    if value < 100:
        return current % 100 == 0 or (vigesimal and value < 20 and current % 100 in (60, 80))
    return current % 1000 == 0 and value < 1000
