"""What phrases of time mean: each maker turns the symbols of a phrase into days, given when the text was published.

The day of publication anchors weekdays, "yesterday" and dates without a year; an earlier date of the passage anchors
"three days later". Where neither is known, the result has no start and its basis is `unknown`. Days are inclusive.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from typing import NamedTuple, TypeAlias, cast

from foedus.values import Basis

Clock: TypeAlias = tuple[int, int, str | None]  # hour, minute, zone: an offset, Z, local, or None when not said
Values: TypeAlias = dict[str, list[object]]

_AHEAD_DAYS = 45  # how far ahead of publication a date without a year may lie before the year before is meant
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_FUZZY = {"day": 1, "hour": 1, "week": 2, "fortnight": 3, "month": 4, "year": 5, "decade": 5}
_UNIT_DAYS = {"hour": 0, "day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650}


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


class Scene(NamedTuple):
    """What a phrase is read against: the day of publication, the times read before it, words that look ahead."""

    published: dt.date | None
    looks_ahead: bool
    previous: When | None  # the last day read
    recent: When | None  # the last day, week or month read
    neighbour: When | None  # the last time of the same sentence whose year was stated


Maker: TypeAlias = Callable[[Scene, Values, list[str]], "When | Clock | None"]
UNKNOWN = When(None, None, "unknown")


def precision_of(start: dt.date, end: dt.date) -> int:
    """Return UCDP's date precision of a stretch of days: 1 day, 2 to six days, 3 to two weeks, 4 month, 5 longer."""
    days = (end - start).days + 1
    return 1 if days <= 1 else 2 if days <= 6 else 3 if days <= 14 else 4 if days <= 31 else 5


def make_time(makes: str, symbols: tuple[tuple[str, object], ...], scene: Scene) -> When | Clock | None:
    """Return what a matched phrase means, or None when its parts do not fit (31 September)."""
    name, *arguments = makes.split()
    values: Values = {}
    for kind, value in symbols:
        values.setdefault(kind, []).append(value)
    try:
        return MAKERS[name](scene, values, arguments)
    except (ValueError, OverflowError, KeyError, IndexError):
        return None


def _integers(values: Values, kind: str) -> list[int]:
    return [v for v in values.get(kind, []) if isinstance(v, int)]


def _whens(values: Values) -> list[When]:
    return [v for v in values.get("when", []) if isinstance(v, When)]


def _days(start: dt.date, end: dt.date, basis: Basis, **more: object) -> When:
    return When(start, end, basis, precision_of(start, end))._replace(**more)  # type: ignore[arg-type]


def _relative(scene: Scene, start: int, end: int | None = None) -> When:
    if scene.published is None:
        return UNKNOWN
    first = scene.published + dt.timedelta(start)
    return _days(first, scene.published + dt.timedelta(start if end is None else end), "relative")


# dates


def _date(scene: Scene, values: Values, _: list[str]) -> When | None:
    if "date" in values:
        day = cast("dt.date", values["date"][0])
        return _days(day, day, "stated")
    return _one_date(scene, _integers(values, "day")[0], _integers(values, "month")[0], _integers(values, "year"))


def _one_date(scene: Scene, day: int, month: int, years: list[int]) -> When | None:
    if years:
        date = dt.date(years[0], month, day)
        return _days(date, date, "stated")
    dt.date(2024, month, day)  # a day that no year has is refused even if the year stays open
    year = _guess_year(scene, month, day)
    if year is None:
        return UNKNOWN._replace(year_known=False)
    date = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return _days(date, date, "stated", year_known=False)


def _guess_year(scene: Scene, month: int, day: int) -> int | None:
    """Return the year of the latest such date up to publication; a year stated in the same sentence goes before."""
    if scene.neighbour is not None and scene.neighbour.start is not None:
        return scene.neighbour.start.year
    if scene.published is None:
        return (
            scene.previous.start.year if scene.previous and scene.previous.start and scene.previous.year_known else None
        )
    ahead = dt.timedelta(200 if scene.looks_ahead else _AHEAD_DAYS)
    day = min(day, 28) if month == 2 else day
    for year in (scene.published.year + 1, scene.published.year):
        if dt.date(year, month, day) <= scene.published + ahead:
            return year
    return scene.published.year - 1


