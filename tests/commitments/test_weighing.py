"""Verdicts on invented reports: claims as the reader would make them, incidents as linking would."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.commitments import weigh
from foedus.commitments.explain import explain
from foedus.ledger import tally
from foedus.records import Claim, Document, Incident, Obligation, Toll, content_id
from foedus.values import Actor, Period, Place, Territory

SYUNIK = Place(
    name="Kapan", lat=39.2, lon=46.4, precision=2, territory=Territory(recognised=("ARM",), controlled=("ARM",))
)
KELBAJAR = Place(
    name="Kelbajar", lat=40.1, lon=46.0, precision=3, territory=Territory(recognised=("AZE",), controlled=("AZE",))
)
BORDER = Place(
    name="the border", lat=39.9, lon=45.9, precision=5, territory=Territory(recognised=("ARM", "AZE"))
)  # fmt: skip
KARABAKH = Place(
    name="Martakert", lat=40.2, lon=46.8, precision=1, territory=Territory(recognised=("AZE",), controlled=("XKA",))
)
ALMATY = Place(name="Almaty", lat=43.2, lon=76.9, precision=1, territory=Territory(recognised=("KAZ",)))
REEF = Place(name="a shoal", lat=9.7, lon=115.9, precision=2, territory=Territory(controlled=("CHN", "PHL")))


def actor(code: str | None) -> Actor | None:
    return None if code is None else Actor(country=code.split(":")[0], sector=[*code.split(":"), "GOV"][1])


def claim(kind: str, quote: str, by: str = "", to: str = "", **more: object) -> Claim:
    head, _, mode = kind.partition(".")
    day = more.pop("day", None)
    speaker = more.pop("speaker", None)
    fields: dict[str, object] = {
        "id": content_id("c", kind, quote, by, to, str(speaker)),
        "document_id": "d1",
        "start": 0,
        "end": len(quote),
        "quote": quote,
        "lang": "en",
        "type": head,
        "mode": mode or None,
        "agents": tuple(a for c in by.split() if (a := actor(c))),
        "recipients": tuple(a for c in to.split() if (a := actor(c))),
        "speaker": actor(str(speaker)) if speaker else None,
        "time": Period(start=str(day), end=str(day), precision=1, basis="stated") if day else None,
    }
    return Claim(**{**fields, **more})  # type: ignore[arg-type]


def incident(day: str, sides: str, place: Place | None, claims: Sequence[Claim], killed: float = 0) -> Incident:
    return Incident(
        id="i1",
        what="fighting",
        kind="ASSAULT",
        start=day,
        end=day,
        date_precision=1,
        place=place,
        sides=tuple(sides.split()),
        claims=tuple(c.id for c in claims),
        documents=("d1",),
        tolls=(Toll(side="ARM", role="killed", low=killed, best=killed, high=killed),) if killed else (),
    )


DOCUMENT = Document(id="d1", path="d1.txt", text="…", passages=(), published="2022-10-01", outlet="The Gazette")


def weighed(day: str, sides: str, place: Place | None, claims: Sequence[Claim]) -> dict[str, Obligation]:
    found = weigh([incident(day, sides, place, claims)], claims, [DOCUMENT])
    return {f"{o.clause}:{o.beneficiary}": o for o in found}


MUTUAL = [
    claim("ASSAULT.shelling", "Azerbaijani units shelled our posts", "AZE:MIL", "ARM", speaker="ARM:MIL", place=SYUNIK),
    claim("ASSAULT.firearms", "Armenian soldiers fired first", "ARM:MIL", "AZE", speaker="AZE:MIL", place=KELBAJAR),
]


def test_both_sides_blame_each_other_on_a_border() -> None:
    claims = [
        *MUTUAL,
        claim(
            "REQUEST.assist", "appealed to the alliance", "ARM:GOV", "CSTO", provision="CST art. 4", day="2022-09-13"
        ),
        claim("CONSULT.meeting", "the council met by video", "CSTO", day="2022-09-13"),
        claim("CONSULT.visit", "sent a mission to Yerevan", "CSTO", "ARM"),
        claim("REJECT.assist", "saw no reason to apply the article", "RUS:GOV", provision="CST art. 4"),
    ]
    found = weighed("2022-09-13", "ARM AZE", BORDER, claims)
    four = found["cst-1992/art4-2010:ARM"]
    assert (four.trigger, four.invoked, four.invoked_on, four.answer) == ("arguable", "formal", "2022-09-13", "mission")
    assert set(four.turns_on) == {"who", "place", "gravity", "undelimited_line"}
    assert {v.account: v.trigger for v in four.by_account} == {"ARM": "arguable", "AZE": "none"}
    assert {a.kind for a in four.answers} == {"consultation", "mission", "refused"}
    assert four.verify_first
    assert four.crux
    assert four.defeaters
    assert found["rus-arm-1997/art2:ARM"].trigger == "certain"
    assert found["rus-arm-1997/art3:ARM"].trigger == "arguable"
    assert found["rus-arm-1997/art3:ARM"].invoked == "none"
    assert found["tur-aze-2010/art2:AZE"].trigger == "arguable"
    assert four.conflicts == ("RUS: rus-aze-1997/refrain",)
    assert found["tur-aze-2010/art2:AZE"].conflicts == ()
    assert any("in force" in doubt or "art. 3" in doubt for doubt in found["rus-arm-1997/art3:ARM"].unverified)


def test_who_struck_is_admitted_and_the_place_is_not_clear() -> None:
    claims = [
        claim("ASSAULT.drone", "we destroyed two batteries", "AZE:MIL", "ARM", speaker="AZE:GOV", place=KARABAKH),
        claim("ASSAULT.drone", "one of them stood on Armenian soil", "AZE:MIL", "ARM", place=SYUNIK),
    ]
    four = weighed("2020-10-14", "ARM AZE", None, claims)["cst-1992/art4-2010:ARM"]
    assert (four.trigger, four.turns_on, four.invoked, four.answer) == ("arguable", ("place",), "none", "none reported")
    assert any(s.holds == "not_found" and "invoked" in s.text for s in four.proof)


def test_an_attack_on_land_of_another_state() -> None:
    claims = [
        claim("ASSAULT.ground", "Azerbaijan resumed its offensive", "AZE:MIL", "XKA", place=KARABAKH),
        claim("REQUEST.ceasefire", "called on both sides to stop", "RUS:GOV"),
    ]
    found = weighed("2023-09-19", "AZE XKA", KARABAKH, claims)
    four = found["cst-1992/art4-2010:ARM"]
    assert (four.trigger, four.turns_on) == ("none", ("place",))
    assert found["statement-2020-11-09/point1:ARM+AZE"].trigger == "certain"
    assert found["statement-2020-11-09/point3:ARM+AZE"].answer == "statement"


def test_an_accusation_by_the_adversary_alone_settles_nothing() -> None:
    blame = claim("ASSAULT.drone", "a missile from Armenia", "ARM:MIL", "AZE", speaker="AZE:JUD", place=KELBAJAR)
    denial = claim("ASSAULT.drone", "fired nothing", "ARM:MIL", speaker="ARM:MIL", stance="denies", status="negated")
    alone = weighed("2020-10-20", "ARM AZE", KELBAJAR, [blame])["tur-aze-2010/art2:AZE"]
    denied = weighed("2020-10-20", "ARM AZE", KELBAJAR, [blame, denial])["tur-aze-2010/art2:AZE"]
    seen = weighed("2020-10-20", "ARM AZE", KELBAJAR, [blame, claim("ASSAULT.drone", "hit", "ARM:MIL", "AZE")])
    assert (alone.trigger, alone.turns_on) == ("arguable", ("who",))
    assert {v.account: v.trigger for v in denied.by_account} == {"AZE": "certain", "ARM": "none"}
    assert seen["tur-aze-2010/art2:AZE"].trigger == "certain"


def test_unrest_at_home_and_an_enemy_from_abroad() -> None:
    riot = claim("ASSAULT.firearms", "shooting around the city hall", place=ALMATY)
    home = weighed("2022-01-05", "KAZ", ALMATY, [riot])
    assert home == {}
    claims = [
        riot,
        claim("REQUEST.assist", "asked the alliance for help", "KAZ:GOV", "CSTO", day="2022-01-05"),
        claim("ACCUSE.attack", "gangs trained abroad", "KAZ:GOV", speaker="KAZ:GOV"),
        claim("MOBILIZE.peacekeepers", "the first planes landed", "CSTO", place=ALMATY),
    ]
    four = weighed("2022-01-05", "KAZ", ALMATY, claims)["cst-1992/art4-2010:KAZ"]
    assert (four.trigger, four.invoked, four.answer, four.closure) == ("arguable", "formal", "troops", "honoured")


def test_pressure_at_sea() -> None:
    claims = [
        claim("COERCE.restrict", "water cannon turned on the supply boat", "CHN:COP", "PHL", place=REEF, speaker="PHL"),
        claim("COERCE.restrict", "the Philippine ship rammed ours", "PHL:MIL", "CHN", place=REEF, speaker="CHN:COP"),
        claim("REQUEST.assist", "no time to invoke the treaty", "PHL:GOV", status="negated", provision="USA-PHL 1951"),
        claim("SUPPORT", "stood with its ally", "USA:GOV", "PHL"),
    ]
    found = weighed("2024-03-05", "CHN PHL", REEF, claims)["us-philippines-1951/art4:PHL"]
    assert (found.trigger, found.invoked, found.answer) == ("arguable", "none", "statement")
    assert {"who", "gravity", "public_vessel"} == set(found.turns_on)
    assert [a.kind for a in found.invocations] == ["not invoked"]


def test_the_sides_swap_and_so_do_the_verdicts() -> None:
    north = weighed("2020-10-20", "KGZ TJK", None, [claim("ASSAULT.ground", "x", "TJK:MIL", "KGZ")])
    south = weighed("2020-10-20", "KGZ TJK", None, [claim("ASSAULT.ground", "x", "KGZ:MIL", "TJK")])
    assert north["cst-1992/art4-2010:KGZ"].trigger == south["cst-1992/art4-2010:TJK"].trigger == "arguable"
    assert not {"cst-1992/art4-2010:TJK"} & set(north)
    assert not {"cst-1992/art4-2010:KGZ"} & set(south)


def test_an_untold_day_is_assumed_and_says_so() -> None:
    found = weigh([incident("", "ARM AZE", BORDER, MUTUAL)], MUTUAL, [DOCUMENT])
    assert all(any(d.startswith("day: not told") and "2022-10-01" in d for d in o.unverified) for o in found)
    assert {o.clause for o in found} >= {"cst-1992/art4-2010", "rus-arm-1997/art3"}


def test_no_date_no_force_no_verdict() -> None:
    undated = Document(id="d1", path="d1.txt", text="…", passages=())
    assert weigh([incident("", "ARM AZE", BORDER, MUTUAL)], MUTUAL, [undated]) == ()
    talks = [claim("CONSULT.meeting", "ministers met", "ARM AZE")]
    assert weigh([incident("2022-09-13", "ARM AZE", None, talks)], talks, [DOCUMENT]) == ()
    assert weigh([], [], []) == ()


def test_explanation_and_ledger() -> None:
    claims = [
        *MUTUAL,
        claim("REQUEST.assist", "called on Moscow to help", "ARM:GOV", "RUS", provision="RUS-ARM 1997"),
        claim("CONSULT.mediation", "brokered the ceasefire", "RUS:GOV"),
    ]
    found = weigh([incident("2021-11-16", "ARM AZE", BORDER, claims)], claims, [DOCUMENT])
    three = next(o for o in found if o.clause == "rus-arm-1997/art3")
    text = explain(three, claims, [DOCUMENT])
    assert "“called on Moscow to help” (The Gazette, 2022-10-01)" in text
    assert "mediation" in text
    assert "Not verified in the treaty file" in text
    assert "{" not in text
    silent = explain(next(o for o in found if o.clause == "cst-1992/art4-2010"), claims, [DOCUMENT])
    assert "that is silence, not a refusal" in silent or "furthest answer" in silent
    rows = {(r.ally, r.partner, r.treaty, r.kind): r for r in tally(found)}
    row = rows["RUS", "ARM", "rus-arm-1997", "assist"]
    assert (row.occasions_certain, row.occasions_arguable, row.invoked) == (0, 1, 1)
    assert (row.honoured_strict, row.honoured_lenient) == ((0, 0), (1, 1))
    assert row.answered == (("mediation", 1),)
    assert row.readings_interval == (0.0, 0.0)
    assert row.sampling_interval is not None
    assert "42 of 102" in row.base_rate


def test_order_of_input_changes_nothing() -> None:
    claims = [*MUTUAL, claim("SUPPORT", "full support", "TUR:GOV", "AZE")]
    one = weigh([incident("2022-09-13", "ARM AZE", BORDER, claims)], claims, [DOCUMENT])
    two = weigh([incident("2022-09-13", "ARM AZE", BORDER, claims[::-1])], claims[::-1], [DOCUMENT])
    assert {o.id: o.trigger for o in one} == {o.id: o.trigger for o in two}
    assert [o.answers for o in one] == [o.answers for o in two]


def test_a_text_of_its_own_finds_its_incident() -> None:
    asked = claim("REQUEST.meet", "asked for consultations", "ARM:GOV", day="2021-05-14", provision="CST art. 2")
    refused = claim("REJECT.assist", "a border incident, no more", "CSTO", day="2021-07-03", document_id="d3")
    appeal = Claim(**{**{f: getattr(asked, f) for f in asked.__struct_fields__}, "document_id": "d2"})
    claims = [*MUTUAL, appeal, refused]
    documents = [DOCUMENT, Document(id="d2", path="d2", text="", passages=(), published="2021-05-15")]
    found = {o.clause: o for o in weigh([incident("2021-05-12", "ARM AZE", BORDER, MUTUAL)], claims, documents)}
    assert (found["cst-1992/art2"].invoked, found["cst-1992/art2"].invoked_on) == ("formal", "2021-05-14")
    assert found["cst-1992/art4-2010"].invoked == "none"


def test_a_bare_article_belongs_to_the_treaty_whose_organ_is_told_of() -> None:
    asked = claim("REQUEST.meet", "consultations under article 2", "ARM:GOV", provision="art. 2")
    organ = claim("CONSULT.meeting", "its council discussed it", "CSTO")
    found = weighed("2021-05-12", "ARM AZE", BORDER, [*MUTUAL, asked, organ])
    assert found["cst-1992/art2:ARM"].invoked == "formal"
    assert found["rus-arm-1997/art2:ARM"].invoked == "none"


def test_help_to_the_other_side_and_sales_without_a_day_are_no_answer() -> None:
    claims = [
        *MUTUAL,
        claim("AID.arms", "goes on selling arms to Azerbaijan", "RUS", "AZE"),
        claim("AID.arms", "goes on selling arms to Armenia", "RUS", "ARM"),
        claim("SUPPORT", "stands by Azerbaijan", "RUS:GOV", "AZE"),
    ]
    found = weighed("2022-09-13", "ARM AZE", BORDER, claims)
    assert found["rus-arm-1997/art3:ARM"].answer == "none reported"
    assert found["rus-aze-2022/consult:AZE"].answer == "statement"


def test_offers_declined() -> None:
    claims = [
        *MUTUAL,
        claim("REQUEST.assist", "asked for help", "ARM:GOV", "CSTO", day="2022-09-13"),
        claim("AGREE.assist", "offered joint measures", "CSTO", "ARM", day="2022-11-23"),
        claim("REJECT.assist", "would not sign", "ARM:GOV", "CSTO", day="2022-11-23"),
    ]
    four = weighed("2022-09-13", "ARM AZE", BORDER, claims)["cst-1992/art4-2010:ARM"]
    assert (four.answer, four.closure) == ("offered", "declined by beneficiary")


def test_an_appeal_whose_article_is_told_beside_it_and_a_conditional_answer() -> None:
    claims = [
        *MUTUAL,
        claim("REQUEST.meet", "asked Putin to begin consultations", "ARM:GOV", "RUS:GOV"),
        claim(
            "REQUEST.meet", "he referred to article 2", "RUS:GOV", provision="RUS-ARM 1997 art. 2", status="background"
        ),
        claim("AID.military", "will help if it comes to Armenia's land", "RUS", "ARM", status="possible"),
        claim("CONSULT.visit", "decided to send a mission to Armenia", "CSTO", "ARM", status="planned"),
    ]
    found = weighed("2020-10-20", "ARM AZE", BORDER, claims)
    two = found["rus-arm-1997/art2:ARM"]
    assert (two.trigger, two.invoked, two.answer, two.closure) == ("certain", "formal", "conditional", "open")
    assert found["rus-arm-1997/art3:ARM"].invoked == "none"
    assert found["cst-1992/art4-2010:ARM"].answer == "mission"


def test_whose_deed_and_whose_word_it_is() -> None:
    claims = [
        *MUTUAL,
        claim("CONSULT.visit", "they will send CSTO officers to Armenia", speaker="RUS:GOV"),
        claim("PROTEST", "a crowd in the square shouted that the CSTO had slept"),
    ]
    found = weighed("2022-09-13", "ARM AZE", BORDER, claims)
    four = found["cst-1992/art4-2010:ARM"]
    assert [(a.by, a.kind) for a in four.answers] == [("CSTO", "mission")]
    assert found["rus-arm-1997/art2:ARM"].answer == "statement"
    assert found["rus-aze-2022/consult:AZE"].answer == "statement"


def test_a_call_with_one_side_is_no_consultation_with_the_other() -> None:
    call = claim("CONSULT.call", "the premier called Putin after the Azerbaijani shelling", "ARM:GOV RUS:GOV")
    found = weighed("2022-09-13", "ARM AZE", BORDER, [*MUTUAL, call])
    assert found["rus-arm-1997/art2:ARM"].answer == "consultation"
    assert found["rus-aze-2022/consult:AZE"].answer == "none reported"


def test_only_help_can_be_declined() -> None:
    refusal = claim("REJECT.proposal", "would not host the exercise", "ARM:GOV", "CSTO", day="2022-11-23")
    four = weighed("2022-09-13", "ARM AZE", BORDER, [*MUTUAL, refusal])["cst-1992/art4-2010:ARM"]
    assert four.closure == "open"
    offer = claim("AGREE.assist", "offered joint measures", "CSTO", "ARM", day="2022-11-23")
    four = weighed("2022-09-13", "ARM AZE", BORDER, [*MUTUAL, offer, refusal])["cst-1992/art4-2010:ARM"]
    assert four.closure == "declined by beneficiary"
