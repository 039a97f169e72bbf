"""Knowledge as data: lexicons, actors, places, territories, treaties. People edit the YAML; code only loads it.

`load_yaml` is the one door. Files are parsed once per process with libyaml; a user's (`layers`) lie over ours.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path
from typing import Any

from foedus.errors import ResourceError
from foedus.resources.layers import below, layers, merged

ROOT = Path(str(files("foedus.resources")))


@functools.cache
def load_yaml(relative: str) -> Any:  # the shape is the caller's: msgspec.convert checks it against a record
    """Return the content of a YAML file below `resources/`, with the user's files of that name laid over it.

    Raise ResourceError with its line when it is not YAML.
    """
    ours = parse_yaml(ROOT / relative, relative) if (ROOT / relative).exists() or not has(relative) else None
    for path in below(relative):
        ours = merged(ours, parse_yaml(path, str(path)), str(path))
    return ours


def parse_yaml(path: Path, shown: str) -> Any:
    """Return the content of one YAML file; errors name it as `shown`, with the line."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except UnicodeDecodeError as error:
        raise ResourceError(f"is not UTF-8: {error}", file=shown) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ResourceError(str(error), file=shown, line=mark.line + 1 if mark else None) from error


def has(relative: str) -> bool:
    """Tell whether a file of this name is among ours or the user's."""
    return (ROOT / relative).exists() or any(below(relative))


def languages() -> tuple[str, ...]:
    """Return the languages foedus can read: the folders of `lang` that have a list of acts."""
    roots = (ROOT, *layers())
    found = {p.parent.name for root in roots for p in (root / "lang").glob("*/acts.yaml")}
    return tuple(sorted(found))
