"""Opening a case: SQLite with the settings that make it safe to kill, and its errors in words a user can act on."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from foedus.case.tables import TABLES, Table, outdated, renew
from foedus.config import Settings, load_settings, write_template
from foedus.errors import CaseError, LockedError
from foedus.resources.layers import use_layers

DATABASE = "foedus.db"
FORMAT = 1
APPLICATION_ID = 0x666F6564  # "foed": lets `file` and others tell what this database is


class Case:
    """An open case: its folder, its database and its settings."""

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        self.folder, self.db = folder, db
        self.settings: Settings = load_settings(folder)

    @property
    def stages(self) -> Path:
        """Where finished parts lie."""
        return self.folder / "stages"

    def meta(self, key: str) -> str | None:
        """Return a remembered value; None if there is none."""
        row = self.db.execute("select value from meta where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def remember(self, key: str, value: str) -> None:
        """Keep a value (inside the caller's transaction)."""
        self.db.execute("insert or replace into meta values (?, ?)", (key, value))

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Run a transaction: all of it or nothing, whatever happens."""
        self.db.execute("begin immediate")
        try:
            yield self.db
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("rollback")
            raise
        self.db.execute("commit")


@contextlib.contextmanager
def open_case(folder: Path, *, create: bool = False) -> Iterator[Case]:
    """Open a case folder; raise CaseError saying what to do if it cannot be read.

    `create` makes a new one where there is none and brings the tables of an older one up to date.
    """
    path = folder / DATABASE
    if not path.exists() and not create:
        raise CaseError(f"no case at {folder}. Make one with: foedus build PATH... --case {folder}")
    with plain_errors(folder):
        db = _create(folder) if not path.exists() else _connect(path)
        try:
            _check(db, folder)
            case = Case(folder, db)
            use_layers(case.settings.lexicons.folders, folder)
            if old := outdated(db):
                _renew(case, old, create)
            yield case
        finally:
            db.close()


def _renew(case: Case, old: list[Table], may_write: bool) -> None:
    if not may_write:
        raise CaseError(
            f"{case.folder} was made by another version. Bring it up to date: foedus build --case {case.folder}"
        )
    with case.change() as db:
        renew(db, old)


@contextlib.contextmanager
def plain_errors(folder: Path) -> Iterator[None]:
    """Turn errors of SQLite and the file system into a CaseError that says what, where and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(error, folder) from error
    except OSError as error:
        if error.errno == 28:
            raise CaseError(_FULL.format(folder=folder)) from error
        raise


_FULL = "the disk that holds {folder} is full. Nothing is lost: free some space and run the same command again."


def _explained(error: sqlite3.Error, folder: Path) -> CaseError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_FULL"):
        return CaseError(_FULL.format(folder=folder))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LockedError(f"another program holds {folder / DATABASE}. Close it, then run the same command again.")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return CaseError(
            f"{folder / DATABASE} is damaged ({error}). Keep a copy, move it away and build the case anew from its "
            f"sources (their bytes are in {folder / 'blobs'}); `sqlite3 foedus.db .recover` may save its decisions."
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return CaseError(f"cannot write to {folder / DATABASE}: {error}. Check the permissions of the folder.")
    return CaseError(f"the case {folder} could not be read or written: {error}")


def _create(folder: Path) -> sqlite3.Connection:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("blobs", "stages", "releases"):
        (folder / name).mkdir(exist_ok=True)
    write_template(folder, folder.resolve().name)
    # Built beside its name: a case killed while it is born is no case, and the next run makes it.
    newborn = folder / f".{DATABASE}.{os.getpid()}"
    newborn.unlink(missing_ok=True)
    db = sqlite3.connect(newborn, isolation_level=None)
    script = files("foedus.case").joinpath("schema.sql").read_text(encoding="utf-8")
    db.executescript(script)
    renew(db, list(TABLES))
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    db.execute(f"pragma user_version = {FORMAT}")
    db.close()
    newborn.replace(folder / DATABASE)
    return _connect(folder / DATABASE)


def _connect(path: Path) -> sqlite3.Connection:
    if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
        db = sqlite3.connect(path, isolation_level=None, timeout=10)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
    else:
        # WAL wants to write beside the database even to read; `immutable` reads a case on a read-only disk.
        db = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)
    db.execute("pragma foreign_keys = on")
    db.row_factory = sqlite3.Row
    return db


def _check(db: sqlite3.Connection, folder: Path) -> None:
    if db.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
        raise CaseError(f"{folder / DATABASE} is an SQLite database, but not a foedus case. Choose another folder.")
    version = db.execute("pragma user_version").fetchone()[0]
    if version != FORMAT:
        raise CaseError(
            f"{folder} is a case of format {version}; this foedus writes format {FORMAT}. "
            "Build it anew from its sources, or use the version that made it."
        )
