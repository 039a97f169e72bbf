"""`foedus claims | incidents | obligations | ledger | search`: lists with filters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from foedus.faces.cli import words
from foedus.faces.cli.options import ISO_DATE, case_option, format_options
from foedus.faces.cli.output import Column, emit
from foedus.records import ClaimType, Stance, Status

if TYPE_CHECKING:
    from foedus.case.store import Case

limit_option = click.option(
    "--limit", type=click.IntRange(min=0), help="Rows to print, 0: all; left out: 50 of a table, all data."
)
since_option = click.option("--from", "since", type=ISO_DATE, metavar="DATE", help="Not before this day.")
until_option = click.option("--to", "until", type=ISO_DATE, metavar="DATE", help="Not after this day.")

CLAIM_COLUMNS = (
    Column("id", lambda r: words.short(r["id"]), 12),
    Column("when", lambda r: words.day(r["time"]), 21),
    Column("says", lambda r: words.who(r["speaker"]) or "outlet", 14),
    Column("stance", lambda r: r["stance"], 14, may_go=True),
    Column("who", lambda r: words.all_of(r["agents"]), 14),
    Column("did", words.act, 30),
    Column("to", lambda r: words.all_of(r["recipients"]), 14, may_go=True),
    Column("counts", lambda r: ", ".join(words.quantity(q) for q in r["quantities"]), 26, may_go=True),
    Column("quote", lambda r: r["quote"]),
)
INCIDENT_COLUMNS = (
    Column("id", lambda r: words.short(r["id"]), 12),
    Column("when", words.day, 21),
    Column("sides", lambda r: " ".join(r["sides"]), 16),
    Column("docs", lambda r: len(r["documents"]), 4, may_go=True),
    Column("sources", lambda r: r["independent_sources"], 7),
    Column("disputed", lambda r: ", ".join(r["disputed"]), 30),
    Column("what", lambda r: r["what"]),
)
OBLIGATION_COLUMNS = (
    Column("id", lambda r: words.short(r["id"]), 12),
    Column("commitment", lambda r: r["commitment"], 24),
    Column("provision", lambda r: r["provision"], 20),
    Column("to", lambda r: r["beneficiary"], 6),
    Column("trigger", lambda r: r["trigger"], 8),
    Column("turns on", lambda r: ", ".join(r["turns_on"]), 30),
    Column("invoked", lambda r: " ".join(x for x in (r["invoked"], r["invoked_on"]) if x), 20),
    Column("answer", lambda r: r["answer"], 16),
    Column("closure", lambda r: r["closure"], 16, may_go=True),
    Column("incident", lambda r: words.short(r["incident"]), 12),
)
LEDGER_COLUMNS = (
    Column("ally", lambda r: r["ally"], 8),
    Column("partner", lambda r: r["partner"], 8),
    Column("treaty", lambda r: r["treaty"], 24),
    Column("kind", lambda r: r["kind"], 12),
    Column("certain", lambda r: r["occasions_certain"], 7),
    Column("arguable", lambda r: r["occasions_arguable"], 8),
    Column("invoked", lambda r: r["invoked"], 7),
    Column("answered", lambda r: ", ".join(f"{n} {a}" for a, n in r["answered"]), 30, may_go=True),
    Column("strict", lambda r: "{} of {}".format(*r["honoured_strict"]), 8),
    Column("lenient", lambda r: "{} of {}".format(*r["honoured_lenient"]), 8),
    Column("others (published)", lambda r: r["base_rate"]),
)


class Filter:
    """Conditions gathered from the options that were given."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.values: list[Any] = []

    def add(self, condition: str, *values: Any) -> None:
        """Add a condition if its option was given (its first value is neither None nor empty)."""
        if values and values[0]:
            self.conditions.append(condition)
            self.values.extend(values)

    def where(self) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL condition and its values."""
        return " and ".join(f"({c})" for c in self.conditions) or "1", tuple(self.values)


def _known_types(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """Return types in capitals, joined by commas; a type that there is not is a usage error."""
    wanted = [t.strip().upper() for t in (value or "").split(",") if t.strip()]
    if unknown := [t for t in wanted if t not in get_args(ClaimType)]:
        raise click.BadParameter(f"{unknown[0]} is no type; there are {', '.join(get_args(ClaimType))}", ctx, param)
    return ",".join(wanted)


def form_of(form: str, as_json: bool) -> str:
    """Return the form to print: --json is short for --format json."""
    return "json" if as_json else form


@click.command()
@case_option
@click.option("--type", "kind", metavar="TYPE", callback=_known_types, help="ASSAULT, TOLL … (comma-separated).")
@click.option("--status", type=click.Choice(get_args(Status)), help="Whether it is said to have happened.")
@click.option("--stance", type=click.Choice(get_args(Stance)), help="What the speaker does.")
@click.option("--speaker", metavar="CODE", help="Country or organisation that says it (outlet: the outlet itself).")
@click.option("--actor", metavar="CODE", help="Country or organisation that does it, or to which it is done.")
@since_option
@until_option
@click.option("--document", metavar="ID", help="Of one document.")
@click.option("--incident", metavar="ID", help="Of one incident.")
@limit_option
@format_options
def claims(
    folder: Path, kind: str | None, status: str | None, stance: str | None, speaker: str | None, actor: str | None,
    since: str | None, until: str | None, document: str | None, incident: str | None, limit: int | None, form: str,
    as_json: bool,
) -> None:  # fmt: skip
    """List claims: who says who did what to whom, when, with how many losses.

    \b
    Examples:
      foedus claims --case mycase --type ASSAULT --speaker ARM
      foedus claims --case mycase --from 2022-09-12 --to 2022-09-15 --format csv > claims.csv
      foedus claims --case mycase --incident i-3f2a --json
    """
    from foedus.case import queries
    from foedus.faces.exports.shapes import claim_row

    with _case(folder) as case:
        chosen = Filter()
        chosen.add("instr(',' || ? || ',', ',' || c.type || ',')", kind)
        chosen.add("c.status = ?", status)
        chosen.add("c.stance = ?", stance)
        _add_speaker(chosen, speaker)
        _add_actor(chosen, actor)
        chosen.add("substr(c.day, 1, 10) >= ?", since)
        chosen.add("substr(c.day, 1, 10) <= ?", until)
        _add_id(chosen, case, "document", document, "c.document_id = ?")
        _add_id(
            chosen, case, "incident", incident, "c.id in (select claim_id from incident_claim where incident_id = ?)"
        )
        rows = map(claim_row, queries.claims(case, *chosen.where()))
        total = partial(queries.count, case, "claim", *chosen.where())
        emit(rows, CLAIM_COLUMNS, form_of(form, as_json), empty="no claim matches", limit=limit, total=total)


def _add_speaker(chosen: Filter, speaker: str | None) -> None:
    if speaker and speaker.lower() == "outlet":
        chosen.add("c.speaker is null and ?", 1)
    else:
        chosen.add("c.speaker_country = ?", (speaker or "").upper())


def _add_actor(chosen: Filter, actor: str | None) -> None:
    code = (actor or "").upper()
    one = "exists (select 1 from json_each(c.{}) a where json_extract(a.value, '$.country') = ?)"
    chosen.add(f"{one.format('agents')} or {one.format('recipients')}", code, code)


def _add_id(chosen: Filter, case: Case, kind: str, given: str | None, condition: str) -> None:
    from foedus.case.queries import resolve

    if given:
        chosen.add(condition, resolve(case, given, (kind,))[1])


@click.command()
@case_option
@since_option
@until_option
@click.option("--side", metavar="CODE", help="Only those with this side.")
@click.option("--kind", metavar="KIND", help="Only this kind of incident.")
@click.option("--disputed", is_flag=True, help="Only those with a disputed fact.")
@click.option("--background", is_flag=True, help="History that is only mentioned, too.")
@limit_option
@format_options
def incidents(
    folder: Path, since: str | None, until: str | None, side: str | None, kind: str | None, disputed: bool,
    background: bool, limit: int | None, form: str, as_json: bool,
) -> None:  # fmt: skip
    """List incidents: what happened, when, between whom, from how many independent sources, what is disputed.

    \b
    Examples:
      foedus incidents --case mycase --disputed
      foedus incidents --case mycase --side ARM --from 2022-01-01 --json
    """
    from foedus.case import queries
    from foedus.faces.exports.shapes import incident_row

    with _case(folder) as case:
        chosen = Filter()
        chosen.add('substr(coalesce(i."end", i.start), 1, 10) >= ?', since)
        chosen.add("substr(i.start, 1, 10) <= ?", until)
        chosen.add("exists (select 1 from json_each(i.sides) where value = ?)", (side or "").upper())
        chosen.add("i.kind = ?", kind)
        chosen.add("i.disputed <> '[]' and ?", int(disputed))
        chosen.add("not i.background and ?", int(not background))
        rows = map(incident_row, queries.incidents(case, *chosen.where()))
        total = partial(queries.count, case, "incident", *chosen.where())
        emit(rows, INCIDENT_COLUMNS, form_of(form, as_json), empty="no incident matches", limit=limit, total=total)


@click.command()
@case_option
@click.option("--incident", metavar="ID", help="Of one incident.")
@click.option("--treaty", metavar="ID", help="Of one treaty.")
@click.option("--trigger", type=click.Choice(["certain", "arguable", "none"]), help="Only with this verdict.")
@click.option("--invoked", is_flag=True, help="Only those that were invoked.")
@click.option("--obligor", metavar="CODE", help="Only those that this ally owes.")
@limit_option
@format_options
def obligations(
    folder: Path, incident: str | None, treaty: str | None, trigger: str | None, invoked: bool, obligor: str | None,
    limit: int | None, form: str, as_json: bool,
) -> None:  # fmt: skip
    """List commitments weighed against incidents: triggered, invoked, answered, closed.

    \b
    Examples:
      foedus obligations --case mycase --trigger arguable
      foedus obligations --case mycase --invoked --json
      foedus explain o-81c4 --case mycase
    """
    from foedus.case import queries
    from foedus.faces.exports.shapes import obligation_row

    with _case(folder) as case:
        chosen = Filter()
        _add_id(chosen, case, "incident", incident, "o.incident = ?")
        chosen.add("o.treaty = ?", treaty)
        chosen.add('o."trigger" = ?', trigger)
        chosen.add("o.invoked <> 'none' and ?", int(invoked))
        chosen.add("exists (select 1 from json_each(o.obligors) where value = ?)", (obligor or "").upper())
        rows = map(obligation_row, queries.obligations(case, *chosen.where()))
        total = partial(queries.count, case, "obligation", *chosen.where())
        emit(rows, OBLIGATION_COLUMNS, form_of(form, as_json), empty="no obligation matches", limit=limit, total=total)


@click.command()
@case_option
@click.option("--ally", metavar="CODE", help="Only this ally.")
@format_options
def ledger(folder: Path, ally: str | None, form: str, as_json: bool) -> None:
    """List each ally's record under each treaty: occasions, invoked, answered, honoured; never a bare percentage.

    \b
    Examples:
      foedus ledger --case mycase
      foedus ledger --case mycase --ally RUS --json
    """
    from foedus.case import queries
    from foedus.faces.exports.shapes import ledger_row

    with _case(folder) as case:
        rows = (r for r in map(ledger_row, queries.ledger(case)) if not ally or r["ally"] == ally.upper())
        emit(rows, LEDGER_COLUMNS, form_of(form, as_json), empty="no commitment was tested")


@click.command()
@click.argument("query", nargs=-1, required=True)
@case_option
@click.option("--in", "where", type=click.Choice(["all", "claims", "documents"]), default="all", show_default=True)
@limit_option
@format_options
def search(query: tuple[str, ...], folder: Path, where: str, limit: int | None, form: str, as_json: bool) -> None:
    """Find words in claims and documents, whatever their case, accents or script; a word finds its longer forms.

    \b
    Examples:
      foedus search Stepanakert --case mycase          finds Степанакерте, too
      foedus search S-300 Kornidzor --case mycase --in claims
    """
    from foedus.case.search import find

    columns = (
        Column("kind", lambda r: r["kind"], 9),
        Column("id", lambda r: words.short(r["id"]), 12),
        Column("from", lambda r: r["document"], 40),
        Column("found", lambda r: r["snippet"]),
    )
    with _case(folder) as case:
        rows: Iterator[dict[str, Any]] = find(case, " ".join(query), where=where)
        emit(rows, columns, form_of(form, as_json), empty="nothing found", limit=limit)


def _case(folder: Path) -> Any:
    from foedus.faces.cli.opening import opened

    return opened(folder)