def _dates(scene: Scene, values: Values, _: list[str]) -> When | None:
    first, last = _integers(values, "day")
    years, month = _integers(values, "year"), _integers(values, "month")[0]
    start, end = _one_date(scene, first, month, years), _one_date(scene, last, month, years)
    return _joined(start, end)


def _joined(start: When | None, end: When | None) -> When | None:
    if start is None or end is None:
        return None
    if start.start is None or end.start is None:
        return UNKNOWN
    last = end.end or end.start
    return (
        _days(start.start, last, start.basis if start.basis == end.basis else end.basis)
        if start.start <= last
        else None
    )


def _day_alone(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    day = _integers(values, "ordinal" if "ordinal" in values else "day")[0]
    anchor = scene.published
    if anchor is None:
        return None
    if (scene.looks_ahead or "ahead" in arguments) and day > anchor.day:
        date = anchor.replace(day=day)
    else:
        month = anchor if day <= anchor.day else anchor.replace(day=1) - dt.timedelta(1)
        date = month.replace(day=day)
    return _days(date, date, "relative")


def _weekday(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    wanted = _integers(values, "weekday")[0]
    anchor = scene.published
    if anchor is None:
        return _weekday_after_previous(scene, wanted)
    back = (anchor.weekday() - wanted) % 7
    if arguments[:1] == ["past"]:
        back = back or 7
    elif arguments[:1] == ["next"]:
        back -= 7
    return _relative(scene, -back)


def _weekday_after_previous(scene: Scene, wanted: int) -> When:
    if scene.previous is None or scene.previous.start is None:
        return UNKNOWN
    date = scene.previous.start + dt.timedelta((wanted - scene.previous.start.weekday()) % 7)
    return _days(date, date, "narrative")


def _with_date(_: Scene, values: Values, __: list[str]) -> When | None:
    when = _whens(values)[0]
    wanted = _integers(values, "weekday")[0]
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
            return _days(date, date, "stated")
    return when


# months, seasons, years


def _month_days(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _month(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    month, years = _integers(values, "month")[0], _integers(values, "year")
    if years:
        return _days(*_month_days(years[0], month), "stated")
    year = _guess_year(scene, month, 1)
    if year is None:
        return UNKNOWN._replace(year_known=False)
    if arguments[:1] == ["next"] and scene.published and (year, month) <= (scene.published.year, scene.published.month):
        year += 1
    return _days(*_month_days(year, month), "relative", year_known=False)


def _months(_: Scene, values: Values, __: list[str]) -> When | None:
    first, last = _integers(values, "month")
    year = _integers(values, "year")[0]
    start = _month_days(year if first <= last else year - 1, first)[0]
    return _days(start, _month_days(year, last)[1], "stated")


def _days_of_month(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    whole = _month(scene, values, [])
    if whole is None or whole.start is None or whole.end is None:
        return whole
    if arguments[:1] == ["first"]:
        return _days(whole.start, whole.start + dt.timedelta(6), whole.basis)
    return _days(whole.end - dt.timedelta(6), whole.end, whole.basis)


def _season(scene: Scene, values: Values, _: list[str]) -> When | None:
    month = _SEASONS[str(values["season"][0])]
    years = _integers(values, "year")
    if years:
        year = years[0]
    elif scene.published is None:
        return UNKNOWN
    else:
        year = scene.published.year - (dt.date(scene.published.year, month, 1) > scene.published)
    start = dt.date(year, month, 1)
    end = _month_days(year + (month == 12), (month + 1) % 12 + 1)[1]
    return _days(start, end, "stated" if years else "relative")


def _year(_: Scene, values: Values, __: list[str]) -> When | None:
    year = _integers(values, "year")[0]
    return _days(dt.date(year, 1, 1), dt.date(year, 12, 31), "stated")


def _years(_: Scene, values: Values, __: list[str]) -> When | None:
    first, last = _integers(values, "year")
    return _days(dt.date(first, 1, 1), dt.date(last, 12, 31), "stated") if first < last else None


def _decade(_: Scene, values: Values, __: list[str]) -> When | None:
    first = (_integers(values, "decade") or _integers(values, "year") or _integers(values, "n"))[0]
    first = first + 1900 if first < 100 else first
    return _days(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), "stated")


def _era(_: Scene, values: Values, __: list[str]) -> When | None:
    start, _dash, end = str(values["era"][0]).partition("/")
    return _days(dt.date.fromisoformat(start), dt.date.fromisoformat(end or start), "stated")


# relative


def _rel(scene: Scene, values: Values, _: list[str]) -> When | None:
    return _relative(scene, _integers(values, "rel")[0])


def _back(anchor: dt.date, count: int, unit: str) -> When | None:
    """Return the day, month or year that lies `count` units before a day (after it when negative)."""
    if unit in ("year", "decade"):
        year = anchor.year - count * (10 if unit == "decade" else 1)
        return _days(dt.date(year, 1, 1), dt.date(year, 12, 31), "relative")
    if unit == "month":
        index = anchor.year * 12 + anchor.month - 1 - count
        return _days(*_month_days(index // 12, index % 12 + 1), "relative")
    date = anchor - dt.timedelta(count * _UNIT_DAYS[unit])
    return When(date, date, "relative", _FUZZY[unit])


def _number_and_unit(values: Values, arguments: list[str]) -> tuple[int, str]:
    numbers = _integers(values, "n") or _integers(values, "day")
    count = int(arguments[0]) if arguments and arguments[0].isdigit() else numbers[0]
    return count, str(values["unit"][0]) if "unit" in values else "day"


def _ago(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    count, unit = _number_and_unit(values, arguments)
    return _back(scene.published, count, unit) if scene.published else UNKNOWN


def _to_the_day(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    if scene.published is None:
        return UNKNOWN
    date = scene.published.replace(year=scene.published.year - _number_and_unit(values, arguments)[0])
    return _days(date, date, "relative")


def _ago_date(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    """Read "a year ago, on 12 July": that day of the year before."""
    when = _whens(values)[0]
    if scene.published is None or when.start is None or when.year_known or (when.precision or 5) > 4:
        return None
    year = scene.published.year - _number_and_unit(values, arguments)[0]
    return _moved_to(when, year)


def _moved_to(when: When, year: int) -> When:
    assert when.start is not None
    return when._replace(
        start=when.start.replace(year=year), end=when.end.replace(year=year) if when.end else None, year_known=True
    )


def _ago_vague(scene: Scene, values: Values, _: list[str]) -> When | None:
    reach = _UNIT_DAYS[str(values["unit"][0])]
    return _relative(scene, -9 * reach, -2 * reach) if reach else _relative(scene, 0)


def _from_previous(scene: Scene, values: Values, arguments: list[str], sign: int) -> When | None:
    count, unit = _number_and_unit(values, arguments)
    recent = scene.recent
    if recent is not None and recent.start is not None and recent.end is not None:
        start, end = _back(recent.start, sign * count, unit), _back(recent.end, sign * count, unit)
        found = start if recent.precision == 1 else _joined(start, end)
        return found._replace(basis="narrative") if found else None
    return None if scene.published is None or sign < 0 else _back(scene.published, count, unit)


def _earlier(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    return _from_previous(scene, values, arguments, 1)


def _later(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    return _from_previous(scene, values, arguments, -1)


def _same(scene: Scene, _: Values, __: list[str]) -> When | None:
    if scene.previous is None or scene.previous.start is None:
        return _relative(scene, 0)
    return scene.previous._replace(basis="narrative", clock=None)


def _past(scene: Scene, values: Values, _: list[str]) -> When | None:
    return _calendar_unit(scene, str(values["unit"][0]), -1)


def _next_unit(scene: Scene, values: Values, _: list[str]) -> When | None:
    return _calendar_unit(scene, str(values["unit"][0]), 1)


def _this_unit(scene: Scene, values: Values, _: list[str]) -> When | None:
    return _calendar_unit(scene, str(values["unit"][0]), 0)


def _calendar_unit(scene: Scene, unit: str, shift: int) -> When | None:
    day = scene.published
    if day is None:
        return UNKNOWN
    if unit == "week":
        monday = day - dt.timedelta(day.weekday() - 7 * shift)
        return _days(monday, day if shift == 0 else monday + dt.timedelta(6), "relative")
    if unit in ("month", "year", "decade"):
        whole = _back(day, -shift, unit)
        if whole and shift == 0 and whole.start:
            return _days(whole.start, day, "relative")
        return whole
    return _relative(scene, -1, 0) if shift < 0 else _relative(scene, shift)


def _past_units(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    count, unit = _number_and_unit(values, arguments)
    if unit == "hour":
        return _relative(scene, -((count + 23) // 24), 0)
    return _relative(scene, -count * _UNIT_DAYS[unit], 0)


def _recent(scene: Scene, values: Values, _: list[str]) -> When | None:
    return _relative(scene, {"hour": 0, "day": -4}.get(unit := str(values["unit"][0]), -3 * _UNIT_DAYS[unit]), 0)


def _last_night(scene: Scene, _: Values, __: list[str]) -> When | None:
    return _relative(scene, -1, 0)._replace(precision=1 if scene.published else None, is_night=True)


def _last_day(scene: Scene, _: Values, __: list[str]) -> When | None:
    return _relative(scene, -1, 0)._replace(precision=1 if scene.published else None)


def _tonight(scene: Scene, _: Values, __: list[str]) -> When | None:
    return _relative(scene, 0)._replace(is_night=True)


def _part_today(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    """A part of the day alone is of the last day named in the sentence, else of the day of publication."""
    if "night" in values.get("part", []) and "now" not in arguments:
        return _last_night(scene, values, [])
    return _relative(scene, 0)._replace(is_part=True)


# clock times


def _clock(scene: Scene, values: Values, arguments: list[str]) -> When | Clock | None:
    pair = next((v for kind in ("clock", "hhmm", "dotclock") for v in values.get(kind, [])), None)
    if isinstance(pair, tuple):
        hour, minute = int(pair[0]), int(pair[1])
    else:
        numbers = _integers(values, "n") + _integers(values, "noon") + _integers(values, "day")
        hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if "pm" in arguments and hour < 12:
        hour += 12
    if "am" in arguments and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    zone = str(values["zone"][0]) if "zone" in values else None
    return hour % 24, minute, zone


def _as_clock(values: Values) -> Clock | None:
    found = next((v for v in values.get("clock", []) if isinstance(v, tuple)), None)
    return cast("Clock", (*found, None)[:3]) if found else None


def _at_clock(_: Scene, values: Values, arguments: list[str]) -> When | None:
    when, clock = _whens(values)[0], _as_clock(values)
    if clock is None or (when.precision or 1) > 1:
        return None
    if when.start and when.end and when.start != when.end:  # a night: hours before noon are of its second day
        day = when.end if clock[0] < 12 else when.start
        when = _days(day, day, when.basis)
    return when._replace(clock=clock)


def _clock_alone(scene: Scene, values: Values, _: list[str]) -> When | None:
    clock = _as_clock(values)
    anchor = scene.previous
    if anchor is not None and anchor.start is not None and anchor.precision == 1:
        return _at_clock(scene, {"when": [anchor._replace(basis="narrative")], "clock": [clock]}, [])
    return _relative(scene, 0)._replace(clock=clock)


def _part(_: Scene, values: Values, arguments: list[str]) -> When | None:
    when = _whens(values)[0]
    if (when.precision or 1) > 1 or when.is_night or when.clock:
        return None
    if "next" in arguments and when.start:
        after = when.start + dt.timedelta(1)
        return _days(after, after, when.basis)
    return when


def _clock_span(_: Scene, values: Values, __: list[str]) -> When | None:
    when, clock = _whens(values)[0], _as_clock(values)
    if clock is None or (when.precision or 1) > 1 or when.is_night or when.is_part:
        return None
    return when._replace(clock=(clock[0], clock[1], clock[2] or (when.clock[2] if when.clock else None)))


# nights and spans


def _night_to(_: Scene, values: Values, __: list[str]) -> When | None:
    when = _whens(values)[-1]
    if when.start is None:
        return when
    if when.precision != 1 or when.start != when.end:
        return None
    return When(when.start - dt.timedelta(1), when.start, when.basis, 1, is_night=True)


def _night(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    return _night_to(scene, values, arguments)


def _night_of(_: Scene, values: Values, __: list[str]) -> When | None:
    when = _whens(values)[0]
    if when.start is not None and when.end == when.start + dt.timedelta(1):
        return when._replace(is_night=True, precision=1)
    return when._replace(is_night=True) if when.start is None or when.precision == 1 else None


def _span(_: Scene, values: Values, __: list[str]) -> When | None:
    start, end = _whens(values)
    if start.start and end.start and end.year_known and not start.year_known:
        start = _moved(start, end.start)
    if start.start is not None and start.start == end.start:
        return None
    if start.start and end.start and start.start > end.start and end.basis == "relative" == start.basis:
        return None
    return _joined(start, end)


def _pair(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    """Join "Monday and Tuesday" only when one day follows the other; else they are two times."""
    start, end = _whens(values)
    if not start.end or not end.start or (end.start - start.end).days != 1:
        return None
    return _span(scene, values, arguments)


def _moved(when: When, to: dt.date) -> When:
    assert when.start is not None
    return _moved_to(when, to.year - (1 if (when.start.month, when.start.day) > (to.month, to.day) else 0))


def _span_day(_: Scene, values: Values, __: list[str]) -> When | None:
    end = _whens(values)[0]
    day = _integers(values, "day")[0]
    if end.start is None:
        return end
    if end.precision != 1:
        return None
    base = end.start if day < end.start.day else end.start.replace(day=1) - dt.timedelta(1)
    return _joined(_days(base.replace(day=day), base.replace(day=day), end.basis), end)


def _since(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    whens = _whens(values)
    when = whens[0] if whens else _clock_alone(scene, values, arguments)
    if when is None or when.start is None or ("stated" in arguments and when.basis != "stated"):
        return when
    if when.clock is not None and when.clock[2] is not None:
        return when._replace(end=None)
    if scene.published is None or when.start > scene.published:
        return when._replace(end=None, precision=when.precision)
    return _days(when.start, scene.published, when.basis, clock=when.clock)


def _since_ago(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    count, unit = _number_and_unit(values, arguments)
    if scene.published is None:
        return UNKNOWN
    if unit == "year":
        start = scene.published - dt.timedelta(round(365.25 * count))
        return _days(start, scene.published, "relative")
    shift = count if unit != "day" or "full" in arguments else count - 1
    return _relative(scene, -shift * _UNIT_DAYS[unit], 0)


def _after_units(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    return _past_units(scene, values, arguments)


def _until(scene: Scene, values: Values, _: list[str]) -> When | None:
    when = _whens(values)[0]
    end = when.end or when.start
    if end is None or scene.published is None or end <= scene.published:
        return when if when.start is None else when._replace(start=end, end=end)
    return _days(scene.published, end, when.basis)


def _before(_: Scene, values: Values, __: list[str]) -> When | None:
    when = _whens(values)[0]
    return When(None, when.start, when.basis, 5) if when.start else when


def _up_to(_: Scene, values: Values, __: list[str]) -> When | None:
    when, unit = _whens(values)[0], str(values["unit"][0])
    end = when.end or when.start
    return _days(end - dt.timedelta(max(_UNIT_DAYS[unit] - 1, 0)), end, when.basis) if end else when


def _none(_: Scene, __: Values, ___: list[str]) -> When | None:
    return When(None, None, "unknown", -1)


MAKERS: dict[str, Maker] = {
    "date": _date, "dates": _dates, "day_alone": _day_alone, "weekday": _weekday, "with_date": _with_date,
    "month": _month, "months": _months, "days_of_month": _days_of_month, "season": _season, "year": _year,
    "years": _years, "decade": _decade, "era": _era, "rel": _rel, "ago": _ago, "ago_date": _ago_date,
    "to_the_day": _to_the_day,
    "ago_vague": _ago_vague, "earlier": _earlier, "later": _later, "same": _same, "past": _past,
    "next_unit": _next_unit, "this_unit": _this_unit, "past_units": _past_units, "recent": _recent,
    "last_night": _last_night, "last_day": _last_day, "tonight": _tonight, "part_today": _part_today,
    "whole_day": _tonight, "clock": _clock, "at_clock": _at_clock, "clock_alone": _clock_alone,
    "clock_span": _clock_span,
    "part": _part, "night_to": _night_to,
    "night": _night, "night_of": _night_of, "span": _span, "pair": _pair, "span_day": _span_day, "since": _since,
    "since_ago": _since_ago, "after_units": _after_units, "until": _until, "before": _before, "up_to": _up_to,
    "none": _none,
}  # fmt: skip
