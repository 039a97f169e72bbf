"""`foedus export` and `foedus report`: what leaves the case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.faces.cli.options import case_option, json_option

if TYPE_CHECKING:
    from foedus.case.store import Case


@click.command()
@click.argument("layout", type=click.Choice(["claims", "incidents", "obligations", "documents"]))
@case_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File; left out: standard output."
)
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "csv", "parquet", "geojson"]),
    help="Left out: what the file's name says, else jsonl.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Same as --format jsonl.")
def export(layout: str, folder: Path, output: Path | None, form: str | None, as_json: bool) -> None:
    """Write claims, incidents, obligations or documents; the same case gives the same bytes.

    \b
    Examples:
      foedus export claims --case mycase -o claims.parquet
      foedus export incidents --case mycase -o incidents.geojson
      foedus export documents --case mycase --format jsonl | jq .title

    In CSV, a text that a spreadsheet would run as a formula gets a quote before it.
    """
    from foedus.faces.cli.opening import opened
    from foedus.faces.exports import export as write
    from foedus.faces.exports import form_of

    target = None if output is None or str(output) == "-" else output
    with opened(folder) as case:
        count = write(case, layout, "jsonl" if as_json else form_of(target, form), target)
    if target:
        click.echo(f"foedus: {count:,} {layout} in {target}", err=True)


@click.command()
@click.argument("identity", metavar="[ID]", required=False)
@case_option
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("report.html"),
              show_default=True, help="File to write.")  # fmt: skip
@json_option
def report(identity: str | None, folder: Path, output: Path, as_json: bool) -> None:
    """Write one self-contained page: incidents side by side, timeline, map, obligations with proof, ledger.

    \b
    Examples:
      foedus report --case mycase -o report.html
      foedus report i-3f2a --case mycase -o incident.html      one incident or one obligation
    """
    from foedus.errors import ConfigError
    from foedus.faces.cli.opening import opened
    from foedus.faces.plain import to_json

    if output.suffix.lower() not in (".html", ".htm"):
        raise ConfigError(f"{output}: reports are HTML pages; name the file .html and print it to PDF from a browser")
    with opened(folder) as case:
        write_report(case, output, identity)
    click.echo(to_json({"report": str(output)}) if as_json else str(output))


def write_report(
    case: Case, output: Path, identity: str | None = None, *, title: str | None = None, notice: str = ""
) -> None:
    """Write the report on a case, or on one of its incidents or obligations, as a whole file."""
    import foedus
    from foedus.case import queries
    from foedus.engine.cache import whole_file
    from foedus.faces import report as pages

    parts = (
        list(queries.documents(case)),
        list(queries.claims(case)),
        list(queries.incidents(case)),
        list(queries.obligations(case)),
        list(queries.ledger(case)),
    )
    title = title or case.settings.title or case.folder.resolve().name
    as_of, rejects, engine = case.meta("as_of") or None, list(queries.rejects(case)), foedus.ENGINE
    if identity is None:
        page = pages.render(*parts, title=title, as_of=as_of, engine=engine, rejects=rejects, notice=notice)
    else:
        _, full = queries.resolve(case, identity, ("incident", "obligation"))
        page = pages.render_one(full, *parts, title=title, as_of=as_of, engine=engine, rejects=rejects, notice=notice)
    with whole_file(output) as partial:
        partial.write_text(page, encoding="utf-8")
