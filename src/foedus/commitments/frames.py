"""From an incident to what is contested about it: the situation that a treaty's conditions are asked about.

Fact dimensions come from what the claims of an incident hold, source by source: *first* (who used force first),
*where* (whose land, by recognition and by control), *gravity*, *force* (whether any was used). A question is settled
only if nobody with an interest to deny it leaves it open: an accusation by the adversary alone settles nothing.

Never: a perpetrator from a place, an account from silence.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from foedus.commitments.kernel import Dimension
from foedus.commitments.language import GRAVITIES
from foedus.incidents.accounts import blame, site
from foedus.incidents.sides import PRESS, code, holder, party
from foedus.mentions.phrases import Phrases
from foedus.mentions.tokens import tokenise
from foedus.records import Claim, Incident
from foedus.resources import load_yaml
from foedus.values import Place

OTHER = "other"  # somebody else, or nobody
HOME, ABROAD = "home", "abroad"  # where the attackers of a one-state incident came from
_FORCE = frozenset({"ASSAULT", "COERCE"})


class Option(Struct, frozen=True):
    """One answer to a contested question: who holds it, and the claims behind it; held by nobody = left open."""

    value: str
    held_by: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class Question(Struct, frozen=True):
    """A dimension of fact with the options that the accounts leave."""

    name: str
    options: tuple[Option, ...]

    def dimension(self) -> Dimension:
        """Return the kernel's dimension; one option alone means that the fact is settled."""
        return Dimension(self.name, tuple(o.value for o in self.options))


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


class Held:
    """Options as they are gathered: value → holders and claims, in order of coming."""

    def __init__(self) -> None:
        self.options: dict[str, dict[str, list[str]]] = {}

    def add(self, value: str, holder: str | None = None, claim: str | None = None) -> None:
        """Note that a holder (None: nobody) holds an option, on the strength of a claim."""
        holders = self.options.setdefault(value, {})
        if holder is not None:
            claims = holders.setdefault(holder, [])
            if claim is not None and claim not in claims:
                claims.append(claim)

    def by_holder(self) -> dict[str, set[str]]:
        """Return what each holder holds."""
        out: dict[str, set[str]] = {}
        for value, holders in self.options.items():
            for who in holders:
                out.setdefault(who, set()).add(value)
        return out

    def question(self, name: str) -> Question:
        """Return the question with its options, sorted."""
        return Question(
            name,
            tuple(
                Option(value, tuple(sorted(holders)), tuple(sorted({c for cs in holders.values() for c in cs})))
                for value, holders in sorted(self.options.items())
            ),
        )


def holders_of(key: str, view: str) -> tuple[str, ...]:
    """Return whose land a site is in one view: `recognised` or `controlled`; several for a line.

    >>> holders_of("AZE>XKA", "controlled"), holders_of("ARM+AZE", "recognised")
    (('XKA',), ('ARM', 'AZE'))
    """
    recognised, _, controlled = key.partition(">")
    chosen = (controlled or recognised) if view == "controlled" else recognised
    return tuple(chosen.split("+")) if chosen else ()


def situation(incident: Incident, claims: Sequence[Claim], near: Sequence[Claim] = ()) -> Situation:
    """Return what is contested and what is settled about an incident.

    `claims` are the incident's own; `near` are others of its documents (alliance acts and verdicts about it).
    """
    sides = tuple(dict.fromkeys(s for s in incident.sides if s))
    first, where, gravity, force = Held(), Held(), Held(), Held()
    points: dict[str, list[tuple[float, float]]] = {}
    if _is_internal(incident, sides):
        _gather_origin(first, incident, [*claims, *near])
    else:
        _gather_first(first, incident, claims, sides)
    _gather_where(where, points, incident, claims, sides)
    _gather_force(force, claims, sides)
    _gather_gravity(gravity, incident, [*claims, *near], where)
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
        date=(incident.start or incident.end or "")[:10],
        end=(incident.end or incident.start or "")[:10],
        sides=sides,
        questions=questions,
        accounts=_accounts({"first": first, "where": where, "gravity": gravity, "force": force}),
        points={key: tuple(sorted(set(p))) for key, p in points.items()},
        opinions=_opinions([*claims, *near], sides),
        objects=_objects(claims),
        coercion={mode: tuple(ids) for mode, ids in coercion.items()},
        forceful=any(c.type in _FORCE or c.type == "TOLL" or c.quantities for c in claims) or not claims,
    )


