"""Records in a few words, for tables and for `show`."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
BOUNDS = {"at_least": "≥", "more_than": ">", "about": "~", "up_to": "≤", "less_than": "<"}


def short(identity: str) -> str:
    """Return the beginning of an id that people copy: prefix and eight digits."""
    prefix, _, digits = identity.partition("-")
    return f"{prefix}-{digits[:8]}" if len(prefix) == 1 and len(digits) == 16 else identity


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "incident"), counted(1200, "claim")
    ('1 incident', '1,200 claims')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def who(actor: Row | None) -> str:
    """Return an actor as `AZE:MIL`, or its name if it has no country."""
    if not actor:
        return ""
    code = ":".join(part for part in (actor["country"], actor["sector"]) if part)
    return code or actor["name"] or actor["as_written"]


def all_of(actors: list[Row]) -> str:
    """Return several actors, joined."""
    return ", ".join(who(a) for a in actors)


def day(period: Row | None) -> str:
    """Return when: a day, days, a whole month or year.

    >>> day({"start": "2020-01-01", "end": "2020-12-31"}), day({"start": "2020-11-01", "end": "2020-11-30"})
    ('2020', '2020-11')
    """
    if not period or not period["start"]:
        return ""
    start, end = period["start"][:10], (period["end"] or "")[:10]
    if start[5:] == "01-01" and end[5:] == "12-31":
        return str(start[:4]) if start[:4] == end[:4] else f"{start[:4]}…{end[:4]}"
    if start[8:] == "01" and start[:7] == end[:7] and end[8:] >= "28":
        return str(start[:7])
    return f"{start}…{end[5:] if start[:4] == end[:4] else end}" if end and end != start else start


def act(claim: Row) -> str:
    """Return type and mode, and the status if it is not that it occurred."""
    name = f"{claim['type']}:{claim['mode']}" if claim["mode"] else claim["type"]
    return name if claim["status"] == "occurred" else f"{name} ({claim['status']})"


def quantity(value: Row) -> str:
    """Return a counted loss: `≥49 killed ARM`."""
    low, high = value["low"], value["high"]
    number = low if high is None else high if low is None else low if low == high else f"{low}-{high}"
    sign = BOUNDS.get(value["bound"], "")
    return " ".join(str(p) for p in (f"{sign}{number}", value["role"], value["item"], who(value["side"])) if p)


def toll(side: str, role: str, value: Row) -> str:
    """Return a toll: `ARM killed 49–105 (best 49)`."""
    low, best, high = value["low"], value["best"], value["high"]
    span = f"{low}" if low == high else f"{'?' if low is None else low}–{'?' if high is None else high}"
    return f"{side} {role} {span}" + (f" (best {best})" if best is not None and best != low else "")


def place(value: Row | None) -> str:
    """Return the name of a place."""
    return (value["resolved"] or value["name"]) if value else ""
