"""Records survive the way into Arrow and Parquet and back, whatever is empty in them."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from foedus.engine.arrow import from_batch, schema_of, to_batch
from foedus.engine.cache import read_notes, read_parquet, write_parquet
from foedus.records import Account, Claim, Document, Incident, LedgerRow, Passage, Toll
from foedus.values import Actor, Period, Place, Quantity, Territory

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBER = st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32)
ACTOR = st.builds(
    Actor, name=st.none() | TEXT, country=st.none() | TEXT, as_written=TEXT, start=st.none() | st.integers(0, 9)
)
LAND = st.builds(Territory, recognised=st.lists(TEXT, max_size=2).map(tuple))
PLACE = st.builds(Place, name=TEXT, lat=NUMBER, lon=NUMBER, territory=LAND)
COUNT = st.builds(
    Quantity, role=st.sampled_from(["killed", "wounded"]), side=st.none() | ACTOR, low=NUMBER, high=NUMBER
)
CLAIMS = st.builds(
    Claim,
    id=TEXT, document_id=TEXT, start=st.integers(0, 99), end=st.integers(0, 99), quote=TEXT, lang=TEXT,
    type=st.sampled_from(["ASSAULT", "TOLL"]), mode=st.none() | TEXT, speaker=st.none() | ACTOR,
    agents=st.lists(ACTOR, max_size=2).map(tuple), place=st.none() | PLACE,
    time=st.none() | st.builds(Period, start=st.none() | TEXT), quantities=st.lists(COUNT, max_size=2).map(tuple),
)  # fmt: skip


@given(st.lists(CLAIMS, max_size=4))
def test_claims_come_back_as_they_were(claims: list[Claim]) -> None:
    assert from_batch(Claim, to_batch(Claim, claims)) == claims


def test_tuples_of_fixed_length_come_back() -> None:
    toll = Toll(side="ARM", role="killed", low=1.0, best=None, high=3.0, by_speaker=(("AZE:MIL", 1.0, None, "c-1"),))
    account = Account(source="d-1", name="A", holds=(("first", "ARM"),))
    incident = Incident(
        id="i-1", what="x", kind="clash", start=None, end=None, date_precision=None, place=None, sides=("ARM",),
        claims=(), documents=("d-1",), tolls=(toll,), accounts=(account,),
    )  # fmt: skip
    row = LedgerRow(
        ally="RUS", partner="ARM", treaty="t", kind="assist", occasions_certain=1, occasions_arguable=0, invoked=1,
        answered=(("statement", 1),), honoured_strict=(0, 1), honoured_lenient=(1, 1), readings_interval=None,
        sampling_interval=(0.1, 0.9), base_rate="",
    )  # fmt: skip
    assert from_batch(Incident, to_batch(Incident, [incident])) == [incident]
    assert from_batch(LedgerRow, to_batch(LedgerRow, [row, row])) == [row, row]


def test_an_empty_batch_keeps_its_schema() -> None:
    assert to_batch(Document, []).schema.equals(schema_of(Document))


def test_parquet_keeps_records_groups_and_notes(tmp_path: Path) -> None:
    documents = [
        Document(id=f"d-{i}", path="p", text="Шуша ş 🔴", passages=(Passage(start=0, end=4, lang="ru"),))
        for i in range(5)
    ]
    notes: list[object] = []
    write_parquet(
        tmp_path / "a" / "x.parquet",
        (notes.append(i) or to_batch(Document, documents[i : i + 2]) for i in (0, 2, 4)),  # type: ignore[func-returns-value]
        schema_of(Document),
        notes=notes,
    )
    path = tmp_path / "a" / "x.parquet"
    assert pq.ParquetFile(path).num_row_groups == 3
    assert from_batch(Document, read_parquet(path)) == documents
    assert from_batch(Document, read_parquet(path, 1)) == documents[2:4]
    assert read_notes(path) == [0, 2, 4]
    assert [p.name for p in path.parent.iterdir()] == ["x.parquet"]
