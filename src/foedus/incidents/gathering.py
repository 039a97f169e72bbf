"""Claims of one document → happenings: what one text tells of one use of force, before other texts are looked at.

Claims stand together that tell of compatible days, places and sides; a claim without a time of its own belongs to the
happening its paragraph is about, else to the one the document leads with. Losses without a place go to the nearest act.
What allies ask, answer and say about it joins the happening but never makes one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from foedus.incidents.context import Context
from foedus.incidents.days import (
    countries,
    day_number,
    distance_km,
    gap_days,
    is_precise,
    radius_km,
    span,
    states_an_era,
    tells_an_era,
)
from foedus.incidents.happenings import Happening, are_other_kinds, kinds_of, losses_of, names_of, numbers_of
from foedus.incidents.rules import rules
from foedus.incidents.sides import are_strangers, code, codes, fighting_sides, parties
from foedus.records import Claim, Document
from foedus.values import Place

_ACTS = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
     "SANCTION", "MOBILIZE", "COOPERATE"}
)  # fmt: skip
_OPENS = {0: 3.0, 1: 3.0, 2: 2.5, 3: 0.5}  # paragraph → how much a text that opens with it is about it
_NEWS_DAYS = 5  # how old undated news may be
_LEAD = 2  # paragraphs that are a document's lead
_TOLD = frozenset({"occurred", "negated", "possible"})


class _Draft:
    """A happening while it grows."""

    def __init__(self, claim: Claim, paragraph: int, *, recalled: bool) -> None:
        self.core: list[Claim] = []
        self.acts: list[Claim] = []
        self.days: tuple[int, int] | None = None
        self.precision: int | None = None
        self.points: list[Place] = []
        self.lands: set[str] = set()
        self.parties: frozenset[str] = frozenset()
        self.paragraphs: list[int] = []
        self.act_paragraphs: list[int] = []
        self.recalled = recalled
        self.add(claim, paragraph)

    def add(self, claim: Claim, paragraph: int) -> None:
        self.core.append(claim)
        self.paragraphs.append(paragraph)
        days = own_days(claim)
        if days is not None:
            self.days = days if self.days is None else (min(days[0], self.days[0]), max(days[1], self.days[1]))
            precision = claim.time.precision if claim.time and claim.time.precision else 3
            self.precision = precision if self.precision is None else min(precision, self.precision)
        if claim.place is not None:
            if is_precise(claim.place):
                self.points.append(claim.place)
            self.lands |= countries(claim.place)
        self.parties |= parties(fighting_sides([claim]))


def gather(document: Document, claims: Iterable[Claim], lineage: str, context: Context) -> tuple[Happening, ...]:
    """Return the happenings that a document tells of, in the order in which it comes to them."""
    ordered = _prepared(claims, day_number(document.published))
    starts = [p.start for p in document.passages if p.main] or [0]
    paragraphs = {c.id: bisect_right(starts, c.start) for c in ordered}
    drafts: list[_Draft] = []
    history = _is_history(ordered, day_number(document.published), context)
    for claim in ordered:
        if is_core(claim):
            _place_core(drafts, claim, paragraphs[claim.id], day_number(document.published))
    for draft in drafts:
        draft.recalled = draft.recalled or history
    leading = _leading(drafts)
    acts = [c for c in ordered if c.type in _ACTS and c.status != "background" and not is_core(c)]
    opening = [c for c in acts if leading is None or paragraphs[c.id] < leading.paragraphs[0] > _LEAD]
    for claim in acts:
        home = _home_of_act(drafts, leading, claim, paragraphs[claim.id]) if claim not in opening else None
        if home is not None:
            home.acts.append(claim)
            home.act_paragraphs.append(paragraphs[claim.id])
    made = [_verdict(document, opening, lineage)] if opening else []
    made += [_finish(d, document, lineage) for d in drafts]
    return tuple(_in_context(h, context) for h in _carry_places(made, context))


def _is_history(claims: Sequence[Claim], published: int | None, context: Context) -> bool:
    """Return whether a text recalls rather than reports: half its force and losses lie far back, and nothing is fresh.

    Without a day of print only what the text itself marks as background lies far back, and it must be two thirds.
    """
    core = [c for c in claims if is_core(c)]
    ages = [published - days[1] for c in claims if published is not None and (days := own_days(c)) is not None]
    if any(age <= rules().stale_days for age in ages) or (published is None and context.weekdays):
        return False
    old = [c for c in core if c.status == "background" or _lies_far_back(c, published)]
    return len(old) * (2 if published is not None else 1.5) >= max(len(core), 1)


def _lies_far_back(claim: Claim, published: int | None) -> bool:
    days = span(claim.time) if claim.time and claim.time.basis in ("stated", "relative") else None
    return days is not None and published is not None and published - days[1] > rules().stale_days


def _prepared(claims: Iterable[Claim], published: int | None) -> list[Claim]:
    """Return the claims in the order of the text, with times that can be relied on."""
    seen: set[tuple[int, int]] = set()
    out = []
    for claim in sorted(claims, key=lambda c: (c.start, c.end, c.id)):
        told = _timely(claim, published)
        days = span(told.time)
        if told.time is not None and days is not None:
            if told.time.basis == "narrative" and days not in seen and not tells_an_era(told.time):
                # "two days before": carried along from a day, but a day of its own
                told = msgspec.structs.replace(told, time=msgspec.structs.replace(told.time, basis="relative"))
            seen.add(days)
        out.append(told)
    return out


def _in_context(row: Happening, context: Context) -> Happening:
    """Return a happening with what its document is about; parties that speak of losses or of the deed are sides."""
    about = context.about
    telling = [c for c in row.core if c.type == "TOLL" or c.stance in ("denies", "confirms", "responsibility")]
    voices = {who for c in telling for who in [code(c.speaker)] if who and parties([who]) & set(about)}
    sides = tuple(sorted({*row.sides, *voices}))
    unrest = {"unrest"} if context.unrest and about and len(parties(sides)) <= 1 else set()
    kinds = tuple(sorted({*row.kinds, *unrest}))
    return msgspec.structs.replace(
        row, about=about, sides=sides, kinds=kinds, weekdays=weekdays_of(row, context), not_before=context.not_before
    )


def weekdays_of(row: Happening, context: Context) -> tuple[int, ...]:
    """Return the weekdays on which a happening fell: of its days, else those that its undated text names."""
    if row.days is None:
        return context.weekdays if row.published is None else ()
    return tuple(sorted({day % 7 for day in range(row.days[0] + 6, min(row.days[1], row.days[0] + 6) + 7)}))


def is_line(place: Place) -> bool:
    """Return whether a place is a border between two: a line without a point."""
    return place.precision == 5 and place.lat is None


def _timely(claim: Claim, published: int | None) -> Claim:
    """What has happened cannot lie after the day of print: such a time was read from something else."""
    days = span(claim.time)
    if days is None or published is None or days[0] <= published + 1 or claim.status not in ("occurred", "negated"):
        return claim
    return msgspec.structs.replace(claim, time=None)


def _carry_places(made: Sequence[Happening], context: Context) -> Iterator[Happening]:
    """Let a happening without a place take that of the one told before it, else those of the lead: "there"."""
    before: tuple[Place, ...] = ()
    for row in made:
        own = row.points if row.standing != "verdict" else _where_it_played(row.points, context)
        before = own or before
        points = own or before or context.places
        yield msgspec.structs.replace(row, points=points, carried=not own and bool(points))


def _where_it_played(points: Sequence[Place], context: Context) -> tuple[Place, ...]:
    """Leave out where ministers met: land of nobody the text is about."""
    about = set(context.about)
    here = [p for p in points if not about or parties((*p.territory.recognised, *p.territory.controlled)) & about]
    return tuple(here)


def is_core(claim: Claim) -> bool:
    """Return whether a claim tells of force, coercion or losses, as done or not done (not as planned or called for)."""
    if claim.status not in _TOLD and claim.status != "background":
        return False
    if claim.type in rules().force:
        return not _is_empty(claim)
    if claim.type == "MOBILIZE" and claim.mode == "troops":
        return bool(claim.recipients) or claim.stance == "accuses" or _is_abroad(claim)
    return claim.type == "TOLL" and any(q.role in rules().losses for q in claim.quantities)


def _is_empty(claim: Claim) -> bool:
    """Return whether an act says nothing of who, whom, where, when, how many or by what: a word, not a happening."""
    told = (claim.agents, claim.recipients, claim.place, own_days(claim), claim.quantities, claim.means, claim.speaker)
    return not any(told)


def _is_abroad(claim: Claim) -> bool:
    """Troops that move onto land that is not theirs."""
    agents = parties(fighting for fighting in (a.country for a in claim.agents) if fighting)
    lands = parties(claim.place.territory.recognised) if claim.place else frozenset()
    return bool(agents and lands and not agents & lands)


def own_days(claim: Claim) -> tuple[int, int] | None:
    """Return the days that a claim states itself: not those carried over from before, not those of an era."""
    if claim.time is None or claim.time.basis not in ("stated", "relative") or tells_an_era(claim.time):
        return None
    return span(claim.time)


def _place_core(drafts: list[_Draft], claim: Claim, paragraph: int, published: int | None) -> None:
    recalled = claim.status == "background" or (claim.time is not None and states_an_era(claim.time))
    old = _is_old(claim, published)
    able = [d for d in drafts if d.recalled == recalled and not (old and d.days is None)]
    fitting = [d for d in able if _fits(d, claim, paragraph)]
    if fitting:
        max(fitting, key=lambda d: _fit(d, claim, paragraph)).add(claim, paragraph)
    else:
        drafts.append(_Draft(claim, paragraph, recalled=recalled))


def _is_old(claim: Claim, published: int | None) -> bool:
    """Return whether a claim dates itself too long before the day of print to be what undated news tells of."""
    days = own_days(claim)
    return days is not None and published is not None and published - days[1] > _NEWS_DAYS


def _fits(draft: _Draft, claim: Claim, paragraph: int) -> bool:
    """Return whether a claim may tell of the same happening: its own day, place and sides do not speak against it."""
    days = own_days(claim)
    if days and draft.days and gap_days(days, draft.days) >= rules().max_gap_days:
        return False
    if days and draft.days and max(days[1], draft.days[1]) - min(days[0], draft.days[0]) > rules().max_span_days:
        return False
    if are_strangers(parties(fighting_sides([claim])), draft.parties):
        return False
    if days and draft.days and _is_vague(claim, draft) and are_other_kinds(kinds_of([claim]), kinds_of(draft.core)):
        return False
    near = _is_near(draft, claim.place)
    same_day = days is None or draft.days is None or gap_days(days, draft.days) == 0
    return near or (same_day and paragraph - draft.paragraphs[-1] <= 1)


def _is_vague(claim: Claim, draft: _Draft) -> bool:
    """Return whether only a month binds the two: not enough where the acts differ."""
    return max(claim.time.precision or 3 if claim.time else 3, draft.precision or 3) >= 4


def _is_near(draft: _Draft, place: Place | None) -> bool:
    if place is None or not draft.points or not is_precise(place):
        return True
    return any(
        (distance_km(place, p) or 0.0) <= max(rules().same_area_km, radius_km(place) + radius_km(p))
        for p in draft.points
    )


def _fit(draft: _Draft, claim: Claim, paragraph: int) -> tuple[float, int]:
    """Rank the happenings a claim may belong to: its stated day, its place, its paragraph, else the leading one."""
    days = own_days(claim)
    score = 0.0
    if days and draft.days:
        score += 4 if gap_days(days, draft.days) == 0 else 2
    elif claim.time and draft.days and (told := span(claim.time)) and gap_days(told, draft.days) == 0:
        score += 1.5
    if is_precise(claim.place) and draft.points and _is_near(draft, claim.place):
        score += 2
    if paragraph in draft.paragraphs:
        score += 3
    elif days is None:
        score += min(2.0, 0.5 * len(draft.core))  # a new paragraph without a day goes back to the main matter
    return score, draft.paragraphs[-1]


def _leading(drafts: Sequence[_Draft]) -> _Draft | None:
    news = [d for d in drafts if not d.recalled]
    return max(news, key=_bulk, default=None)


def _bulk(draft: _Draft) -> float:
    """How much of a document a happening fills: its claims, what is said of it, and whether the text opens with it."""
    opening = min([draft.paragraphs[0], *draft.act_paragraphs])
    return len(draft.core) + 0.7 * len(draft.acts) + _OPENS.get(opening, 0.0) - 0.001 * draft.paragraphs[0]


def _home_of_act(drafts: list[_Draft], leading: _Draft | None, claim: Claim, paragraph: int) -> _Draft | None:
    """Return the happening that an act is about: its own paragraph's, else the leading one; never a later one."""
    days = own_days(claim)
    able = [d for d in drafts if not d.recalled and (days is None or d.days is None or days[1] >= d.days[0])]
    ours = parties(codes((*claim.agents, *claim.recipients)))
    here = [d for d in able if paragraph in d.paragraphs and (not ours or not d.parties or ours & d.parties)]
    if here and leading not in here:
        return here[-1]
    return leading if leading in able else None


