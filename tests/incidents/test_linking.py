from __future__ import annotations

import msgspec
import pytest

from foedus.incidents import link
from foedus.records import Incident
from foedus.values import Actor
from tests.incidents.telling import Report, lost, period


def linked(*reports: Report) -> tuple[Incident, ...]:
    return link([r.document for r in reports], [c for r in reports for c in r.claims])


def border_fight() -> tuple[Report, Report]:
    """One day's fighting told by two agencies, each with another ministry's figure."""
    day = period("2031-05-04")
    first = (
        Report("d1", "2031-05-04")
        .say("Bravia's guns shelled Lerna at dawn.", mode="shelling", by="BBB:MIL", on="AAA", at="Lerna", when=day)
        .say("We lost 31 men, the Alvian ministry said.", "TOLL", speaker="AAA:MIL", lost=(lost("killed", "AAA", 31),))
        .say("Alvia fired first, Bravia's ministry said.", mode="firearms", by="AAA:MIL", on="BBB", speaker="BBB:MIL")
    )
    second = (
        Report("d2", "2031-05-05")
        .say("Bravian forces attacked on Sunday, Alvia said.", mode="ground", by="BBB:MIL", on="AAA", speaker="AAA:GOV",
             at="Lerna", when=day)
        .say("Bravia counts 28 dead.", "TOLL", speaker="BBB:MIL", lost=(lost("killed", "BBB", 28),))
        .say("At least 59 soldiers died.", "TOLL", lost=(lost("killed", None, 59, None, "at_least"),))
        .say("Alvia asked its allies for help.", "REQUEST", "assist", by="AAA:GOV", speaker="AAA:GOV")
    )  # fmt: skip
    return first, second


def test_two_reports_of_one_day_are_one_incident_and_every_figure_is_kept() -> None:
    (incident,) = linked(*border_fight())
    assert incident.documents == ("d1", "d2")
    assert incident.sides == ("AAA", "BBB")
    assert (incident.start, incident.end, incident.date_precision) == ("2031-05-04", "2031-05-04", 1)
    assert len(incident.claims) == 7
    killed = {t.side: t for t in incident.tolls if t.role == "killed"}
    assert (killed["AAA"].low, killed["AAA"].best, killed["AAA"].high) == (31, 31, 31)
    assert (killed["BBB"].low, killed["BBB"].best, killed["BBB"].high) == (28, 28, 28)
    assert incident.disputed == ("perpetrator",)
    assert incident.kind == "fighting"
    assert incident.independent_sources == 2
    assert all(link.features for link in incident.links)


def test_accounts_hold_who_began() -> None:
    (incident,) = linked(*border_fight())
    held = {a.source: dict(a.holds).get("began") for a in incident.accounts}
    assert held["AAA"] == "BBB"
    assert held["BBB"] == "AAA"
    assert held["press"] == "BBB"


def test_a_day_of_lull_and_another_cause_part_incidents() -> None:
    told = Report("d3", "2031-05-05").say(
        "Shells hit Lerna on Sunday.", mode="shelling", by="BBB", on="AAA", at="Lerna", when=period("2031-05-04")
    ).say("Ten days ago a grenade was thrown at Nemea.", mode="explosives", by="AAA", on="BBB", at="Nemea",
          when=period("2031-04-25"))  # fmt: skip
    other = Report("d4", "2031-04-26").say(
        "A grenade wounded three Bravian soldiers near Nemea.", mode="explosives", on="BBB", at="Nemea",
        when=period("2031-04-25"), lost=(lost("wounded", "BBB", 3),),
    )  # fmt: skip
    grenade, shells = linked(told, other)
    assert grenade.documents == ("d3", "d4")
    assert grenade.passing == ("d3",)
    assert shells.documents == ("d3",)


def test_history_founds_nothing_but_may_be_recalled() -> None:
    old = Report("d5", "2031-05-05").say(
        "In the war of 2019 Bravia shelled Lerna.", mode="shelling", by="BBB", on="AAA", at="Lerna",
        status="background", when=period("2019-01-01", "2019-12-31", 5),
    )  # fmt: skip
    assert linked(old) == ()
    recalled = Report("d6", "2031-07-01").say(
        "On 4 May Bravia had shelled Lerna.", mode="shelling", by="BBB", on="AAA", at="Lerna", status="background",
        when=period("2031-05-04"),
    )  # fmt: skip
    (incident,) = linked(*border_fight(), recalled)
    assert incident.passing == ("d6",)
    assert incident.independent_sources == 2


