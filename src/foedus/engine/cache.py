"""Results named by what made them: stage, version, code, knowledge, parameters and input. A file that exists is whole.

So a re-run does nothing, a killed run goes on, and a change of a word list redoes just what it touches. Files are
written beside their final name and renamed into it, which a file system does at once or not at all.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import foedus
from foedus.resources.layers import layers

PACKAGE = Path(foedus.__file__).parent


def content_key(*parts: object) -> str:
    """Return 32 hex digits over the parts; equal parts, equal key, on every machine.

    >>> content_key("claim", 1) == content_key("claim", 1) != content_key("claim", 2)
    True
    """
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@functools.cache
def fingerprint(*folders: str) -> str:
    """Return a digest of all code and knowledge below folders (or in single files) of the package.

    A stage's own integer version says what changed in meaning; this says that anything changed at all, so that
    nobody can forget to raise it.
    """
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(p for folder in folders for p in _files(PACKAGE / folder)):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    for path, name in _layered(folders):
        digest.update(f"user\0{name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _layered(folders: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Yield what a user laid over the resources among folders: a changed word is a changed result."""
    subs = [folder.removeprefix("resources/") for folder in folders if folder.startswith("resources/")]
    for number, layer in enumerate(layers()):
        for path in sorted({p for sub in subs for p in _files(layer / sub)}):
            yield path, f"{number}/{path.relative_to(layer).as_posix()}"


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for path in root.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
            yield path


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a name to write to; on success it becomes `path` at once, on any failure nothing is left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield partial
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_parquet(
    path: Path, batches: Iterable[pa.RecordBatch], schema: pa.Schema, *, notes: Sequence[object] = ()
) -> None:
    """Write batches, one row group each, as a whole file; `notes` (JSON values) go into its metadata."""
    with whole_file(path) as partial, pq.ParquetWriter(partial, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
        # Notes may grow while the batches are made, so they are written last.
        writer.add_key_value_metadata({"foedus": json.dumps(list(notes), ensure_ascii=False)})


def read_notes(path: Path) -> list[object]:
    """Return the notes that `write_parquet` put into a file."""
    metadata = pq.read_metadata(path).metadata or {}
    notes: list[object] = json.loads(metadata.get(b"foedus", b"[]"))
    return notes


def read_parquet(path: Path, group: int | None = None) -> pa.Table:
    """Return a finished part; `group` picks one row group."""
    if group is None:
        return pq.read_table(path, partitioning=None)
    with pq.ParquetFile(path) as file:
        return file.read_row_group(group)


def sweep(folder: Path, keep: set[Path]) -> int:
    """Delete the files below a folder that nothing refers to any more; return how many."""
    gone = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in keep:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
