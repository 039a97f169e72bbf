"""Counts of people and things: digits and words, bounds, ranges, vague words; never ages, dates or calibres.

What is never counted is told by the words around a number (`not_before`, `not_after` in `numbers.yaml`) and by how it
is joined to them (S-300, 44-day, 00:05, 9/11). "One of the soldiers" is no count; "a soldier" is one.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from foedus.mentions.items import item_words
from foedus.mentions.means import means_words
from foedus.mentions.numerals import Number, NumberTable, known_language, number_table, numerals, read_number
from foedus.mentions.phrases import Phrases
from foedus.mentions.time_words import month_words, time_words
from foedus.mentions.tokens import Tokens, tokenise
from foedus.records import Mention
from foedus.values import Bound, Count

_REACH = 4  # words that may stand between an article and its noun: "a senior Armenian border guard"
_PUNCTUATION = frozenset('.,;:!?()[]«»"“”–—…')


class _Found(NamedTuple):
    last: int
    value: Count


class _Words(NamedTuple):
    table: NumberTable
    gate: frozenset[str]
    before: Phrases[Bound]
    after: Phrases[Bound]
    vague: Phrases[Count]
    zero: Phrases[bool]
    approximate: Phrases[int]
    ones: Phrases[bool]
    half: Phrases[bool]
    not_after: Phrases[bool]
    not_before: frozenset[str]
    months: frozenset[str]
    capitalised: frozenset[str]
    ranges: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def find_counts(tokens: Tokens, lang: str) -> list[Mention]:
    """Find the counts of a passage; the span takes in the bound ("at least 49") but not what is counted.

    >>> from foedus.mentions.tokens import tokenise
    >>> [(m.text, m.count.low, m.count.high) for m in find_counts(tokenise("At least 49 soldiers, no tanks"), "en")]
    [('At least 49', 49.0, None), ('no', 0.0, 0.0)]
    """
    words = _words(known_language(lang))
    found, index, stop = [], 0, len(tokens.words)
    while index < stop:
        word = tokens.words[index]
        hit = _count_at(tokens, index, stop, words, lang) if word in words.gate or word[0].isdigit() else None
        if hit is None:
            index += 1
            continue
        found.append(_mention(tokens, index, hit))
        index = hit.last
    return found


@functools.cache
def _words(lang: str) -> _Words:
    table = number_table(lang)
    before = Phrases((say, _bound(b)) for b, says in table.before.items() for say in says)
    vague = Phrases((say, _vague(v.low, v.high)) for v in table.vague for say in v.say)
    zero = Phrases([(say, False) for say in table.zero] + [(say, True) for say in table.zero_alone])
    approximate = Phrases((say, value) for value, says in table.approximate.items() for say in says)
    ones = Phrases((say, True) for say in (*table.articles, *table.ones))
    range_starts = frozenset(p.split()[0] for p in table.ranges if not p.startswith("{"))
    gate = before.first_words() | vague.first_words() | zero.first_words() | approximate.first_words()
    gate |= ones.first_words() | numerals(lang).first | range_starts
    return _Words(
        table=table,
        gate=gate | frozenset(table.noun_first),
        before=before,
        after=Phrases((say, _bound(b)) for b, says in table.after.items() for say in says),
        vague=vague,
        zero=zero,
        approximate=approximate,
        ones=ones,
        half=Phrases((say, True) for say in table.half),
        not_after=Phrases((say, True) for say in table.not_after),
        not_before=frozenset(word for say in table.not_before for word in tokenise(say).words[-1:]),
        months=month_words(lang),
        capitalised=frozenset(time_words(lang).table.capitalised),
        ranges=tuple(_range(p) for p in table.ranges),
    )


def _bound(name: str) -> Bound:
    bounds: dict[str, Bound] = {
        "exact": "exact", "at_least": "at_least", "more_than": "more_than",
        "about": "about", "up_to": "up_to", "less_than": "less_than",
    }  # fmt: skip
    return bounds[name]


def _vague(low: int, high: int) -> Count:
    return Count(low=float(low), high=float(high), bound="about", vague=True)


def _range(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    start, _, rest = pattern.partition("{a}")
    return tuple(start.split()), tuple(rest.partition("{b}")[0].split())


def _mention(tokens: Tokens, index: int, hit: _Found) -> Mention:
    start, end = tokens.starts[index], tokens.ends[hit.last - 1]
    return Mention(kind="count", start=start, end=end, text=tokens.text[start:end], count=hit.value)


def _count_at(tokens: Tokens, index: int, stop: int, words: _Words, lang: str) -> _Found | None:
    bounded = words.before.match_at(tokens.words, index, stop)
    if bounded and bounded[0] < stop:
        hit = _value_at(tokens, bounded[0], stop, words, lang, bounded[1][0])
        if hit is not None:
            return hit
    return _value_at(tokens, index, stop, words, lang, None)


def _value_at(
    tokens: Tokens, index: int, stop: int, words: _Words, lang: str, bound: Bound | None
) -> _Found | None:  # fmt: skip
    spoken = tokens.words
    vague = words.vague.match_at(spoken, index, stop)
    if vague and bound is None:
        return None if _is_measure(tokens, vague[0], stop, words) else _Found(vague[0], vague[1][0])
    zero = words.zero.match_at(spoken, index, stop) if bound is None else None
    if zero:
        return _zero(tokens, index, zero[0], zero[1][0], stop, words, lang)
    return (
        _range_at(tokens, index, stop, words, lang)
        or _approximate(tokens, index, stop, words, bound)
        or _number(tokens, index, stop, words, lang, bound)
        or _one(tokens, index, stop, words, lang, bound)
        or _noun_first(tokens, index, stop, words, lang)
    )


def _zero(
    tokens: Tokens, index: int, last: int, alone: bool, stop: int, words: _Words, lang: str
) -> _Found | None:  # fmt: skip
    counted = alone or _noun_within(tokens, last, stop, words, lang) or _noun_before(tokens, index, lang)
    return _Found(last, Count(low=0.0, high=0.0)) if counted else None


def _range_at(tokens: Tokens, index: int, stop: int, words: _Words, lang: str) -> _Found | None:
    for opening, middle in words.ranges:
        first = index + len(opening)
        if opening and tuple(tokens.words[index:first]) != opening:
            continue
        if not opening and index and tokens.words[index - 1] in words.table.range_not_after:
            continue
        low = read_number(tokens, first, stop, lang) if first < stop else None
        if low is None or tuple(tokens.words[low.last : low.last + len(middle)]) != middle:
            continue
        second = low.last + len(middle)
        high = read_number(tokens, second, stop, lang) if second < stop else None
        hit = _between(tokens, first, low, high, stop, words, lang) if high else None
        if hit:
            return hit
    return None


def _between(
    tokens: Tokens, index: int, low: Number, high: Number | None, stop: int, words: _Words, lang: str
) -> _Found | None:  # fmt: skip
    if high is None:
        return None
    bottom, top = low.value, high.value
    if bottom < top / 100 and bottom < 1000 <= top:  # "20 to 30 thousand"
        bottom *= 1000 if top < 1_000_000 else 1_000_000
    if not 0 < bottom < top or not _is_counted(tokens, index, high, stop, words, lang):
        return None
    return _Found(high.last, Count(low=bottom, high=top, bound="about"))


def _approximate(tokens: Tokens, index: int, stop: int, words: _Words, bound: Bound | None) -> _Found | None:
    """Read "a dozen", "une quarantaine", "a hundred": an article may stand before."""
    found = words.approximate.match_at(tokens.words, index, stop)
    article = None if found else words.ones.match_at(tokens.words, index, stop)
    if article and article[0] < stop:
        found = words.approximate.match_at(tokens.words, article[0], stop)
    if not found or _is_measure(tokens, found[0], stop, words):
        return None
    value = float(found[1][0])
    return _Found(found[0], _count(value, bound or "about"))


def _number(
    tokens: Tokens, index: int, stop: int, words: _Words, lang: str, bound: Bound | None
) -> _Found | None:  # fmt: skip
    first = index
    if tokens.words[index] in words.table.articles and index + 1 < stop:  # "a hundred", "a further 12"
        scaled = numerals(lang).words.match_at(tokens.words, index + 1, stop)
        first = index + 1 if scaled and scaled[1][0][0] == "scale" else index
    number = read_number(tokens, first, stop, lang)
    if number is None or not _is_counted(tokens, first, number, stop, words, lang):
        return None
    if number.value == 1 and not number.digits and first == index:
        return None  # _one looks for its noun
    value, last = number.value, number.last
    dozens = words.approximate.match_at(tokens.words, last, stop) if value < 100 else None
    if dozens and dozens[0] == last + 1 and dozens[1][0] in (10, 12):
        return _Found(dozens[0], _count(value * dozens[1][0], bound or "about"))
    if value != int(value):
        return None
    half = words.half.match_at(tokens.words, last, stop) if value >= 1000 and last < stop else None
    if half:
        last, value = half[0], value + next(scale for scale in (10**9, 10**6, 10**3) if value >= scale) / 2
    return _Found(last, _count(value, bound or _bound_after(tokens, last, stop, words)))


def _one(
    tokens: Tokens, index: int, stop: int, words: _Words, lang: str, bound: Bound | None
) -> _Found | None:  # fmt: skip
    found = words.ones.match_at(tokens.words, index, stop)
    if not found or not _noun_within(tokens, found[0], stop, words, lang) or _is_joined(tokens, index, found[0], words):
        return None
    return _Found(found[0], _count(1.0, bound or _bound_after(tokens, found[0], stop, words)))


def _noun_first(tokens: Tokens, index: int, stop: int, words: _Words, lang: str) -> _Found | None:
    """Read the Russian inversion that means "about": человек двадцать."""
    if tokens.words[index] not in words.table.noun_first or index + 1 >= stop:
        return None
    number = read_number(tokens, index + 1, stop, lang)
    if number is None or number.digits or not _is_counted(tokens, index + 1, number, stop, words, lang):
        return None
    return _Found(number.last, _count(number.value, "about"))


def _count(value: float, bound: Bound | None) -> Count:
    if bound in ("at_least", "more_than"):
        return Count(low=value, high=None, bound=bound)
    if bound in ("up_to", "less_than"):
        return Count(low=None, high=value, bound=bound)
    return Count(low=value, high=value, bound=bound or "exact")


def _bound_after(tokens: Tokens, last: int, stop: int, words: _Words) -> Bound | None:
    for index in range(last, min(last + 3, stop)):
        found = words.after.match_at(tokens.words, index, stop)
        if found:
            return found[1][0]
        if tokens.words[index] in _PUNCTUATION or tokens.words[index] in words.table.breaks:
            return None
    return None


def _is_counted(tokens: Tokens, index: int, number: Number, stop: int, words: _Words, lang: str) -> bool:
    """Tell whether a number counts something, from what stands around it."""
    before = tokens.words[index - 1] if index else ""
    if before == "." and index > 1:
        before = tokens.words[index - 2] if tokens.words[index - 2] in ("art", "no", "nr", "ст", "п", "par") else before
    if before in words.not_before or _is_joined(tokens, index, number.last, words):
        return False
    if _is_measure(tokens, number.last, stop, words) or not number.digits:
        return not _is_measure(tokens, number.last, stop, words)
    return not _is_date(tokens, index, number, stop, words, lang)


def _is_measure(tokens: Tokens, last: int, stop: int, words: _Words) -> bool:
    return last < stop and words.not_after.match_at(tokens.words, last, stop) is not None


def _is_date(tokens: Tokens, index: int, number: Number, stop: int, words: _Words, lang: str) -> bool:
    spoken = tokens.words
    before = spoken[index - 1] if index else ""
    after = spoken[number.last] if number.last < stop else ""
    if number.value <= 31 and (_is_month(tokens, number.last, words) if after else False):
        return True
    if before and index and number.value <= 2100 and _is_month(tokens, index - 1, words):
        return True
    if number.last == index + 1 and len(spoken[index]) == 4 and 1900 <= number.value <= 2099:
        return before in words.table.breaks or not _noun_within(tokens, number.last, stop, words, lang)
    # ", 34," after a name is an age
    return before == after == "," and number.value < 110 and number.last == index + 1


def _is_month(tokens: Tokens, index: int, words: _Words) -> bool:
    word = tokens.words[index]
    return word in words.months and (word not in words.capitalised or tokens.is_capitalised(index))


def _is_joined(tokens: Tokens, first: int, last: int, words: _Words) -> bool:
    """Tell whether a number is part of a longer word or sign: S-300, 44-day, 00:05, 9/11, 3:0."""
    spoken = tokens.words
    if first > 1 and spoken[first - 1] in "-‑/:" and tokens.ends[first - 2] == tokens.starts[first] - 1:
        return True
    if last + 1 >= len(spoken) or spoken[last] not in "-‑/:" or tokens.ends[last - 1] != tokens.starts[last]:
        return False
    if tokens.ends[last] != tokens.starts[last + 1] or (spoken[last] == ":" and not spoken[last + 1][0].isdigit()):
        return False
    return not any(spoken[last + 1].startswith(j.rstrip("*")) for j in words.table.joined)


def _noun_within(tokens: Tokens, index: int, stop: int, words: _Words, lang: str) -> bool:
    """Tell whether a countable noun follows within a few words, with nothing that ends the noun phrase between."""
    for position in range(index, min(index + _REACH, stop)):
        word = tokens.words[position]
        if item_words(lang).match_at(tokens.words, position, stop) or means_words(lang).match_at(
            tokens.words, position, stop
        ):
            return True
        if word in words.table.breaks or word in _PUNCTUATION:
            return False
    return False


def _noun_before(tokens: Tokens, index: int, lang: str) -> bool:
    return any(item_words(lang).match_at(tokens.words, i, index) for i in range(max(0, index - 2), index))
