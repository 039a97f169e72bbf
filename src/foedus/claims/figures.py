"""What only sounds like force: games, art, figures of speech, exercises. A real strike near a stadium stays."""

from __future__ import annotations

from foedus.claims.clauses import Sentence
from foedus.claims.events import Event
from foedus.claims.lexicon import Trigger

_FORCE = ("ASSAULT", "TOLL", "RETREAT")
_FIGURE_REACH = 6


def without_figures(sentence: Sentence, events: list[Event]) -> list[Event]:
    """Return the events that are meant as they are said."""
    if sentence.has("nothing") or _is_pastime(sentence):
        return []
    return [e for e in events if not _is_figure(sentence, e) and not _is_exercise(sentence, e)]


def _is_pastime(sentence: Sentence) -> bool:
    """Tell whether a sentence is about a game or a play: the more words of one, the more must speak for real force."""
    played = len({h.first for h in sentence.has("pastime", "play")})
    if not played:
        return False
    seen = played + len({h.first for h in sentence.has("pastime", "place")})
    armed, lost = bool(sentence.of_kind("means")), _has_victims(sentence)
    if seen >= 3:
        return not (armed and lost)
    army = any(f.mention.actor is not None and f.mention.actor.sector == "MIL" for f in sentence.of_kind("actor"))
    return not (armed or lost or (army and seen == 1))


def _has_victims(sentence: Sentence) -> bool:
    roles = ("killed", "wounded", "casualties")
    return any(isinstance(h.entry, Trigger) and h.entry.entry.role in roles for h in sentence.triggers)


def _is_figure(sentence: Sentence, event: Event) -> bool:
    """Tell whether what strikes is a question, a reproach, a snowball."""
    if event.type not in _FORCE:
        return False
    for hit in sentence.has("figure"):
        start, stop = min(hit.first, event.hit.first), max(hit.last, event.hit.last)
        inside = hit.first < event.hit.last and event.hit.first < hit.last
        gap = max(hit.first, event.hit.first) - min(hit.last, event.hit.last)
        if inside or (gap <= _FIGURE_REACH and not sentence.stops_between(start, stop)):
            return True
    return False


def _is_exercise(sentence: Sentence, event: Event) -> bool:
    """Tell whether force is only practised: blank rounds, an enemy that is none, an assault in the course of drills."""
    if event.type not in _FORCE or event.type == "RETREAT":
        return False
    if sentence.has("exercise", "sham"):
        return True
    return bool(sentence.has("exercise", "drill")) and not _has_victims(sentence)
