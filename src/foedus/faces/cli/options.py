"""Options that many commands share, under one name and with one meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from foedus.records import Reject

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("table", "markdown", "json", "jsonl", "csv")


def case_option(function: F) -> F:
    """Add --case; $FOEDUS_CASE stands in for it."""
    return click.option(
        "--case", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, envvar="FOEDUS_CASE",
        metavar="DIR", help="The case folder (or set FOEDUS_CASE).",
    )(function)  # fmt: skip


def format_options(function: F) -> F:
    """Add --format and its short form --json."""
    function = click.option("--json", "as_json", is_flag=True, help="Print JSON (same as --format json).")(function)
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print the list.",
    )(function)


def json_option(function: F) -> F:
    """Add --json to a command that prints no list."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


if TYPE_CHECKING:
    _Param = click.ParamType[str]
else:
    _Param = click.ParamType  # generic only since Click 8.3


class _IsoDate(_Param):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        import datetime

        try:
            datetime.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is not a date; write it like 2022-09-13", param, ctx)
        return str(value)


ISO_DATE = _IsoDate()
MOST_REJECTS = 20


def say_rejects(rejects: Sequence[Reject]) -> None:
    """Name what could not be read or coded, and why, on standard error."""
    for reject in rejects[:MOST_REJECTS]:
        detail = f" ({reject.detail})" if reject.detail else ""
        path = reject.path.encode("utf-8", "replace").decode()
        click.echo(f"foedus: {path}: {reject.reason}{detail}", err=True)
    if len(rejects) > MOST_REJECTS:
        click.echo(f"foedus: … and {len(rejects) - MOST_REJECTS} more", err=True)