def test_a_copy_adds_no_source() -> None:
    first, second = border_fight()
    again = Report("d9", "2031-05-06", copy_of="d1")
    for claim, piece in zip(first.claims, first.pieces, strict=True):
        again.say(piece, claim.type, claim.mode, by="BBB:MIL" if claim.agents else None, at="Lerna", when=claim.time)
    (incident,) = linked(first, second, again)
    assert incident.documents == ("d1", "d2", "d9")
    assert incident.independent_sources == 2


def test_later_count_replaces_earlier_and_both_stay() -> None:
    day = period("2031-05-04")
    reports = [
        Report(f"d{n}", f"2031-05-{n:02}").say(
            "Shells fell on Lerna.", mode="shelling", by="BBB", on="AAA", at="Lerna", when=day,
        ).say("Dead.", "TOLL", speaker="AAA:MIL", lost=(lost("killed", "AAA", count),))
        for n, count in ((4, 7), (5, 9), (6, 12))
    ]  # fmt: skip
    (incident,) = linked(*reports)
    (toll,) = [t for t in incident.tolls if t.role == "killed"]
    assert (toll.low, toll.best, toll.high) == (12, 12, 12)
    assert toll.by_speaker[0][:3] == ("AAA:MIL", 12, 12)
    assert len(toll.claims) == 3
    assert "killed" not in incident.disputed


def test_only_the_enemys_figure_leaves_low_and_best_empty() -> None:
    report = Report("d1", "2031-05-04").say(
        "We destroyed 100 Alvian soldiers.", by="BBB:MIL", on="AAA:MIL", speaker="BBB:MIL", at="Lerna",
        when=period("2031-05-04"), lost=(lost("killed", "AAA", 100),),
    )  # fmt: skip
    (toll,) = linked(report)[0].tolls
    assert (toll.low, toll.best, toll.high) == (None, None, 100)


def test_figures_that_exclude_each_other_are_disputed() -> None:
    report = (
        Report("d1", "2031-05-04")
        .say("Fire at Lerna.", mode="shelling", by="BBB", on="AAA", at="Lerna", when=period("2031-05-04"))
        .say("Alvia counts five dead.", "TOLL", speaker="AAA:MIL", lost=(lost("killed", "AAA", 5),))
        .say("Bravia says 100 Alvians died.", "TOLL", speaker="BBB:MIL", lost=(lost("killed", "AAA", 100),))
    )
    (incident,) = linked(report)
    assert incident.disputed == ("killed",)
    (toll,) = incident.tolls
    assert (toll.low, toll.best, toll.high) == (5, 5, 100)


def test_a_denial_makes_the_perpetrator_disputed() -> None:
    report = (
        Report("d1", "2031-05-04")
        .say("Bravia shelled Lerna, Alvia said.", mode="shelling", by="BBB", on="AAA", speaker="AAA:MIL", at="Lerna",
             when=period("2031-05-04"))
        .say("Bravia denied it.", by="BBB", speaker="BBB:MIL", status="negated", stance="denies")
    )  # fmt: skip
    (incident,) = linked(report)
    began = next(f for f in incident.facets if f.aspect == "began")
    assert began.verdict == "disputed"
    assert {p.side: p.stand for p in began.positions} == {"AAA": "asserts", "BBB": "denies"}


def test_without_place_or_date_an_incident_is_shown_so() -> None:
    report = Report("d1", None).say(
        "Bravian drones destroyed two Alvian batteries, its president said.", mode="destroy", by="BBB", on="AAA",
        speaker="BBB:GOV", lost=(lost("destroyed", "AAA", 2),),
    )  # fmt: skip
    (incident,) = linked(report)
    assert incident.start is None
    assert incident.place is None
    assert incident.what.endswith("place not stated, date not stated")


def test_verdicts_alone_make_no_incident_but_join_one() -> None:
    asked = Report("d8", "2031-05-09").say(
        "The alliance called it a border incident.",
        "REJECT",
        "assist",
        by="CSTO",
        on="AAA:GOV",
        speaker="CSTO",
        at="Lerna",
    )
    assert linked(asked) == ()
    (incident,) = linked(*border_fight(), asked)
    assert "d8" in incident.documents


def test_a_chain_of_days_does_not_become_a_war() -> None:
    reports = [
        Report(f"d{n:02}", f"2031-05-{n:02}").say(
            "Shells fell again.", mode="shelling", by="BBB", on="AAA", at="Lerna", when=period(f"2031-05-{n:02}")
        )
        for n in range(1, 31)
    ]
    incidents = linked(*reports)
    assert len(incidents) >= 3
    assert sum(len(i.claims) for i in incidents) == 30


