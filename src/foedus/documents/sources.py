"""Paths → bytes, whatever the file system holds: what cannot be read is a `Reject` with a reason, never a halt.

Reasons are a closed set, REASONS; the detail is for people.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from foedus.records import Reject

REASONS = {
    "binary": "not text: an image, an archive, a program",
    "duplicate_id": "another document of the run has the same id and other bytes",
    "empty": "no visible text",
    "invalid_record": "a record that is not JSON, or has no text",
    "missing": "no such file, or it vanished while reading",
    "permission": "the operating system refuses to open it",
    "read_error": "the operating system could not read it",
    "special_file": "a pipe, socket or device: reading could block for ever",
    "symlink_loop": "a link that leads back to itself or to a folder being read",
    "too_large": "larger than the limit",
    "unreadable": "the reader of this format failed",
}
_ERRORS = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.ESTALE: "missing",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.ELOOP: "symlink_loop",
    errno.ENXIO: "special_file",
}
STDIN = "-"


class Source(NamedTuple):
    """A regular file (or standard input) that is there to be opened."""

    path: str


def reject(path: str, reason: str, detail: str = "", sha256: str | None = None) -> Reject:
    """Return the record of an input that could not be read."""
    return Reject(path=path, stage="read", reason=reason, detail=detail, sha256=sha256)


def walk(paths: Sequence[str]) -> Iterator[Source | Reject]:
    """Yield the files below the paths: arguments in the order given, folders by name, hidden entries skipped."""
    for path in paths:
        if path == STDIN:
            yield Source(STDIN)
        else:
            yield from _walk_one(os.fspath(path))


def _walk_one(root: str) -> Iterator[Source | Reject]:
    # Each entry carries the folders it lies in, by device and inode, so that a link upwards is seen for what it is.
    waiting: list[tuple[str, tuple[tuple[int, int], ...]]] = [(root, ())]
    while waiting:
        path, above = waiting.pop()
        try:
            status = Path(path).stat()
            if not stat.S_ISDIR(status.st_mode):
                yield Source(path) if stat.S_ISREG(status.st_mode) else _special(path, status.st_mode)
                continue
            here = (status.st_dev, status.st_ino)
            if here in above:
                yield reject(path, "symlink_loop", "leads back to a folder that is being read")
                continue
            names = sorted((p.name for p in Path(path).iterdir() if not p.name.startswith(".")), reverse=True)
            waiting.extend((str(Path(path) / name), (*above, here)) for name in names)
        except (OSError, ValueError) as error:
            yield refusal(path, error)


def _special(path: str, mode: int) -> Reject:
    kinds = ((stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))
    return reject(path, "special_file", next((name for test, name in kinds if test(mode)), "not a regular file"))


def refusal(path: str, error: OSError | ValueError) -> Reject:
    """Return the Reject for an error of the operating system (or a path with a NUL in it)."""
    code = getattr(error, "errno", None)
    reason = _ERRORS.get(code, "read_error") if isinstance(code, int) else "missing"
    return reject(path, reason, getattr(error, "strerror", None) or str(error))


def open_source(path: str) -> BinaryIO:
    """Open a file for reading without ever waiting for a writer; raise OSError if it is not a regular file."""
    if path == STDIN:
        return sys.stdin.buffer
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.ENXIO, "not a regular file", path)
    return os.fdopen(descriptor, "rb")


def read_whole(stream: BinaryIO, path: str, max_bytes: int) -> bytes | Reject:
    """Return the bytes of a file, or why not; of a file that is too large no more than the limit is read."""
    data = stream.read(max_bytes + 1)
    return data if len(data) <= max_bytes else reject(path, "too_large", _size(path, max_bytes))


def _size(path: str, max_bytes: int) -> str:
    size = "more" if path == STDIN else f"{Path(path).stat().st_size:,} bytes"
    return f"{size}; the limit is {max_bytes:,} bytes"
