"""Opening a case to read it, with a word when what it derives lags behind what was decided."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from foedus.case.derive import is_stale
from foedus.case.store import Case, open_case


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Case]:
    """Open a case for reading; note on standard error when incidents and obligations should be made anew."""
    with open_case(folder) as case:
        if is_stale(case):
            note = "rules, documents or decisions changed since incidents were linked; bring them up to date with"
            click.echo(f"foedus: {note}: foedus build --case {folder}", err=True)
        yield case
