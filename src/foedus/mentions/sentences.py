"""Where sentences end: at stops that are not part of an abbreviation, an initial or a number, and at line ends."""

from __future__ import annotations

from foedus.mentions.tokens import Tokens

_STOPS = frozenset(".!?…")
_CLOSERS = frozenset("\"'»”’“)]")
_OPENERS = frozenset('"«“„‘([-–—')
# A full stop after one of these does not end a sentence; single letters (initials) never do.
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "lt",
        "maj",
        "capt",
        "sgt",
        "adm",
        "brig",
        "hon",
        "st",
        "sr",
        "jr",
        "rev",
        "sen",
        "gov",
        "pres",
        "no",
        "nos",
        "art",
        "arts",
        "vs",
        "etc",
        "eg",
        "ie",
        "cf",
        "al",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "u.s",
        "km",
        "kg",
        "cm",
        "mm",
        "approx",
        "ca",
        "mme",
        "mlle",
        "mm",
        "me",
        "dr",
        "prof",
        "gén",
        "col",
        "av",
        "ch",
        "p",
        "pp",
        "n°",
        "env",
        "г",
        "гг",
        "в",
        "вв",
        "ул",
        "им",
        "тыс",
        "млн",
        "млрд",
        "руб",
        "чел",
        "ст",
        "п",
        "пп",
        "т",
        "д",
        "е",
        "др",
        "пр",
        "проф",
        "ген",
        "полк",
        "см",
        "рис",
        "стр",
        "z",
        "bzw",
        "usw",
        "evtl",
        "nr",
        "str",
        "abs",
        "hl",
        "vgl",
        "ca",
        "örn",
        "vb",
        "vs",
        "sn",
        "dr",
        "doç",
        "prof",
        "alb",
        "gen",
    ]
)


_ORDINALS = frozenset({"de"})  # a number and a stop are an ordinal there


def split(tokens: Tokens, lang: str) -> list[tuple[int, int]]:
    """Return the token ranges of the sentences of a passage, in order, covering every token.

    >>> from foedus.mentions.tokens import tokenise
    >>> split(tokenise("Mr. Aliyev spoke. Two died at 5.30 p.m. on Monday."), "en")
    [(0, 5), (5, 16)]
    """
    ordinals = lang in _ORDINALS  # the abbreviations of the five languages do not collide, "13. September" does
    ranges: list[tuple[int, int]] = []
    first, count = 0, len(tokens.words)
    index = 0
    while index < count:
        word = tokens.words[index]
        ordinal = ordinals and word == "." and _is_ordinal(tokens, index)
        if word in _STOPS and not ordinal and _ends_here(tokens, index, count):
            index = _past_closers(tokens, index + 1, count)
            ranges.append((first, index))
            first = index
            continue
        if index + 1 < count and _line_break(tokens, index):
            ranges.append((first, index + 1))
            first = index + 1
        index += 1
    if first < count:
        ranges.append((first, count))
    return ranges


def _is_ordinal(tokens: Tokens, index: int) -> bool:
    """Tell whether a stop makes the number before it an ordinal ("am 13. September"): a small one, text after it."""
    number = tokens.words[index - 1] if index else ""
    near = number.isdigit() and len(number) <= 2 and tokens.ends[index - 1] == tokens.starts[index]
    return near and index + 1 < len(tokens.words) and not _line_break(tokens, index)


def _ends_here(tokens: Tokens, index: int, count: int) -> bool:
    following = index + 1
    if following >= count:
        return True
    if tokens.words[index] in "!?…":
        return tokens.words[following] not in _STOPS and _starts_sentence(tokens, index, count)
    if index and tokens.ends[index - 1] == tokens.starts[index]:
        before = tokens.words[index - 1]
        abbreviated = before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha())
        if abbreviated and not _line_break(tokens, index):
            return False
    return tokens.words[following] not in _STOPS and _starts_sentence(tokens, index, count)


def _starts_sentence(tokens: Tokens, index: int, count: int) -> bool:
    """Tell whether what follows a stop can begin a sentence: a capital, a digit or an opening mark, after a blank."""
    position = _past_closers(tokens, index + 1, count)
    if position >= count or _line_break(tokens, position - 1):
        return True
    if tokens.starts[position] == tokens.ends[position - 1]:
        return False
    first = tokens.text[tokens.starts[position]]
    return not first.islower() and (first.isalnum() or tokens.words[position] in _OPENERS)


def _past_closers(tokens: Tokens, index: int, count: int) -> int:
    while index < count and tokens.words[index] in _CLOSERS and tokens.starts[index] == tokens.ends[index - 1]:
        index += 1
    return index


def _line_break(tokens: Tokens, index: int) -> bool:
    return index + 1 < len(tokens.starts) and "\n" in tokens.text[tokens.ends[index] : tokens.starts[index + 1]]
