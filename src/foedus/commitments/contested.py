"""What each source holds about the contested facts: who used force first, whose land, how grave, whether at all.

A question is settled only if nobody with an interest to deny it leaves it open: an accusation by the adversary alone
settles nothing, owning up does, and so does a third party or the press if nobody contradicts it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from foedus.commitments.kernel import Dimension
from foedus.commitments.language import GRAVITIES
from foedus.commitments.wording import rules, says
from foedus.incidents.accounts import blame, site
from foedus.incidents.sides import PRESS, codes, holder, parties, party
from foedus.records import Claim, Incident
from foedus.values import Territory

OTHER = "other"  # somebody else, or nobody
ELSEWHERE = "elsewhere"  # where a place is only thought possible
HOME, ABROAD = "home", "abroad"  # where the attackers of a one-state incident came from


_TELLS_WHERE = frozenset({"ASSAULT", "COERCE", "TOLL", "ACCUSE", "MOBILIZE"})


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


def _holder(claim: Claim) -> str | None:
    """Return whose account a claim belongs to; None for a source that cannot be placed ("the ministry")."""
    who = holder(claim) or PRESS
    return who if is_placed(who) else None


def is_placed(who: str) -> bool:
    """Return whether a holder is the press, a state or a body, and not a description of somebody."""
    return who == PRESS or (who.isupper() and who.isalnum())


# --- who used force first ---------------------------------------------------------------------------------------


def gather_first(held: Held, incident: Incident, claims: Sequence[Claim], sides: Sequence[str]) -> None:
    """Gather who is held to have used force first."""
    _take_accounts(held, incident, ("first", "began", "perpetrator"), (*sides, OTHER))
    told = blame(claims, sides)
    for who in filter(is_placed, told.accused):
        for doer in told.first(who):
            for claim in told.accused[who][doer]:
                held.add(doer, who, claim)
    answered = held.by_holder()
    for who, doers in told.cleared.items():  # a denial is the accused's own; others only say what did not happen
        own = [c for doer, ids in doers.items() if party(doer) == party(who) for c in ids]
        for claim in own if who not in answered else ():
            held.add(OTHER, who, claim)
    _heed_admissions(held, sides)
    _leave_open(held, sides)


def _heed_admissions(held: Held, sides: Sequence[str]) -> None:
    """Drop what others tell against a side that owns up, if no side contradicts it."""
    fighting = {party(s) for s in sides}
    views = {who: {party(v) for v in values} for who, values in held.by_holder().items()}
    admitted = {party(who) for who, doers in views.items() if doers == {party(who)}}
    said = {v for who, doers in views.items() if party(who) in fighting for v in doers}
    if len(admitted) == 1 and said == admitted:
        for value in [v for v in held.options if party(v) not in admitted]:
            del held.options[value]


def _take_accounts(held: Held, incident: Incident, names: Sequence[str], known: Sequence[str]) -> None:
    for account in incident.accounts:
        for name, value in account.holds:
            if name in names and value in known and is_placed(account.source):
                held.add(value, account.source)


def _leave_open(held: Held, sides: Sequence[str]) -> None:
    """Leave open what nobody settles: all sides if none is named, the other ones if the adversary alone names one."""
    if not held.options:
        for option in sides:
            held.add(option)
    doers = {party(v) for v in held.options}
    holders = held.by_holder()
    if len(doers) != 1 or not holders:
        return
    third = any(party(h) not in {party(s) for s in sides} for h in holders)
    if not third and not any(party(h) in doers for h in holders):
        for side in sides:
            held.add(side)


def is_internal(incident: Incident, sides: Sequence[str]) -> bool:
    """Return whether an incident has one side alone and is not known to be on another's land.

    That is unrest, or an attack by unknown hands.
    """
    if len({party(s) for s in sides}) != 1:
        return False
    views = incident.place.territory if incident.place else Territory()
    return {party(h) for h in (*views.recognised, *views.controlled, *views.claimed)} <= {party(sides[0])}


def gather_origin(held: Held, incident: Incident, claims: Sequence[Claim]) -> None:
    """Gather where attackers of a one-state incident came from; open if one says abroad or leaves room for it."""
    _take_accounts(held, incident, ("first", "began", "perpetrator"), (HOME, ABROAD))
    held.add(HOME)
    if site(incident.place) is None or _soldiers_hit(claims):
        held.add(ABROAD)
    for claim in claims:
        asked = claim.type == "REQUEST" and claim.mode == "assist" and claim.status == "occurred"
        if asked or (claim.status in ("occurred", "possible") and says(rules().abroad, claim)):
            held.add(ABROAD, _holder(claim), claim.id)


def _soldiers_hit(claims: Sequence[Claim]) -> bool:
    """Return whether soldiers were hit or taken and nobody is named who did it."""
    force = [c for c in claims if c.type in ("ASSAULT", "COERCE", "TOLL") and c.status == "occurred"]
    hit = any(a.sector == "MIL" for c in force for a in c.recipients) or any(
        q.role == "captured" or (q.side and q.side.sector == "MIL") for c in force for q in c.quantities
    )
    return hit and not any(c.agents for c in force)


# --- where ------------------------------------------------------------------------------------------------------


def gather_where(
    held: Held,
    points: dict[str, list[tuple[float, float]]],
    incident: Incident,
    claims: Sequence[Claim],
    sides: Sequence[str],
) -> None:
    """Gather on whose land it happened, and the coordinates seen for each answer."""
    for account in incident.accounts:
        for name, value in account.holds:
            if name in ("where", "place", "territory") and set(holders_of(value, "recognised")) & set(sides):
                held.add(value, account.source)
    told = [c for c in claims if c.place is not None and c.type in _TELLS_WHERE and c.status != "background"]
    seen = [(incident.place, None, None)] if incident.place else []
    seen += [(c.place, _holder(c), c.id) for c in told if c.place is not None]  # type: ignore[misc]
    denied = {c.id for c in told if c.status == "negated"}
    precise = [s for s in seen if (s[0].precision or 7) < 6]
    for place, who, told_in in precise or seen:
        key = site(place)
        concerned = {*holders_of(key, "recognised"), *holders_of(key, "controlled")} if key else set()
        if key is None or (told_in is not None and sides and not concerned & set(sides)):
            continue
        held.add(key, None if told_in in denied else who, told_in)
        if place.lat is not None and place.lon is not None and (place.precision or 7) < 6:
            points.setdefault(key, []).append((place.lat, place.lon))
    if not held.options:
        for side in sides:
            if party(side) == side:
                held.add(side)
    for claim in filter(_puts_elsewhere, told):
        held.add(ELSEWHERE, _holder(claim), claim.id)
    if told and all(c.status == "possible" for c in told):
        held.add(ELSEWHERE)


def _puts_elsewhere(claim: Claim) -> bool:
    """Return whether somebody other than the accused says that a place was not hit."""
    who = _holder(claim)
    return claim.status == "negated" and who is not None and party(who) not in parties(codes(claim.agents))


# --- whether force was used, and how gravely --------------------------------------------------------------------


def gather_force(held: Held, claims: Sequence[Claim], sides: Sequence[str]) -> None:
    """Gather whether force was used at all."""
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


def gather_gravity(held: Held, incident: Incident, claims: Sequence[Claim], where: Held) -> None:
    """Gather how grave it was; on a border, whatever the weapon, it may be called an incident."""
    _take_accounts(held, incident, ("gravity",), GRAVITIES)
    levels = rules().gravity
    for claim in claims:
        if says(levels.says_incident, claim):
            held.add("incident", _holder(claim), claim.id)
        elif claim.status == "occurred" and says(levels.says_attack, claim):
            held.add("armed_attack", _holder(claim), claim.id)
    killed = min_killed(incident)
    if killed >= levels.war_killed:
        held.add("war")
        return
    border = any(len(holders_of(key, "recognised")) != 1 for key in where.options)
    own = [c for c in claims if c.id in set(incident.claims)] or claims
    struck = any(
        c.type == "ASSAULT"
        and c.status in ("occurred", "negated")
        and (c.mode in levels.armed_attack_modes or _any_of(levels.armed_attack_means, c.means))
        for c in own
    )
    deadly = killed >= levels.armed_attack_killed_inland
    held.add("armed_attack")
    if border or not (struck or deadly):
        held.add("incident")


def min_killed(incident: Incident) -> float:
    """Return the dead of all sides, at the lowest figures that anybody stands by."""
    tolls = [t for t in incident.tolls if t.role == "killed"]
    return sum(t.low or t.best or 0 for t in tolls)


def _any_of(stems: Sequence[str], text: str | None) -> bool:
    return bool(text) and any(stem in (text or "").casefold() for stem in stems)
