from __future__ import annotations

from foedus.commitments.contested import holders_of
from foedus.commitments.frames import situation
from foedus.records import Account, Claim, Incident, content_id
from foedus.values import Actor, Place, Territory

ARM = Actor(country="ARM", sector="MIL")
AZE = Actor(country="AZE", sector="MIL")
LINE = Place(name="the border", precision=5, territory=Territory(recognised=("ARM", "AZE")))
TOWN = Place(name="a town", precision=1, territory=Territory(recognised=("AZE",), controlled=("XKA",)))


def claim(kind: str, **more: object) -> Claim:
    fields = {
        "id": content_id("c", kind, str(more)),
        "document_id": "d",
        "start": 0,
        "end": 1,
        "quote": "words",
        "lang": "en",
        "type": kind,
    }
    return Claim(**{**fields, **more})  # type: ignore[arg-type]


def incident(sides: tuple[str, ...] = ("ARM", "AZE"), **more: object) -> Incident:
    fields: dict[str, object] = {
        "id": "i",
        "what": "",
        "kind": "ASSAULT",
        "start": "2021-05-12",
        "end": None,
        "date_precision": 1,
        "place": None,
        "sides": sides,
        "claims": (),
        "documents": ("d",),
    }
    return Incident(**{**fields, **more})  # type: ignore[arg-type]


def options(found: object, name: str) -> list[str]:
    return [o.value for o in found.questions[name].options]  # type: ignore[attr-defined]


def test_nobody_named_leaves_every_side_open() -> None:
    found = situation(incident(), [claim("ASSAULT", mode="firearms", place=LINE)])
    assert options(found, "first") == ["ARM", "AZE"]
    assert options(found, "where") == ["ARM+AZE"]
    assert found.accounts == {"press": {"where": ("ARM+AZE",), "force": ("yes",)}}


def test_both_fired_says_nothing_of_who_began() -> None:
    found = situation(incident(), [claim("ASSAULT", mode="firearms", agents=(ARM, AZE))])
    assert options(found, "first") == ["ARM", "AZE"]
    assert all(not o.held_by for o in found.questions["first"].options)


def test_owning_up_settles_and_every_option_keeps_its_claims() -> None:
    own = claim("ASSAULT", mode="drone", agents=(AZE,), recipients=(ARM,), speaker=AZE, stance="responsibility")
    found = situation(incident(), [own])
    assert [(o.value, o.held_by, o.claims) for o in found.questions["first"].options] == [("AZE", ("AZE",), (own.id,))]
    assert options(found, "gravity") == ["armed_attack"]


def test_what_is_feared_is_not_force() -> None:
    found = situation(incident(), [claim("ASSAULT", mode="ground", agents=(AZE,), status="possible")])
    assert options(found, "force") == ["no", "yes"]


def test_a_place_on_nobodys_land_of_the_sides_is_left_out() -> None:
    paris = Place(name="Paris", precision=1, territory=Territory(recognised=("FRA",)))
    found = situation(incident(), [claim("ASSAULT", place=paris), claim("ASSAULT", place=TOWN, agents=(AZE,))])
    assert options(found, "where") == ["AZE>XKA"]
    assert holders_of("AZE>XKA", "controlled") == ("XKA",)


def test_words_for_how_grave_it_was() -> None:
    small = claim("REJECT", quote="in essence a border incident", speaker=Actor(country="CSTO"))
    found = situation(incident(), [claim("ASSAULT", mode="airstrike", place=TOWN)], [small])
    assert options(found, "gravity") == ["armed_attack", "incident"]
    assert found.accounts["CSTO"] == {"gravity": ("incident",)}


def test_accounts_of_an_incident_without_claims() -> None:
    told = (
        Account(source="ARM", name="Armenia", holds=(("began", "AZE"), ("where", "ARM"))),
        Account(source="AZE", name="Azerbaijan", holds=(("began", "ARM"), ("gravity", "incident"))),
    )
    found = situation(incident(accounts=told), [])
    assert options(found, "first") == ["ARM", "AZE"]
    assert options(found, "where") == ["ARM"]
    assert found.accounts["AZE"] == {"first": ("ARM",), "gravity": ("incident",)}


