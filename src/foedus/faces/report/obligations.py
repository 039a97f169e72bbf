"""Obligations as the report shows them: verdict by account, what it turns on, acts with words, the proof as a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

from foedus.commitments.language import Treaty
from foedus.commitments.treaties import load
from foedus.errors import TreatyError
from foedus.faces.report.said import Said, quotations
from foedus.faces.report.steps import interval_chart
from foedus.faces.report.wording import country, day, word
from foedus.records import Act, Claim, Document, LedgerRow, Obligation, Step
from foedus.resources import load_yaml

_RANK = ("assist", "guarantee", "deploy", "cease_fire", "refrain", "mediate", "consult")


class ActView(Struct, frozen=True, kw_only=True):
    """An act in the life of an obligation, with the words that report it."""

    kind: str
    who: str
    when: str
    provision: str
    said: Said | None


class Node(Struct, frozen=True, kw_only=True):
    """One step of a proof with those below it."""

    text: str
    holds: str
    word: str
    article: str | None
    said: Said | None
    below: tuple[Node, ...] = ()


class ObligationView(Struct, frozen=True, kw_only=True):
    """Everything that the template prints about one obligation."""

    id: str
    incident: str
    title: str
    label: str
    says: str
    sort: str
    duty: str
    obligors: str
    trigger: str
    trigger_word: str
    turns_on: tuple[str, ...]
    crux: tuple[str, ...]
    defeaters: tuple[str, ...]
    verify_first: str | None
    accounts: tuple[tuple[str, str, str], ...]
    invoked: str
    invoked_word: str
    invoked_on: str
    invocations: tuple[ActView, ...]
    answer: str
    answers: tuple[ActView, ...]
    closure: str
    proof: tuple[Node, ...]
    unverified: tuple[str, ...]
    conflicts: tuple[tuple[str, str], ...]
    as_of: str

    @property
    def weight(self) -> tuple[bool, bool, int, str]:
        """What to print first: duties called upon, then answered ones, then by what they ask for."""
        rank = _RANK.index(self.sort) if self.sort in _RANK else len(_RANK)
        return (self.invoked == "none", self.answer == "none reported", rank, self.label)

    @property
    def chief(self) -> bool:
        """Whether it is printed whole: called upon, or answered by more than words."""
        return self.invoked != "none" or self.answer not in ("none reported", "statement")

    @property
    def live(self) -> bool:
        """Whether the duty was triggered in some reading, or called upon."""
        return self.trigger != "none" or self.invoked != "none"


class LedgerView(Struct, frozen=True, kw_only=True):
    """One row of the ledger, counts with their denominators."""

    ally: str
    partner: str
    treaty: str
    kind: str
    certain: int
    arguable: int
    invoked: int
    answered: tuple[tuple[str, int], ...]
    strict: str
    lenient: str
    readings: str
    sampling: str
    base_rate: str
    chart: Markup
    obligations: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether anybody called on the duty or did something about it."""
        return self.invoked > 0 or any(name != "none reported" and count for name, count in self.answered)


def obligation_view(
    obligation: Obligation, claims: Mapping[str, Claim], documents: Mapping[str, Document]
) -> ObligationView:
    """Return one obligation made ready for print."""
    treaty, says = _clause(obligation)
    return ObligationView(
        id=obligation.id,
        incident=obligation.incident,
        title=treaty.title if treaty else obligation.treaty,
        label=_label(obligation),
        says=says,
        sort=obligation.kind,
        duty=_duty(obligation),
        obligors=", ".join(country(code) for code in obligation.obligors),
        trigger=obligation.trigger,
        trigger_word=word("triggers", obligation.trigger),
        turns_on=tuple(_question(code, treaty) for code in obligation.turns_on),
        crux=tuple(_plain(text) for text in obligation.crux),
        defeaters=tuple(_plain(text) for text in obligation.defeaters),
        verify_first=_plain(obligation.verify_first) if obligation.verify_first else None,
        accounts=tuple((country(v.account), v.trigger, word("triggers", v.trigger)) for v in obligation.by_account),
        invoked=obligation.invoked,
        invoked_word=word("invoked", obligation.invoked),
        invoked_on=day(obligation.invoked_on) if obligation.invoked_on else "",
        invocations=tuple(_act(act, claims, documents) for act in obligation.invocations),
        answer=_plain(obligation.answer),
        answers=tuple(_act(act, claims, documents) for act in obligation.answers),
        closure=_plain(obligation.closure),
        proof=_tree(obligation.proof, claims, documents),
        unverified=obligation.unverified,
        conflicts=_conflicts(obligation.conflicts),
        as_of=day(obligation.as_of) if obligation.as_of else "",
    )


