"""Borders, lines and land: "the Armenian-Azerbaijani border", "граница с Арменией", "the line of contact"."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.mentions.actor_lexicon import Lexicon
from foedus.mentions.place_words import Mark, PlaceWords
from foedus.mentions.territory import territory_at
from foedus.mentions.tokens import Tokens
from foedus.records import Mention
from foedus.values import Place, Territory

_JOINTS = frozenset({"-", "–", "‑", "—", "the", "'s", "'", "/", "l'", "la", "le", "der", "des"})


@dataclass
class Border:
    """A border, a line or a state's land between two words, with the states whose names stand by it."""

    first: int
    last: int
    codes: list[str]
    is_land: bool = False

    def mention(self, tokens: Tokens, date: str | None) -> Mention:
        """Return it as a place of precision 5 where both states are recognised, or as the land of one state."""
        start, end = tokens.starts[self.first], tokens.ends[self.last - 1]
        text, codes = tokens.text[start:end], tuple(sorted(set(self.codes)))
        if self.is_land:
            views = territory_at(f"state:{codes[0]}", codes[0], "", None, None, date)
            land = Place(name=text, id=f"state:{codes[0]}", precision=6, territory=views, start=start, end=end)
            return Mention(kind="place", start=start, end=end, text=text, place=land)
        name = f"border {'-'.join(codes)}" if codes else None
        views = Territory(recognised=codes, controlled=codes, claimed=codes)
        key = f"border:{'-'.join(codes)}" if codes else "line:"
        place = Place(name=text, resolved=name, id=key, precision=5, territory=views, start=start, end=end)
        return Mention(kind="place", start=start, end=end, text=text, place=place)


def find_borders(tokens: Tokens, words: PlaceWords, actors: Lexicon, marks: list[Mark]) -> list[Border]:
    """Return the borders of a passage, each with the words that say whose it is."""
    borders = []
    for mark in marks:
        if mark.what not in ("border", "land"):
            continue
        border = Border(mark.first, mark.last, [], is_land=mark.what == "land")
        _look_left(tokens, words, actors, border)
        _look_right(tokens, words, actors, border)
        if not border.is_land or len(border.codes) == 1:
            borders.append(border)
    return borders


def _code(words: PlaceWords, actors: Lexicon, tokens: Tokens, index: int, stop: int) -> tuple[int, str] | None:
    word = tokens.words[index]
    if word in words.prefixes:
        return index + 1, words.prefixes[word]
    found = actors.senses.match_at(tokens.words, index, stop)
    if found:
        for sense in found[1]:
            if sense.kind in ("adjective", "country", "attributive") and sense.country:
                return found[0], sense.country
    return None


def _look_left(tokens: Tokens, words: PlaceWords, actors: Lexicon, border: Border) -> None:
    """Take the countries that lead up to the border without another word between."""
    at = border.first
    while at > 0:
        size = next((n for n in (1, 2, 3) if at - n >= 0 and _ends_at(words, actors, tokens, at - n, at)), 0)
        if size:
            found = _code(words, actors, tokens, at - size, at)
            at -= size
            border.first = at
            if found:
                border.codes.append(found[1])
        elif _leads_on(words, tokens.words[at - 1], begun=bool(border.codes)):
            at -= 1
        else:
            return


def _leads_on(words: PlaceWords, word: str, *, begun: bool) -> bool:
    return word in ("-", "–", "‑", "—") or word in words.and_ if begun else word in ("'s", "state", "common")


def _ends_at(words: PlaceWords, actors: Lexicon, tokens: Tokens, first: int, last: int) -> bool:
    found = _code(words, actors, tokens, first, last)
    return bool(found) and found is not None and found[0] == last


def _look_right(tokens: Tokens, words: PlaceWords, actors: Lexicon, border: Border) -> None:
    """Take "with Azerbaijan", "between Armenia and Azerbaijan", "of Armenia", and adjectives after the noun."""
    at, stop = border.last, len(tokens.words)
    if found := words.line_with.match_at(tokens.words, at, stop):
        at = found[0]
    elif at < stop and tokens.words[at] in ("of", "de", "d'", "du", "von", "der", "des"):
        at += 1
    while at < stop:
        found_code = _code(words, actors, tokens, at, stop)
        if found_code:
            at = border.last = found_code[0]
            border.codes.append(found_code[1])
        elif tokens.words[at] in _JOINTS or tokens.words[at] in words.and_:
            at += 1
        else:
            return
