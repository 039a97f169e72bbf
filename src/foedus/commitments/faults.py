"""What can be wrong with a treaty that reads well: dates, parties, sources, terms, priorities; each with a remedy."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from foedus.commitments.language import KEYS, Clause, Condition, Membership, Treaty
from foedus.commitments.source import Path
from foedus.resources import load_yaml

_ID = re.compile(r"[a-z0-9][a-z0-9-]*$")


def faults(treaty: Treaty) -> Iterator[tuple[Path, str]]:
    """Yield everything wrong with a treaty: where in the file, and what to do."""
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
    for first in circle({c.id: [y for y in c.yields_to if y in ids] for c in treaty.clauses}):
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


def circle(after: Mapping[str, Sequence[str]]) -> list[str]:
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
