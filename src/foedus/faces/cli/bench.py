"""`foedus bench TASK DATA`: how well this version does on a data set, in the set's own measure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.faces.cli.options import format_options
from foedus.faces.cli.output import Column, emit
from foedus.faces.cli.reader import make_reader, reader_options

if TYPE_CHECKING:
    from foedus.faces.bench import Figure
    from foedus.faces.cli.reader import Reader


@click.command()
@click.argument("task")
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--errors", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.html",
              help="Write a page of what is wrong, gold and reading side by side (task claims).")  # fmt: skip
@reader_options
@format_options
def bench(
    task: str, data: Path, errors: Path | None, reader: str, settings_file: Path | None, form: str, as_json: bool
) -> None:
    """Score this version on a data set.

    TASK is one of: claims, temporal, geoparsing, gva. DATA is the folder of the set; none is part of foedus.

    \b
    Examples:
      foedus bench claims path/to/gold/
      foedus bench claims path/to/gold/ --errors wrong.html --format markdown
      foedus bench temporal path/to/tempeval/ --json
    """
    from foedus.faces.bench import run
    from foedus.faces.cli.listing import form_of
    from foedus.faces.plain import plain

    read = make_reader(reader, settings_file)
    if task == "claims":
        figures = _claims(data, errors, read if read.client else None)
    elif errors or read.client:
        raise click.UsageError("--errors and --reader are for the task claims")
    else:
        figures = run(task, data)
    read.tell()
    columns = (
        Column("group", lambda r: r["group"], 12),
        Column("figure", lambda r: r["name"], 36),
        Column("value", lambda r: f"{r['value']:.4f}" if isinstance(r["value"], float) else r["value"], 10),
        Column("of", lambda r: r["counted"] or "", 8),
        Column("others", lambda r: r["peer"]),
    )
    emit(map(plain, figures), columns, form_of(form, as_json), empty="nothing was measured")


def _claims(data: Path, page: Path | None, read: Reader | None) -> list[Figure]:
    """Score claims; with a page to write, add how often each kind of error was made."""
    import foedus
    from foedus.faces.bench import Figure
    from foedus.faces.bench.claims import measure
    from foedus.faces.bench.errors import count_errors, render_errors

    measured = measure(data, read)
    if page is None:
        return measured.figures
    engine = read.client.engine if read and read.client else f"foedus {foedus.__version__}"
    shown = render_errors(measured.errors, measured.languages, title=f"What is wrong in {data.name}", engine=engine)
    page.write_text(shown, encoding="utf-8")
    click.echo(f"foedus: {len(measured.errors)} errors shown in {page}", err=True)
    counts = sorted(count_errors(measured.errors, measured.languages).items(), key=lambda item: (item[0][0], -item[1]))
    return [*measured.figures, *(Figure(name=f"errors: {k}", value=n, group=g, counted=n) for (g, k), n in counts)]