def test_another_place_on_the_same_day_is_another_incident() -> None:
    day = period("2031-05-04")
    north = Report("d1", "2031-05-04").say(
        "Tiryns was shelled.", mode="shelling", by="BBB", on="AAA", at="Tiryns", when=day
    )
    south = Report("d2", "2031-05-04").say(
        "Lerna was shelled.", mode="shelling", by="BBB", on="AAA", at="Lerna", when=day
    )
    assert len(linked(north, south)) == 2


def test_an_empty_corpus_and_a_document_without_claims() -> None:
    assert link([], []) == ()
    assert linked(Report("d1", None)) == ()


def test_a_withdrawn_report_counts_for_nothing() -> None:
    first, second = border_fight()
    wrong = Report("d7", "2031-05-05", title="Alvian dead put at four hundred after battle").say(
        "400 Alvians died at Lerna.", mode="shelling", by="BBB", on="AAA", at="Lerna", speaker="AAA:GOV",
        when=period("2031-05-04"), lost=(lost("killed", "AAA", 400),),
    )  # fmt: skip
    taken_back = Report("d8", "2031-05-06", title="RETRACTION: figure withdrawn").say(
        "We withdraw the report headlined “Alvian dead put at four hundred after battle”.", mode="shelling", by="BBB",
        on="AAA", at="Lerna", when=period("2031-05-04"),
    )  # fmt: skip
    (incident,) = linked(first, second, wrong, taken_back)
    killed = next(t for t in incident.tolls if t.side == "AAA")
    assert killed.high == 31
    assert incident.independent_sources == 3


@pytest.mark.parametrize("copies", [200])
def test_a_thousand_copies_are_one_source(copies: int) -> None:
    reports = [
        Report(f"d{n:04}", "2031-05-04", copy_of="d0000" if n else None).say(
            "Lerna was shelled.", mode="shelling", by="BBB", on="AAA", at="Lerna", when=period("2031-05-04")
        )
        for n in range(copies)
    ]
    (incident,) = linked(*reports)
    assert incident.independent_sources == 1


def test_an_undated_text_with_other_counts_is_not_joined() -> None:
    dated, _ = border_fight()
    undated = Report("d9", None).say(
        "Bravian shells killed 300 Alvian soldiers at Lerna.", mode="shelling", by="BBB", on="AAA", at="Lerna",
        lost=(lost("killed", "AAA", 300),),
    )  # fmt: skip
    assert [i.documents for i in linked(dated, undated)] == [("d1",), ("d9",)]


def test_a_text_that_looks_back_recalls_and_reports_nothing() -> None:
    back = Report("d9", "2031-11-20").say(
        "On 4 May Bravia shelled Lerna.", mode="shelling", by="BBB", on="AAA", at="Lerna", when=period("2031-05-04")
    )
    (incident,) = linked(*border_fight(), back)
    assert incident.passing == ("d9",)
    assert incident.independent_sources == 2


def test_a_day_after_the_day_of_print_is_not_believed() -> None:
    report = Report("d1", "2031-05-04").say(
        "Lerna was shelled.", mode="shelling", by="BBB", on="AAA", at="Lerna", when=period("2031-06-20")
    )
    (incident,) = linked(report)
    assert incident.start is None


def test_unsided_losses_on_one_sides_land_are_its_own_and_vague_words_give_way() -> None:
    report = (
        Report("d1", "2031-05-04")
        .say("Missiles hit Lerna, Alvia said.", mode="airstrike", by="BBB", on="AAA", speaker="AAA:GOV", at="Lerna",
             when=period("2031-05-04"))
        .say("Dozens died.", "TOLL", lost=(lost("killed", None, 12, 99, "about"),))
        .say("Fourteen people died.", "TOLL", speaker="AAA:JUD", lost=(lost("killed", None, 14),))
    )  # fmt: skip
    (toll,) = linked(report)[0].tolls
    assert (toll.side, toll.low, toll.best, toll.high) == ("AAA", 14, 14, 14)
    assert [s[0] for s in toll.by_speaker] == ["AAA:JUD"]


def test_mutual_accusation_disputes_who_began() -> None:
    report = (
        Report("d1", "2031-05-04")
        .say("Fire was exchanged at Lerna.", mode="shelling", by="BBB", on="AAA", at="Lerna", when=period("2031-05-04"))
        .say("Both accuse each other.", "ACCUSE", "attack", by="AAA")
    )
    both = report.claims[1]
    other = report.claims[0].agents
    report.claims[1] = msgspec.structs.replace(both, agents=(*both.agents, *other))
    assert linked(report)[0].disputed == ("perpetrator",)