def test_unknown_hands_across_a_line_are_not_unrest_at_home() -> None:
    found = situation(incident(sides=("ARM",), place=LINE), [claim("ASSAULT", mode="firearms", place=LINE)])
    assert options(found, "first") == ["ARM", "AZE"]
    assert all(not o.held_by for o in found.questions["first"].options)
    nowhere = situation(incident(sides=("ARM",)), [claim("ASSAULT", mode="firearms")])
    assert options(nowhere, "first") == ["abroad", "home"]


def test_an_attack_on_a_land_concerns_who_holds_it() -> None:
    offensive = claim("ASSAULT", mode="ground", agents=(AZE,), place=TOWN)
    found = situation(incident(sides=("AZE",), place=TOWN), [offensive])
    assert found.sides == ("AZE", "XKA")
    assert options(found, "first") == ["AZE"]


def test_nothing_known_is_no_crash() -> None:
    found = situation(incident(sides=(), start=None), [])
    assert found.date == ""
    assert found.sides == ()


def test_owning_up_outweighs_what_third_states_say() -> None:
    own = claim("ASSAULT", mode="drone", agents=(AZE,), speaker=AZE)
    third = claim("ASSAULT", agents=(ARM,), speaker=Actor(country="RUS", sector="GOV"))
    assert options(situation(incident(), [own, third]), "first") == ["AZE"]
    against = claim("ASSAULT", agents=(ARM,), speaker=AZE)
    assert options(situation(incident(), [own, third, against]), "first") == ["ARM"]  # it answered fire, it says


def test_an_accusation_leaves_the_accuser_open() -> None:
    found = situation(incident(), [claim("ASSAULT", agents=(ARM,), speaker=AZE, stance="accuses")])
    assert options(found, "first") == ["ARM", "AZE"]
    assert found.accounts["AZE"]["first"] == ("ARM",)


def test_what_is_said_not_to_have_been_hit() -> None:
    soil = Place(name="Armenian soil", precision=6, territory=Territory(recognised=("ARM",)))
    hit = claim("ASSAULT", agents=(AZE,), place=soil)
    spared = claim("ASSAULT", agents=(AZE,), place=soil, status="negated")
    assert options(situation(incident(), [hit]), "where") == ["ARM"]
    assert options(situation(incident(), [hit, spared]), "where") == ["ARM", "elsewhere"]
    own_denial = claim("ASSAULT", agents=(AZE,), place=soil, status="negated", speaker=AZE)
    assert options(situation(incident(), [hit, own_denial]), "where") == ["ARM"]


def test_a_source_that_cannot_be_placed_settles_nothing() -> None:
    ministry = Actor(name="the ministry", sector="GOV")
    found = situation(incident(), [claim("ASSAULT", agents=(ARM,), speaker=ministry)])
    assert options(found, "first") == ["ARM", "AZE"]
    assert "the ministry" not in found.accounts


def test_soldiers_taken_by_nobody_named() -> None:
    town = Place(name="a village", precision=1, territory=Territory(recognised=("ARM",)))
    taken = claim("ASSAULT", mode="abduct", recipients=(ARM,), place=town)
    assert options(situation(incident(sides=("ARM",), place=town), [taken]), "first") == ["abroad", "home"]
    crowd = claim("ASSAULT", mode="firearms", place=town)
    assert options(situation(incident(sides=("ARM",), place=town), [crowd]), "first") == ["home"]


def test_no_side_named_but_help_asked() -> None:
    asked = claim("REQUEST", mode="assist", agents=(Actor(country="KAZ", sector="GOV"),))
    assert situation(incident(sides=()), [claim("ASSAULT")], [asked]).sides == ("KAZ",)
    assert situation(incident(sides=(), place=LINE), [claim("ASSAULT")]).sides == ("ARM", "AZE")
