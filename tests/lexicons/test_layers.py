"""A user's word lists over ours: they are read, they win, and results know of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from foedus.case.build import build
from foedus.case.queries import claims
from foedus.case.store import open_case
from foedus.claims import read_claims
from foedus.documents import document_from_text
from foedus.engine.cache import fingerprint
from foedus.engine.stages import CLAIMING
from foedus.errors import ConfigError, ResourceError
from foedus.mentions import annotate
from foedus.records import Claim
from foedus.resources import load_yaml
from foedus.resources.layers import use_layers
from foedus.values import Actor

TEXT = "The Frob Brigade zorched Azerbaijani positions near Quux Hill on 3 May 2021."
WORDS = {
    "lang/en/acts.yaml": "acts:\n  - {act: ASSAULT/shelling, frame: strike, verb: [zorch(es|ed|ing)]}\n",
    "actors/groups.yaml": "- {id: frobs, country: ARM, sector: REB, names: [Frob Brigade]}\n",
    "places/mine.csv": "id,name,kind,lat,lon,country,aliases\nq,Quuxville,settlement,40.1,45.2,ARM,Quux Hill\n",
}


@pytest.fixture(autouse=True)
def _ours_again() -> Iterator[None]:
    yield
    use_layers(())


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def read(text: str, lang: str = "en") -> tuple[Claim, ...]:
    document = document_from_text(text, id="d", lang=lang, plain=True)
    return read_claims(document, annotate(document))


def test_words_actors_and_places_are_added(tmp_path: Path) -> None:
    assert not [c for c in read(TEXT) if c.type == "ASSAULT"]
    use_layers([write(tmp_path, WORDS)])
    (claim,) = read(TEXT)
    assert (claim.type, claim.mode) == ("ASSAULT", "shelling")
    assert [(a.id, a.country) for a in claim.agents] == [("group:frobs", "ARM")]
    assert claim.place is not None
    assert (claim.place.id, claim.place.lat) == ("user:q", 40.1)
    use_layers(())
    assert not [c for c in read(TEXT) if c.type == "ASSAULT"]


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_LEXICONS", str(write(tmp_path / "mine", WORDS)))
    use_layers([write(tmp_path / "case", {"lang/en/acts.yaml": ""})])
    assert read(TEXT)
    monkeypatch.delenv("FOEDUS_LEXICONS")


def test_a_name_is_added_to_an_entry_of_ours(tmp_path: Path) -> None:
    use_layers([write(tmp_path, {"actors/organisations.yaml": "- {id: CSTO, names: [Tashkent Club]}\n"})])
    names = {entry["id"]: entry["names"] for entry in load_yaml("actors/organisations.yaml")}["CSTO"]
    assert names[0] == "CSTO"
    assert names[-1] == "Tashkent Club"


def test_a_word_of_ours_is_taken_out(tmp_path: Path) -> None:
    pattern = load_yaml("lang/en/cues.yaml")["nothing"][0]
    use_layers([write(tmp_path, {"lang/en/cues.yaml": f'without: ["{pattern}"]\nnothing: [quux game]\n'})])
    nothing = load_yaml("lang/en/cues.yaml")["nothing"]
    assert pattern not in nothing
    assert "quux game" in nothing


def test_a_whole_language_can_be_added(tmp_path: Path) -> None:
    files = {
        "lang/eo/countries.yaml": "ARM: {names: [Armenio], adjectives: [armen*]}\nAZE: {adjectives: [azerbajĝan*]}\n",
        "lang/eo/actors.yaml": "grammar: {and: [kaj]}\nroles: []\n",
        "lang/eo/numbers.yaml": "cardinals: {2: [du]}\n",
        "lang/eo/times.yaml": "months: {5: [majo]}\nweekdays: {1: [lundo]}\n",
        "lang/eo/items.yaml": "people: {soldier: [soldatoj]}\n",
        "lang/eo/provisions.yaml": "{article: [], treaty: [], statement: [], definite: [], linking: [], duty: []}\n",
        "lang/eo/grammar.yaml": "order: verb_medial\n",
        "lang/eo/acts.yaml": "acts: [{act: ASSAULT/shelling, frame: strike, verb: [kanonis]}]\n",
        "lang/eo/speech.yaml": "verbs: []\n",
        "lang/eo/cues.yaml": "status: []\n",
    }
    use_layers([write(tmp_path, files)])
    (claim,) = read("Azerbajĝanaj kanonis Armenio.", lang="eo")
    assert (claim.lang, claim.type) == ("eo", "ASSAULT")
    assert [a.country for a in (*claim.agents, *claim.recipients)] == ["AZE", "ARM"]


def test_results_hang_on_the_users_lists(tmp_path: Path) -> None:
    ours = fingerprint(*CLAIMING)
    use_layers([write(tmp_path, WORDS)])
    first = fingerprint(*CLAIMING)
    write(tmp_path, {"lang/en/acts.yaml": "acts: []\n"})
    use_layers(())
    assert fingerprint(*CLAIMING) == ours
    use_layers([tmp_path])
    assert len({ours, first, fingerprint(*CLAIMING)}) == 3


def test_a_case_reads_with_the_lists_it_names(tmp_path: Path) -> None:
    write(tmp_path / "case" / "words", WORDS)
    write(
        tmp_path, {"case/foedus.toml": '[lexicons]\nfolders = ["words"]\n', "in/a.txt": TEXT, "in/b.txt": TEXT + " x"}
    )
    report = build(tmp_path / "case", [str(tmp_path / "in")], jobs=2)
    assert not report.rejects
    with open_case(tmp_path / "case") as case:
        assert {c.mode for c in claims(case)} == {"shelling"}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"lang/en/acts.yaml": "acts: {a: 1}\n"}, "must be a list"),
        ({"lang/en/acts.yaml": "acts: [\n"}, "acts.yaml"),
        ({"places/a.csv": "name\nx\n"}, "a.csv:1: the first line must name the columns"),
        ({"places/a.csv": "id,name,kind,lat,lon,country\nx,X,moon,1,1,ARM\n"}, "a.csv:2: kind 'moon' is none of"),
        ({"places/a.csv": "id,name,kind,lat,lon,country\nx,X,spot,1,y,ARM\n"}, "a.csv:2: "),
    ],
)
def test_a_wrong_list_is_named(tmp_path: Path, files: dict[str, str], says: str) -> None:
    use_layers([write(tmp_path, files)])
    with pytest.raises(ResourceError, match=says):
        read(TEXT)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no folder of word lists"):
        use_layers([tmp_path / "nowhere"])


PAGE = Path(__file__).parents[2] / "docs" / "lexicons.md"


def test_the_examples_of_the_page_work(tmp_path: Path) -> None:
    blocks = [block for block in PAGE.read_text(encoding="utf-8").split("\n\n") if block.startswith("    # words/")]
    for line in (line.removeprefix("    ") for block in blocks for line in block.splitlines()):
        if line.startswith("# words/"):
            path = tmp_path / line.removeprefix("# words/").partition(":")[0]
            path.parent.mkdir(parents=True, exist_ok=True)
            continue
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    use_layers([tmp_path])
    (claim,) = read("The North Brigade strafed Azerbaijani posts near Example Dagh.")
    assert (claim.type, claim.mode) == ("ASSAULT", "airstrike")
    assert [a.id for a in claim.agents] == ["group:north-brigade"]
    assert claim.place is not None
    assert claim.place.id == "user:hill-12"
    assert [a.country for a in annotated("Jane Doe spoke in Yerevan about the Tashkent pact.")] == [
        "ARM",
        "ARM",
        "CSTO",
    ]


def annotated(text: str) -> list[Actor]:
    document = document_from_text(text, id="d", published="2022-01-01", lang="en", plain=True)
    return [m.actor for m in annotate(document) if m.actor]
