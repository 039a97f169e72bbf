"""Who is named: states, offices, armies, organisations, groups, agencies, persons, and roles without a name.

What stands side by side becomes one mention: [country] [role] [title] [person], in the order a language puts them
(`Armenia's Defence Ministry spokeswoman Shushan Stepanyan`, `ministère azerbaïdjanais de la Défense`, `премьер-министр
Армении Никол Пашинян`). The `id` tells what sort of actor was read; its last part never names a side but by its code:

    AZE  NATO               a state or an organisation        mod:AZE      a role with its country
    metonym:AZE             a capital that stands for it       role:mod     a role alone: resolve it from before
    adj:AZE                 an adjective alone ("Azeri fire")   role:both role:enemy role:own   sides by point of view
    person:putin group:m23 agency:tass                         name:        a person nobody knows but by title
"""

from __future__ import annotations

from itertools import pairwise

from foedus.mentions.actor_groups import Atom, Group, grow
from foedus.mentions.actor_lexicon import Lexicon, Sense, conjunctions, lexicon
from foedus.mentions.persons import office_at, person_at
from foedus.mentions.tokens import Tokens
from foedus.records import Mention
from foedus.values import Actor

_PREFIX = {"adjective": "adj:", "capital": "metonym:", "group": "group:", "agency": "agency:"}


def find_actors(tokens: Tokens, lang: str, date: str | None = None) -> list[Mention]:
    """Find the actors of a passage; `date` (ISO) chooses the office that a person holds.

    >>> from foedus.mentions.tokens import tokenise
    >>> [(m.text, m.actor.id) for m in find_actors(tokenise("Baku says Armenian soldiers fired"), "en") if m.actor]
    [('Baku', 'metonym:AZE'), ('Armenian soldiers', 'army:ARM')]
    """
    words = lexicon(lang)
    groups = _share_roles(tokens, lang, [g for g in grow(tokens, words, _atoms(tokens, words)) if not g.is_empty])
    return [mention for group in groups if (mention := _mention(tokens, group, date))]


def _atoms(tokens: Tokens, words: Lexicon) -> list[Atom]:
    atoms: list[Atom] = []
    index, count, lower = 0, len(tokens.words), 0
    match_at = words.senses.match_at
    while index < count:
        found = match_at(tokens.words, index, count)
        sense = _fitting(tokens, index, found[1]) if found else None
        if found and sense and sense.id == "none":  # words that only look like a role ("со стороны")
            index = found[0]
            continue
        if found and sense and not _is_property(tokens, words, sense, index, found[0]):
            atoms.append(Atom(index, found[0], sense))
            index = lower = found[0]
            continue
        if tokens.is_capitalised(index) and (named := person_at(tokens, index, lower)):
            atoms.append(Atom(named[0], named[1], named[2]))
            index = lower = named[1]
            continue
        index += 1
    return atoms


def _fitting(tokens: Tokens, index: int, senses: list[Sense]) -> Sense | None:
    start, end = tokens.starts[index], tokens.ends[index]
    for sense in senses:
        if sense.case == 0 or (sense.case == 1 and tokens.text[start].isupper()) or tokens.text[start:end].isupper():
            return sense
    return None


def _is_property(tokens: Tokens, words: Lexicon, sense: Sense, first: int, last: int) -> bool:
    """Tell whether an adjective only describes a thing: its make, its language, a border."""
    if sense.kind not in ("adjective", "country", "attributive", "capital"):
        return False
    count = len(tokens.words)
    if words.property_after.match_at(tokens.words, last, count):
        return True
    before = " ".join(tokens.words[max(0, first - 2) : first])
    if any(before == m or before.endswith(" " + m) for m in words.made_before):
        return True
    if sense.kind in ("country", "capital"):
        return False
    return _is_of_place(tokens, words, first, last)


def _is_of_place(tokens: Tokens, words: Lexicon, first: int, last: int) -> bool:
    stop = len(tokens.words)
    at = last
    while at + 1 < stop and tokens.words[at] in ("-", "–") and at - last < 6:
        found = words.senses.match_at(tokens.words, at + 1, stop)
        at = found[0] if found else at + 2
    place = words.place_after.match_at(tokens.words, at, stop)
    role = words.senses.match_at(tokens.words, at, stop) if place else None
    if place and (role is None or role[0] <= place[0]):  # "Kyrgyz border", but not "Kyrgyz border guards"
        return True
    start = first
    while start > 1 and tokens.words[start - 1] in ("-", "–"):
        start -= 2
    return tokens.words[max(0, start - 1)] in words.place_before


def _share_roles(tokens: Tokens, lang: str, groups: list[Group]) -> list[Group]:
    """Give `Armenian` its role in "Armenian and Azerbaijani soldiers", `Azerbaijan` in "armies of Armenia and ..."."""
    joins = conjunctions(lang)
    for left, right in pairwise(groups):
        found = joins.match_at(tokens.words, left.last, right.first)
        if not found or found[0] != right.first:
            continue
        if left.kind == "adjective" and right.leads == "adjective" and right.roles:
            left.roles = right.roles[:1]
        elif right.kind == "country" and left.of and left.roles and left.is_plural(tokens):
            right.roles = left.roles[:1]
    return groups


def _mention(tokens: Tokens, group: Group, date: str | None) -> Mention | None:
    actor = _person(group, date) if group.person else _described(group)
    if actor is None:
        return None
    start, end = tokens.starts[group.first], tokens.ends[group.last - 1]
    text = tokens.text[start:end]
    actor = Actor(
        name=actor.name or text, id=actor.id, country=actor.country, sector=actor.sector,
        as_written=text, start=start, end=end,
    )  # fmt: skip
    return Mention(kind="actor", start=start, end=end, text=text, actor=actor)


def _person(group: Group, date: str | None) -> Actor:
    person = group.person
    assert person is not None
    office = office_at(person, date)
    return Actor(name=person.name, id=f"person:{person.id}", country=office.country, sector=office.sector)


def _described(group: Group) -> Actor | None:
    base, role = group.base, group.head
    sector = group.sector
    if group.stranger:
        return Actor(name=group.stranger, id="name:", country=base.country if base else None, sector=sector)
    if role is None:
        if base is None or base.kind in ("attributive", "tail"):
            return None
        name = base.name if base.kind != "adjective" else None
        return Actor(name=name, id=_PREFIX.get(base.kind, "") + base.id, country=base.country, sector=base.sector)
    if base is None:
        return None if role.need_country or role.kind == "tail" else Actor(id=f"role:{role.id}", sector=sector)
    if base.kind in ("group", "agency"):
        return Actor(name=base.name, id=_PREFIX[base.kind] + base.id, country=base.country, sector=sector)
    return Actor(id=f"{role.id}:{base.country}", country=base.country, sector=sector)
