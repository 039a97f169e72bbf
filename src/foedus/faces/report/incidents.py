"""Incidents as the report shows them: facets by side, quotations side by side, losses with every speaker's figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from foedus.faces.report.said import Column, Said, columns
from foedus.faces.report.steps import step_chart
from foedus.faces.report.wording import as_date, country, day, holders, interval, number, place, span, speaker, word
from foedus.records import Claim, Document, Facet, Incident, Position, Toll

_DATE = re.compile(
    r", (?:[^,]*[0-9]{4}|date not stated)$"
)  # a headline ends with its date; tables have a column for it


class Cell(Struct, frozen=True, kw_only=True):
    """What one side holds about a facet."""

    stand: str
    value: str
    claims: tuple[str, ...]
    note: str = ""


class FacetRow(Struct, frozen=True, kw_only=True):
    """One facet: a list of cells for each column, and the verdict."""

    name: str
    cells: tuple[tuple[Cell, ...], ...]
    verdict: str
    word: str
    rule: str


class TollRow(Struct, frozen=True, kw_only=True):
    """Losses of one side in one role, with each speaker's last word."""

    side: str
    role: str
    low: str
    best: str
    high: str
    speakers: tuple[tuple[str, str, str], ...]
    rule: str
    chart: Markup


class IncidentView(Struct, frozen=True, kw_only=True):
    """Everything that the template prints about one incident."""

    id: str
    number: int
    what: str
    name: str
    when: str
    when_how: str
    where: str
    where_how: str
    names: tuple[str, ...]
    land: str
    mark: str
    sides: tuple[str, ...]
    sources: int
    documents: int
    passing: int
    facet_columns: tuple[str, ...]
    facets: tuple[FacetRow, ...]
    tolls: tuple[TollRow, ...]
    columns: tuple[Column, ...]
    facts: tuple[str, ...]
    accounts: tuple[tuple[str, tuple[str, ...]], ...]
    losses: tuple[tuple[str, str], ...]
    disputed: tuple[str, ...]
    said: tuple[Said, ...] = ()

    @property
    def quoted(self) -> frozenset[str]:
        """The claims whose words are printed with this incident."""
        return frozenset(ident for s in self.said for ident in (s.id, *s.same))


def numbered(incidents: Sequence[Incident]) -> dict[str, int]:
    """Return the number of every incident that is news: by date, undated ones last."""
    news = [incident for incident in incidents if not incident.background]
    return {incident.id: n for n, incident in enumerate(sorted(news, key=_order), start=1)}


def _order(incident: Incident) -> tuple[str, str, str]:
    return (incident.start or incident.end or incident.reported or "9999", incident.what, incident.id)


def mark_of(incident: Incident) -> str:
    """Return how an incident is marked: `disputed`, `agreed` (in more than place and time) or `one-sided`."""
    if incident.disputed or any(facet.verdict == "disputed" for facet in incident.facets):
        return "disputed"
    verdicts = {facet.verdict for facet in incident.facets if facet.aspect not in ("place", "time")}
    return "agreed" if verdicts & {"agreed", "third_party_confirmed"} else "one-sided"


def view(
    incident: Incident,
    number_: int,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
) -> IncidentView:
    """Return one incident made ready for print."""
    own = [claims[c] for c in incident.claims if c in claims]
    found = columns(own, incident.sides, documents)
    sides = tuple(incident.sides[:3])
    facts = tuple(dict.fromkeys(fact for account in incident.accounts for fact, _ in account.holds))
    return IncidentView(
        id=incident.id,
        number=number_,
        what=incident.what,
        name=_DATE.sub("", incident.what),
        when=span(incident.start, incident.end),
        when_how=word("dates", incident.date_precision) if incident.date_precision else "",
        where=place(incident.place) or "place not known",
        where_how=word("places", incident.place.precision) if incident.place and incident.place.precision else "",
        names=_names(incident, own),
        land=holders(incident.place),
        mark=mark_of(incident),
        sides=tuple(country(side) for side in incident.sides),
        sources=incident.independent_sources,
        documents=len(incident.documents),
        passing=len(incident.passing),
        facet_columns=(*(country(side) for side in sides), "Third parties"),
        facets=tuple(_facet_row(facet, sides) for facet in incident.facets),
        tolls=tuple(_toll_row(toll, own, documents) for toll in incident.tolls),
        columns=found,
        facts=tuple(word("aspects", fact) for fact in facts),
        accounts=tuple((a.name or country(a.source), _holding(a.holds, facts)) for a in incident.accounts),
        losses=_losses(incident),
        disputed=tuple(word("aspects", aspect) for aspect in incident.disputed),
        said=tuple(said for column in found for said in column.said),
    )


