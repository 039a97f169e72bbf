"""One act told with several words is one event: losses go to the act that caused them, the more exact act wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from foedus.claims.clauses import Noun, Sentence
from foedus.claims.events import Event, has_weapon
from foedus.records import ClaimType

_VAGUE_MODES = frozenset({"*", "unspecified", "destroy"})


def merge(sentence: Sentence, events: Sequence[Event]) -> list[Event]:
    """Return the events of a sentence with those that tell of one act made one."""
    kept: list[Event] = []
    for event in events:
        host = next((k for k in reversed(kept) if _is_same(sentence, k, event)), None)
        if host is None:
            kept.append(event)
        else:
            kept[kept.index(host)] = _joined(host, event)
    for event in kept:
        _bare(sentence, event)
    return kept


def _is_same(sentence: Sentence, left: Event, right: Event) -> bool:
    if left.frame is not right.frame or left.status != right.status or not _is_near(sentence, left, right):
        return False
    if left.status == "negated" and _is_nought(left) != _is_nought(right):
        return False  # "no gun was fired and nobody was hurt": the one did not happen, the other is a count
    if left.type == right.type == "TOLL":
        return True
    if {left.type, right.type} == {"ASSAULT", "TOLL"}:
        return _is_loss_of(left, right)
    if (
        left.type != right.type
        or not _agree(left.agents, right.agents)
        or not _agree(left.recipients, right.recipients)
    ):
        return False
    if left.type == "ASSAULT":
        return (
            left.mode == right.mode
            or bool(left.act.role)
            or bool(right.act.role)
            or _VAGUE_MODES & {left.mode, right.mode} != set()
        )
    return left.mode == right.mode


def _is_loss_of(left: Event, right: Event) -> bool:
    act, loss = (left, right) if left.type == "ASSAULT" else (right, left)
    if loss.act.role == "missing":
        return False
    return act.status in ("occurred", "background") or (act.status == "negated" and not _is_nought(loss))


def _is_nought(loss: Event) -> bool:
    """Tell whether no losses are told: that is a toll of its own beside an act that did not happen."""
    return bool(loss.tallies) and all(t.count.high == 0 for t in loss.tallies)


def _is_near(sentence: Sentence, left: Event, right: Event) -> bool:
    first, last = sorted((left.hit, right.hit), key=lambda h: h.first)
    ruin = right.mode == "destroy" and not right.agents and not right.recipients
    return ruin or not sentence.stops_between(first.last, last.first)


def _agree(left: Sequence[Noun], right: Sequence[Noun]) -> bool:
    """Tell whether two lists of parties can be the same: one is empty or they share somebody's country."""
    if not left or not right:
        return True
    codes = [{n.actor.country for n in nouns if n.actor is not None} for nouns in (left, right)]
    return None in codes[0] | codes[1] or bool(codes[0] & codes[1]) or any(n.pronoun for n in (*left, *right))


def _joined(host: Event, event: Event) -> Event:
    main, other = (host, event) if _rank(host) >= _rank(event) else (event, host)
    main.tallies = sorted({id(t): t for t in (*host.tallies, *event.tallies)}.values(), key=lambda t: t.first)
    if main.type == other.type == "ASSAULT":
        main.agents = main.agents or other.agents
        main.recipients = main.recipients or [n for n in other.recipients if n not in main.agents]
        main.light = main.light or other.light
    elif main.type == "ASSAULT":
        main.agents = main.agents or []
        if not main.recipients and other.hit.entry.form != "noun":
            main.recipients = [n for n in other.recipients if n not in main.agents]
    elif main.type == other.type:
        main.agents = main.agents or [n for n in other.agents if n not in main.recipients]
        main.recipients = main.recipients or [n for n in other.recipients if n not in main.agents]
    main.bare = main.bare if (host.bare or host.type == "TOLL") and (event.bare or event.type == "TOLL") else ""
    main.first, main.last = min(host.first, event.first), max(host.last, event.last)
    return main


def _rank(event: Event) -> int:
    if event.type == "TOLL":
        return 0
    if event.act.role in ("killed", "wounded") and event.mode == "*":
        return 1
    if event.mode in _VAGUE_MODES or event.act.bare:
        return 2
    return 3 if event.mode != "ceasefire-violation" else 2


def _bare(sentence: Sentence, event: Event) -> None:
    """Make a word of loss without doer, weapon or act what its lexicon entry says it then is ("were killed": TOLL)."""
    if not event.bare or event.type != "ASSAULT" or event.agents or has_weapon(sentence, event.hit):
        return
    kind, _, mode = event.bare.partition("/")
    event.type, event.mode = cast("ClaimType", kind), mode or None
