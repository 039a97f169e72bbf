"""What can be wrong with a single pattern: brackets, too many phrases, a stem that fits half the dictionary."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, Literal

from foedus.mentions.phrases import spell_out

MOST_PHRASES = 2000
SHORTEST_STEM = 3
_GAP = re.compile(r"~(\d+)")
_TEXT_ONLY = frozenset({"given", "family", "offices", "source", "id", "needs"})  # lists of names, not of patterns
Level = Literal["error", "warning"]


def faults(raw: Any, path: str = "$") -> Iterator[tuple[str, Level, str]]:
    """Yield (path, level, what) for every pattern below a value; lists of strings are patterns."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key not in _TEXT_ONLY:
                yield from faults(value, f"{path}.{key}")
    elif isinstance(raw, list):
        for number, item in enumerate(raw):
            where = f"{path}[{number}]"
            yield from ((where, *f) for f in _of_pattern(item)) if isinstance(item, str) else faults(item, where)


def _of_pattern(pattern: str) -> Iterator[tuple[Level, str]]:
    if len(pattern) == 1:  # a sign as a word
        return
    if not _is_balanced(pattern):
        yield "error", f"'{pattern}' has brackets without their partner"
        return
    number = count_phrases(pattern)
    if number > MOST_PHRASES:
        yield "warning", f"'{pattern[:60]}' spells out {number:,} phrases; a stem (*) may say the same"
        return
    phrases = list(spell_out(pattern))
    if not any(phrase.strip() for phrase in phrases):
        yield "error", "an empty pattern"
    short = sorted(
        {w for p in phrases for w in p.split() if w.endswith("*") and w[0].isalpha() and len(w) <= SHORTEST_STEM}
    )
    if short:
        yield "warning", f"'{pattern[:60]}': the stem {short[0]} begins too many words"


def _is_balanced(pattern: str) -> bool:
    depth = 0
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def count_phrases(pattern: str) -> int:
    """Return how many phrases a pattern stands for, without spelling them out.

    >>> count_phrases("open(s|ed|) (|heavy )fire"), count_phrases("a ~3 b"), count_phrases("tu(é(|e)s|er)")
    (6, 4, 3)
    """
    stack: list[tuple[int, int]] = []
    total, branch = 0, 1  # alternatives before the last bar, phrases of the one being read
    for sign in pattern:
        if sign == "(":
            stack.append((total, branch))
            total, branch = 0, 1
        elif sign == "|" and stack:
            total, branch = total + branch, 1
        elif sign == ")" and stack:
            (outer, before), inner = stack.pop(), total + branch
            total, branch = outer, before * inner
    return (total + branch) * math.prod(int(gap) + 1 for gap in _GAP.findall(pattern))
