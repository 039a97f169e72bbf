"""Actors and places: `tests/cases/{actor,place}`, laws, and that nothing in the data is stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.mentions.actor_lexicon import persons
from foedus.mentions.actors import find_actors
from foedus.mentions.gazetteer import places_named
from foedus.mentions.places import find_places, settle
from foedus.mentions.territory import areas, is_inside
from foedus.mentions.tokens import tokenise

CASES = Path(__file__).parents[1] / "cases"
LANGS = ("en", "fr", "ru", "de", "tr")


def _cases(kind: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / kind / "all.yaml").read_text(encoding="utf-8"))
    return cases


@pytest.mark.parametrize("case", _cases("actor"), ids=lambda c: c["text"][:40])
def test_actor(case: dict[str, Any]) -> None:
    found = find_actors(tokenise(case["text"]), case["lang"], "2022-09-13")
    assert {m.text: m.actor.id for m in found if m.actor} == case["expect"]


@pytest.mark.parametrize("case", _cases("place"), ids=lambda c: c["text"][:40])
def test_place(case: dict[str, Any]) -> None:
    date = case.get("date", "2022-09-13")
    found = settle(find_places(tokenise(case["text"]), case["lang"], date), date, case["text"])
    views = {m.text: m.place for m in found if m.place}
    read = {
        text: [p.resolved, p.precision, list(p.territory.recognised), list(p.territory.controlled)]
        for text, p in views.items()
    }
    assert read == case["expect"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200), lang=st.sampled_from(LANGS))
def test_any_text_gives_mentions_inside_it(text: str, lang: str) -> None:
    tokens = tokenise(text)
    for mention in settle([*find_actors(tokens, lang), *find_places(tokens, lang)], "2022-01-01", text):
        assert text[mention.start : mention.end] == mention.text


def test_a_later_office_follows_an_earlier_one() -> None:
    for people in persons().values():
        for person in people:
            starts = [o.since or "" for o in person.offices]
            assert starts == sorted(starts), person.id


def test_areas_name_places_that_exist() -> None:
    known = {e.id for name in ("shusha", "hadrut", "lachin", "paruh") for e in places_named(name)}
    named = {p for a in areas() for p in a.places}
    assert {"foedus:shusha", "foedus:hadrut", "foedus:lachin", "foedus:parukh"} <= known & named


def test_inside_a_square() -> None:
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert is_inside(1, 1, square)
    assert not is_inside(3, 1, square)
