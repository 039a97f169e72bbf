"""Weapons and equipment named in a text, each with the class that tells how it strikes.

A mention's `item` is `class:canonical`, e.g. `drone:Bayraktar TB2`, `shelling:mortar`, `armour:T-72`. The longest
phrase wins; a proper name next to a common one ("Bayraktar drone", "drones Harop") is one mention under the name.
"""

from __future__ import annotations

import functools

from foedus.mentions.numerals import known_language
from foedus.mentions.phrases import Match, Phrases
from foedus.mentions.tokens import Tokens
from foedus.records import Mention
from foedus.resources import has, load_yaml

_JOINERS = frozenset({"de", "d'", "type", "of", "типа", "класса", "«", '"', "“", "-", "системы"})


def find_means(tokens: Tokens, lang: str) -> list[Mention]:
    """Find the weapons and equipment of a passage.

    >>> from foedus.mentions.tokens import tokenise
    >>> [(m.text, m.item) for m in find_means(tokenise("A Bayraktar drone hit two T-72 tanks"), "en")]
    [('Bayraktar drone', 'drone:Bayraktar TB2'), ('T-72 tanks', 'armour:T-72')]
    """
    return [_mention(tokens, match) for match in _joined(list(means_words(lang).find(tokens)), tokens)]


@functools.cache
def means_words(lang: str) -> Phrases[str]:
    """Return the weapons lexicon of a language, with the names that are alike in every language."""
    paths = ["means.yaml", f"lang/{known_language(lang)}/means.yaml"]
    tables = [load_yaml(p) for p in paths if has(p)]
    return Phrases(
        (str(say), f"{sort}:{name}")
        for table in tables
        for sort, entries in table.items()
        for name, says in entries.items()
        for say in says
    )


def _joined(matches: list[Match[list[str]]], tokens: Tokens) -> list[Match[list[str]]]:
    """Merge neighbours of which one is a name: the name tells more than the noun."""
    merged: list[Match[list[str]]] = []
    for match in matches:
        if merged and _go_together(merged[-1], match, tokens):
            last = merged.pop()
            name = last.value if last.value[0].split(":")[1][0].isupper() else match.value
            merged.append(Match(last.first, match.last, name))
        else:
            merged.append(match)
    return merged


def _go_together(left: Match[list[str]], right: Match[list[str]], tokens: Tokens) -> bool:
    between = tokens.words[left.last : right.first]
    if len(between) > 2 or not all(word in _JOINERS for word in between):
        return False
    names = [m.value[0].split(":")[1][0].isupper() for m in (left, right)]
    return names[0] != names[1]


def _mention(tokens: Tokens, match: Match[list[str]]) -> Mention:
    start, end = tokens.starts[match.first], tokens.ends[match.last - 1]
    return Mention(kind="means", start=start, end=end, text=tokens.text[start:end], item=match.value[0])
