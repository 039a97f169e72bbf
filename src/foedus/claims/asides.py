"""Reporting words put into the middle of a sentence: "Soldiers, survivors told the group, went from house to house"."""

from __future__ import annotations

from foedus.claims.clauses import AnyHit, Noun, Sentence

_LONGEST = 14
_BREAKS = frozenset(",;—–")
_CLOSED = frozenset('"”»“«;:()')
_PLACES = ("metonym", "side")


def aside(sentence: Sentence, hit: AnyHit) -> tuple[int, int] | None:
    """Return the words between two commas or dashes that only report, around a word of speech; None if they do more."""
    words = sentence.tokens.words
    first = next((i + 1 for i in range(hit.first - 1, sentence.first, -1) if words[i] in _BREAKS), None)
    last = next((i for i in range(hit.last, sentence.last - 1) if words[i] in _BREAKS), None)
    if first is None or last is None or last - first > _LONGEST or words[first - 1] == ";" or words[last] == ";":
        return None
    if any(words[i] in _CLOSED for i in range(first, last)):
        return None
    if any(first <= t.first < last and not hit.first <= t.first < hit.last for t in sentence.triggers):
        return None
    if any(first <= h.first < last and not _inside(h, hit) for h in (*sentence.links, *sentence.speech)):
        return None
    return first, last


def _inside(left: AnyHit, right: AnyHit) -> bool:
    return right.first <= left.first < right.last


def goes_on(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Tell whether a clause that began before the inserted words ends behind them: no act in it before, one after."""
    first = max((i + 1 for i in sentence.stops if i < span[0]), default=sentence.first)
    acts = [t.first for t in sentence.triggers]
    before = any(first <= i < span[0] for i in acts)
    return any(i >= span[1] for i in acts) and (not before or not _new_clause(sentence, span[1]))


def _new_clause(sentence: Sentence, index: int) -> bool:
    """Tell whether what stands behind a comma has a subject of its own."""
    begin = [h for h in sentence.links if index < h.first <= index + 2]
    return bool(begin) or any(index < n.first <= index + 3 and n.slot == "bare" for n in sentence.nouns)


def seat(sentence: Sentence, hit: AnyHit) -> tuple[Noun, int] | None:
    """Return the capital right before a verb of speech in "the command in Baku announced", and where the words begin.

    Only if a clause begins there, and nothing else is told in it: who sits in the capital speaks for its state.
    """
    words = sentence.tokens.words
    stop = hit.first
    while stop - 1 in sentence.auxiliaries:
        stop -= 1
    noun = next((n for n in sentence.nouns if n.last == stop), None)
    if noun is None or noun.actor is None or noun.slot not in ("in", "at", "of"):
        return None
    if not noun.actor.country or (noun.actor.id or "").split(":")[0] not in _PLACES:
        return None
    first = next((i + 1 for i in range(noun.prep - 1, sentence.first, -1) if words[i] in _BREAKS), sentence.first)
    hits: list[AnyHit] = [*sentence.triggers, *sentence.links, *sentence.speech]
    taken = any(first <= h.first < hit.first for h in hits)
    named = any(first <= i < noun.prep and words[i] not in sentence.grammar.skip for i in range(first, noun.prep))
    others = any(first <= n.first < noun.first for n in sentence.nouns)
    return (noun, first) if named and not taken and not others and noun.prep - first <= 6 else None
