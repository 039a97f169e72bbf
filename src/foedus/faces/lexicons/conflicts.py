"""Words that two entries explain differently: both meanings count, which is seldom meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from foedus.errors import ResourceError
from foedus.faces.lexicons import Finding
from foedus.faces.lexicons.lines import Lines
from foedus.faces.lexicons.patterns import MOST_PHRASES, count_phrases
from foedus.mentions.phrases import spell_out
from foedus.resources import ROOT, parse_yaml

_FORMS = ("verb", "passive", "noun", "state")
_BODIES = ("organisations", "groups", "agencies")


_Told = tuple[str, str, str]


class _Meaning(NamedTuple):
    phrase: str
    value: str
    path: str
    file: str
    is_mine: bool


def conflicts(folder: Path) -> Iterator[Finding]:
    """Yield the phrases of a folder that stand for two acts or two bodies, in it or between it and ours."""
    for path in sorted(folder.glob("lang/*/acts.yaml")):
        relative = path.relative_to(folder).as_posix()
        yield from _clashing(folder, _pooled(folder, (relative,), _of_acts))
    yield from _clashing(folder, _pooled(folder, tuple(f"actors/{name}.yaml" for name in _BODIES), _of_bodies))


def _pooled(folder: Path, files: tuple[str, ...], meanings: Callable[[Any], Iterator[_Told]]) -> list[_Meaning]:
    """Return the meanings in a folder's files and, for a user's folder, those in ours (less what it takes out)."""
    roots = [folder] if folder == ROOT else [ROOT, folder]
    pool: list[_Meaning] = []
    for root in roots:
        for file in files:
            raw = _content(root / file, file)
            if root == folder and folder != ROOT and isinstance(raw, dict):
                gone = {p for without in raw.get("without") or () for p in _phrases(str(without))}
                pool = [m for m in pool if m.phrase.partition(" ")[2] not in gone]
            pool += [_Meaning(phrase, value, path, file, root == folder) for phrase, value, path in meanings(raw)]
    return pool


def _content(path: Path, file: str) -> Any:
    try:
        return parse_yaml(path, file) if path.exists() else None
    except ResourceError:
        return None  # told by the check of the file itself


def _of_acts(raw: Any) -> Iterator[tuple[str, str, str]]:
    entries = raw.get("acts") if isinstance(raw, dict) else None
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict):
            continue
        act = entry.get("act")
        value = " ".join(str(v) for v in (act, entry.get("bare"), entry.get("role"), entry.get("status")) if v)
        for form in _FORMS:
            for phrase in _all_phrases(entry.get(form)):
                yield f"{form} {phrase}", value, f"$.acts[{number}].{form}"


def _of_bodies(raw: Any) -> Iterator[tuple[str, str, str]]:
    for number, entry in enumerate(raw if isinstance(raw, list) else ()):
        if isinstance(entry, dict):
            for phrase in _all_phrases(entry.get("names")):
                yield f"name {phrase}", str(entry.get("id")), f"$[{number}].names"


def _all_phrases(patterns: Any) -> Iterator[str]:
    for pattern in patterns if isinstance(patterns, list) else ():
        yield from _phrases(str(pattern))


def _phrases(pattern: str) -> Iterator[str]:
    if count_phrases(pattern) <= MOST_PHRASES:
        yield from (" ".join(phrase.split()) for phrase in spell_out(pattern))


def _clashing(folder: Path, pool: list[_Meaning]) -> Iterator[Finding]:
    first: dict[str, _Meaning] = {}
    told: set[tuple[str, str]] = set()
    for meaning in pool:
        other = first.setdefault(meaning.phrase, meaning)
        if other.value != meaning.value and meaning.is_mine and (meaning.file, meaning.path) not in told:
            told.add((meaning.file, meaning.path))
            form, _, phrase = meaning.phrase.partition(" ")
            where = "" if other.is_mine else " in ours"
            what = f"the {form} '{phrase}' is {meaning.value} here and {other.value}{where}: both count"
            line = Lines(folder / meaning.file).of(meaning.path)
            yield Finding(meaning.file, line, meaning.path, "warning", what)
