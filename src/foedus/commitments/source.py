"""YAML with line numbers: hand-edited files are checked to the line, and a hostile one costs little.

Scalars stay strings (`yes`, `no` and dates are not converted), duplicate keys and anchors are refused, depth and size
are limited; the file is built from parser events without recursion.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import yaml

from foedus.errors import TreatyError

MAX_BYTES = 1_000_000
MAX_DEPTH = 30

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"
Path = tuple[str | int, ...]
Lines = dict[Path, int]


def parse(text: str, *, file: str) -> tuple[Data, Lines]:
    """Return the content of a YAML text and the line of every key and list entry; raise TreatyError with the line."""
    if len(text) > MAX_BYTES:
        raise TreatyError(f"is larger than {MAX_BYTES:,} characters; a treaty file holds one treaty", file=file)
    try:
        return _build(yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)), file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        raise TreatyError(
            f"is not YAML: {problem}; mend the line", file=file, line=mark.line + 1 if mark else None
        ) from error


class _Open:
    """A list or mapping that is being read; `key` is the mapping's key whose value comes next."""

    __slots__ = ("data", "key", "path")

    def __init__(self, data: list[Data] | dict[str, Data], path: Path) -> None:
        self.data, self.path = data, path
        self.key: str | None = None


def _build(events: Iterator[yaml.Event], file: str) -> tuple[Data, Lines]:
    lines: Lines = {(): 1}
    root: list[Data] = []
    stack: list[_Open] = []
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise TreatyError("anchors and aliases are not used in treaty files; write it out", file=file, line=line)
        if isinstance(event, yaml.ScalarEvent):
            if stack and isinstance(stack[-1].data, dict) and stack[-1].key is None:
                _take_key(stack[-1], event.value, lines, line, file)
                continue
            _place(root, stack, None if event.value == "" and event.implicit[0] else event.value, lines, line)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            data: list[Data] | dict[str, Data] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            if len(stack) >= MAX_DEPTH:
                raise TreatyError(f"is nested more than {MAX_DEPTH} deep; flatten it", file=file, line=line)
            if stack and isinstance(stack[-1].data, dict) and stack[-1].key is None:
                raise TreatyError("a key must be a word, not a list or mapping", file=file, line=line)
            stack.append(_Open(data, _place(root, stack, data, lines, line)))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            stack.pop()
            if stack:
                stack[-1].key = None
    return (root[0] if root else None), lines


def _take_key(open_: _Open, key: str, lines: Lines, line: int, file: str) -> None:
    if key in open_.data:
        raise TreatyError(f"the key {key!r} is given twice; keep one", file=file, line=line)
    open_.key = key
    lines[(*open_.path, key)] = line


def _place(root: list[Data], stack: list[_Open], value: Data, lines: Lines, line: int) -> Path:
    if not stack:
        root.append(value)
        return ()
    top = stack[-1]
    if isinstance(top.data, list):
        path: Path = (*top.path, len(top.data))
        top.data.append(value)
        lines[path] = line
        return path
    key = top.key or ""
    top.data[key] = value
    if not isinstance(value, list | dict):
        top.key = None
    return (*top.path, key)


def line_of(lines: Lines, path: Path) -> int | None:
    """Return the line of a path, or of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)
