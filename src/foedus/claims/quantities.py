"""Which number counts what: the dead, wounded, captured, destroyed of an act, and whose they are."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from foedus.claims.arguments import find_subject, is_passive
from foedus.claims.clauses import Found, Hit, Noun, Sentence
from foedus.claims.lexicon import Trigger
from foedus.mentions.items import item_at
from foedus.values import Actor, Count, Role

_PEOPLE: frozenset[str] = frozenset({"casualties", "killed", "wounded", "captured", "missing", "displaced"})
_THINGS: frozenset[str] = frozenset({"destroyed", "damaged"})
_TOO_FAR = 14.0
_HEAD_REACH = 5


class Tally(Struct):
    """A number with its noun: `head` is the word after the noun; `sort` people, states, things or empty."""

    first: int
    last: int
    head: int
    count: Count
    sort: str
    item: str | None
    role: Role | Literal["casualties"] | None = None
    hit: Hit[Trigger] | None = None
    side: Noun | None = None
    part: bool = False

    def roles(self) -> tuple[Role, ...]:
        """Return what happened to those counted; no casualties at all means neither dead nor wounded."""
        if self.role == "casualties":
            return ("killed", "wounded") if self.count.high == 0 else ("killed",)
        return (self.role,) if self.role is not None else ()


def read_tallies(sentence: Sentence, hits: Sequence[Hit[Trigger]]) -> list[Tally]:
    """Give every number of a sentence the act of loss it belongs to, with its role."""
    if not sentence.of_kind("count") and not sentence.grammar.one:
        return []
    tallies = [t for f in sentence.of_kind("count") if (t := _tally(sentence, f)) is not None]
    tallies = _drawn(sentence, [t for t in tallies if not _is_age(sentence, t)])
    # "without" inside a phrase ("пропал без вести") counts nothing.
    tallies = [t for t in tallies if t.count.high != 0 or not any(h.first <= t.first < h.last for h in hits)]
    for tally in tallies:
        _assign(sentence, tally, hits)
    _parts(sentence, tallies)
    kept = [t for t in tallies if t.role is not None]
    kept += [t for h in hits if (t := _single(sentence, h, kept) or _single_object(sentence, h, kept)) is not None]
    kept.sort(key=lambda t: t.first)
    for tally in kept:
        tally.side = _side(sentence, tally)
    _share_sides(sentence, kept)
    return kept


def _is_age(sentence: Sentence, tally: Tally) -> bool:
    """Tell whether a bare number is somebody's age: "a girl of nine", "she was nineteen"."""
    words, tokens = sentence.tokens.words, sentence.tokens
    if tally.sort or tally.head != tally.last or tally.first - 2 < sentence.first:
        return False
    before = tally.first - 1
    hit = sentence.slots.get(tally.first)
    if hit is not None and hit.entry.value == "of":
        item = item_at(tokens, hit.first - 1, sentence.last, sentence.lang)
        one = hit.first - 2 >= sentence.first and words[hit.first - 2] in sentence.grammar.determiners
        return one and item is not None and item[1].sort == "people"
    person = any(n.pronoun == "person" and n.last == before for n in sentence.nouns)
    return person and sentence.auxiliaries.get(before) == "passive"


def _drawn(sentence: Sentence, tallies: list[Tally]) -> list[Tally]:
    """Leave out the whole that a number is taken from: "two of the three halls", "of the twelve, four were shot"."""
    kept: list[Tally] = []
    for tally in tallies:
        start = tally.first - 1 if sentence.tokens.words[tally.first - 1] in sentence.grammar.skip else tally.first
        hit = sentence.slots.get(start)
        if hit is None or hit.entry.value != "of" or start == tally.first:
            kept.append(tally)
        elif kept and kept[-1].last == hit.first:
            kept[-1].head, kept[-1].sort, kept[-1].item = tally.head, tally.sort, tally.item
        elif hit.first > sentence.first and sentence.tokens.words[hit.first - 1] not in ",;:":
            kept.append(tally)
    return kept


def _single(sentence: Sentence, hit: Hit[Trigger], tallies: Sequence[Tally]) -> Tally | None:
    """Count one where a verb of loss in the singular has no number by it (languages without articles)."""
    trigger = hit.entry
    assert isinstance(trigger, Trigger)
    words, endings = sentence.tokens.words, sentence.grammar.one
    alone = trigger.form in ("passive", "participle") or (trigger.form == "verb" and trigger.frame == "happen")
    if not endings or not alone or not words[hit.last - 1].endswith(endings):
        return None
    role = trigger.entry.role
    if any(c.last == hit.first for c in sentence.cues):  # "nobody was (not) hurt"
        return None
    if (
        role == ""
        or role == "lost"
        or role not in _PEOPLE | _THINGS
        or any(t.hit is hit or t.role == role for t in tallies)
    ):
        return None
    nouns = [n for n in sentence.nouns if hit.last <= n.first <= hit.last + 2 or hit.first - 3 <= n.last <= hit.first]
    side = next((n for n in nouns if n.slot == "bare" and _is_side(n)), None)
    one = Count(low=1, high=1)
    return Tally(hit.first, hit.last, hit.last, one, "", None, role=role, hit=hit, side=side)


