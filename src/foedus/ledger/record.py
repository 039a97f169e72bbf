"""The stage `tally`: occasions, invocations and answers of each ally, added up.

Reads obligations. Writes ledger rows. Never: a rate without its denominator, a refusal from silence. Source: the
obligations; Berkemeier & Fuhrmann 2018 for the base rates.

Strict: an occasion is a certain trigger, honoured only if the ally's own answer reached the clause's standard.
Lenient: a certain trigger, or an arguable one that was invoked, honoured if the ally or the organ that speaks for it
did more than speak. The interval from readings runs from "no arguable occasion was one" to "all were", whichever way
is worse and better for the ally; the interval from sampling is Jeffreys' on the lenient count.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from foedus.commitments.language import LADDER, Clause
from foedus.commitments.treaties import load_all
from foedus.ledger.intervals import jeffreys
from foedus.records import LedgerRow, Obligation
from foedus.resources import load_yaml

_COUNTED = ("assist", "consult", "guarantee", "deploy", "mediate")
_SPOKE = LADDER.index("statement")


class Rate(Struct, frozen=True):
    """A published count of honoured commitments of one kind and era."""

    kind: str
    era: str
    honoured: int
    occasions: int


class BaseRates(Struct, frozen=True):
    """The published rates (`treaties/_base_rates.yaml`)."""

    source: str
    rates: tuple[Rate, ...]
    compare: dict[str, str]


def tally(obligations: Sequence[Obligation]) -> tuple[LedgerRow, ...]:
    """Return one row per ally, partner, treaty and kind of clause with at least one occasion or invocation."""
    groups: dict[tuple[str, str, str, str], list[Obligation]] = {}
    for obligation in obligations:
        if obligation.kind in _COUNTED and (obligation.trigger != "none" or obligation.invoked != "none"):
            for ally in obligation.obligors:
                key = (ally, obligation.beneficiary, obligation.commitment, obligation.kind)
                groups.setdefault(key, []).append(obligation)
    return tuple(_row(*key, found) for key, found in sorted(groups.items()))


def _row(ally: str, partner: str, treaty: str, kind: str, found: Sequence[Obligation]) -> LedgerRow:
    certain = [o for o in found if o.trigger == "certain"]
    arguable = [o for o in found if o.trigger == "arguable"]
    lenient = [o for o in found if o.trigger == "certain" or (o.trigger == "arguable" and o.invoked != "none")]
    strict = (sum(_honoured(o, ally, strict=True) for o in certain), len(certain))
    loose = (sum(_honoured(o, ally, strict=False) for o in lenient), len(lenient))
    rungs = [furthest(o, ally, with_organs=True) for o in found]
    words = [*LADDER, "conditional", "offered", "refused"]
    return LedgerRow(
        ally=ally,
        partner=partner,
        treaty=treaty,
        kind=kind,
        occasions_certain=len(certain),
        occasions_arguable=len(arguable),
        invoked=sum(o.invoked != "none" for o in found),
        answered=tuple((word, rungs.count(word)) for word in words if word in rungs),
        honoured_strict=strict,
        honoured_lenient=loose,
        readings_interval=readings_interval(certain, arguable, ally),
        sampling_interval=jeffreys(*loose) if loose[1] else None,
        base_rate=base_rate(kind),
        obligations=tuple(sorted(o.id for o in found)),
    )


def furthest(obligation: Obligation, ally: str, *, with_organs: bool) -> str:
    """Return the furthest rung that one ally (or an organ that speaks for it) is reported to have reached."""
    by = {a.by for a in obligation.answers} - set(obligation.obligors)
    speakers = {ally, *(by if with_organs else ())}
    acts = [a for a in obligation.answers if a.by in speakers]
    rung = max((a.kind for a in acts if a.kind in LADDER), key=LADDER.index, default="none reported")
    if LADDER.index(rung) <= _SPOKE:
        return next((k for k in ("refused", "offered", "conditional") if any(a.kind == k for a in acts)), rung)
    return rung


def _honoured(obligation: Obligation, ally: str, *, strict: bool) -> bool:
    rung = furthest(obligation, ally, with_organs=not strict)
    if rung not in LADDER:
        return False
    standard = _clause(obligation).honoured_by if strict else "consultation"
    return LADDER.index(rung) >= LADDER.index(standard)


@functools.cache
def _clauses() -> dict[str, Clause]:
    return {f"{t.id}/{c.id}": c for t in load_all() for c in t.clauses}


def _clause(obligation: Obligation) -> Clause:
    return _clauses()[obligation.clause]


def readings_interval(
    certain: Sequence[Obligation], arguable: Sequence[Obligation], ally: str
) -> tuple[float, float] | None:
    """Return the lowest and highest strict rate over the ways to settle which arguable occasions were occasions.

    None if no reading has an occasion.
    """
    kept = sum(_honoured(o, ally, strict=True) for o in certain)
    good = sum(_honoured(o, ally, strict=True) for o in arguable)
    bad = len(arguable) - good
    if not certain and not arguable:
        return None
    low = kept / (len(certain) + bad) if certain or bad else 1.0
    high = (kept + good) / (len(certain) + good) if certain or good else 0.0
    return round(low, 3), round(high, 3)


def base_rate(kind: str) -> str:
    """Return the published rate of the same kind of clause, with counts, interval, era, unit and source."""
    rates = _base_rates()
    wanted = rates.compare.get(kind, "")
    if not wanted:
        return "no published rate for this kind of clause"
    parts = []
    for rate in (r for r in rates.rates if r.kind == wanted):
        low, high = jeffreys(rate.honoured, rate.occasions)
        share = f"{100 * rate.honoured / rate.occasions:.0f} %"
        parts.append(f"{rate.honoured} of {rate.occasions} = {share} [{low:.2f}-{high:.2f}] {rate.era}")
    return f"{'; '.join(parts)} ({rates.source})"


@functools.cache
def _base_rates() -> BaseRates:
    return msgspec.convert(load_yaml("treaties/_base_rates.yaml"), type=BaseRates)
