"""`foedus build`: from paths to a case that is up to date."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.faces.cli.options import ISO_DATE, case_option, json_option, say_rejects

if TYPE_CHECKING:
    from foedus.case.build import Report


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@case_option
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes; left out: one a processor.")
@click.option(
    "--engine", type=click.Choice(["local"]), default="local", show_default=True, help="What runs the stages."
)
@click.option("--as-of", type=ISO_DATE, metavar="DATE", help="Weigh obligations as they stood at the end of this day.")
@json_option
def build(paths: tuple[str, ...], folder: Path, jobs: int, engine: str, as_of: str | None, as_json: bool) -> None:
    """Read what is new below PATHs, extract claims, link incidents, weigh commitments.

    PATH is a file, a folder, or - for standard input: text, Markdown, HTML, JSONL. What the case holds already is not
    read again; a run that was killed is taken up where it stopped. Without PATH, the case is brought up to date with
    this version's rules.

    \b
    Examples:
      foedus build reports/ --case mycase
      foedus build today.jsonl --case mycase --jobs 4
      foedus build --case mycase --as-of 2022-12-31

    Exit code 4 says that some sources could not be read; they are named, the rest is in the case.
    """
    from foedus.case.build import build as run
    from foedus.errors import CaseError
    from foedus.faces.cli.progress import Progress
    from foedus.faces.plain import plain, to_json

    if not paths and not (folder / "foedus.db").exists():
        raise CaseError(f"no case at {folder} and nothing to build one from. Give a file or a folder of reports.")
    progress = Progress()
    try:
        report = run(folder, paths, jobs=jobs, as_of=as_of, notice=progress)
    finally:
        progress.end()
    if as_json:
        click.echo(to_json(plain(report), indent=2))
    else:
        tell(report)
        say_rejects(report.rejects)
    raise SystemExit(4 if report.rejects else 0)


def tell(report: Report) -> None:
    """Print what a build did: what was new, what was skipped and why, what the case holds."""
    from foedus.faces.cli.words import counted

    click.echo(f"{counted(report.new_sources, 'new source')}, {counted(report.new_documents, 'new document')}")
    if report.changed:
        click.echo(f"{counted(len(report.changed), 'source')} changed since the last build; both versions are kept")
    for why, number in sorted(Counter(s.why for s in report.skipped).items()):
        click.echo(f"{number:,} skipped: {why}")
    if report.rejects:
        click.echo(f"{len(report.rejects):,} could not be read or coded")
    if not report.relinked:
        click.echo("nothing changed: incidents and obligations stand as they were")
    kinds = ("document", "claim", "incident", "obligation")
    click.echo(f"{report.case}: {', '.join(counted(getattr(report, f'{kind}s'), kind) for kind in kinds)}")
