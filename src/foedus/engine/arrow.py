"""Records ↔ Arrow tables, exactly: the schema is read off the record's own types, so it cannot drift from it.

A record becomes a row, a nested record a struct, `tuple[X, ...]` a list. A tuple of fixed length, which Arrow lacks,
becomes a struct with the fields `_0`, `_1` …
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable, Iterable, Iterator
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
import pyarrow as pa

R = TypeVar("R", bound=msgspec.Struct)
_PLAIN: dict[type, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
Change = Callable[[Any], Any]


@functools.cache
def schema_of(record: type[msgspec.Struct]) -> pa.Schema:
    """Return the Arrow schema of a record type; the fields keep the record's order and names."""
    fields = msgspec.structs.fields(record)
    return pa.schema([pa.field(f.encode_name, _arrow_type(f.type), nullable=_is_optional(f.type)) for f in fields])


def to_batch(record: type[R], records: Iterable[R]) -> pa.RecordBatch:
    """Return the records as one batch; an empty one keeps its schema."""
    change = _outward(record)
    rows = [change(msgspec.to_builtins(r)) for r in records]
    return pa.RecordBatch.from_pylist(rows, schema=schema_of(record))


def from_batch(record: type[R], batch: pa.RecordBatch | pa.Table) -> list[R]:
    """Return the records of a batch or table; the inverse of `to_batch`."""
    change = _inward(record)
    return msgspec.convert([change(row) for row in batch.to_pylist()], list[record])  # type: ignore[valid-type]


def batches(table: Iterable[pa.RecordBatch], record: type[R]) -> Iterator[R]:
    """Yield the records of a stream of batches."""
    for batch in table:
        yield from from_batch(record, batch)


def _is_optional(kind: Any) -> bool:
    return get_origin(kind) in (typing.Union, UnionType) and NoneType in get_args(kind)


def _bare(kind: Any) -> Any:
    if _is_optional(kind):
        (kind,) = (k for k in get_args(kind) if k is not NoneType)
    return type(get_args(kind)[0]) if get_origin(kind) is Literal else kind


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis


def _arrow_type(kind: Any) -> pa.DataType:
    kind = _bare(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if _is_list(kind):
        return pa.list_(_arrow_type(get_args(kind)[0]))
    if get_origin(kind) is tuple:
        return pa.struct([pa.field(f"_{i}", _arrow_type(k)) for i, k in enumerate(get_args(kind))])
    return pa.struct(list(schema_of(kind)))


@functools.cache
def _outward(record: type[msgspec.Struct]) -> Change:
    return _record_change(record, _tuple_to_struct, _outward) or _same


@functools.cache
def _inward(record: type[msgspec.Struct]) -> Change:
    return _record_change(record, _struct_to_tuple, _inward) or _same


def _same(value: Any) -> Any:
    return value


Nested = Callable[[type[msgspec.Struct]], Change]
Fixed = Callable[[Any], Change]


def _record_change(record: type[msgspec.Struct], fixed: Fixed, nested: Nested) -> Change | None:
    """Return what must be done to a row of this record; None when nothing (no tuple of fixed length anywhere in it)."""
    changes = {f.encode_name: c for f in msgspec.structs.fields(record) if (c := _change(f.type, fixed, nested))}
    if not changes:
        return None

    def change(row: dict[str, Any]) -> dict[str, Any]:
        for name, inner in changes.items():
            if row[name] is not None:
                row[name] = inner(row[name])
        return row

    return change


def _change(kind: Any, fixed: Fixed, nested: Nested) -> Change | None:
    kind = _bare(kind)
    if _is_list(kind):
        inner = _change(get_args(kind)[0], fixed, nested)
        return (lambda values: [inner(v) for v in values]) if inner else None
    if get_origin(kind) is tuple:
        return fixed(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return None if nested(kind) is _same else nested(kind)
    return None


def _tuple_to_struct(kind: Any) -> Change:
    return lambda values: {f"_{i}": v for i, v in enumerate(values)}


def _struct_to_tuple(kind: Any) -> Change:
    return lambda struct: list(struct.values())
