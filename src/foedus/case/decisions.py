"""What people decide: append-only, each entry sealed with the one before, never undone except by a new entry."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from foedus.case.lock import writing
from foedus.case.queries import KINDS, resolve
from foedus.case.rows import from_row, names, to_row
from foedus.case.store import Case, open_case
from foedus.errors import CaseError

START = "0" * 64


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log; `hash` seals all its fields and the hash of the entry before."""

    seq: int
    at: str
    by: str
    action: str
    target_kind: str
    target: str
    detail: dict[str, Any]
    reason: str
    prev_hash: str
    hash: str


def seal(entry: Decision) -> str:
    """Return the hash that an entry must have."""
    fields = {k: v for k, v in msgspec.to_builtins(entry).items() if k != "hash"}
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def log(case: Case) -> Iterator[Decision]:
    """Yield all entries, oldest first."""
    for row in case.db.execute("select * from decision order by seq"):
        yield from_row(Decision, row)


def of_target(case: Case, target: str) -> list[Decision]:
    """Return the entries about one thing that were not undone, oldest first."""
    rows = case.db.execute("select * from decision_live where target = ? order by seq", (target,))
    return [from_row(Decision, row) for row in rows]


def decide(
    folder: Path,
    action: str,
    targets: Sequence[str],
    *,
    by: str,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> list[Decision]:
    """Enter one decision on each target (ids or beginnings of ids), all or none; return the entries."""
    with writing(folder, f"review {action}"), open_case(folder) as case:
        found = [_target(case, t) for t in targets]
        with case.change():
            return [_append(case, action, kind, target, by, reason, detail or {}) for kind, target in found]


def undo(folder: Path, seq: int | None, *, by: str, reason: str = "") -> Decision:
    """Take back an entry (the last one that stands, if none is named) by a new entry."""
    with writing(folder, "review undo"), open_case(folder) as case:
        last = case.db.execute("select max(seq) from decision_live").fetchone()[0]
        wanted = last if seq is None else seq
        row = case.db.execute("select * from decision_live where seq = ?", (wanted,)).fetchone()
        if row is None:
            raise CaseError("nothing to undo" if seq is None else f"entry {seq} does not exist or is undone already")
        with case.change():
            return _append(case, "undo", "decision", str(wanted), by, reason, {})


def _target(case: Case, given: str) -> tuple[str, str]:
    """Resolve an id among all there are, rejected ones too: a rejection can be followed by another decision."""
    for kind in KINDS:
        if case.db.execute(f"select 1 from {kind} where id = ?", (given,)).fetchone():
            return kind, given
    return resolve(case, given)


def _append(case: Case, action: str, kind: str, target: str, by: str, reason: str, detail: dict[str, Any]) -> Decision:
    row = case.db.execute("select seq, hash from decision order by seq desc limit 1").fetchone()
    entry = Decision(
        seq=row["seq"] + 1 if row else 1,
        at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        by=by,
        action=action,
        target_kind=kind,
        target=target,
        detail=detail,
        reason=reason,
        prev_hash=row["hash"] if row else START,
        hash="",
    )
    entry = msgspec.structs.replace(entry, hash=seal(entry))
    marks = ", ".join("?" * len(Decision.__struct_fields__))
    case.db.execute(f"insert into decision ({names(Decision)}) values ({marks})", to_row(entry))
    return entry


def broken_entries(case: Case) -> list[str]:
    """Return what is wrong with the chain: an entry that was changed, taken out, or put in; empty if it holds."""
    faults, before, number = [], START, 0
    for entry in log(case):
        number += 1
        if entry.seq != number:
            faults.append(f"entry {number} is missing")
            number = entry.seq
        if entry.prev_hash != before:
            faults.append(f"entry {entry.seq} does not follow the one before it")
        if entry.hash != seal(entry):
            faults.append(f"entry {entry.seq} was changed after it was made")
        before = entry.hash
    return faults
