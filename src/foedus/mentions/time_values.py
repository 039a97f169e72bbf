"""What phrases of time mean: each maker turns the symbols of a phrase into days, given when the text was published.

The day of publication anchors weekdays, "yesterday" and dates without a year; an earlier date of the passage anchors
"three days later". Where neither is known, the result has no start and its basis is `unknown`. Days are inclusive.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from foedus.values import Basis

Clock: TypeAlias = tuple[int, int, str | None]  # hour, minute, zone: an offset, Z, local, or None when not said
Values: TypeAlias = dict[str, list[object]]

_FUZZY = {"day": 1, "hour": 1, "week": 2, "fortnight": 3, "month": 4, "year": 5, "decade": 5}
UNIT_DAYS = {"hour": 0, "day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650}


class When(NamedTuple):
    """Days from `start` to `end`, both included; `end` None is open, `start` None is not known."""

    start: dt.date | None
    end: dt.date | None
    basis: Basis
    precision: int | None = None
    clock: Clock | None = None
    year_known: bool = True
    is_night: bool = False
    is_part: bool = False  # no day of its own: "in the morning"
    month_day: tuple[int, int] | None = None  # of a date whose year is not known


class Scene(NamedTuple):
    """What a phrase is read against: the day of publication, the times read before it, words that look ahead."""

    published: dt.date | None
    looks_ahead: bool
    previous: When | None  # the last day read
    recent: When | None  # the last day, week or month read
    neighbour: When | None  # the last time of the same sentence whose year was stated
    years: tuple[int, ...] = ()  # those the document names, where its day of publication is not known


Maker: TypeAlias = Callable[[Scene, Values, list[str]], "When | Clock | None"]
UNKNOWN = When(None, None, "unknown")


def precision_of(start: dt.date, end: dt.date) -> int:
    """Return UCDP's date precision of a stretch of days: 1 day, 2 to six days, 3 to two weeks, 4 month, 5 longer."""
    days = (end - start).days + 1
    return 1 if days <= 1 else 2 if days <= 6 else 3 if days <= 14 else 4 if days <= 31 else 5


def integers(values: Values, kind: str) -> list[int]:
    """Return the whole numbers of a kind among the symbols of a phrase."""
    return [v for v in values.get(kind, []) if isinstance(v, int)]


def whens(values: Values) -> list[When]:
    """Return the times among the symbols of a phrase, in order."""
    return [v for v in values.get("when", []) if isinstance(v, When)]


def stretch(start: dt.date, end: dt.date, basis: Basis, **more: object) -> When:
    """Return a time of whole days with the precision that its length gives it."""
    return When(start, end, basis, precision_of(start, end))._replace(**more)  # type: ignore[arg-type]


def relative(scene: Scene, start: int, end: int | None = None) -> When:
    """Return days counted from publication; unknown when that is not known."""
    if scene.published is None:
        return UNKNOWN
    first = scene.published + dt.timedelta(start)
    return stretch(first, scene.published + dt.timedelta(start if end is None else end), "relative")


def joined(start: When | None, end: When | None) -> When | None:
    """Return the time from the start of one to the end of another; None when they are in the wrong order."""
    if start is None or end is None:
        return None
    if start.start is None or end.start is None:
        return UNKNOWN
    last = end.end or end.start
    return (
        stretch(start.start, last, start.basis if start.basis == end.basis else end.basis)
        if start.start <= last
        else None
    )


def month_days(year: int, month: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def moved_to(when: When, year: int) -> When:
    """Return a time in another year."""
    assert when.start is not None
    return when._replace(
        start=when.start.replace(year=year), end=when.end.replace(year=year) if when.end else None, year_known=True
    )


def number_and_unit(values: Values, arguments: list[str]) -> tuple[int, str]:
    """Return how many of what unit a phrase says; the unit is a day where none is said."""
    numbers = integers(values, "n") or integers(values, "day")
    count = int(arguments[0]) if arguments and arguments[0].isdigit() else numbers[0]
    return count, str(values["unit"][0]) if "unit" in values else "day"


def units_before(anchor: dt.date, count: int, unit: str) -> When | None:
    """Return the day, month or year that lies `count` units before a day (after it when negative)."""
    if unit in ("year", "decade"):
        year = anchor.year - count * (10 if unit == "decade" else 1)
        return stretch(dt.date(year, 1, 1), dt.date(year, 12, 31), "relative")
    if unit == "month":
        index = anchor.year * 12 + anchor.month - 1 - count
        return stretch(*month_days(index // 12, index % 12 + 1), "relative")
    date = anchor - dt.timedelta(count * UNIT_DAYS[unit])
    return When(date, date, "relative", _FUZZY[unit])
