"""What went wrong, in one line that says what to do next, and the exit code for it."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from pathlib import Path

import click


def explain(error: BaseException) -> int:
    """Print an error for people (as JSON if --json was asked for) and return the exit code."""
    from foedus.errors import FoedusError

    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        return _say("interrupted. What was finished is kept: run the same command again to go on.", 130)
    if isinstance(error, BrokenPipeError):
        return -1
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, FoedusError):
        return _say(str(error), error.exit_code)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _say("the disk is full. Nothing is lost: free some space and run the same command again.", 1)
    if isinstance(error, OSError):
        return _say(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)
    return _unexpected(error)


def _unexpected(error: BaseException) -> int:
    if os.environ.get("FOEDUS_DEBUG"):
        traceback.print_exception(error)
    where = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" at {Path(where[0].filename).name}:{where[0].lineno}" if where else ""
    message = f"unexpected {type(error).__name__}{place}: {error}"
    return _say(f"{message}. This is a fault in foedus; FOEDUS_DEBUG=1 shows where. The case is safe.", 1)


def _say(message: str, code: int) -> int:
    if "--json" in sys.argv:
        click.echo(json.dumps({"title": message, "status": code}, ensure_ascii=False), err=True)
    else:
        click.echo(f"foedus: {message}", err=True)
    return code
