"""The page of wrong items: escaped, marked, linked, without scripts."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from foedus.faces.bench.errors import count_errors, render_errors
from foedus.faces.cli import cli

from ..claims.scripted import says, serving

TEXT = 'Units <b>of</b> "Beta" shelled Alpha & left.'
GOLD = {"quote": "shelled Alpha", "type": "ASSAULT", "status": "occurred", "agents": ["AAA:MIL"], "recipients": []}
PRED = {
    "quote": "shelled Alpha & left", "start": 23, "end": 43, "type": "ASSAULT", "mode": "shelling", "status": "planned",
    "agents": [{"country": "AAA", "sector": "MIL", "as_written": "Units", "start": 0, "end": 5}], "recipients": [],
    "time": {"start": "2022-01-01", "end": "2022-01-02", "basis": "stated"}, "rule": "assault.verb",
    "quantities": [{"role": "killed", "low": 2.0, "high": None, "bound": "at_least", "side": None}],
}  # fmt: skip
ROWS: list[dict[str, Any]] = [
    {"id": "x-1", "error": "status", "text": TEXT, "gold": GOLD, "pred": PRED},
    {"id": "x-1", "error": "<script>", "text": TEXT, "gold": GOLD, "pred": None},
    {"id": "y-2", "error": "status", "text": "", "gold": None, "pred": PRED},
]


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        self.ids |= {str(named["id"])} if "id" in named else set()
        self.links |= {str(named["href"])} if "href" in named else set()


def test_the_page_is_whole_and_escaped() -> None:
    text = render_errors(ROWS, {"x-1": "en", "y-2": "fr"}, title="<i>wrong</i>", engine="foedus")
    page = _Page(text)
    assert not {"script", "b", "i", "link", "img"} & set(page.tags)
    assert {link.removeprefix("#") for link in page.links} - {""} <= page.ids
    assert '<span class="agent">Units</span>' in text
    assert '<span class="quote">shelled Alpha &amp; left</span>' in text
    assert "killed 2 at_least" in text
    assert "2022-01-01–2022-01-02" in text


def test_errors_are_counted_by_language_and_kind() -> None:
    assert count_errors(ROWS, {"x-1": "en"}) == {("en", "status"): 1, ("en", "<script>"): 1, ("und", "status"): 1}


SCORER = """\
import json, sys
figure = {"rate": 0.0, "f1": 1.0, "macro_f1": 1.0, "acc": 1.0, "share": 1.0}
names = sys.modules["__main__"].NAMES
print(json.dumps({"all": {"items": 1, "quote_fidelity": 1.0} | {n: figure for n in names if n != "quote_fidelity"}}))
gold, errors = sys.argv[1], sys.argv[sys.argv.index("--errors") + 1]
item = json.loads(open(gold, encoding="utf-8").readline())
row = {"id": item["id"], "error": "missed", "text": item["text"], "gold": item["claims"][0], "pred": None}
open(errors, "w", encoding="utf-8").write(json.dumps(row) + "\\n")
"""


def test_bench_writes_the_page_and_the_counts(tmp_path: Path) -> None:
    from foedus.faces.bench.claims import FIELDS

    item = {"id": "x-1", "lang": "en", "text": TEXT, "claims": [GOLD]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    names = f"NAMES = {sorted({key for _, key, _ in FIELDS})!r}\n"
    (tmp_path / "score.py").write_text(names + SCORER, encoding="utf-8")
    page = tmp_path / "out.html"
    ran = CliRunner().invoke(cli, ["bench", "claims", str(tmp_path), "--errors", str(page), "--format", "markdown"])
    assert ran.exit_code == 0, ran.output
    assert "| en | errors: missed | 1 | 1 |  |" in ran.stdout
    assert "x-1" in page.read_text(encoding="utf-8")


def test_bench_measures_the_second_reader_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.faces.bench.claims import FIELDS

    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "x-1", "lang": "en", "text": TEXT, "claims": [GOLD]}) + "\n")
    names = f"NAMES = {sorted({key for _, key, _ in FIELDS})!r}\n"
    (tmp_path / "score.py").write_text(names + SCORER, encoding="utf-8")
    monkeypatch.setenv("FOEDUS_LLM_MODEL", "tiny")
    with serving(says({"claims": [{"quote": "shelled Alpha", "type": "ASSAULT"}]})) as server:
        monkeypatch.setenv("FOEDUS_LLM_URL", server.url)
        ran = CliRunner().invoke(cli, ["bench", "claims", str(tmp_path), "--reader", "llm", "--json"])
        assert len(server.requests) == 1
    assert ran.exit_code == 0, ran.output
    assert "+llm:tiny: 1 requests, 0 failed, 1 claims kept" in ran.stderr
    assert json.loads(ran.stdout)[0]["value"] == 0.0
