"""`foedus bench TASK DATA`: score this version on a data set, in the set's own official measure.

One module a task, each with `score(data) -> list[Figure]`. A set is a folder in the form that the module's docstring
states; nothing of any set is in this package.
"""

from __future__ import annotations

import gzip
import importlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from foedus.errors import ConfigError

TASKS = {
    "claims": "our claim gold: a folder with GOLD.jsonl and the scorer it comes with",
    "temporal": "time expressions and their values (TempEval form)",
    "geoparsing": "place names and coordinates (LGL, TR-News, GeoVirus form)",
    "gva": "killed and injured on noisy pages of gun violence",
}


class Figure(Struct, frozen=True, kw_only=True):
    """One measured figure: a share is between 0 and 1; `peer` says what others reach in the same measure."""

    name: str
    value: float
    group: str = "all"
    counted: int = 0
    peer: str = ""


Score = Callable[[Path], list[Figure]]


def run(task: str, data: Path) -> list[Figure]:
    """Return the figures of a task on a data set; raise ConfigError for a task or a folder that is not known."""
    if task not in TASKS:
        raise ConfigError(f"unknown task '{task}'; one of: {', '.join(TASKS)}")
    if not data.exists():
        raise ConfigError(f"no data at {data}; give the folder of the set")
    score: Score = importlib.import_module(f"foedus.faces.bench.{task}").score
    return score(data)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSONL file, packed by gzip or not."""
    opener: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def f1(found: int, predicted: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall; 0 where nothing was found.

    >>> round(f1(3, 4, 6), 2)
    0.6
    """
    return 2 * found / (predicted + gold) if predicted + gold else 0.0
