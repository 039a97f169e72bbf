"""Tables of what can be rebuilt, made of the records themselves, so that the two cannot drift apart.

A case made by a version with other fields is not broken: these tables are dropped and filled again by the next build.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import msgspec

from foedus.case.rows import columns, is_optional, sql_type
from foedus.records import Claim, Incident, LedgerRow, Obligation


class Table(NamedTuple):
    """A table of records: what stands before and after the record's own columns, and its indexes."""

    name: str
    record: type[msgspec.Struct]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    indexes: tuple[str, ...] = ()


CLAIM = Table(
    "claim",
    Claim,
    before=("n integer primary key",),
    after=(
        "speaker_country text generated always as (json_extract(speaker, '$.country')) virtual",
        "day text generated always as (json_extract(time, '$.start')) virtual",
        'check ("end" > start)',
    ),
    keys=(("id", "unique"), ("document_id", "references document (id) on delete cascade")),
    indexes=("document_id, start", "type, status"),
)
TABLES = (
    CLAIM,
    Table("incident", Incident, keys=(("id", "primary key"),)),
    Table("obligation", Obligation, keys=(("id", "primary key"),), indexes=("incident",)),
    Table("ledger", LedgerRow),
)


def create(db: sqlite3.Connection, table: Table) -> None:
    """Create a table and its indexes."""
    keys = dict(table.keys)
    own = [
        f'"{c.name}" {sql_type(table.record, c)}{"" if is_optional(table.record, c) else " not null"} '
        f"{keys.get(c.name, '')}".rstrip()
        for c in columns(table.record)
    ]
    db.execute(f"create table {table.name} ({', '.join((*table.before, *own, *table.after))}) strict")
    for index in table.indexes:
        db.execute(f"create index {table.name}_{index.split(',')[0]} on {table.name} ({index})")


def outdated(db: sqlite3.Connection) -> list[Table]:
    """Return the tables whose columns are not those of this version's records."""
    return [t for t in TABLES if not {c.name for c in columns(t.record)} <= _present(db, t.name)]


def _present(db: sqlite3.Connection, name: str) -> set[str]:
    return {row[1] for row in db.execute(f"pragma table_info({name})")}


def renew(db: sqlite3.Connection, tables: list[Table]) -> None:
    """Drop and create tables anew, inside the caller's transaction; the next steps of a build fill them."""
    for table in tables:
        db.execute(f"drop table if exists {table.name}")
        create(db, table)
        db.execute("delete from meta where key = 'derived'")
        if table is CLAIM:
            db.execute("delete from part")
            db.execute("delete from claim_fts")