def _verdict(document: Document, acts: Sequence[Claim], lineage: str) -> Happening:
    """What a text says first of what was asked, answered and said: it may join an incident, it makes none."""
    points = [c.place for c in acts if c.place is not None and is_precise(c.place)]
    days = [d[0] for c in acts if (d := own_days(c)) is not None]
    return Happening(
        id=acts[0].id,
        document=document.id,
        lineage=lineage,
        published=min(days) if days else day_number(document.published),
        core=(),
        acts=tuple(acts),
        points=tuple({(p.lat, p.lon): p for p in points}.values()),
        lands=tuple(sorted({land for c in acts if c.place is not None for land in countries(c.place)})),
        names=tuple(sorted(names_of(acts))),
        standing="verdict",
        weight=0.7 * len(acts) + 3.0,
    )


def _finish(draft: _Draft, document: Document, lineage: str) -> Happening:
    core = draft.core
    days, precision = draft.days, draft.precision
    if days is None:
        days, precision = _carried_days(core)
    return Happening(
        id=core[0].id,
        document=document.id,
        lineage=lineage,
        published=day_number(document.published),
        core=tuple(core),
        acts=tuple(draft.acts),
        days=days,
        precision=precision,
        points=tuple({(p.lat, p.lon): p for p in draft.points}.values()),
        lands=tuple(sorted(draft.lands)),
        lines=tuple(sorted({c.place.id for c in core if c.place and c.place.id and is_line(c.place)})),
        sides=fighting_sides(core),
        kinds=kinds_of(core),
        numbers=tuple(sorted(set(numbers_of(core)))),
        losses=losses_of(core),
        names=tuple(sorted(names_of([*core, *draft.acts]))),
        standing="recalled" if draft.recalled else "news",
        weight=_bulk(draft),
    )


def _carried_days(core: Sequence[Claim]) -> tuple[tuple[int, int] | None, int | None]:
    told = [(days, c.time.precision) for c in core if c.time and (days := span(c.time)) and not tells_an_era(c.time)]
    return told[0] if told else (None, None)
