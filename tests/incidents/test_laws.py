"""Laws of linking: order changes nothing, low ≤ best ≤ high, copies add no source, swapped sides swap everything."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.incidents import link
from foedus.records import Incident, content_id
from foedus.values import Quantity
from tests.incidents.telling import Report, lost, period, swap

SIDES = st.sampled_from(["AAA", "BBB", "AAA:MIL", "BBB:MIL", "BBB:GOV", "CCC", None])
DAYS = st.integers(1, 28).map(lambda n: period(f"2031-05-{n:02}"))
TOWNS = {"Lerna": "Nemea", "Nemea": "Lerna"}


def quantities() -> st.SearchStrategy[tuple[Quantity, ...]]:
    one = st.builds(
        lambda role, side, low, span, bound: lost(role, side, low, None if bound == "at_least" else low + span, bound),
        st.sampled_from(["killed", "wounded", "captured"]),
        st.sampled_from(["AAA", "BBB", None]),
        st.integers(0, 60),
        st.integers(0, 5),
        st.sampled_from(["exact", "at_least", "about"]),
    )
    return st.lists(one, max_size=2).map(tuple)


SAYINGS = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["ASSAULT", "ASSAULT", "TOLL", "REQUEST", "ACCUSE", "COERCE"]),
            "mode": st.sampled_from(["shelling", "firearms", "abduct", None]),
            "by": SIDES,
            "on": SIDES,
            "speaker": SIDES,
            "at": st.sampled_from(["Lerna", "Nemea", None]),
            "when": st.none() | DAYS,
            "lost": quantities(),
            "status": st.sampled_from(["occurred", "occurred", "occurred", "negated", "background", "possible"]),
        }
    ),
    max_size=5,
)
CORPORA = st.lists(st.tuples(SAYINGS, st.integers(1, 31)), min_size=1, max_size=6)


def reports(corpus: list[tuple[list[dict[str, object]], int]], *, swapped: bool = False) -> list[Report]:
    made = []
    for n, (sayings, day) in enumerate(corpus):
        report = Report(f"d{n}", f"2031-05-{day:02}")
        for saying in sayings:
            report.say("Something was said.", **(_swapped(saying) if swapped else saying))  # type: ignore[arg-type]
        made.append(report)
    return made


def _swapped(saying: dict[str, object]) -> dict[str, object]:
    out = dict(saying)
    for key in ("by", "on", "speaker"):
        out[key] = swap(saying[key])  # type: ignore[arg-type]
    out["at"] = TOWNS.get(str(saying["at"])) if saying["at"] else None
    out["lost"] = tuple(
        lost(q.role, swap(q.side.country) if q.side else None, q.low, q.high, q.bound)
        for q in saying["lost"]  # type: ignore[attr-defined]
    )
    return out


def linked(made: list[Report]) -> tuple[Incident, ...]:
    return link([r.document for r in made], [c for r in made for c in r.claims])


@given(CORPORA, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_changes_nothing(corpus: list[tuple[list[dict[str, object]], int]], shuffle: random.Random) -> None:
    made = reports(corpus)
    documents, claims = [r.document for r in made], [c for r in made for c in r.claims]
    before = link(documents, claims)
    shuffle.shuffle(documents)
    shuffle.shuffle(claims)
    assert link(documents, claims) == before


@given(CORPORA)
@settings(max_examples=60, deadline=None)
def test_bounds_are_ordered_and_claims_belong_to_one_incident(
    corpus: list[tuple[list[dict[str, object]], int]],
) -> None:
    incidents = linked(reports(corpus))
    for incident in incidents:
        for toll in incident.tolls:
            known = [v for v in (toll.low, toll.best, toll.high) if v is not None]
            assert known == sorted(known)
        assert set(incident.passing) <= set(incident.documents)
        assert list(incident.sides) == sorted(set(incident.sides))
    told = [c for i in incidents for c in i.claims]
    assert len(told) == len(set(told))


@given(CORPORA)
@settings(max_examples=40, deadline=None)
def test_a_copy_of_any_document_adds_no_source(corpus: list[tuple[list[dict[str, object]], int]]) -> None:
    made = reports(corpus)
    before = {i.id: i.independent_sources for i in linked(made)}
    again = Report("z", made[0].published, copy_of="d0")
    for saying in corpus[0][0]:
        again.say("Something was said.", **saying)  # type: ignore[arg-type]
    after = {i.id: i.independent_sources for i in linked([*made, again])}
    assert sum(after.values()) <= sum(before.values())


@given(CORPORA)
@settings(max_examples=60, deadline=None)
def test_swapping_sides_swaps_facets(corpus: list[tuple[list[dict[str, object]], int]]) -> None:
    ours, theirs = linked(reports(corpus)), linked(reports(corpus, swapped=True))
    assert sorted(map(_shape, ours)) == sorted(_shape(i, swapped=True) for i in theirs)


def _shape(incident: Incident, *, swapped: bool = False) -> str:
    turn = swap if swapped else lambda code: code
    facets = [
        (f.aspect, turn(f.about), f.verdict, sorted((turn(p.side) or "", p.stand, p.low, p.high) for p in f.positions))
        for f in incident.facets
    ]
    tolls = sorted((turn(t.side) or "", t.role, str((t.low, t.best, t.high))) for t in incident.tolls)
    sides = sorted(turn(s) or "" for s in incident.sides)
    return str(
        (incident.start, incident.end, incident.kind, incident.documents, sides, sorted(map(str, facets)), tolls)
    )


def test_ids_are_of_content() -> None:
    made = reports([([{"type": "ASSAULT", "mode": "shelling", "by": "AAA", "on": "BBB", "at": "Lerna"}], 4)])
    (incident,) = linked(made)
    assert incident.id == content_id("i", made[0].claims[0].id)
