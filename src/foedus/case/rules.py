"""`foedus verify`: the rules that hold for every claim, and what keeps a case whole.

A rule that needs to read a text once more does so on a sample, and says on how many; nothing is called checked that
was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from foedus.case.store import Case

FIRST = 5


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """How one rule fares: what was looked at, how many failed, the first of them in words."""

    rule: str
    says: str
    checked: int
    failed: int
    offenders: tuple[str, ...] = ()


def verify(case: Case, *, sample: int = 50) -> Iterator[Finding]:
    """Yield a finding a rule; `sample` is how many documents are read once more (0: all)."""
    from foedus.case import checks, integrity, rereading

    for check in (*checks.CHECKS, rereading.check, *integrity.CHECKS):
        try:
            yield from check(case, sample)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            # A row that is no record stops the rule; the rule `schema` says which.
            yield finding(check.__name__, "could not be looked at", 0, [f"a row is not what it should be: {error}"])


def finding(rule: str, says: str, checked: int, offenders: Iterable[str]) -> Finding:
    """Return a finding that keeps the first offenders and counts them all."""
    found = list(offenders)
    return Finding(rule=rule, says=says, checked=checked, failed=len(found), offenders=tuple(found[:FIRST]))
