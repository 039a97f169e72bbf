"""The report renders, quotes everything escaped, asks nothing of the network and has no dead inner link."""

from __future__ import annotations

import html
import importlib.util
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import msgspec
import pytest

from foedus.faces.report import render, render_one


def _sample() -> ModuleType:
    spec = importlib.util.spec_from_file_location("report_sample", Path(__file__).with_name("sample.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sample = _sample()
RECORDS = (sample.DOCUMENTS, sample.CLAIMS, sample.INCIDENTS, sample.OBLIGATIONS, sample.LEDGER)
VOID = {"meta", "br", "img", "input", "link", "hr", "circle", "path", "rect"}


@pytest.fixture(scope="module")
def page() -> str:
    return render(*RECORDS, title=sample.HOSTILE, as_of="2024-02-22", engine="0.1.0", rejects=sample.REJECTS)


class Reader(HTMLParser):
    """Collects ids, links and unbalanced tags."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.addresses: list[tuple[str, str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.headings: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        for key in ("href", "src", "action", "poster", "data", "srcset"):
            if value := found.get(key):
                (self.targets if value.startswith("#") else []).append(value[1:])
                if not value.startswith("#"):
                    self.addresses.append((tag, value, found))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_every_quotation_is_on_the_page_escaped(page: str) -> None:
    for claim in sample.CLAIMS:
        assert html.escape(claim.quote, quote=False) in page


def test_hostile_text_stays_text(page: str) -> None:
    assert "<script" not in page
    assert "&lt;script&gt;alert(" in page
    assert "<bad>" not in page


def test_asks_nothing_of_the_network(page: str) -> None:
    reader = Reader(page)
    for tag, address, attributes in reader.addresses:
        assert tag == "a", (tag, address)
        assert "noreferrer" in str(attributes.get("rel"))
    assert not re.search(r"url\((?!#)|@import|<(script|link|img|iframe|object|embed|form)\b", page)
    assert "default-src 'none'" in page


def test_is_well_formed(page: str) -> None:
    reader = Reader(page)
    assert reader.wrong == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    for drawing in re.findall(r"<svg.*?</svg>", page, re.S):
        ElementTree.fromstring(drawing)


def test_inner_links_lead_somewhere(page: str) -> None:
    reader = Reader(page)
    assert set(reader.targets) <= set(reader.ids)


def test_headings_never_skip_a_level(page: str) -> None:
    headings = Reader(page).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_says_what_an_editor_asks(page: str) -> None:
    for words in ("Verify first", "Turns on", "met in some readings", "Unverified", "nothing found in 2 documents",
                  "0 of 1", "1 of 1", "Not placed", "Natural Earth", "No date", "mission",
                  "binds an ally the other way"):  # fmt: skip
        assert words.lower() in page.lower(), words


def test_step_chart_only_where_a_figure_changed(page: str) -> None:
    assert page.count('class="steps"') == 1


def test_same_records_same_page(page: str) -> None:
    again = render(*RECORDS, title=sample.HOSTILE, as_of="2024-02-22", engine="0.1.0", rejects=sample.REJECTS)
    assert page == again


@pytest.mark.parametrize("ident", ["i-1", "o-1", "i-2"])
def test_one_incident_or_obligation(ident: str) -> None:
    page = render_one(ident, *RECORDS, title="One")
    reader = Reader(page)
    assert set(reader.targets) <= set(reader.ids)
    assert ("Scene" in page) == (ident == "i-2")


def test_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        render_one("nothing", *RECORDS, title="One")


def test_empty_case_still_renders() -> None:
    page = render((), (), (), (), (), title="Empty")
    assert "No incident found" in page
    assert Reader(page).wrong == []


def test_script_addresses_give_no_link() -> None:
    bad = msgspec.structs.replace(sample.FIRST, url="javascript:alert(1)")
    page = render((bad,), (), (), (), (), title="x")
    assert 'href="javascript' not in page


def test_long_case_has_no_colliding_ids() -> None:
    many = [
        msgspec.structs.replace(sample.CLASH, id=f"i-{n}", claims=("c-1",), start=f"2022-{n % 12 + 1:02}-11")
        for n in range(10, 90)
    ]
    reader = Reader(render(sample.DOCUMENTS, sample.CLAIMS, many, (), (), title="Many"))
    found = [i for i in reader.ids if i.startswith("i-")]
    assert found == [f"i-i-{n}" for n in sorted(range(10, 90), key=lambda n: (n % 12, n))]
    assert len(reader.ids) == len(set(reader.ids))
    assert set(reader.targets) <= set(reader.ids)


def test_the_last_year_of_the_calendar_has_an_axis() -> None:
    last = msgspec.structs.replace(sample.DOCUMENTS[0], published="9999-12-31")
    assert "timeline" in render((last, *sample.DOCUMENTS[1:]), *RECORDS[1:], title="t").lower()
