"""Sources → documents, a batch of files a task, each batch one Parquet file with a row group a bite.

Tasks run wherever the engine likes and touch no database; `evidence` takes in what they leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyarrow as pa

from foedus.case.door import Found, printable, reading
from foedus.engine.arrow import schema_of, to_batch
from foedus.engine.cache import content_key, write_parquet
from foedus.engine.local import LocalEngine, Lost
from foedus.records import Document, Reject

BATCH_FILES, BATCH_BYTES = 32, 4_000_000
GROUP_DOCUMENTS, GROUP_CHARACTERS = 32, 1_000_000
Notice = Callable[[str, int, int], None]


class Batch(NamedTuple):
    """Files that are read together and the Parquet file of their documents."""

    key: str
    files: tuple[Found, ...]
    target: Path


class Note(msgspec.Struct, frozen=True):
    """What became of one file: how many rows are its own, which rows of others are also in it, what was refused."""

    sha256: str
    rows: int
    copies: tuple[tuple[str, str], ...] = ()
    rejects: tuple[Reject, ...] = ()


def read_sources(found: Sequence[Found], folder: Path, engine: LocalEngine, notice: Notice) -> Iterator[Batch]:
    """Read the files and yield the batches in their own order, however they finish: who comes first keeps an id."""
    tasks = list(_batches(found, folder))
    finished: set[Batch] = set()
    done = following = 0
    for task, outcome in engine.each(_read_batch, tasks):
        if isinstance(outcome, Lost):
            _read_one_by_one(task, engine)
        finished.add(task)
        done += len(task.files)
        notice("read", done, len(found))
        while following < len(tasks) and tasks[following] in finished:
            yield tasks[following]
            following += 1


def _batches(found: Sequence[Found], folder: Path) -> Iterator[Batch]:
    files: list[Found] = []
    for file in found:
        if files and (len(files) == BATCH_FILES or sum(f.size for f in files) + file.size > BATCH_BYTES):
            yield _batch(files, folder)
            files = []
        files.append(file)
    if files:
        yield _batch(files, folder)


def _batch(files: Sequence[Found], folder: Path) -> Batch:
    key = content_key("read", reading(), [(f.path, f.sha256) for f in files])
    return Batch(key, tuple(files), folder / "read" / f"{key}.parquet")


def _read_batch(batch: Batch) -> None:
    if not batch.target.exists():
        notes: list[object] = []  # grows while the rows are written; `write_parquet` notes it last
        write_parquet(batch.target, _bites(_documents(batch.files, notes)), schema_of(Document), notes=notes)


def _documents(files: Iterable[Found], notes: list[object]) -> Iterator[Document]:
    seen: dict[str, str] = {}
    for file in files:
        rows, copies, rejects = 0, [], []
        for item in _read_file(file):
            if isinstance(item, Reject):
                rejects.append(item)
            elif item.id not in seen:
                seen[item.id] = content_key(item.text)
                rows += 1
                yield item
            elif seen[item.id] == content_key(item.text):
                copies.append((item.id, item.path))
            else:
                rejects.append(same_id(item))
        notes.append(msgspec.to_builtins(Note(file.sha256, rows, tuple(copies), tuple(rejects))))


def same_id(document: Document) -> Reject:
    """Return the refusal of a document whose id another text holds already: what an id means never changes."""
    detail = f"another text is kept as {document.id}; give this one an id of its own"
    return Reject(path=document.path, stage="read", reason="duplicate_id", detail=detail, sha256=document.sha256)


def _read_file(file: Found) -> Iterator[Document | Reject]:
    from foedus.documents import read_paths

    try:
        for item in read_paths([file.opens]):
            yield item if file.opens == file.path else msgspec.structs.replace(item, path=printable(item.path))
    except Exception as error:
        yield _unreadable(file, f"{type(error).__name__}: {error}"[:300])


def _unreadable(file: Found, detail: str) -> Reject:
    return Reject(path=file.path, stage="read", reason="unreadable", detail=detail, sha256=file.sha256)


def _bites(documents: Iterable[Document]) -> Iterator[pa.RecordBatch]:
    bite: list[Document] = []
    for document in documents:
        bite.append(document)
        if len(bite) == GROUP_DOCUMENTS or sum(len(d.text) for d in bite) > GROUP_CHARACTERS:
            yield to_batch(Document, bite)
            bite = []
    if bite:
        yield to_batch(Document, bite)


def _read_one_by_one(batch: Batch, engine: LocalEngine) -> None:
    """Read a batch that killed its worker file by file; the file that does so again is refused."""
    if len(batch.files) == 1:
        refused = _unreadable(batch.files[0], "the process that read it was killed by it")
        note = Note(batch.files[0].sha256, 0, (), (refused,))
        write_parquet(batch.target, [], schema_of(Document), notes=[msgspec.to_builtins(note)])
        return
    dead = [f for f in batch.files if isinstance(engine.alone(_read_batch, _batch([f], batch.target.parent)), Lost)]
    notes: list[object] = [
        msgspec.to_builtins(Note(f.sha256, 0, (), (_unreadable(f, "the process that read it was killed by it"),)))
        for f in dead
    ]
    alive = [f for f in batch.files if f not in dead]
    write_parquet(batch.target, _bites(_documents(alive, notes)), schema_of(Document), notes=notes)
