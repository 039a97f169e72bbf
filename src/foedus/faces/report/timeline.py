"""The timeline as SVG: incidents, treaty acts, and the volume of documents, so that silence is not read as peace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from markupsafe import Markup
from msgspec import Struct

from foedus.faces.report.incidents import IncidentView
from foedus.faces.report.wording import MONTHS, as_date, country, day, word
from foedus.records import Claim, Document, Incident, Obligation

WIDTH, LEFT, RIGHT = 1000, 96, 14
STEP, RADIUS = 21, 9

T = TypeVar("T")


class Flag(Struct, frozen=True, kw_only=True):
    """An act under a treaty at its day."""

    day: date
    kind: str
    text: str
    target: str


def timeline(
    views: Sequence[IncidentView],
    incidents: Sequence[Incident],
    obligations: Sequence[Obligation],
    documents: Sequence[Document],
    claims: Sequence[Claim] = (),
) -> Markup:
    """Return the timeline; every mark is a link. Incidents without a date stand in a lane of their own."""
    dates = {incident.id: as_date(incident.start or incident.end) for incident in incidents}
    dated = [(found, view) for view in views if (found := dates.get(view.id))]
    flags = _flags(obligations, _reported(documents, claims))
    published = [found for document in documents if (found := as_date(document.published))]
    every = [found for found, _ in dated] + [flag.day for flag in flags] + published
    axis = _Axis(min(every), max(every)) if every else _Axis(date(2000, 1, 1), date(2000, 12, 31))
    undated = [view for view in views if dates.get(view.id) is None]
    return _draw(axis, dated, flags, published, undated)


class _Axis:
    """Where a day stands on the width; whole months."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first.replace(day=1)
        months = min(last.year * 12 + last.month, date.max.year * 12 + 11)  # no calendar goes beyond 9999
        self.last = date(months // 12, months % 12 + 1, 1)

    def x(self, value: date) -> float:
        share = (value - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def months(self) -> list[date]:
        start = self.first.year * 12 + self.first.month - 1
        return [date(m // 12, m % 12 + 1, 1) for m in range(start, self.last.year * 12 + self.last.month)]


def _draw(
    axis: _Axis,
    dated: Sequence[tuple[date, IncidentView]],
    flags: Sequence[Flag],
    published: Sequence[date],
    undated: Sequence[IncidentView],
) -> Markup:
    placed = _stack([(axis.x(found), view) for found, view in sorted(dated, key=lambda p: (p[0], p[1].number))])
    flagged = _stack([(axis.x(flag.day), flag) for flag in flags])
    y1 = 24 + STEP * (1 + max((row for _, row, _ in placed), default=0))
    y2 = y1 + 20 + STEP * (1 + max((row for _, row, _ in flagged), default=0))
    y3 = y2 + 64
    rows = -(-len(undated) // ((WIDTH - LEFT - RIGHT) // STEP)) if undated else 0
    height = y3 + 30 + rows * STEP + (14 if rows else 0)
    parts = [
        _grid(axis, y3),
        *(_mark(view, x, y1 - STEP * row - RADIUS) for x, row, view in placed),
        *(_pin(flag, x, y2 - STEP * row - RADIUS) for x, row, flag in flagged),
        _volume(axis, published, y3),
        _undated(undated, y3 + 40),
    ]
    names = ((y1 - 6, "Incidents"), (y2 - 6, "Treaty acts"), (y3 - 6, "Documents"), (y3 + 44, "No date"))
    shown = names if rows else names[:3]
    labels = Markup("").join(Markup('<text class="lane" x="0" y="{}">{}</text>').format(y, name) for y, name in shown)
    label = f"Timeline of {len(dated) + len(undated)} incidents, {len(undated)} of them without a date"
    return Markup(
        '<svg class="timeline" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>'
    ).format(WIDTH, height, label, labels, Markup("").join(parts))  # fmt: skip


def _stack(items: Sequence[tuple[float, T]]) -> list[tuple[float, int, T]]:
    """Give each item the lowest row where it does not touch the one before it."""
    ends: list[float] = []
    placed = []
    for x, item in items:
        row = next((n for n, end in enumerate(ends) if x - end >= STEP), len(ends))
        ends[row : row + 1] = [x]
        placed.append((x, row, item))
    return placed


def _grid(axis: _Axis, bottom: float) -> Markup:
    parts = []
    months = axis.months()
    every = 1 if len(months) <= 14 else 3 if len(months) <= 60 else 12
    for month in months:
        if (month.month - 1) % every:
            continue
        x, year = axis.x(month), month.month == 1 or month == months[0]
        label = f"{MONTHS[month.month - 1][:3]}{f' {month.year}' if year else ''}"
        kind = "year" if month.month == 1 else "month"
        parts.append(Markup('<path class="grid {}" d="M{} 8V{}"/>').format(kind, x, bottom))
        parts.append(
            Markup('<text class="tick{}" x="{}" y="{}">{}</text>').format(
                " strong" if year else "", x, bottom + 14, label
            )
        )
    return Markup("").join(parts) + Markup('<path class="axis" d="M{} {}H{}"/>').format(LEFT, bottom, WIDTH - RIGHT)


def mark(view: IncidentView, x: float, y: float, radius: float = RADIUS) -> Markup:
    """Return an incident's numbered mark, its verdict shown by fill and stroke."""
    half = Markup('<path class="half" d="M{} {}a{} {} 0 0 0 0 {}z"/>').format(
        x, round(y - radius, 1), radius, radius, 2 * radius
    )
    return Markup(
        '<a href="#i-{}" class="mark {}"><title>{}. {}, {} ({})</title><circle cx="{}" cy="{}" r="{}"/>{}'
        '<text x="{}" y="{}">{}</text></a>'
    ).format(
        view.id, view.mark, view.number, view.what, view.when, view.mark, x, round(y, 1), radius,
        half if view.mark == "disputed" else "", x, round(y + 3.5, 1), view.number,
    )  # fmt: skip


def _mark(view: IncidentView, x: float, y: float) -> Markup:
    return mark(view, x, y)


def _reported(documents: Sequence[Document], claims: Sequence[Claim]) -> dict[str | None, str]:
    """Return the day each claim was published, for acts whose own day nobody states."""
    published = {document.id: document.published for document in documents}
    return {claim.id: day_ for claim in claims if (day_ := published.get(claim.document_id))}


def _flags(obligations: Sequence[Obligation], reported: Mapping[str | None, str]) -> list[Flag]:
    """Return invocations, and answers of more than words, each act once though several obligations carry it."""
    found: dict[tuple[str, str, str], Flag] = {}
    for obligation in obligations:
        made = [("invoked", act) for act in obligation.invocations if act.kind != "not invoked"]
        for kind, act in made + [("answered", act) for act in obligation.answers if act.kind != "statement"]:
            told = act.date or reported.get(act.claim)
            when = as_date(told)
            if when is not None:
                how = f"{word('acts', act.kind)}, {'' if act.date else 'reported '}{day(told)}"
                text = f"{country(act.by)}: {how} ({obligation.provision})"
                found.setdefault(
                    (when.isoformat(), kind, act.by), Flag(day=when, kind=kind, text=text, target=obligation.id)
                )
    return [found[key] for key in sorted(found)]


def _pin(flag: Flag, x: float, y: float) -> Markup:
    shape = f"M{x} {y - 8}l8 15h-16z" if flag.kind == "invoked" else f"M{x - 7} {y - 7}h14v14h-14z"
    return Markup('<a href="#o-{}" class="pin {}"><title>{}</title><path d="{}"/></a>').format(
        flag.target, flag.kind, flag.text, shape
    )


def _volume(axis: _Axis, published: Sequence[date], bottom: float) -> Markup:
    months = Counter(found.replace(day=1) for found in published)
    top = max(months.values(), default=1)
    bars = []
    for month, count in sorted(months.items()):
        height = round(36 * count / top, 1)
        bars.append(
            Markup('<path class="bar" d="M{} {}v-{}h7v{}z"><title>{} {}: {} documents</title></path>').format(
                axis.x(month), bottom, height, height, MONTHS[month.month - 1], month.year, count
            )
        )
    return Markup("").join(bars)


def _undated(views: Sequence[IncidentView], y: float) -> Markup:
    wide = (WIDTH - LEFT - RIGHT) // STEP
    return Markup("").join(
        mark(view, LEFT + RADIUS + STEP * (n % wide), y + STEP * (n // wide)) for n, view in enumerate(views)
    )
