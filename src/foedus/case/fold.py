"""One spelling for search: case, accents and scripts folded, so that `Khankendi` finds `Xankəndi` and `Ханкенди`."""

from __future__ import annotations

import unicodedata

from anyascii import anyascii

_LETTERS = str.maketrans({"ə": "e", "ё": "е", "ı": "i", "ь": "", "ъ": ""})


def fold(text: str) -> str:
    """Return a text as plain lower-case Latin letters, words kept apart.

    >>> fold("Şuşa, Шуша")
    'susa, susa'
    """
    lowered = text.casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return _alike(anyascii(plain).lower())


def _alike(text: str) -> str:
    # Transliterations differ in these; one symbol for each sound is enough to meet.
    for written, folded in (("sh", "s"), ("kh", "x"), ("zh", "j"), ("dj", "j"), ("gh", "g"), ("ch", "c"), ("yy", "y")):
        text = text.replace(written, folded)
    return text
