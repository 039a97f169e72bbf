"""`foedus demo`: the sample case, built and opened; the shortest way to see what foedus does."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.faces.cli.options import json_option

if TYPE_CHECKING:
    from foedus.case.build import Report
    from foedus.case.store import Case
    from foedus.records import Obligation

FOLDER = Path("foedus-demo")
TITLE = "Armenia, Azerbaijan and their allies, 2020–2024: a sample case"
NOTICE = (
    "Sample: the events are real, but outlets, reporters and wording are invented and some figures are unsure. "
    "It shows what foedus does; it is not a source. FACTS.md beside the sample reports says what can be checked where."
)


@click.command()
@click.option("--case", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help=f"Where to build it; left out: ./{FOLDER}, or a temporary folder.")  # fmt: skip
@click.option("--no-open", is_flag=True, help="Do not open the report in a browser.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The report; left out: in the case."
)
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes; left out: one a processor.")
@json_option
def demo(folder: Path | None, no_open: bool, output: Path | None, jobs: int, as_json: bool) -> None:
    """Build the sample case and open its report; works offline.

    The reports are written by us about events of 2020 to 2023, in English, French and Russian, with the clutter of
    real pages; the facts and their sources are listed in FACTS.md beside them.

    \b
    Examples:
      foedus demo
      foedus demo --case /tmp/sample --no-open
    """
    from foedus.case.build import build
    from foedus.case.store import open_case
    from foedus.faces.cli.export import write_report
    from foedus.faces.cli.progress import Progress
    from foedus.faces.plain import plain, to_json
    from foedus.resources import ROOT

    folder = folder or _folder()
    progress = Progress()
    try:
        built = build(folder, [str(ROOT / "demo" / "corpus")], jobs=jobs, notice=progress)
    finally:
        progress.end()
    page = output or folder / "report.html"
    with open_case(folder) as case:
        write_report(case, page, title=TITLE, notice=NOTICE)
        if as_json:
            click.echo(to_json({**plain(built), "report": str(page)}, indent=2))
        else:
            _summary(case, built, page)
    if not no_open:
        _open(page)
    raise SystemExit(4 if built.rejects else 0)


def _folder() -> Path:
    return FOLDER if os.access(Path.cwd(), os.W_OK) else Path(tempfile.mkdtemp(prefix="foedus-demo-"))


def _summary(case: Case, built: Report, page: Path) -> None:
    """Print what was found, so that the demo says something even where no browser is."""
    from foedus.case import queries
    from foedus.faces.cli import words
    from foedus.faces.plain import plain

    incidents = list(queries.incidents(case, "not i.background"))
    obligations = list(queries.obligations(case, "o.\"trigger\" <> 'none' or o.invoked <> 'none'"))
    disputed = [i for i in incidents if i.disputed]
    what = {i.id: i.what for i in incidents}
    click.echo(f"{built.documents} reports say {built.claims:,} things about {len(incidents)} incidents.")
    click.echo(f"\n{len(disputed)} of them are disputed, for example:")
    for incident in sorted(disputed, key=lambda i: (-i.independent_sources, i.id))[:5]:
        click.echo(
            f"  {words.day(plain(incident)):<12} {incident.what}\n{'':<15}disputed: {', '.join(incident.disputed)}"
        )
    click.echo(f"\n{len(obligations)} times a commitment was tested or invoked, for example:")
    for o in _telling(obligations)[:5]:
        turns = f", turning on {', '.join(o.turns_on)}" if o.turns_on else ""
        click.echo(f"  {o.treaty} {o.provision}, owed to {o.beneficiary}: {what.get(o.incident, o.incident)}")
        click.echo(f"{'':<15}trigger {o.trigger}{turns}; invoked: {o.invoked}; answer: {o.answer}; {o.closure}")
    where = case.folder
    click.echo(f"\nThe case is in {where}, its report in {page}. Go on with:")
    click.echo(f"  foedus incidents --case {where} --disputed\n  foedus obligations --case {where} --trigger arguable")


def _telling(obligations: Sequence[Obligation]) -> list[Obligation]:
    """Return obligations that tell most, one a clause: formally invoked ones first, then those that hang on a fact."""
    clauses: dict[tuple[str, str], Obligation] = {}
    for o in sorted(obligations, key=lambda o: (o.invoked != "formal", o.trigger != "arguable", o.id)):
        clauses.setdefault((o.commitment, o.provision), o)
    return list(clauses.values())


def _open(page: Path) -> None:
    """Open the page where there is somebody to see it; without a browser there is nothing to say."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(page.resolve().as_uri())
