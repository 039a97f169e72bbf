"""Facets: one disputed or agreed aspect of an incident, what every side says of it, the verdict and the rule behind it.

Two standing words that cannot both be true make a dispute; a later figure does not contradict an earlier one.
Silence is counted against the number of documents in which that side speaks.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from foedus.incidents.accounts import Blame, blame, site
from foedus.incidents.naming import kind_of
from foedus.incidents.sides import PRESS, UNNAMED, code, codes, holder, party
from foedus.incidents.tolls import TOGETHER, Figure, last_word
from foedus.records import Claim, Facet, Position

Verdict = Literal["agreed", "disputed", "one_side_only", "third_party_confirmed", "unknown"]
Stand = Literal["asserts", "denies", "concedes", "silent"]

# What a disputed facet is called in `Incident.disputed` and in exports.
FIELDS = {"began": "perpetrator", "time": "began", "civilians": "target"}
_COUNTED = ("killed", "wounded", "captured", "missing")
_ABOUT = 0.1  # an "about" or a rounded figure reaches this far


class Scene(Struct, frozen=True):
    """An incident as the facets see it: claims in order, sides, figures, and in how many documents a side speaks."""

    claims: tuple[Claim, ...]
    sides: tuple[str, ...]
    figures: tuple[Figure, ...]
    spoken: dict[str, int]


def scene(claims: Sequence[Claim], sides: Sequence[str], figures: Sequence[Figure]) -> Scene:
    """Return the scene of an incident."""
    where: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if (who := holder(claim)) is not None:
            where[who].add(claim.document_id)
    return Scene(tuple(claims), tuple(sides), tuple(figures), {who: len(where[who]) for who in sorted(where)})


def facets(told: Scene) -> tuple[Facet, ...]:
    """Return the facets of an incident that somebody speaks to, in a fixed order."""
    where = place(told)
    found = [_turns_on_place(told, began(told), where), where, *counts(told), civilians(told), ceasefire(told)]
    return tuple(f for f in (*found, *things(told)) if f is not None)


def disputed(found: Iterable[Facet]) -> tuple[str, ...]:
    """Return the names of the disputed fields, sorted."""
    return tuple(sorted({FIELDS.get(f.aspect, f.aspect) for f in found if f.verdict == "disputed"}))


_LAID = frozenset({("MOBILIZE", "troops"), ("ACCUSE", "attack"), ("ACCUSE", "violation")})


def _position(told: Scene, side: str, stand: Stand, claims: Iterable[str] = (), value: str | None = None) -> Position:
    return Position(
        side=side,
        stand=stand,
        value=value,
        claims=tuple(dict.fromkeys(claims)),
        documents_read=told.spoken.get(side, 0),
    )


def _others(told: Scene, held: Iterable[str]) -> list[str]:
    """Return who else holds something: third parties, then the press."""
    return [w for w in sorted(held) if w not in told.sides and w not in (PRESS, UNNAMED)]


def began(told: Scene) -> Facet | None:
    """Who used force first, or broke the rule."""
    held = blame(told.claims, told.sides)
    if not held.accused and not held.cleared:
        return None
    positions = [_began_of(told, held, who) for who in [*told.sides, *_others(told, {*held.accused, *held.cleared})]]
    verdict, rule = _began_verdict(told, held, positions)
    return Facet(aspect="began", about=None, verdict=verdict, rule=rule, positions=tuple(positions))


def _began_of(told: Scene, held: Blame, who: str) -> Position:
    first = held.first(who)
    if first and party(first[0]) != party(who):
        return _position(told, who, "asserts", [c for d in first for c in held.accused[who][d]], first[0])
    if who in held.cleared:
        doers = sorted(held.cleared[who])
        return _position(told, who, "denies", [c for d in doers for c in held.cleared[who][d]], doers[0])
    if first:
        return _position(told, who, "concedes", [c for d in first for c in held.accused[who][d]], first[0])
    return _position(told, who, "silent")


def _began_verdict(told: Scene, held: Blame, positions: Sequence[Position]) -> tuple[Verdict, str]:
    blamed = {party(p.value or "") for p in positions if p.stand in ("asserts", "concedes")}
    denied = {party(d) for who, doers in held.cleared.items() if who != PRESS for d in doers}
    if len(blamed) > 1:
        return "disputed", "two sources name different parties"
    if blamed & denied:
        return "disputed", "a party blamed by one source is cleared by another"
    if denied and not blamed and any(_is_laid_to(c, denied) for c in told.claims):
        return "disputed", "force is told, and the party to which it can only be laid denies it"
    conceding = any(p.stand == "concedes" for p in positions)
    asserting = [p for p in positions if p.stand == "asserts"]
    if conceding and asserting:
        return "agreed", "the party blamed owns up"
    if any(p.side not in told.sides for p in asserting):
        return "third_party_confirmed", "a third party names the same one"
    if asserting or conceding:
        return "one_side_only", "one side names a party, nobody answers"
    return "unknown", "denied by the party itself, or told by outlets only"


def _is_laid_to(claim: Claim, denied: Collection[str]) -> bool:
    """Return whether a claim tells of force against others than those who deny it, and names nobody else for it."""
    if claim.type not in ("ASSAULT", "TOLL") or claim.status != "occurred":
        return False
    struck = [*codes(claim.recipients), *codes(q.side for q in claim.quantities if q.side)]
    if holder(claim) in (None, UNNAMED) and not struck:
        return False
    sufferers = {party(s) for s in (*struck, holder(claim) or PRESS)} - {PRESS, UNNAMED}
    doers = {party(d) for d in codes(claim.agents)}
    return not sufferers & set(denied) and doers <= set(denied)


def _turns_on_place(told: Scene, began: Facet | None, where: Facet | None) -> Facet | None:
    """Troops on the move break a rule only on the other's land: where that is disputed, so is who broke it."""
    if began is None or where is None or where.verdict != "disputed" or began.verdict == "disputed":
        return began
    acts = [c for c in told.claims if c.type in ("ASSAULT", "COERCE", "MOBILIZE") and c.status == "occurred"]
    if not acts or not all(_moves(c) or c.mode == "ground" for c in acts):
        return began
    return _facet("began", None, "disputed", "who broke the rule turns on whose land it was", began.positions)


