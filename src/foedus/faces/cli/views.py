"""Records as text for `show`: each number and each verdict with the claim that it rests on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from foedus.faces.cli import words
from foedus.faces.cli.output import one_line
from foedus.faces.plain import plain

if TYPE_CHECKING:
    from foedus.case.decisions import Decision
    from foedus.case.store import Case
    from foedus.commitments.language import Treaty
    from foedus.records import Claim, Document, Incident, Obligation

WIDTH = 100
HOLDS = {"certain": "✓", "arguable": "?", "none": "✗", "assumed": "≈", "not_found": "∅", "info": "·"}


def _field(name: str, value: object) -> Iterator[str]:
    if value not in (None, "", [], ()):
        yield f"{name + ':':<13} {one_line(value)}"


def _list(name: str, values: Iterable[str]) -> Iterator[str]:
    for number, value in enumerate(values):
        head = f"{name + ':':<13} " if not number else f"{'or:':>13} "
        yield textwrap.fill(one_line(value), WIDTH, initial_indent=head, subsequent_indent=" " * 14)


def _quoted(text: str, indent: str = "  ") -> str:
    return textwrap.fill(f"“{one_line(text)}”", WIDTH, initial_indent=indent, subsequent_indent=indent + " ")


def claim(case: Case, record: Claim, why: bool) -> Iterator[str]:
    """Yield the lines of a claim: quote first, then what was read from it, then where it leads."""
    row = plain(record)
    yield f"claim {record.id}"
    yield _quoted(record.quote)
    yield from _field("says", f"{words.who(row['speaker']) or 'the outlet'} ({record.stance})")
    yield from _field("act", words.act(row))
    yield from _field("by", words.all_of(row["agents"]) or "not stated")
    yield from _field("to", words.all_of(row["recipients"]) or "not stated")
    yield from _field("when", f"{words.day(row['time'])} ({row['time']['basis']})" if row["time"] else "not stated")
    yield from _field("where", _place(row["place"]))
    yield from _field("counts", ", ".join(words.quantity(q) for q in row["quantities"]))
    yield from _field("means", record.means)
    yield from _field("provision", record.provision)
    yield from _field("rule", f"{record.rule} ({record.engine}, confidence {record.confidence:.2f})")
    yield from _field("document", f"{record.document_id} characters {record.start}–{record.end}, {record.lang}")
    yield from _field("source", _source(case, record.document_id))
    for (found,) in case.db.execute("select incident_id from incident_claim where claim_id = ?", (record.id,)):
        yield from _field("incident", found)


def _place(value: dict[str, Any] | None) -> str:
    if not value:
        return "not stated"
    land = "/".join(value["territory"]["recognised"])
    return f"{words.place(value)}{f' (recognised as {land})' if land else ''}"


def _source(case: Case, identity: str) -> str:
    row = case.db.execute("select title, published, path from document_live where id = ?", (identity,)).fetchone()
    return one_line(", ".join(str(v) for v in row if v)) if row else identity


def incident(case: Case, record: Incident, why: bool) -> Iterator[str]:
    """Yield the lines of an incident: the sides' versions next to each other, then the claims."""
    row = plain(record)
    yield f"incident {record.id}"
    yield f"  {one_line(record.what)}"
    yield from _field("when", words.day(row))
    yield from _field("where", _place(row["place"]))
    yield from _field("sides", ", ".join(record.sides))
    yield from _field(
        "sources", f"{record.independent_sources} independent, {words.counted(len(record.documents), 'document')}"
    )
    yield from _field("disputed", ", ".join(record.disputed))
    for toll in row["tolls"]:
        yield from _field("toll", words.toll(toll["side"], toll["role"], toll))
        for speaker, low, high, identity in toll["by_speaker"]:
            yield f"{'':<14}{speaker or 'outlet'}: {_span(low, high)}  ({words.short(identity)})"
    yield from _facets(row["facets"])
    yield "" if why else f"\nclaims ({len(record.claims)}):"
    yield from _links(row["links"]) if why else _claim_lines(case, record.claims)
    yield from _obligations(case, record.id)


def _span(low: float | None, high: float | None) -> str:
    if low == high:
        return f"{low:.12g}" if low is not None else "no figure"
    return f"{'?' if low is None else f'{low:.12g}'}–{'?' if high is None else f'{high:.12g}'}"


def _facets(facets: Iterable[dict[str, Any]]) -> Iterator[str]:
    for facet in facets:
        about = f" of {facet['about']}" if facet["about"] else ""
        yield f"\n{facet['aspect']}{about}: {facet['verdict'].replace('_', ' ')}  [{facet['rule']}]"
        for p in facet["positions"]:
            value = p["value"] or (_span(p["low"], p["high"]) if (p["low"], p["high"]) != (None, None) else "")
            silent = (
                f"nothing found in {words.counted(p['documents_read'], 'document')}" if p["stand"] == "silent" else ""
            )
            ids = " ".join(words.short(c) for c in p["claims"])
            yield f"  {p['side'] or 'outlet':<16} {p['stand']:<9} {value or silent}  {ids}".rstrip()


def _links(links: Iterable[dict[str, Any]]) -> Iterator[str]:
    for link in links:
        features = ", ".join(f"{name} {weight:+.1f}" for name, weight in link["features"])
        yield f"{words.short(link['left'])} ~ {words.short(link['right'])}  {link['weight_log2']:+.1f} bits: {features}"


