"""A case: incremental, the same whatever the order, safe to kill, honest about what it could not read."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from foedus.case import queries
from foedus.case.build import Report, build, refresh
from foedus.case.decisions import broken_entries, decide, log, undo
from foedus.case.lock import writing
from foedus.case.rules import verify
from foedus.case.search import find
from foedus.case.store import open_case
from foedus.errors import CaseError, ConfigError, LockedError
from foedus.faces.exports import export

REPORTS = Path(__file__).parents[1] / "data" / "reports"
LAYOUTS = ("documents", "claims", "incidents", "obligations")


def exported(folder: Path) -> dict[str, bytes]:
    """Return what a case exports, byte for byte."""
    with open_case(folder) as case:
        for layout in LAYOUTS:
            export(case, layout, "jsonl", folder / f"{layout}.jsonl")
    return {layout: (folder / f"{layout}.jsonl").read_bytes() for layout in LAYOUTS}


def whys(report: Report) -> list[str]:
    return sorted(s.why for s in report.skipped)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of all reports; not to be changed."""
    folder = tmp_path_factory.mktemp("case")
    build(folder, [str(REPORTS)], jobs=1)
    return folder


def test_a_case_is_built_and_holds(built: Path) -> None:
    with open_case(built) as case:
        held = queries.counts(case)
        findings = list(verify(case, sample=0))
    assert held.documents == 6
    assert held.claims > 0
    assert held.incidents > 0
    assert [f.offenders for f in findings if f.failed] == []


def test_a_second_run_does_nothing_and_says_so(built: Path) -> None:
    before = exported(built)
    report = build(built, [str(REPORTS)], jobs=1)
    assert (report.new_sources, report.extracted_documents, report.relinked) == (0, 0, False)
    assert whys(report) == ["unchanged"] * 4
    assert exported(built) == before


def test_order_steps_and_processes_change_nothing(built: Path, tmp_path: Path) -> None:
    files = sorted(str(p) for p in REPORTS.iterdir())
    build(tmp_path / "steps", files[2:], jobs=1)
    report = build(tmp_path / "steps", files[::-1], jobs=2)
    assert report.new_sources == 2
    assert whys(report) == ["unchanged"] * 2
    assert exported(tmp_path / "steps") == exported(built)


