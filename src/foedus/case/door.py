"""The door of a case: which sources are new, and why the others need not be read.

A source is known by its bytes. One that the case holds already is not read again, wherever it lies now; one whose
reader has changed since is. Sources are taken by name, so that their order on the command line changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from foedus.case.store import Case
from foedus.documents.sources import Source, open_source, refusal, walk
from foedus.engine.cache import fingerprint
from foedus.engine.stages import READING
from foedus.records import Reject

STDIN = "-"


class Found(NamedTuple):
    """A file and the digest of its bytes; `path` can be printed and stored, `opens` is what the system calls it."""

    path: str
    sha256: str
    size: int
    opens: str


def printable(path: str) -> str:
    """Return a path as text; a name that is not UTF-8 keeps a mark in the place of each wrong byte."""
    return os.fsencode(path).decode("utf-8", "replace")


class Skipped(msgspec.Struct, frozen=True):
    """A source that was not read, and why."""

    path: str
    why: str


class Entry(msgspec.Struct, frozen=True):
    """What one run found at the door."""

    new: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    known: tuple[Found, ...]
    rejects: tuple[Reject, ...]
    changed: tuple[str, ...]


Notice = Callable[[str, int, int], None]


def look(case: Case, paths: Sequence[str], notice: Notice) -> Entry:
    """Find the sources below the paths, keep their bytes, and tell new from known ones."""
    listed = sorted(walk([_spooled(case, p) if p == STDIN else p for p in paths]), key=lambda s: s.path)
    new: dict[str, Found] = {}
    skipped: list[Skipped] = []
    known: list[Found] = []
    rejects: list[Reject] = []
    for count, item in enumerate(_once(listed)):
        notice("look", count, len(listed))
        found = _take(case, item.path) if isinstance(item, Source) else item
        if isinstance(found, Reject):
            rejects.append(msgspec.structs.replace(found, path=printable(found.path)))
            continue
        why = "duplicate of a source of this run" if found.sha256 in new else _known(case, found)
        if why is None:
            new[found.sha256] = found
        else:
            skipped.append(Skipped(found.path, why))
            known.append(found)
    changed = tuple(f.path for f in new.values() if _was_else(case, f))
    return Entry(tuple(new.values()), tuple(skipped), tuple(known), tuple(rejects), changed)


def _was_else(case: Case, found: Found) -> bool:
    sql = "select max(sha256 = ?) from input where path = ?"
    return bool(case.db.execute(sql, (found.sha256, found.path)).fetchone()[0] == 0)


def _once(listed: Iterable[Source | Reject]) -> Iterator[Source | Reject]:
    seen: set[str] = set()
    for item in listed:
        if item.path not in seen:
            seen.add(item.path)
            yield item


def _spooled(case: Case, path: str) -> str:
    """Keep standard input as a file, named by its content, so that it is a source like any other."""
    folder = case.stages / "stdin"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as spool:
        shutil.copyfileobj(sys.stdin.buffer, spool)
    with Path(spool.name).open("rb") as data:
        head, digest = data.read(1).lstrip(), hashlib.file_digest(data, "sha256").hexdigest()
    target = folder / f"stdin-{digest[:16]}{'.jsonl' if head == b'{' else ''}"
    Path(spool.name).replace(target)
    return str(target)


def _take(case: Case, path: str) -> Found | Reject:
    """Return a file with the digest of its bytes, which are copied on the way."""
    partial = case.folder / "blobs" / f".{os.getpid()}.part"
    digest, size = hashlib.sha256(), 0
    try:
        source = open_source(path)
    except (OSError, ValueError) as error:
        return refusal(path, error)
    try:
        with source, partial.open("wb") as copy:
            while block := _block(source, path):
                digest.update(block)
                size += len(block)
                if case.settings.build.keep_originals:
                    copy.write(block)
        name = digest.hexdigest()
        _keep(case, partial, name)
    except _ReadError as error:
        return error.reject
    finally:
        partial.unlink(missing_ok=True)
    return Found(printable(path), name, size, path)


class _ReadError(Exception):
    def __init__(self, reject: Reject) -> None:
        self.reject = reject


def _block(source: BinaryIO, path: str) -> bytes:
    """Read on; only an error of reading is the source's fault, one of writing is the case's."""
    try:
        return source.read(1 << 20)
    except OSError as error:
        raise _ReadError(refusal(path, error)) from error


def _keep(case: Case, partial: Path, name: str) -> None:
    target = blob(case.folder, name)
    if case.settings.build.keep_originals and not target.exists():
        target.parent.mkdir(exist_ok=True)
        partial.replace(target)


def blob(folder: Path, sha256: str) -> Path:
    """Return where the original bytes of a source lie."""
    return folder / "blobs" / sha256[:2] / sha256


def reading() -> str:
    """Return what a reading hangs on: the code that reads and the word lists that it uses."""
    from foedus.resources import languages

    return fingerprint(*READING, *(f"resources/lang/{code}/boilerplate.yaml" for code in languages()))


def _known(case: Case, found: Found) -> str | None:
    row = case.db.execute("select reading from source where sha256 = ?", (found.sha256,)).fetchone()
    if row is None or row["reading"] != reading():
        return None
    here = (found.path, found.sha256)
    same = case.db.execute("select 1 from input where path = ? and sha256 = ?", here).fetchone()
    return "unchanged" if same else "duplicate of a source of the case"
