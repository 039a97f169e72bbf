"""Rules that need a text to be read once more: same bytes again, no perpetrator from a place, swapped sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from foedus import flow
from foedus.case import queries
from foedus.case.rules import Finding, finding
from foedus.case.store import Case
from foedus.records import Claim, Document, Mention
from foedus.values import Actor

RELINK_CLAIMS = 20_000
SWAPS_PER_DOCUMENT = 3


class _Read(NamedTuple):
    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


def check(case: Case, sample: int) -> Iterator[Finding]:
    """Read a sample of documents once more and yield the findings of the rules that need it."""
    chosen = _sample(case, sample)
    read = [_reread(d) for d in chosen]
    yield _repeatable(case, read)
    yield _no_bare_place(read)
    yield _swapped(read)
    yield from _relinked(case, sample)


def _sample(case: Case, size: int) -> list[Document]:
    """Return documents spread evenly over the case by id; always the same ones."""
    ids = [row[0] for row in case.db.execute("select id from document_live order by id")]
    step = max(1, len(ids) // size) if size else 1
    chosen = ids[::step][: size or None]
    return [d for i in chosen for d in queries.documents(case, "d.id = ?", (i,))]


def _reread(document: Document) -> _Read:
    try:
        mentions = flow.annotate(document)
        return _Read(document, mentions, flow.claim(document, mentions))
    except Exception:  # what a stage cannot bear is a Reject, recorded by the build; there is nothing to compare
        return _Read(document, (), ())


def _repeatable(case: Case, read: Iterable[_Read]) -> Finding:
    """Compare what is read now with what was kept: the same ids, the same bytes."""
    from foedus.case.build import is_extracted

    offenders, checked, outdated = [], 0, 0
    for document, _, claims in read:
        if not is_extracted(case, document.id):
            outdated += 1
            continue
        checked += 1
        hidden = _hidden(case, document.id)
        now = sorted(_bytes(c) for c in claims if c.id not in hidden)
        kept = sorted(_bytes(c) for c in queries.claims(case, "c.document_id = ?", (document.id,)))
        if now != kept:
            offenders.append(f"{document.id}: {len(kept)} claims kept, {len(now)} read now, not the same")
    says = f"{checked:,} documents read once more gave the same ids and bytes"
    if outdated:
        says += f"; {outdated} not compared, for they were read by another version (run foedus build)"
    return finding("repeatable", says, checked, offenders)


def _bytes(record: msgspec.Struct) -> bytes:
    # Numbers pass through floating point columns; 50 and 50.0 are the same count.
    return msgspec.json.encode(msgspec.convert(msgspec.to_builtins(record), type(record)))


def _hidden(case: Case, document: str) -> set[str]:
    sql = "select id from claim where document_id = ? and id not in (select id from claim_live)"
    return {row[0] for row in case.db.execute(sql, (document,))}


def _no_bare_place(read: Iterable[_Read]) -> Finding:
    """Check that every agent stands where an actor was found, never just a place."""
    offenders, checked = [], 0
    for _, mentions, claims in read:
        actors = [(m.start, m.end) for m in mentions if m.kind == "actor"]
        places = {(m.start, m.end) for m in mentions if m.kind == "place"}
        for claim in claims:
            for agent in claim.agents:
                checked += 1
                if agent.start is None or agent.end is None:
                    continue
                span = (agent.start, agent.end)
                if span in places and not any(s < agent.end and agent.start < e for s, e in actors):
                    offenders.append(f"{claim.id}: the agent '{agent.as_written}' is a bare place name")
    return finding("perpetrators", f"{checked:,} agents, none from a bare place name", checked, offenders)


def _swapped(read: Iterable[_Read]) -> Finding:
    """Exchange two sides' names in passages that name just two, and check that exactly the sides change."""
    offenders, checked = [], 0
    for document, mentions, claims in read:
        for text, pair in list(_passages(document, mentions, claims))[:SWAPS_PER_DOCUMENT]:
            checked += 1
            before = Counter(_signature(c, pair) for c in _claims_of(text, document))
            after = Counter(_signature(c, {}) for c in _claims_of(_exchange(text, pair), document))
            if before != after:
                offenders.append(f"{document.id}: not symmetric in {' and '.join(pair)}: '{text[:80]}'")
    says = f"{checked:,} English passages read with the names of their two sides exchanged"
    return finding("swap", says, checked, offenders)


