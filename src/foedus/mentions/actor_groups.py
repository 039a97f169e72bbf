"""Grow one actor out of neighbouring words: country, role nouns, title, person, in any order a language allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from foedus.mentions.actor_lexicon import Lexicon, Person, Sense
from foedus.mentions.tokens import Tokens

_PLACED = ("country", "adjective", "attributive", "capital", "organisation", "group", "agency")
_NOT_NAMES = frozenset({"i", "he", "she", "it", "the", "a", "an", "mr", "mrs", "ms", "on", "in"})


class Atom(NamedTuple):
    """A word or phrase with its meaning."""

    first: int
    last: int
    value: Sense | Person


@dataclass
class Group:
    """Words that together name one actor."""

    first: int
    last: int
    base: Sense | None = None
    roles: list[Sense] = field(default_factory=list)
    person: Person | None = None
    stranger: str | None = None
    of: bool = False
    leads: str = ""

    @property
    def kind(self) -> str:
        """What a group of one word is: `country`, `adjective`, `role` ..."""
        if self.roles or self.person:
            return "role" if self.roles and not self.base and not self.person else "composite"
        return self.base.kind if self.base else ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing in the group can act."""
        return not (self.base or self.roles or self.person)

    @property
    def head(self) -> Sense | None:
        """The role noun that says what the actor is."""
        return self.roles[0] if self.roles else None

    @property
    def sector(self) -> str | None:
        """The sector of the head; a spokesperson's is that of who is spoken for."""
        told = [r.sector for r in self.roles if r.sector and not r.inherits]
        base = self.base.sector if self.base and self.base.kind in ("group", "agency", "organisation") else None
        if base == "REB" and (not told or told[0] in ("MIL", "GOV", "REB")):
            return base
        if told:
            return told[0]
        return base or ("GOV" if any(r.inherits for r in self.roles) else None)

    def is_plural(self, tokens: Tokens) -> bool:
        """Tell whether the role noun at the start may have two holders."""
        return any(w.endswith(("s", "ы", "и", "х", "м", "en", "er")) for w in tokens.words[self.first : self.first + 3])


def grow(tokens: Tokens, words: Lexicon, atoms: list[Atom]) -> list[Group]:
    """Join neighbouring atoms into groups, left to right."""
    groups: list[Group] = []
    index = 0
    while index < len(atoms):
        group = _start(atoms[index])
        index += 1
        while index < len(atoms) and _join(tokens, words, group, atoms, index):
            index += 1
        _add_stranger(tokens, group, atoms[index].first if index < len(atoms) else len(tokens.words))
        groups.append(group)
    return groups


def _start(atom: Atom) -> Group:
    group = Group(atom.first, atom.last)
    _put(group, atom.value)
    group.leads = group.kind
    return group


def _put(group: Group, value: Sense | Person) -> None:
    if isinstance(value, Person):
        group.person = value
    elif value.kind in _PLACED:
        group.base = value
    else:
        group.roles.append(value)


def _join(tokens: Tokens, words: Lexicon, group: Group, atoms: list[Atom], index: int) -> bool:
    atom = atoms[index]
    link = _link(tokens, words, group.last, atom.first)
    if link is None or group.person:
        return False
    if isinstance(atom.value, Person):
        joined = (link == "" or link == ",") and any(r.title for r in group.roles)
    elif link == ",":
        joined = False
    elif atom.value.kind in _PLACED:
        joined = _takes_base(tokens, words, group, atom, atoms[index + 1 : index + 2], link)
    else:
        joined = _takes_role(tokens, words, group, atom, link)
    if joined:
        group.of = group.of or (link == "of" and bool(group.roles))
        _put_in_order(group, atom.value, link, words)
        group.last = atom.last
    return joined


