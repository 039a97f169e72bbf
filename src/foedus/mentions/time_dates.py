"""Dates, weekdays, months, seasons, years: what they mean on the day of publication."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import cast

from foedus.mentions.time_values import (
    UNKNOWN,
    Maker,
    Scene,
    Values,
    When,
    integers,
    joined,
    month_days,
    relative,
    stretch,
    whens,
)

_AHEAD_DAYS = 45  # how far ahead of publication a date without a year may lie before the year before is meant
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def _date(scene: Scene, values: Values, _: list[str]) -> When | None:
    if "date" in values:
        day = cast("dt.date", values["date"][0])
        return stretch(day, day, "stated")
    return _one_date(scene, integers(values, "day")[0], integers(values, "month")[0], integers(values, "year"))


def _one_date(scene: Scene, day: int, month: int, years: list[int]) -> When | None:
    if years:
        date = dt.date(years[0], month, day)
        return stretch(date, date, "stated")
    dt.date(2024, month, day)  # a day that no year has is refused even if the year stays open
    year = _guess_year(scene, month, day)
    if year is None:
        return UNKNOWN._replace(year_known=False, month_day=(month, day))
    date = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return stretch(date, date, "stated", year_known=False)


def _guess_year(scene: Scene, month: int, day: int) -> int | None:
    """Return the year of the latest such date up to publication; a year stated in the same sentence goes before."""
    if scene.neighbour is not None and scene.neighbour.start is not None:
        return scene.neighbour.start.year
    if scene.published is None:
        if scene.previous and scene.previous.start and scene.previous.year_known:
            return scene.previous.start.year
        return scene.years[0] if len(scene.years) == 1 else None
    ahead = dt.timedelta(200 if scene.looks_ahead else _AHEAD_DAYS)
    day = min(day, 28) if month == 2 else day
    for year in (scene.published.year + 1, scene.published.year):
        if dt.date(year, month, day) <= scene.published + ahead:
            return year
    return scene.published.year - 1


def _dates(scene: Scene, values: Values, _: list[str]) -> When | None:
    first, last = integers(values, "day")
    years, month = integers(values, "year"), integers(values, "month")[0]
    start, end = _one_date(scene, first, month, years), _one_date(scene, last, month, years)
    return joined(start, end)


def _day_alone(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    day = integers(values, "ordinal" if "ordinal" in values else "day")[0]
    anchor = scene.published
    if anchor is None:
        return None
    if (scene.looks_ahead or "ahead" in arguments) and day > anchor.day:
        date = anchor.replace(day=day)
    else:
        month = anchor if day <= anchor.day else anchor.replace(day=1) - dt.timedelta(1)
        date = month.replace(day=day)
    return stretch(date, date, "relative")


def _weekday(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    wanted = integers(values, "weekday")[0]
    anchor = scene.published
    if anchor is None:
        return _weekday_after_previous(scene, wanted)
    back = (anchor.weekday() - wanted) % 7
    if arguments[:1] == ["past"]:
        back = back or 7
    elif arguments[:1] == ["next"]:
        back -= 7
    return relative(scene, -back)


def _weekday_after_previous(scene: Scene, wanted: int) -> When:
    if scene.previous is None or scene.previous.start is None:
        return UNKNOWN
    date = scene.previous.start + dt.timedelta((wanted - scene.previous.start.weekday()) % 7)
    return stretch(date, date, "narrative")


def _with_date(scene: Scene, values: Values, _: list[str]) -> When | None:
    when = whens(values)[0]
    wanted = integers(values, "weekday")[0]
    if when.month_day is not None or (scene.published is None and not when.year_known):
        return _by_weekday(scene, when, wanted)
    if when.start is None or when.start.weekday() == wanted or when.precision != 1:
        return when if when.precision == 1 or when.start is None else None
    if when.year_known:
        return when
    # a date without a year, but its weekday tells the year
    for back in range(1, 12):
        try:
            date = when.start.replace(year=when.start.year - back)
        except ValueError:
            continue
        if date.weekday() == wanted:
            return stretch(date, date, "stated")
    return when


def _by_weekday(scene: Scene, when: When, wanted: int) -> When:
    """Take the one year that the document names in which a day and month fall on a weekday."""
    month_day = when.month_day or ((when.start.month, when.start.day) if when.start else None)
    if month_day is None:
        return when
    days = [dt.date(y, *month_day) for y in scene.years if month_day[1] <= calendar.monthrange(y, month_day[0])[1]]
    fitting = [day for day in days if day.weekday() == wanted]
    return stretch(fitting[0], fitting[0], "stated") if len(fitting) == 1 else when


def _month(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    month, years = integers(values, "month")[0], integers(values, "year")
    if years:
        return stretch(*month_days(years[0], month), "stated")
    year = _told_on(scene, month) or _guess_year(scene, month, 1)
    if year is None:
        return UNKNOWN._replace(year_known=False)
    if arguments[:1] == ["next"] and scene.published and (year, month) <= (scene.published.year, scene.published.month):
        year += 1
    return stretch(*month_days(year, month), "relative", year_known=False)


def _told_on(scene: Scene, month: int) -> int | None:
    """Return the year of a history told on: "26 February 1992 ... In May": a later month of the year just named."""
    recent = scene.recent
    if recent is None or recent.start is None or not recent.year_known or recent.basis != "stated":
        return None
    is_history = scene.published is None or recent.start.year < scene.published.year - 1
    return recent.start.year if is_history and month > recent.start.month else None


def _months(_: Scene, values: Values, __: list[str]) -> When | None:
    first, last = integers(values, "month")
    year = integers(values, "year")[0]
    start = month_days(year if first <= last else year - 1, first)[0]
    return stretch(start, month_days(year, last)[1], "stated")


def _days_of_month(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    whole = _month(scene, values, [])
    if whole is None or whole.start is None or whole.end is None:
        return whole
    if arguments[:1] == ["first"]:
        return stretch(whole.start, whole.start + dt.timedelta(6), whole.basis)
    return stretch(whole.end - dt.timedelta(6), whole.end, whole.basis)


def _season(scene: Scene, values: Values, _: list[str]) -> When | None:
    month = _SEASONS[str(values["season"][0])]
    years = integers(values, "year")
    if years:
        year = years[0]
    elif scene.published is None:
        return UNKNOWN
    else:
        year = scene.published.year - (dt.date(scene.published.year, month, 1) > scene.published)
    start = dt.date(year, month, 1)
    end = month_days(year + (month == 12), (month + 1) % 12 + 1)[1]
    return stretch(start, end, "stated" if years else "relative")


def _year(_: Scene, values: Values, __: list[str]) -> When | None:
    year = integers(values, "year")[0]
    return stretch(dt.date(year, 1, 1), dt.date(year, 12, 31), "stated")


def _years(_: Scene, values: Values, __: list[str]) -> When | None:
    first, last = integers(values, "year")
    return stretch(dt.date(first, 1, 1), dt.date(last, 12, 31), "stated") if first < last else None


def _decade(_: Scene, values: Values, __: list[str]) -> When | None:
    first = (integers(values, "decade") or integers(values, "year") or integers(values, "n"))[0]
    first = first + 1900 if first < 100 else first
    return stretch(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), "stated")


def _era(_: Scene, values: Values, __: list[str]) -> When | None:
    start, _dash, end = str(values["era"][0]).partition("/")
    return stretch(dt.date.fromisoformat(start), dt.date.fromisoformat(end or start), "stated")


MAKERS: dict[str, Maker] = {
    "date": _date,
    "dates": _dates,
    "day_alone": _day_alone,
    "weekday": _weekday,
    "with_date": _with_date,
    "month": _month,
    "months": _months,
    "days_of_month": _days_of_month,
    "season": _season,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "era": _era,
}
