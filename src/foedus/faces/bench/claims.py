"""Claims against our own gold: DATA is a folder with `*.jsonl` gold and the `score.py` that it comes with.

The set brings its own scorer (alignment of claims, per-language figures), so this module only predicts and asks it:
that way a figure printed here and one measured elsewhere are the same figure.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from foedus.errors import ConfigError
from foedus.faces.bench import Figure, rows
from foedus.records import Claim, Document, Mention

Read = Callable[[Document, Sequence[Mention]], tuple[Claim, ...]]

FIELDS = (
    ("false occurrence", "false_occurrence", "rate"),
    ("invented perpetrator", "invented_perpetrator", "rate"),
    ("direction F1", "direction", "f1"),
    ("type F1", "type", "f1"),
    ("type F1 macro", "type", "macro_f1"),
    ("type+mode F1", "type_mode", "f1"),
    ("status accuracy", "status", "acc"),
    ("speaker F1", "speaker", "f1"),
    ("quantity F1", "quantity", "f1"),
    ("alliance act F1", "alliance_act", "f1"),
    ("time accuracy", "time", "acc"),
    ("silent publication date", "silent_publication_date", "rate"),
    ("place country", "place_country", "acc"),
    ("place within 25 km", "place_25km", "acc"),
    ("place exact", "place_exact", "acc"),
    ("provision F1", "provision", "f1"),
    ("swap symmetry", "swap_symmetry", "share"),
    ("quote fidelity", "quote_fidelity", ""),
)


class Measured(NamedTuple):
    """Figures, and what was wrong: rows of the scorer with the language of each item."""

    figures: list[Figure]
    errors: list[dict[str, Any]]
    languages: dict[str, str]


def score(data: Path) -> list[Figure]:
    """Return the scorer's main figures, over all items and per language."""
    return measure(data).figures


def measure(data: Path, read: Read | None = None) -> Measured:
    """Score a reader (the grammar, if none is given) and keep what it got wrong."""
    folder = data if data.is_dir() else data.parent
    gold = data if data.is_file() else next(iter(sorted(folder.glob("*.jsonl"))), folder)
    scorer = folder / "score.py"
    if not scorer.exists() or not gold.is_file():
        raise ConfigError(f"{folder} holds no gold (*.jsonl) with its score.py")
    with tempfile.TemporaryDirectory() as scratch:
        predicted, wrong = Path(scratch) / "predicted.jsonl", Path(scratch) / "errors.jsonl"
        with predicted.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(p, ensure_ascii=False) + "\n" for p in predict(gold, read))
        command = [sys.executable, str(scorer), str(gold), str(predicted), "--json", "--errors", str(wrong)]
        groups = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        errors = list(rows(wrong))
    figures = [f for group in ("all", "en", "fr", "ru", "de", "tr") if group in groups for f in _figures(group, groups)]
    return Measured(figures, errors, {item["id"]: item.get("lang") or "und" for item in rows(gold)})


def _figures(group: str, groups: dict[str, Any]) -> Iterator[Figure]:
    for name, key, field in FIELDS:
        value = groups[group][key][field] if field else groups[group][key]
        if value is not None:
            yield Figure(name=name, value=value, group=group, counted=groups[group]["items"])


def predict(gold: Path, read: Read | None = None) -> Iterator[dict[str, Any]]:
    """Yield `{id, claims}` for every item of a gold file, read as clean text."""
    from foedus.claims import read_claims
    from foedus.documents import document_from_text
    from foedus.mentions import annotate

    for item in rows(gold):
        document = document_from_text(
            item["text"], id=item["id"], published=item.get("published"), lang=item.get("lang"), plain=True
        )
        claims = (read or read_claims)(document, annotate(document))
        yield {"id": item["id"], "claims": msgspec.to_builtins(claims)}