def _accounts(gathered: Mapping[str, Held]) -> dict[str, dict[str, tuple[str, ...]]]:
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, held in gathered.items():
        for who, options in held.by_holder().items():
            out.setdefault(who, {})[name] = tuple(sorted(options))
    return dict(sorted(out.items()))


def _holder(claim: Claim) -> str:
    return holder(claim) or PRESS


# --- who used force first ---------------------------------------------------------------------------------------


def _gather_first(held: Held, incident: Incident, claims: Sequence[Claim], sides: Sequence[str]) -> None:
    _take_accounts(held, incident, ("first", "began", "perpetrator"), (*sides, OTHER))
    told = blame(claims, sides)
    for who in told.accused:
        for doer in told.first(who):
            for claim in told.accused[who][doer]:
                held.add(doer, who, claim)
    answered = held.by_holder()
    for who, doers in told.cleared.items():
        for claim in () if who in answered else [c for ids in doers.values() for c in ids]:
            held.add(OTHER, who, claim)
    _leave_open(held, sides)


def _take_accounts(held: Held, incident: Incident, names: Sequence[str], known: Sequence[str]) -> None:
    for account in incident.accounts:
        for name, value in account.holds:
            if name in names and value in known:
                held.add(value, account.source)


def _leave_open(held: Held, sides: Sequence[str]) -> None:
    if not held.options:
        for option in sides if len({party(s) for s in sides}) > 1 else (*sides, OTHER):
            held.add(option)
        return
    doers = {party(v) for v in held.options}
    if len(doers) > 1:
        return
    doer = next(iter(doers))
    holders = held.by_holder()
    outside = [h for h in holders if party(h) not in {party(s) for s in sides}]
    admitted = any(party(h) == doer for h in holders)
    if not outside and not admitted:
        held.add(OTHER)


def _is_internal(incident: Incident, sides: Sequence[str]) -> bool:
    """Return whether an incident has one side alone and happened on its land: unrest, or an attack by unknown hands."""
    if len({party(s) for s in sides}) != 1:
        return False
    place = incident.place
    return place is not None and {party(c) for c in place.territory.recognised} == {party(sides[0])}


def _gather_origin(held: Held, incident: Incident, claims: Sequence[Claim]) -> None:
    """A one-state incident: did the attackers come from outside? Only if somebody says so is that a question."""
    _take_accounts(held, incident, ("first", "began", "perpetrator"), (HOME, ABROAD))
    held.add(HOME)
    abroad = _lexicon(_readings().abroad)
    for claim in claims:
        asked = claim.type == "REQUEST" and claim.mode == "assist" and claim.status == "occurred"
        if asked or (claim.status in ("occurred", "possible") and _says(abroad, claim)):
            held.add(ABROAD, _holder(claim), claim.id)


# --- where ------------------------------------------------------------------------------------------------------


def _gather_where(
    held: Held,
    points: dict[str, list[tuple[float, float]]],
    incident: Incident,
    claims: Sequence[Claim],
    sides: Sequence[str],
) -> None:
    for account in incident.accounts:
        for name, value in account.holds:
            if name in ("where", "place", "territory") and set(holders_of(value, "recognised")) & set(sides):
                held.add(value, account.source)
    told: list[tuple[Place, str | None, str | None]] = [(incident.place, None, None)] if incident.place else []
    told += [
        (c.place, _holder(c), c.id)
        for c in claims
        if c.place is not None and c.type in ("ASSAULT", "COERCE", "TOLL", "ACCUSE") and c.status != "background"
    ]
    precise = [t for t in told if (t[0].precision or 7) < 6]
    for place, who, claim in precise or told:
        key = site(place)
        concerned = {*holders_of(key, "recognised"), *holders_of(key, "controlled")} if key else set()
        if key is None or (claim is not None and sides and not concerned & set(sides)):
            continue
        held.add(key, who, claim)
        if place.lat is not None and place.lon is not None:
            points.setdefault(key, []).append((place.lat, place.lon))
    if not held.options:
        for side in sides:
            if party(side) == side:
                held.add(side)


# --- whether force was used, and how gravely --------------------------------------------------------------------


