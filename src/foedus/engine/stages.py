"""The stages of the flow as engines see them: name, version, records in, records out, what the result hangs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec
import pyarrow as pa

from foedus import flow
from foedus.engine.arrow import from_batch, schema_of, to_batch
from foedus.records import Claim, Document, Incident, LedgerRow, Obligation

READING = ("documents", "records.py", "values.py")  # and the boilerplate words of each language
CLAIMING = ("mentions", "claims", "records.py", "values.py", "resources/lang", "resources/actors", "resources/places",
            "resources/territories", "resources/means.yaml", "resources/frames.yaml", "resources/provisions.yaml",
            "resources/treaty_bodies.yaml", "resources/confidence.yaml")  # fmt: skip
LINKING = (*CLAIMING, "incidents", "resources/linkage.yaml", "resources/episodes.yaml")
WEIGHING = (*LINKING, "commitments", "ledger", "resources/treaties")


class TextStage(NamedTuple):
    """A text stage made of a function over one record; `depends` are the folders that its result hangs on."""

    name: str
    version: int
    reads: type[msgspec.Struct]
    writes: type[msgspec.Struct]
    function: Callable[..., Iterable[msgspec.Struct]]
    depends: tuple[str, ...]

    def __call__(self, batch: pa.RecordBatch, /) -> pa.RecordBatch:
        """Return the rows made from a batch, in its order."""
        return to_batch(self.writes, (made for r in from_batch(self.reads, batch) for made in self.function(r)))


class RecordRelation(NamedTuple):
    """A relational stage made of a function over sequences of records."""

    name: str
    version: int
    reads: tuple[type[msgspec.Struct], ...]
    writes: type[msgspec.Struct]
    function: Callable[..., Iterable[msgspec.Struct]]
    depends: tuple[str, ...]

    def __call__(self, *tables: pa.Table) -> pa.Table:
        """Return the table made from tables."""
        records = [from_batch(kind, table) for kind, table in zip(self.reads, tables, strict=True)]
        batch = to_batch(self.writes, self.function(*records))
        return pa.Table.from_batches([batch], schema=schema_of(self.writes))


def _claim(document: Document) -> tuple[Claim, ...]:
    return flow.claim(document, flow.annotate(document))


CLAIM = TextStage("claim", 1, Document, Claim, _claim, CLAIMING)
LINK = RecordRelation("link", 1, (Document, Claim), Incident, flow.link, LINKING)
WEIGH = RecordRelation("weigh", 1, (Incident, Claim, Document), Obligation, flow.weigh, WEIGHING)
TALLY = RecordRelation("tally", 1, (Obligation,), LedgerRow, flow.tally, WEIGHING)