def place(told: Scene) -> Facet | None:
    """On whose land: disputed when two parties put one and the same act on different land."""
    held: defaultdict[str, dict[str, list[Claim]]] = defaultdict(dict)
    for claim in told.claims:
        key = site(claim.place)
        who = holder(claim)
        if key and who and _places(claim) and "+" not in key:
            held[who].setdefault(key.partition(">")[0], []).append(claim)
    if not held:
        return None
    positions = []
    for who in [*told.sides, *_others(told, held)]:
        lands = held.get(who, {})
        ids = [c.id for land in sorted(lands) for c in lands[land]]
        value = "+".join(sorted(lands)) or None
        positions.append(_position(told, who, "asserts" if value else "silent", ids, value))
    asserted = [p for p in positions if p.stand == "asserts"]
    views = {p.side: set((p.value or "").split("+")) for p in asserted}
    apart = [(a, b) for a in views for b in views if a < b and party(a) != party(b) and not views[a] & views[b]]
    if any(_same_act(held[a], held[b]) or not _is_exchange(told) for a, b in apart):
        return _facet("place", None, "disputed", "two parties put it on different land", positions)
    if apart:
        return _facet("place", None, "unknown", "each party names places of its own, in an exchange of fire", positions)
    if len({party(a) for a in views}) > 1:
        return _facet("place", None, "agreed", "the parties' places lie on the same land", positions)
    return _facet("place", None, "one_side_only", "one source says whose land it was", positions)


def _places(claim: Claim) -> bool:
    """Return whether a claim says where it happened: of force and losses, not of what was asked, felt or agreed."""
    deed = claim.type in ("ASSAULT", "COERCE", "TOLL", "RETREAT") or (claim.type, claim.mode) in _LAID
    return deed and claim.status in ("occurred", "negated", "possible")


def _facet(aspect: str, about: str | None, verdict: Verdict, rule: str, positions: Iterable[Position]) -> Facet:
    return Facet(aspect=aspect, about=about, verdict=verdict, rule=rule, positions=tuple(positions))


def _is_exchange(told: Scene) -> bool:
    return kind_of(told.claims) == "fighting"


