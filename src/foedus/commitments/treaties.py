"""Treaty files: read, check to the line, find by id or by the name that a claim gives.

`check` finds everything wrong with a file and says how to mend it; `load_all` refuses a folder with one bad file, for
a wrong treaty would give a wrong verdict.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path as FilePath

import msgspec

from foedus.commitments.faults import circle, faults
from foedus.commitments.language import Case, Clause, Treaty
from foedus.commitments.source import Lines, Path, line_of, parse
from foedus.errors import TreatyError
from foedus.resources import ROOT

FOLDER = ROOT / "treaties"
_WHERE = re.compile(r" - at `\$(.*)`$")
_STEP = re.compile(r"\[(\d+)\]|\.([\w-]+)|\[\.\.\.\]")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = {numeral: str(i) for i, numeral in enumerate(_NUMERALS, 1)}


@functools.cache
def load_all(folder: str | None = None) -> tuple[Treaty, ...]:
    """Return a folder's treaties (by default those shipped), sorted by id; raise TreatyError on the first fault."""
    base = FilePath(folder) if folder else FOLDER
    seen: dict[str, FilePath] = {}
    treaties = []
    for path in sorted(base.glob("*.yaml")):
        if path.name.endswith(".cases.yaml") or path.name.startswith("_"):
            continue
        treaty = read(path)
        if treaty.id in seen:
            raise TreatyError(f"{seen[treaty.id].name} has the same id {treaty.id!r}; rename one", file=str(path))
        seen[treaty.id] = path
        treaties.append(treaty)
    _check_priorities(treaties, base)
    return tuple(sorted(treaties, key=lambda t: t.id))


def load(name: str, folder: str | None = None) -> Treaty:
    """Return the treaty with this id or alias; raise TreatyError naming the ids there are."""
    treaties = load_all(folder)
    for treaty in treaties:
        if name == treaty.id:
            return treaty
    for treaty in treaties:
        if name.casefold() in (a.casefold() for a in (treaty.short, treaty.title, *treaty.aliases)):
            return treaty
    raise TreatyError(f"no treaty {name!r}; there are {', '.join(t.id for t in treaties)}")


def read(path: str | FilePath) -> Treaty:
    """Return the treaty of one file; raise TreatyError for the first thing wrong with it."""
    treaty, found = _read(FilePath(path))
    if found or treaty is None:
        raise found[0]
    return treaty


def check(path: str | FilePath) -> tuple[TreatyError, ...]:
    """Return everything wrong with a treaty file, in order of lines; empty means that it can be used."""
    return tuple(sorted(_read(FilePath(path))[1], key=lambda fault: fault.line or 0))


def read_cases(path: str | FilePath) -> tuple[Case, ...]:
    """Return the given/expect cases beside a treaty file; none if there is no such file."""
    beside = FilePath(path).with_suffix(".cases.yaml")
    if not beside.exists():
        return ()
    data, lines = parse(_text(beside), file=str(beside))
    try:
        return msgspec.convert(data, type=tuple[Case, ...], strict=False)
    except msgspec.ValidationError as error:
        raise _shape_fault(error, lines, str(beside)) from error


def cites(treaty: Treaty, provision: str | None) -> tuple[bool, str | None]:
    """Return whether a claim's provision names this treaty, and the article it names (None: no article).

    >>> cites(load("cst-1992"), "CST art. 4")
    (True, 'art. 4')
    """
    if not provision:
        return False, None
    name, _, article = provision.partition(" art. ")
    names = {a.casefold() for a in (treaty.id, treaty.short, *treaty.aliases)}
    if name.strip().casefold() not in names:
        return False, None
    article = article.strip().partition("(")[0]
    return True, f"art. {_ROMAN.get(article, article)}" if article else None


def article_of(clause: Clause) -> str:
    """Return the article of a clause as claims write it: numerals in figures.

    >>> [article_of(c) for c in load("us-philippines-1951").clauses]
    ['art. 4', 'art. 3']
    """
    number = clause.article.rpartition(" ")[2]
    number = _ROMAN.get(number, number).partition("(")[0]
    return f"art. {number}" if number.isdigit() else clause.article


def _text(path: FilePath) -> str:
    try:
        if path.stat().st_size > 1_000_000:
            raise TreatyError("is larger than 1 MB; a treaty file holds one treaty", file=str(path))
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TreatyError(f"cannot be read: {error}; treaty files are UTF-8 text", file=str(path)) from error


def _read(path: FilePath) -> tuple[Treaty | None, list[TreatyError]]:
    file = str(path)
    try:
        data, lines = parse(_text(path), file=file)
        treaty = msgspec.convert(data, type=Treaty, strict=False)
    except TreatyError as fault:
        return None, [fault]
    except msgspec.ValidationError as error:
        return None, [_shape_fault(error, lines, file)]
    return treaty, [TreatyError(m, file=file, line=line_of(lines, p)) for p, m in faults(treaty)]


def _shape_fault(error: msgspec.ValidationError, lines: Lines, file: str) -> TreatyError:
    message = str(error)
    found = _WHERE.search(message)
    path: Path = ()
    if found:
        message = message[: found.start()]
        path = tuple(int(n) if n else name for n, name in _STEP.findall(found[1]) if n or name)
    unknown = re.search(r"unknown field `([\w-]+)`", message)
    if unknown:
        path = (*path, unknown[1])
    where = ".".join(map(str, path)) or "file"
    message = f"{where}: {message}; see the schema in resources/schemas/treaty.json"
    return TreatyError(message, file=file, line=line_of(lines, path))


def _check_priorities(treaties: Sequence[Treaty], base: FilePath) -> None:
    ids = {t.id: t for t in treaties} | {c: t for t in treaties for c in (f"{t.id}/{k.id}" for k in t.clauses)}
    after = {t.id: [y.partition("/")[0] for c in t.clauses for y in c.yields_to if y in ids] for t in treaties}
    for treaty in treaties:
        own = {c.id for c in treaty.clauses}
        for other in (y for c in treaty.clauses for y in c.yields_to if y not in own and y not in ids):
            message = f"yields_to names {other!r}, which no file here has; write its id as in `foedus treaty list`"
            raise TreatyError(message, file=str(base / f"{treaty.id}.yaml"))
    for name in circle(after):
        raise TreatyError("its priorities and another treaty's run in a circle", file=str(base / f"{name}.yaml"))
