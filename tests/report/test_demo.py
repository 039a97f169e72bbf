"""The demo corpus is what its notes say: enough reports in three languages, readable, dated where one can know it."""

from __future__ import annotations

from collections import Counter

import pytest

from foedus.documents import read_paths
from foedus.records import Document
from foedus.resources import ROOT

CORPUS = ROOT / "demo" / "corpus"
UNDATED = {"en-lookout-no-date.txt", "en-lookout-interview.txt"}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    read = list(read_paths([str(CORPUS)]))
    assert all(isinstance(document, Document) for document in read)
    return {d.path.rpartition("/")[2]: d for d in read if isinstance(d, Document)}


def test_size_and_count() -> None:
    files = sorted(CORPUS.iterdir())
    assert len(files) >= 42
    assert sum(f.stat().st_size for f in files) < 600_000
    assert f"{len(files)} files" in (ROOT / "demo" / "FACTS.md").read_text(encoding="utf-8")


def test_languages(documents: dict[str, Document]) -> None:
    languages = Counter(document.language for document in documents.values())
    assert languages["en"] >= 20
    assert languages["fr"] >= 10
    assert languages["ru"] >= 10


def test_every_report_is_named_by_its_language(documents: dict[str, Document]) -> None:
    assert {name: d.language for name, d in documents.items() if not name.startswith(d.language)} == {}


def test_only_the_dateless_have_no_date(documents: dict[str, Document]) -> None:
    assert {name for name, d in documents.items() if d.published is None} == UNDATED
    assert all("2020" <= d.published[:4] <= "2024" for d in documents.values() if d.published)


def test_wrong_charset_is_read(documents: dict[str, Document]) -> None:
    assert "Штурмовик Су-25" in documents["ru-polyarny-su25.html"].text


def test_furniture_is_not_main_text(documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        main = " ".join(document.text[p.start : p.end] for p in document.passages if p.main)
        for words in ("cookie", "Cookie", "All rights reserved", "Tous droits", "Все права", "Reply", "Répondre"):
            assert words not in main, name


def test_french_inside_english(documents: dict[str, Document]) -> None:
    interview = documents["en-lookout-interview.txt"]
    french = [interview.text[p.start : p.end] for p in interview.passages if p.main and p.lang == "fr"]
    assert any("Aucun soldat n’a été envoyé" in words for words in french)


def test_cut_by_a_paywall(documents: dict[str, Document]) -> None:
    assert documents["fr-marches-capitulation.html"].truncated
    assert not documents["fr-horizon-105.html"].truncated