def _holding(holds: Sequence[tuple[str, str]], facts: Sequence[str]) -> tuple[str, ...]:
    """Return what an account holds of each fact; a source that gave several versions holds all of them."""
    found: dict[str, list[str]] = {}
    for fact, option in holds:
        found.setdefault(fact, []).append(_value(option))
    return tuple("; or ".join(found.get(fact, ["leaves it open"])) for fact in facts)


def _names(incident: Incident, claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the spellings of the place in the documents: both sides' names stand on the page."""
    if incident.place is None:
        return ()
    same = [c.place for c in claims if c.place and incident.place.id and c.place.id == incident.place.id]
    return tuple(dict.fromkeys(p.name for p in sorted(same, key=lambda p: p.name)))


def _facet_row(facet: Facet, sides: Sequence[str]) -> FacetRow:
    about = f" ({country(facet.about)})" if facet.about else ""
    cells = [tuple(_cell(p) for p in facet.positions if p.side == side) for side in sides]
    cells.append(tuple(_cell(p, named=True) for p in facet.positions if p.side not in sides and p.stand != "silent"))
    name = word("aspects", facet.aspect) + about
    return FacetRow(
        name=name, cells=tuple(cells), verdict=facet.verdict, word=word("verdicts", facet.verdict), rule=facet.rule
    )


def _cell(position: Position, *, named: bool = False) -> Cell:
    if position.stand == "silent":
        read = (
            f"nothing found in {position.documents_read} document{'s' * (position.documents_read > 1)}"
            if position.documents_read
            else ""
        )
        return Cell(stand="silent", value="", claims=(), note=read)
    count = interval(position.low, position.high) if (position.low, position.high) != (None, None) else ""
    value = count or _value(position.value)
    stand = word("stands", position.stand)
    return Cell(
        stand=f"{country(position.side)} {stand}" if named else stand, value=value, claims=tuple(position.claims[:4])
    )


def _value(value: str | None) -> str:
    """Return a facet's value in words: a day, a state, `A+B` a line between two, `A>B` land of A in the hands of B."""
    if not value:
        return ""
    if as_date(value):
        return day(value)
    recognised, _, controlled = value.partition(">")
    lands = " / ".join(country(code) if code.isupper() else code.replace("_", " ") for code in recognised.split("+"))
    return f"{lands}, held by {' / '.join(country(c) for c in controlled.split('+'))}" if controlled else lands


def _toll_row(toll: Toll, claims: Sequence[Claim], documents: Mapping[str, Document]) -> TollRow:
    return TollRow(
        side=country(toll.side) if toll.side else "side not stated",
        role=word("roles", toll.role),
        low=number(toll.low),
        best=number(toll.best),
        high=number(toll.high),
        speakers=tuple((speaker(s), interval(low, high), claim) for s, low, high, claim in toll.by_speaker),
        rule=toll.rule,
        chart=step_chart(toll, claims, documents),
    )


def _losses(incident: Incident) -> tuple[tuple[str, str], ...]:
    """Return, for the overview, whose dead and what each speaker says of them."""
    killed = [toll for toll in incident.tolls if toll.role == "killed" and toll.by_speaker]
    return tuple((country(toll.side) if toll.side else "side not stated", _speakers(toll)) for toll in killed)


def _speakers(toll: Toll) -> str:
    """Return the figures by country of the speaker, the side itself first."""
    found: dict[str, list[str]] = {}
    for who, low, high, _ in sorted(toll.by_speaker, key=lambda said: said[0].partition(":")[0] != toll.side):
        land = who.partition(":")[0]
        name = "itself" if land == toll.side else "outlets" if land in ("press", "outlet") else speaker(land)
        name = speaker(who) if land == "role" else name
        found.setdefault(name, []).append(interval(low, high))
    return "; ".join(f"{name} {', '.join(dict.fromkeys(counts))}" for name, counts in found.items())
