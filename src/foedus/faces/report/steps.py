"""Small charts drawn as SVG: a speaker's figures over time, and intervals of a ledger row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from foedus.faces.report.wording import as_date, country, number, short_day, word
from foedus.records import Claim, Document, LedgerRow, Toll

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 460, 170, 34, 120, 12, 26
DASHES = ("", "6 3", "2 3", "9 3 2 3", "1 4", "12 4")

Series = dict[str, list[tuple[date, float]]]


def step_chart(toll: Toll, claims: Sequence[Claim], documents: Mapping[str, Document]) -> Markup:
    """Return each speaker's figures over the days they were published; empty when nobody's figure ever changed."""
    series = _series(toll, claims, documents)
    if not any(len({value for _, value in points}) > 1 for points in series.values()):
        return Markup("")
    days = sorted({day for points in series.values() for day, _ in points})
    top = max(value for points in series.values() for _, value in points)
    scale = _Scale(days[0], days[-1], top)
    lines = Markup("").join(_line(scale, n, name, points) for n, (name, points) in enumerate(sorted(series.items())))
    label = f"{word('roles', toll.role)}, {country(toll.side)}: figures by speaker, {days[0]} to {days[-1]}"
    return Markup(
        '<svg class="steps" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>'
    ).format(WIDTH, HEIGHT, label, scale.frame(), lines)  # fmt: skip


def _series(toll: Toll, claims: Sequence[Claim], documents: Mapping[str, Document]) -> Series:
    found: dict[str, dict[date, float]] = {}
    for claim in claims:
        document = documents.get(claim.document_id)
        day = as_date(document.published if document else None)
        if day is None or claim.speaker is None or claim.status not in ("occurred", "background"):
            continue
        for quantity in claim.quantities:
            value = quantity.low if quantity.low is not None else quantity.high
            if (
                quantity.role == toll.role
                and quantity.side
                and quantity.side.country == toll.side
                and value is not None
            ):
                days = found.setdefault(country(claim.speaker.country), {})
                days[day] = max(value, days.get(day, value))
    return {name: sorted(days.items()) for name, days in found.items()}


class _Scale:
    """Where a day and a figure stand in the frame."""

    def __init__(self, first: date, last: date, top: float) -> None:
        self.first, self.last, self.top = first, last, top or 1

    def x(self, day: date) -> float:
        days = (self.last - self.first).days or 1
        return round(LEFT + (day - self.first).days / days * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM), 1)

    def frame(self) -> Markup:
        base, end = HEIGHT - BOTTOM, WIDTH - RIGHT
        return Markup(
            '<path class="axis" d="M{} {}V{}H{}"/><text x="{}" y="{}" class="tick end">{}</text>'
            '<text x="{}" y="{}" class="tick end">0</text><text x="{}" y="{}" class="tick">{}</text>'
            '<text x="{}" y="{}" class="tick end">{}</text>'
        ).format(
            LEFT, TOP, base, end, LEFT - 4, TOP + 6, number(self.top), LEFT - 4, base, LEFT, HEIGHT - 8,
            short_day(self.first), end, HEIGHT - 8, short_day(self.last),
        )  # fmt: skip


def _line(scale: _Scale, n: int, name: str, points: Sequence[tuple[date, float]]) -> Markup:
    path = f"M{scale.x(points[0][0])} {scale.y(points[0][1])}"
    path += "".join(f"H{scale.x(day)}V{scale.y(value)}" for day, value in points[1:]) + f"H{WIDTH - RIGHT}"
    dots = Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="3"><title>{}: {} on {}</title></circle>').format(
            scale.x(day), scale.y(value), name, number(value), day
        )
        for day, value in points
    )
    last = points[-1][1]
    return Markup(
        '<g class="series s{}"><path d="{}" stroke-dasharray="{}"/>{}<text x="{}" y="{}">{} {}</text></g>'
    ).format(n % 6, path, DASHES[n % 6], dots, WIDTH - RIGHT + 6, scale.y(last) + 4, name, number(last))  # fmt: skip


def interval_chart(row: LedgerRow) -> Markup:
    """Return a bar from none to all: reading interval, sampling interval, strict and lenient share."""
    strict, lenient = _share(row.honoured_strict), _share(row.honoured_lenient)
    parts = [Markup('<path class="axis" d="M10 40H310M10 36v8M85 38v4M160 36v8M235 38v4M310 36v8"/>')]
    for name, value, y in (("readings", row.readings_interval, 14), ("sampling", row.sampling_interval, 25)):
        if value:
            low, high = (round(10 + 300 * min(max(v, 0), 1), 1) for v in value)
            parts.append(
                Markup('<path class="iv {}" d="M{} {}H{}"/>').format(name, low, y, high if high > low else low + 1)
            )
    parts += [_point(share, kind) for share, kind in ((strict, "strict"), (lenient, "lenient")) if share is not None]
    label = f"share honoured, strict {_percent(strict)}, lenient {_percent(lenient)}"
    ticks = '<text x="10" y="56" class="tick">none</text><text x="310" y="56" class="tick end">all</text>'
    return Markup(
        '<svg class="interval" viewBox="0 0 320 60" role="img" aria-label="{}">{}' + ticks + "</svg>"
    ).format(label, Markup("").join(parts))  # fmt: skip


def _share(pair: tuple[int, int]) -> float | None:
    return pair[0] / pair[1] if pair[1] else None


def _percent(share: float | None) -> str:
    return "no occasion" if share is None else f"{share:.0%}"


def _point(share: float, kind: str) -> Markup:
    x = round(10 + 300 * share, 1)
    if kind == "strict":
        return Markup('<circle class="strict" cx="{}" cy="40" r="5"/>').format(x)
    return Markup('<path class="lenient" d="M{} 33l6 7l-6 7l-6-7z"/>').format(x)
