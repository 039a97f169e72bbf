"""What is wrong in a folder of word lists: shapes, names of frames and codes, patterns, words with two meanings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from msgspec import ValidationError, convert

from foedus.claims.lexicon import frames
from foedus.errors import ResourceError
from foedus.faces.lexicons import Finding
from foedus.faces.lexicons.conflicts import conflicts
from foedus.faces.lexicons.lines import Lines
from foedus.faces.lexicons.patterns import faults
from foedus.faces.lexicons.shapes import GRAMMAR_KEYS, JOINING_KEYS, PLACE_KEYS, shape_of
from foedus.mentions import own_places
from foedus.records import MODES, ClaimType, Stance, Status
from foedus.resources import ROOT, parse_yaml

_AT = re.compile(r" - at `([^`]*)`")
_TYPES = frozenset(get_args(ClaimType))
_STATUS = frozenset({*get_args(Status), "would", "backdrop", "drop", ""})
_STANCE = frozenset({*get_args(Stance), ""})
_REACH = frozenset({"verb", "before", "left", "right", "near", "clause", "sentence"})
_CODE = re.compile(r"[A-Z]{3}")
_NOT_WORDS = frozenset({"without"})


def check_folder(folder: Path = ROOT) -> list[Finding]:
    """Return what is wrong in a folder that has `lang/`, `actors/` and `places/`, by file and line."""
    found = [f for path in sorted(folder.rglob("*.yaml")) for f in _file(folder, path.relative_to(folder).as_posix())]
    if folder != ROOT:
        found += [f for path in sorted((folder / "places").glob("*.csv")) for f in _places(path)]
    return sorted([*found, *conflicts(folder)])


def _file(folder: Path, relative: str) -> Iterator[Finding]:
    shape = shape_of(relative)
    if shape is None:
        if folder != ROOT and not (ROOT / relative).exists():
            yield Finding(relative, 1, "", "error", "no such list is read; see docs/lexicons.md for the names")
        return
    try:
        raw = parse_yaml(folder / relative, relative)
    except ResourceError as error:
        yield Finding(relative, error.line or 1, "", "error", str(error))
        return
    lines = Lines(folder / relative)
    if isinstance(raw, dict):
        raw = {key: value for key, value in raw.items() if key not in _NOT_WORDS}
    misshapen = list(_shape(raw, shape, relative, lines, is_ours=folder == ROOT))
    yield from misshapen
    name = relative.rsplit("/", 1)[-1]
    for path, what in (*_names(name, raw), *_unknown_keys(relative, raw)):
        if path not in {f.key for f in misshapen}:
            yield Finding(relative, lines.of(path), path, "error", what)
    for path, level, what in faults(raw):
        yield Finding(relative, lines.of(path), path, level, what)


def _shape(raw: Any, shape: Any, relative: str, lines: Lines, *, is_ours: bool) -> Iterator[Finding]:
    try:
        convert(raw if raw is not None else {}, shape, strict=False)
    except ValidationError as error:
        found = _AT.search(str(error))
        path = found[1] if found else "$"
        # A user's file may hold a few words only: the rest is in ours.
        if not is_ours and path == "$" and "missing required field" in str(error):
            return
        hint = " (quote on, off, yes, no)" if "got `bool`" in str(error) else ""
        yield Finding(relative, lines.of(path), path, "error", _AT.sub("", str(error)) + hint)


def _unknown_keys(relative: str, raw: Any) -> Iterator[tuple[str, str]]:
    blocks: dict[str, tuple[str, Any, frozenset[str]]] = {
        "grammar": ("$", raw, GRAMMAR_KEYS),
        "places": ("$", raw, PLACE_KEYS),
        "actors": ("$.grammar", raw.get("grammar") if isinstance(raw, dict) else None, JOINING_KEYS),
    }
    if relative.startswith("lang/"):
        where, block, known = blocks.get(Path(relative).stem, ("$", None, frozenset()))
        for key in block if isinstance(block, dict) else ():
            if key not in known:
                yield f"{where}.{key}", f"unknown key '{key}'"


def _names(name: str, raw: Any) -> Iterator[tuple[str, str]]:
    """Yield what names something that there is not: frames, types, modes, roles, statuses, codes."""
    if not isinstance(raw, dict | list):
        return
    if name == "acts.yaml" and isinstance(raw, dict):
        yield from _acts(raw)
    elif name == "cues.yaml" and isinstance(raw, dict):
        for n, cue in _maps(raw.get("status")):
            yield from _one_of(f"$.status[{n}].status", cue.get("status"), _STATUS)
            yield from _one_of(f"$.status[{n}].reach", cue.get("reach"), _REACH)
    elif name == "speech.yaml" and isinstance(raw, dict):
        for block in ("verbs", "sources"):
            for n, verb in _maps(raw.get(block)):
                yield from _one_of(f"$.{block}[{n}].stance", verb.get("stance", ""), _STANCE)
    elif name in ("groups.yaml", "agencies.yaml"):
        for n, body in _maps(raw):
            if not _CODE.fullmatch(str(body.get("country", "XXX"))) and not str(body["country"]).isupper():
                yield f"$[{n}].country", f"'{body['country']}' is no code (ARM, XKA, CSTO ...)"


def _acts(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    known = frozenset(frames())
    for block in ("light", "acts"):
        for n, entry in _maps(raw.get(block)):
            for key in ("frame", "noun_frame"):
                if key in entry:
                    yield from _one_of(f"$.{block}[{n}].{key}", entry[key], known)
            yield from _one_of(f"$.{block}[{n}].status", entry.get("status", ""), _STATUS)
            acts = entry.get("act", {})
            for act in acts.values() if isinstance(acts, dict) else [acts]:
                yield from _act(f"$.{block}[{n}].act", str(act))


def _act(path: str, act: str) -> Iterator[tuple[str, str]]:
    kind, _, mode = act.partition("/")
    if not act:  # a phrase that is no act, though a word in it may be one
        return
    if kind not in _TYPES:
        yield path, f"'{kind}' is no type of claim; one of: {' '.join(sorted(_TYPES))}"
    elif mode not in ("", "*", *MODES.get(kind, ())):
        yield path, f"{kind} has no mode '{mode}'; one of: {' '.join(MODES.get(kind, ())) or 'none'}"


def _one_of(path: str, value: object, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not isinstance(value, str) or value not in known:
        yield path, f"'{value}' is none of: {' '.join(sorted(k for k in known if k))}"


def _maps(entries: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    yield from ((n, e) for n, e in enumerate(entries if isinstance(entries, list) else []) if isinstance(e, dict))


def _places(path: Path) -> Iterator[Finding]:
    relative = f"places/{path.name}"
    seen: set[str] = set()
    try:
        for place in own_places.read(path):
            if place.id in seen:
                yield Finding(relative, len(seen) + 2, "id", "error", f"'{place.id}' stands twice")
            seen.add(place.id)
    except (ResourceError, UnicodeDecodeError) as error:
        yield Finding(relative, getattr(error, "line", None) or 1, "", "error", str(error).replace(f"{path}:", "line "))
