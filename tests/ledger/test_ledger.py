from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foedus.ledger import tally
from foedus.ledger.intervals import beta_share, jeffreys
from foedus.ledger.record import base_rate
from foedus.records import Act, Obligation


def obligation(trigger: str = "certain", invoked: str = "none", kind: str = "assist", **by: str) -> Obligation:
    clause = {"assist": "rus-arm-1997/art3", "consult": "rus-arm-1997/art2"}[kind]
    return Obligation(
        id=f"o-{trigger}{invoked}{kind}{sorted(by.items())}",
        incident="i",
        commitment="rus-arm-1997",
        treaty="RUS-ARM 1997",
        provision="art. 3",
        clause=clause,
        kind=kind,
        beneficiary="ARM",
        obligors=("RUS",),
        trigger=trigger,  # type: ignore[arg-type]
        invoked=invoked,  # type: ignore[arg-type]
        answers=tuple(Act(kind=rung, by=who) for who, rung in by.items()),
    )


def test_the_published_intervals_are_reproduced() -> None:
    # Research notes 1.1: 95 % Jeffreys intervals of the honour rates of Berkemeier & Fuhrmann 2018.
    assert [tuple(round(x, 2) for x in jeffreys(*counts)) for counts in ((73, 146), (12, 54), (6, 43))] == [
        (0.42, 0.58),
        (0.13, 0.35),
        (0.06, 0.27),
    ]
    assert jeffreys(0, 0) == (0.0, 1.0)


@given(st.integers(0, 60), st.integers(0, 60))
def test_an_interval_holds_its_rate_and_mirrors(hits: int, misses: int) -> None:
    trials = hits + misses
    low, high = jeffreys(hits, trials)
    assert 0 <= low <= high <= 1
    assert not trials or low - 0.001 <= hits / trials <= high + 0.001
    other = jeffreys(misses, trials)
    assert abs(other[0] - (1 - high)) < 0.0015
    assert abs(other[1] - (1 - low)) < 0.0015


@given(st.floats(0.01, 0.99), st.floats(0.5, 50), st.floats(0.5, 50))
def test_the_beta_distribution_mirrors(x: float, a: float, b: float) -> None:
    assert abs(beta_share(x, a, b) - (1 - beta_share(1 - x, b, a))) < 1e-9


def test_counts_keep_their_denominators() -> None:
    found = [
        obligation("certain", "formal", RUS="materiel"),
        obligation("certain", "none"),
        obligation("arguable", "formal", RUS="mediation"),
        obligation("arguable", "none", RUS="statement"),
        obligation("none", "none"),
        obligation("certain", "none", kind="consult", RUS="consultation"),
    ]
    assist, consult = tally(found)
    assert (assist.kind, assist.occasions_certain, assist.occasions_arguable, assist.invoked) == ("assist", 2, 2, 2)
    assert assist.honoured_strict == (1, 2)
    assert assist.honoured_lenient == (2, 3)
    assert dict(assist.answered) == {"none reported": 1, "statement": 1, "mediation": 1, "materiel": 1}
    assert assist.readings_interval == (0.25, 0.5)
    assert (consult.honoured_strict, consult.kind) == ((1, 1), "consult")
    assert consult.base_rate == "no published rate for this kind of clause"
    assert "6 of 43 = 14 %" in base_rate("assist")


def test_silence_is_no_refusal() -> None:
    silent, refused = tally([obligation()])[0], tally([obligation(RUS="refused")])[0]
    assert dict(silent.answered) == {"none reported": 1}
    assert dict(refused.answered) == {"refused": 1}


def test_the_organ_answers_for_its_members_only_leniently() -> None:
    (row,) = tally([obligation(CSTO="mission")])
    assert (row.honoured_strict, row.honoured_lenient) == ((0, 1), (1, 1))


@given(st.permutations([obligation(), obligation("arguable", "formal", RUS="troops"), obligation(kind="consult")]))
def test_order_changes_nothing(found: list[Obligation]) -> None:
    assert tally(found) == tally(sorted(found, key=lambda o: o.id))


def test_nothing_in_nothing_out() -> None:
    assert tally([]) == ()
