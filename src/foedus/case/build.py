"""`foedus build`: read what is new, extract, link, weigh. Safe to kill at any moment; running again goes on.

Whatever is finished is either a whole file below `stages/` or a whole transaction in `foedus.db`; nothing else counts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from foedus.case import derive, door, evidence
from foedus.case.fold import fold
from foedus.case.lock import writing
from foedus.case.queries import Counts, counts
from foedus.case.reading import read_sources
from foedus.case.rows import names, to_row
from foedus.case.store import Case, open_case, plain_errors
from foedus.engine.arrow import from_batch, to_batch
from foedus.engine.cache import content_key, read_parquet, sweep, write_parquet
from foedus.engine.contract import Dataset, Mapped, Part
from foedus.engine.local import LocalEngine, cores
from foedus.engine.stages import CLAIM
from foedus.errors import CaseError
from foedus.records import Claim, Document, Reject

Notice = Callable[[str, int, int], None]
FEW = 4  # parts that do not pay for starting processes, unless they are asked for


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did: sources read and skipped (with reasons), what could not be read, what the case holds now.

    `changed` are paths whose file is not what it was; both versions are kept, for evidence never changes.
    """

    case: str
    new_sources: int
    changed: tuple[str, ...]
    new_documents: int
    extracted_documents: int
    skipped: tuple[door.Skipped, ...]
    rejects: tuple[Reject, ...]
    relinked: bool
    documents: int
    claims: int
    incidents: int
    obligations: int


def build(
    folder: Path, paths: Sequence[str], *, jobs: int = 0, as_of: str | None = None, notice: Notice | None = None
) -> Report:
    """Bring a case up to date with the sources below paths; `jobs` 0 takes the setting, or every processor."""
    notice = notice or (lambda what, done, total: None)
    with plain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with writing(folder, "build"), open_case(folder, create=True) as case:
            asked = jobs or case.settings.build.jobs
            engine = LocalEngine(case.stages, jobs=asked or cores(), least=2 if asked else FEW)
            return _build(case, paths, engine, as_of or case.settings.build.as_of, notice)


def refresh(folder: Path) -> bool:
    """Make incidents and obligations anew after decisions; return False if nothing had changed."""
    with plain_errors(folder), writing(folder, "review"), open_case(folder) as case:
        as_of = case.meta("as_of") or None
        return derive.derive(case, LocalEngine(case.stages), as_of=as_of, notice=lambda what, done, total: None)


def _build(case: Case, paths: Sequence[str], engine: LocalEngine, as_of: str | None, notice: Notice) -> Report:
    entry = door.look(case, paths, notice)
    entered = sum(evidence.take_in(case, b) for b in read_sources(entry.new, case.stages, engine, notice))
    evidence.note_known(case, entry)
    extracted = extract(case, engine, notice)
    relinked = derive.derive(case, engine, as_of=as_of, notice=notice)
    _tidy(case)
    total = counts(case)
    _check_share(case, entry, total)
    return Report(
        case=str(case.folder),
        new_sources=len(entry.new),
        changed=entry.changed,
        new_documents=entered,
        extracted_documents=extracted,
        skipped=entry.skipped,
        rejects=_rejects(case, entry),
        relinked=relinked,
        **{name: getattr(total, name) for name in ("documents", "claims", "incidents", "obligations")},
    )


def extract(case: Case, engine: LocalEngine, notice: Notice) -> int:
    """Annotate and claim every part of documents that is not yet; return how many documents were worked on."""
    engine.progress = lambda done, total: notice("claim", done, total)
    parts = [p for p in _parts(case) if _loaded(case, p) != engine.made(CLAIM, p).key]
    documents = 0
    for mapped in engine.map(CLAIM, Dataset(Document, tuple(_restored(case, parts)))):
        documents += _load(case, mapped)
    return documents


def _parts(case: Case) -> list[Part]:
    rows = case.db.execute("select distinct part, part_group from document order by part, part_group").fetchall()
    return [Part(row["part"], case.stages / "read" / f"{row['part']}.parquet", row["part_group"]) for row in rows]


def _loaded(case: Case, part: Part) -> str | None:
    sql = "select made from part where source = ? and source_group = ?"
    row = case.db.execute(sql, (part.key, part.group)).fetchone()
    return row["made"] if row else None


