"""Words for what press reports count: people, states that people are in, vehicles, buildings, units.

Counts need them to tell "a soldier" from "a statement", the grammar of claims needs them to name what was lost.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from msgspec import Struct, convert

from foedus.mentions.means import means_words
from foedus.mentions.numerals import known_language
from foedus.mentions.phrases import Phrases
from foedus.mentions.tokens import Tokens
from foedus.resources import load_yaml


class ItemTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`resources/lang/<xx>/items.yaml`: canonical English name → phrases."""

    people: dict[str, tuple[str, ...]]
    states: dict[str, tuple[str, ...]] = {}
    things: dict[str, tuple[str, ...]] = {}


class Item(NamedTuple):
    """What a noun counts: `sort` is `people`, `states` (dead, wounded ...) or `things`."""

    sort: str
    name: str


@functools.cache
def item_words(lang: str) -> Phrases[Item]:
    """Return the countable nouns of a language."""
    table = convert(load_yaml(f"lang/{known_language(lang)}/items.yaml"), ItemTable)
    sorts = (("states", table.states), ("people", table.people), ("things", table.things))
    return Phrases((say, Item(sort, name)) for sort, entries in sorts for name, says in entries.items() for say in says)


def item_at(tokens: Tokens, index: int, stop: int, lang: str) -> tuple[int, Item] | None:
    """Return where the noun that begins at a word ends and what it counts, or None.

    >>> from foedus.mentions.tokens import tokenise
    >>> item_at(tokenise("fuel tankers burned"), 0, 3, "en")
    (2, Item(sort='things', name='vehicle'))
    """
    found = item_words(lang).match_at(tokens.words, index, stop)
    weapon = means_words(lang).match_at(tokens.words, index, stop)
    if weapon and (found is None or weapon[0] > found[0]):
        return weapon[0], Item("things", weapon[1][0].partition(":")[2])
    return (found[0], found[1][0]) if found else None
