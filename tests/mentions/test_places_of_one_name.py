"""Places that share a name: chosen by what stands beside them and by the rest of the document."""

import pytest

from foedus.documents import document_from_text
from foedus.mentions import annotate
from foedus.mentions.gazetteer import state_points
from foedus.values import Place


def _places(text: str) -> dict[str, Place]:
    document = document_from_text(text, published="2019-05-02", lang="en", plain=True)
    return {m.place.name: m.place for m in annotate(document) if m.place}


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("Snow fell in Paris on Monday.", "Paris", (48.9, 2.4)),
        ("Snow fell in Paris, Texas, on Monday.", "Paris", (33.7, -95.6)),
        ("The bridge at Athens, Ga., was closed.", "Athens", (34.0, -83.4)),
        ("The bridge at Athens, Greece, was closed.", "Athens", (38.0, 23.7)),
        ("A storm crossed Kentucky. Crews from Berea and Lexington drove to Richmond.", "Richmond", (37.7, -84.3)),
        ("The senator flew to Washington from Kansas City.", "Washington", (38.9, -77.0)),
        ("Crews from Seattle and Tacoma fought fires across Washington, Oregon and Idaho.", "Seattle", (47.6, -122.3)),
        ("The ferry left Quebec for Ontario.", "Ontario", (50.1, -86.1)),
        ("Police in Essex asked England and Wales for help.", "Essex", (51.8, 0.6)),
    ],
)
def test_a_place_stands_where_the_text_says(text: str, name: str, near: tuple[float, float]) -> None:
    place = _places(text)[name]
    assert place.lat == pytest.approx(near[0], abs=0.5)
    assert place.lon == pytest.approx(near[1], abs=0.5)


def test_georgia_is_the_state_that_the_text_is_about() -> None:
    american = _places("Farmers in Georgia sold peaches to shops in Atlanta and Nashville.")["Georgia"]
    caucasian = _places("Farmers in Georgia sold peaches to shops in Armenia and Azerbaijan.")["Georgia"]
    assert (american.territory.recognised, american.precision) == (("USA",), 4)
    assert caucasian.id == "state:GEO"


def test_a_state_has_a_point_and_a_part_of_it_has_none() -> None:
    assert _places("Rain fell in Kenya.")["Kenya"].lat == state_points()["KEN"][0]
    assert _places("Rain fell in northern Kenya.")["northern Kenya"].lat is None


def test_short_names_of_states_are_read_with_points_or_after_a_comma() -> None:
    found = _places("The bus from Mobile, AL, stopped in N.C. before W.Va. police saw it. OR was it AL?")
    assert [found[name].resolved for name in ("AL", "N.C.", "W.Va.")] == ["Alabama", "North Carolina", "West Virginia"]
    assert "OR" not in found


def test_a_town_is_known_by_its_people_but_a_name_is_no_town() -> None:
    assert "Wichita Falls" in _places("A Wichita Falls man won the race.")
    assert "Virginia" not in _places("They heard that Aunt Virginia Woodley won the race.")
