"""`foedus review`: decisions on what the machine made; they are kept for ever and hold after a re-run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedus.faces.cli import views, words
from foedus.faces.cli.options import case_option, format_options, json_option
from foedus.faces.cli.output import Column, emit

if TYPE_CHECKING:
    from foedus.case.decisions import Decision

by_option = click.option("--by", metavar="NAME", help="Who decides; left out: foedus.toml, then your login name.")
reason_option = click.option("--reason", default="", metavar="TEXT", help="Why; kept in the log.")
ids_argument = click.argument("ids", nargs=-1, required=True, metavar="ID...")


@click.group()
def review() -> None:
    """Decide on claims, incidents, obligations and documents.

    What is rejected disappears from every list, export and report and stays away after a re-run; incidents and
    obligations are made anew without it. Every decision is an entry in a log that is only added to.

    \b
    Examples:
      foedus review next --case mycase
      foedus review reject c-81c4 --reason "reads the ministry of the wrong side" --case mycase
      foedus review undo --case mycase
      foedus review log --case mycase --json
    """


@review.command("next")
@case_option
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, help="0 shows all.")
@format_options
def next_(folder: Path, limit: int, form: str, as_json: bool) -> None:
    """List what matters first: disputed incidents under commitments that hang on a fact, then uncertain claims."""
    from foedus.case.worklist import worklist
    from foedus.faces.cli.listing import form_of
    from foedus.faces.cli.opening import opened

    columns = (
        Column("kind", lambda r: r["kind"], 9),
        Column("id", lambda r: words.short(r["id"]), 12),
        Column("because", lambda r: r["because"], 60),
        Column("what", lambda r: r["what"]),
    )
    with opened(folder) as case:
        emit(worklist(case), columns, form_of(form, as_json), empty="nothing waits for a decision", limit=limit)


def _decision(action: str, help_text: str) -> None:
    @review.command(action, help=help_text)
    @ids_argument
    @case_option
    @reason_option
    @by_option
    @json_option
    def command(ids: tuple[str, ...], folder: Path, reason: str, by: str | None, as_json: bool) -> None:
        from foedus.case.decisions import decide

        entries = decide(folder, action, ids, by=_who(folder, by), reason=reason)
        _told(folder, entries, as_json)


_decision("accept", "Confirm claims, incidents, obligations or documents.")
_decision("reject", "Take out what is wrong: it is nowhere shown, counted or linked any more.")
_decision("redact", "Take out what must not be shown (do no harm); the same as reject, with another word in the log.")


@review.command()
@click.argument("identity", metavar="ID")
@click.argument("text")
@case_option
@by_option
@json_option
def note(identity: str, text: str, folder: Path, by: str | None, as_json: bool) -> None:
    """Keep a note on something; it changes nothing else."""
    from foedus.case.decisions import decide

    entries = decide(folder, "note", (identity,), by=_who(folder, by), reason=text)
    _told(folder, entries, as_json)


@review.command()
@click.argument("entry", type=int, required=False)
@case_option
@reason_option
@by_option
@json_option
def undo(entry: int | None, folder: Path, reason: str, by: str | None, as_json: bool) -> None:
    """Take back a decision by its number in the log; without one, the last that stands."""
    from foedus.case.decisions import undo as take_back

    _told(folder, [take_back(folder, entry, by=_who(folder, by), reason=reason)], as_json)


@review.command()
@case_option
@format_options
def log(folder: Path, form: str, as_json: bool) -> None:
    """List every decision, oldest first, with the hashes that seal them."""
    from foedus.case.decisions import log as entries
    from foedus.case.store import open_case
    from foedus.faces.cli.listing import form_of
    from foedus.faces.plain import plain

    columns = (
        Column("entry", lambda r: r["seq"], 6),
        Column("at", lambda r: r["at"], 25),
        Column("by", lambda r: r["by"], 16),
        Column("action", lambda r: r["action"], 8),
        Column("target", lambda r: words.short(r["target"]), 14),
        Column("hash", lambda r: r["hash"][:12], 12),
        Column("reason", lambda r: r["reason"]),
    )
    with open_case(folder) as case:
        emit(map(plain, entries(case)), columns, form_of(form, as_json), empty="no decision yet")


def _who(folder: Path, by: str | None) -> str:
    import getpass

    from foedus.config import load_settings

    name = by or load_settings(folder).review.by
    if not name:
        try:
            name = getpass.getuser()
        except (OSError, KeyError) as error:
            raise click.UsageError("your login name is not known; say who decides with --by NAME") from error
    return name


def _told(folder: Path, entries: list[Decision], as_json: bool) -> None:
    from foedus.case.build import refresh
    from foedus.faces.plain import plain, to_json

    refresh(folder)
    rows: list[dict[str, Any]] = [plain(e) for e in entries]
    click.echo(to_json(rows, indent=2) if as_json else "\n".join(views.decision(e) for e in entries))
