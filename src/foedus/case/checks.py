"""Rules over every claim as it is stored: quotes, numbers, who is named, what counts as having occurred, ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from foedus.case import queries
from foedus.case.rules import Finding, finding
from foedus.case.store import Case
from foedus.claims.lexicon import lexicon
from foedus.mentions import readable
from foedus.mentions.stated import is_stated, stated_numbers
from foedus.records import Claim, Incident, Obligation
from foedus.values import Actor

_ID = re.compile(r"[a-z]+-[0-9a-f]{16}")


def quotes(case: Case, sample: int) -> Iterator[Finding]:
    """Check that every quote is the text between its offsets, in main text, and that texts are NFC with LF."""
    offenders, checked = [], 0
    for document in queries.documents(case):
        if not unicodedata.is_normalized("NFC", document.text) or "\r" in document.text:
            offenders.append(f"{document.id}: the text is not NFC with LF line ends")
        main = [p for p in document.passages if p.main]
        for claim in queries.claims(case, "c.document_id = ?", (document.id,)):
            checked += 1
            if document.text[claim.start : claim.end] != claim.quote:
                offenders.append(f"{claim.id}: '{claim.quote[:60]}' is not the text at {claim.start}–{claim.end}")
            elif not any(p.start < claim.end and claim.start < p.end for p in main):
                offenders.append(f"{claim.id}: lies outside the main text of {document.id}")
            elif bad := _misplaced(claim, document.text):
                offenders.append(f"{claim.id}: {bad}")
    yield finding("quotes", f"{checked:,} quotes compared with their texts", checked, offenders)


def _misplaced(claim: Claim, text: str) -> str | None:
    for actor in named(claim):
        if actor.start is not None and actor.end is not None and actor.as_written:
            written = text[actor.start : actor.end]
            if written != actor.as_written:
                return f"actor '{actor.as_written}' is not the text at {actor.start}–{actor.end}"
    return None


def named(claim: Claim) -> Iterator[Actor]:
    """Yield every actor of a claim."""
    yield from claim.agents
    yield from claim.recipients
    if claim.speaker:
        yield claim.speaker
    yield from (q.side for q in claim.quantities if q.side)


def numbers(case: Case, sample: int) -> Iterator[Finding]:
    """Check that every counted loss stands in its quote, as digits or words."""
    offenders, checked = [], 0
    for claim in queries.claims(case, "c.quantities <> '[]'"):
        stated = _stated(claim)
        for quantity in claim.quantities:
            checked += 1
            offenders += [
                f"{claim.id}: {value:.12g} {quantity.role} is not in '{claim.quote[:80]}'"
                for value in dict.fromkeys((quantity.low, quantity.high))
                if value is not None and not is_stated(value, stated)
            ]
    yield finding("numbers", f"{checked:,} counts looked for in their quotes", checked, offenders)


def _stated(claim: Claim) -> set[float]:
    lang = readable(claim.lang)
    words = lexicon(lang)
    return stated_numbers(claim.quote, lang, words.grammar.one if words else ())


def sources(case: Case, sample: int) -> Iterator[Finding]:
    """Check that no speaker is the outlet itself, and that whoever is named has words in the text."""
    offenders, checked = [], 0
    outlets = {r["id"]: (r["outlet"] or "").casefold() for r in case.db.execute("select id, outlet from document_live")}
    for claim in queries.claims(case):
        checked += 1
        said = claim.speaker
        if said and outlets.get(claim.document_id) and said.as_written.casefold() == outlets[claim.document_id]:
            offenders.append(f"{claim.id}: the outlet '{said.as_written}' stands as its own source")
        offenders += [
            f"{claim.id}: {actor.country or actor.name} is named without words in the text"
            for actor in named(claim)
            if not actor.as_written and actor.start is None and not _is_addressed(actor, claim)
        ]
    yield finding(
        "named", f"speakers and actors of {checked:,} claims: none from the outlet or from nowhere", checked, offenders
    )


def _is_addressed(actor: Actor, claim: Claim) -> bool:
    """Tell whether an actor is the addressee of an appeal that names the treaty, and so whom it is put to."""
    return actor in claim.recipients and actor not in claim.agents and bool(claim.provision)


def occurred(case: Case, sample: int) -> Iterator[Finding]:
    """Check that nothing denied, planned, possible, demanded or past counts as having occurred."""
    status = {r["id"]: r["status"] for r in case.db.execute("select id, status from claim_live")}
    offenders, checked = [], 0
    for incident in queries.incidents(case):
        checked += 1
        if not incident.background and not any(status.get(c) == "occurred" for c in incident.claims):
            held = ", ".join(sorted({status.get(c, "?") for c in incident.claims}))
            offenders.append(f"{incident.id}: an incident made only of claims that are {held}")
        offenders += _unreal_tolls(incident, status)
    for obligation in queries.obligations(case):
        checked += 1
        offenders += _unreal_acts(obligation, status)
    says = f"{checked:,} incidents and obligations, tolls, appeals and answers rest on claims of what occurred"
    yield finding("occurred", says, checked, offenders)


def _unreal_tolls(incident: Incident, status: dict[str, str]) -> Iterator[str]:
    for toll in incident.tolls:
        for speaker, low, high, identity in toll.by_speaker:
            held = status.get(identity, "occurred")
            # "There were no losses" is a denial and a count of none.
            if held != "occurred" and not (held == "negated" and not low and not high):
                yield f"{incident.id}: {toll.side} {toll.role} by {speaker or 'outlet'} counts {identity} ({held})"


DEEDS = frozenset({"consultation", "mediation", "mission", "materiel", "troops", "formal", "implicit"})


def _unreal_acts(obligation: Obligation, status: dict[str, str]) -> Iterator[str]:
    for act in (*obligation.invocations, *obligation.answers):
        held = status.get(act.claim or "", "occurred")
        # That a mission was decided is an answer, though it has not set out (treaties/_answers.yaml).
        if act.kind in DEEDS and held != "occurred" and (act.kind, held) != ("mission", "planned"):
            yield f"{obligation.id}: {act.kind} by {act.by} counts {act.claim} ({held})"


def identities(case: Case, sample: int) -> Iterator[Finding]:
    """Check the form of ids of what the machine made; that they can be computed again is part of rereading."""
    offenders, checked = [], 0
    for table in ("claim", "incident", "obligation"):
        for (identity,) in case.db.execute(f"select id from {table}"):
            checked += 1
            if not _ID.fullmatch(identity):
                offenders.append(f"{table} {identity} is not a content hash")
    yield finding("ids", f"{checked:,} ids of claims, incidents and obligations are content hashes", checked, offenders)


CHECKS = (quotes, numbers, sources, occurred, identities)
