"""Whom "he", "the ministry", "our forces", "the enemy", "both sides" mean: looked for backwards in the document."""

from __future__ import annotations

from msgspec import Struct, structs

from foedus.claims.clauses import Noun, Sentence
from foedus.records import Claim, Stance
from foedus.values import Actor, Period

_OFFICES = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO"})
_INSTITUTIONS = frozenset(
    [
        "mod",
        "dm",
        "general-staff",
        "mfa",
        "fm",
        "interior",
        "health-ministry",
        "emergencies",
        "ministry",
        "minister",
        "president",
        "presidency",
        "pm",
        "government",
        "spokesperson",
        "parliament",
        "intelligence",
        "judiciary",
        "ombudsman",
        "chief-of-staff",
        "peacekeepers",
    ]
)
_NO_SIDE = frozenset({"IGO", "JRN", "NGO", "EDU", "BUS", "MED"})


class Memory(Struct):
    """What the document has named so far, latest last."""

    people: list[Actor]
    bodies: list[Actor]
    roles: dict[str, Actor]
    sides: list[str]
    fighting: list[str] = []
    time: Period | None = None
    latest: str | None = None
    quote: tuple[int, Actor | None, Stance] | None = None
    speaker: Actor | None = None
    unspoken: tuple[int, int] | None = None
    last_act: Claim | None = None
    turn: int = 0
    offices: dict[str, dict[str, int]] = {}

    @classmethod
    def empty(cls) -> Memory:
        """Return the memory of a document not yet begun."""
        return cls(people=[], bodies=[], roles={}, sides=[])

    def learn(self, sentence: Sentence) -> None:
        """Remember whom a sentence names."""
        self.turn += 1
        for noun in sentence.nouns:
            if noun.actor is not None:
                self._learn_actor(noun.actor, stands=noun.slot in ("bare", "by"))

    def _learn_actor(self, actor: Actor, *, stands: bool) -> None:
        ident = actor.id or ""
        if ident.startswith(("person:", "name:")) or ident.split(":")[0] in (
            "spokesperson",
            "president",
            "pm",
            "fm",
            "dm",
        ):
            self.people.append(actor)
        elif actor.country and stands:
            self.bodies.append(actor)
        if actor.country and ":" in ident:
            self.roles[ident.split(":")[0]] = actor
            self.offices.setdefault(ident.split(":")[0], {})[actor.country] = self.turn
        if actor.country and actor.sector not in _NO_SIDE and (not self.sides or self.sides[-1] != actor.country):
            self.sides.append(actor.country)


def resolve(noun: Noun, sentence: Sentence, memory: Memory, speaker: Actor | None) -> list[Actor]:
    """Return the actors a noun phrase stands for; nobody when the text does not settle it."""
    if noun.pronoun:
        return _pronoun(noun, sentence, memory, speaker)
    actor = noun.actor
    if actor is None:
        return []
    role = _role(actor)
    if role == "both":
        return [
            Actor(country=code, as_written=actor.as_written, start=actor.start, end=actor.end) for code in _pair(memory)
        ]
    if role == "enemy":
        return _sided(actor, _opponent(_country(speaker) or _subject_country(sentence, noun), memory, sentence))
    if actor.country is None and (holder := _holder(sentence, noun)) is not None:
        return _sided(actor, holder)
    if actor.country is None and role in _INSTITUTIONS and not noun.whose:
        known = _institution(role, actor, sentence, memory)
        return [known] if known is not None else [actor]
    if role in ("own", "own-republic") or noun.whose == "speaker":
        return _sided(actor, _country(speaker)) if speaker is not None else []
    if actor.country is None and noun.whose == "other":
        return _sided(actor, _owner(sentence, noun) or _country(speaker))
    return [actor]


def _holder(sentence: Sentence, noun: Noun) -> str | None:
    """Return the state in "the units of Baku": a genitive right behind a role word."""
    for other in sentence.nouns:
        if other.slot == "of" and other.prep == noun.last and other.actor is not None:
            return other.actor.country
    return None


def resolve_speaker(noun: Noun, sentence: Sentence, memory: Memory) -> Actor | None:
    """Return who speaks; a role without a country is the last one named with it."""
    if noun.pronoun:
        found = _pronoun(noun, sentence, memory, memory.speaker)
        return found[0] if found else None
    actor = noun.actor
    if actor is None or actor.country:
        return actor
    role = _role(actor)
    if noun.whose:
        country = _owner(sentence, noun) or _country(memory.speaker)
        return structs.replace(actor, country=country) if country else actor
    return _institution(role, actor, sentence, memory) or actor


def _is_ambiguous(role: str, memory: Memory) -> bool:
    """Tell whether the ministries of several states were named and none of them in this or the last two sentences."""
    turns = memory.offices.get(role, {})
    return len(turns) > 1 and max(turns.values()) < memory.turn - 2


def _mourning(sentence: Sentence, offices: dict[str, int]) -> str | None:
    """Return whose soldiers were killed in the sentence: their own ministry tells it."""
    lost = [h.first for h in sentence.triggers if h.entry.entry.role in ("killed", "wounded", "missing")]
    for noun in sentence.nouns:
        if (
            lost
            and noun.slot == "bare"
            and noun.last <= lost[0]
            and noun.actor is not None
            and noun.actor.country in offices
        ):
            return noun.actor.country
    return None


