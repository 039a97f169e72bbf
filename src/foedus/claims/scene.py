"""Where and when of an event: the nearest place and time of its clause, then of its sentence, time also from before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import structs

from foedus.claims.attribution import Frame
from foedus.claims.clauses import AnyHit, Found, Noun, Sentence, slot_before
from foedus.claims.events import Event
from foedus.claims.lexicon import Speech
from foedus.values import Period, Place

_STATE = 6


def find_time(sentence: Sentence, event: Event, frames: Sequence[Frame], span: tuple[int, int]) -> Period | None:
    """Return the time of an event; a time next to a verb of speech is when it was said, not when it happened."""
    usable = [
        f
        for f in sentence.of_kind("time")
        if not _is_of_speech(sentence, f, frames)
        and not _is_in_relative(sentence, f, event)
        and not _is_attribute(sentence, f, event)
    ]
    best = _nearest(sentence, usable, event, span)
    return best.mention.period if best is not None else None


def coming(period: Period, published: str | None) -> Period:
    """Return the next such weekday for what is planned: "will begin on Monday" is not the Monday gone by."""
    try:
        start, today = dt.date.fromisoformat((period.start or "")[:10]), dt.date.fromisoformat((published or "")[:10])
    except ValueError:
        return period
    is_weekday = period.basis == "relative" and period.precision == 1 and 2 <= (today - start).days <= 6
    if not is_weekday or period.start is None or period.end is None or len(period.start) > 10:
        return period
    end = dt.date.fromisoformat(period.end[:10])
    week = dt.timedelta(7)
    return structs.replace(period, start=(start + week).isoformat(), end=(end + week).isoformat())


def carried(period: Period | None) -> Period | None:
    """Return a time told before as the time of what follows."""
    return structs.replace(period, basis="narrative") if period is not None else None


def find_place(sentence: Sentence, event: Event, frames: Sequence[Frame], span: tuple[int, int]) -> Place | None:
    """Return the place of an event: the most exact one named near it, never where it was told."""
    usable = [
        f for f in sentence.of_kind("place") if _is_scene(sentence, f, frames) and not _is_ruled_out(sentence, f, event)
    ]
    inside = [f for f in usable if span[0] <= f.first < span[1]]
    pool = [f for f in inside if not _is_state(f)] or inside or _close(usable, event)
    best = _nearest(sentence, pool, event, span)
    return best.mention.place if best is not None else None


def _is_ruled_out(sentence: Sentence, found: Found, event: Event) -> bool:
    """Tell whether the text says that it was not there: "the offensive does not take place in X, but in Y"."""
    if event.status == "negated":
        return False
    nots = [
        c for c in sentence.cues if event.hit.last <= c.first < found.first and getattr(c.entry, "reach", "") == "verb"
    ]
    turned = any(h.entry.value == "but" and n.last <= h.first < found.first for h in sentence.links for n in nots)
    return bool(nots) and not turned


def _close(found: Sequence[Found], event: Event) -> list[Found]:
    return [f for f in found if not _is_state(f) and abs(f.first - event.hit.first) < 25]


def _is_state(found: Found) -> bool:
    place = found.mention.place
    return place is not None and (place.precision or 0) >= _STATE


def _nearest(sentence: Sentence, found: Sequence[Found], event: Event, span: tuple[int, int]) -> Found | None:
    inside = [f for f in found if span[0] <= f.first < span[1] and not _is_fenced_off(sentence, f, event)]
    found = [f for f in found if not _is_fenced_off(sentence, f, event)]

    def distance(f: Found) -> tuple[float, int]:
        after = f.first >= event.hit.last
        gap = f.first - event.hit.last if after else event.hit.first - f.last
        clause = sentence.is_open(event.hit.last, f.first) if after else sentence.is_open(f.last, event.hit.first)
        return ((gap if after else gap * 1.2) + (0 if clause else 12) + _vagueness(sentence, f), f.first)

    return min(inside or found, key=distance, default=None)


def _is_attribute(sentence: Sentence, found: Found, event: Event) -> bool:
    """Tell whether a time only names a thing: "the 2020 war", "the agreement of November 2020"."""
    words, hit = sentence.tokens.words, event.hit
    period = found.mention.period
    if period is None or hit.first <= found.last <= hit.last or found.first == hit.last:
        return False
    of = sentence.slots.get(found.first)
    if of is not None and of.entry.value == "of" and of.first != hit.last and of.first > sentence.first:
        return words[of.first - 1].isalpha()
    if (
        sentence.grammar.adjective_after
        or sentence.grammar.bare_after_noun
        or (period.precision or 0) < 4
        or found.last >= sentence.last
        or not words[found.last].isalpha()
        or not words[found.last - 1].isdigit()  # "the 2020 war", not "109 years ago"
    ):
        return False
    busy: list[AnyHit] = [*sentence.links, *sentence.triggers, *sentence.lights, *sentence.speech, *sentence.words]
    return not any(h.first == found.last for h in busy)


def _is_in_relative(sentence: Sentence, found: Found, event: Event) -> bool:
    """Tell whether a time belongs to a relative clause that the event does not."""
    return any(
        event.hit.last <= h.first < found.first for h in sentence.links if h.entry.value in ("relative", "since")
    )


def _vagueness(sentence: Sentence, found: Found) -> float:
    """Weigh how unlikely a place is the scene: a region more than a village, a home ("resident of ...") most."""
    place = found.mention.place
    if place is None:
        return 0.0
    slot, prep = slot_before(sentence, found.first)
    home = slot == "of" and slot_before(sentence, prep, unknown=2)[0] == "bare"
    return (6.0 if 3 <= (place.precision or 0) <= 4 else 0.0) + (10.0 if home else 0.0)


def _is_fenced_off(sentence: Sentence, found: Found, event: Event) -> bool:
    """Tell whether a subordinate clause closed by a comma holds the time or place and not the event."""
    if found.first > event.hit.first or "," not in sentence.tokens.words[found.last : event.hit.first]:
        return False
    return any(
        h.first < found.first
        and "," not in sentence.tokens.words[h.last : found.first]
        and not sentence.stops_between(h.last, found.first)
        for h in sentence.links
        if h.entry.value in ("that", "when", "since", "relative")
    )


def _is_of_speech(sentence: Sentence, found: Found, frames: Sequence[Frame]) -> bool:
    words = sentence.tokens.words
    for hit in sentence.speech:  # "says the bulletin of this Tuesday"
        aside = hit.first > sentence.first and words[hit.first - 1] == "," and found.last < sentence.last
        if aside and hit.last <= found.first <= hit.last + 5 and words[found.last] == ",":
            return True
    for frame in frames:
        if frame.own[0] <= found.first < frame.own[1]:
            return True
        if isinstance(frame.hit.entry, Speech) and frame.last <= frame.own[1] <= found.first:  # "he said on Friday"
            return found.first - frame.own[1] <= 6 and "," not in words[frame.own[1] : found.first]
        if frame.first >= frame.hit.first and 0 <= found.first - frame.own[1] <= 1:  # "he said on Monday that ..."
            following = words[found.last] if found.last < sentence.last else "."
            if following in ("that", ":", '"', "“", "«", "que", "что", "dass", ".", ","):
                return True
    return False


def _is_scene(sentence: Sentence, found: Found, frames: Sequence[Frame]) -> bool:
    """Tell whether a place can be where something happened: not who speaks, not an actor's name or home."""
    if any(f.own[0] <= found.first < f.own[1] for f in frames):
        return False
    for noun in _nouns_over(sentence, found):
        actor = noun.actor
        simple = actor is not None and (noun.first, noun.last) == (found.first, found.last)
        if not simple or noun.slot not in ("in", "at", "from", "of", "to"):
            return simple and (actor.id or "").startswith("adj:") and not _is_state(found) if actor else False
        if noun.slot in ("of", "to", "from", "at") and _is_state(found):
            return False
    return True


def _nouns_over(sentence: Sentence, found: Found) -> Iterator[Noun]:
    return (n for n in sentence.nouns if n.first < found.last and found.first < n.last and not n.pronoun)
