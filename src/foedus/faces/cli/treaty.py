"""`foedus treaty list | show | check | test`: the commitments, as files that lawyers can read and mend."""

from __future__ import annotations

from pathlib import Path

import click

from foedus.faces.cli import views
from foedus.faces.cli.options import format_options, json_option
from foedus.faces.cli.output import Column, emit


@click.group()
def treaty() -> None:
    """List, show, check and test treaty files.

    \b
    Examples:
      foedus treaty list
      foedus treaty show cst-1992
      foedus treaty check my-treaty.yaml
      foedus treaty test my-treaty.yaml       runs the cases in my-treaty.cases.yaml
    """


@treaty.command("list")
@format_options
def list_(form: str, as_json: bool) -> None:
    """List the treaties that incidents are held against."""
    from foedus.commitments.treaties import load_all
    from foedus.faces.cli.listing import form_of

    columns = (
        Column("id", lambda r: r["id"], 26),
        Column("signed", lambda r: r["signed"], 10),
        Column("in force", lambda r: f"{r['since']}…{r['until'] or ''}", 22),
        Column("parties", lambda r: " ".join(r["parties"]), 36),
        Column("clauses", lambda r: r["clauses"], 7),
        Column("title", lambda r: r["title"]),
    )
    rows = (
        {
            "id": t.id,
            "title": t.title,
            "nature": t.nature,
            "signed": t.signed.date,
            "since": t.in_force.date,
            "until": t.ended.date if t.ended else None,
            "parties": sorted({p.state for p in t.parties}),
            "clauses": len(t.clauses),
        }
        for t in load_all()
    )
    emit(rows, columns, form_of(form, as_json), empty="no treaty file is installed")


@treaty.command()
@click.argument("identity", metavar="TREATY")
@json_option
def show(identity: str, as_json: bool) -> None:
    """Show a treaty: parties with dates, texts in force, clauses in our words, what is unverified."""
    from foedus.commitments.treaties import load
    from foedus.faces.plain import plain, to_json

    found = load(identity)
    click.echo(to_json(plain(found), indent=2) if as_json else "\n".join(views.treaty(found)))


@treaty.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@json_option
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Check treaty files and say what is wrong with each line; exit code 5 if anything is."""
    from foedus.commitments.treaties import check as faults_of
    from foedus.faces.plain import to_json

    faults = [(str(file), fault) for file in files for fault in faults_of(file)]
    if as_json:
        rows = [{"file": file, "line": fault.line, "message": str(fault)} for file, fault in faults]
        click.echo(to_json(rows, indent=2))
    else:
        for _, fault in faults:
            click.echo(str(fault))
        if not faults:
            click.echo(f"{len(files)} files, nothing wrong")
    raise SystemExit(5 if faults else 0)


@treaty.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, exists=True))
@json_option
def test(files: tuple[Path, ...], as_json: bool) -> None:
    """Run the given/expect cases beside treaty files (all that are installed, if none is named)."""
    from foedus.commitments.cases import run_cases
    from foedus.faces.plain import plain, to_json

    results = [r for file in files or (None,) for r in run_cases(file)]
    failed = [r for r in results if r.differences]
    if as_json:
        click.echo(to_json([plain(r) for r in results], indent=2))
    else:
        for result in failed:
            click.echo(f"{result.treaty}: {result.case}")
            for difference in result.differences:
                click.echo(f"  {difference}")
        click.echo(f"{len(results)} cases, {len(failed)} failed")
    raise SystemExit(5 if failed else 0)