def _institution(role: str, actor: Actor, sentence: Sentence, memory: Memory) -> Actor | None:
    """Return "the ministry" as the one named with its state before; an army's only if one state is named at all."""
    known = memory.roles.get(role) if role in _INSTITUTIONS else None
    if known is not None and _is_ambiguous(role, memory):
        own = _mourning(sentence, memory.offices[role])
        return structs.replace(actor, country=own) if own else None
    if known is None and role in ("mod", "ministry", "mfa", "government", "spokesperson"):
        known = next((memory.roles[r] for r in ("mod", "mfa", "ministry", "spokesperson") if r in memory.roles), None)
    if known is not None:
        return structs.replace(actor, country=known.country, sector=known.sector or actor.sector, id=known.id)
    if actor.sector not in ("MIL", "GOV", "COP", "LEG", "JUD") or role in ("official", "source"):
        return None
    here = [
        n.actor.country
        for n in sentence.nouns
        if n.actor is not None and n.actor.country and n.actor.sector not in _NO_SIDE and not _is_owned(n, sentence)
    ]
    owned = {n.actor.country for n in sentence.nouns if n.actor is not None and _is_owned(n, sentence)}
    only = set(here) or set(memory.sides) - owned
    if len(only) == 1:
        return structs.replace(actor, country=only.pop())
    if role in _INSTITUTIONS and not here and memory.sides and memory.sides[-1] not in owned:
        return structs.replace(actor, country=memory.sides[-1])
    return None


def _is_owned(noun: Noun, sentence: Sentence) -> bool:
    """Tell whether a word only says whose a thing is: a ministry that destroyed Ukrainian drones is not Ukraine's."""
    if any(h.entry.entry.role in ("killed", "wounded", "missing") for h in sentence.triggers):
        return False  # a ministry tells its own dead
    return noun.actor is not None and (noun.actor.id or "").startswith("adj:")


def _role(actor: Actor) -> str:
    return (actor.id or "").removeprefix("role:").split(":")[0]


def _country(actor: Actor | None) -> str | None:
    return actor.country if actor is not None else None


def _sided(actor: Actor, country: str | None) -> list[Actor]:
    if country is None:
        return []
    sector = actor.sector
    return [structs.replace(actor, country=country, sector=sector, id=f"{_role(actor)}:{country}")]


def _pronoun(noun: Noun, sentence: Sentence, memory: Memory, speaker: Actor | None) -> list[Actor]:
    if noun.pronoun == "speaker":
        return [speaker] if speaker is not None else []
    earlier = [n.actor for n in sentence.nouns if n.last <= noun.first and n.actor is not None and n.actor.country]
    if noun.pronoun == "person":
        people = [a for a in earlier if (a.id or "").startswith(("person:", "name:"))]
        if not people and memory.speaker is not None and memory.speaker in memory.people[-3:]:
            return [memory.speaker]  # who spoke last speaks on: "..., an aide to the president, wrote. He added ..."
        found = people[-1:] or memory.people[-1:] or ([memory.speaker] if memory.speaker else [])
        return [a for a in found if a is not None]
    if noun.pronoun == "thing":
        spoke = memory.speaker
        body = (
            [spoke]
            if spoke is not None and spoke.country and not (spoke.id or "").startswith(("person:", "name:"))
            else []
        )
        return earlier[:1] or body or memory.bodies[-1:]
    return earlier[:1] if noun.pronoun == "many" else []


def _owner(sentence: Sentence, noun: Noun) -> str | None:
    """Return the country that "its" refers to: the subject named before it in the sentence."""
    earlier = [n for n in sentence.nouns if n.last <= noun.first and n.actor is not None and n.actor.country]
    bare = [n for n in earlier if n.slot == "bare"] or earlier
    asked = [n for n in bare if (hit := sentence.slots.get(n.last + 1)) is not None and hit.entry.value == "to"]
    if asked:  # "urged Azerbaijan to pull its men back"
        bare = asked[-1:]
    return bare[0].actor.country if bare and bare[0].actor is not None else None


def _subject_country(sentence: Sentence, noun: Noun) -> str | None:
    others = [n.actor.country for n in sentence.nouns if n.actor is not None and n.actor.country and n is not noun]
    return others[0] if others else None


def _opponent(country: str | None, memory: Memory, sentence: Sentence) -> str | None:
    """Return the other side: the country named last that is not this one."""
    if country is None:
        return None
    here = [
        n.actor.country
        for n in sentence.nouns
        if n.actor is not None and n.actor.country and n.actor.sector not in _NO_SIDE
    ]
    return next((c for c in [*here, *reversed(memory.sides)] if c != country), None)


def _pair(memory: Memory) -> list[str]:
    """Return the two countries that the document has named most; nobody if a third is named as often as the second."""
    if len(set(memory.fighting)) < 2 and len(set(memory.sides)) > 2:
        return []
    counts: dict[str, int] = {}
    for code in memory.fighting if len(set(memory.fighting)) > 1 else memory.sides:
        counts[code] = counts.get(code, 0) + 1
    ranked = sorted(counts, key=lambda c: -counts[c])
    if len(ranked) < 2 or (len(ranked) > 2 and counts[ranked[2]] == counts[ranked[1]]):
        return []
    return [c for c in counts if c in ranked[:2]]
