"""Claims → incidents: what many documents tell of one use of force or coercion, every version kept.

claims ──gather──▶ happenings (within a document) ──score──▶ pairs ──cluster──▶ incidents ──build──▶ facets, tolls …
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from foedus.incidents.build import Corpus, build
from foedus.incidents.candidates import score
from foedus.incidents.clusters import Cluster, best_home, cluster, may_join
from foedus.incidents.context import Context, read_context
from foedus.incidents.evidence import Lore
from foedus.incidents.gathering import gather
from foedus.incidents.happenings import Happening
from foedus.incidents.lineage import lineages, withdrawn
from foedus.incidents.rules import rules
from foedus.incidents.sides import fighting_sides
from foedus.incidents.similarity import lore as lore_of
from foedus.records import Claim, Document, Incident

__all__ = ["link"]

_FRESH_DAYS = 14  # what happened longer before the day of print is an aside,
_RECENT_DAYS = 45  # unless it fills the text, and even then not for ever
_NEARLY = 1.0  # of two matters that fill a text almost alike it reports the later one


def link(documents: Sequence[Document], claims: Sequence[Claim]) -> tuple[Incident, ...]:
    """Return the incidents that claims tell of, by first day or day of report, those without either last.

    Reads: documents (days of print, lineage, words) and claims. Writes: incidents; every claim in at most one.
    Never: an incident from history, plans, calls or verdicts alone; a link without its reasons.
    Source: Fellegi & Sunter 1969 for the weights; the incident guideline for what one incident is.
    """
    by_id = {d.id: d for d in sorted(documents, key=lambda d: d.id)}
    roots = lineages(by_id.values())
    told_by = {c.document_id for c in claims}
    contexts = {ident: read_context(d) for ident, d in by_id.items() if ident in told_by}
    told = _happenings(by_id, claims, roots, contexts)
    lore = lore_of(tuple(by_id.values()), told, contexts)
    clusters = _clusters(told, lore)
    corpus = Corpus(by_id, roots, withdrawn(tuple(by_id.values())), _main(by_id, clusters))
    made = [build(c, corpus) for c in clusters if _is_worth_telling(c, corpus)]
    return tuple(sorted(made, key=lambda i: (not _day(i), _day(i), i.id)))


def _day(incident: Incident) -> str:
    return incident.start or incident.reported or ""


def _happenings(
    documents: dict[str, Document], claims: Sequence[Claim], roots: dict[str, str], contexts: dict[str, Context]
) -> tuple[Happening, ...]:
    by_document: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document_id].append(claim)
    return tuple(
        happening
        for ident, context in contexts.items()
        for happening in gather(documents[ident], by_document[ident], roots[ident], context)
    )


def _clusters(told: Sequence[Happening], lore: Lore) -> list[Cluster]:
    """Cluster what is reported; then place copies, asides, memories and verdicts; homeless asides make their own."""
    news = [h for h in told if h.standing == "news" and has_substance(h)]
    vague = [h for h in told if h.standing == "news" and not has_substance(h) and _may_be_told_of(h)]
    reported = _reported_ids(news, told)
    first = [h for h in news if h.id in reported and h.lineage == h.document]
    clusters = list(cluster(first, score(first, lore)))
    _add_copies(clusters, [h for h in news if h.id in reported and h.lineage != h.document], lore)
    clusters = _settle_undated(clusters, lore)
    homeless = _add_asides(clusters, [h for h in news if h.id not in reported], lore)
    clusters += cluster(homeless, score(homeless, lore))
    clusters = [c for c in clusters if _has_occurred(c)]
    _add_asides(clusters, [*vague, *(h for h in told if _is_about_a_day(h))], lore)
    return clusters


def _settle_undated(clusters: Sequence[Cluster], lore: Lore) -> list[Cluster]:
    """Let news of which nobody tells the day join the dated incident that it fits best, if all its reports agree.

    It was printed on a known day, so that what came just before is likelier than a happening that nobody else told.
    """
    dated = [c for c in clusters if c.days()]
    kept = list(dated)
    for found in (c for c in clusters if not c.days()):
        homes = [
            best_home(m, dated, lore) if m.published is not None and m.days is None else None for m in found.members
        ]
        home = homes[0]
        same = home is not None and all(h is not None and h[0] is home[0] for h in homes)
        if home is not None and same and may_join(found, home[0]):
            home[0].members += found.members
            home[0].links += [*found.links, *(h[1] for h in homes if h is not None)]
        else:
            kept.append(found)
    return sorted(kept, key=lambda c: c.key)


def _is_about_a_day(row: Happening) -> bool:
    """Return whether a verdict, or a memory of one day or month, may be about an incident; a war or an era is not."""
    return row.standing == "verdict" or (row.standing == "recalled" and row.days is not None)


def _reported_ids(news: Sequence[Happening], told: Sequence[Happening]) -> set[str]:
    """Return what documents report rather than recall: their main matter, or what fell just before the day of print."""
    most: defaultdict[str, float] = defaultdict(float)
    for row in told:
        if row.standing != "recalled":
            most[row.document] = max(most[row.document], row.weight)
    return {row.id for row in news if _is_fresh(row, main=row.weight >= most[row.document] - _NEARLY)}


def _is_fresh(row: Happening, *, main: bool) -> bool:
    """Return whether a happening was news when it was printed; a month counts from its first day."""
    if row.days is None or row.published is None:
        return main
    lag = row.published - row.days[0 if (row.precision or 3) >= 4 else 1]
    return lag <= (_RECENT_DAYS if main else _FRESH_DAYS)


def _add_copies(clusters: list[Cluster], rows: Sequence[Happening], lore: Lore) -> None:
    """Copies join where their original is; what only a copy tells looks for a home of its own."""
    for row in rows:
        kin = [c for c in clusters if any(m.lineage == row.lineage for m in c.members)]
        found = best_home(row, kin, lore) or best_home(row, clusters, lore)
        if found is None:
            clusters.append(Cluster(row))
        else:
            found[0].join(row, found[1])


def _add_asides(clusters: Sequence[Cluster], rows: Sequence[Happening], lore: Lore) -> list[Happening]:
    """Let asides, memories and verdicts join the incident that they are about; return those that are about none."""
    found = [(row, best_home(row, clusters, lore)) for row in rows]
    for row, home in found:
        if home is not None:
            home[0].join(row, home[1])
    return [row for row, home in found if home is None]


def has_substance(row: Happening) -> bool:
    """Return whether enough is known to speak of a happening: two of sides, place, day, losses; or who and whom."""
    own_place = bool(row.lands or (row.points and not row.carried))
    known = bool(row.sides) + own_place + (row.days is not None) + has_losses(row)
    return known >= 2 or any(c.agents and c.recipients and len(fighting_sides([c])) > 1 for c in row.core)


def has_losses(row: Happening) -> bool:
    """Return whether somebody or something is counted."""
    return any(c.quantities for c in row.core)


def _may_be_told_of(row: Happening) -> bool:
    """Return whether losses of which little is known may join an incident: not without side, place, day or unrest."""
    own_place = bool(row.lands or (row.points and not row.carried))
    known = row.sides or own_place or row.days is not None or "unrest" in row.kinds or len(row.about) > 1
    return has_losses(row) and bool(known)


def _has_occurred(found: Cluster) -> bool:
    return any(c.status in ("occurred", "possible") for m in found.members for c in m.core)


def _main(documents: dict[str, Document], clusters: Sequence[Cluster]) -> dict[str, frozenset[str]]:
    """Return for every document the happening that it reports, none if it only recalls."""
    rows: defaultdict[str, list[tuple[Happening, Cluster]]] = defaultdict(list)
    for found in clusters:
        for member in found.members:
            rows[member.document].append((member, found))
    return {ident: frozenset(_reported(rows[ident])) for ident in documents if ident in rows}


def _reported(rows: Sequence[tuple[Happening, Cluster]]) -> list[str]:
    able = [r for r in rows if r[0].standing != "recalled"]
    most = max((r[0].weight for r in able), default=0.0)
    close = [r for r in able if r[0].weight >= most - _NEARLY]
    if not close:
        return []
    top, home = min(close, key=lambda r: (-(r[0].days or (0, 0))[1], -r[0].weight, r[0].order))
    opening = min(rows, key=lambda r: r[0].order)
    return [] if _is_stale(top, home) or _is_stale(*opening) else [top.id]


def _is_stale(row: Happening, home: Cluster) -> bool:
    """Return whether a text came so late that it recalls rather than reports."""
    last = max((d[1] for d in home.days()), default=None)
    return row.published is not None and last is not None and row.published - last > rules().stale_days


def _is_worth_telling(found: Cluster, corpus: Corpus) -> bool:
    """An aside in one document becomes an incident only with a day of its own and a place."""
    if any(m.id in corpus.main.get(m.document, ()) for m in found.members):
        return True
    first = found.members[0]
    return len({m.lineage for m in found.members}) > 1 or (
        first.days is not None and (first.precision or 3) <= 2 and bool(first.points)
    )
