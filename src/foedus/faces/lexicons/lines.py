"""The line of a key in a YAML file, from the path that msgspec gives (`$.acts[3].frame`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")


class Lines:
    """Where the keys and items of one file stand."""

    def __init__(self, path: Path) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.root: Any = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)

    def of(self, path: str) -> int:
        """Return the line of a path, as far down as it can be followed; 1 for an empty file."""
        node, line = self.root, 1
        for step in _STEP.finditer(path):
            found = _below(node, step[1], step[2])
            if found is None:
                break
            node, line = found
        return line


def _below(node: Any, key: str | None, index: str | None) -> tuple[Any, int] | None:
    if isinstance(node, yaml.MappingNode) and key is not None:
        return next(((v, k.start_mark.line + 1) for k, v in node.value if getattr(k, "value", None) == key), None)
    if isinstance(node, yaml.SequenceNode) and index is not None and int(index) < len(node.value):
        item = node.value[int(index)]
        return item, item.start_mark.line + 1
    return None
