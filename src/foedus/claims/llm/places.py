"""How a name is tied into its sentence: the preposition in front of it."""

from __future__ import annotations

from foedus.claims.lexicon import Word, lexicon
from foedus.mentions.tokens import tokenise

_REACH = 60  # characters in front of a name that its preposition may begin in


def slot_before(text: str, start: int, lang: str) -> str | None:
    """Return the slot that the words right before an offset give to what follows, None if there are none.

    >>> slot_before("Shots were heard in the Crimea", 24, "en")
    'in'
    """
    words = lexicon(lang)
    if words is None:
        return None
    tokens = tokenise(text, max(0, start - _REACH), start)
    last = len(tokens.words)
    while last and tokens.words[last - 1] in words.grammar.skip:
        last -= 1
    for match in words.words.find(tokens, 0, last):
        if match.last == last:
            slots = [entry.value for entry in match.value if isinstance(entry, Word) and entry.kind == "slot"]
            return slots[0] if slots else None
    return None
