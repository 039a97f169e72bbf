"""From an incident to what is contested about it: the situation that a treaty's conditions are asked about.

Fact dimensions come from what the claims of an incident hold, source by source: *first* (who used force first),
*where* (whose land, by recognition and by control), *gravity*, *force* (whether any was used), *opinion*.

Never: a perpetrator from a place, an account from silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from foedus.commitments.contested import (
    Held,
    Option,
    Question,
    gather_first,
    gather_force,
    gather_gravity,
    gather_origin,
    gather_where,
    is_internal,
)
from foedus.commitments.wording import rules, says
from foedus.incidents.sides import code, holder, party
from foedus.records import Claim, Incident

_FORCE = frozenset({"ASSAULT", "COERCE"})


class Situation(Struct, frozen=True):
    """What the conditions of a treaty can ask about one incident."""

    incident: str
    date: str
    end: str
    sides: tuple[str, ...]
    questions: dict[str, Question]
    accounts: dict[str, dict[str, tuple[str, ...]]]
    points: dict[str, tuple[tuple[float, float], ...]] = {}  # site → coordinates seen for it
    opinions: dict[str, tuple[str, ...]] = {}  # state that holds itself attacked or threatened → claims
    objects: tuple[str, ...] = ()
    coercion: dict[str, tuple[str, ...]] = {}  # mode → claims
    forceful: bool = True
    day_assumed: str = ""  # nobody tells the day: which one `date` is instead


def situation(
    incident: Incident, claims: Sequence[Claim], near: Sequence[Claim] = (), *, latest: str | None = None
) -> Situation:
    """Return what is contested and what is settled about an incident.

    `claims` are the incident's own; `near` are others of its documents (alliance acts and verdicts about it); `latest`
    stands in for the day of an incident of which nobody tells it.
    """
    sides = tuple(dict.fromkeys(s for s in incident.sides if s))
    sides = sides or _concerned(incident, [*claims, *near])
    sides += _touched(incident, claims, sides)
    first, where, gravity, force = Held(), Held(), Held(), Held()
    points: dict[str, list[tuple[float, float]]] = {}
    if is_internal(incident, sides):
        gather_origin(first, incident, [*claims, *near])
    else:
        gather_first(first, incident, claims, sides)
    gather_where(where, points, incident, claims, sides)
    gather_force(force, claims, sides)
    gather_gravity(gravity, incident, [*claims, *near], where)
    questions = {
        name: held.question(name)
        for name, held in (("first", first), ("where", where), ("gravity", gravity), ("force", force))
        if held.options
    }
    questions["opinion"] = Question("opinion", (Option("no"), Option("yes")))
    coercion: dict[str, list[str]] = {}
    for claim in claims:
        if claim.type == "COERCE" and claim.mode and claim.status == "occurred":
            coercion.setdefault(claim.mode, []).append(claim.id)
    return Situation(
        incident=incident.id,
        date=(incident.start or incident.end or incident.reported or latest or "")[:10],
        end=(incident.end or incident.start or "")[:10],
        sides=sides,
        questions=questions,
        accounts=_accounts({"first": first, "where": where, "gravity": gravity, "force": force}),
        points={key: tuple(sorted(set(p))) for key, p in points.items()},
        opinions=_opinions([*claims, *near], sides),
        objects=_objects(claims),
        coercion={mode: tuple(ids) for mode, ids in coercion.items()},
        forceful=any(c.type in _FORCE or c.type == "TOLL" or c.quantities for c in claims) or not claims,
        day_assumed=_assumed(incident),
    )


def _assumed(incident: Incident) -> str:
    if incident.start or incident.end:
        return ""
    return "the day of the first report" if incident.reported else "the latest day known from the corpus"


def _concerned(incident: Incident, claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return who is concerned where no side is named: who asked for help, else whose land it was."""
    asked = {
        code(a)
        for c in claims
        if c.type == "REQUEST" and c.mode == "assist" and c.status == "occurred"
        for a in c.agents
    }
    named = sorted(a for a in asked if a)
    views = incident.place.territory if incident.place else None
    return tuple(named or sorted({*views.recognised, *views.controlled} if views else ()))


def _touched(incident: Incident, claims: Sequence[Claim], sides: Sequence[str]) -> tuple[str, ...]:
    """Return whose land was touched where one party alone is named: an attack on a land concerns who holds it."""
    if len({party(s) for s in sides}) != 1:
        return ()
    places = [incident.place, *(c.place for c in claims if c.type in _FORCE and c.status in ("occurred", "possible"))]
    holders: set[str] = set()
    for territory in (p.territory for p in places if p is not None):
        sole = territory.controlled if len(territory.controlled) == 1 else ()
        holders |= {*territory.recognised, *territory.claimed, *sole}
    others = sorted(h for h in holders if party(h) != party(sides[0]))
    return tuple(others) if len(others) <= 3 else ()


def _accounts(gathered: Mapping[str, Held]) -> dict[str, dict[str, tuple[str, ...]]]:
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, held in gathered.items():
        for who, options in held.by_holder().items():
            out.setdefault(who, {})[name] = tuple(sorted(options))
    return dict(sorted(out.items()))


def _opinions(claims: Sequence[Claim], sides: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the states that hold themselves attacked or threatened, with the claims by which they say so."""
    out: dict[str, list[str]] = {}
    for claim in claims:
        who = holder(claim)
        if who is None or claim.status != "occurred" or claim.stance == "denies":
            continue
        targets = claim.agents if claim.type in _FORCE else claim.recipients if claim.type == "ACCUSE" else ()
        blames = any((code(a) or "") in sides and party(code(a) or "") != party(who) for a in targets)
        if blames or (claim.type == "REQUEST" and claim.mode in ("assist", "meet")):
            out.setdefault(who, []).append(claim.id)
    return {state: tuple(ids) for state, ids in sorted(out.items())}


def _objects(claims: Sequence[Claim]) -> tuple[str, ...]:
    own = [c for c in claims if c.type in ("ASSAULT", "COERCE", "TOLL", "ACCUSE")]
    return tuple(name for name, words in sorted(rules().objects.items()) if any(says(words, c) for c in own))
