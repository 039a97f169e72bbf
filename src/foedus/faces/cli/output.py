"""Lists on standard output: a table for people, or the shapes of the exports as JSON, JSONL or CSV."""

from __future__ import annotations

import csv
import itertools
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import click

from foedus.faces.plain import to_json

Row = dict[str, Any]
GAP = 2
READABLE = 30  # characters that the widest column should have


class Column(NamedTuple):
    """A column of a table: its head, how a row fills it, how wide it may grow (0: what is left).

    One that `may_go` is left out where a terminal is too narrow.
    """

    head: str
    fill: Callable[[Row], object]
    widest: int = 0
    may_go: bool = False


LIMIT = 50  # rows of a table; data is never cut unless it is asked for


def emit(
    rows: Iterable[Row],
    columns: Sequence[Column],
    form: str,
    *,
    empty: str,
    limit: int | None = 0,
    total: Callable[[], int] | None = None,
) -> None:
    """Print rows in a form; say `empty` on standard error when there is none, and how many were left out.

    `limit` 0 prints all, None what is good for the form; `total` counts all rows faster than reading them would.
    """
    most = limit if limit is not None else LIMIT if form == "table" else 0
    iterator = iter(rows)
    shown = list(itertools.islice(iterator, most or None))
    if form == "json":
        click.echo(to_json(shown, indent=2))
    elif form == "jsonl":
        sys.stdout.writelines(to_json(row) + "\n" for row in shown)
    elif form == "csv":
        _csv(shown)
    elif form == "markdown":
        _markdown(shown, columns)
    elif shown:
        _table(shown, columns)
    if not shown:
        click.echo(f"foedus: {empty}", err=True)
    elif most and (every := total() if total else len(shown) + sum(1 for _ in iterator)) > len(shown):
        click.echo(f"foedus: {len(shown):,} of {every:,} shown; --limit 0 shows all", err=True)


def _csv(rows: Sequence[Row]) -> None:
    from foedus.faces.exports.forms import cell, flatten

    writer = csv.writer(sys.stdout, lineterminator="\n")
    for number, row in enumerate(map(flatten, rows)):
        if not number:
            writer.writerow(row)
        writer.writerow([cell(v) for v in row.values()])


def _markdown(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    lines = [[c.head for c in columns], ["---"] * len(columns)]
    lines += [[one_line(c.fill(row)).replace("|", "\\|") for c in columns] for row in rows]
    for line in lines:
        click.echo(f"| {' | '.join(line)} |")


def _table(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    lines = [[c.head for c in columns], *([one_line(c.fill(row)) for c in columns] for row in rows)]
    # What is piped is not cut: the reader of a pipe has all the room there is.
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    widths = _widths(lines, columns, width)
    for line in lines:
        shown = (f"{_cut(t, w):<{w + GAP}}" for t, w in zip(line, widths, strict=True) if w)
        click.echo("".join(shown).rstrip())


def _widths(lines: Sequence[Sequence[str]], columns: Sequence[Column], width: int) -> list[int]:
    """Return the width of each column, 0 for one that has to go."""
    needed = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    widths = [min(n, c.widest) if c.widest else 0 for n, c in zip(needed, columns, strict=True)]
    free = [i for i, c in enumerate(columns) if not c.widest]
    if not width:
        return [w or n for w, n in zip(widths, needed, strict=True)]
    for i in reversed([i for i, c in enumerate(columns) if c.may_go]):
        if _left(widths, width) >= READABLE * len(free):
            break
        widths[i] = 0
    left = _left(widths, width)
    for position, i in enumerate(free):
        widths[i] = max(12, min(needed[i], left // (len(free) - position)))
        left -= widths[i]
    return widths


def _left(widths: Sequence[int], width: int) -> int:
    return width - sum(w + GAP for w in widths if w)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def one_line(value: object) -> str:
    """Return a value as one line of printable text: no control characters, nothing for None.

    >>> one_line("a\\n b\\x1b[31m"), one_line(None)
    ('a b[31m', '')
    """
    if value is None:
        return ""
    text = " ".join(str(value).split())
    return "".join(c for c in text if c.isprintable())