def _clause(obligation: Obligation) -> tuple[Treaty | None, str]:
    """Return the treaty and what the clause says, from its file; nothing when there is none."""
    try:
        treaty = load(obligation.commitment or obligation.treaty)
    except TreatyError:
        return None, ""
    ident = obligation.clause.rpartition("/")[2]
    return treaty, next((clause.says for clause in treaty.clauses if clause.id == ident), "")


def _question(code: str, treaty: Treaty | None) -> str:
    """Return the open question that a code of `turns_on` stands for."""
    doctrines = {d.id: d.question for d in treaty.doctrines} if treaty else {}
    turn: dict[str, str] = load_yaml("messages/en.yaml")["turn"]
    return turn.get(code) or doctrines.get(code) or _plain(code)


def _label(obligation: Obligation) -> str:
    """Return treaty and article in short, whichever of the two fields carries the treaty's name."""
    named = obligation.provision.startswith(obligation.treaty)
    return obligation.provision if named else f"{obligation.treaty} {obligation.provision}"


def _conflicts(found: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return what binds obligors towards the attacker: the clause in words and whom it binds, each clause once."""
    bound: dict[str, list[str]] = {}
    for line in found:
        code, _, clause = line.partition(": ")
        bound.setdefault(clause, []).append(country(code))
    return tuple((_clause_words(clause), ", ".join(who)) for clause, who in bound.items())


def _clause_words(clause: str) -> str:
    name, _, ident = clause.partition("/")
    try:
        treaty = load(name)
    except TreatyError:
        return clause
    says = next((f" {c.article}: {c.says.strip()}" for c in treaty.clauses if c.id == ident), f" {ident}")
    return treaty.short + says


def _duty(obligation: Obligation) -> str:
    """Return who is owed what, as in *duty to help Armenia*."""
    pattern = word("duties", obligation.kind)
    beneficiary = country(obligation.beneficiary)
    return pattern.replace("{}", beneficiary) if "{}" in pattern else f"{pattern}: {beneficiary}"


def _plain(text: str) -> str:
    return text.replace("_", " ")


def _act(act: Act, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> ActView:
    said = _said(act.claim, claims, documents)
    told = f"reported {said.published}" if said and said.dated else day(None)
    return ActView(
        kind=word("acts", act.kind),
        who=country(act.by) + (f" to {country(act.to)}" if act.to else ""),
        when=day(act.date) if act.date else told,
        provision=act.provision or "",
        said=said,
    )


def _said(ident: str | None, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> Said | None:
    found = claims.get(ident or "")
    return quotations([found], documents)[0] if found else None


def _tree(steps: Sequence[Step], claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> tuple[Node, ...]:
    """Nest the flat lines of a proof by their depth; a line deeper than the next stands on its own."""
    nodes = []
    at = 0
    while at < len(steps):
        end = at + 1
        while end < len(steps) and steps[end].depth > steps[at].depth:
            end += 1
        nodes.append(_node(steps[at], _tree(steps[at + 1 : end], claims, documents), claims, documents))
        at = end
    return _shortened(nodes)


def _shortened(nodes: Sequence[Node], most: int = 4) -> tuple[Node, ...]:
    """Keep the first quotations under one step and count the rest: they all stand with the incident."""
    quoted = [n for n in nodes if n.said and not n.below]
    if len(quoted) <= most:
        return tuple(nodes)
    dropped = {id(n) for n in quoted[most:]}
    more = Node(text=f"and {len(dropped)} more that say so", holds="info", word="", article=None, said=None)
    return (*(n for n in nodes if id(n) not in dropped), more)


def _node(step: Step, below: tuple[Node, ...], claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> Node:
    said = _said(step.claim, claims, documents)
    return Node(
        text=step.text, holds=step.holds, word=word("holds", step.holds), article=step.article, said=said, below=below
    )


def ledger_view(row: LedgerRow) -> LedgerView:
    """Return one row of the ledger made ready for print."""
    return LedgerView(
        ally=country(row.ally),
        partner=country(row.partner),
        treaty=_short(row.treaty),
        kind=word("kinds", row.kind),
        certain=row.occasions_certain,
        arguable=row.occasions_arguable,
        invoked=row.invoked,
        answered=tuple((_plain(name), count) for name, count in row.answered),
        strict=_of(row.honoured_strict),
        lenient=_of(row.honoured_lenient),
        readings=_range(row.readings_interval),
        sampling=_range(row.sampling_interval),
        base_rate=row.base_rate,
        chart=interval_chart(row) if row.honoured_lenient[1] else Markup(""),
        obligations=row.obligations,
    )


def _short(treaty: str) -> str:
    try:
        return load(treaty).short
    except TreatyError:
        return treaty


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]} of {pair[1]}" if pair[1] else "no case to count"


def _range(value: tuple[float, float] | None) -> str:
    return f"{value[0]:.0%} to {value[1]:.0%}" if value else "not computed"