def _restored(case: Case, parts: Iterable[Part]) -> Iterable[Part]:
    """Give the parts of documents; one whose file was deleted is written again from the database, under a new key."""
    for part in parts:
        yield part if part.path.exists() else _rewritten(case, part)


def _rewritten(case: Case, part: Part) -> Part:
    from foedus.case.queries import documents

    records = list(documents(case, "d.part = ? and d.part_group = ?", (part.key, part.group)))
    key = content_key("restored", [(d.id, d.text) for d in records])
    path = case.stages / "read" / f"{key}.parquet"
    batch = to_batch(Document, records)
    write_parquet(path, [batch], batch.schema)
    with case.change() as db:
        sql = "update document set part = ?, part_group = 0 where part = ? and part_group = ?"
        db.execute(sql, (key, part.key, part.group))
        db.execute("delete from part where source = ? and source_group = ?", (part.key, part.group))
    return Part(key, path, 0)


def _load(case: Case, mapped: Mapped) -> int:
    """Put the claims of a part into the database, in the place of what an earlier version made of it."""
    part = mapped.source
    sql = "select id from document where part = ? and part_group = ?"
    held = {row["id"] for row in case.db.execute(sql, (part.key, part.group))}
    made = (c for c in from_batch(Claim, read_parquet(mapped.made.path)) if c.document_id in held)
    with case.change() as db:
        _clear(db, held, part)
        for claim in made:
            _insert(db, claim)
        evidence.refuse(db, mapped.rejects, _origin(part))
        values = (part.key, part.group, mapped.made.key)
        db.execute("insert or replace into part values (?, ?, ?)", values)
    return len(held)


def _origin(part: Part) -> str:
    return f"{part.key}/{part.group}"


def _clear(db: sqlite3.Connection, held: Iterable[str], part: Part) -> None:
    for identity in sorted(held):
        db.execute("delete from claim_fts where rowid in (select n from claim where document_id = ?)", (identity,))
        db.execute("delete from claim where document_id = ?", (identity,))
    db.execute("delete from reject where origin = ?", (_origin(part),))


_CLAIM_MARKS = ", ".join("?" * len(Claim.__struct_fields__))
_INSERT = f"insert or ignore into claim ({names(Claim)}) values ({_CLAIM_MARKS})"


def _insert(db: sqlite3.Connection, claim: Claim) -> None:
    cursor = db.execute(_INSERT, to_row(claim))
    if cursor.rowcount:
        values = (cursor.lastrowid, claim.quote, fold(claim.quote))
        db.execute("insert into claim_fts (rowid, quote, folded) values (?, ?, ?)", values)


def _tidy(case: Case) -> None:
    """Delete finished files that nothing refers to: of killed runs, of older versions."""
    parts = _parts(case)
    keep = {p.path for p in parts} | {case.stages / "claim" / f"{_loaded(case, p)}.parquet" for p in parts}
    used = {row[0] for row in case.db.execute("select part from source")}
    keep |= {case.stages / "read" / f"{key}.parquet" for key in used}
    for stage in ("read", "claim"):
        sweep(case.stages / stage, keep)


def _rejects(case: Case, entry: door.Entry) -> tuple[Reject, ...]:
    """Return what of this run's sources, new or known, could not be read or borne."""
    from foedus.case.queries import rejects_of

    sources = {f.sha256 for f in (*entry.new, *entry.known)}
    return (*entry.rejects, *rejects_of(case, sources | {_origin(p) for p in _parts(case)}))


def _check_share(case: Case, entry: door.Entry, total: Counts) -> None:
    sources = len(entry.new) + len(entry.known) + len(entry.rejects)
    most = case.settings.build.max_reject_share
    if sources and most < 1 and (share := len(_rejects(case, entry)) / sources) > most:
        raise CaseError(
            f"{share:.0%} of the sources could not be read, more than the {most:.0%} that foedus.toml allows "
            f"(build.max_reject_share). What could be read is kept ({total.documents} documents)."
        )


def is_extracted(case: Case, document: str) -> bool:
    """Tell whether the claims of a document are those of this version's rules."""
    row = case.db.execute("select part, part_group from document where id = ?", (document,)).fetchone()
    part = Part(row["part"], Path(), row["part_group"])
    return _loaded(case, part) == LocalEngine(case.stages).made(CLAIM, part).key
