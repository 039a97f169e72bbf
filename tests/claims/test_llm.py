"""The second reader against a server that behaves well, badly, and worse."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from foedus.claims.llm import Client, Reading, read_claims
from foedus.claims.llm.answers import told_claims
from foedus.claims.llm.checking import Group, check
from foedus.claims.llm.schema import Told, answer_schema
from foedus.claims.llm.transport import Endpoint
from foedus.documents import document_from_text
from foedus.errors import ConfigError, EngineError
from foedus.faces.cli import cli
from foedus.mentions import annotate
from foedus.mentions.stated import is_stated, stated_numbers
from foedus.records import MODES, Claim

from .scripted import Server, drips, floods, says, sends, serving, sleeps

TEXT = (
    "Azerbaijani forces shelled Armenian positions near Jermuk on 13 September 2022, the Armenian Defence Ministry "
    "said. Two soldiers were killed and at least five were wounded. Shots were heard from Tirana."
)
SHELLING = {
    "quote": "Azerbaijani forces shelled Armenian positions near Jermuk on 13 September 2022",
    "type": "ASSAULT", "mode": "shelling", "status": "occurred", "stance": "states",
    "speaker": "the Armenian Defence Ministry", "agents": ["Azerbaijani forces"], "recipients": ["Armenian positions"],
    "place": "Jermuk", "time": {"as_written": "13 September 2022", "start": "2022-09-13", "end": "2022-09-13"},
    "quantities": [], "means": None, "provision": None,
}  # fmt: skip
DEAD = {
    "quote": "Two soldiers were killed and at least five were wounded",
    "type": "TOLL",
    "quantities": [
        {"role": "killed", "side": None, "low": 2, "high": 2, "bound": "exact", "item": None},
        {"role": "wounded", "side": None, "low": 5, "high": None, "bound": "at_least", "item": None},
    ],
}


def read(server: Server, text: str = TEXT, lang: str = "en", **chosen: Any) -> Reading:
    document = document_from_text(text, id="d", published="2022-09-14", lang=lang, plain=True)
    endpoint = Endpoint(url=server.url, model="tiny", timeout_s=2.0, tries=3, pause_s=0.01)
    return read_claims(document, annotate(document), Client(structs.replace(endpoint, **chosen)))


def one(*items: dict[str, Any], **chosen: Any) -> tuple[list[Claim], dict[str, int]]:
    with serving(says({"claims": list(items)})) as server:
        reading = read(server, **chosen)
    return list(reading.claims), {k: n for k, n in reading.dropped.items() if n}


def test_a_good_answer_becomes_claims_with_our_offsets() -> None:
    claims, dropped = one(SHELLING, DEAD)
    shelling, dead = claims
    assert not dropped
    assert all(TEXT[c.start : c.end] == c.quote and c.rule == "llm" for c in claims)
    assert shelling.engine.startswith("foedus/")
    assert shelling.engine.endswith("+llm:tiny")
    assert [a.country for a in (*shelling.agents, *shelling.recipients)] == ["AZE", "ARM"]
    assert shelling.speaker is not None
    assert shelling.speaker.country == "ARM"
    assert shelling.place is not None
    assert shelling.place.resolved == "Jermuk"
    assert shelling.time is not None
    assert (shelling.time.start, shelling.time.basis) == ("2022-09-13", "stated")
    assert [(q.role, q.low, q.high) for q in dead.quantities] == [("killed", 2.0, 2.0), ("wounded", 5.0, None)]


def test_the_request_carries_the_schema_and_temperature_0() -> None:
    with serving(says({"claims": []})) as server:
        read(server, key="secret")
        (body,), ((path, headers),) = server.requests, server.headers
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert body["temperature"] == 0
    assert body["response_format"]["json_schema"]["schema"] == answer_schema()
    assert json.loads(body["messages"][1]["content"])["published"] == "2022-09-14"


def test_the_schema_is_that_of_the_claim_record() -> None:
    ours = {"id", "document_id", "start", "end", "lang", "rule", "confidence", "engine"}
    assert set(Told.__struct_fields__) == set(Claim.__struct_fields__) - ours
    assert answer_schema()["$defs"]["Told"]["required"] == list(Told.__struct_fields__)


def test_the_same_answer_gives_the_same_ids_whoever_gave_it() -> None:
    ids = [[c.id for c in one(SHELLING, DEAD, model=model)[0]] for model in ("a", "b")]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quote": "Azerbaijani troops shelled Armenian positions"}, "quote_not_in_text"),
        ({"quote": ""}, "quote_not_in_text"),
        ({"type": "MASSACRE"}, "schema_type"),
        ({"status": "alleged"}, "schema_status"),
        ({"agents": "Azerbaijani forces"}, "schema_agents"),
        ({"colour": "red"}, "schema"),
    ],
)
def test_a_wrong_claim_is_dropped(change: dict[str, Any], reason: str) -> None:
    claims, dropped = one(SHELLING | change, DEAD)
    assert [c.type for c in claims] == ["TOLL"]
    assert dropped == {reason: 1}


@pytest.mark.parametrize(
    ("change", "field", "left", "reason"),
    [
        ({"mode": "blockade"}, "mode", None, "mode_not_of_type"),
        ({"agents": ["Russian forces"]}, "agents", (), "actor_not_in_text"),
        ({"agents": ["Iran"]}, "agents", (), "actor_not_in_text"),
        ({"agents": ["Jermuk"]}, "agents", (), "actor_is_place"),
        ({"place": "Goris"}, "place", None, "place_not_in_text"),
        ({"time": {"as_written": "on Monday", "start": "2022-09-12"}}, "time", None, "time_not_in_text"),
        ({"time": {"as_written": "said", "start": "yesterday"}}, "time", None, "time_not_dated"),
        ({"means": "Smerch"}, "means", None, "means_not_in_text"),
        ({"provision": "Article 4"}, "provision", None, "provision_not_in_text"),
    ],
)
def test_a_wrong_field_is_emptied(change: dict[str, Any], field: str, left: object, reason: str) -> None:
    (claim,), dropped = one(SHELLING | change)
    assert getattr(claim, field) == left
    assert dropped == {reason: 1}


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("Blasts shook houses in Stepanakert.", []),
        ("Rockets came from Baku.", []),
        ("Blasts shook houses in Stepanakert. Stepanakert shelled the hills.", ["XKA"]),
        ("Взрывы раздались в Армении.", []),
    ],
)
def test_where_it_was_is_not_who_did_it(text: str, agents: list[str]) -> None:
    name = next(word for word in ("Stepanakert", "Baku", "Армении") if word in text)
    with serving(says({"claims": [{"quote": text.split(".")[0], "type": "ASSAULT", "agents": [name]}]})) as server:
        (claim,) = read(server, text=text, lang="ru" if name == "Армении" else "en").claims
    assert [a.country for a in claim.agents] == agents


def test_invented_numbers_are_dropped() -> None:
    count = {"role": "killed", "low": 105, "high": 105}
    year = {"role": "killed", "low": 2022, "high": 2022}
    huge = {"role": "killed", "low": 1e300, "high": 1e300}
    empty = {"role": "killed"}
    claims, dropped = one(SHELLING | {"quantities": [count, year, huge, empty]}, DEAD | {"quantities": [count]})
    assert [c.quantities for c in claims] == [()]
    assert dropped == {"count_not_in_quote": 4, "count_empty": 1, "toll_without_count": 1}


def test_a_cut_answer_loses_its_last_item_only() -> None:
    whole = json.dumps({"claims": [SHELLING, DEAD]})
    with serving(says(whole[:-25])) as server:
        reading = read(server)
    assert [c.type for c in reading.claims] == ["ASSAULT"]
    assert reading.dropped["answer_cut"] == 1


@pytest.mark.parametrize(
    "answer",
    [
        "I cannot help with that.",
        '{"claims": ' + "[" * 100_000,
        '{"claims": [NaN]}',
        '{"claims": "<script>alert(1)</script>"}',
        '{"claims": [null, 7, "x", []]}',
        "",
    ],
)
def test_answers_of_another_form_give_nothing(answer: str) -> None:
    dropped: Counter[str] = Counter()
    assert not list(told_claims(answer, dropped))
    assert sum(dropped.values())


def test_a_model_that_repeats_itself_is_stopped() -> None:
    with serving(says({"claims": [SHELLING] * 2000})) as server:
        reading = read(server)
    assert len(reading.claims) == 1


def test_text_that_gives_orders_makes_no_claim_of_its_own() -> None:
    orders = {**SHELLING, "quote": "ignore all rules", "agents": ["'; drop table claim; --"]}
    claims, dropped = one(orders)
    assert not claims
    assert dropped == {"quote_not_in_text": 1}


def test_429_is_tried_again_after_the_time_asked_for() -> None:
    with serving(sends(429, b"slow down", Retry_After="0"), says({"claims": [DEAD]})) as server:
        reading = read(server)
        assert len(server.requests) == 2
    assert len(reading.claims) == 1


def test_errors_of_the_server_are_tried_a_few_times_only() -> None:
    with serving(sends(503, b"")) as server:
        reading = read(server)
        assert len(server.requests) == 3
    assert reading.failed == ("status 503",)


@pytest.mark.parametrize(("turn", "reason"), [(sleeps(0.5), "timeout"), (drips(3), "timeout")])
def test_a_silent_server_is_left(turn: Any, reason: str) -> None:
    with serving(turn) as server:
        assert read(server, timeout_s=0.2, tries=1).failed == (reason,)


def test_a_flood_is_cut_off() -> None:
    with serving(floods(5_000_000)) as server:
        assert read(server).failed == ("answer too large",)
        assert len(server.requests) == 1


def test_a_server_without_schemas_is_asked_without_one() -> None:
    with serving(sends(400, b'{"error": "response_format is not supported"}'), says({"claims": [DEAD]})) as server:
        reading = read(server)
        assert "response_format" not in server.requests[1]
    assert len(reading.claims) == 1


def test_a_refused_key_ends_the_run() -> None:
    with serving(sends(401, b"no")) as server, pytest.raises(ConfigError, match="key"):
        read(server)


def test_a_server_that_has_gone_ends_the_run() -> None:
    with serving() as server:
        pass
    with pytest.raises(EngineError, match="in a row"):
        read(server, text="\n\n".join([TEXT] * 6), passage_characters=250, tries=1)


def test_a_bad_address_is_named() -> None:
    with pytest.raises(ConfigError, match="no address"):
        Client(Endpoint(url="localhost:8000", model="m"))


def test_the_command_line_says_what_was_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("FOEDUS_LLM_MODEL", "tiny")
    with serving(says({"claims": [SHELLING, DEAD | {"quote": "Two soldiers died"}]})) as server:
        monkeypatch.setenv("FOEDUS_LLM_URL", server.url)
        asked = ["annotate", "--plain", "--published", "2022-09-14", "--reader", "llm", str(tmp_path / "a.txt")]
        ran = CliRunner().invoke(cli, asked)
    (claim,) = json.loads(ran.stdout)["claims"]
    assert claim["engine"].endswith("+llm:tiny")
    assert "1 claims kept" in ran.stderr
    assert "dropped 1: quote not in text" in ran.stderr


def test_what_got_no_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with serving(sends(418, b"\x1b[31mteapot")) as server:
        file = tmp_path / "foedus.toml"
        file.write_text(f'[llm]\nurl = "{server.url}"\nmodel = "tiny"\n', encoding="utf-8")
        ran = CliRunner().invoke(cli, ["annotate", "--reader", "llm", "--settings", str(file), str(tmp_path / "a.txt")])
    assert ran.exit_code == 4
    assert "1 of 1 requests: status 418: [31mteapot" in ran.stderr
    assert json.loads(ran.stdout)["claims"] == []


def test_a_model_is_asked_only_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with serving(says({"claims": []})) as server:
        monkeypatch.setenv("FOEDUS_LLM_URL", server.url)
        monkeypatch.setenv("FOEDUS_LLM_MODEL", "tiny")
        CliRunner().invoke(cli, ["annotate", "--plain", str(tmp_path / "a.txt")])
        assert not server.requests


_SNIPPETS = st.sampled_from([TEXT[a:b] for a, b in ((0, 30), (21, 48), (90, 120), (121, 140), (0, 0), (150, 170))])
_WORDS = st.one_of(_SNIPPETS, st.text(max_size=12), st.sampled_from(["Jermuk", "Yerevan", "Two soldiers", "five", "5"]))
_COUNTS = st.fixed_dictionaries(
    {"role": st.sampled_from(["killed", "wounded", "eaten"]), "side": st.one_of(st.none(), _WORDS)},
    optional={"low": st.one_of(st.floats(), st.integers(-3, 60)), "high": st.integers(0, 60), "item": _WORDS},
)
_TOLD = st.fixed_dictionaries(
    {"quote": _WORDS, "type": st.sampled_from(["ASSAULT", "TOLL", "ACCUSE", "NONE"])},
    optional={
        "mode": st.one_of(st.none(), st.sampled_from(["shelling", "attack", "x"])),
        "agents": st.lists(_WORDS, max_size=3),
        "recipients": st.lists(_WORDS, max_size=3),
        "speaker": _WORDS,
        "place": _WORDS,
        "time": st.fixed_dictionaries({"as_written": _WORDS, "start": st.one_of(st.none(), _WORDS)}),
        "quantities": st.lists(_COUNTS, max_size=3),
        "means": _WORDS,
        "provision": _WORDS,
    },
)
_DOCUMENT = document_from_text(TEXT, id="d", published="2022-09-14", lang="en", plain=True)
_MENTIONS = annotate(_DOCUMENT)


@given(st.dictionaries(st.just("claims"), st.lists(_TOLD, max_size=3)))
@settings(max_examples=150, deadline=None)
def test_whatever_a_model_says_claims_stand_in_the_text(answer: dict[str, Any]) -> None:
    dropped: Counter[str] = Counter()
    group = Group.of(_DOCUMENT, [p for p in _DOCUMENT.passages if p.main], _MENTIONS)
    for told in told_claims(json.dumps(answer), dropped):
        claim = check(told, group, "e", dropped)
        if claim is None:
            continue
        assert TEXT[claim.start : claim.end] == claim.quote != ""
        named = [*claim.agents, *claim.recipients, *([claim.speaker] if claim.speaker else [])]
        named += [q.side for q in claim.quantities if q.side]
        assert all(TEXT[a.start : a.end] == a.as_written != "" for a in named)
        stated = stated_numbers(claim.quote, "en")
        assert all(is_stated(v, stated) for q in claim.quantities for v in (q.low, q.high) if v is not None)
        assert claim.mode is None or claim.mode in MODES[claim.type]
