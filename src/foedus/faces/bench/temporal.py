"""Time expressions and their TIMEX3 values: DATA/documents.jsonl.gz with `text`, `created`, `language`, `timex`.

Relaxed: a predicted span overlaps a gold one, one to one. Value F1: the same TIMEX3 value string as well, over all
predicted and all gold expressions (UzZaman et al. 2013, TempEval-3, task A).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foedus.faces.bench import Figure, f1, rows

PEERS = {"te3-train": "HeidelTime, TempEval-3 test part: relaxed 90.3, value 77.6"}


def score(data: Path) -> list[Figure]:
    """Return relaxed and value F1 per corpus."""
    counts: dict[str, Counter[str]] = {}
    for row in rows(data / "documents.jsonl.gz"):
        counts.setdefault(row["corpus"], Counter()).update(_count(row))
    return [figure for corpus, tally in sorted(counts.items()) for figure in _figures(corpus, tally)]


def _figures(corpus: str, tally: Counter[str]) -> Iterator[Figure]:
    for name in ("strict", "relaxed", "value"):
        share = f1(tally[name], tally["predicted"], tally["gold"])
        peer = PEERS.get(corpus, "")
        yield Figure(name=f"{name} F1", value=share, group=corpus, counted=tally["gold"], peer=peer)


def _count(row: dict[str, Any]) -> Counter[str]:
    predicted = list(_predict(row))
    tally = Counter(gold=len(row["timex"]), predicted=len(predicted))
    for gold in row["timex"]:
        match = next((p for p in predicted if p[0] < gold["end"] and gold["start"] < p[1]), None)
        if match is None:
            continue
        predicted.remove(match)
        tally["relaxed"] += 1
        tally["strict"] += (match[0], match[1]) == (gold["start"], gold["end"])
        tally["value"] += match[2] == gold["value"]
    return tally


def _predict(row: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    from foedus.mentions.timex import find_timex

    for mention in find_timex(row["text"], row["language"], row.get("created")):
        yield mention.start, mention.end, mention.value
