"""The report: one self-contained HTML page that an editor can print, made from the records of a case.

It computes nothing of its own beyond order and layout. Every text is escaped by the template engine; the page asks
nothing of the network, needs no script, and says so in its content policy.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence

import jinja2
from msgspec import Struct

from foedus.faces.report.atlas import atlas
from foedus.faces.report.incidents import IncidentView, numbered, view
from foedus.faces.report.obligations import ObligationView, ledger_view, obligation_view
from foedus.faces.report.sources import sources
from foedus.faces.report.timeline import timeline
from foedus.faces.report.wording import as_date, country, day, number, word
from foedus.records import Claim, Document, Incident, LedgerRow, Obligation, Reject
from foedus.resources import load_yaml


class Facts(Struct, frozen=True, kw_only=True):
    """What the corpus is: counts for the head of the page."""

    documents: int
    copies: int
    undated: int
    truncated: int
    outlets: int
    claims: int
    incidents: int
    history: int
    languages: tuple[tuple[str, int], ...]
    first: str
    last: str


class Summary(Struct, frozen=True, kw_only=True):
    """What the page says in its first sentences."""

    disputed: int
    certain: int
    arguable: int
    invoked: int
    invoked_untriggered: int
    answers: tuple[tuple[str, int], ...]


def render(
    documents: Sequence[Document],
    claims: Sequence[Claim],
    incidents: Sequence[Incident],
    obligations: Sequence[Obligation],
    ledger: Sequence[LedgerRow],
    *,
    title: str,
    as_of: str | None = None,
    engine: str = "",
    rejects: Sequence[Reject] = (),
    notice: str = "",
) -> str:
    """Return the report on a whole case as one HTML page; `notice` stands in a box under its title."""
    by_id, texts = {claim.id: claim for claim in claims}, {document.id: document for document in documents}
    documents, claims = tuple(texts.values()), tuple(by_id.values())  # the same bytes at two paths are one document
    numbers = numbered(incidents)
    found = {i.id: view(i, numbers.get(i.id, 0), by_id, texts) for i in incidents}
    news = sorted((v for v in found.values() if v.number), key=lambda v: v.number)
    held = _held([obligation_view(o, by_id, texts) for o in obligations], numbers)
    live = {i: [o for o in own if o.live] for i, own in held.items()}
    return _template().render(
        title=title,
        as_of=day(as_of) if as_of else "",
        engine=engine,
        notice=notice,
        facts=_facts(documents, claims, incidents),
        rejects=sorted(rejects, key=lambda r: r.path),
        summary=_summary(news, [o for own in live.values() for o in own]),
        incidents=_by_weight(news, live),
        numbers=numbers,
        views=found,
        history=[found[i.id] for i in incidents if i.background],
        held=held,
        live=live,
        idle=[o for v in news for o in held.get(v.id, ()) if not o.live],
        ledger=[ledger_view(row) for row in ledger],
        timeline=timeline(news, incidents, obligations, documents, claims),
        atlas=atlas(news, incidents),
        sources=sources(documents, claims),
        linked={claim: v.id for v in reversed(news) for claim in v.quoted},
        words=load_yaml("report.yaml"),
    )


def _held(obligations: Sequence[ObligationView], numbers: Mapping[str, int]) -> dict[str, list[ObligationView]]:
    """Return the obligations of each incident in the order of the page, the weighty ones first."""
    held: dict[str, list[ObligationView]] = {}
    for obligation in sorted(obligations, key=lambda o: (numbers.get(o.incident, 0), *o.weight)):
        held.setdefault(obligation.incident, []).append(obligation)
    return held


def render_one(
    ident: str,
    documents: Sequence[Document],
    claims: Sequence[Claim],
    incidents: Sequence[Incident],
    obligations: Sequence[Obligation],
    ledger: Sequence[LedgerRow],
    *,
    title: str,
    as_of: str | None = None,
    engine: str = "",
    rejects: Sequence[Reject] = (),
    notice: str = "",
) -> str:
    """Return the report on one incident, or on one obligation and its incident; KeyError when the id is neither."""
    chosen = {o.id: o.incident for o in obligations} | {i.id: i.id for i in incidents}
    incident = next(i for i in incidents if i.id == chosen[ident])
    own = [o for o in obligations if o.incident == incident.id and ident in (o.id, incident.id)]
    acts = {act.claim for o in own for act in (*o.invocations, *o.answers)} | {s.claim for o in own for s in o.proof}
    kept = [c for c in claims if c.id in acts or c.id in incident.claims]
    used = {c.document_id for c in kept} | set(incident.documents)
    texts = [d for d in documents if d.id in used]
    rows = [r for r in ledger if {o.id for o in own} & set(r.obligations)]
    return render(
        texts, kept, [incident], own, rows, title=title, as_of=as_of, engine=engine, rejects=rejects, notice=notice
    )


def _facts(documents: Sequence[Document], claims: Sequence[Claim], incidents: Sequence[Incident]) -> Facts:
    languages = Counter(word("languages", document.language) for document in documents)
    dates = sorted(found for document in documents if (found := as_date(document.published)))
    return Facts(
        documents=len(documents),
        copies=sum(bool(d.duplicate_of or d.near_duplicate_of) for d in documents),
        undated=len(documents) - len(dates),
        truncated=sum(d.truncated for d in documents),
        outlets=len({d.outlet for d in documents if d.outlet}),
        claims=len(claims),
        incidents=sum(not i.background for i in incidents),
        history=sum(i.background for i in incidents),
        languages=tuple(sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))),
        first=day(dates[0].isoformat()) if dates else "",
        last=day(dates[-1].isoformat()) if dates else "",
    )


def _summary(views: Sequence[IncidentView], live: Sequence[ObligationView]) -> Summary:
    answers = Counter(o.answer for o in live)
    return Summary(
        disputed=sum(v.mark == "disputed" for v in views),
        certain=sum(o.trigger == "certain" for o in live),
        arguable=sum(o.trigger == "arguable" for o in live),
        invoked=sum(o.invoked != "none" for o in live),
        invoked_untriggered=sum(o.invoked != "none" and o.trigger == "none" for o in live),
        answers=tuple(sorted(answers.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _by_weight(
    views: Sequence[IncidentView], live: Mapping[str, Sequence[ObligationView]]
) -> tuple[list[IncidentView], list[IncidentView]]:
    """Part incidents that touch a duty or that several sources tell from those that one source tells in passing."""
    parts: tuple[list[IncidentView], list[IncidentView]] = ([], [])
    for incident in views:
        parts[not (live.get(incident.id) or incident.sources > 1 or incident.tolls)].append(incident)
    return parts


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("foedus.faces.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(country=country, number=number, web=_web)
    return environment.get_template("report.html")


def _web(url: str | None) -> str:
    """Return an address only when it is an ordinary web address: `javascript:` and the like give no link."""
    return url if url and url.lower().startswith(("https://", "http://")) else ""