def _single_object(sentence: Sentence, hit: Hit[Trigger], tallies: Sequence[Tally]) -> Tally | None:
    """Count one where the object of a verb of loss is in the singular ("wounded a soldier", without articles)."""
    trigger, endings = hit.entry, sentence.grammar.one_object
    assert isinstance(trigger, Trigger)
    role = trigger.entry.role
    active = trigger.form == "verb" and trigger.frame == "strike" and not is_passive(sentence, hit)
    if not endings or not (active or trigger.frame == "loss") or any(c.last == hit.first for c in sentence.cues):
        return None
    if role not in ("killed", "wounded", "captured") or any(t.hit is hit or t.role == role for t in tallies):
        return None
    for index in range(hit.last, min(hit.last + 3, sentence.last)):
        word = sentence.tokens.words[index]
        item = item_at(sentence.tokens, index, sentence.last, sentence.lang)
        if not word[0].isalpha() or any(i in sentence.slots for i in range(hit.last + 1, index + 1)):
            return None
        if item is not None:
            one = item[1].sort == "people" and word.endswith(endings)
            count = Count(low=1, high=1)
            return Tally(index, item[0], item[0], count, "people", item[1].name, role=role, hit=hit) if one else None
    return None


def _tally(sentence: Sentence, found: Found) -> Tally | None:
    count = found.mention.count
    if count is None or any(t.first <= found.first and found.last <= t.last for t in sentence.of_kind("time")):
        return None
    words = sentence.tokens.words
    acts = {h.first for h in sentence.triggers if h.entry.form == "verb"}
    for index in range(found.last, min(found.last + _HEAD_REACH, sentence.last)):
        if index in sentence.auxiliaries or index in acts or (index > found.last and words[index] in ",;:."):
            break
        weapon = next((f for f in sentence.of_kind("means") if f.first == index), None)
        if weapon is not None and not (weapon.mention.item or "").startswith("airstrike:aircraft force"):
            return Tally(
                found.first, found.last, weapon.last, count, "things", (weapon.mention.item or "").split(":")[-1]
            )
        item = item_at(sentence.tokens, index, sentence.last, sentence.lang)
        if item is not None:
            end, what = item
            # "border guard posts": the last noun of the phrase is what is counted
            while (further := item_at(sentence.tokens, end, sentence.last, sentence.lang)) is not None and further[
                1
            ].sort != "states":
                end, what = further
            return Tally(found.first, found.last, end, count, what.sort, what.name)
    return Tally(found.first, found.last, found.last, count, "", None)


def _assign(sentence: Sentence, tally: Tally, hits: Sequence[Hit[Trigger]]) -> None:
    best = _TOO_FAR
    for hit in hits:
        assert isinstance(hit.entry, Trigger)
        role = _role(hit.entry.entry.role, tally)
        cost = _cost(sentence, tally, hit) if role is not None else None
        if cost is not None and cost < best:
            best, tally.role, tally.hit = cost, role, hit


def _role(role: Role | Literal["casualties", "lost", ""], tally: Tally) -> Role | Literal["casualties"] | None:
    if role == "lost" and tally.item == "shot":
        return None  # "no shot was recorded"
    if role == "lost":
        if tally.item == "position" or tally.item == "settlement":
            return "positions"
        return "destroyed" if tally.sort == "things" else "killed" if tally.sort in ("people", "states") else None
    if role == "destroyed" and tally.sort == "people":
        return "killed"
    if (
        not role
        or (role in _PEOPLE and tally.sort == "things")
        or (role in _THINGS and tally.sort in ("people", "states"))
    ):
        return None
    if role in ("personnel", "vehicles"):
        if tally.count.high == 1:
            return None
        return "vehicles" if tally.sort == "things" else "personnel"
    return role


