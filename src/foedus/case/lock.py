"""One writer a case. The operating system holds the lock, so it ends with the process, however that ends."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import socket
from collections.abc import Iterator
from io import BufferedRandom
from pathlib import Path

from foedus.errors import CaseError, LockedError

NAME = ".lock"


@contextlib.contextmanager
def writing(folder: Path, doing: str) -> Iterator[None]:
    """Hold the case for writing; raise LockedError, naming the holder, if another process does."""
    try:
        file = _open(folder / NAME)
    except OSError as error:
        raise CaseError(
            f"cannot write to the case {folder}: {error.strerror}. Check the folder's permissions."
        ) from error
    with file:
        if not _lock(file):
            raise LockedError(f"the case {folder} is being written to by {_holder(file)}. Wait for it, then run again.")
        _sign(file, doing)
        try:
            yield
        finally:
            file.truncate(0)


def _open(path: Path) -> BufferedRandom:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    return os.fdopen(descriptor, "r+b")


def _lock(file: BufferedRandom) -> bool:
    try:
        if os.name == "nt":  # pragma: no cover
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sign(file: BufferedRandom, doing: str) -> None:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    note = {"pid": os.getpid(), "host": socket.gethostname(), "doing": doing, "since": now}
    file.seek(0)
    file.truncate(0)
    file.write(json.dumps(note).encode())
    file.flush()


def _holder(file: BufferedRandom) -> str:
    try:
        note = json.loads(file.read())
        return f"process {note['pid']} on {note['host']} (`foedus {note['doing']}`, since {note['since']})"
    except (ValueError, KeyError, TypeError, OSError):
        return "another process"
