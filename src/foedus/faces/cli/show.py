"""`foedus show ID` and `foedus explain OBLIGATION`: one thing, with all that leads to its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.faces.cli import views
from foedus.faces.cli.options import json_option

if TYPE_CHECKING:
    from foedus.case.store import Case

optional_case = click.option(
    "--case", "folder", type=click.Path(path_type=Path, file_okay=False), envvar="FOEDUS_CASE", metavar="DIR",
    help="The case folder (or set FOEDUS_CASE); a treaty needs none.",
)  # fmt: skip


@click.command()
@click.argument("identity", metavar="ID")
@optional_case
@click.option("--why", is_flag=True, help="Of an incident: why its claims were linked. Of a document: its whole text.")
@json_option
def show(identity: str, folder: Path | None, why: bool, as_json: bool) -> None:
    """Show a document, claim, incident, obligation or treaty, by id or by the beginning of one.

    \b
    Examples:
      foedus show i-3f2a --case mycase
      foedus show i-3f2a --why --case mycase      each link with the weight of its features
      foedus show cst-1992
    """
    from foedus.faces.plain import to_json

    found = _treaty(identity) if folder is None else _of_case(folder, identity, why)
    if found is None:
        raise click.UsageError(f"no treaty '{identity}'; to show what is in a case, add --case DIR")
    data, lines = found
    click.echo(to_json(data, indent=2) if as_json else "\n".join(lines))


Found = tuple[dict[str, Any], list[str]]


def _of_case(folder: Path, identity: str, why: bool) -> Found:
    from foedus.case.queries import one, resolve
    from foedus.errors import CaseError
    from foedus.faces.cli.opening import opened

    with opened(folder) as case:
        try:
            kind, full = resolve(case, identity)
        except CaseError:
            if treaty := _treaty(identity):
                return treaty
            raise
        return _shown(case, kind, one(case, kind, full), why)


def _shown(case: Case, kind: str, record: Any, why: bool) -> Found:
    from foedus.case import decisions
    from foedus.faces.plain import plain

    data = plain(record)
    view: dict[str, Callable[[Case, Any, bool], Iterator[str]]] = {
        "claim": views.claim,
        "incident": views.incident,
        "obligation": views.obligation,
        "document": views.document,
    }
    lines = list(view[kind](case, record, why))
    entries = decisions.of_target(case, record.id)
    lines += ["", "decisions:", *(views.decision(e) for e in entries)] if entries else []
    return {"kind": kind, **data}, lines


def _treaty(identity: str) -> Found | None:
    from foedus.commitments.treaties import load
    from foedus.errors import TreatyError
    from foedus.faces.plain import plain

    try:
        treaty = load(identity)
    except TreatyError:
        return None
    return {"kind": "treaty", **plain(treaty)}, list(views.treaty(treaty))


@click.command()
@click.argument("obligation", metavar="OBLIGATION")
@click.option(
    "--case", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, envvar="FOEDUS_CASE",
    metavar="DIR", help="The case folder (or set FOEDUS_CASE).",
)  # fmt: skip
@json_option
def explain(obligation: str, folder: Path, as_json: bool) -> None:
    """Print the proof of an obligation: articles, quoted claims, what is assumed and what was not found.

    \b
    Examples:
      foedus obligations --case mycase            lists the ids
      foedus explain o-81c4 --case mycase
    """
    from foedus.case.queries import one, resolve
    from foedus.faces.cli.opening import opened
    from foedus.faces.plain import plain, to_json

    with opened(folder) as case:
        record: Any = one(case, *resolve(case, obligation, ("obligation",)))
        if as_json:
            click.echo(to_json(plain(record), indent=2))
        else:
            click.echo("\n".join(views.proof(case, record)))
