"""`foedus verify`: the rules that hold for every claim, checked on a case as it lies there."""

from __future__ import annotations

from pathlib import Path

import click

from foedus.faces.cli.options import case_option, json_option


@click.command()
@case_option
@click.option("--sample", type=click.IntRange(min=0), default=50, show_default=True,
              help="Documents that are read once more, for the rules that need it; 0: all.")  # fmt: skip
@json_option
def verify(folder: Path, sample: int, as_json: bool) -> None:
    """Check quotes, numbers, perpetrators, side-swaps, statuses, ids, repeatability, the audit chain and the links.

    Each rule is printed with what was looked at and the first offenders. Exit code 5 says that one does not hold.

    \b
    Examples:
      foedus verify --case mycase
      foedus verify --case mycase --sample 0 --json
    """
    from foedus.case.rules import verify as check
    from foedus.case.store import open_case
    from foedus.faces.plain import plain, to_json

    with open_case(folder) as case:
        findings = list(check(case, sample=sample))
    if as_json:
        click.echo(to_json([plain(f) for f in findings], indent=2))
    else:
        for finding in findings:
            click.echo(f"{'ok  ' if not finding.failed else 'FAIL'}  {finding.rule:<12} {finding.says}")
            for offender in finding.offenders:
                click.echo(f"        {offender}")
            if finding.failed > len(finding.offenders):
                click.echo(f"        … {finding.failed - len(finding.offenders)} more")
    raise SystemExit(5 if any(f.failed for f in findings) else 0)