def _claim_lines(case: Case, identities: Iterable[str]) -> Iterator[str]:
    from foedus.case.queries import claims

    wanted = list(dict.fromkeys(identities))
    for record in claims(case, f"c.id in ({', '.join('?' * len(wanted))})", tuple(wanted)):
        row = plain(record)
        says = words.who(row["speaker"]) or "outlet"
        yield f"  {words.short(record.id)}  {says} {record.stance}: {words.act(row)}"
        yield _quoted(record.quote, "      ")


def _obligations(case: Case, incident_id: str) -> Iterator[str]:
    from foedus.case.queries import obligations

    for o in obligations(case, "o.incident = ?", (incident_id,)):
        yield f"\nobligation {words.short(o.id)}: {o.treaty} {o.provision}, owed to {o.beneficiary}"
        yield textwrap.fill(_verdict(o), WIDTH, initial_indent="  ", subsequent_indent="  ")


def _verdict(record: Obligation) -> str:
    turns = f", turning on {', '.join(record.turns_on)}" if record.turns_on else ""
    return f"trigger {record.trigger}{turns}; invoked: {record.invoked}; answer: {record.answer}; {record.closure}"


def obligation(case: Case, record: Obligation, why: bool) -> Iterator[str]:
    """Yield the lines of an obligation, proof included."""
    yield from proof(case, record)


def proof(case: Case, record: Obligation) -> Iterator[str]:
    """Yield the proof of an obligation: the four facets, the accounts, then the steps with their evidence."""
    yield f"obligation {record.id}: {record.treaty} {record.provision}, owed to {record.beneficiary}"
    yield from _field("by", ", ".join(record.obligors))
    yield from _field("incident", _incident_line(case, record.incident))
    yield from _field("trigger", record.trigger)
    yield from _field("turns on", ", ".join(record.turns_on))
    for verdict in record.by_account:
        yield from _field("account", f"{verdict.account}: {verdict.trigger}")
    yield from _list("it holds if", record.crux)
    yield from _list("it fails if", record.defeaters)
    yield from _field("verify first", record.verify_first)
    yield from _field("invoked", f"{record.invoked}{f' on {record.invoked_on}' if record.invoked_on else ''}")
    yield from _field("answer", record.answer)
    yield from _field("closure", record.closure)
    yield from _field("as of", record.as_of)
    yield "\nproof (✓ in every reading, ? in some, ✗ in none, ≈ assumed, ∅ not found):"
    for step in record.proof:
        yield from _step(case, step.depth, HOLDS[step.holds], step.text, step.article, step.claim)
    yield from (f"unverified: {one_line(text)}" for text in record.unverified)


def _step(case: Case, depth: int, mark: str, text: str, article: str | None, claim_id: str | None) -> Iterator[str]:
    head = f"  {'  ' * depth}{mark} "
    said = f"{one_line(text)}{f'  [{article}]' if article else ''}"
    yield textwrap.fill(said, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
    if claim_id:
        row = case.db.execute("select quote, document_id from claim where id = ?", (claim_id,)).fetchone()
        if row:
            yield _quoted(row["quote"], " " * len(head))
            yield f"{' ' * len(head)}{words.short(claim_id)}, {_source(case, row['document_id'])}"


def _incident_line(case: Case, identity: str) -> str:
    row = case.db.execute("select what, start from incident where id = ?", (identity,)).fetchone()
    return f"{identity}  {row['what']} ({row['start'] or 'date unknown'})" if row else identity


def document(case: Case, record: Document, why: bool) -> Iterator[str]:
    """Yield the lines of a document: where it is from, what it tells, its claims; its main text if asked."""
    from foedus.case.queries import claims

    yield f"document {record.id}"
    for name in ("title", "path", "url", "outlet", "byline", "agency", "language"):
        yield from _field(name, getattr(record, name))
    yield from _field(
        "published", f"{record.published} ({record.published_basis})" if record.published else "not known"
    )
    yield from _field("copy of", record.near_duplicate_of)
    yield from _field("truncated", "yes" if record.truncated else "")
    if why:
        yield ""
        yield from (f"{record.text[p.start : p.end]}\n" for p in record.passages if p.main)
    for found in claims(case, "c.document_id = ?", (record.id,)):
        row = plain(found)
        yield f"  {words.short(found.id)}  {words.who(row['speaker']) or 'outlet'} {found.stance}: {words.act(row)}"
        yield _quoted(found.quote, "      ")


def treaty(record: Treaty) -> Iterator[str]:
    """Yield the lines of a treaty: parties with dates, texts, clauses in our words."""
    yield f"treaty {record.id}: {record.title}"
    for party in record.parties:
        yield from _field("party", f"{party.state} {party.joined}–{party.left or ''}{_doubt(party.unverified)}")
    for text in record.texts:
        yield from _field("text", f"{text.id} in force {text.since}–{text.until or ''}{_doubt(text.unverified)}")
    for clause in record.clauses:
        yield f"\n{clause.article} ({clause.kind}, {clause.modality}){_doubt(clause.unverified)}"
        yield textwrap.fill(one_line(clause.says), WIDTH, initial_indent="  ", subsequent_indent="  ")


def _doubt(text: str | None) -> str:
    return f"  unverified: {text}" if text else ""


def decision(entry: Decision) -> str:
    """Return one line of the log."""
    reason = f": {entry.reason}" if entry.reason else ""
    return one_line(
        f"{entry.seq:>5}  {entry.at}  {entry.by}  {entry.action} {entry.target_kind} {entry.target}{reason}"
    )
