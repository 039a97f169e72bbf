"""Times told from the day of publication or from a time named before: yesterday, two weeks ago, the next day."""

from __future__ import annotations

import datetime as dt

from foedus.mentions.time_values import (
    UNIT_DAYS,
    UNKNOWN,
    Maker,
    Scene,
    Values,
    When,
    integers,
    joined,
    moved_to,
    number_and_unit,
    relative,
    stretch,
    units_before,
    whens,
)


def _rel(scene: Scene, values: Values, _: list[str]) -> When | None:
    return relative(scene, integers(values, "rel")[0])


def _ago(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    count, unit = number_and_unit(values, arguments)
    return units_before(scene.published, count, unit) if scene.published else UNKNOWN


def _to_the_day(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    if scene.published is None:
        return UNKNOWN
    date = scene.published.replace(year=scene.published.year - number_and_unit(values, arguments)[0])
    return stretch(date, date, "relative")


def _ago_date(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    """Read "a year ago, on 12 July": that day of the year before."""
    when = whens(values)[0]
    if scene.published is None or when.start is None or when.year_known or (when.precision or 5) > 4:
        return None
    year = scene.published.year - number_and_unit(values, arguments)[0]
    return moved_to(when, year)


def _ago_vague(scene: Scene, values: Values, _: list[str]) -> When | None:
    reach = UNIT_DAYS[str(values["unit"][0])]
    return relative(scene, -9 * reach, -2 * reach) if reach else relative(scene, 0)


def _from_previous(scene: Scene, values: Values, arguments: list[str], sign: int) -> When | None:
    count, unit = number_and_unit(values, arguments)
    recent = scene.recent
    if recent is not None and recent.start is not None and recent.end is not None:
        start, end = units_before(recent.start, sign * count, unit), units_before(recent.end, sign * count, unit)
        found = start if recent.precision == 1 else joined(start, end)
        return found._replace(basis="narrative") if found else None
    return None if scene.published is None or sign < 0 else units_before(scene.published, count, unit)


def _earlier(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    return _from_previous(scene, values, arguments, 1)


def _later(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    return _from_previous(scene, values, arguments, -1)


def _same(scene: Scene, _: Values, __: list[str]) -> When | None:
    if scene.previous is None or scene.previous.start is None:
        return UNKNOWN
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
        return stretch(monday, day if shift == 0 else monday + dt.timedelta(6), "relative")
    if unit in ("month", "year", "decade"):
        whole = units_before(day, -shift, unit)
        if whole and shift == 0 and whole.start:
            return stretch(whole.start, day, "relative")
        return whole
    return relative(scene, -1, 0) if shift < 0 else relative(scene, shift)


def _past_units(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    count, unit = number_and_unit(values, arguments)
    if unit == "hour":
        return relative(scene, -((count + 23) // 24), 0)
    return relative(scene, -count * UNIT_DAYS[unit], 0)


def _recent(scene: Scene, values: Values, _: list[str]) -> When | None:
    return relative(scene, {"hour": 0, "day": -4}.get(unit := str(values["unit"][0]), -3 * UNIT_DAYS[unit]), 0)


def _last_night(scene: Scene, _: Values, __: list[str]) -> When | None:
    return relative(scene, -1, 0)._replace(precision=1 if scene.published else None, is_night=True)


def _last_day(scene: Scene, _: Values, __: list[str]) -> When | None:
    return relative(scene, -1, 0)._replace(precision=1 if scene.published else None)


def _tonight(scene: Scene, _: Values, __: list[str]) -> When | None:
    return relative(scene, 0)._replace(is_night=True)


def _part_today(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    """A part of the day alone is of the last day named in the sentence, else of the day of publication."""
    if "night" in values.get("part", []) and "now" not in arguments:
        return _last_night(scene, values, [])
    return relative(scene, 0)._replace(is_part=True)


MAKERS: dict[str, Maker] = {
    "rel": _rel,
    "ago": _ago,
    "ago_date": _ago_date,
    "to_the_day": _to_the_day,
    "ago_vague": _ago_vague,
    "earlier": _earlier,
    "later": _later,
    "same": _same,
    "past": _past,
    "next_unit": _next_unit,
    "this_unit": _this_unit,
    "past_units": _past_units,
    "after_units": _past_units,
    "recent": _recent,
    "last_night": _last_night,
    "last_day": _last_day,
    "tonight": _tonight,
    "part_today": _part_today,
    "whole_day": _tonight,
}
