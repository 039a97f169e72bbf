"""A happening: what one document tells of one use of force, as a row that can be compared with others."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from foedus.incidents.rules import rules
from foedus.incidents.sides import code, codes, party
from foedus.records import Claim
from foedus.values import Place


class Happening(Struct, frozen=True, kw_only=True):
    """What one document tells of one happening; `core` are the claims of force and losses, `acts` what is said of it.

    Days are ordinals. `about` are the parties that its document speaks of most; `carried` points are those of the
    happening told before it, for want of its own; `lines` are borders; `weekdays` are all that an undated text tells.
    `standing`: `news` may found an incident, `recalled` (history) and `verdict` may only join one. `weight` says how
    much of the document it fills.
    """

    id: str
    document: str
    lineage: str
    published: int | None
    core: tuple[Claim, ...]
    acts: tuple[Claim, ...] = ()
    days: tuple[int, int] | None = None
    precision: int | None = None
    points: tuple[Place, ...] = ()
    lands: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    losses: tuple[tuple[str, float], ...] = ()
    about: tuple[str, ...] = ()
    carried: bool = False
    lines: tuple[str, ...] = ()
    not_before: int | None = None
    weekdays: tuple[int, ...] = ()
    standing: str = "news"
    weight: float = 0.0

    @property
    def order(self) -> tuple[int, str, int, str]:
        """Return where it stands among others: by day of print, document and place in the text."""
        return (
            self.published or 0,
            self.document,
            min((c.start for c in (*self.core, *self.acts)), default=0),
            self.id,
        )

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return all claims, in the order of the text."""
        return tuple(sorted((*self.core, *self.acts), key=lambda c: (c.start, c.end, c.id)))


def kinds_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the sorts of force that claims tell of, as `linkage.yaml` groups their modes."""
    groups = {mode: group for group, modes in rules().kinds.items() for mode in modes}
    found = {groups[c.mode] for c in claims if c.mode in groups}
    if any(q.role == "captured" for c in claims for q in c.quantities):
        found.add("capture")
    return tuple(sorted(found))


def are_other_kinds(left: Collection[str], right: Collection[str]) -> bool:
    """Return whether two sets of kinds have nothing in common."""
    return bool(left and right) and not set(left) & set(right)


def numbers_of(claims: Iterable[Claim]) -> Iterable[str]:
    """Yield the counts of people that claims give, as `killed:7`."""
    for claim in claims:
        for quantity in claim.quantities:
            value = quantity.low if quantity.low is not None else quantity.high
            if quantity.role in rules().human and value:
                yield f"{quantity.role}:{value:g}"


def losses_of(claims: Iterable[Claim]) -> tuple[tuple[str, float], ...]:
    """Return the highest count by role and side, where the side is said."""
    most: dict[str, float] = {}
    for claim in claims:
        for quantity in claim.quantities:
            who = code(quantity.side)
            if who and quantity.low and quantity.role in rules().human:
                key = f"{quantity.role}:{party(who)}"
                most[key] = max(most.get(key, 0.0), quantity.low)
    return tuple(sorted(most.items()))


def names_of(claims: Iterable[Claim]) -> set[str]:
    """Return what claims name that few others name: people, weapons, articles, appeals."""
    found = {a.id for c in claims for a in (*c.agents, *c.recipients) if a.id and a.id.startswith("person:")}
    found |= {c.speaker.id for c in claims if c.speaker and c.speaker.id and c.speaker.id.startswith("person:")}
    found |= {c.provision.partition(" art")[0] for c in claims if c.provision}
    asked = [c for c in claims if c.type in ("REQUEST", "CONSULT", "AID") and c.status == "occurred"]
    found |= {f"{c.type}:{who}" for c in asked for who in codes(c.agents)}
    return found | {c.means for c in claims if c.means}
