"""Clock times, nights, and stretches of time: from, to, since, until."""

from __future__ import annotations

import datetime as dt
from typing import cast

from foedus.mentions.time_values import (
    UNIT_DAYS,
    UNKNOWN,
    Clock,
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
    whens,
)


def _clock(scene: Scene, values: Values, arguments: list[str]) -> When | Clock | None:
    pair = next((v for kind in ("clock", "hhmm", "dotclock") for v in values.get(kind, [])), None)
    if isinstance(pair, tuple):
        hour, minute = int(pair[0]), int(pair[1])
    else:
        numbers = integers(values, "n") + integers(values, "noon") + integers(values, "day")
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
    when, clock = whens(values)[0], _as_clock(values)
    if clock is None or (when.precision or 1) > 1:
        return None
    if when.start and when.end and when.start != when.end:  # a night: hours before noon are of its second day
        day = when.end if clock[0] < 12 else when.start
        when = stretch(day, day, when.basis)
    return when._replace(clock=clock)


def _clock_alone(scene: Scene, values: Values, _: list[str]) -> When | None:
    clock = _as_clock(values)
    anchor = scene.previous
    if anchor is not None and anchor.start is not None and anchor.precision == 1:
        return _at_clock(scene, {"when": [anchor._replace(basis="narrative")], "clock": [clock]}, [])
    return relative(scene, 0)._replace(clock=clock)


def _part(_: Scene, values: Values, arguments: list[str]) -> When | None:
    when = whens(values)[0]
    if (when.precision or 1) > 1 or when.is_night or when.clock:
        return None
    if "next" in arguments and when.start:
        after = when.start + dt.timedelta(1)
        return stretch(after, after, when.basis)
    return when


def _clock_span(_: Scene, values: Values, __: list[str]) -> When | None:
    when, clock = whens(values)[0], _as_clock(values)
    if clock is None or (when.precision or 1) > 1 or when.is_night or when.is_part:
        return None
    return when._replace(clock=(clock[0], clock[1], clock[2] or (when.clock[2] if when.clock else None)))


def _night_to(_: Scene, values: Values, __: list[str]) -> When | None:
    when = whens(values)[-1]
    if when.start is None:
        return when
    if when.precision != 1 or when.start != when.end:
        return None
    return When(when.start - dt.timedelta(1), when.start, when.basis, 1, is_night=True)


def _night(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    return _night_to(scene, values, arguments)


def _night_of(_: Scene, values: Values, __: list[str]) -> When | None:
    when = whens(values)[0]
    if when.start is not None and when.end == when.start + dt.timedelta(1):
        return when._replace(is_night=True, precision=1)
    return when._replace(is_night=True) if when.start is None or when.precision == 1 else None


def _span(_: Scene, values: Values, __: list[str]) -> When | None:
    start, end = whens(values)
    if start.start and end.start and end.year_known and not start.year_known:
        start = _moved(start, end.start)
    if start.start is not None and start.start == end.start:
        return None
    if start.start and end.start and start.start > end.start and end.basis == "relative" == start.basis:
        return None
    return joined(start, end)


def _within(_: Scene, values: Values, __: list[str]) -> When | None:
    """Take the narrower of two times told side by side: "last spring, in April"."""
    first, second = whens(values)
    for wide, narrow in ((first, second), (second, first)):
        if wide.start and wide.end and narrow.start and narrow.end and (wide.precision or 0) > (narrow.precision or 9):
            return narrow if wide.start <= narrow.start and narrow.end <= wide.end else None
    return None


def _pair(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    """Join "Monday and Tuesday" only when one day follows the other; else they are two times."""
    start, end = whens(values)
    if not start.end or not end.start or (end.start - start.end).days != 1:
        return None
    return _span(scene, values, arguments)


def _moved(when: When, to: dt.date) -> When:
    assert when.start is not None
    return moved_to(when, to.year - (1 if (when.start.month, when.start.day) > (to.month, to.day) else 0))


def _span_day(_: Scene, values: Values, __: list[str]) -> When | None:
    end = whens(values)[0]
    day = integers(values, "day")[0]
    if end.start is None:
        return end
    if end.precision != 1:
        return None
    base = end.start if day < end.start.day else end.start.replace(day=1) - dt.timedelta(1)
    return joined(stretch(base.replace(day=day), base.replace(day=day), end.basis), end)


def _since(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    named = whens(values)
    when = named[0] if named else _clock_alone(scene, values, arguments)
    if when is None or when.start is None or ("stated" in arguments and when.basis != "stated"):
        return when
    if when.clock is not None and when.clock[2] is not None:
        return when._replace(end=None)
    if scene.published is None or when.start > scene.published:
        return when._replace(end=None, precision=when.precision)
    return stretch(when.start, scene.published, when.basis, clock=when.clock)


def _since_ago(scene: Scene, values: Values, arguments: list[str]) -> When | None:
    count, unit = number_and_unit(values, arguments)
    if scene.published is None:
        return UNKNOWN
    if unit == "year":
        start = scene.published - dt.timedelta(round(365.25 * count))
        return stretch(start, scene.published, "relative")
    shift = count if unit != "day" or "full" in arguments else count - 1
    return relative(scene, -shift * UNIT_DAYS[unit], 0)


def _until(scene: Scene, values: Values, _: list[str]) -> When | None:
    when = whens(values)[0]
    end = when.end or when.start
    if end is None or scene.published is None or end <= scene.published:
        return when if when.start is None else when._replace(start=end, end=end)
    return stretch(scene.published, end, when.basis)


def _before(_: Scene, values: Values, __: list[str]) -> When | None:
    when = whens(values)[0]
    return When(None, when.start, when.basis, 5) if when.start else when


def _up_to(_: Scene, values: Values, __: list[str]) -> When | None:
    when, unit = whens(values)[0], str(values["unit"][0])
    end = when.end or when.start
    return stretch(end - dt.timedelta(max(UNIT_DAYS[unit] - 1, 0)), end, when.basis) if end else when


def _none(_: Scene, __: Values, ___: list[str]) -> When | None:
    return When(None, None, "unknown", -1)


MAKERS: dict[str, Maker] = {
    "clock": _clock,
    "at_clock": _at_clock,
    "clock_alone": _clock_alone,
    "clock_span": _clock_span,
    "part": _part,
    "night_to": _night_to,
    "night": _night,
    "night_of": _night_of,
    "span": _span,
    "pair": _pair,
    "within": _within,
    "span_day": _span_day,
    "since": _since,
    "since_ago": _since_ago,
    "until": _until,
    "before": _before,
    "up_to": _up_to,
    "none": _none,
}
