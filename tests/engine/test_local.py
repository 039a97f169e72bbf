"""The local engine: any number of processes gives the same; what fails is a Reject; what exists is not run again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from foedus.engine.arrow import from_batch, schema_of, to_batch
from foedus.engine.cache import read_parquet, write_parquet
from foedus.engine.contract import Dataset, Mapped, Part
from foedus.engine.local import LocalEngine
from foedus.engine.stages import TextStage
from foedus.errors import EngineError
from foedus.records import Claim, Document

SOURCE = """
import os
from foedus.records import Claim

def claims(document):
    if "raise" in document.text:
        raise ValueError("cannot bear this")
    if "die" in document.text:
        os._exit(9)
    quote = document.text[:1]
    return [Claim(id="c-" + document.id, document_id=document.id, start=0, end=1, quote=quote, lang="en", type="TOLL")]
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A stage in a module of its own, so that a spawned process can import it."""
    (tmp_path / "toy_stage.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(str(tmp_path))
    import toy_stage  # type: ignore[import-not-found]

    yield toy_stage
    del sys.modules["toy_stage"]


def _data(folder: Path, texts: list[list[str]]) -> Dataset:
    parts = []
    for number, group in enumerate(texts):
        documents = [
            Document(id=f"d{number}-{i}", path=f"p{number}-{i}", text=t, passages=()) for i, t in enumerate(group)
        ]
        path = folder / "in" / f"{number}.parquet"
        write_parquet(path, [to_batch(Document, documents)], schema_of(Document))
        parts.append(Part(f"k{number}", path))
    return Dataset(Document, tuple(parts))


def _stage(toy: ModuleType) -> TextStage:
    return TextStage("toy", 1, Document, Claim, toy.claims, ("values.py",))


def _ids(results: list[Mapped]) -> list[str]:
    return sorted(c.id for r in results for c in from_batch(Claim, read_parquet(r.made.path)))


def _rejected(results: list[Mapped]) -> list[tuple[str, str]]:
    return sorted((r.path, r.reason) for m in results for r in m.rejects)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_document_that_fails_is_a_reject(toy: ModuleType, tmp_path: Path, jobs: int) -> None:
    data = _data(tmp_path, [["a", "raise", "b"], ["c"]])
    results = list(LocalEngine(tmp_path / "out", jobs=jobs).map(_stage(toy), data))
    assert _ids(results) == ["c-d0-0", "c-d0-2", "c-d1-0"]
    assert _rejected(results) == [("p0-1", "stage_failed")]


def test_a_document_that_kills_its_worker_is_a_reject(toy: ModuleType, tmp_path: Path) -> None:
    data = _data(tmp_path, [["a", "b", "die", "c"], ["d"], ["e"]])
    engine = LocalEngine(tmp_path / "out", jobs=2)
    results = list(engine.map(_stage(toy), data))
    assert _ids(results) == ["c-d0-0", "c-d0-1", "c-d0-3", "c-d1-0", "c-d2-0"]
    assert _rejected(results) == [("p0-2", "worker_died")]
    again = list(engine.map(_stage(toy), data))
    assert all(r.cached for r in again)
    assert _rejected(again) == [("p0-2", "worker_died")]


def test_what_exists_is_not_run_again(toy: ModuleType, tmp_path: Path) -> None:
    data = _data(tmp_path, [["a"], ["b"]])
    engine = LocalEngine(tmp_path / "out")
    assert not any(r.cached for r in engine.map(_stage(toy), data))
    assert all(r.cached for r in engine.map(_stage(toy), data))
    newer = _stage(toy)._replace(version=2)
    assert not any(r.cached for r in engine.map(newer, data))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_stage_that_fails_on_everything_stops_the_run(toy: ModuleType, tmp_path: Path, jobs: int) -> None:
    data = _data(tmp_path, [["raise"] * 8, ["a"]])
    with pytest.raises(EngineError, match="not of the documents"):
        list(LocalEngine(tmp_path / "out", jobs=jobs).map(_stage(toy), data))
