"""What a case holds, as records: every consumer reads here, so what was rejected or redacted is nowhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

import msgspec

from foedus.case.rows import from_row
from foedus.case.store import Case
from foedus.errors import CaseError
from foedus.records import Claim, Document, Incident, LedgerRow, Obligation, Reject

R = TypeVar("R", bound=msgspec.Struct)


class Counts(NamedTuple):
    """How much a case holds that is not rejected."""

    documents: int
    claims: int
    incidents: int
    obligations: int
    rejects: int


def counts(case: Case) -> Counts:
    """Return how many documents, claims, incidents, obligations and refused inputs there are."""
    tables = ("document_live", "claim_live", "incident_live", "obligation_live", "reject")
    return Counts(*(case.db.execute(f"select count(*) from {t}").fetchone()[0] for t in tables))


def count(case: Case, kind: str, where: str = "1", values: tuple[object, ...] = ()) -> int:
    """Return how many records of a kind meet a condition."""
    return int(case.db.execute(f"select count(*) from {kind}_live {kind[0]} where {where}", values).fetchone()[0])


def documents(case: Case, where: str = "1", values: tuple[object, ...] = ()) -> Iterator[Document]:
    """Yield the documents by id; `where` is a condition over `document_live d`."""
    sql = (
        f"select d.*, b.text, b.passages from document_live d join body b on b.document_id = d.id "
        f"where {where} order by d.id"
    )
    yield from _records(case, Document, sql, values)


def claims(case: Case, where: str = "1", values: tuple[object, ...] = ()) -> Iterator[Claim]:
    """Yield the claims by document and place in it; `where` is a condition over `claim_live c`."""
    order = 'order by c.document_id, c.start, c."end", c.id'
    yield from _records(case, Claim, f"select c.* from claim_live c where {where} {order}", values)


def incidents(case: Case, where: str = "1", values: tuple[object, ...] = ()) -> Iterator[Incident]:
    """Yield the incidents by their day or day of report, those without last; `where` is over `incident_live i`."""
    order = 'order by coalesce(i.start, i.reported) is null, coalesce(i.start, i.reported), i."end", i.id'
    yield from _records(case, Incident, f"select i.* from incident_live i where {where} {order}", values)


def obligations(case: Case, where: str = "1", values: tuple[object, ...] = ()) -> Iterator[Obligation]:
    """Yield the obligations by the time of their incident; `where` is a condition over `obligation_live o`."""
    day = "coalesce(i.start, i.reported)"
    order = f'order by {day} is null, {day}, o.incident, o."commitment", o.id'
    sql = f"select o.* from obligation_live o left join incident i on i.id = o.incident where {where} {order}"
    yield from _records(case, Obligation, sql, values)


def ledger(case: Case) -> Iterator[LedgerRow]:
    """Yield the ledger's rows by ally."""
    yield from _records(case, LedgerRow, "select * from ledger order by ally, partner, treaty, kind", ())


def rejects(case: Case) -> Iterator[Reject]:
    """Yield what could not be read, by path."""
    yield from _records(case, Reject, "select * from reject order by path, stage, reason, detail", ())


def rejects_of(case: Case, origins: Iterable[str]) -> list[Reject]:
    """Return what was refused of some sources (by digest) or parts, by path."""
    wanted = set(origins)
    rows = case.db.execute("select * from reject order by path, stage, reason, detail")
    return [from_row(Reject, row) for row in rows if row["origin"] in wanted]


def _records(case: Case, record: type[R], sql: str, values: tuple[object, ...]) -> Iterator[R]:
    for row in case.db.execute(sql, values):
        yield from_row(record, row)


def incidents_by_document(case: Case) -> dict[str, list[dict[str, object]]]:
    """Return, by document, the incidents it tells of; `main` ones are reported, the others mentioned in passing."""
    sql = (
        "select m.document_id, m.incident_id, m.main from incident_document m join incident_live i "
        "on i.id = m.incident_id order by m.document_id, m.main desc, m.incident_id"
    )
    found: dict[str, list[dict[str, object]]] = {}
    for row in case.db.execute(sql):
        found.setdefault(row["document_id"], []).append({"id": row["incident_id"], "main": bool(row["main"])})
    return found


KINDS: dict[str, type[msgspec.Struct]] = {
    "claim": Claim,
    "incident": Incident,
    "obligation": Obligation,
    "document": Document,
}


def resolve(case: Case, given: str, kinds: tuple[str, ...] = tuple(KINDS)) -> tuple[str, str]:
    """Return (kind, id) of what an id or a unique beginning of one names; raise CaseError if none or several."""
    hits = [(k, row[0]) for k in kinds for row in _beginning(case.db, k, given)]
    exact = [h for h in hits if h[1] == given]
    if len(exact) == 1 or len(hits) == 1:
        return (exact or hits)[0]
    if not hits:
        wanted = kinds[0] if len(kinds) == 1 else "record"
        raise CaseError(
            f"no {wanted} '{given}' in the case {case.folder}. `foedus incidents`, `foedus search` list ids."
        )
    some = ", ".join(identity for _, identity in hits[:5])
    raise CaseError(
        f"'{given}' is the beginning of several ids: {some}{' …' if len(hits) > 5 else ''}. Give more of it."
    )


def _beginning(db: sqlite3.Connection, kind: str, given: str) -> list[sqlite3.Row]:
    # An id is mostly prefix-digits, and people copy just the digits; both are taken.
    starts = "substr(id, 1, ?) = ? or substr(id, instr(id, '-') + 1, ?) = ?"
    sql = f"select id from {kind}_live where {starts} order by id limit 6"
    return db.execute(sql, (len(given), given, len(given), given)).fetchall()


def one(case: Case, kind: str, identity: str) -> msgspec.Struct:
    """Return the record of a kind with an id; raise CaseError if it is not there (or rejected)."""
    readers = {"claim": claims, "incident": incidents, "obligation": obligations, "document": documents}
    alias = kind[0]
    for record in readers[kind](case, f"{alias}.id = ?", (identity,)):
        return record
    raise CaseError(f"no {kind} '{identity}' in the case {case.folder}")
