"""Treaty files: read, check to the line, find by id or by the name that a claim gives.

`check` finds everything wrong with a file and says how to mend it; `load_all` refuses a folder with one bad file, for
a wrong treaty would give a wrong verdict.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path as FilePath

import msgspec

from foedus.commitments.language import KEYS, Case, Clause, Condition, Membership, Treaty
from foedus.commitments.source import Lines, Path, line_of, parse
from foedus.errors import TreatyError
from foedus.resources import ROOT, load_yaml

FOLDER = ROOT / "treaties"
_WHERE = re.compile(r" - at `\$(.*)`$")
_STEP = re.compile(r"\[(\d+)\]|\.([\w-]+)|\[\.\.\.\]")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = {numeral: str(i) for i, numeral in enumerate(_NUMERALS, 1)}
_ID = re.compile(r"[a-z0-9][a-z0-9-]*$")


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
    treaty, faults = _read(FilePath(path))
    if faults or treaty is None:
        raise faults[0]
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
    head, _, number = clause.article.rpartition(" ")
    return f"{head} {_ROMAN.get(number, number)}"


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
    return treaty, [TreatyError(m, file=file, line=line_of(lines, p)) for p, m in _faults(treaty)]


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


def _faults(treaty: Treaty) -> Iterator[tuple[Path, str]]:
    if not _ID.match(treaty.id):
        yield ("id",), f"the id {treaty.id!r} must be of small letters, digits and hyphens"
    yield from _date_faults(treaty)
    yield from _party_faults(treaty.parties, treaty)
    yield from _text_faults(treaty)
    yield from _source_faults(treaty)
    ids = [c.id for c in treaty.clauses]
    if not ids:
        yield ("clauses",), "a treaty needs at least one clause"
    for index, clause in enumerate(treaty.clauses):
        if clause.id in ids[:index]:
            yield ("clauses", index, "id"), f"two clauses have the id {clause.id!r}; rename one"
        yield from _clause_faults(clause, ("clauses", index), treaty)
    for first in _circle({c.id: [y for y in c.yields_to if y in ids] for c in treaty.clauses}):
        yield (
            ("clauses", ids.index(first), "yields_to"),
            f"priorities run in a circle through {first!r}; one clause must not yield",
        )


def _is_date(text: str | None) -> bool:
    try:
        return text is None or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _date_faults(treaty: Treaty) -> Iterator[tuple[Path, str]]:
    dated: list[tuple[Path, str | None, str | None]] = [
        (("signed", "date"), treaty.signed.date, treaty.in_force.date if treaty.nature == "treaty" else None),
        (("in_force", "date"), treaty.in_force.date, treaty.ended.date if treaty.ended else None),
        *((("parties", i, "joined"), m.joined, m.left) for i, m in enumerate(treaty.parties)),
        *((("parties", i, "joined"), m.joined, m.suspended) for i, m in enumerate(treaty.parties)),
        *((("parties", i, "joined"), m.joined, m.frozen) for i, m in enumerate(treaty.parties)),
        *((("texts", i, "since"), t.since, t.until) for i, t in enumerate(treaty.texts)),
        *((("clauses", i, "since"), c.since, c.until) for i, c in enumerate(treaty.clauses)),
    ]
    for path, earlier, later in dated:
        if not _is_date(earlier) or not _is_date(later):
            yield path, f"{earlier if not _is_date(earlier) else later!r} is not a day; write YYYY-MM-DD"
        elif earlier is not None and later is not None and later < earlier:
            yield path, f"dates run backwards: {earlier} comes after {later}; mend one of them"


def _party_faults(parties: Sequence[Membership], treaty: Treaty) -> Iterator[tuple[Path, str]]:
    known = _codes()
    for index, member in enumerate(parties):
        if member.state not in known:
            yield ("parties", index, "state"), f"{member.state!r} is no state or body known here; use its code (ARM)"
        if member.joined < treaty.signed.date:
            yield ("parties", index, "joined"), f"{member.state} cannot have joined before the signing"
        for other in parties[:index]:
            if other.state == member.state and _overlap(other, member):
                yield ("parties", index), f"two memberships of {member.state} overlap; close the earlier with `left`"


def _overlap(left: Membership, right: Membership) -> bool:
    return (left.left is None or right.joined < left.left) and (right.left is None or left.joined < right.left)


@functools.cache
def _codes() -> frozenset[str]:
    organisations = {entry["id"] for entry in load_yaml("actors/organisations.yaml")}
    return frozenset({*load_yaml("lang/en/countries.yaml"), *organisations, "XKA", "XKX"})


def _text_faults(treaty: Treaty) -> Iterator[tuple[Path, str]]:
    for kind, entries in (("texts", treaty.texts), ("doctrines", treaty.doctrines), ("areas", treaty.areas)):
        names = [entry.id for entry in entries]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield (kind, index, "id"), f"the id {name!r} is given twice; rename one"


def _source_faults(treaty: Treaty) -> Iterator[tuple[Path, str]]:
    facts: list[tuple[Path, str | None, str | None]] = [
        (("signed",), treaty.signed.source, treaty.signed.unverified),
        (("in_force",), treaty.in_force.source, treaty.in_force.unverified),
    ]
    for kind in ("parties", "texts", "doctrines", "areas", "clauses"):
        facts += [((kind, i), f.source, f.unverified) for i, f in enumerate(getattr(treaty, kind))]
    if treaty.ended:
        facts.append((("ended",), treaty.ended.source, treaty.ended.unverified))
    for path, source, unverified in facts:
        if source is None and unverified is None:
            yield path, "a fact needs its `source`, or `unverified` with the doubt in words"
        elif source is not None and source not in treaty.sources:
            yield (*path, "source"), f"unknown source {source!r}; list it under `sources`"


def _clause_faults(clause: Clause, path: Path, treaty: Treaty) -> Iterator[tuple[Path, str]]:
    for name in clause.text:
        if name not in {t.id for t in treaty.texts}:
            yield (*path, "text"), f"unknown text version {name!r}; list it under `texts`"
    states = {m.state for m in treaty.parties} | set(treaty.guarantors)
    for role, words in (("owed_by", ("others", "parties")), ("owed_to", ("attacked", "parties"))):
        value = getattr(clause, role)
        for code in [value] if isinstance(value, str) else value:
            if code not in words and code not in states:
                yield (*path, role), f"{code!r} is no party; say {' or '.join(words)}, or list parties"
    for other in clause.yields_to:
        if other == clause.id:
            yield (*path, "yields_to"), f"priorities run in a circle: {other!r} yields to itself"
    yield from _condition_faults(clause.trigger, (*path, "trigger"), treaty)


def _condition_faults(condition: Condition, path: Path, treaty: Treaty) -> Iterator[tuple[Path, str]]:
    key = condition.key()
    if key is None:
        yield path, f"a condition has exactly one of: {', '.join(k.rstrip('_') for k in KEYS)}"
        return
    doctrines = {d.id for d in treaty.doctrines}
    named = condition.doctrine or (condition.where.undelimited if condition.where else None)
    if named and named not in doctrines:
        yield (*path, key), f"unknown term {named!r}; list it under `doctrines` with its question"
    if condition.area and condition.area not in {a.id for a in treaty.areas}:
        yield (*path, "area"), f"unknown area {condition.area!r}; list it under `areas`"
    known = _codes() | {"outsider", "member", "state", "beneficiary", "party"}
    codes = condition.attacker or (condition.where.of if condition.where else ())
    for code in [codes] if isinstance(codes, str) else codes:
        if code not in known:
            yield (*path, key), f"unknown actor {code!r}; say outsider, member, state, beneficiary, party or a code"
    name = key.rstrip("_")
    for index, part in enumerate(condition.parts()):
        yield from _condition_faults(part, (*path, name) if name == "not" else (*path, name, index), treaty)


def _circle(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the first name of a circle, as a list; empty if there is none."""
    done: set[str] = set()
    for start in after:
        trail: list[str] = []
        queue = [(start, 0)]
        while queue:
            name, depth = queue.pop()
            del trail[depth:]
            if name in trail:
                return [name]
            if name in done:
                continue
            trail.append(name)
            queue += [(other, depth + 1) for other in after.get(name, ())]
        done.update(trail)
    return []


def _check_priorities(treaties: Sequence[Treaty], base: FilePath) -> None:
    ids = {t.id: t for t in treaties} | {c: t for t in treaties for c in (f"{t.id}/{k.id}" for k in t.clauses)}
    after = {t.id: [y.partition("/")[0] for c in t.clauses for y in c.yields_to if y in ids] for t in treaties}
    for treaty in treaties:
        own = {c.id for c in treaty.clauses}
        for other in (y for c in treaty.clauses for y in c.yields_to if y not in own and y not in ids):
            message = f"yields_to names {other!r}, which no file here has; write its id as in `foedus treaty list`"
            raise TreatyError(message, file=str(base / f"{treaty.id}.yaml"))
    for name in _circle(after):
        raise TreatyError("its priorities and another treaty's run in a circle", file=str(base / f"{name}.yaml"))
