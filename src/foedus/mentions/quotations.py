"""Stretches between quotation marks, and whether they quote somebody or only hold a word at arm's length."""

from __future__ import annotations

from foedus.mentions.tokens import Tokens
from foedus.records import Mention

_PAIRS = {"“": "”", "«": "»", "„": "“”", "‘": "’'", "‹": "›"}
_SPOKEN_WORDS = 4
_LONGEST = 600  # words: keeps the search linear where marks are never closed
_STRAIGHT = '"'


def find_quotations(tokens: Tokens) -> list[Mention]:
    """Find quotations; `item` is `speech` from four words on, else `term`. One without end runs to the passage's end.

    >>> from foedus.mentions.tokens import tokenise
    >>> [(m.text, m.item) for m in find_quotations(tokenise('He said: "We did not open fire." A “hero” he was.'))]
    [('"We did not open fire."', 'speech'), ('“hero”', 'term')]
    """
    found: list[Mention] = []
    index, count = 0, len(tokens.words)
    while index < count:
        mark = tokens.words[index]
        closing = _PAIRS.get(tokens.text[tokens.starts[index]], mark if mark == _STRAIGHT else "")
        if not closing or (mark == "'" and not _opens(tokens, index)):
            index += 1
            continue
        end = _closing(tokens, index, closing)
        if end is None:
            index += 1
            continue
        found.append(_mention(tokens, index, end))
        index = end
    return found


def _opens(tokens: Tokens, index: int) -> bool:
    """A single quote opens only after a blank and before a word: elsewhere it is an apostrophe."""
    text, start = tokens.text, tokens.starts[index]
    return (start == 0 or text[start - 1] in " \n(") and start + 1 < len(text) and text[start + 1].isalnum()


def _closing(tokens: Tokens, index: int, closing: str) -> int | None:
    text = tokens.text
    stop = min(len(tokens.words), index + 1 + _LONGEST)
    for position in range(index + 1, stop):
        if text[tokens.starts[position]] in closing:
            single = "’" in closing
            after = tokens.ends[position]
            if single and after < len(text) and text[after].isalnum():
                continue  # an apostrophe inside a word
            return position + 1
    return stop if text[tokens.starts[index]] in "“«" else None


def _mention(tokens: Tokens, first: int, last: int) -> Mention:
    start, end = tokens.starts[first], tokens.ends[last - 1]
    words = sum(1 for w in tokens.words[first:last] if w[0].isalnum())
    item = "speech" if words >= _SPOKEN_WORDS else "term"
    return Mention(kind="quotation", start=start, end=end, text=tokens.text[start:end], item=item)
