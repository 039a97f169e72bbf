"""Dates that a model worked out, held against what can be so."""

from __future__ import annotations

import datetime

from foedus.values import Period

_LONGEST = ((1, 0), (2, 6), (3, 7), (4, 31))  # UCDP's date precision and the most days after the first


def period(start: str | None, end: str | None, written: str, published: str | None) -> Period | None:
    """Return a period of days; None if they are no dates or hang on a publication date that nobody knows.

    >>> period("2022-09-13", None, "on Tuesday", "2022-09-14")
    Period(start='2022-09-13', end='2022-09-13', precision=1, basis='relative')
    >>> period("2022-09-13", None, "on Tuesday", None), period("2022-09-31", None, "31 September 2022", None)
    (None, None)
    """
    first, last = _day(start), _day(end or start)
    if first is None or last is None or last < first:
        return None
    is_stated = str(first.year) in written
    if not is_stated and published is None:
        return None
    days = (last - first).days
    precision = next((p for p, most in _LONGEST if days <= most), 5)
    return Period(start=str(first), end=str(last), precision=precision, basis="stated" if is_stated else "relative")


def _day(value: str | None) -> datetime.date | None:
    try:
        return datetime.datetime.fromisoformat(value).date() if value else None
    except ValueError:
        return None
