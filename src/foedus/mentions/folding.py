"""One spelling for many: names folded across scripts and transliterations, and Russian words freed of their case.

`Djermouk`, `Jermuk` and `Джермук` fold alike; what the rules cannot bridge (Shushi, Chouchi) is an alias in the data.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from anyascii import anyascii

_RULES = (
    (re.compile(r"dsch|dzh|dj"), "j"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"kh|x"), "h"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"y|j(?=[^aeiou]|$)"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_NOT_LETTER = re.compile(r"[^a-z0-9]+")

# What a Russian case ending may stand for in the nominative, longest ending first.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ского", ("ский", "ское", "ск")),
    ("ском", ("ск", "ское", "ский")),
    ("ским", ("ский", "ское")),
    ("ской", ("ская", "ский")),
    ("ому", ("ый", "ое", "ий", "ой")),
    ("ого", ("ый", "ое", "ий", "ой")),
    ("его", ("ий", "ее")),
    ("ами", ("ы", "и", "а")),
    ("ями", ("и",)),
    ("ой", ("а", "ая", "ый")),
    ("ей", ("а", "я", "ея")),
    ("ую", ("ая",)),
    ("ом", ("", "о", "ый", "ое")),
    ("ем", ("", "ь", "й", "е", "о")),
    ("ым", ("ый", "ое", "")),
    ("им", ("ий", "ое", "")),
    ("ью", ("ь",)),
    ("ью", ("ья",)),
    ("ии", ("ия",)),
    ("ию", ("ия",)),
    ("ам", ("ы", "а", "и")),
    ("ах", ("ы", "а", "и")),
    ("ов", ("ы", "")),
    ("ев", ("и", "ы")),
    ("а", ("", "о")),
    ("е", ("", "а", "о", "я", "ь")),
    ("у", ("", "а", "о")),
    ("ы", ("а", "")),
    ("и", ("а", "я", "ь", "")),
    ("ю", ("я", "ь", "й")),
    ("я", ("ь", "й", "е")),
)


# Names in -o are declined only as Kosovo, Odintsovo; others (Soweto) are not.
_NEUTER = ("ов", "ев", "ёв", "ин", "ын")


@functools.lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word in folded Latin letters; empty if nothing of it is a letter or digit.

    >>> fold("Djermouk") == fold("Jermuk") == fold("Джермук")
    True
    """
    plain = _NOT_LETTER.sub("", anyascii(word.translate(_SPECIAL)).lower())
    for pattern, by in _RULES:
        plain = pattern.sub(by, plain)
    return plain


_SPECIAL = str.maketrans({"ё": "е", "Ё": "Е", "ь": "", "ъ": "", "Ь": "", "’": "", "'": "", "ә": "e"})


def is_cyrillic(word: str) -> bool:
    """Tell whether a word begins with a Cyrillic letter."""
    return "Ѐ" <= word[:1] <= "ӿ"


def nominatives(word: str) -> Iterator[str]:
    """Yield a Russian word as written, then what it may be in the nominative.

    >>> list(nominatives("Шушу"))[:3]
    ['Шушу', 'Шуш', 'Шуша']
    """
    yield word
    if len(word) < 4 or not is_cyrillic(word):
        return
    for ending, bases in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            yield from (stem + base for base in bases if base != "о" or stem.endswith(_NEUTER))


@functools.lru_cache(maxsize=65536)
def folded_forms(word: str) -> tuple[str, ...]:
    """Return the folded forms a written word may stand for, likeliest first."""
    return tuple(dict.fromkeys(f for form in nominatives(word) if (f := fold(form))))
