"""How fast and how large: `annotate` on clean reports, start-up, peak memory, `build` at 1×, 10× and 100×.

Every figure is of a whole process on this machine; the reports are those of the demo.

python benchmarks/speed.py [--quick]
"""

from __future__ import annotations

import datetime
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOEDUS = str(Path(sys.executable).parent / "foedus")
WORDS = 300
FEW = 40  # reports in which every language of the demo has come once


class Run(NamedTuple):
    """One finished process: wall and processor seconds, peak memory in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def timed(*arguments: str) -> Run:
    """Run foedus once, on one core, and account for it alone."""
    begin = time.perf_counter()
    process = subprocess.Popen([FOEDUS, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, {0})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    if process.returncode not in (0, 4):
        raise SystemExit(f"foedus {' '.join(arguments)} ended with {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def clean_reports(count: int) -> Iterator[dict[str, object]]:
    """Yield reports of about 300 words, cut from the main text of the demo's reports, round and round."""
    texts = list(_demo_texts())
    for number in range(count):
        text, published, lang = texts[number % len(texts)]
        words = text.split(" ")
        begin = (number // len(texts) * 37) % max(1, len(words) - WORDS)
        body = " ".join(words[begin : begin + WORDS])
        yield {"id": f"r{number}", "text": f"{body}\n\nReport {number}.", "published": published, "lang": lang}


def _demo_texts() -> Iterator[tuple[str, str | None, str]]:
    from foedus.documents import read_paths
    from foedus.records import Document
    from foedus.resources import ROOT

    documents = [d for d in read_paths([str(ROOT / "demo" / "corpus")]) if isinstance(d, Document)]
    by_language: dict[str, list[Document]] = {}
    for document in documents:
        by_language.setdefault(document.language, []).append(document)
    for lang, group in sorted(by_language.items()):
        body = "\n\n".join(d.text[p.start : p.end] for d in group for p in d.passages if p.main)
        words = body.split(" ")
        for begin in range(0, max(1, len(words) - WORDS), WORDS):
            yield " ".join(words[begin : begin + 2 * WORDS]), group[0].published, lang


def annotate_speed(count: int, folder: Path) -> tuple[float, Run]:
    """Return documents per processor second (one process, one core), start-up and lexicons left out by a second run."""
    big, small = folder / "big.jsonl", folder / "small.jsonl"
    for path, number in ((big, count), (small, FEW)):
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in clean_reports(number)), "utf-8")
    start = timed("annotate", "--plain", str(small))
    run = timed("annotate", "--plain", str(big))
    return (count - FEW) / (run.cpu_s - start.cpu_s), run


_YEAR = re.compile(r"\b(20[0-3]\d)\b")


def many_corpora(times: int, folder: Path) -> Path:
    """Write the demo corpus `times` over, each copy moved to other years, so that nothing is a duplicate."""
    from foedus.documents import read_paths
    from foedus.records import Document
    from foedus.resources import ROOT

    path = folder / f"corpus{times}.jsonl"
    documents = [d for d in read_paths([str(ROOT / "demo" / "corpus")]) if isinstance(d, Document)]
    with path.open("w", encoding="utf-8") as out:
        for copy in range(times):
            for document in documents:
                out.write(json.dumps(_moved(document.text, document.published, copy), ensure_ascii=False) + "\n")
    return path


def _moved(text: str, published: str | None, copy: int) -> dict[str, object]:
    def moved(match: re.Match[str]) -> str:
        return str(int(match[1]) - 5 * (copy % 18))

    day = _YEAR.sub(moved, published) if published else None
    if day and copy >= 18:
        shifted = datetime.date.fromisoformat(day[:10]) + datetime.timedelta(days=3 * (copy // 18))
        day = shifted.isoformat()
    return {"text": f"{_YEAR.sub(moved, text)}\n\nSerial number {copy}.", "published": day}


def build_scaling(sizes: tuple[int, ...], folder: Path) -> Iterator[tuple[int, int, Run]]:
    """Yield (times, documents, run) of `foedus build` with one job at each size."""
    for times in sizes:
        corpus = many_corpora(times, folder)
        documents = sum(1 for _ in corpus.open(encoding="utf-8"))
        yield times, documents, timed("build", str(corpus), "--case", str(folder / f"case{times}"), "--jobs", "1")


def main(quick: bool) -> str:
    """Return the section on speed for docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        helps = sorted(timed("--help").cpu_s for _ in range(5))[2]
        rate, run = annotate_speed(120 if quick else 600, folder)
        lines = [
            "| what | bar | measured |",
            "|---|--:|--:|",
            f"| `foedus --help`, CPU seconds | ≤ 0.3 | {helps:.2f} |",
            f"| `foedus annotate`, clean {WORDS}-word reports per second, one core | ≥ 60 | {rate:.0f} |",
            f"| its peak memory, MB | < 600 | {run.peak_mb:.0f} |",
            "",
            "| `foedus build` of the demo corpus | documents | wall s | CPU s | CPU ms per document | peak MB |",
            "|---|--:|--:|--:|--:|--:|",
        ]
        for times, documents, built in build_scaling((1, 10) if quick else (1, 10, 100), folder):
            each = 1000 * built.cpu_s / documents
            lines.append(
                f"| {times}× | {documents} | {built.wall_s:.1f} | {built.cpu_s:.1f} | {each:.0f} |"
                f" {built.peak_mb:.0f} |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(main("--quick" in sys.argv))
