"""Losses by side and role: every party's last word, low and high over them, best the side's own; nothing averaged.

Rule (the incident guideline): a later figure of one party replaces its earlier one, on one day the higher is the later;
`best` is what the side says of its own; `low` and `high` are the extremes of the parties' last words. If only the enemy
counts, `low` and `best` stay empty. Outlets' own figures bound nothing as long as a party speaks.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from foedus.incidents.days import day_number, states_an_era
from foedus.incidents.rules import rules
from foedus.incidents.sides import UNNAMED, code, codes, holder, label, party
from foedus.mentions.phrases import Phrases
from foedus.mentions.tokens import tokenise
from foedus.records import Claim, Document, Toll
from foedus.values import Quantity

OWN, ENEMY, THIRD, OUTLET = "own", "enemy", "third", "outlet"
TOGETHER = ""  # the side of a count of all sides together, or of nobody said
_STANDING = frozenset({"occurred"})
_PRIVATE = frozenset({"CVL", "UNK", "JRN", "OPP", "EDU", "BUS", "MED"})  # sectors that do not speak for a party
_OFFICES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG"})
_ANYBODY = frozenset({None, "person", "dead", "wounded", "family"})  # items that may count the others again
_FEW = 2  # of one person killed here and one there it is not known whether they are the same
_VAGUE = 4.0  # a figure whose upper end is so many times its lower end
_SUBSET = 0.5  # a later figure below this share of an earlier one is a part of it, not a correction


class Figure(Struct, frozen=True, kw_only=True):
    """One count that somebody gave of a side's losses; `said_on` is the day of the document."""

    side: str
    role: str
    speaker: str | None
    who: str | None
    low: float | None
    high: float | None
    said_on: int
    claim: str

    @property
    def is_vague(self) -> bool:
        """Whether it is a word rather than a number: dozens, hundreds."""
        return self.low is not None and self.high is not None and self.high >= _VAGUE * max(self.low, 1.0)

    @property
    def value(self) -> float:
        """The figure as one number: the least it admits."""
        return self.low if self.low is not None else (self.high or 0.0)


class Ground(Struct, frozen=True):
    """What an incident tells of a count that does not say whose losses it counts: the sides, and whose land it was."""

    sides: tuple[str, ...]
    home: str | None = None  # the one side on whose land it happened; None on a line between two

    def side_of(self, claim: Claim, quantity: Quantity) -> tuple[str, ...]:
        """Return whose losses a count tells: as stated, as the act implies, else those of whom the place belongs to."""
        if (own := code(quantity.side)) is not None:
            return (own,)
        if quantity.low == 0 and quantity.high == 0 and not claim.recipients:
            return self.sides
        struck = self._known(codes(claim.recipients)) or self._enemies(self._known(codes(claim.agents)))
        speaking = self._known(codes([claim.speaker] if claim.speaker else ()))
        if quantity.role in ("captured", "destroyed"):  # of these a party boasts, of its dead it does not
            speaking = self._enemies(speaking)
        found = struck or speaking or ((self.home,) if self.home else self.sides)
        return found if len(found) == 1 else (TOGETHER,)

    def voice_of(self, claim: Claim) -> tuple[str | None, str | None]:
        """Return label and code of who counts.

        An office without a country is that of those whose dead it counts to the man, as parties do with their own; else
        that of the land, if it is one's.
        """
        speaker = claim.speaker
        if speaker is not None and code(speaker) is None and speaker.sector in _OFFICES:
            known = _counted_to_the_man(claim) or self.home
            if known:
                return f"{known}:{speaker.sector}", known
        return label(speaker), holder(claim)

    def _known(self, found: Sequence[str]) -> tuple[str, ...]:
        return tuple(s for s in found if party(s) in {party(o) for o in self.sides})

    def _enemies(self, doers: Sequence[str]) -> tuple[str, ...]:
        ours = {party(d) for d in doers}
        return tuple(s for s in self.sides if party(s) not in ours) if len(ours) == 1 else ()


