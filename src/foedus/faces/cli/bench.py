"""`foedus bench TASK DATA`: how well this version does on a data set, in the set's own measure."""

from __future__ import annotations

from pathlib import Path

import click

from foedus.faces.cli.options import format_options
from foedus.faces.cli.output import Column, emit


@click.command()
@click.argument("task")
@click.argument("data", type=click.Path(path_type=Path))
@format_options
def bench(task: str, data: Path, form: str, as_json: bool) -> None:
    """Score this version on a data set.

    TASK is one of: claims, temporal, geoparsing, gva. DATA is the folder of the set; none is part of foedus.

    \b
    Examples:
      foedus bench claims path/to/gold/
      foedus bench temporal path/to/tempeval/ --json
    """
    from foedus.faces.bench import run
    from foedus.faces.cli.listing import form_of
    from foedus.faces.plain import plain

    columns = (
        Column("group", lambda r: r["group"], 12),
        Column("figure", lambda r: r["name"], 36),
        Column("value", lambda r: f"{r['value']:.4f}", 10),
        Column("of", lambda r: r["counted"] or "", 8),
        Column("others", lambda r: r["peer"]),
    )
    emit(map(plain, run(task, data)), columns, form_of(form, as_json), empty="nothing was measured")
