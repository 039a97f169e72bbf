"""Invocations and answers, read from claims: who asked whom under what, and how far an obligor went.

The ladder of answers: none reported < statement < consultation < mediation < mission < materiel < troops; beside it
offered, conditional, refused. Silence is never a refusal. Every act carries its claim.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec
from msgspec import Struct

from foedus.commitments.language import LADDER, Clause, Treaty
from foedus.commitments.treaties import article_of, cites
from foedus.commitments.wording import says
from foedus.incidents.sides import code, party
from foedus.mentions.actors import find_actors
from foedus.mentions.tokens import tokenise
from foedus.records import Act, Claim
from foedus.resources import languages, load_yaml
from foedus.values import Place, Territory

_GIVEN = frozenset({"REJECT", "AGREE", "SUPPORT", "AID", "MOBILIZE"})
_DEEDS = frozenset({"CONSULT", "AID", "MOBILIZE"})
_WORDS = frozenset({"ACCUSE", "CONCEDE", "PROTEST", "SUPPORT", "THREATEN"})
_OFFICES = frozenset({"GOV", "MIL", "IGO"})
_HELP = frozenset({"offered", "conditional", "mission", "materiel", "troops"})
DAYS_AFTER = 180  # an act later than this is no longer about the incident, unless its document says so
DAYS_BEFORE = 1


class Deal(Struct, frozen=True):
    """Between whom a commitment runs: who is owed, who owes, which organs speak for them, who fights whom."""

    treaty: Treaty
    clause: Clause
    beneficiary: str
    obligors: tuple[str, ...]
    sides: tuple[str, ...]
    start: str
    end: str


class Rule(Struct, frozen=True):
    """One line of `_answers.yaml`: what kind of claim counts as which rung; the first line that fits decides."""

    type: str
    rung: str
    modes: tuple[str, ...] = ()
    status: tuple[str, ...] = ("occurred",)
    with_: str = msgspec.field(name="with", default="")  # beneficiary | side: who must take part besides
    organ: bool = False  # enough that an organ does it
    dated: bool = False  # only if its day is told: arms sales and garrisons go on anyhow
    says: tuple[str, ...] = ()


def invocations(deal: Deal, claims: Sequence[Claim]) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """Return the requests of the beneficiary under this clause, and what is said about it not having asked."""
    made, not_made = [], []
    speaking = _documents_of_organs(deal, claims)
    article = (True, article_of(deal.clause))
    naming = {c.document_id for c in claims if c.type == "REQUEST" and cites(deal.treaty, c.provision) == article}
    cited = [c for c in claims if c.type == "REQUEST" and c.provision and not c.provision.startswith("art. ")]
    other = {c.document_id for c in cited if not cites(deal.treaty, c.provision)[0]}
    for claim in claims:
        if claim.type != "REQUEST" or claim.mode not in ("assist", "meet") or not _is_near(claim, deal):
            continue
        asker = _actor(claim, {deal.beneficiary})
        form = _form(claim, deal, named=claim.document_id in speaking) if asker else None
        if asker is None or form is None:
            continue
        if form == "implicit" and claim.document_id in naming:
            form = "formal"
        elif form == "implicit" and claim.document_id in other:
            continue  # the text names another instrument for the appeal
        act = Act(
            kind="not invoked" if claim.status == "negated" else form,
            by=asker,
            to=_to(claim, deal),
            date=day_of(claim),
            provision=claim.provision,
            detail=claim.mode,
            claim=claim.id,
        )
        if claim.status == "negated":
            not_made.append(act)
        elif claim.status in ("occurred", "demanded"):
            made.append(act)
    return _sorted(made), _sorted(not_made)


def _documents_of_organs(deal: Deal, claims: Sequence[Claim]) -> frozenset[str]:
    """Return the documents in which an organ of the treaty acts or is acted on."""
    organs = set(deal.treaty.organs)
    return frozenset(
        c.document_id for c in claims if organs & {code(a) for a in (*c.agents, *c.recipients, c.speaker) if a}
    )


def _form(claim: Claim, deal: Deal, *, named: bool) -> str | None:
    """Return `formal` if the article, the treaty or its organ is addressed, `implicit` if only help is asked for.

    A bare "article 2" is this treaty's if the document is about its organ (`named`), or an obligor is asked.
    """
    asked = {code(a) for a in claim.recipients}
    fits = deal.clause.kind == "assist" if claim.mode == "assist" else deal.clause.kind == "consult"
    cited, article = cites(deal.treaty, claim.provision)
    if claim.provision and claim.provision.startswith("art. "):
        cited, article = named or bool(asked & {*deal.treaty.organs, *deal.obligors}), claim.provision
    if cited and article is not None:
        return "formal" if article == article_of(deal.clause) else None
    if cited:
        return "formal" if fits or (claim.mode == "assist" and deal.clause.kind == "consult") else None
    if claim.provision or not fits:
        return None
    if asked & set(deal.treaty.organs):
        return "formal"
    return "implicit" if not asked or asked & set(deal.obligors) else None


def answers(deal: Deal, claims: Sequence[Claim]) -> tuple[Act, ...]:
    """Return what obligors and organs are reported to have done about it, in order of time."""
    fighting = {party(s) for s in deal.sides} if deal.clause.kind == "guarantee" else set()
    speakers = {*deal.obligors, *deal.treaty.organs} - fighting  # what a belligerent says in its own cause is no answer
    sides = [party(s) for s in (*deal.sides, *deal.beneficiary.split("+"))]
    acts = []
    for claim in claims:
        if not _is_near(claim, deal):
            continue
        by = _actor(claim, speakers, sides)
        rung = _rung(claim, deal, by) if by else None
        if rung is None and _is_official(claim, speakers):
            by, rung = code(claim.speaker), "statement"  # whatever it says of the matter, it has spoken
        if by and rung:
            acts.append(
                Act(
                    kind=rung,
                    by=by,
                    to=_to(claim, deal),
                    date=day_of(claim),
                    provision=claim.provision,
                    detail=claim.mode or "",
                    claim=claim.id,
                )
            )
    return _sorted(acts)


def _is_official(claim: Claim, speakers: set[str]) -> bool:
    return claim.speaker is not None and claim.speaker.sector in _OFFICES and code(claim.speaker) in speakers


def _rung(claim: Claim, deal: Deal, by: str) -> str | None:
    named, _ = cites(deal.treaty, claim.provision)
    if claim.provision and not named and claim.type in ("REJECT", "AGREE", "COMMITMENT"):
        return None  # said of another instrument
    if _is_for_another(claim, deal):
        return None
    for rule in _rules():
        if claim.type != rule.type or (rule.modes and (claim.mode or "") not in rule.modes):
            continue
        if rule.dated and day_of(claim) is None and by not in deal.treaty.organs:
            continue
        if claim.status in rule.status and _is_with(rule, claim, deal, by) and says(rule.says, claim):
            return rule.rung
    return None


def _is_for_another(claim: Claim, deal: Deal) -> bool:
    """Return whether an act goes to another side than the beneficiary, or blames the beneficiary itself."""
    to = {party(c) for a in claim.recipients if (c := code(a))}
    if claim.type in ("ACCUSE", "PROTEST", "SANCTION", "THREATEN"):
        return deal.beneficiary in to
    elsewhere = to & {party(s) for s in deal.sides}
    return bool(elsewhere) and deal.beneficiary not in to and claim.type in _GIVEN


def _is_with(rule: Rule, claim: Claim, deal: Deal, by: str) -> bool:
    if not rule.with_ or (rule.organ and by in deal.treaty.organs):
        return True
    sides = {party(s) for s in deal.sides}
    present = {party(c) for a in (*claim.agents, *claim.recipients) if (c := code(a))} - {by}
    if not present:  # nobody is told to have met or helped whom: who else the quote names
        present |= {party(c) for c in _named(claim.quote, claim.lang)} - {by}
    if claim.type in ("MOBILIZE", "AID") and (_stands_on(claim.place, deal.beneficiary) or sides == {deal.beneficiary}):
        return True
    wanted = set(deal.beneficiary.split("+")) | (sides if rule.with_ == "side" else set())
    return bool(present & wanted)


def _stands_on(place: Place | None, state: str) -> bool:
    views = place.territory if place else Territory()
    return views.recognised == (state,) and views.controlled in ((), (state,))


def answer_of(acts: Sequence[Act], organs: Sequence[str]) -> str:
    """Return the one word for the answer: the furthest rung; `refused` if the organ, or whoever spoke last, refused."""
    rungs = [a.kind for a in acts if a.kind in LADDER]
    furthest = max(rungs, key=LADDER.index, default="none reported")
    refusals = [a for a in acts if a.kind == "refused"]
    weight = LADDER.index(furthest)
    by_organ = any(a.by in organs for a in refusals)
    if refusals and weight < LADDER.index("materiel" if by_organ else "mediation"):
        return "refused"
    if weight >= LADDER.index("consultation"):
        return furthest
    for kind in ("offered", "conditional"):
        if any(a.kind == kind for a in acts):
            return kind
    return furthest


def closure_of(deal: Deal, trigger: str, invoked: str, answer: str, claims: Sequence[Claim]) -> str:
    """Return how it ended, judged by the clause's own standard: open · honoured · partly · refused · declined."""
    if deal.clause.kind == "assist" and _is_declined(deal, answer, claims):
        return "declined by beneficiary"
    if answer == "refused":
        return "refused"
    asked = invoked != "none" or (trigger == "certain" and deal.clause.request != "needed")
    if answer not in LADDER or not asked:
        return "open"
    standard = LADDER.index(deal.clause.honoured_by)
    if LADDER.index(answer) >= standard:
        return "honoured"
    return "partly" if LADDER.index(answer) >= LADDER.index("consultation") else "open"