def _gather_force(held: Held, claims: Sequence[Claim], sides: Sequence[str]) -> None:
    for claim in claims:
        if claim.type not in ("ASSAULT", "TOLL", "COERCE", "ACCUSE"):
            continue
        if claim.status == "occurred" and claim.stance != "denies":
            held.add("yes", _holder(claim), claim.id)
        elif claim.status == "possible":
            held.add("yes", None)
            held.add("no", None)
    holders = set(held.by_holder())
    interested = {h for h in holders if h in sides}
    if not held.options or (holders == interested and len({party(h) for h in interested}) == 1):
        held.add("yes", None)
        denial = next((c for c in claims if c.stance == "denies" or c.status == "negated"), None)
        if denial is not None or not held.options:
            held.add("no", _holder(denial) if denial else None, denial.id if denial else None)
    elif "yes" in held.options and holders:
        held.options.pop("no", None)


def _gather_gravity(held: Held, incident: Incident, claims: Sequence[Claim], where: Held) -> None:
    _take_accounts(held, incident, ("gravity",), GRAVITIES)
    rules = _readings().gravity
    incidental, attack = _lexicon(rules.says_incident), _lexicon(rules.says_attack)
    for claim in claims:
        if _says(incidental, claim):
            held.add("incident", _holder(claim), claim.id)
        elif claim.status == "occurred" and _says(attack, claim):
            held.add("armed_attack", _holder(claim), claim.id)
    killed = min_killed(incident)
    if killed >= rules.war_killed:
        held.add("war")
        return
    border = any(len(holders_of(key, "recognised")) != 1 for key in where.options) or len(where.options) > 1
    own = [c for c in claims if c.id in set(incident.claims)] or claims
    struck = any(
        c.type == "ASSAULT"
        and c.status in ("occurred", "negated")
        and (c.mode in rules.armed_attack_modes or _any_of(rules.armed_attack_means, c.means))
        for c in own
    )
    deadly = killed >= rules.armed_attack_killed_inland
    held.add("armed_attack")
    if not struck and not (deadly and not border):
        held.add("incident")


def min_killed(incident: Incident) -> float:
    """Return the dead of all sides, at the lowest figures that anybody stands by."""
    tolls = [t for t in incident.tolls if t.role == "killed"]
    return sum(t.low or t.best or 0 for t in tolls)


def _any_of(stems: Sequence[str], text: str | None) -> bool:
    return bool(text) and any(stem in (text or "").casefold() for stem in stems)


# --- what parties say of themselves, what was hit ---------------------------------------------------------------


def _opinions(claims: Sequence[Claim], sides: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the states that hold themselves attacked or threatened, with the claims by which they say so."""
    out: dict[str, list[str]] = {}
    for claim in claims:
        who = _holder(claim)
        if who == PRESS or claim.status != "occurred" or claim.stance == "denies":
            continue
        targets = claim.agents if claim.type in _FORCE else claim.recipients if claim.type == "ACCUSE" else ()
        blames = any((code(a) or "") in sides and party(code(a) or "") != party(who) for a in targets)
        if blames or (claim.type == "REQUEST" and claim.mode in ("assist", "meet")):
            out.setdefault(who, []).append(claim.id)
    return {state: tuple(ids) for state, ids in sorted(out.items())}


def _objects(claims: Sequence[Claim]) -> tuple[str, ...]:
    own = [c for c in claims if c.type in ("ASSAULT", "COERCE", "TOLL", "ACCUSE")]
    return tuple(
        name for name, words in sorted(_readings().objects.items()) if any(_says(_lexicon(words), c) for c in own)
    )


class Levels(Struct, frozen=True):
    """What settles how grave an incident was (`_readings.yaml`)."""

    armed_attack_modes: tuple[str, ...]
    armed_attack_means: tuple[str, ...]
    armed_attack_killed_inland: int
    war_killed: int
    incident_modes: tuple[str, ...]
    says_incident: tuple[str, ...]
    says_attack: tuple[str, ...]


class Readings(Struct, frozen=True):
    """How claims open or settle questions (`_readings.yaml`)."""

    gravity: Levels
    abroad: tuple[str, ...]
    objects: dict[str, tuple[str, ...]]


@functools.cache
def _readings() -> Readings:
    return msgspec.convert(load_yaml("treaties/_readings.yaml"), type=Readings)


@functools.cache
def _lexicon(words: tuple[str, ...]) -> Phrases[str]:
    return Phrases((word, word) for word in words)


def _says(lexicon: Phrases[str], claim: Claim) -> bool:
    return next(lexicon.find(tokenise(claim.quote)), None) is not None


def says_any(words: tuple[str, ...], claim: Claim) -> bool:
    """Return whether a claim's quote has one of the words; no words ask for nothing."""
    return not words or _says(_lexicon(words), claim)