def _counted_to_the_man(claim: Claim) -> str | None:
    """Return the one side of which a claim counts the dead exactly and in no other's deed."""
    sides = {code(q.side) for q in claim.quantities if q.role in rules().human}
    exact = all(q.bound == "exact" for q in claim.quantities)
    return min(sides - {None}, default=None) if claim.type == "TOLL" and exact and len(sides) == 1 else None  # type: ignore[type-var]


def figures(
    claims: Iterable[Claim],
    documents: Mapping[str, Document],
    ground: Ground,
    passing: frozenset[str] = frozenset(),
) -> tuple[Figure, ...]:
    """Return the standing counts of an incident in the order of saying; asides without a speaker are left out."""
    found: list[Figure] = []
    claims = tuple(claims)
    stated = _stated_sides(claims)
    for claim in claims:
        aside = claim.document_id in passing and holder(claim) is None
        document = documents.get(claim.document_id)
        said_on = (day_number(document.published) if document else None) or 0
        for quantity in added_up(claim):
            if quantity.role in rules().losses and not aside and _stands(claim, quantity):
                sides = _known_from_others(quantity, stated) or ground.side_of(claim, quantity)
                found += [_figure(claim, quantity, side, said_on, ground) for side in sides]
    return tuple(sorted(_definite(found), key=lambda f: (f.side, f.role, *_later(f))))


def _stated_sides(claims: Iterable[Claim]) -> dict[tuple[str, float], set[str]]:
    """Return whose losses a role and a number are, where claims say it."""
    found: defaultdict[tuple[str, float], set[str]] = defaultdict(set)
    for claim in claims:
        for quantity in added_up(claim):
            if quantity.low and (side := code(quantity.side)) is not None and _stands(claim, quantity):
                found[quantity.role, quantity.low].add(side)
    return found


def _known_from_others(quantity: Quantity, stated: Mapping[tuple[str, float], set[str]]) -> tuple[str, ...]:
    """Return the side to which others ascribe the same count: 24 missing here are the 24 missing there."""
    if code(quantity.side) is not None or not quantity.low or quantity.low < _FEW:
        return ()
    sides = stated.get((quantity.role, quantity.low), set())
    return tuple(sides) if len(sides) == 1 else ()


def added_up(claim: Claim) -> Iterator[Quantity]:
    """Yield the counts of a claim; those that name different people of one side and role add up.

    "An officer and two soldiers" are three; "four soldiers, among them a major" are four.
    """
    grouped: defaultdict[tuple[str, str | None], list[Quantity]] = defaultdict(list)
    for quantity in claim.quantities:
        grouped[quantity.role, code(quantity.side)].append(quantity)
    for parts in grouped.values():
        if _are_different(parts) and next(_part_words().find(tokenise(claim.quote)), None) is None:
            total = sum(p.low or 0.0 for p in parts)
            yield msgspec.structs.replace(parts[0], low=total, high=total, item=None)
        else:
            yield from parts


def _are_different(parts: Sequence[Quantity]) -> bool:
    items = {p.item for p in parts} - _ANYBODY
    exact = all(p.bound == "exact" and p.low == p.high and p.low for p in parts)
    return len(parts) > 1 and exact and len(items) == len(parts)


@functools.cache
def _part_words() -> Phrases[str]:
    return Phrases((phrase, lang) for lang, phrases in rules().parts.items() for phrase in phrases)


def _stands(claim: Claim, quantity: Quantity) -> bool:
    """Return whether a count is asserted, and of a day, not of a war; "no losses" is, however its claim was read."""
    none = quantity.low == 0 and quantity.high == 0
    if claim.time is not None and states_an_era(claim.time):
        return False
    return none if claim.status == "negated" else claim.status == "occurred" and claim.stance != "denies"


def _definite(found: Sequence[Figure]) -> list[Figure]:
    """Leave "dozens" and "hundreds" out where somebody gives a number."""
    exact = {(f.side, f.role) for f in found if not f.is_vague}
    return [f for f in found if not f.is_vague or (f.side, f.role) not in exact]


