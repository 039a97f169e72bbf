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


SIDES = {
    "en": {"ARM": ("Armenia", "Armenian", "Yerevan"), "AZE": ("Azerbaijan", "Azerbaijani", "Baku")},
    "fr": {"ARM": ("Arménie", "arméniennes", "Erevan"), "AZE": ("Azerbaïdjan", "azerbaïdjanaises", "Bakou")},
    "ru": {"ARM": ("Армении", "армянские", "Ереване"), "AZE": ("Азербайджана", "азербайджанские", "Баку")},
    "de": {"ARM": ("Armenien", "armenische", "Eriwan"), "AZE": ("Aserbaidschan", "aserbaidschanische", "Baku")},
    "tr": {"ARM": ("Ermenistan", "Ermeni", "Erivan"), "AZE": ("Azerbaycan", "Azeri", "Bakü")},
}
FRAMES = {
    "en": "{0}'s Defence Ministry, {1} soldiers, {1} border guards, the {1} side, people of {0}, {2}, the army of {0}",
    "fr": "le ministère de la Défense de l'{0}, les forces {1}, les autorités de l'{0}, {2} et les positions {1}",
    "ru": "Минобороны {0}, {1} военные, {1} пограничники, власти {0} и премьер-министр {0} в {2}",
    "de": "{1} Soldaten, {1} Stellungen, die Regierung in {2} und {0}",
    "tr": "{0} Savunma Bakanlığı, {1} askerleri, {2} ve {0} ordusu",
}


@pytest.mark.parametrize("lang", LANGS)
def test_sides_are_read_alike(lang: str) -> None:
    ids = {
        code: [m.actor.id for m in find_actors(tokenise(FRAMES[lang].format(*words)), lang, None) if m.actor]
        for code, words in SIDES[lang].items()
    }
    assert ids["ARM"] == [(i or "").replace("AZE", "ARM") for i in ids["AZE"]]
    assert len(ids["ARM"]) >= 4
