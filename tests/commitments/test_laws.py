"""Laws that hold for any claims whatever: nothing crashes, sides swap, evidence is kept, silence is no refusal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.commitments import weigh
from foedus.commitments.explain import explain
from foedus.ledger import tally
from foedus.records import Claim, Document, Incident, content_id
from foedus.values import Actor, Period, Place, Territory

SIDES = ("KGZ", "TJK")
CODES = (*SIDES, "RUS", "CSTO", "press", None)
WORDS = ("a border incident", "aggression", "boats", "trained abroad", "soldiers", "")
SWAP = {"KGZ": "TJK", "TJK": "KGZ"}

lands = st.lists(st.sampled_from([*SIDES, "RUS"]), max_size=2, unique=True).map(tuple)
actors = st.builds(
    lambda code, sector: Actor(country=code, sector=sector, name="somebody"),
    st.sampled_from(CODES),
    st.sampled_from(["GOV", "MIL", "REB", "JRN", None]),
)
listed = st.lists(actors, max_size=2).map(tuple)
places = st.none() | st.builds(
    lambda a, b, lat, precision: Place(
        name="x", lat=lat, lon=lat, precision=precision, territory=Territory(recognised=a, controlled=b)
    ),
    lands,
    lands,
    st.none() | st.floats(-90, 90),
    st.none() | st.integers(1, 7),
)
times = st.none() | st.builds(
    lambda day, end, basis: Period(start=day, end=end, precision=1, basis=basis),
    st.sampled_from(["2022-09-14", "2022-09-20", "2019", "nonsense", "", None]),
    st.sampled_from(["2022-09-16", None, "x"]),
    st.sampled_from(["stated", "unknown"]),
)


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    kinds = ["ASSAULT", "COERCE", "ACCUSE", "REQUEST", "REJECT", "CONSULT", "AID", "MOBILIZE", "SUPPORT", "TOLL"]
    modes = [None, "shelling", "drone", "assist", "meet", "meeting", "visit", "troops", "attack", "blockade"]
    return [
        Claim(
            id=content_id("c", index),
            document_id="d",
            start=index * 10,
            end=index * 10 + 5,
            quote=draw(st.sampled_from(WORDS)),
            lang="en",
            type=draw(st.sampled_from(kinds)),
            mode=draw(st.sampled_from(modes)),
            status=draw(st.sampled_from(["occurred", "negated", "possible", "background"])),
            stance=draw(st.sampled_from(["reports", "denies", "accuses"])),
            speaker=draw(st.none() | actors),
            agents=draw(listed),
            recipients=draw(listed),
            place=draw(places),
            time=draw(times),
            provision=draw(st.sampled_from([None, "CST", "CST art. 4", "CST art. II", "art.", " art. "])),
        )
        for index in range(draw(st.integers(0, 6)))
    ]


def incident(found: list[Claim], sides: tuple[str, ...], place: Place | None) -> Incident:
    return Incident(
        id="i",
        what="",
        kind="ASSAULT",
        start="2022-09-14",
        end=None,
        date_precision=1,
        place=place,
        sides=sides,
        claims=tuple(c.id for c in found[::2]),
        documents=("d",),
    )


DOCUMENTS = [Document(id="d", path="d", text="", passages=(), published="2022-10-01")]


@settings(max_examples=150, deadline=None)
@given(claims(), st.lists(st.sampled_from(["KGZ", "TJK", "RUS", "XKA", "some group"]), unique=True, max_size=3), places)
def test_any_claims_can_be_weighed(found: list[Claim], sides: list[str], place: Place | None) -> None:
    known = {c.id for c in found}
    obligations = weigh([incident(found, tuple(sides), place)], found, DOCUMENTS)
    for obligation in obligations:
        cited = {s.claim for s in obligation.proof if s.claim}
        cited |= {a.claim for a in (*obligation.invocations, *obligation.answers) if a.claim}
        assert cited <= known
        assert obligation.trigger != "arguable" or (obligation.crux and obligation.defeaters and obligation.turns_on)
        assert obligation.closure != "refused" or any(a.kind == "refused" for a in obligation.answers)
        assert obligation.answers or obligation.answer == "none reported"
        assert explain(obligation, found, DOCUMENTS)
    tally(obligations)


def _swapped(code: str | None) -> str | None:
    return SWAP.get(code or "", code)


def _mirror_actor(actor: Actor) -> Actor:
    return Actor(country=_swapped(actor.country), sector=actor.sector, name=actor.name)


def _mirror_place(place: Place | None) -> Place | None:
    if place is None:
        return None
    views = [tuple(str(_swapped(c)) for c in v) for v in (place.territory.recognised, place.territory.controlled)]
    territory = Territory(recognised=views[0], controlled=views[1])
    return Place(name="x", lat=place.lat, lon=place.lon, precision=place.precision, territory=territory)


def _mirror(claim: Claim) -> Claim:
    fields = {f: getattr(claim, f) for f in claim.__struct_fields__}
    fields["speaker"] = _mirror_actor(claim.speaker) if claim.speaker else None
    fields["agents"] = tuple(map(_mirror_actor, claim.agents))
    fields["recipients"] = tuple(map(_mirror_actor, claim.recipients))
    fields["place"] = _mirror_place(claim.place)
    return Claim(**fields)


@settings(max_examples=100, deadline=None)
@given(claims(), places)
def test_the_sides_swapped_swap_the_verdicts(found: list[Claim], place: Place | None) -> None:
    one = weigh([incident(found, SIDES, place)], found, DOCUMENTS)
    mirrored = [_mirror(c) for c in found]
    two = weigh([incident(mirrored, SIDES, _mirror_place(place))], mirrored, DOCUMENTS)
    left = {(o.clause, o.beneficiary): (o.trigger, o.invoked, o.answer, o.closure) for o in one}
    right = {(o.clause, _swapped(o.beneficiary)): (o.trigger, o.invoked, o.answer, o.closure) for o in two}
    assert left == right
