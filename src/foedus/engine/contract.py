"""What a stage is and what an engine owes it. Nothing else passes between the two.

A *text stage* is a pure function over one record batch; rows of one document never depend on those of another. A
*relational stage* is a pure function over whole tables. Both name the records that they read and write; an engine
runs them where it likes and ends each in Parquet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec
import pyarrow as pa

from foedus.records import Reject

Progress = Callable[[int, int], None]
"""Called with (done, all) documents or parts; must return at once."""


class Part(NamedTuple):
    """One finished Parquet file, or one row group of it; `key` names its content and how it came about."""

    key: str
    path: Path
    group: int | None = None


class Dataset(NamedTuple):
    """Rows of one record type, in finished parts."""

    record: type[msgspec.Struct]
    parts: tuple[Part, ...]


class Stage(Protocol):
    """A text stage; `version` rises when its meaning changes."""

    name: str
    version: int
    reads: type[msgspec.Struct]
    writes: type[msgspec.Struct]

    def __call__(self, batch: pa.RecordBatch, /) -> pa.RecordBatch:
        """Return the rows made from a batch."""


class Relation(Protocol):
    """A relational stage over whole tables."""

    name: str
    version: int
    writes: type[msgspec.Struct]

    def __call__(self, *tables: pa.Table) -> pa.Table:
        """Return the table made from tables."""


class Mapped(NamedTuple):
    """What became of one part: the part made from it and the documents that the stage could not bear."""

    source: Part
    made: Part
    rejects: tuple[Reject, ...]
    cached: bool


class Engine(Protocol):
    """Runs stages; the local one is the default."""

    def map(self, stage: Stage, data: Dataset, /) -> Iterator[Mapped]:
        """Run a text stage over every part, in any order; what exists already is not run again."""

    def relate(self, relation: Relation, /, *inputs: Sequence[msgspec.Struct], key: str) -> list[Any]:
        """Run a relational stage; `key` names its inputs. An engine may pass records or the tables made of them."""
