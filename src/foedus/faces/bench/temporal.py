"""Time expressions and their TIMEX3 values: DATA/documents.jsonl.gz with `text`, `created`, `language`, `timex`.

Relaxed: a predicted span overlaps a gold one, one to one. Value F1: the same TIMEX3 value string as well, over all
predicted and all gold expressions (UzZaman et al. 2013, TempEval-3, task A).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foedus.faces.bench import Figure, f1, rows
from foedus.values import Period

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
    from foedus.documents import document_from_text
    from foedus.mentions import annotate

    document = document_from_text(row["text"], published=row.get("created"), lang=row["language"], plain=True)
    for mention in annotate(document):
        if mention.kind == "time" and mention.period is not None:
            yield mention.start, mention.end, timex_value(mention.period)


def timex_value(period: Period) -> str:
    """Return the TIMEX3 value that covers the same days; empty where a period has no start.

    >>> timex_value(Period(start="1998-08-01", end="1998-08-31", precision=4))
    '1998-08'
    >>> timex_value(Period(start="1998-08-07", end="1998-08-07", precision=1))
    '1998-08-07'
    """
    if period.start is None:
        return ""
    if len(period.start) > 10:
        return period.start[:16]
    first = datetime.date.fromisoformat(period.start)
    last = datetime.date.fromisoformat((period.end or period.start)[:10])
    days = (last - first).days
    if days <= 1:
        return period.start if days == 0 else f"{period.start}TNI"
    if days == 6 and first.weekday() == 0:
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02}"
    return _calendar_value(first, last)


def _calendar_value(first: datetime.date, last: datetime.date) -> str:
    """Return a month, quarter, year or decade; the first day where the period is none of these."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and (last + datetime.timedelta(days=1)).day == 1
    if whole and months == 1:
        return f"{first:%Y-%m}"
    if whole and months == 3 and first.month % 3 == 1:
        return f"{first.year}-Q{first.month // 3 + 1}"
    if whole and first.month == 1 and months == 12:
        return str(first.year)
    if whole and first.month == 1 and months == 120:
        return str(first.year)[:3]
    return first.isoformat()
