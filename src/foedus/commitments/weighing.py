"""The stage `weigh`: hold every incident against the commitments in force on its day.

Reads incidents, claims, documents and the treaty files. Writes obligations, each with four independent facets
(trigger, invocation, answer, closure) and its proof. Never: a day assumed without saying so, a refusal from
silence, a breach where a clause was only invoked. Source: the treaty files; the claims.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs

from foedus.commitments import acts, proof
from foedus.commitments.acts import Deal
from foedus.commitments.attachment import nearby
from foedus.commitments.conditions import Scene, frame_of, trigger
from foedus.commitments.conflicts import conflicts
from foedus.commitments.frames import Situation, situation
from foedus.commitments.kernel import Formula, Frame, Truth, crux, defeaters, pivots, readings
from foedus.commitments.language import Clause, Treaty
from foedus.commitments.treaties import cites, load_all
from foedus.incidents.sides import code, party
from foedus.records import Act, Claim, Document, Incident, Obligation, Verdict, content_id

_ORDER = {"formal": 0, "implicit": 1, "none": 2}
_KINDS = ("assist", "cease_fire", "refrain", "guarantee", "deploy", "consult", "mediate")


def weigh(
    incidents: Sequence[Incident],
    claims: Sequence[Claim],
    documents: Sequence[Document],
    *,
    as_of: str | None = None,
    treaties: Sequence[Treaty] | None = None,
) -> tuple[Obligation, ...]:
    """Return the obligations that the incidents tested, by incident; the one that matters most of a treaty first.

    `as_of` is the day up to which silence was listened for; by default the latest day known from the documents.
    """
    by_id = {c.id: c for c in claims}
    dated = _days(claims, documents)
    until = as_of or max(dated.values(), default=None)
    near = nearby(incidents, claims, {d.id: d.published for d in documents if d.published})
    known = tuple(treaties) if treaties is not None else load_all()
    out: list[Obligation] = []
    for incident in sorted(incidents, key=lambda i: (i.start or i.reported or "9999", i.id)):
        own = [by_id[c] for c in incident.claims if c in by_id]
        latest = _latest(incident, dated, until)
        out += weigh_one(incident, own, near.get(incident.id, []), as_of=until, latest=latest, treaties=known)
    return tuple(out)


def weigh_one(
    incident: Incident,
    own: Sequence[Claim],
    near: Sequence[Claim],
    *,
    as_of: str | None,
    treaties: Sequence[Treaty],
    latest: str | None = None,
) -> list[Obligation]:
    """Return the obligations that one incident tested; `near` are the alliance acts told together with it."""
    told = list({c.id: c for c in [*own, *near]}.values())
    return weigh_situation(
        situation(incident, own, near, latest=latest),
        told,
        as_of=as_of,
        treaties=treaties,
        background=incident.background,
    )


def _days(claims: Sequence[Claim], documents: Sequence[Document]) -> dict[str, str]:
    """Return the latest day known from each document: of its publication, or told in it."""
    days = {d.id: d.published[:10] for d in documents if d.published}
    for claim in claims:
        day = (claim.time.start or "")[:10] if claim.time and (claim.time.precision or 5) <= 3 else ""
        if len(day) == 10 and claim.status in ("occurred", "negated") and day > days.get(claim.document_id, ""):
            days[claim.document_id] = day
    return days


def _latest(incident: Incident, days: Mapping[str, str], until: str | None) -> str | None:
    """Return the day that stands in for an untold one: the latest of its documents, else of the corpus."""
    own = [days[d] for d in incident.documents if d in days]
    return max(own or days.values(), default=until)


def weigh_situation(
    scene: Situation, told: Sequence[Claim], *, as_of: str | None, treaties: Sequence[Treaty], background: bool = False
) -> list[Obligation]:
    """Return the obligations that a situation tested; `told` are the claims that may hold invocations and answers."""
    if not scene.date or not scene.forceful:
        return []
    out: list[Obligation] = []
    for treaty in treaties:
        day = _day_of(treaty, scene)
        if day is None or (treaty.only_if_named and not any(cites(treaty, c.provision)[0] for c in told)):
            continue
        found = list(_of_treaty(treaty, structs.replace(scene, date=day), told, as_of, treaties=treaties))
        found = [o for o in found if is_worth_telling(o) and not (background and o.invoked == "none")]
        found.sort(key=lambda o: (_ORDER[o.invoked], o.trigger == "none", _KINDS.index(o.kind), o.provision))
        out += found
    return out


def _day_of(treaty: Treaty, scene: Situation) -> str | None:
    """Return the day for which a treaty is asked: the first of the incident on which it binds, None if on none."""
    if treaty.binds(scene.date):
        return scene.date
    begins = treaty.in_force.date
    return begins if scene.date < begins <= scene.end and treaty.binds(begins) else None


def _of_treaty(
    treaty: Treaty, scene: Situation, told: Sequence[Claim], as_of: str | None, *, treaties: Sequence[Treaty]
) -> Iterator[Obligation]:
    members = frozenset(m.state for m in treaty.memberships(scene.date))
    for clause in treaty.clauses_on(scene.date):
        for beneficiary in beneficiaries(clause, scene, members, told):
            obligors = _obligors(clause, members, beneficiary, scene)
            if not obligors:
                continue
            start = "" if scene.day_assumed else scene.date
            deal = Deal(treaty, clause, beneficiary, obligors, scene.sides, start, scene.end)
            place = Scene(treaty, clause, scene, beneficiary, members)
            yield _obligation(place, deal, told, as_of, conflicts(place, obligors, treaties))


def beneficiaries(clause: Clause, scene: Situation, members: frozenset[str], told: Sequence[Claim]) -> tuple[str, ...]:
    """Return who may be owed under a clause: parties that are a side (or stand with one), or that asked for help."""
    sides = {party(s) for s in scene.sides}
    if clause.owed_to == "parties" or clause.kind in ("cease_fire", "refrain", "deploy"):
        bound = members & sides
        listed = clause.owed_to if isinstance(clause.owed_to, tuple) else ()
        return ("+".join(sorted(set(listed) or bound)),) if len(bound) > 1 else ()
    owed = members if clause.owed_to == "attacked" else members & set(clause.owed_to)
    asked = {
        code(a)
        for c in told
        if c.type == "REQUEST" and c.mode in ("assist", "meet") and c.status != "negated"
        for a in c.agents
    }
    return tuple(sorted(owed & (sides | (asked & set(scene.sides)))))


def _obligors(clause: Clause, members: frozenset[str], beneficiary: str, scene: Situation) -> tuple[str, ...]:
    if clause.owed_by == "parties":
        return tuple(sorted(members & {party(s) for s in scene.sides}))
    if clause.owed_by == "others":
        others = members - {beneficiary}
        return tuple(sorted(others - {party(s) for s in scene.sides} or others))  # who fights does not help
    listed = (clause.owed_by,) if isinstance(clause.owed_by, str) else clause.owed_by
    return tuple(sorted((set(listed) & members) - {beneficiary}))


def is_worth_telling(obligation: Obligation) -> bool:
    """Return whether a reader would ask.

    It was invoked, or triggered in some reading (that a party may have felt threatened is not enough, it must say so),
    or the party was attacked and the place alone stands in the way.
    """
    if obligation.invoked != "none" or (obligation.trigger != "none" and "opinion" not in obligation.turns_on):
        return True
    return obligation.trigger == "none" and obligation.kind == "assist" and obligation.turns_on == ("place",)


class Weighed(Struct, frozen=True):
    """The verdict on one trigger in one frame, with what it turns on."""

    formula: Formula
    frame: Frame
    mask: int
    truth: Truth
    crux: tuple[tuple[tuple[str, str], ...], ...]
    defeaters: tuple[tuple[tuple[str, str], ...], ...]
    pivots: tuple[tuple[str, float], ...]
    first_fact: str | None


@functools.lru_cache(maxsize=1 << 14)
def judge(formula: Formula, frame: Frame) -> Weighed:
    """Return the verdict on a formula in a frame; equal questions are answered once."""
    mask = readings(formula, frame)
    facts = pivots(frame, mask, kind="fact")
    return Weighed(
        formula,
        frame,
        mask,
        frame.truth(mask),
        crux(frame, mask),
        defeaters(frame, mask),
        pivots(frame, mask),
        facts[0][0] if facts else None,
    )


def _obligation(
    scene: Scene, deal: Deal, told: Sequence[Claim], as_of: str | None, against: tuple[str, ...]
) -> Obligation:
    formula = trigger(scene)
    weighed = judge(formula, frame_of(formula, scene))
    invoked, not_invoked = acts.invocations(deal, told)
    answered = acts.answers(deal, told) if deal.clause.kind not in ("cease_fire", "refrain") else ()
    form = "formal" if any(a.kind == "formal" for a in invoked) else "implicit" if invoked else "none"
    answer = acts.answer_of(answered, deal.treaty.organs)
    situated = scene.situation
    return Obligation(
        id=content_id("o", situated.incident, deal.treaty.id, deal.clause.id, deal.beneficiary),
        incident=situated.incident,
        commitment=deal.treaty.id,
        treaty=deal.treaty.short,
        provision=deal.clause.article,
        clause=f"{deal.treaty.id}/{deal.clause.id}",
        kind=deal.clause.kind,
        beneficiary=deal.beneficiary,
        obligors=deal.obligors,
        trigger=weighed.truth,
        turns_on=proof.turns_on(weighed.frame, weighed.formula, weighed.truth, [n for n, _ in weighed.pivots]),
        crux=tuple(proof.settlement(a, scene) for a in weighed.crux if a),
        defeaters=tuple(proof.settlement(a, scene) for a in weighed.defeaters if a)
        or proof.reasons(weighed.frame, weighed.formula, scene),
        verify_first=proof.question(weighed.first_fact, scene) if weighed.first_fact else None,
        by_account=verdicts(weighed, situated.accounts),
        invoked=form,  # type: ignore[arg-type]
        invoked_on=next((a.date for a in invoked if a.date and a.kind == form), None),
        invocations=invoked + not_invoked,
        answer=answer,
        answers=answered,
        closure=acts.closure_of(deal, weighed.truth, form, answer, told),
        proof=proof.steps(scene, weighed.formula, weighed.frame, _Told(invoked, not_invoked, answered, as_of)),
        unverified=proof.unverified(scene),
        as_of=as_of,
        conflicts=against,
    )


class _Told(Struct, frozen=True):
    invoked: tuple[Act, ...]
    not_invoked: tuple[Act, ...]
    answered: tuple[Act, ...]
    as_of: str | None


def verdicts(weighed: Weighed, accounts: Mapping[str, Mapping[str, tuple[str, ...]]]) -> tuple[Verdict, ...]:
    """Return the verdict within each account; one that answers no question of the trigger is left out."""
    asked = {d.name for d in weighed.frame.dimensions}
    out = []
    for source, holds in accounts.items():
        within = weighed.frame.within({name: options for name, options in holds.items() if name in asked})
        if within and asked & set(holds):
            out.append(Verdict(account=source, trigger=weighed.frame.truth(weighed.mask, within)))
    return tuple(out)
