"""Which numbers stand in a text, as digits or words: what a claim's counts are held against."""

from __future__ import annotations

import re

from foedus.mentions.counts import find_counts
from foedus.mentions.numerals import read_number
from foedus.mentions.tokens import tokenise

_DIGITS = re.compile(r"\d+(?:[ .,\u00a0\u202f]\d{3})*(?:[.,]\d+)?")


def stated_numbers(text: str, lang: str, one: tuple[str, ...] = ()) -> set[float]:
    """Return every number that a text states, with the bounds of its counts ("dozens" states 24 and 99 or so).

    `one`: endings of verbs that say "one" in a language without articles.

    >>> sorted(stated_numbers("Two tanks and 1,960 men", "en"))
    [2.0, 1960.0]
    """
    tokens = tokenise(text)
    stated = {float(re.sub(r"\D", "", m[0])) for m in _DIGITS.finditer(text)}
    for mention in find_counts(tokens, lang):
        if mention.count:
            stated |= {v for v in (mention.count.low, mention.count.high) if v is not None}
    for index in range(len(tokens.words)):
        if number := read_number(tokens, index, len(tokens.words), lang):
            stated.add(float(number.value))
    if one and any(word.endswith(one) for word in tokens.words):
        stated.add(1.0)
    return stated


def is_stated(value: float, stated: set[float]) -> bool:
    """Tell whether a number is among those stated; "more than 49" may be kept as 50."""
    return not {value, value - 1, value + 1}.isdisjoint(stated)
