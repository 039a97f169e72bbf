"""Codes and values in words: names of countries, dates with their precision, counts with their bounds.

The words stand in `resources/report.yaml`; a code that it does not know is printed as it is.
"""

from __future__ import annotations

import functools
from datetime import date, datetime

from foedus.resources import load_yaml
from foedus.values import Actor, Period, Place, Quantity

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
OUTLET = "the outlet itself"
_BOUNDS = {
    "at_least": "at least ",
    "more_than": "more than ",
    "about": "about ",
    "up_to": "up to ",
    "less_than": "fewer than ",
}


def word(group: str, code: object) -> str:
    """Return the printed word for a code of a group of `report.yaml`, or the code itself with spaces.

    >>> word("verdicts", "one_side_only"), word("verdicts", "new_code"), word("places", 2)[:4]
    ('one side only', 'new code', 'near')
    """
    found = load_yaml("report.yaml").get(group, {})
    return str(found.get(code, str(code).replace("_", " ")))


@functools.cache
def country(code: str | None) -> str:
    """Return the English name of a country or organisation code; the code itself when it is unknown."""
    if not code:
        return OUTLET
    if "+" in code:
        return " and ".join(country(part) for part in code.split("+"))
    known = load_yaml("report.yaml")["countries"].get(code)
    names = load_yaml("lang/en/countries.yaml").get(code, {}).get("names") or ()
    return str(known or (names[0] if names else code))


def speaker(code: str) -> str:
    """Return a speaker's code in words: country or organisation, and branch where it has one.

    >>> speaker("ARM:GOV"), speaker("CSTO:IGO"), speaker("ARM")
    ('Armenia, government', 'CSTO', 'Armenia')
    """
    land, _, branch = code.partition(":")
    if land == "role":
        return branch.replace("_", " ") or "a speaker without a country"
    named = word("sectors", branch) if branch and len(land) == 3 else ""
    return f"{country(land)}, {named}" if named else country(land)


def actor(value: Actor | None) -> str:
    """Return who an actor is, as an editor would write it: the name, or country and branch."""
    if value is None:
        return OUTLET
    branch = word("sectors", value.sector) if value.sector else ""
    land = country(value.country) if value.country else ""
    if value.name and value.name not in (value.country, value.id, land):
        return f"{value.name} ({land})" if land and value.sector not in ("IGO", "NGO") else value.name
    if land:
        return f"{land}, {branch}" if branch and len(value.country or "") == 3 else land
    return value.as_written or branch or "not named"


def day(text: str | None) -> str:
    """Return an ISO date or time in words.

    >>> day("2022-09-13"), day("2022-09"), day("2022-09-13T06:00:00Z"), day("nonsense"), day(None)
    ('13 September 2022', 'September 2022', '13 September 2022, 06:00 UTC', 'nonsense', 'date not known')
    """
    if not text:
        return "date not known"
    head, _, clock = text.partition("T")
    parts = head.split("-")
    try:
        numbers = [int(part) for part in parts]
        words = " ".join(reversed([parts[0], *(MONTHS[n - 1] for n in numbers[1:2]), *(str(n) for n in numbers[2:3])]))
    except (ValueError, IndexError):
        return text
    return f"{words}, {_clock(clock)}" if len(clock) >= 5 else words


def _clock(text: str) -> str:
    zone = text[5:].partition("+")
    offset = "UTC" if text.endswith("Z") or zone[2] == "00:00" else f"UTC+{zone[2]}" if zone[1] else ""
    return f"{text[:5]} {offset}".strip()


def span(start: str | None, end: str | None) -> str:
    """Return a period in words, without what both ends share.

    >>> span("2022-09-13", "2022-09-14"), span("2022-08-30", "2022-09-02"), span("2022-09-13", None), span(None, None)
    ('13–14 September 2022', '30 August – 2 September 2022', '13 September 2022', 'date not known')
    """
    first, last = as_date(start), as_date(end)
    if not first or not last or first == last or len(start or "") < 10 or len(end or "") < 10:
        return day(start or end)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last.isoformat())}"
    opening = day(first.isoformat())
    return f"{opening.removesuffix(f' {last.year}') if first.year == last.year else opening} – {day(last.isoformat())}"


def short_day(value: date) -> str:
    """Return a day for the axis of a chart.

    >>> short_day(date(2022, 9, 13))
    '13 Sep 2022'
    """
    return f"{value.day} {MONTHS[value.month - 1][:3]} {value.year}"


def as_date(text: str | None) -> date | None:
    """Return the first day that an ISO date, month, year or time can mean; None when it is none.

    >>> as_date("2022-09"), as_date("2022-09-13T01:00:00+04:00"), as_date("soon")
    (datetime.date(2022, 9, 1), datetime.date(2022, 9, 13), None)
    """
    if not text:
        return None
    padded = text[:10] + "-01-01"[len(text[:10]) - 4 :] if len(text) < 10 else text[:10]
    try:
        return datetime.strptime(padded, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        return None


def period(value: Period | None) -> str:
    """Return when, in words, with how it is known where it was not said."""
    if value is None or not (value.start or value.end):
        return ""
    return span(value.start, value.end)


def number(value: float | None) -> str:
    """Return a count with thousands set apart; a dash when there is none.

    >>> number(1960.0), number(None)
    ('1,960', '–')
    """
    return "–" if value is None else f"{value:,.0f}"


def interval(low: float | None, high: float | None) -> str:
    """Return the bounds of a count in words.

    >>> interval(49, 49), interval(100, None), interval(None, 15), interval(14, 19), interval(None, None)
    ('49', 'at least 100', 'up to 15', '14–19', '–')
    """
    if low is None and high is None:
        return "–"
    if low is None or high is None:
        return f"at least {number(low)}" if high is None else f"up to {number(high)}"
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def quantity(value: Quantity) -> str:
    """Return a counted consequence in words: whose, how many, of what."""
    count = interval(value.low, value.high)
    if value.low is None or value.high is None or value.low == value.high:
        known = value.low if value.low is not None else value.high
        count = _BOUNDS.get(value.bound, "") + number(known)
    role = word("roles", value.role)
    side = country(value.side.country) if value.side and value.side.country else ""
    item = value.item if value.item and value.item != value.role else ""
    whose = ", ".join(part for part in (item, side) if part)
    return f"{count} {role} ({whose})" if whose else f"{count} {role}"


def place(value: Place | None) -> str:
    """Return a place with its other name; empty when none is known."""
    if value is None:
        return ""
    other = value.resolved if value.resolved and value.resolved.casefold() != value.name.casefold() else None
    return f"{value.name} ({other})" if other else value.name


def holders(value: Place | None) -> str:
    """Return whose land a place is under each view, in words; empty when the gazetteer does not tell."""
    if value is None:
        return ""
    views = (
        ("recognised as", value.territory.recognised),
        ("held by", value.territory.controlled),
        ("claimed by", value.territory.claimed),
    )
    return "; ".join(f"{name} {' / '.join(country(code) for code in codes)}" for name, codes in views if codes)
