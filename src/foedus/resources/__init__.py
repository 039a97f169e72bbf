"""Knowledge as data: lexicons, actors, places, territories, treaties. People edit the YAML; code only loads it.

`load_yaml` is the one door. Files are parsed once per process with libyaml.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path
from typing import Any

from foedus.errors import ResourceError

ROOT = Path(str(files("foedus.resources")))


@functools.cache
def load_yaml(relative: str) -> Any:  # the shape is the caller's: msgspec.convert checks it against a record
    """Return the content of a YAML file below `resources/`; raise ResourceError with its line when it is not YAML."""
    import yaml

    path = ROOT / relative
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ResourceError(str(error), file=relative, line=mark.line + 1 if mark else None) from error


def languages() -> tuple[str, ...]:
    """Return the languages foedus can read: the folders of `resources/lang`."""
    return tuple(sorted(p.name for p in (ROOT / "lang").iterdir() if (p / "acts.yaml").exists()))
