"""Words with offsets, cut once per passage and shared by every annotator.

All matching runs over word lists, never over raw characters, so that a phrase in a lexicon and a phrase in a text are
cut by the same knife. French elisions (`l'`, `d'`) and the English possessive (`'s`) are words of their own; hyphens
too, so `Nagorno-Karabakh` and `S-300` are three words each.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

# Soft hyphens, zero-width characters, directions and stress marks: pages are full of them, words are read without.
_UNSEEN = "".join(
    map(chr, (0xAD, 0x301, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF))
)
# A number keeps its inner points and commas (1,960 / 1.960 / 0.5); an elision keeps its apostrophe; 's stands alone.
_WORD = re.compile(
    r"\d++(?:[.,]\d++)*+(?![^\W\d_])"
    r"|(?i:qu|jusqu|lorsqu|puisqu|quoiqu|[ldnsjmtc])['’](?=[^\W\d_])"
    r"|['’]s\b"
    rf"|[^\W_]+(?:[{_UNSEEN}]+[^\W_]+)*+"
    rf"|[^\w\s{_UNSEEN}]"
    r"|_+"
)
_FOLDED = str.maketrans("’ʼ`´", "''''", _UNSEEN)


class Tokens(NamedTuple):
    """Words of `text` between two offsets: parallel lists; `words` are lower-cased with straight apostrophes."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]

    def written(self, first: int, last: int) -> str:
        """Return the text of words `first` up to and without `last`, as written."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def is_capitalised(self, index: int) -> bool:
        """Tell whether the word starts with an upper-case (or title-case) letter."""
        return self.text[self.starts[index]].isupper()


@functools.lru_cache(maxsize=64)
def tokenise(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Cut a stretch of text into words; the last stretches are remembered, since several stages ask for them.

    >>> tokenise("Armenia's S-300 near l'Azerbaïdjan: 1,960").words
    ['armenia', "'s", 's', '-', '300', 'near', "l'", 'azerbaïdjan', ':', '1,960']
    >>> tokenise("mili\\u00adtary\\u200b post, Ерева\\u0301н").words
    ['military', 'post', ',', 'ереван']
    """
    stop = len(text) if end is None else end
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    for match in _WORD.finditer(text, start, stop):
        starts.append(match.start())
        ends.append(match.end())
        words.append(match[0].lower().translate(_FOLDED))
    return Tokens(text, starts, ends, words)
