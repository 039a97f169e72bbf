"""Files as they come: formats, encodings, and everything that cannot be read."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest
from tests.documents.samples import ARTICLE, PAGE, PARAGRAPHS, TITLE, main_of

from foedus.documents import REASONS, read_paths
from foedus.records import Document, Reject

RUSSIAN = (
    "Трое пограничников погибли в понедельник ночью, сообщило министерство внутренних дел.\n\n"
    "Соседняя республика отрицает, что её войска открыли огонь по посту в ущелье."
)
FRENCH = "Trois gardes-frontières ont été tués lundi soir, a annoncé le ministère de l’Intérieur à Port-Vieux."


def _one(path: Path, **options) -> Document | Reject:
    (result,) = read_paths([str(path)], **options)
    return result


def _write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r"]
)
def test_russian_in_any_encoding(tmp_path, encoding):
    document = _one(_write(tmp_path, "a.txt", RUSSIAN.encode(encoding)))
    assert isinstance(document, Document)
    assert document.text == RUSSIAN
    assert document.language == "ru"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_french_in_any_encoding(tmp_path, encoding):
    assert _one(_write(tmp_path, "a.txt", FRENCH.encode(encoding))).text == FRENCH


@pytest.mark.parametrize(
    ("real", "declared"),
    [("utf-8", "windows-1251"), ("cp1251", "utf-8"), ("koi8-r", "windows-1251"), ("cp1251", "nonsense")],
)
def test_wrong_declarations(tmp_path, real, declared):
    page = f'<html><head><meta charset="{declared}"></head><body><p>{RUSSIAN}</p></body></html>'
    document = _one(_write(tmp_path, "a.html", page.encode(real)))
    assert "Трое пограничников погибли" in document.text


def test_text_is_normalised(tmp_path):
    document = _one(_write(tmp_path, "a.txt", "Cafe\u0301 1\u00a0900\r\nnext\x00line\rlast\u200b"))
    assert document.text == "Café 1\u00a0900\nnext line\nlast\u200b"


def test_formats(tmp_path):
    page = _one(_write(tmp_path, "a.html", PAGE))
    assert (page.media_type, main_of(page)) == ("text/html", list(PARAGRAPHS))
    assert main_of(_one(_write(tmp_path, "page.txt", PAGE))) == list(PARAGRAPHS)
    front = f'---\ntitle: "{TITLE}"\ndate: 2021-03-14\n---\n'
    marked = _one(
        _write(
            tmp_path,
            "a.md",
            f"{front}# {TITLE}\n\n" + ARTICLE.replace("mortar fire", "[mortar fire](http://x.example)"),
        )
    )
    assert (marked.title, marked.published, main_of(marked)) == (TITLE, "2021-03-14", list(PARAGRAPHS))


def test_json_lines_go_on_after_a_bad_line(tmp_path):
    records = [
        json.dumps({"id": "one", "text": ARTICLE, "published": "2021-03-14", "lang": "en", "url": "https://x.example"}),
        "{broken",
        json.dumps({"id": "two", "html": PAGE}),
        json.dumps({"id": "three"}),
        "",
        json.dumps({"id": "four", "text": "   "}),
        json.dumps({"id": 5, "text": "Two soldiers died.\ud800"}),
        json.dumps({"id": "one", "text": "Another text under the same id."}),
        "[1, 2]",
    ]
    results = list(read_paths([str(_write(tmp_path, "a.jsonl", "\n".join(records)))]))
    assert [d.id for d in results if isinstance(d, Document)] == ["one", "two", "5"]
    assert [(Path(r.path).name.rpartition(":")[2], r.reason) for r in results if isinstance(r, Reject)] == [
        ("2", "invalid_record"), ("4", "invalid_record"), ("6", "empty"), ("a.jsonl", "duplicate_id"),
        ("1", "invalid_record"), ("2", "invalid_record"),
    ]  # fmt: skip
    first = results[0]
    assert (first.published, first.published_basis, first.text) == ("2021-03-14", "given", ARTICLE)


def test_newswire_json(tmp_path):
    record = {
        "status": "ok",
        "article": {
            "source": {"name": "Harbour Wire"},
            "title": TITLE,
            "publishedAt": "2021-03-14T10:00:00Z",
            "content": ARTICLE + "\n\n… [+77 chars]",
        },
    }
    document = _one(_write(tmp_path, "a.json", json.dumps(record)))
    assert (document.title, document.outlet, document.published, document.published_basis) == (
        TITLE,
        "Harbour Wire",
        "2021-03-14",
        "metadata",
    )
    assert document.truncated
    assert main_of(document) == list(PARAGRAPHS)


def test_list_of_records(tmp_path):
    records = {"articles": [{"headline": TITLE, "body": ARTICLE}, {"headline": "Other", "body": RUSSIAN}]}
    assert len(list(read_paths([str(_write(tmp_path, "a.json", json.dumps(records)))]))) == 2


def test_folders_are_read_in_order_and_hidden_files_skipped(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/c.txt", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        _write(tmp_path, name, f"{name} has a text of its own. {ARTICLE}")
    assert [Path(d.path).name for d in read_paths([str(tmp_path)])] == ["a.txt", "b.txt", "c.txt"]


def test_same_bytes_same_id(tmp_path):
    left, right = _one(_write(tmp_path, "a.txt", ARTICLE)), _one(_write(tmp_path, "b.txt", ARTICLE))
    assert left.id == right.id


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(ARTICLE.encode()))))
    (document,) = read_paths(["-"], plain=True)
    assert document.text == ARTICLE


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.html", b"<html><script>x</script></html>", "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("a.html", bytes(range(256)) * 8, "binary"),
        ("a.json", b"{\"text\": ", "invalid_record"),
        ("a.json", b"[" * 100_000, "invalid_record"),
        ("a.jsonl", b"\x00\x01\x02\xff" * 100, "binary"),
        ("a.txt", b"x" * 2_000_000, "too_large"),
        ("a.jsonl", b"x" * 2_000_000, "too_large"),
    ],
)  # fmt: skip
def test_bad_files(tmp_path, name, data, reason):
    result = _one(_write(tmp_path, name, data), max_bytes=1_000_000)
    assert isinstance(result, Reject)
    assert (result.stage, result.reason) == ("read", reason)
    assert result.reason in REASONS


def test_too_long_line_does_not_stop_the_others(tmp_path):
    lines = json.dumps({"text": "x" * 50_000}) + "\n" + json.dumps({"id": "b", "text": ARTICLE})
    results = list(read_paths([str(_write(tmp_path, "a.jsonl", lines))], max_bytes=10_000))
    assert [getattr(r, "reason", r.id if isinstance(r, Document) else "") for r in results] == ["too_large", "b"]


def test_things_that_are_no_files(tmp_path):
    _write(tmp_path, "z.txt", ARTICLE)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    results = list(read_paths([str(tmp_path), str(tmp_path / "none.txt"), "/dev/null", "bad\0name"]))
    reasons = {Path(r.path).name: r.reason for r in results if isinstance(r, Reject)}
    assert reasons["pipe"] == reasons["null"] == "special_file"
    assert reasons["up"] == reasons["self"] == "symlink_loop"
    assert reasons["gone"] == reasons["none.txt"] == reasons["bad\0name"] == "missing"
    assert [Path(d.path).name for d in results if isinstance(d, Document)] == ["z.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission(tmp_path):
    path = _write(tmp_path, "a.txt", ARTICLE)
    path.chmod(0)
    assert _one(path).reason == "permission"


def test_vanishing_file(tmp_path):
    first, second = _write(tmp_path, "a.txt", ARTICLE), _write(tmp_path, "b.txt", ARTICLE)
    results = read_paths([str(first), str(second)])
    next(results)
    second.unlink()
    (result,) = results
    assert result.reason == "missing"


def test_a_reader_that_fails_is_a_reject(tmp_path, monkeypatch):
    from foedus.documents import readers

    def broken(stream, path, options):
        raise RuntimeError("no idea")
        yield

    monkeypatch.setattr(readers, "_plugged", lambda ending: broken if ending == ".odd" else None)
    assert _one(_write(tmp_path, "a.odd", ARTICLE)).reason == "unreadable"


@pytest.mark.parametrize("markup", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<font color=red>", "<p><i>"])
def test_deep_markup(tmp_path, markup):
    document = _one(_write(tmp_path, "a.html", markup * 100_000 + "Two soldiers died."))
    assert document.text.endswith("Two soldiers died.")
