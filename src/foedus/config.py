"""Settings of a case, `foedus.toml`: every one has a default that is good for a first case.

A command-line option wins over the file, `FOEDUS_…` in the environment stands between the two.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from foedus.errors import ConfigError

NAME = "foedus.toml"
TEMPLATE = """\
# Settings of this case. Lines that start with # show the defaults.

title = {title}

[build]
# jobs = 0                 # processes; 0 = as many as there are processors
# as_of = "2023-12-31"     # weigh obligations as they stood at the end of this day; left out: the last day reported
# keep_originals = true    # keep the bytes of every source under blobs/
# max_reject_share = 1.0   # fail (exit code 1) when more than this share of the sources cannot be read

[review]
# by = "name"              # who decides; left out: the name you are logged in with

[lexicons]
# folders = ["words"]      # your own word lists, laid over ours: see docs/lexicons.md

[llm]                      # only for `foedus annotate --reader llm`: see docs/readers.md
# url = "http://127.0.0.1:8000/v1"
# model = "name"
# key_env = "FOEDUS_LLM_KEY"     # the variable that holds the key
# timeout_s = 120.0
# tries = 4
# passage_characters = 6000      # how much text goes into one request
"""


class BuildSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How `foedus build` works; `jobs` 0 means one process a processor."""

    jobs: int = 0
    as_of: str | None = None
    keep_originals: bool = True
    max_reject_share: float = 1.0


class ReviewSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Who decides."""

    by: str | None = None


class LexiconSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Folders of one's own word lists, laid over ours; relative ones lie in the case's folder."""

    folders: tuple[str, ...] = ()


class LlmSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a language model answers that `--reader llm` may ask; the key itself never stands in a file."""

    url: str | None = None
    model: str | None = None
    key_env: str = "FOEDUS_LLM_KEY"
    timeout_s: float = 120.0
    tries: int = 4
    passage_characters: int = 6000


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of a case."""

    title: str = ""
    build: BuildSettings = BuildSettings()
    review: ReviewSettings = ReviewSettings()
    lexicons: LexiconSettings = LexiconSettings()
    llm: LlmSettings = LlmSettings()


def load_settings(case: Path) -> Settings:
    """Return the settings of a case folder; the defaults if it has no file; raise ConfigError naming what is wrong."""
    path = case / NAME
    return read_settings(path) if path.exists() else Settings()


def read_settings(path: Path | None) -> Settings:
    """Return the settings of a file, the defaults for None; raise ConfigError naming what is wrong."""
    if path is None:
        return Settings()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}. Mend the line or delete the file to get the defaults.") from error


def write_template(case: Path, title: str) -> None:
    """Write a commented settings file for a new case, unless there is one."""
    path = case / NAME
    if not path.exists():
        path.write_text(TEMPLATE.format(title=msgspec.json.encode(title).decode()), encoding="utf-8")
