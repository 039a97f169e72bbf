"""`foedus export`: claims, incidents, obligations, documents as JSONL, CSV, Parquet, GeoJSON; the same bytes each time.

One shape for each kind of row (`shapes`), one writer for each form (`forms`).
"""

from __future__ import annotations

from pathlib import Path

from foedus.case.store import Case
from foedus.errors import ConfigError
from foedus.faces.exports.forms import FORMS
from foedus.faces.exports.shapes import KINDS

SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet", ".geojson": "geojson"}


def form_of(path: Path | None, given: str | None) -> str:
    """Return the form asked for, or the one that a file's name says; JSONL if neither does."""
    return given or SUFFIXES.get(path.suffix.lower() if path else "", "jsonl")


def export(case: Case, layout: str, form: str, path: Path | None) -> int:
    """Write a layout in a form to a file (None: standard output); return the number of rows."""
    if layout not in KINDS:
        raise ConfigError(f"unknown layout '{layout}'; one of: {', '.join(KINDS)}")
    if form == "geojson" and layout != "incidents":
        raise ConfigError(f"geojson is made of incidents; write {layout} as jsonl, csv or parquet")
    return FORMS[form](KINDS[layout].rows(case), KINDS[layout].record, path)
