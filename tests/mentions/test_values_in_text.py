"""Times, counts, means and provisions: cases by language, and laws that hold for any text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.mentions.counts import find_counts
from foedus.mentions.means import find_means
from foedus.mentions.provisions import find_provisions
from foedus.mentions.times import find_times, localise, years_of
from foedus.mentions.tokens import tokenise
from foedus.records import Mention

CASES = Path(__file__).parent.parent / "cases" / "mention"
LANGUAGES = ("en", "fr", "ru", "de", "tr", "und")


def _cases(kind: str) -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in content.get(kind, ()):
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['text'][:60]}")


@pytest.mark.parametrize(("lang", "case"), list(_cases("times")))
def test_times(lang: str, case: dict[str, Any]) -> None:
    found = find_times(tokenise(case["text"]), lang, case.get("published"))
    assert [_time(m) for m in found] == [" ".join(str(e).split()) for e in case["expect"]]


def _time(mention: Mention) -> str:
    period = mention.period
    assert period is not None
    return f"{mention.text} = {period.start}/{period.end} {period.precision} {period.basis}"


@pytest.mark.parametrize(("lang", "case"), list(_cases("counts")))
def test_counts(lang: str, case: dict[str, Any]) -> None:
    found = find_counts(tokenise(case["text"]), lang)
    assert [_count(m) for m in found] == case["expect"]


def _count(mention: Mention) -> str:
    count = mention.count
    assert count is not None
    low, high = ("-" if v is None else f"{v:g}" for v in (count.low, count.high))
    return f"{mention.text} = {low} {high} {count.bound}{' vague' if count.vague else ''}"


@pytest.mark.parametrize(("lang", "case"), list(_cases("means")))
def test_means(lang: str, case: dict[str, Any]) -> None:
    assert [f"{m.text} = {m.item}" for m in find_means(tokenise(case["text"]), lang)] == case["expect"]


@pytest.mark.parametrize(("lang", "case"), list(_cases("provisions")))
def test_provisions(lang: str, case: dict[str, Any]) -> None:
    assert [f"{m.text} = {m.provision}" for m in find_provisions(tokenise(case["text"]), lang)] == case["expect"]


def test_a_local_clock_time_is_finished_by_who_knows_the_place() -> None:
    (mention,) = find_times(tokenise("on 13 September 2022 at 00:05 local time"), "en", None)
    assert mention.period is not None
    assert mention.period.start == "2022-09-13"
    period = localise(mention, "+04:00").period
    assert period is not None
    assert period.start == "2022-09-13T00:05+04:00"


_PHRASES = """on from to between since until the night Monday mardi в ночь на 13 31 2022 September septembre 00 : 05 GMT
- . , % at least 1,960 1 960 dozen hundreds article 4 of treaty S - 300 depuis deux jours вчера ago last week"""
_WORDS = st.sampled_from(tuple(_PHRASES.split()))
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join))
_DATES = st.one_of(st.none(), st.dates().map(str), st.sampled_from(["", "soon", "2022", "0001-01-01", "9999-12-31"]))


@settings(max_examples=300, deadline=None)
@given(text=_TEXTS, lang=st.sampled_from(LANGUAGES), published=_DATES)
def test_any_text_is_read_and_spans_lie_inside(text: str, lang: str, published: str | None) -> None:
    tokens = tokenise(text)
    for found in (
        find_times(tokens, lang, published), find_counts(tokens, lang), find_means(tokens, lang),
    ):  # fmt: skip
        end = 0
        for mention in found:
            assert end <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end] == mention.text
            end = mention.end
    for mention in find_provisions(tokens, lang):
        assert text[mention.start : mention.end] == mention.text


@settings(max_examples=100, deadline=None)
@given(text=_TEXTS, lang=st.sampled_from(LANGUAGES))
def test_relative_times_have_no_start_without_a_day_of_publication(text: str, lang: str) -> None:
    for mention in find_times(tokenise(text), lang, None):
        assert mention.period is not None
        assert mention.period.basis in ("stated", "narrative", "unknown")
        assert (mention.period.basis == "unknown") == (mention.period.start is None and mention.period.end is None)


def test_a_document_without_publication_date_names_its_year_elsewhere() -> None:
    texts = (
        "A photograph of 4 March 2021.",
        "Since the war in 2016 ... On Thursday, March 4 it rained. On 6 March too.",
    )
    passages = [(tokenise(text), "en") for text in texts]
    assert years_of(passages) == (2021,)
    found = find_times(*passages[1], None, years_of(passages))
    assert [m.period.start for m in found if m.period] == ["2016-01-01", "2021-03-04", "2021-03-06"]
