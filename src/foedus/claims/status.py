"""Whether an act happened: negation, modality, wish, plan, history, from cues and how far each reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from foedus.claims.clauses import AnyHit, Hit, Sentence
from foedus.claims.lexicon import Cue, LightVerb, Trigger
from foedus.records import Status
from foedus.values import Period

_ORDER: tuple[Status, ...] = ("negated", "demanded", "possible", "planned", "background")
_VERB_REACH = 4
_AFTER_REACH = 12
_RIGHT_REACH = 16
_NEAR_REACH = 6
_SHORT = 3  # UCDP precision: a day to a week
BACKGROUND_DAYS = 61  # the codebook: a past war, or an act more than two months before publication


def read_status(
    sentence: Sentence, hit: AnyHit, light: Hit[LightVerb] | None, scope: tuple[int, int], *, reported: bool
) -> Status:
    """Return the status that the words around a trigger give it; `reported` = inside what somebody says."""
    trigger = hit.entry
    assert isinstance(trigger, Trigger)
    seen = {
        status
        for at in ([hit] if light is None else [hit, light])
        for status in _cued(sentence, at, scope, reported=reported)
    }
    if not _is_word_given(trigger):
        seen |= {tense for at in ([hit] if light is None else [hit, light]) for tense in _tenses(sentence, at)}
    if trigger.entry.status:
        seen.add(trigger.entry.status)
    if light is not None and isinstance(light.entry, LightVerb) and light.entry.entry.status:
        seen.add(light.entry.entry.status)
    if _is_asked(sentence, hit):
        seen.add("possible")
    promise = trigger.entry.swallow and isinstance(trigger.entry.act, str) and trigger.entry.act.startswith("AGREE")
    if ("planned" in seen or promise) and any(c.entry.reach == "clause" for c in _within(sentence, scope)):
        seen.add("possible")
    for status in _ORDER:
        if status in seen:
            return status
    return "occurred"


def _within(sentence: Sentence, scope: tuple[int, int]) -> list[Hit[Cue]]:
    return [c for c in sentence.cues if scope[0] <= c.first < scope[1]]


def _is_word_given(trigger: Trigger) -> bool:
    """Tell whether the future tense itself is the promise, refusal or threat, which has been uttered."""
    act = trigger.entry.act
    kinds = (act,) if isinstance(act, str) else tuple(act.values())
    return trigger.entry.swallow and all(k.startswith(("AGREE/assist", "REJECT", "THREATEN")) for k in kinds)


def _tenses(sentence: Sentence, hit: AnyHit) -> Iterator[str]:
    """Yield what the ending of a verb says: livrera is planned, livrerait is possible."""
    if getattr(hit.entry, "form", "verb") != "verb":
        return
    for word in sentence.tokens.words[hit.first : hit.last]:
        for status, endings in sentence.grammar.tenses:
            if word.endswith(endings):
                yield status


def _cued(sentence: Sentence, hit: AnyHit, scope: tuple[int, int], *, reported: bool) -> Iterator[str]:
    for cue in sentence.cues:
        if not scope[0] <= cue.first < scope[1] or hit.first <= cue.first < hit.last:
            continue
        assert isinstance(cue.entry, Cue)
        if cue.entry.status == "backdrop" and _has_own_time(sentence, cue):
            continue
        if _reaches(sentence, cue, hit):
            yield _weigh(cue.entry, reported=reported)


def _has_own_time(sentence: Sentence, cue: Hit[Cue]) -> bool:
    """Tell whether the sentence has a time of its own beside the older war it mentions."""
    times = [f for f in sentence.of_kind("time") if not (f.first < cue.last and cue.first < f.last)]
    return any(f.mention.period is not None and (f.mention.period.precision or 1) <= _SHORT for f in times)


def _weigh(cue: Cue, *, reported: bool) -> str:
    if cue.status == "backdrop":
        return "background"
    return "planned" if cue.status == "would" and reported else "possible" if cue.status == "would" else cue.status


def _reaches(sentence: Sentence, cue: Hit[Cue], hit: AnyHit) -> bool:
    assert isinstance(cue.entry, Cue)
    reach = cue.entry.reach
    if cue.first < hit.first < cue.last:  # "no shot" before "shot was fired"
        return reach != "left"
    if reach == "sentence":
        return True
    if reach == "clause":
        return cue.last <= hit.first and not _is_broken(sentence, cue.last, hit.first, comma=True)
    if reach == "left":
        noun = hit.entry.form == "noun" if isinstance(hit.entry, Trigger) else False
        gap = cue.first - hit.last
        return noun and 0 <= gap <= _AFTER_REACH and "," not in sentence.tokens.words[hit.last : cue.first]
    if reach == "before":
        return hit.last <= cue.first and not _is_broken(sentence, hit.last, cue.first, comma=False)
    if reach == "near":
        return cue.last <= hit.first <= cue.last + _NEAR_REACH and not _is_apart(sentence, cue, hit)
    if reach == "verb":
        return (
            cue.last <= hit.first
            and hit.first - cue.last <= _VERB_REACH
            and not _is_crossed(sentence, cue.last, hit.first)
        )
    near = hit.first - cue.last <= _RIGHT_REACH
    return (
        near
        and cue.last <= hit.first
        and not _is_broken(sentence, cue.last, hit.first, comma=not _is_verbless(sentence, cue, hit))
    )


def _is_apart(sentence: Sentence, cue: Hit[Cue], hit: AnyHit) -> bool:
    """Tell whether "no ..." is about another noun: a preposition before a noun act, a link or comma before a verb."""
    start, stop = cue.last, hit.first
    if _is_crossed(sentence, start, stop):
        return True
    noun = isinstance(hit.entry, Trigger) and hit.entry.form != "verb"
    return noun and any(start < i <= stop for i in sentence.slots)


def _is_crossed(sentence: Sentence, start: int, stop: int) -> bool:
    """Tell whether something that cannot stand between a negation and its verb does."""
    if sentence.stops_between(start, stop) or "," in sentence.tokens.words[start:stop]:
        return True
    if any(start <= h.first < stop for h in sentence.links):
        return True
    verbs = [h for h in sentence.triggers if isinstance(h.entry, Trigger) and h.entry.form in ("verb", "passive")]
    return any(start <= h.first < stop for h in (*verbs, *sentence.speech))


def _is_broken(sentence: Sentence, start: int, stop: int, *, comma: bool) -> bool:
    if sentence.stops_between(start, stop) or (comma and "," in sentence.tokens.words[start:stop]):
        return True
    return any(start <= h.first < stop and h.entry.value in ("but", "when", "since") for h in sentence.links)


def _is_verbless(sentence: Sentence, cue: Hit[Cue], hit: AnyHit) -> bool:
    """Tell whether only a noun phrase stands between: a comma in it is one of a list."""
    start, stop = cue.last, hit.first
    return stop - start <= 3 or (not any(start <= i < stop for i in sentence.auxiliaries) and stop - start <= 8)


def _is_asked(sentence: Sentence, hit: AnyHit) -> bool:
    """Tell whether the act stands in a question."""
    words = sentence.tokens.words
    for index in range(hit.last, sentence.last):
        if words[index] == "?":
            return True
        if words[index] in "!.":
            return False
    return False


def is_background(period: Period | None, published: str | None, latest: str | None) -> bool:
    """Tell whether a time lies more than two months before publication (or before the latest time told)."""
    reference = _day(published) or _day(latest)
    end = _day(period.end or period.start) if period is not None else None
    return reference is not None and end is not None and (reference - end).days > BACKGROUND_DAYS


def _day(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