def _same_act(ours: dict[str, list[Claim]], theirs: dict[str, list[Claim]]) -> bool:
    """Return whether two parties tell of one act; in an exchange of fire each has its own posts hit, on its land."""
    left = [c for cs in ours.values() for c in cs]
    right = [c for cs in theirs.values() for c in cs]
    return any(_one_act(a, b) for a in left for b in right)


def _one_act(left: Claim, right: Claim) -> bool:
    captured = [q for c in (left, right) for q in c.quantities if q.role == "captured"]
    if len(captured) >= 2:
        return True
    ours, theirs = {party(c) for c in codes(left.agents)}, {party(c) for c in codes(right.agents)}
    return bool(ours & theirs) and (left.mode == right.mode or any(_moves(c) for c in (left, right)))


def _moves(claim: Claim) -> bool:
    return claim.type == "MOBILIZE" or claim.mode in ("seize", "abduct", None)


def counts(told: Scene) -> Iterator[Facet]:
    """Killed, wounded, captured, missing, side by side."""
    grouped: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in told.figures:
        if figure.role in _COUNTED and figure.who not in (None, UNNAMED) and figure.side != TOGETHER:
            grouped[figure.role, figure.side].append(figure)
    denials = _denied_counts(told)
    for role in _COUNTED:
        for side in sorted({s for r, s in [*grouped, *denials] if r == role}):
            yield _count(told, role, side, grouped.get((role, side), []), denials.get((role, side), []))


def _denied_counts(told: Scene) -> dict[tuple[str, str], list[Claim]]:
    found: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in told.claims:
        if (claim.status == "negated" or claim.stance == "denies") and holder(claim) is not None:
            for quantity in claim.quantities:
                if (side := code(quantity.side)) and quantity.low:
                    found[quantity.role, side].append(claim)
    return dict(found)


def _count(told: Scene, role: str, side: str, given: Sequence[Figure], denials: Sequence[Claim]) -> Facet:
    by_holder: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in given:
        by_holder[figure.who or PRESS].append(figure)
    words = {who: last_word(by_holder[who]) for who in sorted(by_holder)}
    deniers = {holder(c) or PRESS: c.id for c in denials}
    positions = []
    for who in [*told.sides, *_others(told, {*words, *deniers})]:
        if who in words:
            word = words[who]
            positions.append(
                Position(
                    side=who, stand="asserts", low=word.low, high=word.high,
                    claims=tuple(dict.fromkeys(f.claim for f in by_holder[who])),
                    documents_read=told.spoken.get(who, 0),
                )
            )  # fmt: skip
        elif who in deniers:
            positions.append(_position(told, who, "denies", [deniers[who]]))
        else:
            positions.append(_position(told, who, "silent"))
    verdict, rule = _count_verdict(told, words, deniers)
    return _facet(role, side, verdict, rule, positions)


def _count_verdict(told: Scene, words: dict[str, Figure], deniers: dict[str, str]) -> tuple[Verdict, str]:
    if any(party(d) != party(w) for d in deniers for w in words):
        return "disputed", "a figure is denied by another source"
    pairs = [(words[a], words[b]) for a in words for b in words if a < b and party(a) != party(b)]
    if any(contradict(a, b) for a, b in pairs):
        return "disputed", "the last figures of two parties exclude each other"
    if not words:
        return "unknown", "nobody stands by a figure"
    speaking = {party(w) for w in words}
    if len(speaking) > 1:
        ours = {party(s) for s in told.sides}
        if speaking <= ours:
            return "agreed", "the parties' last figures fit"
        return "third_party_confirmed", "a third party's figure fits"
    return "one_side_only", "one party gives a figure"


def contradict(left: Figure, right: Figure) -> bool:
    """Return whether two counts cannot both be true: disjoint, and not because the lower one was said before."""
    if left.value > right.value:
        left, right = right, left
    top = left.high if left.high is not None else math.inf
    reach = max(1.0, top * (1 + _ABOUT)) if left.value else 0.0
    if right.value <= max(top, reach if left.value else 0.0):
        return False
    # the lower figure could have grown into the higher one, unless it was said on the same day or later
    return left.said_on >= right.said_on or right.who is None