def _figure(claim: Claim, quantity: Quantity, side: str, said_on: int, ground: Ground) -> Figure:
    step = 1 if quantity.bound == "more_than" and quantity.low is not None else 0
    speaker, who = ground.voice_of(claim)
    return Figure(
        side=side,
        role=quantity.role,
        speaker=speaker,
        who=who,
        low=quantity.low + step if quantity.low is not None else None,
        high=quantity.high,
        said_on=said_on,
        claim=claim.id,
    )


def tolls(given: Iterable[Figure], sides: Sequence[str]) -> tuple[Toll, ...]:
    """Return the losses of every side that somebody counted, by side and role."""
    grouped: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in given:
        grouped[figure.side, figure.role].append(figure)
    return tuple(_toll(side, role, grouped[side, role], sides) for side, role in sorted(grouped))


def stand(figure: Figure, side: str, sides: Sequence[str]) -> str:
    """Return whose count it is: the side's own, the enemy's, a third party's, or the outlet's."""
    if figure.speaker is None or figure.who is None:
        return OUTLET
    if side == TOGETHER or figure.who == UNNAMED or figure.speaker.partition(":")[2] in _PRIVATE:
        return THIRD
    if party(figure.who) == party(side):
        return OWN
    return ENEMY if party(figure.who) in {party(s) for s in sides} else THIRD


def _later(figure: Figure) -> tuple[int, float, float, str]:
    """Order figures by day, then size, then width; the id of a claim, which knows the sides' names, decides last."""
    return figure.said_on, figure.value, math.inf if figure.high is None else figure.high, figure.claim


def last_word(given: Sequence[Figure]) -> Figure:
    """Return the figure that stands: the last, unless it is so much smaller that it can only be a part of the toll."""
    best = given[0]
    for figure in sorted(given, key=_later):
        if figure.value >= best.value or (figure.said_on > best.said_on and figure.value > _SUBSET * best.value):
            best = figure
    return best


def last_words(given: Sequence[Figure]) -> dict[str, Figure]:
    """Return the standing figure of every speaker."""
    by_speaker: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in given:
        by_speaker[figure.speaker or "outlet"].append(figure)
    return {speaker: last_word(by_speaker[speaker]) for speaker in sorted(by_speaker)}


def _toll(side: str, role: str, given: Sequence[Figure], sides: Sequence[str]) -> Toll:
    stands: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in given:
        stands[stand(figure, side, sides)].append(figure)
    by_party: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in (*stands[OWN], *stands[ENEMY]):
        by_party[party(figure.who or "")].append(figure)
    low, best, high, rule = _bounds(stands, [_party_total(fs) for _, fs in sorted(by_party.items())])
    return Toll(
        side=side,
        role=role,
        low=low,
        best=best,
        high=high,
        by_speaker=tuple((s, f.low, f.high, f.claim) for s, f in last_words(given).items()),
        rule=rule,
        claims=tuple(dict.fromkeys(f.claim for f in given)),
    )


def _party_total(given: Sequence[Figure]) -> tuple[float, float]:
    """Return low and high of one party's last word on a toll."""
    word = last_word(given)
    high = word.high if word.high is not None else word.value
    return word.value, max(word.value, high)


def _bounds(
    stands: Mapping[str, Sequence[Figure]], words: Sequence[tuple[float, float]]
) -> tuple[float | None, float | None, float | None, str]:
    own = stands.get(OWN)
    if own:
        best = last_word(own).value
        low, high = min(w[0] for w in words), max(w[1] for w in words)
        return (
            low,
            best,
            max(high, best),
            "best is the side's own last figure; low and high span the parties' last words",
        )
    if stands.get(ENEMY):
        return None, None, max(w[1] for w in words), "only the enemy gives a figure: no low, no best"
    if stands.get(THIRD):
        values = [_party_total([f]) for f in last_words(stands[THIRD]).values()]
        low, high = min(v[0] for v in values), max(v[1] for v in values)
        best = min(max(last_word(stands[THIRD]).value, low), high)
        return low, best, high, "no party counts; best is a third party's last figure"
    low, high = _party_total(stands[OUTLET])
    return low, None, high, "no one counts but outlets, in their own voice: best undecided"