def _is_declined(deal: Deal, answer: str, claims: Sequence[Claim]) -> bool:
    """Return whether the beneficiary turned help down: help of an obligor, or a proposal of an organ that offers some.

    With nobody named as the one turned down, the act must tell its day and its text be about the organ.
    """
    speaking = _documents_of_organs(deal, claims)
    for claim in claims:
        if claim.type != "REJECT" or claim.status != "occurred" or claim.mode not in ("assist", "proposal"):
            continue
        if not _is_near(claim, deal) or not _actor(claim, {deal.beneficiary}):
            continue
        to = {code(a) for a in claim.recipients}
        by_organ = bool(to & set(deal.treaty.organs))
        named = cites(deal.treaty, claim.provision)[0] or bool(to & set(deal.obligors))
        untold = not to and day_of(claim) is not None and claim.document_id in speaking
        if (by_organ and answer in _HELP) or (claim.mode == "assist" and (by_organ or named or untold)):
            return True
    return False


def day_of(claim: Claim) -> str | None:
    """Return the day on which a claim's act was done, None if the text does not say; never the publication date."""
    if claim.time is None or claim.time.start is None or (claim.time.precision or 1) > 3:
        return None
    return claim.time.start[:10]


def _is_near(claim: Claim, deal: Deal) -> bool:
    if claim.time is None or claim.time.start is None:
        return claim.status != "background"
    first = day(claim.time.start)
    last = day(claim.time.end) or first
    start, end = day(deal.start), day(deal.end) or day(deal.start)
    if first is None or last is None or start is None or end is None:
        return claim.status != "background"
    return start - timedelta(DAYS_BEFORE) <= last and first <= end + timedelta(DAYS_AFTER)