def civilians(told: Scene) -> Facet | None:
    """Whether civilians were hit: asserted through victims who are civilians, denied by whom it is laid to."""
    hit: defaultdict[str, list[str]] = defaultdict(list)
    denied: defaultdict[str, list[str]] = defaultdict(list)
    for claim in told.claims:
        who = holder(claim)
        if who is None or claim.type not in ("ASSAULT", "TOLL", "ACCUSE"):
            continue
        actors = [*claim.recipients, *(q.side for q in claim.quantities if q.side)]
        if any(a.sector == "CVL" for a in actors):
            (denied if claim.status == "negated" or claim.stance == "denies" else hit)[who].append(claim.id)
    if not hit and not denied:
        return None
    positions = [
        _position(told, w, "asserts", hit[w])
        if w in hit
        else _position(told, w, "denies", denied[w])
        if w in denied
        else _position(told, w, "silent")
        for w in [*told.sides, *_others(told, {*hit, *denied})]
    ]
    against = any(party(a) != party(b) for a in hit for b in denied)
    if against:
        return _facet("civilians", None, "disputed", "one source says civilians were hit, another denies it", positions)
    verdict: Verdict = "agreed" if len({party(w) for w in hit}) > 1 else "one_side_only" if hit else "unknown"
    return _facet("civilians", None, verdict, "who says that civilians were hit", positions)


def ceasefire(told: Scene) -> Facet | None:
    """Who broke a ceasefire."""
    accused: defaultdict[str, list[Claim]] = defaultdict(list)
    denied: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in told.claims:
        who = holder(claim)
        if who is None or not _speaks_of_breach(claim):
            continue
        (denied if claim.status == "negated" or claim.stance == "denies" else accused)[who].append(claim)
    if not accused and not denied:
        return None
    positions = [
        _position(told, w, "asserts", [c.id for c in accused[w]])
        if w in accused
        else _position(told, w, "denies", [c.id for c in denied[w]])
        if w in denied
        else _position(told, w, "silent")
        for w in [*told.sides, *_others(told, {*accused, *denied})]
    ]
    both = len({party(w) for w in accused if w in told.sides}) > 1
    if both or any(party(a) != party(d) for a in accused for d in denied):
        return _facet("ceasefire", None, "disputed", "each says that the other broke it", positions)
    return _facet(
        "ceasefire", None, "one_side_only" if accused else "unknown", "one side says it was broken", positions
    )


def _speaks_of_breach(claim: Claim) -> bool:
    return claim.mode == "ceasefire-violation" or (claim.type == "ACCUSE" and claim.mode == "violation")


def things(told: Scene) -> Iterator[Facet]:
    """Equipment destroyed or damaged, and ground taken or given up."""
    tests: tuple[tuple[str, Callable[[Claim], bool]], ...] = (
        ("equipment", lambda c: any(q.role in ("destroyed", "damaged") for q in c.quantities) or c.mode == "destroy"),
        ("territory", lambda c: c.mode in ("seize", "territory")),
    )
    for aspect, test in tests:
        asserted: defaultdict[str, list[str]] = defaultdict(list)
        denied: defaultdict[str, list[str]] = defaultdict(list)
        for claim in told.claims:
            if (
                test(claim)
                and (who := holder(claim)) is not None
                and claim.status in ("occurred", "negated", "possible")
            ):
                negative = claim.status == "negated" or claim.stance == "denies"
                (denied if negative else asserted)[who].append(claim.id)
        if asserted or denied:
            yield _thing(told, aspect, asserted, denied)


def _thing(told: Scene, aspect: str, asserted: dict[str, list[str]], denied: dict[str, list[str]]) -> Facet:
    positions = [
        _position(told, w, "asserts" if w in asserted else "denies" if w in denied else "silent",
                  asserted.get(w, denied.get(w, [])))
        for w in [*told.sides, *_others(told, {*asserted, *denied})]
    ]  # fmt: skip
    if any(party(a) != party(d) for a in asserted for d in denied):
        return _facet(aspect, None, "disputed", "asserted by one source, denied by another", positions)
    if len({party(w) for w in asserted}) > 1:
        return _facet(aspect, None, "agreed", "told by two parties", positions)
    return _facet(aspect, None, "one_side_only" if asserted else "unknown", "told by one source", positions)
