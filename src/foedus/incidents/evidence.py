"""Pairwise evidence that two happenings are one: named features, each a claim that can be checked, with log2 weights.

Pure functions over rows; `candidates.score` is the stage that runs them over blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from foedus.incidents.days import distance_km, gap_days, radius_km
from foedus.incidents.happenings import Happening, are_other_kinds
from foedus.incidents.rules import rules, weight
from foedus.incidents.sides import are_strangers, parties

_LARGE, _TELLING = 5, 20
_CLASH = 4.0  # counts of one side so many times apart are hardly of one day
Cosine = Callable[[str, str], float | None]  # of two documents by id; None where it says nothing


class Lore(NamedTuple):
    """What the whole corpus says about how much a likeness is worth."""

    cosine: Cosine  # of their words
    names: Cosine  # of the actors they name, across languages
    rarity: Callable[[Collection[str]], float]  # bits: how rare documents about these parties are
    accept: float  # weight from which a pair may join; it rises with the number of happenings


def explain(
    left: Happening, right: Happening, lore: Lore, at_least: float = -1000.0
) -> tuple[tuple[str, float], ...] | None:
    """Return every feature that speaks for or against, as (feature:level, weight), in a fixed order.

    None if the pair cannot reach a weight, whatever its words: reading them costs more than all else.
    """
    levels = [(name, feature(left, right)) for name, feature in _FEATURES]
    found = [(f"{name}:{level}", weight(name, level)) for name, level in levels]
    found += [("about", about_the_same(left, right, lore))]
    found += [("numbers", shared_numbers(left, right)), ("names", shared_names(left, right))]
    if total(found) + weight("text", "copy") + weight("cast", "same") < at_least:
        return None
    for name, level in (
        ("text", alike_in_words(left, right, lore.cosine)),
        ("cast", same_cast(left, right, lore.names)),
    ):
        found.append((f"{name}:{level}", weight(name, level)))
    return tuple((name, round(value, 6)) for name, value in found if value)


def total(features: Iterable[tuple[str, float]]) -> float:
    """Return the sum of weights, rounded so that no engine's order of adding shows."""
    return round(sum(value for _, value in features), 6)


def same_lineage(left: Happening, right: Happening) -> str:
    """One text was copied from the other."""
    return "same" if left.lineage == right.lineage and left.document != right.document else "other"


def same_day(left: Happening, right: Happening) -> str:
    """Both fell on the same day, or on days without a lull between them."""
    if left.days is None or right.days is None:
        return "unknown"
    gap = gap_days(left.days, right.days)
    if gap <= rules().max_long_gap_days and _both_last(left, right):
        return "episode" if gap else "same"
    vague = max(left.precision or 3, right.precision or 3)
    if vague >= 4:
        return "month" if gap == 0 else "apart"
    if gap == 0:
        return "same" if vague <= 2 else "overlap"
    if gap < rules().max_gap_days:
        return "next"
    return "lull" if gap == rules().max_gap_days else "apart"


def _both_last(left: Happening, right: Happening) -> bool:
    return bool({*left.kinds} & {*right.kinds} & {*rules().long_kinds})


def fresh_when_published(left: Happening, right: Happening) -> str:
    """The undated one was printed when the dated one was news."""
    if (left.days is None) == (right.days is None):
        return "none"
    dated, undated = (left, right) if left.days is not None else (right, left)
    if undated.published is None or dated.days is None:
        return "none"
    lag = undated.published - dated.days[1]
    if lag < -1 and _both_last(left, right) and lag >= -rules().max_long_gap_days:
        return "none"
    if lag < -1:
        return "later" if undated.published < dated.days[0] - 1 else "none"
    return "fresh" if lag <= 3 else "recent" if lag <= 14 else "none" if lag <= 60 else "stale"


def published_together(left: Happening, right: Happening) -> str:
    """Neither tells its day, but both were printed at the same time; blind: of one nothing is known at all."""
    blind = [h.days is None and h.published is None for h in (left, right)]
    if any(blind):
        return "blind" if all(blind) else "half_blind"
    if left.days is not None or right.days is not None or left.published is None or right.published is None:
        return "none"
    apart = abs(left.published - right.published)
    return "together" if apart <= 3 else "none" if apart <= 10 else "weeks" if apart <= 60 else "months"


def same_weekday(left: Happening, right: Happening) -> str:
    """An undated text names the weekday on which the other fell."""
    if left.days is not None and right.days is not None:
        return "none"
    if not left.weekdays or not right.weekdays:
        return "none"
    return "same" if {*left.weekdays} & {*right.weekdays} else "other"