def test_history_is_no_news() -> None:
    piece = Report("d1", "2031-05-04")
    piece.say("Lerna fell.", "ASSAULT", "ground", by="AAA", on="BBB", at="Lerna", when=period("1992-02-25"))
    piece.say("The war killed many.", "TOLL", lost=(lost("killed", "AAA", 30000),), at="Nemea")
    assert linked(piece) == ()
    fresh = Report("d2", "2031-05-04")
    fresh.say("Nemea is shelled.", "ASSAULT", "shelling", by="AAA", on="BBB", at="Nemea", when=period("2031-05-03"))
    fresh.say("Seven died.", "TOLL", lost=(lost("killed", "BBB", 7),))
    assert [i.start for i in linked(piece, fresh)] == ["2031-05-03"]


def test_what_has_no_day_is_known_by_its_report() -> None:
    later = Report("d1", "2031-05-06")
    later.say("Posts near Lerna were shelled.", "ASSAULT", "shelling", by="BBB", on="AAA", at="Lerna")
    first = Report("d2", "2031-05-04")
    first.say("Posts near Lerna were shelled.", "ASSAULT", "shelling", by="BBB", on="AAA", at="Lerna")
    after = Report("d3", "2031-07-01")
    after.say("A clash at Pylos.", "ASSAULT", "firearms", by="CCC", on="CCC", at="Pylos", when=period("2031-06-30"))
    undated, dated = linked(after, later, first)
    assert (undated.start, undated.end, undated.reported, undated.date_precision) == (None, None, "2031-05-04", 5)
    assert undated.what.endswith("reported 4 May 2031")
    assert (dated.start, dated.reported) == ("2031-06-30", None)


def test_a_telling_figure_places_an_undated_text() -> None:
    dated = Report("d1", "2031-05-05")
    dated.say("Lerna was shelled.", "ASSAULT", "shelling", by="BBB", on="AAA", at="Lerna", when=period("2031-05-04"))
    dated.say("105 died.", "TOLL", lost=(lost("killed", "AAA", 105),), when=period("2031-05-04"))
    undated = Report("d2", None)
    undated.say("They bombed us.", "ASSAULT", "airstrike", by="BBB", on="AAA")
    undated.say("105 died.", "TOLL", lost=(lost("killed", "AAA", 105),))
    assert len(linked(dated, undated)) == 1


def test_parts_of_one_count_add_up_unless_one_is_of_the_other() -> None:
    def toll(text: str, first: float, second: float) -> float | None:
        one, two = (
            msgspec.structs.replace(lost("wounded", "AAA:MIL", n), item=item)
            for n, item in ((first, "officer"), (second, "soldier"))
        )
        report = Report("d1", "2031-05-05")
        report.say(
            text, mode="firearms", on="AAA", at="Lerna", when=period("2031-05-04"), speaker="AAA:GOV", lost=(one, two)
        )
        (incident,) = linked(report)
        return next(t.best for t in incident.tolls if t.role == "wounded")

    assert toll("An officer and two soldiers were wounded.", 1, 2) == 3
    assert toll("Four soldiers were wounded, one of them an officer.", 1, 4) == 4


def test_the_same_count_is_of_the_same_side() -> None:
    first = Report("d1", "2031-05-05")
    first.say("24 of AAA are missing.", "TOLL", at="Lerna", when=period("2031-05-04"), speaker="AAA:MIL",
              lost=(lost("missing", "AAA", 24),))  # fmt: skip
    first.say("They shelled us.", "ASSAULT", "shelling", by="BBB", on="AAA", at="Lerna", when=period("2031-05-04"))
    second = Report("d2", "2031-05-05")
    second.say("They shelled Lerna.", "ASSAULT", "shelling", by="BBB", on="AAA", at="Lerna", when=period("2031-05-04"))
    second.say(
        "24 are missing.", "TOLL", when=period("2031-05-04"), speaker="BBB:MIL", lost=(lost("missing", None, 24),)
    )
    (incident,) = linked(first, second)
    assert [t.side for t in incident.tolls if t.role == "missing"] == ["AAA"]


def test_an_office_that_counts_dead_to_the_man_counts_its_own() -> None:
    first, _ = border_fight()
    second = Report("d3", "2031-05-06")
    second.say("Fighting at Lerna.", mode="shelling", by="AAA", on="BBB", at="Lerna", when=period("2031-05-04"))
    second.say("71 of the BBB dead, the ministry says.", "TOLL", lost=(lost("killed", "BBB", 71),))
    office = msgspec.structs.replace(
        second.claims[-1], speaker=Actor(name="Defense Ministry", id="role:ministry", sector="MIL", as_written="it")
    )
    second.claims[-1] = office
    (incident,) = linked(first, second)
    toll = next(t for t in incident.tolls if (t.side, t.role) == ("BBB", "killed"))
    assert (toll.best, toll.by_speaker[0][0]) == (71, "BBB:MIL")