def test_a_copy_of_a_source_is_not_read_twice(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        shutil.copy(REPORTS / "clash-flash.txt", tmp_path / name)
    first = build(tmp_path / "one", [str(tmp_path / "b.txt"), str(tmp_path / "a.txt")], jobs=1)
    assert whys(first) == ["duplicate of a source of this run"]
    build(tmp_path / "two", [str(tmp_path / "b.txt")], jobs=1)
    second = build(tmp_path / "two", [str(tmp_path / "a.txt")], jobs=1)
    assert whys(second) == ["duplicate of a source of the case"]
    assert exported(tmp_path / "one") == exported(tmp_path / "two")


def test_a_changed_source_is_added_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Two soldiers were killed near Kapan on 3 March 2021, Yerevan said.\n")
    assert build(tmp_path / "case", [str(path)], jobs=1).changed == ()
    path.write_text("Three soldiers were killed near Kapan on 3 March 2021, Yerevan said.\n")
    report = build(tmp_path / "case", [str(path)], jobs=1)
    assert report.changed == (str(path),)
    assert report.documents == 2


def test_what_cannot_be_read_is_listed_each_time(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    (tmp_path / "in" / "picture.txt").write_bytes(bytes(range(256)) * 40)
    shutil.copy(REPORTS / "weather.txt", tmp_path / "in")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    for _ in range(2):
        report = build(tmp_path / "case", [str(tmp_path / "in"), str(tmp_path / "gone.txt")], jobs=1)
        reasons = sorted((Path(r.path).name, r.reason) for r in report.rejects)
        assert reasons == [
            ("empty.txt", "empty"),
            ("gone.txt", "missing"),
            ("loop", "symlink_loop"),
            ("picture.txt", "binary"),
        ]
    assert report.documents == 1


def test_an_id_keeps_its_meaning(tmp_path: Path) -> None:
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    first.write_text('{"id": "x", "text": "Two soldiers were killed in Kapan, Yerevan said."}\n')
    second.write_text('{"id": "x", "text": "Quite another story about something else."}\n')
    report = build(tmp_path / "case", [str(second), str(first)], jobs=1)
    assert [(r.path.split("#")[0].rsplit("/", 1)[1][:1], r.reason) for r in report.rejects] == [("2", "duplicate_id")]
    assert report.documents == 1


def test_stages_are_only_a_cache(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(built, folder)
    before = exported(folder)
    shutil.rmtree(folder / "stages")
    (folder / "stages").mkdir()
    with sqlite3.connect(folder / "foedus.db") as db:
        db.execute("delete from part")
    build(folder, [], jobs=1)
    assert exported(folder) == before


def test_a_killed_build_goes_on(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    command = [sys.executable, "-m", "foedus", "build", str(REPORTS), "--case", str(folder), "--jobs", "1"]
    for delay in (0.25, 0.45, 0.65, 0.85):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    build(folder, [str(REPORTS)], jobs=1)
    assert exported(folder) == exported(built)
    assert not list(folder.rglob(".*.part"))


def test_a_second_writer_is_told_who_writes(built: Path) -> None:
    with writing(built, "build"), pytest.raises(LockedError, match=rf"process {os.getpid()} on .*`foedus build`"):
        build(built, [str(REPORTS)], jobs=1)


def test_a_broken_database_is_explained(tmp_path: Path) -> None:
    (tmp_path / "foedus.db").write_bytes(b"this is not a database" * 99)
    with pytest.raises(CaseError, match=r"is damaged .*build the case anew"):
        build(tmp_path, [str(REPORTS)], jobs=1)


def test_another_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "foedus.db") as db:
        db.execute("create table mine (x)")
    with pytest.raises(CaseError, match="not a foedus case"):
        build(tmp_path, [str(REPORTS)], jobs=1)


def test_no_case_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="foedus build PATH"), open_case(tmp_path):
        pass


def test_a_full_disk_is_explained_and_nothing_is_lost(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(built, folder)
    with pytest.raises(CaseError, match=r"disk .* is full"):
        _write_too_much(folder)
    assert exported(folder) == exported(built)


def _write_too_much(folder: Path) -> None:
    with open_case(folder) as case:
        pages = case.db.execute("pragma page_count").fetchone()[0]
        case.db.execute(f"pragma max_page_count = {pages}")
        with case.change() as db:
            db.executemany("insert into meta values (?, ?)", [(str(i), "x" * 4000) for i in range(200)])


def test_a_wrong_setting_is_named(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "case")
    (tmp_path / "case" / "foedus.toml").write_text("[build]\njob = 2\n")
    with pytest.raises(ConfigError, match="job"):
        build(tmp_path / "case", [], jobs=1)


def test_the_template_of_settings_gives_the_defaults(built: Path) -> None:
    from foedus.config import BuildSettings, load_settings

    settings = load_settings(built)
    assert settings.build == BuildSettings()
    assert settings.title == built.name


def test_what_is_rejected_is_nowhere_and_comes_back_with_undo(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(built, folder)
    before = exported(folder)
    with open_case(folder) as case:
        claim = next(c for c in queries.claims(case) if c.type in ("TOLL", "ASSAULT"))
    decide(folder, "reject", [claim.id], by="tester", reason="wrong side")
    refresh(folder)
    build(folder, [str(REPORTS)], jobs=1)
    assert not any(claim.id.encode() in data for data in exported(folder).values())
    undo(folder, None, by="tester")
    refresh(folder)
    assert exported(folder) == before
    with open_case(folder) as case:
        assert [(e.action, e.target) for e in log(case)] == [("reject", claim.id), ("undo", "1")]


def test_a_rejected_document_takes_its_claims_along(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(built, folder)
    decide(folder, "redact", ["wire-2"], by="tester")
    refresh(folder)
    assert b"wire-2" not in b"".join(exported(folder).values())


def test_the_log_cannot_be_changed_unseen(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(built, folder)
    for number in range(3):
        decide(folder, "note", ["wire-1"], by="tester", reason=f"note {number}")
    with open_case(folder) as case:
        assert broken_entries(case) == []
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            case.db.execute("update decision set reason = 'else' where seq = 2")
        case.db.execute("drop trigger decision_no_update")
        case.db.execute("update decision set reason = 'else' where seq = 2")
        assert broken_entries(case) == ["entry 2 was changed after it was made"]


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ("update claim set quote = 'no such words' where n = 1", "quotes"),
        ("update claim set quantities = replace(quantities, '\"low\":', '\"low\":9')", "numbers"),
        ("update claim set status = 'planned'", "occurred"),
        ("update claim set id = 'mine' where n = 1", "ids"),
        ("delete from claim where n = 1", "links"),
        ("update claim set rule = 'other'", "repeatable"),
        ("update claim set status = 'perhaps' where n = 1", "schema"),
    ],
)
def test_verify_sees_damage(built: Path, tmp_path: Path, damage: str, rule: str) -> None:
    folder = tmp_path / "case"
    shutil.copytree(built, folder)
    with sqlite3.connect(folder / "foedus.db") as db:
        db.execute(damage)
    with open_case(folder) as case:
        assert rule in {f.rule for f in verify(case, sample=0) if f.failed}


def test_verify_sees_changed_originals(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(built, folder)
    victim = next(p for p in sorted((folder / "blobs").rglob("*")) if p.is_file())
    victim.write_bytes(b"else")
    with open_case(folder) as case:
        assert "originals" in {f.rule for f in verify(case) if f.failed}


def test_search_crosses_scripts_and_endings(built: Path) -> None:
    with open_case(built) as case:
        assert {r["id"] for r in find(case, "Armenii")} & {"wire-2"}
        assert next(find(case, "armeniens soldats", where="documents"))["id"] == "wire-3"
        assert list(find(case, '"(*) :')) == []
        assert list(find(case, "zzzz")) == []
