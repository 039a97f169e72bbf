"""Candidate pairs and their scores: a relational stage, rows of happenings in, rows of scored pairs out.

In Python over blocks for now: at 1,000 documents (some 3,000 happenings) it takes seconds, and Ibis on DuckDB would
cost its start alone (0.3 s) on every build. The border is tables, so that an Ibis version can take its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from foedus.incidents.evidence import Lore, explain, total
from foedus.incidents.happenings import Happening
from foedus.incidents.sides import parties
from foedus.records import Link

_DAYS_IN_BLOCK = 4
_LARGEST_BLOCK = 400  # a block above this says too little; its pairs are left to narrower blocks


def score(rows: Sequence[Happening], lore: Lore) -> tuple[Link, ...]:
    """Return the pairs that may join, with their features, best first; ties by day of print, document, place."""
    by_id = {r.id: r for r in rows}
    place = {r.id: n for n, r in enumerate(sorted(rows, key=lambda r: r.order))}
    links = []
    for left, right in candidates(rows):
        features = explain(by_id[left], by_id[right], lore, lore.accept)
        if features is not None and total(features) >= lore.accept:
            links.append(Link(left=left, right=right, weight_log2=total(features), features=features))
    return tuple(sorted(links, key=lambda k: (-k.weight_log2, place[k.left], place[k.right])))


def candidates(rows: Sequence[Happening]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of ids that share a block, each once, the earlier told first, sorted."""
    blocks: defaultdict[tuple[object, ...], set[int]] = defaultdict(set)
    ordered = sorted(rows, key=lambda r: r.order)
    for n, row in enumerate(ordered):
        for key in block_keys(row):
            blocks[key].add(n)
    pairs = {
        pair
        for members in blocks.values()
        if len(members) <= _LARGEST_BLOCK
        for pair in combinations(sorted(members), 2)
        if ordered[pair[0]].document != ordered[pair[1]].document
    }
    return tuple((ordered[a].id, ordered[b].id) for a, b in sorted(pairs))


def block_keys(row: Happening) -> Iterator[tuple[object, ...]]:
    """Yield the blocks of a happening: copies; days and a side; places and a side; what is undated; large numbers."""
    yield ("lineage", row.lineage)
    sides: Iterable[str] = sorted(parties((*row.sides, *row.lands, *row.about))) or ("?",)
    when = row.days or ((row.published - 3, row.published) if row.published is not None else None)
    for side in sides:
        for point in row.points:
            yield ("place", side, round((point.lat or 0) * 2), round((point.lon or 0) * 2))
        if row.days is None:
            yield ("undated", side)
        if when is not None:
            for bucket in range((when[0] - 2) // _DAYS_IN_BLOCK, (when[1] + 2) // _DAYS_IN_BLOCK + 1):
                yield ("day", side, bucket)
    for number in row.numbers:
        if float(number.partition(":")[2]) >= 10:
            yield ("number", number)
