"""Who is a side: the codes behind the actors of claims, and which codes fight as one party."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.incidents.rules import rules
from foedus.records import Claim
from foedus.values import Actor

PRESS = "press"
UNNAMED = "unnamed"
_NOT_STATES = frozenset({"REB", "UAF", "CRM"})
_NO_SIDES = frozenset({"UN", "EU", "OSCE", "ICRC", "IAEA", "ICC", "ICJ"})


def code(actor: Actor | None) -> str | None:
    """Return the code that an actor counts as: its state or organisation; an armed group stands for itself."""
    if actor is None:
        return None
    known = None if actor.id is None or actor.id.startswith("role:") else actor.id
    if actor.sector in _NOT_STATES:
        return known or actor.country or actor.name
    return actor.country or known


def codes(actors: Iterable[Actor]) -> tuple[str, ...]:
    """Return the codes of several actors, once each, in their order."""
    return tuple(dict.fromkeys(c for c in map(code, actors) if c))


def party(side: str) -> str:
    """Return the party that a side fights in: Karabakh's forces and Armenia's are one.

    >>> party("XKA"), party("AZE")
    ('ARM', 'AZE')
    """
    return rules().one_party.get(side, side)


def parties(sides: Iterable[str]) -> frozenset[str]:
    """Return the parties of several sides."""
    return frozenset(map(party, sides))


def label(speaker: Actor | None) -> str | None:
    """Return the label of a speaker in tolls and accounts: `AZE:MIL`, `CSTO`, a name; None is the outlet itself."""
    if speaker is None or speaker.sector == "JRN":
        return None
    who = code(speaker)
    if who is None:
        return speaker.name or speaker.as_written or None
    return f"{who}:{speaker.sector}" if speaker.sector and speaker.country and len(speaker.country) == 3 else who


def holder(claim: Claim) -> str | None:
    """Return whose word a claim is: the code of its speaker, or of who accuses or rejects; None is the outlet.

    UNNAMED is an office whose state is not known: its word stands, but for nobody.
    """
    speaker = claim.speaker
    if speaker is None and claim.type in ("ACCUSE", "REJECT", "REQUEST", "THREATEN", "PROTEST") and claim.agents:
        speaker = claim.agents[0]
    if speaker is None or speaker.sector == "JRN":
        return None
    if (who := code(speaker)) is not None:
        return who
    is_role = speaker.id is not None and speaker.id.startswith("role:")
    return UNNAMED if is_role or not (speaker.name or "")[:1].isupper() else speaker.name


def fighting_sides(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the sides of a happening, sorted: who used force, on whom, whose losses they are, who denies the deed.

    Who detains somebody, and whose journalists are hit, is not a side for that.
    """
    found: set[str] = set()
    for claim in claims:
        moves = claim.type == "MOBILIZE" and claim.mode == "troops"
        force = claim.type in rules().force and claim.mode != "arrest"
        if force or moves or (claim.type == "ACCUSE" and claim.mode in ("attack", "violation")):
            found.update(codes(a for a in (*claim.agents, *claim.recipients) if a.sector != "JRN"))
            if claim.stance == "denies":
                found.update(codes([claim.speaker] if claim.speaker else ()))
        for quantity in claim.quantities:
            counted = quantity.role in rules().losses and quantity.side is not None and quantity.side.sector != "JRN"
            if counted and (side := code(quantity.side)):
                found.add(side)
    return tuple(sorted(s for s in found if s not in _NO_SIDES))


def are_strangers(left: frozenset[str], right: frozenset[str]) -> bool:
    """Return whether two sets of parties cannot be of one fight: apart, and not just one half of it each.

    >>> are_strangers(frozenset({"ARM", "AZE"}), frozenset({"UKR"}))
    True
    """
    return bool(left and right) and not left & right and max(len(left), len(right)) > 1
