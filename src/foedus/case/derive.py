"""Documents and claims that stand → incidents, obligations, ledger: computed whole, replaced in one transaction.

The key of what was computed is kept, so that an unchanged case is left alone and a changed one is known to be stale.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from foedus.case import queries
from foedus.case.door import reading
from foedus.case.rows import names, to_row
from foedus.case.store import Case
from foedus.engine.cache import content_key, fingerprint, sweep
from foedus.engine.local import LocalEngine
from foedus.engine.stages import LINK, TALLY, WEIGH, WEIGHING
from foedus.records import Incident, LedgerRow, Obligation

Notice = Callable[[str, int, int], None]


def derive(case: Case, engine: LocalEngine, *, as_of: str | None, notice: Notice) -> bool:
    """Link, weigh and tally what stands; return False if nothing had changed."""
    mark_lineage(case)
    key = derived_key(case, as_of)
    if case.meta("derived") == key:
        return False
    notice("link", 0, 1)
    documents, claims = list(queries.documents(case)), list(queries.claims(case))
    incidents = engine.relate(LINK, documents, claims, key=key)
    notice("weigh", 0, 1)
    weigh = WEIGH._replace(function=partial(WEIGH.function, as_of=as_of))
    obligations = engine.relate(weigh, incidents, claims, documents, key=key)
    rows = engine.relate(TALLY, obligations, key=key)
    with case.change() as db:
        _replace(db, incidents, obligations, rows)
        case.remember("derived", key)
        case.remember("as_of", as_of or "")
    _sweep(case, engine, key)
    return True


def mark_lineage(case: Case) -> None:
    """Say anew which documents are copies of which, from all that stand: the result knows nothing of their order."""
    from foedus.documents import mark_duplicates

    key = content_key(
        "lineage", reading(), [row[0] for row in case.db.execute("select id from document_live order by id")]
    )
    if case.meta("lineage") == key:
        return
    sql = "update document set duplicate_of = ?, near_duplicate_of = ? where id = ?"
    marked = mark_duplicates(queries.documents(case))
    with case.change() as db:
        db.executemany(sql, [(d.duplicate_of, d.near_duplicate_of, d.id) for d in marked])
        case.remember("lineage", key)


def derived_key(case: Case, as_of: str | None) -> str:
    """Return the key of what stands now: documents, claims, the rules of linking and weighing, the day."""
    documents = [tuple(r) for r in case.db.execute("select id, near_duplicate_of from document_live order by id")]
    claims = [r[0] for r in case.db.execute("select id from claim_live order by id")]
    return content_key("derived", fingerprint(*WEIGHING), documents, claims, as_of)


def is_stale(case: Case) -> bool:
    """Tell whether incidents and obligations lag behind documents, decisions or this version's rules."""
    return case.meta("derived") != derived_key(case, case.meta("as_of") or None)


def _replace(
    db: sqlite3.Connection, incidents: Sequence[Incident], obligations: Sequence[Obligation], rows: Sequence[LedgerRow]
) -> None:
    for table in ("incident_claim", "incident_document", "obligation", "ledger", "incident"):
        db.execute(f"delete from {table}")
    _insert(db, "incident", Incident, incidents)
    pairs = [(i.id, c) for i in incidents for c in dict.fromkeys(i.claims)]
    db.executemany("insert into incident_claim values (?, ?)", pairs)
    reports = {(i.id, d): d not in i.passing for i in incidents for d in (*i.documents, *i.passing)}
    db.executemany("insert into incident_document values (?, ?, ?)", [(i, d, int(m)) for (i, d), m in reports.items()])
    _insert(db, "obligation", Obligation, obligations)
    _insert(db, "ledger", LedgerRow, rows)


def _insert(
    db: sqlite3.Connection, table: str, record: type[msgspec.Struct], records: Sequence[msgspec.Struct]
) -> None:
    marks = ", ".join("?" * len(record.__struct_fields__))
    db.executemany(f"insert into {table} ({names(record)}) values ({marks})", map(to_row, records))


def _sweep(case: Case, engine: LocalEngine, key: str) -> None:
    keep = {engine.related(relation, key) for relation in (LINK, WEIGH, TALLY)}
    for relation in (LINK, WEIGH, TALLY):
        sweep(case.stages / relation.name, keep)
