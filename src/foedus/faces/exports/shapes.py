"""What exports, lists and `--json` print of each kind of record: one shape, everywhere (DESIGN §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from foedus.case import queries
from foedus.case.store import Case
from foedus.faces.plain import plain, whole
from foedus.records import Claim, Document, Incident, Obligation, Toll

Row = dict[str, Any]


def claim_row(claim: Claim) -> Row:
    """Return the claim record of the contract."""
    return plain(claim)


def incident_row(incident: Incident) -> Row:
    """Return an incident: what, when, where, who, the claims and documents, tolls by side and role, facets."""
    return {
        "id": incident.id,
        "what": incident.what,
        "start": incident.start,
        "end": incident.end,
        "place": plain(incident.place) if incident.place else None,
        "sides": list(incident.sides),
        "claims": list(incident.claims),
        "documents": list(dict.fromkeys((*incident.documents, *incident.passing))),
        "tolls": _tolls(incident.tolls),
        "facets": [plain(f) for f in incident.facets],
        "disputed": list(incident.disputed),
        "independent_sources": incident.independent_sources,
        "kind": incident.kind,
        "background": incident.background,
    }


def _tolls(tolls: tuple[Toll, ...]) -> Row:
    sides: Row = {}
    for toll in tolls:
        sides.setdefault(toll.side, {})[toll.role] = {
            "low": whole(toll.low),
            "best": whole(toll.best),
            "high": whole(toll.high),
            "by_speaker": {speaker: [whole(low), whole(high)] for speaker, low, high, _ in toll.by_speaker},
        }
    return sides


def obligation_row(obligation: Obligation) -> Row:
    """Return an obligation with its four facets and its proof."""
    return {
        "id": obligation.id,
        "incident": obligation.incident,
        "commitment": obligation.commitment,
        "treaty": obligation.treaty,
        "provision": obligation.provision,
        "kind": obligation.kind,
        "beneficiary": obligation.beneficiary,
        "trigger": obligation.trigger,
        "turns_on": list(obligation.turns_on),
        "invoked": obligation.invoked,
        "invoked_on": obligation.invoked_on,
        "answer": obligation.answer,
        "closure": obligation.closure,
        "obligors": list(obligation.obligors),
        "proof": [plain(s) for s in obligation.proof],
    }


def document_row(document: Document, incidents: list[Row]) -> Row:
    """Return a document as read, with the incidents that it reports (`main`) or mentions in passing."""
    return {
        "id": document.id,
        "path": document.path,
        "url": document.url,
        "title": document.title,
        "published": document.published,
        "published_basis": document.published_basis,
        "language": document.language,
        "text": document.text,
        "main_start": document.main_start,
        "main_end": document.main_end,
        "truncated": document.truncated,
        "near_duplicate_of": document.near_duplicate_of,
        "incidents": incidents,
    }


def ledger_row(record: msgspec.Struct) -> Row:
    """Return a row of the ledger."""
    return plain(record)


def _claims(case: Case) -> Iterator[Row]:
    return map(claim_row, queries.claims(case))


def _incidents(case: Case) -> Iterator[Row]:
    return map(incident_row, queries.incidents(case))


def _obligations(case: Case) -> Iterator[Row]:
    return map(obligation_row, queries.obligations(case))


def _documents(case: Case) -> Iterator[Row]:
    held = queries.incidents_by_document(case)
    return (document_row(d, held.get(d.id, [])) for d in queries.documents(case))


class Kind(NamedTuple):
    """An export: how its rows are read from a case, and which record gives their columns."""

    rows: Callable[[Case], Iterator[Row]]
    record: type[msgspec.Struct]


KINDS = {
    "claims": Kind(_claims, Claim),
    "incidents": Kind(_incidents, Incident),
    "obligations": Kind(_obligations, Obligation),
    "documents": Kind(_documents, Document),
}
