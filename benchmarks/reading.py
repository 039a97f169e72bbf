"""How well documents are read, on the incident corpus (or another folder of the same form).

python benchmarks/reading.py [FOLDER] [--worst]     FOLDER holds gold.jsonl and docs/ (default ../shared/incidents)
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from foedus.documents import mark_duplicates, read_paths
from foedus.documents.lineage import main_text
from foedus.records import Document

_WORD = re.compile(r"\w+")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[2] / "shared" / "incidents")
    parser.add_argument("--worst", action="store_true", help="list the documents that were read wrongly")
    options = parser.parse_args()
    lines = (options.folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold: dict[str, dict[str, Any]] = {r["id"]: r for r in map(json.loads, lines)}
    paths = [str(options.folder / record["file"]) for record in gold.values()]
    began = time.perf_counter()
    read = [d for d in read_paths(paths) if isinstance(d, Document)]
    elapsed_s = time.perf_counter() - began
    found = {Path(d.path).stem: d for d in mark_duplicates(read)}
    print("| figure | value |\n|---|--:|")
    for name, value in figures(gold, found).items():
        print(f"| {name} | {value} |")
    print(f"| documents per second | {len(read) / elapsed_s:.0f} |")
    if options.worst:
        _print_worst(gold, found)


def figures(gold: dict[str, dict[str, Any]], found: dict[str, Document]) -> dict[str, str]:
    """Return the figures by name."""
    scores = [overlap(r["main_text"], text_of(found.get(k))) for k, r in gold.items()]
    pairs = {(k, r["near_duplicate_of"]) for k, r in gold.items() if r["near_duplicate_of"]}
    stems = {d.id: stem for stem, d in found.items()}
    named = {(k, stems[d.near_duplicate_of]) for k, d in found.items() if d.near_duplicate_of}
    return {
        "main text precision": f"{_mean(s[0] for s in scores):.4f}",
        "main text recall": f"{_mean(s[1] for s in scores):.4f}",
        "main text F1": f"{_mean(s[2] for s in scores):.4f}",
        "published right": _share(day(found[k]) == r["published"] for k, r in gold.items()),
        "language right": _share(found[k].language == r["lang"] for k, r in gold.items()),
        "truncated right": _share(found[k].truncated == r["truncated"] for k, r in gold.items()),
        "title right": _share(_squash(found[k].title) == _squash(r["title"]) for k, r in gold.items()),
        "near duplicates": f"{len(named & pairs)} right, {len(named - pairs)} wrong, {len(pairs - named)} missed",
    }


def text_of(document: Document | None) -> str:
    return main_text(document) if document else ""


def day(document: Document) -> str | None:
    return document.published[:10] if document.published else None


def overlap(wanted: str, got: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 over bags of words."""
    left, right = Counter(_WORD.findall(wanted.lower())), Counter(_WORD.findall(got.lower()))
    shared = sum((left & right).values())
    precision = shared / max(sum(right.values()), 1)
    recall = shared / max(sum(left.values()), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _squash(text: str | None) -> str:
    return " ".join((text or "").split())


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / max(len(numbers), 1)


def _share(hits: Iterable[bool]) -> str:
    flags = list(hits)
    return f"{sum(flags)} of {len(flags)}"


def _print_worst(gold: dict[str, dict[str, Any]], found: dict[str, Document]) -> None:
    for key, record in gold.items():
        document = found[key]
        score = overlap(record["main_text"], text_of(document))[2]
        seen = (day(document), document.language, document.truncated, _squash(document.title))
        wanted = (record["published"], record["lang"], record["truncated"], _squash(record["title"]))
        if score < 0.999 or seen != wanted or bool(record["near_duplicate_of"]) != bool(document.near_duplicate_of):
            print(key, f"{score:.3f}", document.published_basis, seen, wanted, document.near_duplicate_of)


if __name__ == "__main__":
    main()
