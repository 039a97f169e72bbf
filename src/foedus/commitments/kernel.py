"""Readings as bitmasks: certain, arguable or none, and what it turns on.

A *frame* lists the contested dimensions of one incident with their options, less the combinations that cannot be.
Its readings are numbered, so every proposition is an `int` whose bit *i* says whether it holds in reading *i*: and, or
and not are integer operations. All readings → certain; some → arguable; none → none (supervaluation: "on its own soil
or on an undelimited line" keeps the correlation that three-valued logic loses). Never an answer from an empty set of
readings: that is a `FrameError`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from foedus.errors import FoedusError

MAX_READINGS = 1 << 16  # sixteen binary dimensions; masks stay under 8 KB

Truth = Literal["certain", "arguable", "none"]
Assignment = tuple[tuple[str, str], ...]


class FrameError(FoedusError):
    """A frame leaves no reading, or more readings than can be weighed."""


class Dimension(Struct, frozen=True):
    """A contested question with its options: a *fact* that evidence settles, or a *doctrine* that lawyers dispute."""

    name: str
    options: tuple[str, ...]
    kind: Literal["fact", "doctrine"] = "fact"
    question: str = ""


class Frame:
    """The readings of one incident; build it with `frame`, which shares equal ones.

    >>> soil = frame((Dimension("where", ("ARM", "AZE")), Dimension("grave", ("yes", "no"))))
    >>> soil.count, soil.truth(soil.where("where", ("ARM",)) & soil.where("grave", ("yes",)))
    (4, 'arguable')
    """

    __slots__ = ("_masks", "all", "count", "dimensions")

    def __init__(self, dimensions: tuple[Dimension, ...], forbidden: tuple[Assignment, ...] = ()) -> None:
        _check(dimensions)
        self.dimensions = dimensions
        self._masks, size = _number(dimensions)
        self.all = (1 << size) - 1
        for combination in forbidden:
            self.all &= ~self._cube(combination)
        if not self.all:
            raise FrameError("no reading is left: the forbidden combinations exclude every one; remove one of them")
        self.count = self.all.bit_count()

    def _cube(self, assignment: Assignment) -> int:
        mask = self.all
        for name, option in assignment:
            mask &= self._masks[name].get(option, 0) if name in self._masks else self.all
        return mask

    def where(self, name: str, options: Collection[str]) -> int:
        """Return the readings in which a dimension has one of the options; all of them if it is not in the frame."""
        masks = self._masks.get(name)
        if masks is None:
            return self.all
        mask = 0
        for option in options:
            mask |= masks.get(option, 0)
        return mask & self.all

    def within(self, account: Mapping[str, Collection[str]]) -> int:
        """Return the readings an account leaves open: a question that it does not answer stays open.

        An account that contradicts the frame itself leaves none: the caller is to treat it as silent.
        """
        mask = self.all
        for name, options in account.items():
            mask &= self.where(name, options)
        return mask

    def truth(self, mask: int, within: int | None = None) -> Truth:
        """Return whether a proposition holds in all, some or none of the readings (of those `within`, if given)."""
        readings = self.all if within is None else within & self.all
        if not readings:
            raise FrameError("an empty set of readings has no verdict; this account contradicts the frame")
        held = mask & readings
        return "certain" if held == readings else "arguable" if held else "none"

    def world(self, mask: int) -> dict[str, str] | None:
        """Return the first reading of a proposition, option by dimension; None if it holds in none."""
        held = mask & self.all
        if not held:
            return None
        lowest = held & -held
        return {
            d.name: next(option for option in d.options if self._masks[d.name][option] & lowest)
            for d in self.dimensions
        }


@lru_cache(maxsize=4096)
def frame(dimensions: tuple[Dimension, ...], forbidden: tuple[Assignment, ...] = ()) -> Frame:
    """Return the frame of these dimensions; equal ones are one object, so their masks are computed once."""
    return Frame(dimensions, forbidden)


def _check(dimensions: tuple[Dimension, ...]) -> None:
    names = sorted(d.name for d in dimensions)
    for left, right in pairwise(names):
        if left == right:
            raise FrameError(f"the dimension {left!r} is listed twice; merge the two")
    readings = 1
    for dimension in dimensions:
        if not dimension.options or len(set(dimension.options)) != len(dimension.options):
            raise FrameError(f"the dimension {dimension.name!r} needs at least one option, each once")
        readings *= len(dimension.options)
    if readings > MAX_READINGS:
        raise FrameError(
            f"{readings} readings are more than {MAX_READINGS} (16 binary dimensions): settle some dimensions, "
            "or weigh the clause over the dimensions that it names"
        )


def _number(dimensions: tuple[Dimension, ...]) -> tuple[dict[str, dict[str, int]], int]:
    """Number the readings (first dimension fastest) and return each option's mask and how many readings there are."""
    masks: dict[str, dict[str, int]] = {}
    size = 1
    for dimension in dimensions:
        count = len(dimension.options)
        block = (1 << size) - 1
        masks = {
            name: {option: _repeat(mask, size, count) for option, mask in options.items()}
            for name, options in masks.items()
        }
        masks[dimension.name] = {option: block << (size * i) for i, option in enumerate(dimension.options)}
        size *= count
    return masks, size


