"""An ally's record: counts with denominators, intervals and the published base rate; never one bare percentage.

tally(obligations)                 LedgerRow records, one per ally, partner, treaty and kind of clause
intervals.jeffreys(hits, trials)   the interval from sampling
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.records import LedgerRow, Obligation


def tally(obligations: Sequence[Obligation]) -> tuple[LedgerRow, ...]:
    """Add up each ally's record (`foedus.ledger.record.tally`)."""
    from foedus.ledger.record import tally as stage

    return stage(obligations)
