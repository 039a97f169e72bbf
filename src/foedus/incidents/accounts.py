"""What every source holds about the contested facts of an incident: who used force first, on whose land.

Holders are sides, third parties and `press` (the outlets in their own voice). A source that blames the enemy and owns
up to its own answer holds that the enemy began; "both opened fire" holds nothing.

Never: a perpetrator from a place, an account from silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from foedus.incidents.rules import rules
from foedus.incidents.sides import PRESS, UNNAMED, codes, holder, party
from foedus.records import Account, Claim
from foedus.values import Place

_GRAVE = ("ASSAULT", "COERCE")


class Blame(Struct, frozen=True):
    """Who is said to have used force (`accused`) and who is said not to have (`cleared`): holder → doer → claims."""

    accused: dict[str, dict[str, list[str]]]
    cleared: dict[str, dict[str, list[str]]]

    def first(self, who: str) -> tuple[str, ...]:
        """Return whom a holder takes to have begun: enemies if it blames any, else those it names; several: nobody."""
        doers = list(self.accused.get(who, ()))
        enemies = [d for d in doers if party(d) != party(who)]
        chosen = enemies or doers
        return tuple(sorted(chosen)) if len({party(d) for d in chosen}) == 1 else ()


def blame(claims: Iterable[Claim], sides: Sequence[str]) -> Blame:
    """Return whom each holder blames and clears."""
    accused: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    cleared: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for claim in claims:
        if _is_mutual(claim, sides):
            for who, other in (sides, sides[::-1]):
                accused[who].setdefault(other, []).append(claim.id)
            continue
        who = holder(claim) or PRESS
        if who == UNNAMED:
            continue
        denies = claim.status == "negated" or claim.stance == "denies"
        doers = [d for d in _doers(claim) if d in sides]
        if denies and not doers and who in sides and claim.type in (*_GRAVE, "ACCUSE", "MOBILIZE"):
            doers = [who]  # "denied any strike": of its own
        rejects = claim.type == "REJECT" and claim.mode not in ("assist", "recognition")
        if rejects and who in sides and claim.status == "occurred":  # the accusation, as the text has it
            doers, denies = [who], True
        if len({party(d) for d in doers}) != 1 or not (denies or claim.status in ("occurred", "possible")):
            continue
        for doer in doers:
            (cleared if denies else accused)[who].setdefault(doer, []).append(claim.id)
    return Blame(dict(sorted(accused.items())), dict(sorted(cleared.items())))


def _is_mutual(claim: Claim, sides: Sequence[str]) -> bool:
    """Return whether a claim says that the two sides accuse each other."""
    return (
        claim.type == "ACCUSE"
        and claim.status == "occurred"
        and len(sides) == 2
        and not claim.recipients
        and set(codes(claim.agents)) == set(sides)
    )


def _doers(claim: Claim) -> tuple[str, ...]:
    if claim.type in rules().force or (claim.type == "MOBILIZE" and claim.mode == "troops"):
        return codes(claim.agents)
    if claim.type == "ACCUSE" and claim.mode in ("attack", "violation", None):
        return codes(claim.recipients)
    return ()


def site(place: Place | None) -> str | None:
    """Return the key of a place: who is recognised as its holder, and after `>` who controls it if that differs.

    `ARM+AZE` is a line between the two. None: whose land it is, is not known, or no more than a country is known.
    """
    if place is None or not (place.territory.recognised or place.territory.controlled):
        return None
    recognised = "+".join(sorted(place.territory.recognised))
    controlled = "+".join(sorted(place.territory.controlled))
    return recognised if not controlled or controlled == recognised else f"{recognised}>{controlled}"


def where_held(claims: Iterable[Claim], sides: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Return holder → site → claims, for what happened; a place on nobody's land of the sides is left out."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for claim in claims:
        if claim.type not in (*_GRAVE, "TOLL", "ACCUSE", "MOBILIZE") or claim.status == "background":
            continue
        key = site(claim.place)
        lands = set(claim.place.territory.recognised + claim.place.territory.controlled) if claim.place else set()
        who = holder(claim) or PRESS
        if key is not None and who != UNNAMED and (not sides or lands & set(sides)):
            found[who].setdefault(key, []).append(claim.id)
    return dict(sorted(found.items()))


def accounts(claims: Sequence[Claim], sides: Sequence[str]) -> tuple[Account, ...]:
    """Return the account of every holder: `began` → code, `where` → site; several options of one holder all stand."""
    held = blame(claims, sides)
    wheres = where_held(claims, sides)
    names = _names(claims)
    spoken: defaultdict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if (who := holder(claim)) != UNNAMED:
            spoken[who or PRESS].append(claim.id)
    return tuple(
        Account(
            source=who,
            name=names.get(who, who),
            holds=tuple(
                [("began", doer) for doer in held.first(who)]
                + [("denies", doer) for doer in sorted(held.cleared.get(who, ()))]
                + [("where", key) for key in sorted(wheres.get(who, ()))]
            ),
            claims=tuple(spoken[who]),
        )
        for who in sorted(spoken)
    )


def _names(claims: Iterable[Claim]) -> dict[str, str]:
    found = {PRESS: "outlets in their own voice"}
    for claim in claims:
        if (who := holder(claim)) and claim.speaker is not None and claim.speaker.name:
            found.setdefault(who, claim.speaker.name)
    return found