def same_place(left: Happening, right: Happening) -> str:
    """Both happened at the same spot, or as near as their places are known."""
    if left.points and right.points:
        level = _level_of_distance(left, right)
        if left.carried or right.carried:
            return "carried" if level in ("same", "near", "region") else "unknown"
        return level
    if {*left.lines} & {*right.lines}:
        return "near"
    if left.lands and right.lands:
        return "country" if parties(left.lands) & parties(right.lands) else "other_country"
    return "unknown"


def _level_of_distance(left: Happening, right: Happening) -> str:
    pairs = [(distance_km(a, b) or 0.0, a, b) for a in left.points for b in right.points]
    closest, a, b = min(pairs, key=lambda p: (p[0], p[1].name, p[2].name))
    if closest <= rules().same_place_km:
        return "same" if max(a.precision or 5, b.precision or 5) <= 3 else "region"
    if closest <= max(radius_km(a), radius_km(b)):
        return "near" if max(a.precision or 5, b.precision or 5) <= 3 else "region"
    if closest <= rules().same_area_km:
        return "area"
    return "far" if closest <= rules().elsewhere_km else "elsewhere"


def same_sides(left: Happening, right: Happening) -> str:
    """The same parties used force on each other."""
    ours, theirs = parties(left.sides), parties(right.sides)
    if not ours or not theirs:
        return "unknown"
    if ours == theirs:
        return "same"
    if ours <= theirs or theirs <= ours:
        return "part"
    if are_strangers(ours, theirs):
        return "other"
    return "cross" if ours & theirs else "halves"


def about_the_same(left: Happening, right: Happening, lore: Lore) -> float:
    """The two documents speak most of the same states; the rarer in the corpus, the more it says."""
    table = rules().weights["about"]
    ours, theirs = set(left.about), set(right.about)
    if not ours or not theirs:
        return table["unknown"]
    return min(lore.rarity(ours & theirs), table["at_most"]) if ours & theirs else table["other"]


def same_kind(left: Happening, right: Happening) -> str:
    """The same sort of force was used."""
    if not left.kinds or not right.kinds:
        return "unknown"
    if are_other_kinds(left.kinds, right.kinds):
        return "other"
    return "lasting" if _both_last(left, right) else "same"


def alike_in_words(left: Happening, right: Happening, cosine: Cosine) -> str:
    """The two texts use the same rare words."""
    value = cosine(left.document, right.document)
    if value is None:
        return "no_measure"
    return "copy" if value >= 0.6 else "close" if value >= 0.3 else "some" if value >= 0.15 else "none"


def same_cast(left: Happening, right: Happening, cosine: Cosine) -> str:
    """The two documents name the same people, states and organisations, the rare ones above all."""
    value = cosine(left.document, right.document)
    if value is None:
        return "none"
    return "same" if value >= 0.7 else "alike" if value >= 0.45 else "none" if value >= 0.15 else "other"


def shared_numbers(left: Happening, right: Happening) -> float:
    """Both give the same counts of dead, wounded, captured or missing."""
    table = rules().weights["numbers"]
    shared = set(left.numbers) & set(right.numbers)
    if not shared and (left.days is None or right.days is None) and numbers_clash(left, right):
        return table["clash"]
    points = sum(table[_size_of(float(n.partition(":")[2]))] for n in sorted(shared))
    return min(points, table["at_most"])


def _size_of(count: float) -> str:
    """Return how telling a count is: 71 and 105 hardly come twice by accident, 30 and 6,500 are round."""
    if count >= _TELLING and count % 10:
        return "each_telling"
    return "each_large" if count >= _LARGE else "each_small"


def numbers_clash(left: Happening, right: Happening) -> bool:
    """Return whether the two count some side's losses so differently that they can hardly be of one day."""
    ours, theirs = dict(left.losses), dict(right.losses)
    both = sorted(ours.keys() & theirs.keys())
    return any(max(ours[k], theirs[k]) >= _CLASH * min(ours[k], theirs[k]) for k in both)


def shared_names(left: Happening, right: Happening) -> float:
    """Both name the same people, weapons, articles and appeals."""
    table = rules().weights["names"]
    return min(len(set(left.names) & set(right.names)) * table["each"], table["at_most"])


_FEATURES: tuple[tuple[str, Callable[[Happening, Happening], str]], ...] = (
    ("lineage", same_lineage),
    ("day", same_day),
    ("lag", fresh_when_published),
    ("published", published_together),
    ("weekday", same_weekday),
    ("place", same_place),
    ("sides", same_sides),
    ("kind", same_kind),
)
