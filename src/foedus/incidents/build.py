"""A cluster of happenings → the incident record: days, place, sides, tolls, facets, accounts, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from foedus.incidents.accounts import accounts
from foedus.incidents.clusters import Cluster
from foedus.incidents.days import iso, span
from foedus.incidents.facets import disputed, facets, scene
from foedus.incidents.gathering import own_days
from foedus.incidents.happenings import Happening
from foedus.incidents.lineage import independent_sources
from foedus.incidents.naming import headline, kind_of, place_names, ranked_places
from foedus.incidents.rules import rules
from foedus.incidents.sides import PRESS, code, codes, fighting_sides, holder, parties, party
from foedus.incidents.tolls import Ground, figures, tolls
from foedus.records import Claim, Document, Incident, content_id

_ONLY_REPORTED = 5  # precision of an incident known by its day of report


class Corpus(Struct, frozen=True):
    """What an incident is built beside: documents by id, lineages, withdrawn reports, main happening by document."""

    documents: dict[str, Document]
    lineages: dict[str, str]
    withdrawn: dict[str, str]
    main: dict[str, frozenset[str]]


def build(cluster: Cluster, corpus: Corpus) -> Incident:
    """Return the incident of a cluster."""
    members = sorted(cluster.members, key=lambda m: m.order)
    reporting = [m for m in members if m.id in corpus.main.get(m.document, ())]
    news = [m for m in members if m.standing == "news"] or members
    core = _in_order([c for m in news for c in m.core], corpus)
    told = _in_order([c for m in members for c in m.claims], corpus)
    sides = with_other_side(main_sides(core), core, reporting)
    main = sorted({m.document for m in reporting})
    passing = sorted({m.document for m in members} - set(main))
    start, end, precision = days_of(reporting or news)
    reported = reported_on(reporting or news) if start is None else None
    ranked = ranked_places(core)
    kind = kind_of(core)
    standing = [c for c in told if c.document_id not in corpus.withdrawn]
    ground = Ground(sides, home_of(core, sides))
    aside = frozenset(passing if main else ())  # where nobody reports it, asides are all there is
    counted = figures(standing, corpus.documents, ground, aside)
    found = facets(scene(standing, sides, counted))
    return Incident(
        id=content_id("i", _founder(reporting or news, corpus).id),
        what=headline(
            kind, sides, place_names(ranked, sides), iso(start), iso(end), (precision or 1) >= 4, iso(reported)
        ),
        kind=kind,
        start=iso(start),
        end=iso(end),
        date_precision=_ONLY_REPORTED if reported else precision,
        place=ranked[0] if ranked else None,
        sides=sides,
        claims=tuple(c.id for c in told),
        documents=tuple(sorted({m.document for m in members})),
        passing=tuple(passing),
        background=not reporting and all(_is_memory(m) for m in members),
        independent_sources=independent_sources(main or _told_in(members), corpus.lineages, corpus.withdrawn),
        facets=found,
        accounts=accounts(told, sides),
        tolls=tolls(counted, sides),
        disputed=disputed(found),
        links=tuple(sorted(cluster.links, key=lambda k: (-k.weight_log2, k.left, k.right))),
        reported=iso(reported),
    )


def _told_in(members: Sequence[Happening]) -> list[str]:
    """Return the documents that tell of an incident which none has as its main matter; no memories, no copies."""
    return sorted({m.document for m in members if m.lineage == m.document and not _is_memory(m)})


def _is_memory(member: Happening) -> bool:
    """Return whether a text told of it so late that it is history to it."""
    if member.days is None or member.published is None:
        return member.standing == "recalled"
    return member.published - member.days[1] > rules().stale_days


def _in_order(claims: Sequence[Claim], corpus: Corpus) -> list[Claim]:
    unique = {c.id: c for c in claims}
    return sorted(unique.values(), key=lambda c: (*_appeared(c.document_id, corpus.documents), c.start, c.end, c.id))


def _appeared(document: str, documents: Mapping[str, Document]) -> tuple[str, str]:
    known = documents.get(document)
    return ((known.published if known else None) or "9999", document)


def _founder(members: Sequence[Happening], corpus: Corpus) -> Claim:
    """Return the claim that gives the incident its id: the first that told of it, so that later ones change nothing."""
    return _in_order([c for m in members for c in m.claims[:1]], corpus)[0]


def main_sides(core: Sequence[Claim]) -> tuple[str, ...]:
    """Return the sides of an incident, sorted; one named once beside two that are named often is an aside.

    Where only one party is named in the acts, the state that accuses or denies, or on whose land it was, is the other.
    """
    named = Counter(side for claim in core for side in fighting_sides([claim]))
    weight = Counter({p: max(n for s, n in named.items() if party(s) == p) for p in parties(named)})
    counts = sorted(weight.values(), reverse=True)
    least = min(counts[:2], default=0)  # the two parties named most are never asides
    sides = {s for s, n in named.items() if s != PRESS and (weight[party(s)] >= least or n * 5 > counts[0])}
    if len(parties(sides)) <= 1:
        sides |= {who for c in core if (who := holder(c)) and _is_concerned(c, who, sides)}
    return tuple(sorted(sides))


def with_other_side(sides: tuple[str, ...], core: Sequence[Claim], reporting: Sequence[Happening]) -> tuple[str, ...]:
    """Return the sides with the one struck, where only the one that strikes is named in the acts.

    It is the one other party that every report is about, if it holds or claims the land.
    """
    struck = {p for c in core for p in parties(codes((*c.recipients, *(q.side for q in c.quantities if q.side))))}
    doing = {p for c in core if c.type in rules().force and c.status == "occurred" for p in parties(codes(c.agents))}
    if len(sides) != 1 or party(sides[0]) in struck or party(sides[0]) not in doing or not reporting:
        return sides
    land = parties(owner for c in core if c.type in rules().force for owner in _lands_of(c))
    others = frozenset.intersection(land, *(parties(m.about) for m in reporting)) - parties(sides)
    return tuple(sorted({*sides, *others})) if len(others) == 1 else sides


def _is_concerned(claim: Claim, who: str, sides: Collection[str]) -> bool:
    """Return whether a speaker is the other party: it accuses a side of force, or speaks of its own land or losses."""
    blames = bool(set(codes(claim.agents)) & set(sides)) and party(who) not in parties(codes(claim.agents))
    lands = claim.place.territory.recognised if claim.place else ()
    if claim.status == "background" or claim.speaker is None or code(claim.speaker) != who:
        return False
    return who in lands or (blames and who in _lands_of(claim))


def _lands_of(claim: Claim) -> tuple[str, ...]:
    land = claim.place.territory if claim.place else None
    return (*land.recognised, *land.controlled, *land.claimed) if land else ()


def home_of(core: Sequence[Claim], sides: Sequence[str]) -> str | None:
    """Return the one side on whose land most of an incident is told to have happened; None if that is open."""
    if len(sides) == 1:
        return sides[0]
    votes: Counter[str] = Counter()
    for claim in core:
        place = claim.place
        land = {*place.territory.recognised, *place.territory.controlled} if place is not None else set()
        holders = [s for s in sides if s in land]
        if place is not None and (place.precision or 7) <= 2 and len(holders) == 1:
            votes[holders[0]] += 1
    first = votes.most_common(2)
    return first[0][0] if first and (len(first) == 1 or first[0][1] > first[1][1]) else None


def reported_on(members: Sequence[Happening]) -> int | None:
    """Return the first day of print of what tells of an incident without its day; None if no document is dated."""
    return min((m.published for m in members if m.published is not None), default=None)


def days_of(members: Sequence[Happening]) -> tuple[int | None, int | None, int | None]:
    """Return first and last day and their precision; acts tell the end, not counts that run up to the day of print."""
    precise = [m for m in members if m.days is not None and (m.precision or 3) <= 2]
    dated = precise or [m for m in members if m.days is not None]
    if not dated:
        return None, None, None
    starts = [m.days[0] for m in dated if m.days]
    acts = [
        d[1]
        for m in dated
        for c in m.core
        if c.type in rules().force and c.status == "occurred" and (d := own_days(c) or span(c.time))
    ]
    first = min(starts)
    inside = [a for a in acts if first <= a <= first + rules().max_long_span_days]
    last = max(inside) if inside else min(max(m.days[1] for m in dated if m.days), first + rules().max_span_days)
    best = min(m.precision or 3 for m in dated)
    length = last - first + 1
    return first, last, max(best, 1 if length <= 1 else 2 if length <= 6 else 3 if length <= 14 else 4)
