"""The demo corpus through the whole chain, printed: what an editor would get."""

from __future__ import annotations

import html
import re

import pytest

from foedus import flow
from foedus.documents import read_paths
from foedus.faces.report import render
from foedus.records import Claim, Document, Obligation
from foedus.resources import ROOT


@pytest.fixture(scope="module")
def printed() -> tuple[str, tuple[Document, ...], tuple[Claim, ...], tuple[Obligation, ...]]:
    read = read_paths([str(ROOT / "demo" / "corpus")])
    documents = tuple(d for d in read if isinstance(d, Document))
    claims = tuple(claim for d in documents for claim in flow.claim(d, flow.annotate(d)))
    incidents = flow.link(documents, claims)
    obligations = flow.weigh(incidents, claims, documents, as_of="2024-02-29")
    page = render(
        documents, claims, incidents, obligations, flow.tally(obligations), title="Sample", as_of="2024-02-29"
    )
    return page, documents, claims, obligations


def _text(page: str) -> str:
    return " ".join(html.unescape(re.sub(r'<a class="back".*?</a>|<[^>]*>', "", page)).split())


def test_every_quotation_stands_on_the_page(printed: tuple[str, object, tuple[Claim, ...], object]) -> None:
    page, _, claims, _ = printed
    text = _text(page)
    assert claims
    assert [c.quote for c in claims if " ".join(c.quote.split()) not in text] == []


def test_links_and_ids(printed: tuple[str, object, object, object]) -> None:
    page = printed[0]
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r' href="#([^"]+)"', page)) <= set(ids)


def test_size_and_silence(printed: tuple[str, object, object, object]) -> None:
    page = printed[0]
    assert len(page.encode()) < 3_000_000
    assert "<script" not in page
    assert not re.search(r'(?:src|xlink:href)="', page)


def test_the_question_is_answered(printed: tuple[str, object, object, tuple[Obligation, ...]]) -> None:
    """The appeal of September 2022 is found, and the trigger is left open by what the sides say."""
    appeals = [
        o for o in printed[3] if o.treaty == "CST" and o.provision == "art. 4" and o.beneficiary == "ARM"
        and o.invoked == "formal" and o.invocations
    ]  # fmt: skip
    assert appeals
    assert {o.trigger for o in appeals} <= {"arguable", "certain"}
