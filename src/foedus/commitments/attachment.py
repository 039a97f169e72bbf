"""Which incident an alliance act is about, where linking left it alone: by the text, by the day, by who acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from foedus.commitments import acts
from foedus.incidents.sides import code, party
from foedus.records import Claim, Incident

ALLIANCE_ACTS = frozenset({
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COMMITMENT", "RETREAT",
})  # fmt: skip
_ASKING = frozenset({"REQUEST", "REJECT", "AGREE"})  # acts that found a text of their own
_WEEKS_AFTER = 42  # days


def nearby(
    incidents: Sequence[Incident], claims: Sequence[Claim], published: Mapping[str, str]
) -> dict[str, list[Claim]]:
    """Return, per incident, the alliance acts of its documents that belong to it rather than to another there.

    An act that is linked to no incident goes to the one whose claim stands nearest before it in the text.
    """
    linked: dict[str, set[str]] = {}
    for incident in incidents:
        for claim_id in incident.claims:
            linked.setdefault(claim_id, set()).add(incident.id)
    anchors: dict[str, list[tuple[int, str]]] = {}
    for claim in claims:
        for incident_id in sorted(linked.get(claim.id, ())):
            anchors.setdefault(claim.document_id, []).append((claim.start, incident_id))
    loose = [c for c in claims if c.type in ALLIANCE_ACTS and c.id not in linked]
    homes = _homes([c for c in loose if c.document_id not in anchors], incidents, published)
    out: dict[str, list[Claim]] = {}
    for claim in loose:
        if claim.document_id in anchors:
            found = min(anchors[claim.document_id], key=lambda a: _distance(a[0], claim.start))[1]
        else:
            found = homes.get(claim.document_id, "")
        if found:
            out.setdefault(found, []).append(claim)
    return out


def _homes(claims: Sequence[Claim], incidents: Sequence[Incident], published: Mapping[str, str]) -> dict[str, str]:
    """Return, per text that reports acts of allies and no fighting, the incident that they are about.

    It is the last one of a side that asks or refuses, before the first such act that tells its day; if none does, one
    of the weeks before publication.
    """
    homes: dict[str, str] = {}
    for claim in sorted(claims, key=lambda c: (c.document_id, c.time is None, c.start)):
        if claim.type not in _ASKING or claim.document_id in homes or claim.status == "background":
            continue
        told = claim.time.end or claim.time.start if claim.time else None
        when = acts.day(told) or acts.day(published.get(claim.document_id))
        concerned = claim.agents if claim.type == "REQUEST" else (*claim.agents, *claim.recipients)
        acting = {party(c) for a in concerned if (c := code(a))}
        before = [
            (begun, i.id)
            for i in incidents
            if when and not i.background and (begun := acts.day(i.start or i.reported)) and begun <= when
            if when <= (acts.day(i.end) or begun) + timedelta(_WEEKS_AFTER)
            if acting & {party(s) for s in (*i.sides, *(i.place.territory.recognised if i.place else ()))}
        ]
        if before:
            homes[claim.document_id] = max(before)[1]
    return homes


def _distance(anchor: int, at: int) -> int:
    return at - anchor if anchor <= at else 2 * (anchor - at)  # what follows a happening is mostly about it
