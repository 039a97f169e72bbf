"""Rows as JSONL, CSV, Parquet and GeoJSON. A file appears whole or not at all; standard output goes row by row."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from foedus.errors import ConfigError

Row = dict[str, Any]
Writer = Callable[[Iterable[Row], type[msgspec.Struct], Path | None], int]

# A spreadsheet runs what starts like this as a formula (CWE-1236); a quote before it makes it text.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
GEO_PRECISE = 5  # UCDP where-precision: coarser than this, a point on a map would lie


@contextlib.contextmanager
def _opened(path: Path | None) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from foedus.engine.cache import whole_file

    with whole_file(path) as partial, partial.open("wb") as file:
        yield file


def write_jsonl(rows: Iterable[Row], record: type[msgspec.Struct], path: Path | None) -> int:
    """Write one JSON object a line."""
    count = 0
    with _opened(path) as out:
        for row in rows:
            out.write(msgspec.json.encode(row) + b"\n")
            count += 1
    return count


def write_csv(rows: Iterable[Row], record: type[msgspec.Struct], path: Path | None) -> int:
    """Write a header and one line a row; nested values as `name.inner` columns or JSON; formulas made harmless."""
    count = 0
    with _opened(path) as out:
        text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text, lineterminator="\n")
        for row in rows:
            flat = flatten(row)
            if not count:
                writer.writerow(flat)
            writer.writerow([cell(v) for v in flat.values()])
            count += 1
        text.detach()
    return count


def flatten(row: Row) -> Row:
    """Return a row with the parts of actors, places, periods as columns of their own; lists of ids joined by spaces.

    >>> flatten({"place": None, "sides": ["ARM", "AZE"], "facets": [{"a": 1}]})["sides"]
    'ARM AZE'
    """
    flat: Row = {}
    for name, value in row.items():
        if name in NESTED:
            inner = value or {}
            flat.update({f"{name}_{part}": _flat_value(inner.get(part)) for part in NESTED[name]})
        else:
            flat[name] = _flat_value(value)
    return flat


NESTED = {
    "speaker": ("country", "sector", "name", "id"),
    "place": ("name", "resolved", "id", "lat", "lon", "precision"),
    "time": ("start", "end", "precision", "basis"),
}


def _flat_value(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(v, str) and " " not in v for v in value):
        return " ".join(value)
    if isinstance(value, (list, dict)):
        return msgspec.json.encode(value).decode()
    return value


def cell(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula; numbers stay numbers.

    >>> cell("=cmd()"), cell(-5), cell("-5 said"), cell(None), cell(True)
    ("'=cmd()", -5, "'-5 said", '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value


def write_parquet(rows: Iterable[Row], record: type[msgspec.Struct], path: Path | None) -> int:
    """Write typed columns; what varies by row (tolls) is JSON text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from foedus.engine.arrow import schema_of
    from foedus.engine.cache import whole_file

    if path is None:
        raise ConfigError("Parquet cannot be written to a terminal or pipe; name a file with -o FILE.parquet")
    known = schema_of(record)
    head = next(iter_rows := iter(rows), None)
    names = list(head) if head else known.names
    fields = [known.field(n) if n in known.names and n not in VARYING else pa.field(n, pa.string()) for n in names]
    schema = pa.schema([f.with_nullable(True) for f in fields])
    count = 0
    with whole_file(path) as partial, pq.ParquetWriter(partial, schema, compression="zstd") as writer:
        for chunk in _chunks(itertools.chain([head] if head else [], iter_rows), 2000):
            writer.write_batch(pa.RecordBatch.from_pylist([_typed(r) for r in chunk], schema=schema))
            count += len(chunk)
    return count


VARYING = frozenset({"tolls", "incidents"})


def _typed(row: Row) -> Row:
    return {k: msgspec.json.encode(v).decode() if k in VARYING else v for k, v in row.items()}


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk


def write_geojson(rows: Iterable[Row], record: type[msgspec.Struct], path: Path | None) -> int:
    """Write a FeatureCollection; an incident whose place is unknown or vague has no point, but is there."""
    features = [_feature(row) for row in rows]
    with _opened(path) as out:
        out.write(msgspec.json.encode({"type": "FeatureCollection", "features": features}) + b"\n")
    return len(features)


def _feature(row: Row) -> Row:
    place = row["place"] or {}
    lat, lon, precision = place.get("lat"), place.get("lon"), place.get("precision")
    has_point = lat is not None and lon is not None and (precision or 1) <= GEO_PRECISE
    point = {"type": "Point", "coordinates": [lon, lat]} if has_point else None
    return {"type": "Feature", "id": row["id"], "geometry": point, "properties": row}


FORMS: dict[str, Writer] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "geojson": write_geojson,
}
