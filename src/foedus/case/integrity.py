"""What keeps a case whole: the database, the kept bytes, every link between records, the chain of decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from foedus.case import queries
from foedus.case.decisions import broken_entries
from foedus.case.door import blob
from foedus.case.rules import Finding, finding
from foedus.case.store import Case


def schema(case: Case, sample: int) -> Iterator[Finding]:
    """Check the database itself and that every row is the record that it should be."""
    offenders = [r[0] for r in case.db.execute("pragma integrity_check") if r[0] != "ok"]
    offenders += [
        f"table {r[0]}, row {r[1]}: refers to nothing in {r[2]}" for r in case.db.execute("pragma foreign_key_check")
    ]
    checked = 0
    for read in (queries.documents, queries.claims, queries.incidents, queries.obligations):
        try:
            checked += sum(1 for _ in read(case))
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            offenders.append(f"{read.__name__}: {error}")
    yield finding("schema", f"the database is sound; {checked:,} records are as they should be", checked, offenders)


def originals(case: Case, sample: int) -> Iterator[Finding]:
    """Check that the kept bytes of each source are there and unchanged."""
    rows = case.db.execute("select sha256, size from source order by sha256").fetchall()
    if not case.settings.build.keep_originals:
        yield finding("originals", "not kept (build.keep_originals = false in foedus.toml)", 0, [])
        return
    offenders = [fault for row in rows if (fault := _damage(case, row["sha256"], row["size"]))]
    yield finding("originals", f"{len(rows):,} sources are kept with the bytes that were read", len(rows), offenders)


def _damage(case: Case, sha256: str, size: int) -> str | None:
    path = blob(case.folder, sha256)
    try:
        with path.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
    except OSError as error:
        return f"{path.name[:16]}: {error.strerror}"
    return None if digest == sha256 else f"{path.name[:16]}: the bytes were changed ({path.stat().st_size} of {size})"


def links(case: Case, sample: int) -> Iterator[Finding]:
    """Check that every id that a record names exists."""
    known = {
        t: {r[0] for r in case.db.execute(f"select id from {t}")}
        for t in ("document", "claim", "incident", "obligation")
    }
    offenders, checked = [], 0
    for holder, kind, identity in _references(case):
        checked += 1
        if identity not in known[kind]:
            offenders.append(f"{holder} names {kind} {identity}, which does not exist")
    yield finding("links", f"{checked:,} references between records lead somewhere", checked, offenders)


Reference = tuple[str, str, str]


def _references(case: Case) -> Iterator[Reference]:
    for row in case.db.execute("select id, duplicate_of, near_duplicate_of from document"):
        yield from ((row["id"], "document", other) for other in row[1:] if other)
    yield from ((r["id"], "document", r["document_id"]) for r in case.db.execute("select id, document_id from claim"))
    for incident in queries.incidents(case):
        claims = {*incident.claims, *(c for t in incident.tolls for c in (*t.claims, *(s[3] for s in t.by_speaker)))}
        claims |= {c for f in incident.facets for p in f.positions for c in p.claims}
        claims |= {c for a in incident.accounts for c in a.claims}
        yield from ((incident.id, "claim", c) for c in sorted(claims) if c)
        yield from ((incident.id, "document", d) for d in (*incident.documents, *incident.passing))
    for obligation in queries.obligations(case):
        yield obligation.id, "incident", obligation.incident
        acts = {a.claim for a in (*obligation.invocations, *obligation.answers)} | {s.claim for s in obligation.proof}
        yield from ((obligation.id, "claim", c) for c in sorted(filter(None, acts)))
    for row in queries.ledger(case):
        yield from ((f"ledger of {row.ally}", "obligation", o) for o in row.obligations)


def audit(case: Case, sample: int) -> Iterator[Finding]:
    """Check that each decision seals the one before, and that none was changed, taken out or put in."""
    count = case.db.execute("select count(*) from decision").fetchone()[0]
    yield finding("audit", f"{count:,} decisions, each sealed with the one before", count, broken_entries(case))


CHECKS = (schema, originals, links, audit)
