"""Constrained clustering: pairs by falling weight are joined while the whole stays one happening.

A chain of weak links would glue a war into one incident; the guard refuses a union that spans too many days or too much
land, that bridges a lull, joins strangers, or holds two happenings that one text tells apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foedus.incidents.days import distance_km, gap_days
from foedus.incidents.evidence import Lore, explain, numbers_clash, total
from foedus.incidents.happenings import Happening
from foedus.incidents.rules import rules
from foedus.incidents.sides import are_strangers, parties
from foedus.records import Link
from foedus.values import Place


class Cluster:
    """Happenings held to be one, and what bounds it."""

    def __init__(self, happening: Happening) -> None:
        self.members: list[Happening] = [happening]
        self.links: list[Link] = []

    @property
    def key(self) -> tuple[int, str, int, str]:
        """The place of the member that was told first: the order of clusters."""
        return min(m.order for m in self.members)

    def join(self, happening: Happening, link: Link) -> None:
        """Take in a happening for the reason that a link gives."""
        self.members.append(happening)
        self.links.append(link)

    def days(self) -> list[tuple[int, int]]:
        """Return the stretches of days that members tell, those known only to the month left out."""
        return sorted({m.days for m in self.members if m.days is not None and (m.precision or 3) <= 3})

    def points(self) -> list[Place]:
        """Return the precise places of the members, those carried over from before left out."""
        return list({(p.lat, p.lon): p for m in self.members if not m.carried for p in m.points}.values())

    def is_long(self) -> bool:
        """Return whether it is of a kind that may last, as a blockade does."""
        return any(k in rules().long_kinds for m in self.members for k in m.kinds)


def cluster(rows: Sequence[Happening], links: Iterable[Link]) -> tuple[Cluster, ...]:
    """Return the clusters of happenings; `links` come best first (`candidates.score`)."""
    home = {r.id: Cluster(r) for r in sorted(rows, key=lambda r: r.order)}
    for link in links:
        left, right = home.get(link.left), home.get(link.right)
        if left is None or right is None:
            continue
        if left is right:
            left.links.append(link)
        elif may_join(left, right):
            if len(left.members) < len(right.members) or (
                len(left.members) == len(right.members) and right.key < left.key
            ):
                left, right = right, left
            left.members += right.members
            left.links += [*right.links, link]
            for member in right.members:
                home[member.id] = left
    unique = {id(c): c for c in home.values()}
    return tuple(sorted(unique.values(), key=lambda c: c.key))


def may_join(left: Cluster, right: Cluster) -> bool:
    """Return whether two clusters may be one incident."""
    return (
        not _told_apart(left, right)
        and _continuous(left, right)
        and _within_reach(left, right)
        and _no_strangers(left, right)
        and _counts_fit(left, right)
        and not _before_its_time(left, right)
        and not _before_its_time(right, left)
    )


def _told_apart(left: Cluster, right: Cluster) -> bool:
    return bool({m.document for m in left.members} & {m.document for m in right.members})


def _continuous(left: Cluster, right: Cluster) -> bool:
    ours, theirs = left.days(), right.days()
    if not ours or not theirs:
        return True
    lasting = left.is_long() and right.is_long()
    if min(gap_days(a, b) for a in ours for b in theirs) > (
        rules().max_long_gap_days if lasting else rules().max_gap_days
    ):
        return False
    together = [*ours, *theirs]
    length = max(d[1] for d in together) - min(d[0] for d in together)
    return length <= (rules().max_long_span_days if lasting else rules().max_span_days)


def _within_reach(left: Cluster, right: Cluster) -> bool:
    ours, theirs = left.points(), right.points()
    if not ours or not theirs:
        return True
    closest = min(distance_km(a, b) or 0.0 for a in ours for b in theirs)
    farthest = max(distance_km(a, b) or 0.0 for a in ours for b in theirs)
    return closest <= rules().elsewhere_km and (farthest <= rules().max_spread_km or closest <= rules().same_place_km)


def _no_strangers(left: Cluster, right: Cluster) -> bool:
    ours = parties(s for m in left.members for s in m.sides)
    theirs = parties(s for m in right.members for s in m.sides)
    return not are_strangers(ours, theirs)


def _before_its_time(left: Cluster, right: Cluster) -> bool:
    """Return whether an undated text was printed before the other began, or speaks of what came after it."""
    days = right.days()
    if not days:
        return False
    start, end = min(d[0] for d in days), max(d[1] for d in days)
    slack = rules().max_long_gap_days if left.is_long() and right.is_long() else rules().max_gap_days
    undated = [m for m in left.members if m.days is None]
    return any(
        (m.published is not None and m.published < start - slack) or (m.not_before or 0) > end + 1 for m in undated
    )


def _counts_fit(left: Cluster, right: Cluster) -> bool:
    """An undated text does not join one whose counts of the same side are of another size altogether."""
    return not any(numbers_clash(a, b) for a in left.members for b in right.members if a.days is None or b.days is None)


def best_home(row: Happening, clusters: Sequence[Cluster], lore: Lore) -> tuple[Cluster, Link] | None:
    """Return the cluster that an aside, a memory or a verdict is about, with the link that says why; or None."""
    least = (
        lore.accept + (rules().accept_verdict if row.standing == "verdict" else rules().accept_recall) - rules().accept
    )
    best: tuple[float, tuple[int, str, int, str], Cluster, Link] | None = None
    for candidate in clusters:
        if any(m.document == row.document for m in candidate.members) or not _may_recall(row, candidate):
            continue
        if row.days is None and _before_its_time(Cluster(row), candidate):
            continue
        for member in candidate.members:
            features = explain(row, member, lore, least)
            if features is None:
                continue
            link = Link(left=member.id, right=row.id, weight_log2=total(features), features=features)
            rank = (-link.weight_log2, member.order)
            if best is None or rank < best[:2]:
                best = (*rank, candidate, link)
    if best is None or best[3].weight_log2 < least:
        return None
    return best[2], best[3]


def _may_recall(row: Happening, candidate: Cluster) -> bool:
    """Return whether a comparison can pay: a day in reach, states in common; a memory goes back only so far."""
    if any(m.lineage == row.lineage for m in candidate.members):
        return True
    days = candidate.days()
    if row.days is not None and days and (row.precision or 3) <= 3:
        return min(gap_days(row.days, d) for d in days) <= rules().max_long_gap_days
    spoken = {s for m in candidate.members for s in m.about}
    if row.about and spoken and not spoken & set(row.about):
        return False
    if row.published is None or not days:
        return True
    return -1 <= row.published - min(d[0] for d in days) <= rules().recall_days
