"""What came through the door enters the case: documents, their texts, where they lay, and what was refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec
import pyarrow.parquet as pq

from foedus.case.door import Entry, Found, reading
from foedus.case.fold import fold
from foedus.case.reading import Batch, Note, same_id
from foedus.case.rows import names, to_row
from foedus.case.store import Case
from foedus.engine.arrow import from_batch
from foedus.engine.cache import read_notes
from foedus.records import Document, Reject

ELSEWHERE = frozenset({"path", "text", "passages"})


def take_in(case: Case, batch: Batch) -> int:
    """Enter a batch of documents in one transaction; return how many are new to the case."""
    notes = [msgspec.convert(note, Note) for note in read_notes(batch.target)]
    rows = _rows(batch)
    paths = {f.sha256: f for f in batch.files}
    entered = 0
    with case.change() as db:
        for note in notes:
            _forget(db, note.sha256)
            _enter_source(db, paths[note.sha256], batch)
            for _ in range(note.rows):
                entered += _enter(db, *next(rows), note.sha256, batch)
            for identity, path in note.copies:
                _locate(db, identity, path, note.sha256)
            refuse(db, note.rejects, note.sha256)
    return entered


def _rows(batch: Batch) -> Iterator[tuple[int, Document]]:
    with pq.ParquetFile(batch.target) as file:
        for group in range(file.num_row_groups):
            for document in from_batch(Document, file.read_row_group(group)):
                yield group, document


def _forget(db: sqlite3.Connection, sha256: str) -> None:
    """Take out what an earlier reader made of a source, for the new reading to take its place."""
    db.execute("delete from reject where origin = ?", (sha256,))
    was = [row[0] for row in db.execute("select distinct document_id from location where sha256 = ?", (sha256,))]
    db.execute("delete from location where sha256 = ?", (sha256,))
    for identity in was:
        if not db.execute("select 1 from location where document_id = ?", (identity,)).fetchone():
            db.execute("delete from claim_fts where rowid in (select n from claim where document_id = ?)", (identity,))
            db.execute("delete from document_fts where rowid = (select n from document where id = ?)", (identity,))
            db.execute("delete from document where id = ?", (identity,))


def _enter_source(db: sqlite3.Connection, file: Found, batch: Batch) -> None:
    values = (file.sha256, file.size, reading(), batch.key)
    db.execute("insert or replace into source (sha256, size, reading, part) values (?, ?, ?, ?)", values)
    db.execute("insert or ignore into input values (?, ?)", (file.path, file.sha256))


def _enter(db: sqlite3.Connection, group: int, document: Document, sha256: str, batch: Batch) -> int:
    held = db.execute("select text from body where document_id = ?", (document.id,)).fetchone()
    if held and held[0] != document.text:
        refuse(db, [same_id(document)], sha256)
        return 0
    if not held:
        marks = ", ".join("?" * len(to_row(document, without=ELSEWHERE)))
        row = db.execute(
            f"insert into document ({names(Document, without=ELSEWHERE)}, part, part_group) values ({marks}, ?, ?)",
            (*to_row(document, without=ELSEWHERE), batch.key, group),
        ).lastrowid
        passages = msgspec.json.encode(document.passages).decode()
        db.execute("insert into body values (?, ?, ?)", (document.id, document.text, passages))
        searched = document.text[document.main_start : document.main_end] or document.text
        values = (row, document.title or "", searched, fold(f"{document.title or ''}\n{searched}"))
        db.execute("insert into document_fts (rowid, title, text, folded) values (?, ?, ?, ?)", values)
    _locate(db, document.id, document.path, sha256)
    return 0 if held else 1


def _locate(db: sqlite3.Connection, identity: str, path: str, sha256: str) -> None:
    # The document may have been refused: another text held its id.
    if db.execute("select 1 from document where id = ?", (identity,)).fetchone():
        db.execute("insert or ignore into location values (?, ?, ?)", (identity, path, sha256))


def refuse(db: sqlite3.Connection, rejects: Iterable[Reject], origin: str) -> None:
    """Record what could not be read or borne, under what it came from."""
    for r in rejects:
        values = (r.path, r.stage, r.reason, r.detail, r.sha256, origin)
        db.execute("insert or replace into reject values (?, ?, ?, ?, ?, ?)", values)


def note_known(case: Case, entry: Entry) -> None:
    """Record where known sources lie now, and which paths could not be opened at all."""
    with case.change() as db:
        for reject in entry.rejects:
            db.execute("delete from reject where path = ? and origin = 'path'", (reject.path,))
        refuse(db, entry.rejects, "path")
        for file in entry.known:
            _note_place(db, file)


def _note_place(db: sqlite3.Connection, file: Found) -> None:
    if db.execute("insert or ignore into input values (?, ?)", (file.path, file.sha256)).rowcount:
        first = db.execute("select min(path) from input where sha256 = ? and path <> ?", (file.sha256, file.path))
        old = first.fetchone()[0] or file.path
        db.execute(
            "insert or ignore into location select document_id, ? || substr(path, ?), sha256 from location "
            "where sha256 = ? and substr(path, 1, ?) = ?",
            (file.path, len(old) + 1, file.sha256, len(old), old),
        )
