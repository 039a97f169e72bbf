"""A user's own word lists over ours: folders that hold files of the same names and the same schema.

    FOEDUS_LEXICONS=my/words        or        [lexicons] folders = ["my/words"]   in foedus.toml

Lists are appended to ours, maps are merged key by key, entries with the same `id` are one entry, and of two plain
values the user's stands. `without: [pattern, ...]` at the top of a file takes patterns of ours out. `use_layers` is
called before anything is read from the lists; the environment wins over a case's settings.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from foedus.errors import ConfigError, ResourceError

VARIABLE = "FOEDUS_LEXICONS"
_chosen: tuple[Path, ...] = ()


def layers() -> tuple[Path, ...]:
    """Return the user's folders, the one that wins last."""
    named = os.environ.get(VARIABLE, "")
    return tuple(Path(name).expanduser() for name in named.split(os.pathsep) if name) if named else _chosen


_in_use = layers()


def use_layers(folders: Iterable[str | Path], beside: Path | None = None) -> None:
    """Choose the user's folders for this process; relative ones are looked for in `beside`.

    What was compiled from other lists is forgotten. Raise ConfigError for a folder that is not there.
    """
    global _chosen, _in_use  # noqa: PLW0603 - the lists of a process are one thing, as its locale is
    _chosen = tuple((beside / folder if beside else Path(folder)).resolve() for folder in folders)
    if missing := [folder for folder in layers() if not folder.is_dir()]:
        raise ConfigError(f"no folder of word lists at {missing[0]}. Mend {VARIABLE} or `folders` under [lexicons].")
    if layers() != _in_use:
        forget()
        _in_use = layers()


def forget() -> None:
    """Drop all that was compiled from word lists: every cached function of this package begins anew."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("foedus."):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()


def below(relative: str) -> Iterator[Path]:
    """Yield what stands for a file or folder of `resources/` in the user's folders, the one that wins last."""
    yield from (path for layer in layers() if (path := layer / relative).exists())


def merged(ours: Any, theirs: Any, file: str) -> Any:
    """Return our content of a file with the user's laid over it; neither is changed.

    >>> merged({"a": [1], "b": {"c": 1}}, {"a": [2], "b": {"c": 2}}, "")
    {'a': [1, 2], 'b': {'c': 2}}
    >>> merged([{"id": "EU", "names": ["EU"]}], [{"id": "EU", "names": ["UE"]}], "")
    [{'id': 'EU', 'names': ['EU', 'UE']}]
    >>> merged({"a": ["x", "y"]}, {"without": ["x"], "a": ["z"]}, "")
    {'a': ['y', 'z']}
    """
    if isinstance(ours, dict) and isinstance(theirs, dict) and "without" in theirs:
        ours = _taken_out(ours, frozenset(map(str, theirs["without"] or ())))
        theirs = {key: value for key, value in theirs.items() if key != "without"}
    return _laid_over(ours, theirs, file)


def _laid_over(ours: Any, theirs: Any, where: str) -> Any:
    if ours is None or theirs is None:
        return ours if theirs is None else theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        both = {key: _laid_over(ours.get(key), value, f"{where}: {key}") for key, value in theirs.items()}
        return {**ours, **both}
    if isinstance(ours, list) and isinstance(theirs, list):
        return _appended(ours, theirs, where)
    if isinstance(ours, dict | list) or isinstance(theirs, dict | list):
        kind = "map" if isinstance(ours, dict) else "list" if isinstance(ours, list) else "plain value"
        raise ResourceError(f"must be a {kind}, as it is in the list that comes with foedus", file=where)
    return theirs


def _appended(ours: list[Any], theirs: list[Any], where: str) -> list[Any]:
    joined = list(ours)
    places = {item["id"]: n for n, item in reversed(list(enumerate(ours))) if isinstance(item, dict) and "id" in item}
    for item in theirs:
        place = places.get(item.get("id")) if isinstance(item, dict) else None
        if place is not None:
            joined[place] = _laid_over(joined[place], item, f"{where}: {item['id']}")
        elif item not in joined:
            joined.append(item)
    return joined


def _taken_out(value: Any, patterns: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _taken_out(item, patterns) for key, item in value.items()}
    if isinstance(value, list):
        return [_taken_out(item, patterns) for item in value if not isinstance(item, str) or item not in patterns]
    return value
