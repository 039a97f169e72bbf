"""Values that stages pass to each other: actor, place, period, count, quantity.

They are frozen and comparable, and their field names are those of the claim record, so what a stage computes,
what the case stores and what an export prints is one thing. Offsets are Unicode code points over the document's
normalised text, half-open.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Bound = Literal["exact", "at_least", "more_than", "about", "up_to", "less_than"]
Basis = Literal["stated", "relative", "narrative", "unknown"]
Role = Literal[
    "killed", "wounded", "captured", "missing", "displaced", "destroyed", "damaged",
    "personnel", "vehicles", "positions",
]  # fmt: skip


class Actor(Struct, frozen=True, kw_only=True):
    """Who: a state, an organisation, an office, a person.

    `country` is ISO 3166 alpha-3, `XKA` for the Nagorno-Karabakh authorities, or an organisation id
    (`CSTO NATO EU UN OSCE` ...). `sector` is PLOVER's (`GOV MIL CVL JRN REB COP JUD LEG` ...).
    `id` is the resource id of the actor (`arm.mod`, `person.pashinyan`); None when only described.
    """

    name: str | None = None
    id: str | None = None
    country: str | None = None
    sector: str | None = None
    as_written: str = ""
    start: int | None = None
    end: int | None = None


class Territory(Struct, frozen=True, kw_only=True):
    """Whose land a place is at a date, under each view; several codes where a border or a dispute leaves it open."""

    recognised: tuple[str, ...] = ()
    controlled: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()


class Place(Struct, frozen=True, kw_only=True):
    """Where: `name` as written, `resolved` its gazetteer name; `precision` is UCDP's where-precision 1 to 7."""

    name: str
    resolved: str | None = None
    id: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    territory: Territory = Territory()
    start: int | None = None
    end: int | None = None


class Period(Struct, frozen=True, kw_only=True):
    """When: ISO 8601 dates or times; `precision` is UCDP's date precision 1 to 5; no `end` means open."""

    start: str | None = None
    end: str | None = None
    precision: int | None = None
    basis: Basis = "unknown"


class Count(Struct, frozen=True, kw_only=True):
    """How many, before it is known of what: `at_least` and `more_than` leave `high` empty, `up_to` leaves `low`."""

    low: float | None
    high: float | None
    bound: Bound = "exact"
    vague: bool = False


class Quantity(Struct, frozen=True, kw_only=True):
    """A counted consequence of an act; `side` is whose people or things they are, None if not stated."""

    role: Role
    side: Actor | None = None
    low: float | None = None
    high: float | None = None
    bound: Bound = "exact"
    item: str | None = None
