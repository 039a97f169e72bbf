"""Tools for those who keep word lists: `check` finds what is wrong in them, `coverage` what is missing from them."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """Something about a list: an `error` keeps it from working, a `warning` may be meant so."""

    file: str
    line: int
    key: str
    level: Literal["error", "warning"]
    what: str
