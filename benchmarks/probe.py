"""Predict the claims of a probe set and score them: `python benchmarks/probe.py GOLD.jsonl [SCORER.py]`.

Writes predictions to `-o FILE` (default: a temporary file) in the form the scorer reads; tuned to no set.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from foedus.claims import read_claims
from foedus.mentions import annotate
from foedus.records import Document, Passage


def document_of(item: dict[str, str]) -> Document:
    """Return the document of one probe item: its text is one main passage in its language."""
    text, lang = item["text"], item.get("lang", "und")
    passages = (Passage(start=0, end=len(text), lang=lang),)
    return Document(
        id=item["id"], path="", text=text, passages=passages, published=item.get("published"), language=lang,
    )  # fmt: skip


def predict(items: list[dict[str, str]], target: Path) -> float:
    """Write predictions and return the seconds it took."""
    started = time.perf_counter()
    with target.open("w", encoding="utf-8") as out:
        for item in items:
            document = document_of(item)
            claims = msgspec.to_builtins(read_claims(document, annotate(document)))
            out.write(json.dumps({"id": item["id"], "claims": claims}, ensure_ascii=False) + "\n")
    return time.perf_counter() - started


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("scorer", type=Path, nargs="?")
    parser.add_argument("--lang")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--errors", type=Path)
    options = parser.parse_args()
    items = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    chosen = [i for i in items if options.lang in (None, i.get("lang"))]
    folder = Path(tempfile.mkdtemp())
    target = options.output or folder / "predictions.jsonl"
    seconds = predict(chosen, target)
    print(f"{len(chosen)} items in {seconds:.2f} s", file=sys.stderr)
    if options.scorer:
        gold = folder / "gold.jsonl"
        gold.write_text("\n".join(json.dumps(i, ensure_ascii=False) for i in chosen) + "\n", encoding="utf-8")
        errors = ["--errors", str(options.errors)] if options.errors else []
        subprocess.run([sys.executable, str(options.scorer), str(gold), str(target), *errors], check=False)


if __name__ == "__main__":
    main()
