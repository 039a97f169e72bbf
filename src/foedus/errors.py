"""Errors that stop a run; a bad *document* is never one of them, it becomes a `Reject`.

    FoedusError
    ├── ConfigError      a setting or an option cannot be used
    ├── ResourceError    a file under resources/ (or a user's layer of it) is wrong: file, line, key
    ├── TreatyError      a treaty file is wrong: file, line, article
    ├── CaseError        a case folder is missing, broken, or of another version
    ├── LockedError      another process is writing to the case
    ├── EngineError      a stage could not run
    └── CheckError       `verify` found something that must not be

Every message says what, where, and what to do next. Faces turn them into exit codes and HTTP statuses.
"""

from __future__ import annotations


class FoedusError(Exception):
    """Stops the run; the message is meant for the user."""

    exit_code = 1


class ConfigError(FoedusError):
    """A setting or an option cannot be used."""

    exit_code = 2


class _FileError(FoedusError):
    def __init__(self, message: str, *, file: str = "", line: int | None = None) -> None:
        where = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(where + message)
        self.file, self.line = file, line


class ResourceError(_FileError):
    """A hand-edited resource file is wrong; names file and line."""


class TreatyError(_FileError):
    """A treaty file is wrong; names file and line."""


class CaseError(FoedusError):
    """A case folder is missing, broken or of another version."""


class LockedError(CaseError):
    """Another process is writing to the case."""

    exit_code = 6


class EngineError(FoedusError):
    """A stage could not run."""


class CheckError(FoedusError):
    """A rule that must hold for every case does not."""

    exit_code = 5
