"""Real press texts, where they are at hand: they are not part of the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from foedus.documents import read_paths
from foedus.records import Document

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
FURNITURE = re.compile(
    r"subscri|related posts|view all|\bcomments?\b|password|unsubscribe|© |reading time|[а-я]{3}", re.I
)

pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not at hand")


def _seeds() -> list[Document]:
    return [d for d in read_paths([str(SEEDS)]) if isinstance(d, Document)]


def test_no_furniture_is_main():
    for document in _seeds():
        mains = [document.text[p.start : p.end] for p in document.passages if p.main]
        assert len(mains) >= 2
        assert [m for m in mains if FURNITURE.search(m)] == []


def test_languages_dates_and_cuts():
    documents = _seeds()
    assert {d.language for d in documents} == {"en"}
    assert sum(any(p.main and p.lang == "fr" for p in d.passages) for d in documents) == 2
    assert sum(d.published is not None for d in documents) == 1
    assert sum(d.truncated for d in documents) == 2
    assert all(d.title for d in documents)
