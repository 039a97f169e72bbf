from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from foedus.commitments import treaties
from foedus.commitments.cases import run_cases
from foedus.commitments.language import Treaty
from foedus.errors import TreatyError
from foedus.resources import ROOT

GOOD = """\
id: test-1900
title: Treaty of Test
short: TEST
nature: treaty
signed: {date: 1900-01-01, source: book}
in_force: {date: 1900-06-01, source: book}
sources:
  book: "A book"
parties:
  - {state: FRA, joined: 1900-06-01, source: book}
  - {state: GBR, joined: 1900-06-01, source: book}
clauses:
  - id: one
    article: art. 1
    kind: assist
    says: They help one another.
    trigger: {attacked: beneficiary}
    source: book
"""


def write(folder: Path, text: str, name: str = "test-1900.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def fault(folder: Path, old: str, new: str) -> TreatyError:
    assert old in GOOD
    faults = treaties.check(write(folder, GOOD.replace(old, new)))
    assert faults, "no fault was found"
    return faults[0]


def test_what_is_shipped_is_sound() -> None:
    shipped = treaties.load_all()
    assert {"cst-1992", "rus-arm-1997", "statement-2020-11-09", "tur-aze-2010", "shusha-2021", "rus-aze-2022"} <= {
        t.id for t in shipped
    }
    for path in treaties.FOLDER.glob("*.yaml"):
        if not path.name.startswith("_") and not path.name.endswith(".cases.yaml"):
            assert treaties.check(path) == ()
            assert path.stem == treaties.read(path).id


def test_every_fact_has_a_source_or_says_that_it_is_unverified() -> None:
    for treaty in treaties.load_all():
        facts = [treaty.signed, treaty.in_force, *treaty.parties, *treaty.texts, *treaty.clauses, *treaty.doctrines]
        assert all(f.source or f.unverified for f in facts), treaty.id


@pytest.mark.parametrize("result", run_cases(), ids=lambda r: f"{r.treaty}: {r.case}")
def test_given_and_expect(result: object) -> None:
    assert not getattr(result, "differences")  # noqa: B009


def test_a_good_file_has_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert treaties.check(path) == ()
    assert treaties.load_all(str(tmp_path))[0].clauses[0].kind == "assist"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("nature: treaty", "nature: handshake", 4, "Invalid enum value"),
        ("kind: assist", "kind: asist", 15, "Invalid enum value"),
        ("title: Treaty of Test\n", "", 1, "title"),
        ("short: TEST", "short: TEST\nshort: AGAIN", 4, "given twice"),
        ("date: 1900-06-01, source", "date: 1899-06-01, source", 5, "backwards"),
        ("date: 1900-01-01", "date: 1900-13-01", 5, "not a day"),
        ("state: GBR", "state: XQX", 11, "no state or body"),
        (
            "joined: 1900-06-01, source: book}\nclauses",
            "joined: 1890-06-01, source: book}\nclauses",
            11,
            "before the sig",
        ),
        ("GBR, joined: 1900-06-01", "GBR, joined: 1900-06-01, left: 1900-05-01", 11, "backwards"),
        ("state: GBR", "state: FRA", 11, "overlap"),
        ("{attacked: beneficiary}", "{doctrine: nowhere}", 17, "unknown term"),
        ("{attacked: beneficiary}", "{area: atlantis}", 17, "unknown area"),
        ("{attacked: beneficiary}", "{attacked: beneficiary, gravity: war}", 17, "exactly one of"),
        ("{attacked: beneficiary}", "{smells: bad}", 17, "unknown field"),
        ("{attacked: beneficiary}", "{all: [{attacker: MARS}]}", 17, "unknown actor"),
        ("    source: book\n", "", 13, "needs its `source`"),
        ("    source: book\n", "    source: film\n", 18, "unknown source"),
        ("    source: book\n", "    source: book\n    owed_by: [USA]\n", 19, "is no party"),
        ("    source: book\n", "    source: book\n    text: ['1899']\n", 19, "unknown text version"),
        ("    source: book\n", "    source: book\n    yields_to: [one]\n", 19, "in a circle"),
        ("id: test-1900", "id: Test 1900", 1, "small letters"),
        ("  book: ", "  - book: ", 7, "sources"),
        ("signed: {", "signed: &x {", 5, "anchors"),
        ("title: Treaty of Test", "title: [Treaty", 3, "is not YAML"),
    ],
)
def test_faults_are_told_to_the_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    error = fault(tmp_path, old, new)
    assert message in str(error)
    assert error.line == line, str(error)


def test_two_treaties_with_one_id(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "other.yaml")
    with pytest.raises(TreatyError, match="same id"):
        treaties.load_all(str(tmp_path))


def test_priorities_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path, GOOD + "    yields_to: [b]\n", "a.yaml")
    with pytest.raises(TreatyError, match="no file here has"):
        treaties.load_all(str(tmp_path))
    other = GOOD.replace("id: test-1900", "id: b").replace("id: one", "id: two") + "    yields_to: [test-1900]\n"
    write(tmp_path, other, "b.yaml")
    treaties.load_all.cache_clear()
    with pytest.raises(TreatyError, match="circle"):
        treaties.load_all(str(tmp_path))
    treaties.load_all.cache_clear()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"a: " * 400_000, b"[" * 100_000, b"- " * 50_000, b"just words", b"x: {" * 5_000, b"\0\0\0"],
    ids=["empty", "bytes", "large", "deep", "deeper", "words", "open", "nul"],
)
def test_hostile_files_give_one_precise_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    faults = treaties.check(path)
    assert len(faults) == 1
    assert "bad.yaml" in str(faults[0])
    with pytest.raises(TreatyError):
        treaties.read(path)


def test_memberships_are_dated() -> None:
    cst = treaties.load("cst-1992")
    states = {day: {m.state for m in cst.memberships(day)} for day in ("1998-01-01", "2010-01-01", "2022-09-13")}
    assert "AZE" in states["1998-01-01"]
    assert "UZB" in states["2010-01-01"]
    assert states["2022-09-13"] == {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
    assert [c.id for c in cst.clauses_on("2010-01-01") if c.article == "art. 4"] == ["art4-1992"]


def test_names_as_claims_give_them() -> None:
    assert treaties.load("Tashkent treaty").id == "cst-1992"
    assert treaties.cites(treaties.load("us-philippines-1951"), "USA-PHL 1951 art. IV") == (True, "art. 4")
    assert treaties.cites(treaties.load("cst-1992"), "NAT art. 5") == (False, None)
    with pytest.raises(TreatyError, match="there are"):
        treaties.load("no such treaty")


def test_the_schemas_are_of_these_records() -> None:
    schema = msgspec.json.decode((ROOT / "schemas" / "treaty.json").read_bytes())
    assert schema == msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Treaty)))
