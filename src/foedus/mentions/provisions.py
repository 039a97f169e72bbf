"""Treaties and their articles as a text names them: "article 4 of the Collective Security Treaty" → `CST art. 4`.

An article without a treaty is of the treaty it is joined to, else of the one named nearest before it in the passage
(an organisation stands for its founding treaty), else after it; else it stays a bare `art. 4`. "The treaty" alone is
resolved alike, and left out when nothing in the passage tells which treaty is meant.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from msgspec import Struct, convert

from foedus.mentions.numerals import known_language
from foedus.mentions.phrases import Phrases
from foedus.mentions.tokens import Tokens
from foedus.records import Mention
from foedus.resources import load_yaml

_ARTICLE = re.compile(r"\d{1,3}(?:\.\d{1,2})?$")
_ROMAN = re.compile(r"(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})$")
_REACH = 6  # words between an article and the treaty it is of, or between "treaty" and its year or partner


class Treaty(Struct, frozen=True, forbid_unknown_fields=True):
    """How one treaty is named, see `resources/provisions.yaml`."""

    say: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    orgs: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


class Bare(Struct, frozen=True, forbid_unknown_fields=True):
    """The treaty that a bare article is commonly of, given words of which one stands in the passage."""

    article: str
    treaty: str
    near: tuple[str, ...] = ()
    sure: bool = False  # no other treaty known to the press has such an article


class Treaties(Struct, frozen=True, forbid_unknown_fields=True):
    """`resources/provisions.yaml`."""

    treaties: dict[str, Treaty]
    bare: tuple[Bare, ...] = ()


class ProvisionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """`resources/lang/<xx>/provisions.yaml`."""

    article: frozenset[str]
    treaty: frozenset[str]
    statement: frozenset[str]
    definite: frozenset[str]
    linking: frozenset[str]
    duty: frozenset[str]
    number_first: bool = False


class _Named(NamedTuple):
    first: int
    last: int
    treaty: str
    sort: str  # name, org, partner


class _Article(NamedTuple):
    first: int
    last: int
    number: str


class _Scene(NamedTuple):
    tokens: Tokens
    words: ProvisionWords
    named: list[_Named]  # treaties by name or resolved, in order
    orgs: list[_Named]


def find_provisions(tokens: Tokens, lang: str) -> list[Mention]:
    """Find the treaties and articles of a passage.

    >>> from foedus.mentions.tokens import tokenise
    >>> text = "Yerevan invoked article 4 of the Collective Security Treaty"
    >>> [(m.text, m.provision) for m in find_provisions(tokenise(text), "en")]
    [('article 4 of the Collective Security Treaty', 'CST art. 4')]
    """
    words = provision_words(known_language(lang))
    matches = [_Named(m.first, m.last, *m.value[0]) for m in _names().find(tokens)]
    scene = _Scene(tokens, words, [m for m in matches if m.sort == "name"], [m for m in matches if m.sort == "org"])
    articles = _articles(tokens, words)
    partners = [m for m in matches if m.sort == "partner"]
    scene.named.extend(_by_noun(scene, partners))
    scene.named.sort()
    return sorted(_mentions(scene, articles), key=lambda m: (m.start, m.end))


@functools.cache
def treaties() -> Treaties:
    """Return the treaties that texts may name."""
    return convert(load_yaml("provisions.yaml"), Treaties)


@functools.cache
def provision_words(lang: str) -> ProvisionWords:
    """Return how a language speaks of treaties and articles."""
    return convert(load_yaml(f"lang/{lang}/provisions.yaml"), ProvisionWords)


@functools.cache
def _names() -> Phrases[tuple[str, str]]:
    groups = [
        (say, (name, sort))
        for name, treaty in treaties().treaties.items()
        for sort, says in (("name", treaty.say), ("org", treaty.orgs), ("partner", treaty.partners))
        for say in says
    ]
    return Phrases(groups)


@functools.cache
def _years() -> dict[int, str]:
    return {year: name for name, treaty in reversed(treaties().treaties.items()) for year in treaty.years}


def _articles(tokens: Tokens, words: ProvisionWords) -> list[_Article]:
    found = []
    for index, word in enumerate(tokens.words):
        if word not in words.article:
            continue
        before = _number_before(tokens, index)
        if (
            before
            and (words.number_first or word not in ("clause",))
            and (words.number_first or _is_ordinal(tokens, before[0]))
        ):
            found.append(_Article(before[0], index + 1, before[1]))
        elif not words.number_first:
            found.extend(_numbers_after(tokens, index))
    return found


def _is_ordinal(tokens: Tokens, index: int) -> bool:
    return not tokens.words[index].isdigit() or tokens.words[index + 1] in "-.'"


def _number_before(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """Read "4. madde", "4'üncü maddesi", "4-й статье", "4th article"."""
    for first in range(index - 1, max(index - 5, -1), -1):
        word = tokens.words[first]
        digits = re.match(r"\d{1,3}", word)
        if digits and not word.startswith(("19", "20")) and len(word) <= 5:
            return first, digits[0]
        if word not in ("-", ".", "'", "’") and len(word) > 4:
            return None
    return None


def _numbers_after(tokens: Tokens, index: int) -> list[_Article]:
    """Read "article 4", "articles 4 and 5", "art. IV", "article 42 (7)"."""
    position = index + 1
    if position < len(tokens.words) and tokens.words[position] in (".", "№", "no"):
        position += 1
    found: list[_Article] = []
    while position < len(tokens.words):
        number, last = _number_at(tokens, position)
        if number is None:
            break
        found.append(_Article(index if not found else position, last, number))
        if last + 1 >= len(tokens.words) or tokens.words[last] not in (
            "and",
            "et",
            "и",
            "or",
            ",",
            "und",
            "ve",
            "ou",
            "или",
        ):
            break
        position = last + 1
    return found


def _number_at(tokens: Tokens, index: int) -> tuple[str | None, int]:
    word = tokens.words[index]
    if _ROMAN.match(word) and tokens.is_capitalised(index):
        return word.upper(), index + 1
    if not _ARTICLE.match(word) or (word.isdigit() and int(word) > 400):
        return None, index
    after = tokens.words[index + 1 : index + 4]
    if len(after) == 3 and after[0] == "," and after[1].startswith("paragraph") and after[2].isdigit():
        return f"{word}.{after[2]}", index + 4
    if len(after) >= 2 and after[0] in "(§" and after[1].isdigit():
        closed = len(after) == 3 and after[2] == ")"
        return f"{word}.{after[1]}", index + (4 if closed else 3)
    return word, index + 1


def _by_noun(scene: _Scene, partners: list[_Named]) -> list[_Named]:
    """Resolve a word for treaty by its year, its partner or the organisation spoken of."""
    found = []
    tokens, words = scene.tokens, scene.words
    for index, word in enumerate(tokens.words):
        is_treaty = word in words.treaty
        if not is_treaty and word not in words.statement:
            continue
        if any(n.first <= index < n.last for n in (*scene.named, *scene.orgs)):
            continue
        year = _year_near(tokens, index, is_treaty)
        if year:
            found.append(_Named(min(index, year[0]), max(index + 1, year[0] + 1), year[1], "name"))
            continue
        partner = next((p for p in partners if 0 < p.first - index <= _REACH), None) if is_treaty else None
        if partner:
            found.append(_Named(index, partner.last, partner.treaty, "name"))
        elif is_treaty and index and tokens.words[index - 1] in words.definite:
            spoken_of = _nearest(index, [*scene.named, *found, *scene.orgs])
            if spoken_of and spoken_of.treaty not in ("UN Charter", "Geneva Convention"):
                found.append(_Named(index, index + 1, spoken_of.treaty, "name"))
    return found


def _year_near(tokens: Tokens, index: int, is_treaty: bool) -> tuple[int, str] | None:
    for position in range(max(0, index - 3), min(index + _REACH, len(tokens.words))):
        word = tokens.words[position]
        if word in ".;!?" and position > index:
            return None
        if len(word) == 4 and word.isascii() and word.isdigit():
            name = _years().get(int(word)) if is_treaty else "STATEMENT 2020-11-09" if word == "2020" else None
            if name:
                return position, name
    return None


def _nearest(index: int, named: list[_Named]) -> _Named | None:
    """Return what is named nearest before a word, else nearest after it."""
    before = [n for n in named if n.first < index]
    if before:
        return max(before, key=lambda n: n.first)
    return min((n for n in named if n.first >= index), key=lambda n: n.first, default=None)


def _mentions(scene: _Scene, articles: list[_Article]) -> list[Mention]:
    found, joined = [], set()
    for article in articles:
        owner, is_joined = _owner(scene, article)
        owner = None if owner and not is_joined and _is_sure(article.number) else owner
        treaty = owner.treaty if owner else _bare(scene.tokens, article.number)
        first, last = article.first, article.last
        if owner and is_joined:
            first, last = min(first, owner.first), max(last, owner.last)
            joined.add(owner)
        found.append(
            _mention(
                scene.tokens, first, last, f"{treaty} art. {article.number}" if treaty else f"art. {article.number}"
            )
        )
    found += [_mention(scene.tokens, n.first, n.last, n.treaty) for n in scene.named if n not in joined]
    return found + _duties(scene, joined)


def _owner(scene: _Scene, article: _Article) -> tuple[_Named | None, bool]:
    for named in (*scene.named, *scene.orgs):
        between = scene.tokens.words[article.last : named.first]
        if 0 <= named.first - article.last <= _REACH and all(w in scene.words.linking for w in between):
            return named, True
        between = scene.tokens.words[named.last : article.first]
        if 0 <= article.first - named.last <= 3 and all(w in scene.words.linking for w in between):
            return named, True
    return _nearest(article.first, scene.named) or _nearest(article.first, scene.orgs), False


def _bare(tokens: Tokens, number: str) -> str | None:
    spoken = set(tokens.words)
    for entry in treaties().bare:
        if entry.article == number and (not entry.near or not spoken.isdisjoint(entry.near)):
            return entry.treaty
    return None


def _is_sure(number: str) -> bool:
    return any(entry.sure and entry.article == number for entry in treaties().bare)


def _duties(scene: _Scene, joined: set[_Named]) -> list[Mention]:
    """Read "obligations within the CSTO": an organisation that stands for its treaty."""
    found = []
    for org in scene.orgs:
        before = scene.tokens.words[max(0, org.first - 4) : org.first]
        after = scene.tokens.words[org.last : org.last + 3]
        if org not in joined and (not scene.words.duty.isdisjoint(before) or not scene.words.duty.isdisjoint(after)):
            found.append(_mention(scene.tokens, org.first, org.last, org.treaty))
    return found


def _mention(tokens: Tokens, first: int, last: int, provision: str) -> Mention:
    start, end = tokens.starts[first], tokens.ends[last - 1]
    return Mention(kind="provision", start=start, end=end, text=tokens.text[start:end], provision=provision)
