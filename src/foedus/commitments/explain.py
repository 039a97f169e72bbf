"""The proof as text that a newsroom can quote: sentences from a message catalogue, claims quoted with their source."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from foedus.commitments.language import LADDER, Clause, Treaty
from foedus.commitments.proof import name_of, names, spoken
from foedus.commitments.treaties import load_all
from foedus.records import Act, Claim, Document, Obligation
from foedus.resources import load_yaml


class Messages(Struct, frozen=True):
    """A catalogue of sentences in one language (`resources/messages/<xx>.yaml`)."""

    kind: dict[str, str]
    modality: dict[str, str]
    verdict: dict[str, str]
    closure: dict[str, str]
    turn: dict[str, str]
    certain: str
    arguable: str
    none: str
    broken_certain: str
    broken_arguable: str
    because: str
    turns_on: str
    holds_if: str
    fails_if: str
    verify_first: str
    account: str
    accounts: str
    invoked: str
    not_invoked: str
    said_not_invoked: str
    answered: str
    act: str
    no_answer: str
    text: str
    unverified: str
    conflict: str
    on_the_facts: str
    quote: str


class _Telling(Struct, frozen=True):
    obligation: Obligation
    treaty: Treaty
    clause: Clause
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    words: Messages


def explain(obligation: Obligation, claims: Sequence[Claim], documents: Sequence[Document], *, lang: str = "en") -> str:
    """Return the verdict, what it rests on and what was not found, as paragraphs of plain text."""
    treaty = next(t for t in load_all() if t.id == obligation.commitment)
    clause = next(c for c in treaty.clauses if f"{treaty.id}/{c.id}" == obligation.clause)
    telling = _Telling(
        obligation,
        treaty,
        clause,
        {c.id: c for c in claims},
        {d.id: d for d in documents},
        messages(lang),
    )
    paragraphs = [
        _verdict(telling),
        telling.words.text.format(says=" ".join(clause.says.split())),
        _conditions(telling),
        _facts(telling),
        _asking(telling),
        _answering(telling),
        _conflicts(telling),
        _doubts(telling),
    ]
    return "\n\n".join(p for p in paragraphs if p) + "\n"


@functools.cache
def messages(lang: str) -> Messages:
    """Return the catalogue of a language."""
    return msgspec.convert(load_yaml(f"messages/{lang}.yaml"), type=Messages)


def _parties(telling: _Telling) -> tuple[str, str]:
    beneficiary = names(telling.obligation.beneficiary.split("+"))
    others = telling.obligation.obligors
    return (names(others) if len(others) < 3 else "each of " + names(others, ", ")), beneficiary


def _verdict(telling: _Telling) -> str:
    words, obligation = telling.words, telling.obligation
    obligors, beneficiary = _parties(telling)
    provision = f"{telling.clause.article} of the {telling.treaty.title}"
    if obligation.kind in ("cease_fire", "refrain") and obligation.trigger != "none":
        template = words.broken_certain if obligation.trigger == "certain" else words.broken_arguable
        return template.format(provision=_capital(provision), trigger=_trigger_text(obligation))
    template = words.modality[telling.clause.modality]
    sentence = template.format(obligors=obligors, beneficiary=beneficiary, duty=words.kind[obligation.kind])
    chosen = {"certain": words.certain, "arguable": words.arguable, "none": words.none}[obligation.trigger]
    return chosen.format(provision=provision, duty_sentence=sentence)


def _trigger_text(obligation: Obligation) -> str:
    held = [s.text for s in obligation.proof if s.depth >= 1 and s.holds == "certain" and not s.text.endswith("of:")]
    return held[0] if held else "force was used"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _conditions(telling: _Telling) -> str:
    words, obligation = telling.words, telling.obligation
    turns = ", ".join(words.turn.get(t) or _doctrine(telling.treaty, t) for t in obligation.turns_on)
    out = []
    if turns:
        template = words.because if obligation.trigger == "none" else words.turns_on
        out.append(template.format(reasons=turns, questions=turns, settled="; ".join(obligation.defeaters)))
    if obligation.trigger == "arguable":
        if obligation.crux:
            out.append(words.holds_if.format(settlements=" — or if ".join(obligation.crux[:4])))
        if obligation.defeaters:
            out.append(words.fails_if.format(settlements=" — or if ".join(obligation.defeaters[:4])))
    if obligation.verify_first:
        out.append(words.verify_first.format(question=obligation.verify_first))
    if obligation.by_account:
        told = "; ".join(
            words.account.format(source=_capital(name_of(v.account)), verdict=words.verdict[v.trigger])
            for v in obligation.by_account
        )
        out.append(words.accounts.format(verdicts=told))
    return " ".join(out)


def _doctrine(treaty: Treaty, name: str) -> str:
    return next((f"whether {d.yes}" for d in treaty.doctrines if d.id == name), name)


def _facts(telling: _Telling) -> str:
    """List the accounts of the contested facts, each with the claims that it rests on."""
    lines: list[str] = []
    proof = telling.obligation.proof
    for index, step in enumerate(proof):
        if step.depth != 2 or ": so " not in step.text:
            continue
        quotes = []
        for later in proof[index + 1 :]:
            if later.claim is None:
                break
            quotes.append(_quote(later.claim, telling))
        shown = " ".join(list(dict.fromkeys(q for q in quotes if q))[:2])
        lines.append(f"  - {_capital(step.text.replace(': so ', ', according to '))}. {shown}".rstrip())
    return "\n".join([telling.words.on_the_facts, *lines]) if lines else ""


def _quote(claim_id: str | None, telling: _Telling) -> str:
    claim = telling.claims.get(claim_id or "")
    if claim is None:
        return ""
    document = telling.documents.get(claim.document_id)
    source = (document.outlet or document.title or document.path or document.id) if document else claim.document_id
    day = f", {document.published[:10]}" if document and document.published else ""
    return telling.words.quote.format(quote=" ".join(claim.quote.split()), source=f"{source}{day}")


def _quotes(acts: Sequence[Act], telling: _Telling) -> str:
    return " ".join(dict.fromkeys(q for a in acts if (q := _quote(a.claim, telling))))


def _date(day: str | None) -> str:
    return f" on {day}" if day else ""


def _asking(telling: _Telling) -> str:
    words, obligation = telling.words, telling.obligation
    if obligation.kind not in ("assist", "consult"):
        return ""
    beneficiary = name_of(obligation.beneficiary)
    made = [a for a in obligation.invocations if a.kind != "not invoked"]
    not_made = [a for a in obligation.invocations if a.kind == "not invoked"]
    out = []
    if made:
        form, day = obligation.invoked, _date(obligation.invoked_on)
        out.append(words.invoked.format(beneficiary=beneficiary, date=day, form=form, quotes=_quotes(made, telling)))
    else:
        out.append(words.not_invoked.format(beneficiary=beneficiary, as_of=obligation.as_of or "the end of the corpus"))
    if not_made:
        out.append(words.said_not_invoked.format(quotes=_quotes(not_made, telling)))
    return " ".join(out)


def _answering(telling: _Telling) -> str:
    words, obligation = telling.words, telling.obligation
    if obligation.kind in ("cease_fire", "refrain"):
        return ""
    if not obligation.answers:
        speakers = names((*obligation.obligors, *telling.treaty.organs), " or ")
        return words.no_answer.format(obligors=speakers, as_of=obligation.as_of or "the end of the corpus")
    told = "; ".join(
        words.act.format(by=name_of(a.by), date=_date(a.date), kind=a.kind, quote=" " + q if q else "")
        for a, q in ((a, _quote(a.claim, telling)) for a in _furthest_first(obligation.answers)[:6])
    )
    out = words.answered.format(answer=obligation.answer, acts=f"{told}.")
    return f"{out} {words.closure.get(obligation.closure, obligation.closure)}"


def _furthest_first(acts: Sequence[Act]) -> list[Act]:
    return sorted(acts, key=lambda a: -LADDER.index(a.kind) if a.kind in LADDER else -LADDER.index("statement") - 0.5)


def _conflicts(telling: _Telling) -> str:
    treaties = {t.id: t for t in load_all()}
    out = []
    for conflict in telling.obligation.conflicts:
        who, _, name = conflict.partition(": ")
        treaty = treaties[name.partition("/")[0]]
        clause = next(c for c in treaty.clauses if name == f"{treaty.id}/{c.id}")
        provision = f"{clause.article} of the {treaty.title}"
        out.append(telling.words.conflict.format(obligor=name_of(who), provision=provision, says=clause.says.strip()))
    return " ".join(out)


def _doubts(telling: _Telling) -> str:
    doubts = "; ".join(spoken(d) for d in telling.obligation.unverified)
    return telling.words.unverified.format(doubts=doubts) if doubts else ""