def day(text: str | None) -> date | None:
    """Return the day that an ISO date or time begins with, None if it is none."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _actor(claim: Claim, wanted: set[str], sides: Sequence[str] = ()) -> str | None:
    """Return the first doer that is one of `wanted`, failing that the speaker.

    If the claim names neither, it is the first of `wanted` that its quote names; but words that nobody is said to have
    spoken (a crowd's protest) are nobody's. Who tells of a deed did it only if the quote names no third party.
    """
    doers = [c for a in claim.agents if (c := code(a))] or [c for c in [code(claim.speaker)] if c]
    if not claim.agents and claim.speaker and claim.type in _DEEDS:
        named = [c for c in _named(claim.quote, claim.lang) if party(c) not in sides]
        doers = named if named and not set(named) & set(doers) else doers
    elif not claim.agents and not claim.speaker and claim.type not in _WORDS:
        doers = list(_named(claim.quote, claim.lang))
    return next((d for d in doers if d in wanted), None)


@functools.lru_cache(maxsize=1 << 14)
def _named(quote: str, lang: str) -> tuple[str, ...]:
    found = [code(m.actor) for m in find_actors(tokenise(quote), lang if lang in languages() else "en", None)]
    return tuple(dict.fromkeys(c for c in found if c))


def _to(claim: Claim, deal: Deal) -> str | None:
    codes = [c for a in claim.recipients if (c := code(a))]
    known = [c for c in codes if c in (*deal.treaty.organs, *deal.obligors, deal.beneficiary)]
    return next(iter(known or codes), None)


def _sorted(acts: Sequence[Act]) -> tuple[Act, ...]:
    key: Callable[[Act], tuple[str, str]] = lambda act: (act.date or "9999", act.claim or "")  # noqa: E731
    return tuple(sorted(acts, key=key))


@functools.cache
def _rules() -> tuple[Rule, ...]:
    return msgspec.convert(load_yaml("treaties/_answers.yaml"), type=tuple[Rule, ...])
