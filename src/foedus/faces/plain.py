"""Records as plain JSON values, as every face prints them: the record's own field names, whole numbers as such."""

from __future__ import annotations

import re
from typing import Any

import msgspec

COUNTS = frozenset({"low", "best", "high"})


def plain(record: msgspec.Struct) -> dict[str, Any]:
    """Return a record as plain values; a count that was stored as 50.0 is the 50 that was read."""
    value: dict[str, Any] = _tidy(msgspec.to_builtins(record))
    return value


def whole(value: float | None) -> float | int | None:
    """Return a whole number as an int.

    >>> whole(50.0), whole(0.5), whole(None)
    (50, 0.5, None)
    """
    return int(value) if value is not None and value == int(value) else value


def _tidy(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: whole(v) if k in COUNTS and isinstance(v, float) else _tidy(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_tidy(v) for v in value]
    return value


# A quote inside a JSON string is escaped, so this matches field names only.
_WHOLE = re.compile(rb'("(?:low|best|high)":-?\d+)\.0(?=[,}])')


def json_line(record: msgspec.Struct) -> bytes:
    """Return a record as one line of JSON, as `plain` would have it, but an order faster.

    >>> from foedus.values import Count
    >>> json_line(Count(low=50.0, high=None))
    b'{"low":50,"high":null,"bound":"exact","vague":false}'
    """
    return _WHOLE.sub(rb"\1", msgspec.json.encode(record))


def to_json(value: Any, *, indent: int = 0) -> str:
    """Return JSON text; the same values give the same characters."""
    text = msgspec.json.encode(value)
    return (msgspec.json.format(text, indent=indent) if indent else text).decode()
