"""The command line: data on stdout, talk on stderr, exit codes, fast help, the shapes of the contract."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from foedus.case.lock import writing
from foedus.faces.cli import COMMANDS, cli
from foedus.faces.exports.forms import cell

REPORTS = Path(__file__).parents[1] / "data" / "reports"


def call(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=stdin)


def process(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run foedus as users do."""
    return subprocess.run(
        [sys.executable, "-m", "foedus", *arguments], capture_output=True, text=True, input=stdin, timeout=60,
        check=False, env={**os.environ, **environment},
    )  # fmt: skip


def data(*arguments: str) -> Any:
    result = call(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("case")
    result = call("build", str(REPORTS), "--case", str(folder), "--jobs", "1")
    assert result.exit_code == 0, result.output
    return str(folder)


def test_help_is_fast_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, time; from foedus.faces.cli import cli\n"
        "try: cli.main(['--help'], standalone_mode=False)\n"
        "finally: print(time.process_time(), *sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    cpu, *modules = found.stderr.split()
    assert float(cpu) < 0.3
    assert not {"pyarrow", "yaml", "msgspec", "sqlite3", "resiliparse", "jinja2"} & set(modules)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_examples(name: str) -> None:
    result = call(name, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert f"foedus {name}" in result.stdout


def test_annotate_prints_the_contract_one_line_a_document() -> None:
    result = call("annotate", str(REPORTS / "dispatches.jsonl"))
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["wire-1", "wire-2", "wire-3"]
    for line in lines:
        keys = ["id", "title", "published", "published_basis", "language", "text", "passages", "mentions", "claims"]
        assert list(line) == keys
        assert all(line["text"][c["start"] : c["end"]] == c["quote"] for c in line["claims"])
        assert all(line["text"][m["start"] : m["end"]] == m["text"] for m in line["mentions"])


def test_annotate_reads_standard_input() -> None:
    text = "Three soldiers were killed on Monday, the ministry said."
    result = process("annotate", "--plain", "--published", "2022-09-13", "--lang", "en", "-", stdin=text)
    line = json.loads(result.stdout)
    assert (result.returncode, line["text"], line["published"], line["language"]) == (0, text, "2022-09-13", "en")


def test_annotate_names_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = call("annotate", str(tmp_path / "empty.txt"), str(REPORTS / "weather.txt"))
    assert result.exit_code == 4
    assert "empty.txt: empty" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_build_reports_as_data(case: str) -> None:
    report = data("build", str(REPORTS), "--case", case)
    assert report["new_sources"] == 0
    assert {s["why"] for s in report["skipped"]} == {"unchanged"}
    assert report["documents"] == 6


def test_build_with_nothing_says_what_to_do(tmp_path: Path) -> None:
    result = process("build", "--case", str(tmp_path / "none"))
    assert result.returncode == 1
    assert "Give a file or a folder" in result.stderr
    assert result.stdout == ""


def test_build_takes_standard_input(tmp_path: Path) -> None:
    text = '{"id": "x", "published": "2021-01-01", "text": "Two soldiers were killed, Yerevan said."}\n'
    result = process("build", "-", "--case", str(tmp_path), "--jobs", "1", "--json", stdin=text)
    assert json.loads(result.stdout)["documents"] == 1


@pytest.mark.parametrize("layout", ["claims", "incidents", "obligations", "documents"])
def test_exports_have_the_shape_of_the_contract(case: str, layout: str) -> None:
    result = call("export", layout, "--case", case)
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows
    assert all(set(SHAPES[layout].split()) <= set(row) for row in rows)


SHAPES = {
    "claims": "id document_id start end quote lang type mode status stance speaker agents recipients place time "
    "quantities means provision rule confidence engine",
    "incidents": "id what start end place sides claims documents tolls facets disputed independent_sources",
    "documents": "id path url title published published_basis language text main_start main_end truncated "
    "near_duplicate_of incidents",
    "obligations": "incident commitment trigger turns_on invoked invoked_on answer closure obligors proof",
}


def test_exported_claims_are_those_of_annotate(case: str) -> None:
    exported = [json.loads(line) for line in call("export", "claims", "--case", case).stdout.splitlines()]
    lines = [json.loads(line) for line in call("annotate", str(REPORTS)).stdout.splitlines()]
    annotated = [c for line in lines for c in line["claims"]]
    assert sorted(exported, key=lambda c: c["id"]) == sorted(annotated, key=lambda c: c["id"])


@pytest.mark.parametrize("layout", ["claims", "incidents", "obligations", "documents"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_other_forms_hold_the_same_rows(case: str, layout: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    assert call("export", layout, "--case", case, "-o", str(path)).exit_code == 0
    lines = call("export", layout, "--case", case).stdout.splitlines()
    assert _count(path) == len(lines)
    first = path.read_bytes()
    call("export", layout, "--case", case, "-o", str(path))
    assert path.read_bytes() == first


def _count(path: Path) -> int:
    if path.suffix == ".csv":
        return len(list(csv.DictReader(io.StringIO(path.read_text()))))
    import pyarrow.parquet as pq

    return int(pq.read_table(path).num_rows)


def test_geojson_has_a_feature_for_each_incident(case: str, tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    assert call("export", "incidents", "--case", case, "-o", str(path)).exit_code == 0
    collection = json.loads(path.read_text())
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == len(data("incidents", "--case", case, "--background"))


def test_no_spreadsheet_runs_a_cell() -> None:
    for text in ("=1+1", "+1", "-x", "@a", "\tx", "|calc"):
        assert str(cell(text)).startswith("'")
    assert cell(-3) == -3


@pytest.mark.parametrize("name", ["claims", "incidents", "obligations"])
def test_lists_and_show_agree(case: str, name: str) -> None:
    rows = data(name, "--case", case, "--limit", "0")
    assert rows
    shown = data("show", rows[0]["id"][:10], "--case", case)
    assert shown["id"] == rows[0]["id"]
    for form in ("table", "jsonl", "csv"):
        assert call(name, "--case", case, "--format", form).exit_code == 0
    assert rows[0]["id"] in call("show", rows[0]["id"], "--case", case).stdout


def test_filters_choose(case: str) -> None:
    rows = data("claims", "--case", case, "--limit", "0")
    for row in rows:
        if row["speaker"] and (country := row["speaker"]["country"]):
            chosen = data("claims", "--case", case, "--speaker", country)
            assert chosen
            assert all(c["speaker"]["country"] == country for c in chosen)
    assert data("claims", "--case", case, "--from", "2031-01-01") == []
    assert all(c["type"] == "TOLL" for c in data("claims", "--case", case, "--type", "toll"))
    assert call("claims", "--case", case, "--type", "tolls").exit_code == 2
    assert call("claims", "--case", case, "--status", "perhaps").exit_code == 2


def test_only_tables_are_cut(case: str) -> None:
    assert len(data("claims", "--case", case, "--limit", "1")) == 1
    result = call("claims", "--case", case, "--limit", "1")
    assert len(result.stdout.splitlines()) == 2
    assert "--limit 0 shows all" in result.stderr
    assert len(data("claims", "--case", case)) == len(data("claims", "--case", case, "--limit", "0"))


def test_explain_prints_the_proof(case: str) -> None:
    obligation = data("obligations", "--case", case)[0]
    text = call("explain", obligation["id"], "--case", case).stdout
    assert "proof" in text
    assert obligation["trigger"] in text


def test_search_and_empty_lists_talk_on_stderr(case: str) -> None:
    assert data("search", "Kalbajar", "--case", case)
    result = call("search", "zzzz", "--case", case)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing found" in result.stderr


def test_unknown_ids_and_cases_say_what_to_do(case: str, tmp_path: Path) -> None:
    wrong = process("show", "c-ffff", "--case", case)
    assert (wrong.returncode, "lists ids" in wrong.stderr or "list ids" in wrong.stderr) == (1, True)
    nowhere = process("claims", "--case", str(tmp_path / "x"), "--json")
    assert nowhere.returncode == 1
    assert "foedus build PATH" in json.loads(nowhere.stderr)["title"]
    assert call("claims").exit_code == 2


def test_treaties_are_listed_shown_checked_and_tested(tmp_path: Path) -> None:
    treaties = data("treaty", "list")
    assert treaties
    assert data("show", treaties[0]["id"])["kind"] == "treaty"
    assert treaties[0]["id"] in call("treaty", "show", treaties[0]["id"]).stdout
    (tmp_path / "bad.yaml").write_text("id: x\n")
    assert call("treaty", "check", str(tmp_path / "bad.yaml")).exit_code == 5
    assert call("treaty", "test").exit_code == 0


def test_review_rejects_logs_and_undoes(tmp_path: Path) -> None:
    folder = str(tmp_path)
    call("build", str(REPORTS), "--case", folder, "--jobs", "1")
    claim = data("claims", "--case", folder)[0]["id"]
    assert data("review", "reject", claim[:10], "--case", folder, "--by", "me", "--reason", "no")[0]["target"] == claim
    assert claim not in {c["id"] for c in data("claims", "--case", folder)}
    assert call("review", "note", claim, "look again", "--case", folder, "--by", "me").exit_code == 0
    assert call("review", "undo", "1", "--case", folder, "--by", "me").exit_code == 0
    assert claim in {c["id"] for c in data("claims", "--case", folder)}
    assert [e["action"] for e in data("review", "log", "--case", folder)] == ["reject", "note", "undo"]
    assert call("verify", "--case", folder).exit_code == 0
    assert call("review", "next", "--case", folder).exit_code == 0


def test_verify_fails_with_five(case: str, tmp_path: Path) -> None:
    import shutil
    import sqlite3

    assert all(f["failed"] == 0 for f in data("verify", "--case", case))
    shutil.copytree(case, tmp_path / "bad")
    with sqlite3.connect(tmp_path / "bad" / "foedus.db") as db:
        db.execute("update claim set quote = 'x'")
    result = call("verify", "--case", str(tmp_path / "bad"))
    assert result.exit_code == 5
    assert "FAIL  quotes" in result.stdout


def test_report_is_a_whole_page(case: str, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    assert call("report", "--case", case, "-o", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    incident = data("incidents", "--case", case)[0]["id"]
    assert call("report", incident, "--case", case, "-o", str(path)).exit_code == 0
    assert process("report", "--case", case, "-o", str(tmp_path / "r.pdf")).returncode == 2


def test_locked_is_six(case: str) -> None:
    with writing(Path(case), "build"):
        result = process("build", str(REPORTS), "--case", case)
    assert result.returncode == 6
    assert f"process {os.getpid()}" in result.stderr


def test_interrupted_is_130_and_nothing_is_lost(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "foedus", "build", str(REPORTS), "--case", str(tmp_path), "--jobs", "2"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    while running.poll() is None and not (tmp_path / "foedus.db").exists():
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    if running.returncode != 0:  # it may have been too fast for us
        assert running.returncode == 130
        assert "run the same command again" in said
    assert process("build", str(REPORTS), "--case", str(tmp_path), "--jobs", "1").returncode == 0
    assert len(data("claims", "--case", str(tmp_path), "--limit", "0")) > 0


def test_a_reader_that_leaves_is_no_error(case: str) -> None:
    command = f"{sys.executable} -m foedus export documents --case {case} | head -c 10"
    result = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert result.returncode == 0
    assert "Broken" not in result.stderr


def test_hash_seed_and_jobs_change_nothing(tmp_path: Path) -> None:
    outputs = []
    for seed, jobs in (("0", "1"), ("1", "2")):
        folder = str(tmp_path / seed)
        built = process("build", str(REPORTS), "--case", folder, "--jobs", jobs, PYTHONHASHSEED=seed)
        assert built.returncode == 0
        outputs.append(
            [
                process("export", layout, "--case", folder, PYTHONHASHSEED=seed).stdout
                for layout in ("claims", "incidents", "obligations", "documents")
            ]
        )
    assert outputs[0] == outputs[1]


def test_doctor_finds_what_is_there() -> None:
    rows = data("doctor")
    assert {r["what"] for r in rows} >= {"Python", "SQLite", "treaties"}
