"""Conflicting duties of one guarantor: bound to help a party, and bound not to use force against its attacker."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.commitments.conditions import Scene
from foedus.commitments.contested import HOME, OTHER
from foedus.commitments.language import Treaty
from foedus.incidents.sides import party


def conflicts(scene: Scene, obligors: Sequence[str], treaties: Sequence[Treaty]) -> tuple[str, ...]:
    """Return `obligor: treaty/clause` for each duty of restraint towards one who may have attacked the beneficiary."""
    question = scene.situation.questions.get("first")
    if scene.clause.kind != "assist" or question is None:
        return ()
    attackers = {party(o.value) for o in question.options if o.value not in (OTHER, HOME)} - {scene.beneficiary}
    day = scene.situation.date
    found = []
    for treaty in treaties:
        bound = {m.state for m in treaty.memberships(day)} if treaty.binds(day) else set()
        for clause in treaty.clauses_on(day) if bound & attackers else ():
            if clause.kind == "refrain":
                found += [f"{who}: {treaty.id}/{clause.id}" for who in obligors if who in bound - attackers]
    return tuple(sorted(found))
