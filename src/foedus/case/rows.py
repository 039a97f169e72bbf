"""Records ↔ rows of SQLite: a column a field, under the field's name; records and lists inside as JSON."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import NoneType
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin

import msgspec

R = TypeVar("R", bound=msgspec.Struct)


class Column(NamedTuple):
    """A field and how it is kept: as it is, as 0/1, or as JSON."""

    name: str
    kept: Literal["plain", "flag", "json"]


@functools.cache
def columns(record: type[msgspec.Struct]) -> tuple[Column, ...]:
    """Return the columns of a record type, in its order."""
    return tuple(Column(f.encode_name, _kept(f.type)) for f in msgspec.structs.fields(record))


def _kept(kind: Any) -> Literal["plain", "flag", "json"]:
    inner = _inner(kind)
    if inner == [bool]:
        return "flag"
    is_plain = len(inner) == 1 and (inner[0] in (str, int, float) or get_origin(inner[0]) is Literal)
    return "plain" if is_plain else "json"


def sql_type(record: type[msgspec.Struct], column: Column) -> str:
    """Return the SQLite type in which a column is kept."""
    kinds = {str: "text", int: "integer", float: "real"}
    if column.kept != "plain":
        return "integer" if column.kept == "flag" else "text"
    return next((kinds[k] for k in _inner(_types(record)[column.name]) if k in kinds), "text")


def is_optional(record: type[msgspec.Struct], column: Column) -> bool:
    """Tell whether a column may be empty."""
    return NoneType in get_args(_types(record)[column.name])


@functools.cache
def _types(record: type[msgspec.Struct]) -> dict[str, Any]:
    return {f.encode_name: f.type for f in msgspec.structs.fields(record)}


def _inner(kind: Any) -> list[Any]:
    return [k for k in get_args(kind) if k is not NoneType] if NoneType in get_args(kind) else [kind]


def names(record: type[msgspec.Struct], *, without: frozenset[str] = frozenset()) -> str:
    """Return the column names of a record type for a select or an insert."""
    return ", ".join(f'"{c.name}"' for c in columns(record) if c.name not in without)


def to_row(record: msgspec.Struct, *, without: frozenset[str] = frozenset()) -> tuple[Any, ...]:
    """Return the values of a record in the order of its columns."""
    encode = msgspec.json.encode
    out = []
    for name, kept in columns(type(record)):
        if name in without:
            continue
        value = getattr(record, name)
        out.append(
            value if kept == "plain" or value is None else int(value) if kept == "flag" else encode(value).decode()
        )
    return tuple(out)


def from_row(record: type[R], row: Mapping[str, Any]) -> R:
    """Return the record that a row holds; the row may have more columns than the record."""
    decode = msgspec.json.decode
    fields: dict[str, Any] = {}
    for name, kept in columns(record):
        value = row[name]
        fields[name] = value if kept == "plain" or value is None else bool(value) if kept == "flag" else decode(value)
    return msgspec.convert(fields, record)