def _repeat(mask: int, width: int, times: int) -> int:
    out = 0
    for i in range(times):
        out |= mask << (width * i)
    return out


class Formula(Struct, frozen=True):
    """A proposition about an incident as a tree; `about` cites what it rests on (an article, a doctrine, claims).

    `fact`: a dimension has one of the options. `known`: not contested in this frame, true or false (`value`).
    `unless`: the first child holds and none of the others (a rule and its exceptions).
    """

    op: Literal["fact", "known", "and", "or", "not", "unless"]
    text: str = ""
    children: tuple[Formula, ...] = ()
    dimension: str = ""
    options: tuple[str, ...] = ()
    value: bool = False
    about: tuple[str, ...] = ()

    def dimensions(self) -> frozenset[str]:
        """Return the names of the dimensions that this proposition speaks of."""
        own = {self.dimension} if self.op == "fact" else set()
        return frozenset(own.union(*(child.dimensions() for child in self.children)))


@lru_cache(maxsize=1 << 16)
def readings(formula: Formula, within: Frame) -> int:
    """Return the readings of a frame in which a formula holds."""
    if formula.op == "fact":
        return within.where(formula.dimension, formula.options)
    if formula.op == "known":
        return within.all if formula.value else 0
    masks = [readings(child, within) for child in formula.children]
    if formula.op == "or":
        mask = 0
        for other in masks:
            mask |= other
        return mask
    if formula.op == "not":
        return within.all & ~masks[0]
    mask = within.all
    for other in masks if formula.op == "and" else masks[:1]:
        mask &= other
    for exception in masks[1:] if formula.op == "unless" else ():
        mask &= ~exception
    return mask


def walk(formula: Formula, depth: int = 0) -> Iterator[tuple[int, Formula]]:
    """Yield the nodes of a proposition with their depth, a node before its children."""
    yield depth, formula
    for child in formula.children:
        yield from walk(child, depth + 1)


def crux(within: Frame, mask: int, *, longest: int = 6) -> tuple[Assignment, ...]:
    """Return the smallest sets of settled questions that make a proposition certain (its prime implicants).

    Sets of more than `longest` questions are not looked for. A proposition that is certain already needs nothing
    settled: `((),)`; one that holds in no reading cannot be forced: `()`.
    """
    held = mask & within.all
    found: list[Assignment] = []
    level: list[tuple[Assignment, int, int]] = [((), within.all, 0)] if held else []
    for _ in range(longest + 1):
        level = list(_deepen(within, held, level, found))
    return tuple(found)


def _deepen(
    within: Frame, held: int, level: Sequence[tuple[Assignment, int, int]], found: list[Assignment]
) -> Iterator[tuple[Assignment, int, int]]:
    for assignment, cube, following in level:
        if any(set(smaller) <= set(assignment) for smaller in found):
            continue
        if not cube & ~held:
            found.append(assignment)
            continue
        for index in range(following, len(within.dimensions)):
            dimension = within.dimensions[index]
            for option in dimension.options:
                narrower = cube & within.where(dimension.name, (option,))
                if narrower & held and narrower != cube:
                    yield (*assignment, (dimension.name, option)), narrower, index + 1


def defeaters(within: Frame, mask: int, *, longest: int = 6) -> tuple[Assignment, ...]:
    """Return the smallest sets of settled questions under which a proposition cannot hold."""
    return crux(within, within.all & ~mask, longest=longest)


def pivots(within: Frame, mask: int, *, kind: str | None = None) -> tuple[tuple[str, float], ...]:
    """Rank the questions by how much settling each would lessen doubt, most first; those that would not are left out.

    Doubt is p(1 - p), p the share of readings in which the proposition holds; every reading weighs the same, so this
    ranks what to verify and is no probability of what happened.
    """
    doubt = _doubt(mask & within.all, within.all)
    drops = []
    for dimension in within.dimensions:
        if kind is not None and dimension.kind != kind:
            continue
        left = 0.0
        for option in dimension.options:
            cube = within.where(dimension.name, (option,))
            left += _doubt(mask & cube, cube) * cube.bit_count() / within.count
        if doubt - left > 1e-12:
            drops.append((dimension.name, round(doubt - left, 6)))
    return tuple(sorted(drops, key=lambda drop: -drop[1]))


def _doubt(held: int, cube: int) -> float:
    count = cube.bit_count()
    share = held.bit_count() / count if count else 0.0
    return share * (1 - share)