def _cost(sentence: Sentence, tally: Tally, hit: Hit[Trigger]) -> float | None:
    """Return how far a number is from a word of loss, in its grammar; None if it cannot be counted by it."""
    trigger = hit.entry
    assert isinstance(trigger, Trigger)
    before = tally.last <= hit.first
    gap = float(hit.first - max(tally.last, min(tally.head, hit.first))) if before else float(tally.first - hit.last)
    start, stop = (tally.head, hit.first) if before else (hit.last, tally.first)
    if hit.first <= tally.first and tally.last <= hit.last:  # "contact with 24 others was lost"
        return 0.5
    if hit.first < tally.head and tally.last <= hit.first:
        start = stop = hit.first
        gap = 0.0
    listed = trigger.frame == "loss" and not before and sentence.is_open(start, stop - 1) and gap <= 8
    if gap < 0 or (not listed and not sentence.is_open(start, stop)):
        return None
    if trigger.form == "state":
        if trigger.entry.role == "captured" and gap == 0.0:
            return 4.0  # prisoners can be killed: a verb of loss beside them goes before
        if before:
            return gap if gap <= 4 and not _commas(sentence, start, stop) else None
        return 3 + gap if gap <= 5 and not _commas(sentence, start, stop) and tally.sort != "things" else None
    if trigger.form == "noun":
        return None if before and trigger.frame != "loss" else 1.5 + gap / 2 if gap <= 8 else None
    if trigger.frame in ("happen", "suffer") or trigger.form == "passive" or is_passive(sentence, hit):
        if not before and sentence.grammar.one and gap <= 1:  # verb first: "погибли шесть человек"
            return 1.5 + gap / 4 + _commas(sentence, start, stop) * 2
        return 2 + gap / 4 + _commas(sentence, start, stop) * 2 if before else 6 + gap / 4
    return None if before else 2 + gap / 4 + _commas(sentence, start, stop)


def _commas(sentence: Sentence, start: int, stop: int) -> int:
    return sum(1 for i in range(start, stop) if sentence.tokens.words[i] == ",")


def _parts(sentence: Sentence, tallies: list[Tally]) -> None:
    """Give "including two civilians", "four of them women" the role of the number they are part of."""
    marks = sentence.has("count", "including")
    for earlier, tally in itertools.pairwise(tallies):
        if (
            any(
                (earlier.last <= m.first and m.last <= tally.first <= m.last + 2)
                or tally.last <= m.first <= tally.last + 1
                for m in marks
            )
            and earlier.role is not None
        ):
            tally.role, tally.hit, tally.part = earlier.role, earlier.hit, True


def _side(sentence: Sentence, tally: Tally) -> Noun | None:
    inside = [n for n in sentence.nouns if tally.first <= n.first < max(tally.head, tally.last + 1) and _is_side(n)]
    if inside:
        codes = {
            n.actor.country
            for n in sentence.nouns
            if n.group == inside[0].group and n.actor is not None and n.actor.country
        }
        return inside[0] if len(codes) <= 1 else None
    limit = tally.head
    for noun in sentence.nouns:
        if not limit <= noun.first <= limit + 7 or noun.slot not in ("of", "at", "in", "from", "between", "with"):
            continue
        if not _is_side(noun) or noun.prep - limit > 2 or (noun.slot in ("in", "at", "with") and not _is_people(noun)):
            continue
        return noun
    return _owner(sentence, tally) or _holder(sentence, tally) or _loser(sentence, tally)


def _owner(sentence: Sentence, tally: Tally) -> Noun | None:
    """Read "three of its staff": whose they are."""
    for hit in sentence.has("possessive"):
        if tally.last <= hit.first <= tally.last + 2:
            actor = Actor(id="role:people", as_written=sentence.tokens.written(hit.first, hit.last))
            return Noun(first=hit.first, last=hit.last, actor=actor, whose=hit.entry.value)
    return None


def _holder(sentence: Sentence, tally: Tally) -> Noun | None:
    """Read "...; all of them belonged to the army": said once of all things counted before."""
    held = [n for n in sentence.nouns if n.slot == "belong" and n.first > tally.head and _is_side(n)]
    return held[0] if held and tally.role in ("destroyed", "damaged", "vehicles", "positions") else None


def _loser(sentence: Sentence, tally: Tally) -> Noun | None:
    """Read "the enemy counts sixty killed", "Mali mourns ten soldiers": who has the losses."""
    for hit in sentence.triggers:
        if hit.entry.frame == "lose" and hit.entry.form == "verb" and hit.last <= tally.first:
            subject = find_subject(sentence, hit) if sentence.is_open(hit.last, tally.first) else []
            if len(subject) == 1 and _is_side(subject[0]):
                return subject[0]
    return None


def _is_side(noun: Noun) -> bool:
    actor = noun.actor
    if actor is None:
        return False
    return bool(actor.country or noun.whose or (actor.id or "") in ("role:enemy", "role:own", "role:both"))


def _is_people(noun: Noun) -> bool:
    actor = noun.actor
    return actor is not None and ":" in (actor.id or "") and not (actor.id or "").startswith("metonym")


def _share_sides(sentence: Sentence, tallies: list[Tally]) -> None:
    """Share the side of "four dead and one wounded among the Armenian soldiers" between the numbers joined."""
    for left, right in zip(reversed(tallies[:-1]), reversed(tallies[1:]), strict=False):
        near = right.first - left.head <= 3 and sentence.is_open(left.head, right.first)
        if left.side is None and right.side is not None and right.side.last > right.head and near:
            left.side = right.side
    for left, right in itertools.pairwise(tallies):
        if (
            right.side is None
            and left.side is not None
            and (right.part or right.sort in ("", "states"))
            and right.first - left.head <= 6
        ):
            right.side = left.side