def _passages(
    document: Document, mentions: Iterable[Mention], claims: Iterable[Claim]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield passages with claims whose actors are of just two countries, all in forms that can be exchanged."""
    told = list(claims)
    for passage in document.passages:
        if not passage.main or passage.lang != "en" or not any(passage.start <= c.start < passage.end for c in told):
            continue
        text = document.text[passage.start : passage.end]
        actors = [m.actor for m in mentions if m.actor and passage.start <= m.start < passage.end]
        codes = sorted({a.country for a in actors if a.country})
        if len(codes) == 2 and all(_is_exchangeable(a, *codes) for a in actors):
            yield text, {codes[0]: codes[1], codes[1]: codes[0]}


_FIXED = ("person:", "group:", "agency:", "name:")


def _is_exchangeable(actor: Actor, one: str, other: str) -> bool:
    """Tell whether an actor is named by its country alone: a person or a group cannot change sides with a word."""
    if (actor.id or "").startswith(_FIXED):
        return False
    written = actor.as_written.lower()
    return actor.country is None or any(re.search(rf"\b{re.escape(f)}\b", written) for f in _table(one, other))


def _table(one: str, other: str) -> dict[str, str]:
    """Return what to write for each English name, adjective and capital of two countries, where their forms agree."""
    table: dict[str, str] = {}
    for left, right in zip(_forms(one), _forms(other), strict=True):
        if len(left) == len(right):
            table |= {a.lower(): b for a, b in zip(left, right, strict=True)}
            table |= {b.lower(): a for a, b in zip(left, right, strict=True)}
    return table


def _forms(code: str) -> list[list[str]]:
    """Return the forms of a country's English name, adjective and capital."""
    from foedus.mentions.phrases import spell_out
    from foedus.resources import load_yaml

    entry = load_yaml("lang/en/countries.yaml").get(code, {})
    kinds = (entry.get(kind, [])[:1] for kind in ("names", "adjectives", "capitals"))
    return [[form for pattern in patterns for form in spell_out(pattern)] for patterns in kinds]


def _exchange(text: str, pair: dict[str, str]) -> str:
    table = _table(*pair)
    pattern = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.sub(rf"\b({pattern})\b", lambda m: table[m[0].lower()], text, flags=re.IGNORECASE)


def _claims_of(text: str, document: Document) -> tuple[Claim, ...]:
    from foedus.documents import document_from_text

    alone = document_from_text(text, published=document.published, lang="en", plain=True)
    return flow.claim(alone, flow.annotate(alone))


def _signature(claim: Claim, pair: dict[str, str]) -> tuple[object, ...]:
    def code(actor: Actor | None) -> str | None:
        return pair.get(actor.country or "", actor.country) if actor else None

    counts = sorted((q.role, code(q.side) or "", q.low or -1, q.high or -1, q.bound) for q in claim.quantities)
    agents, recipients = (tuple(sorted(code(a) or "" for a in group)) for group in (claim.agents, claim.recipients))
    return (claim.type, claim.mode, claim.status, claim.stance, code(claim.speaker), agents, recipients, tuple(counts))


def _relinked(case: Case, sample: int) -> Iterator[Finding]:
    """Link and weigh once more and compare with what is kept."""
    from foedus.case.derive import is_stale

    count = case.db.execute("select count(*) from claim_live").fetchone()[0]
    if is_stale(case):
        yield finding("derived", "not compared: decisions or rules changed since; run foedus build", 0, [])
        return
    if sample and count > RELINK_CLAIMS:
        yield finding("derived", f"not compared: more than {RELINK_CLAIMS:,} claims (use --sample 0)", 0, [])
        return
    documents, claims = list(queries.documents(case)), list(queries.claims(case))
    incidents = flow.link(documents, claims)
    obligations = flow.weigh(incidents, claims, documents, as_of=case.meta("as_of") or None)
    offenders = [
        *_differences(incidents, queries.incidents(case), _rejected(case, "incident")),
        *_differences(obligations, queries.obligations(case), _rejected(case, "obligation")),
    ]
    checked = len(incidents) + len(obligations)
    yield finding("derived", f"{checked:,} incidents and obligations made once more are the same", checked, offenders)


def _differences(now: Sequence[msgspec.Struct], kept: Iterable[msgspec.Struct], hidden: set[str]) -> Iterator[str]:
    made, had = ({r.id: _bytes(r) for r in records} for records in (now, kept))  # type: ignore[attr-defined]
    yield from (f"{i}: kept, but not made again" for i in sorted(set(had) - set(made)))
    yield from (f"{i}: made now, but not kept" for i in sorted(set(made) - set(had) - hidden))
    yield from (f"{i}: made now, it is not the same" for i in sorted(set(made) & set(had)) if made[i] != had[i])


def _rejected(case: Case, table: str) -> set[str]:
    return {row[0] for row in case.db.execute(f"select id from {table} where id not in (select id from {table}_live)")}
