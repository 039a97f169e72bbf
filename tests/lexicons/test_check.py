"""What `foedus lexicon check` and `coverage` find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foedus.faces.cli import cli
from foedus.faces.lexicons.check import check_folder
from foedus.faces.lexicons.patterns import MOST_PHRASES, count_phrases

from .test_layers import write


def test_our_own_lists_have_no_errors() -> None:
    assert [f for f in check_folder() if f.level == "error"] == []


@pytest.mark.parametrize(
    ("file", "content", "line", "key", "says"),
    [
        (
            "lang/en/acts.yaml",
            "light: []\nacts:\n  - {act: ASSAULT/x, verb: [zap]}\n",
            3,
            "$.acts[0].act",
            "no mode 'x'",
        ),
        ("lang/en/acts.yaml", "acts: [{act: HIT, verb: [zap]}]\n", 1, "$.acts[0].act", "no type of claim"),
        ("lang/en/acts.yaml", "acts:\n- {act: AID, frame: fly, verb: [zap]}\n", 2, "$.acts[0].frame", "is none of: "),
        ("lang/en/acts.yaml", "acts:\n- {act: AID, vreb: [zap]}\n", 2, "$.acts[0]", "unknown field `vreb`"),
        ("lang/en/speech.yaml", "verbs:\n- {say: [quips], stance: jokes}\n", 2, "$.verbs[0].stance", ""),
        ("lang/en/cues.yaml", "nothing:\n- [a\n", 3, "", "expected"),
        ("lang/en/cues.yaml", "nothing:\n- game\n- no\n", 3, "$.nothing[1]", "quote on, off, yes, no"),
        ("lang/en/cues.yaml", "nothing:\n- gam(e|es\n", 2, "$.nothing[0]", "brackets"),
        ("lang/en/grammar.yaml", "slotz: {}\n", 1, "$.slotz", "unknown key"),
        ("lang/en/verbs.yaml", "a: 1\n", 1, "", "no such list"),
        ("actors/groups.yaml", "- {id: a, names: [B], country: Mars}\n", 1, "$[0].country", "no code"),
        ("actors/groups.yaml", "- {id: a, country: ARM}\n", 1, "$[0]", "missing required field `names`"),
        ("places/a.csv", "id,name,kind,lat,lon,country\nx,X,spot,95,1,ARM\n", 2, "", "lat must lie"),
    ],
)
def test_errors_say_where(tmp_path: Path, file: str, content: str, line: int, key: str, says: str) -> None:
    found = check_folder(write(tmp_path, {file: content}))
    (error,) = [f for f in found if f.level == "error"]
    assert (error.file, error.line, error.key) == (file, line, key)
    assert says in error.what


def test_a_word_with_two_meanings_is_told(tmp_path: Path) -> None:
    entries = ("AID/arms, noun: [zap(s|)]", "ASSAULT/drone, noun: [zaps]", "AID/arms, noun: [shelling]")
    twice = "acts:\n" + "".join(f"- {{act: {entry}}}\n" for entry in entries)
    found = check_folder(write(tmp_path, {"lang/en/acts.yaml": twice}))
    assert [(f.line, f.level) for f in found] == [(3, "warning"), (4, "warning")]
    assert "ASSAULT/drone here and AID/arms: both count" in found[0].what
    assert "in ours" in found[1].what
    taken = twice + 'without: ["shelling(|s)", shelling]\n'
    assert "in ours" not in "".join(f.what for f in check_folder(write(tmp_path, {"lang/en/acts.yaml": taken})))


def test_patterns_that_say_too_much_are_told(tmp_path: Path) -> None:
    wide = "(a|b|c|d)" * 8
    assert count_phrases(wide) == 4**8 > MOST_PHRASES
    found = check_folder(write(tmp_path, {"lang/en/cues.yaml": f'nothing: ["{wide}", "ab*"]\n'}))
    assert [f.level for f in found] == ["warning", "warning"]
    assert "65,536 phrases" in found[0].what
    assert "begins too many words" in found[1].what


def test_check_ends_with_5_when_something_is_wrong(tmp_path: Path) -> None:
    ran = CliRunner().invoke(cli, ["lexicon", "check", str(write(tmp_path, {"lang/en/cues.yaml": "x: 1\n"})), "--json"])
    assert ran.exit_code == 5
    assert json.loads(ran.stdout)[0]["line"] == 1


def test_coverage_lists_what_no_list_knows(tmp_path: Path) -> None:
    text = "On Monday Armenian soldiers zorched two Azerbaijani tanks near Quuxberg, said Frobnik. "
    write(tmp_path, {"a.txt": text, "b.txt": text + "The plan failed."})
    ran = CliRunner().invoke(cli, ["lexicon", "coverage", str(tmp_path), "--plain", "--lang", "en", "--json"])
    found = {row["word"]: row for row in json.loads(ran.stdout)}
    assert found["zorched"]["kind"] == "word"
    assert (found["zorched"]["times"], found["zorched"]["documents"]) == (2, 2)
    assert found["Quuxberg"]["kind"] == "place?"
    assert found["Frobnik"]["kind"] == "actor?"
    assert "soldiers" not in found
    assert "zorched" in found["zorched"]["example"]
