from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.commitments.kernel import (
    Dimension,
    Formula,
    Frame,
    FrameError,
    crux,
    defeaters,
    frame,
    pivots,
    readings,
)

NAMES = ("who", "where", "grave", "rule")
World = dict[str, str]


@st.composite
def dimension_sets(draw: st.DrawFn) -> tuple[Dimension, ...]:
    count = draw(st.integers(1, 4))
    return tuple(Dimension(NAMES[i], tuple("abc"[: draw(st.integers(1, 3))])) for i in range(count))


def formulas() -> st.SearchStrategy[Formula]:
    leaf = st.one_of(
        st.builds(
            lambda name, options: Formula("fact", dimension=name, options=tuple(sorted(options))),
            st.sampled_from(NAMES[:2]),
            st.sets(st.sampled_from("abc"), max_size=2),
        ),
        st.builds(lambda value: Formula("known", value=value), st.booleans()),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(
                lambda op, parts: Formula(op, children=tuple(parts)),
                st.sampled_from(["and", "or", "unless"]),
                st.lists(inner, min_size=1, max_size=3),
            ),
            st.builds(lambda part: Formula("not", children=(part,)), inner),
        ),
        max_leaves=8,
    )


def worlds(dimensions: tuple[Dimension, ...], forbidden: tuple[tuple[tuple[str, str], ...], ...]) -> list[World]:
    every = [
        dict(zip((d.name for d in dimensions), values, strict=True))
        for values in product(*(d.options for d in dimensions))
    ]
    return [w for w in every if not any(all(w.get(n, o) == o for n, o in combo) for combo in forbidden)]


def holds(formula: Formula, world: World) -> bool:
    parts = [holds(child, world) for child in formula.children]
    if formula.op == "fact":
        return formula.dimension not in world or world[formula.dimension] in formula.options
    if formula.op == "known":
        return formula.value
    if formula.op == "not":
        return not parts[0]
    if formula.op == "or":
        return any(parts)
    return all(parts) if formula.op == "and" else parts[0] and not any(parts[1:])


def forces(assignment: tuple[tuple[str, str], ...], formula: Formula, every: list[World]) -> bool:
    left = [w for w in every if all(w[n] == o for n, o in assignment)]
    return bool(left) and all(holds(formula, w) for w in left)


@settings(max_examples=200, deadline=None)
@given(dimension_sets(), formulas(), st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=3))
def test_masks_agree_with_looking_at_every_world(
    dimensions: tuple[Dimension, ...], formula: Formula, pairs: list[tuple[str, str]]
) -> None:
    forbidden = tuple((("who", a), ("where", b)) for a, b in pairs) if len(dimensions) > 1 else ()
    every = worlds(dimensions, forbidden)
    assume(every)
    those = Frame(dimensions, forbidden)
    mask = readings(formula, those)
    count = sum(holds(formula, w) for w in every)
    assert (mask.bit_count(), those.count) == (count, len(every))
    expected = "certain" if count == len(every) else "arguable" if count else "none"
    assert those.truth(mask) == expected


@settings(max_examples=150, deadline=None)
@given(dimension_sets(), formulas())
def test_crux_and_defeaters_are_all_the_minimal_settlements(
    dimensions: tuple[Dimension, ...], formula: Formula
) -> None:
    every = worlds(dimensions, ())
    those = Frame(dimensions)
    mask = readings(formula, those)
    opposite = Formula("not", children=(formula,))
    for found, goal in ((crux(those, mask), formula), (defeaters(those, mask), opposite)):
        many = [d for d in dimensions if len(d.options) > 1]  # a question with one answer settles nothing
        partial = [
            tuple(zip((d.name for d in chosen), values, strict=True))
            for size in range(len(many) + 1)
            for chosen in combinations(many, size)
            for values in product(*(d.options for d in chosen))
        ]
        forcing = [a for a in partial if forces(a, goal, every)]
        minimal = [a for a in forcing if not any(set(b) < set(a) for b in forcing)]
        assert sorted(found) == sorted(minimal)


@given(dimension_sets(), formulas())
def test_settling_never_turns_a_certain_verdict(dimensions: tuple[Dimension, ...], formula: Formula) -> None:
    those = Frame(dimensions)
    mask = readings(formula, those)
    for dimension in dimensions:
        for option in dimension.options:
            narrower = those.within({dimension.name: (option,)})
            if those.truth(mask) != "arguable":
                assert those.truth(mask, narrower) == those.truth(mask)


def test_no_reading_is_an_error_and_never_a_verdict() -> None:
    one = (Dimension("who", ("a",)),)
    with pytest.raises(FrameError, match="no reading is left"):
        Frame(one, ((("who", "a"),),))
    with pytest.raises(FrameError, match="empty set of readings"):
        frame(one).truth(1, 0)


def test_sixteen_binary_dimensions_are_the_limit() -> None:
    binary = tuple(Dimension(f"d{i:02}", ("yes", "no")) for i in range(17))
    assert Frame(binary[:16]).count == 65536
    with pytest.raises(FrameError, match="more than 65536"):
        Frame(binary)
    with pytest.raises(FrameError, match="listed twice"):
        Frame((binary[0], binary[0]))


def test_what_to_verify_first() -> None:
    those = frame((Dimension("where", ("ARM", "AZE")), Dimension("rule", ("yes", "no"), "doctrine")))
    mask = those.where("where", ("ARM",))
    assert [name for name, _ in pivots(those, mask)] == ["where"]
    assert pivots(those, mask, kind="doctrine") == ()
    assert those.world(mask) == {"where": "ARM", "rule": "yes"}
    assert those.world(0) is None