def _put_in_order(group: Group, value: Sense | Person, link: str, words: Lexicon) -> None:
    last_is_head = not (words.grammar.adjective_after or words.grammar.genitive_after)
    if not isinstance(value, Sense) or not group.roles:
        _put(group, value)
    elif value.kind == "tail":
        group.roles[-1] = value
    elif value.kind == "role" and link in ("", "possessive") and last_is_head:
        group.roles.insert(0, value)  # the last noun of an English or Turkish compound is its head
    else:
        _put(group, value)


def _takes_base(tokens: Tokens, words: Lexicon, group: Group, atom: Atom, following: list[Atom], link: str) -> bool:
    """Tell whether a role takes the country that comes after it."""
    sense = atom.value
    assert isinstance(sense, Sense)
    if not group.roles or group.base or group.roles[-1].id in ("own", "enemy", "both"):
        return False
    grammar = words.grammar
    if sense.kind == "adjective":
        if grammar.adjective_after and link == "":
            return True
        leads = bool(following) and isinstance(following[0].value, Sense) and following[0].value.kind == "role"
        near = leads and _link(tokens, words, atom.last, following[0].first) == ""
        return near and (link == "of" or (grammar.genitive_after and link == ""))
    if sense.kind == "capital":
        return link == "in" and group.roles[-1].office
    if sense.kind == "attributive":
        return link == "of" or (link == "" and (grammar.genitive_after or group.last == atom.first))
    if link == "of":
        return True
    return (
        link == "" and grammar.genitive_after and tokens.words[atom.last - 1].endswith(tuple(grammar.genitive_endings))
    )


def _takes_role(tokens: Tokens, words: Lexicon, group: Group, atom: Atom, link: str) -> bool:
    """Tell whether a role noun belongs to the country or the role noun before it."""
    sense, grammar = atom.value, words.grammar
    assert isinstance(sense, Sense)
    if sense.id in ("own", "enemy", "both", "gunmen"):
        return False
    if sense.kind == "tail":
        return bool(group.roles) and link == ""
    if not group.roles:
        return _country_leads(tokens, group, atom, link, grammar.country_before_role)
    if group.roles[-1].id in ("own", "enemy", "both", "civilians") or sense.id in ("civilians", "side"):
        return False
    if grammar.adjective_after or grammar.genitive_after:
        return link == "of" or (link == "" and (grammar.genitive_after or group.last == atom.first))
    return link in ("", "of", "possessive")


def _country_leads(tokens: Tokens, group: Group, atom: Atom, link: str, rule: str) -> bool:
    kind = group.base.kind if group.base else ""
    if link == "possessive":
        return True
    if link != "":
        return False
    if kind in ("adjective", "organisation", "group", "attributive"):
        return True
    if kind == "agency":
        return isinstance(atom.value, Sense) and atom.value.sector == "JRN"
    if kind == "capital":
        return rule == "always"
    return rule == "always" or (rule == "capitalised" and tokens.is_capitalised(atom.first))


def _link(tokens: Tokens, words: Lexicon, first: int, last: int) -> str | None:
    """Return how two atoms are joined: "" side by side, `of`, `in`, `possessive`, `,`; None = not at all."""
    if first == last:
        return ""
    if last - first > 6:
        return None
    if last - first == 1 and tokens.words[first] == ",":
        return ","
    link, at = "", first
    if found := words.links.match_at(tokens.words, first, last):
        at, link = found[0], found[1][0]
    while at < last:
        skipped = words.modifiers.match_at(tokens.words, at, last)
        if not skipped:
            return None
        at = skipped[0]
    return link


def _add_stranger(tokens: Tokens, group: Group, stop: int) -> None:
    """Take two or three capitalised words after a title for a person's name."""
    if group.person or not group.roles or not any(r.title for r in group.roles):
        return
    end = group.last
    while end < min(stop, group.last + 4) and _is_name_word(tokens, end):
        end += 1
    if end - group.last >= 2:
        group.stranger = tokens.written(group.last, end)
        group.last = end


def _is_name_word(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    return len(word) > 1 and tokens.is_capitalised(index) and word.isalpha() and word not in _NOT_NAMES
