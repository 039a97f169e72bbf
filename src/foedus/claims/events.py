"""Words of acts → events: what kind of act, by whom, to whom, with what status; still words of one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from msgspec import Struct

from foedus.claims.arguments import fill, is_passive, parties
from foedus.claims.attribution import Frame, innermost
from foedus.claims.clauses import Found, Hit, Noun, Sentence, slot_before
from foedus.claims.lexicon import Act, LightVerb, Speech, Trigger, Word
from foedus.claims.quantities import Tally, read_tallies
from foedus.claims.status import read_status
from foedus.mentions.items import item_at
from foedus.records import ClaimType, Status

_FORCE = frozenset({"ASSAULT", "COERCE", "TOLL"})
_STILL = frozenset({"settlement", "house", "building", "school", "hospital", "church", "bridge"})
_MEANS_MODES = ("drone", "airstrike", "shelling", "explosives", "firearms")


class Event(Struct):
    """An act read from a sentence; parties are noun phrases that are not yet resolved."""

    hit: Hit[Trigger]
    type: ClaimType
    mode: str | None
    status: Status
    agents: list[Noun]
    recipients: list[Noun]
    frame: Frame | None
    first: int
    last: int
    light: Hit[LightVerb] | None = None
    tallies: list[Tally] = []
    means: str | None = None
    bare: str = ""
    both: bool = False

    @property
    def act(self) -> Act:
        """The lexicon entry that was found."""
        assert isinstance(self.hit.entry, Trigger)
        return self.hit.entry.entry


def find_events(sentence: Sentence, frames: Sequence[Frame]) -> list[Event]:
    """Find the events of a sentence in order of their words."""
    hits = _one_a_word(sentence)
    tallies = read_tallies(sentence, [h for h in sentence.triggers if h.entry.entry.role])
    events = [e for hit in hits if (e := _event(sentence, hit, frames)) is not None]
    for event in events:
        event.tallies = [
            t for t in tallies if t.hit is not None and (t.hit.first, t.hit.last) == (event.hit.first, event.hit.last)
        ]
    return [e for e in _without_wishes(sentence, events) if _counts(sentence, e)]


def _one_a_word(sentence: Sentence) -> list[Hit[Trigger]]:
    """Keep one trigger for the same words: the verb if it is used as one, else the state ("seven killed")."""
    best: dict[int, Hit[Trigger]] = {}
    for hit in sentence.triggers:
        if not _is_met(sentence, hit):
            continue
        held = best.get(hit.first)
        if (
            held is not None
            and {hit.entry.form, held.entry.form} == {"noun", "verb"}
            and not _is_inflected(sentence, hit, held)
        ):
            if (hit.entry.form == "verb") == _is_verb_here(sentence, hit):
                best[hit.first] = hit
            continue
        forms = {hit.entry.form, held.entry.form} if held is not None else set()
        if (
            held is None
            or ("state" in forms and (hit.entry.form == "state") == _is_state(sentence, hit))
            or (_specific(sentence, hit) and not _specific(sentence, held))
        ):
            best[hit.first] = hit
    return [best[first] for first in sorted(best)]


def _is_met(sentence: Sentence, hit: Hit[Trigger]) -> bool:
    act = hit.entry.entry
    if "place" in act.needs:
        beside = any(hit.last <= f.first <= hit.last + 1 for f in sentence.of_kind("place"))
        others = [need for need in act.needs if need != "place"]
        return beside and (not others or _has_theme(sentence, others))
    return (not act.needs or _has_theme(sentence, act.needs)) and (
        act.provision != "needed" or bool(sentence.of_kind("provision"))
    )


def _is_state(sentence: Sentence, hit: Hit[Trigger]) -> bool:
    """Tell whether a word like "killed" is an adjective here: a number before it, no auxiliary, nothing it governs."""
    if any(i in sentence.auxiliaries for i in range(max(sentence.first, hit.first - 3), hit.first)):
        return False
    things: list[Found | Noun] = [*sentence.of_kind("count"), *sentence.nouns]
    return not any(
        hit.last <= t.first <= hit.last + 3 and not _is_after_slot(sentence, hit.last, t.first) for t in things
    )


def _is_after_slot(sentence: Sentence, start: int, stop: int) -> bool:
    return any(start < i <= stop for i in sentence.slots) or any(
        sentence.tokens.words[i] == "," or any(h.first == i for h in sentence.links) for i in range(start, stop)
    )


def _is_inflected(sentence: Sentence, hit: Hit[Trigger], held: Hit[Trigger]) -> bool:
    words = sentence.tokens.words
    if (hit.last - hit.first, held.last - held.first) != (1, 1):
        return True
    determined = hit.first > sentence.first and words[hit.first - 1] in sentence.grammar.determiners
    return words[hit.first].endswith("ing") and not determined  # "the killing of" is a noun like any other


def _is_verb_here(sentence: Sentence, hit: Hit[Trigger]) -> bool:
    """Tell whether a word that is noun and verb alike is a verb: after a modal, "to", a pronoun; before an object."""
    before = hit.first
    if before in sentence.slots and sentence.slots[before].entry.value == "to":
        return True
    if any(c.last == before and c.entry.status != "negated" for c in sentence.cues):
        return True
    if before - 1 in sentence.auxiliaries or any(
        h.last == before for h in sentence.links if h.entry.value == "relative"
    ):
        named = [n.last for n in sentence.nouns] + [f.last for f in sentence.of_kind("means")]
        return sentence.auxiliaries.get(before - 1) != "passive" or any(before - 3 <= last < before for last in named)
    words = sentence.tokens.words
    if any(f.last == before for f in sentence.of_kind("means")):
        return hit.last < sentence.last and (
            words[hit.last] in sentence.grammar.skip or any(n.first == hit.last for n in sentence.nouns)
        )
    if not any(n.last == before and not n.owner and n.slot == "bare" for n in sentence.nouns):
        return False
    after = hit.last < sentence.last and (
        words[hit.last] in sentence.grammar.skip or any(n.first == hit.last for n in sentence.nouns)
    )
    return after or any(n.last == before and n.pronoun for n in sentence.nouns)


def _specific(sentence: Sentence, hit: Hit[Trigger]) -> bool:
    """Tell whether a trigger asks for a theme and the sentence has it: it beats a general reading of the same word."""
    act = hit.entry.entry
    return bool(act.needs) and _is_met(sentence, hit)


def _event(sentence: Sentence, hit: Hit[Trigger], frames: Sequence[Frame]) -> Event | None:
    trigger = hit.entry
    assert isinstance(trigger, Trigger)
    act = trigger.entry
    named = _kind(sentence, hit, [f.speaker for f in frames])
    if named is None:
        return None
    kind, _, mode = named.partition("/")
    frame, slots, light = fill(sentence, hit)
    agents, recipients = parties(frame, slots)
    if kind != "AID":  # "guns from France"
        agents = [n for n in agents if not _is_where_from(n)]
    if kind == "ASSAULT" and not any(_is_somebody(n) for n in agents):
        agents = [n for n in slots.get("from", []) if _is_somebody(n) and not _is_where_from(n)] or agents
    if kind == "ASSAULT" and not recipients and agents and all(_is_owned_thing(sentence, n) for n in agents):
        agents, recipients = [], agents  # "карабахские села обстреливают": things do not strike
    if kind == "ASSAULT" and agents and not any(_is_somebody(n) for n in recipients):
        recipients = [n for n in slots.get("in", []) if _is_foreign_soil(n, agents)][:1]
    if kind == "REQUEST" and not recipients:
        recipients = _asked(sentence, hit)
    if kind == "TOLL" and trigger.form in ("state", "participle"):
        agents = []  # who tells of seven dead did not kill them
    own = next((f for f in frames if f.hit.first == hit.first and f.speaker.first >= hit.last), None)
    if kind in ("ACCUSE", "THREATEN") and own is not None:  # "..., dénonce Erevan": who speaks stands behind the verb
        agents, recipients = [own.speaker], []
    speech = innermost(frames, hit.first, exclude=hit if act.swallow or kind == "ACCUSE" else None)
    if speech is not None and speech.victim is not None and hit.first > speech.victim.first and not agents:
        agents = [speech.victim]
    elif speech is not None and _accuses(speech) and any(n is speech.speaker for n in agents):
        agents = []  # "accuses its neighbour of shelling": the one without a name did it, not who accuses
    scope = (speech.first, speech.last) if speech is not None else (sentence.first, sentence.last)
    status = read_status(sentence, hit, light, scope, reported=speech is not None)
    if (
        (kind, mode) == ("MOBILIZE", "troops")
        and act.frame in ("give", "despatch")
        and any(n.slot in ("to", "bare") and _is_ally(n, agents) for n in recipients)
    ):
        kind, mode = "AID", "military"
    if speech is not None and status == "occurred" and isinstance(speech.hit.entry, Speech) and speech.hit.entry.status:
        status = speech.hit.entry.status
    if kind == "COMMITMENT" and status == "demanded":  # "is obliged to defend" is a duty that stands
        status = "occurred"
    if speech is not None and speech.stance == "denies" and status == "occurred":
        status = "negated"
    return Event(
        hit=hit, type=cast("ClaimType", kind), mode=mode or None, status=status, agents=agents,
        recipients=recipients, frame=speech, first=hit.first, last=hit.last, light=light,
        means=act.means or None, bare=act.bare,
        both=frame.both and trigger.form == "noun",
    )  # fmt: skip


def _asked(sentence: Sentence, hit: Hit[Trigger]) -> list[Noun]:
    """Find who is to do what is asked: "demanded that Yerevan withdraw"."""
    that = next((h for h in sentence.links if h.entry.value == "that" and hit.first < h.last <= hit.last + 1), None)
    if that is None:
        return []
    return [n for n in sentence.nouns if that.last <= n.first <= that.last + 1 and n.slot == "bare"]


def _accuses(speech: Frame) -> bool:
    return isinstance(speech.hit.entry, Speech) and bool(speech.hit.entry.victim)


def _is_owned_thing(sentence: Sentence, noun: Noun) -> bool:
    """Tell whether an adjective of a state stands before houses, villages, hospitals: what cannot act."""
    if noun.actor is None or not (noun.actor.id or "").startswith("adj:"):
        return False
    item = item_at(sentence.tokens, noun.last, sentence.last, sentence.lang) if noun.last < sentence.last else None
    return item is not None and item[1].name in _STILL


def _is_somebody(noun: Noun) -> bool:
    """Tell whether a noun phrase can come to name a side: a role alone cannot."""
    actor = noun.actor
    return actor is None or bool(actor.country or noun.whose) or actor.id in ("role:enemy", "role:own", "role:both")


def _is_foreign_soil(noun: Noun, agents: Sequence[Noun]) -> bool:
    """Tell whether "sites in Pakistan" names a state that is hit: not one of the agents."""
    if noun.actor is None or noun.actor.id != noun.actor.country:
        return False
    known = any(_is_somebody(a) for a in agents)  # unknown gunmen are nobody's
    return known and all(a.actor is None or a.actor.country != noun.actor.country for a in agents)


def _is_ally(noun: Noun, agents: Sequence[Noun]) -> bool:
    if noun.actor is None or not noun.actor.country:
        return False
    return all(a.actor is None or a.actor.country != noun.actor.country for a in agents)


def _kind(sentence: Sentence, hit: Hit[Trigger], speakers: Sequence[Noun]) -> str | None:
    act = hit.entry.entry
    if isinstance(act.act, str):
        return act.act or None
    doers = [*speakers, *(n for n in sentence.nouns if n.slot == "by")]
    themes = [
        h for h in sentence.words
        if isinstance(h.entry, Word) and h.entry.kind == "theme" and h.entry.value in act.act
        and not any(n.first <= h.first < n.last for n in doers)
    ]  # fmt: skip
    after = [
        h
        for h in themes
        if (h.last > hit.first and sentence.is_open(hit.last, max(hit.last, h.first))) or h.first >= hit.first
    ]
    pool = after or ([h for h in themes if h.first < hit.first] if hit.entry.form != "verb" or not after else [])
    beside = [h for h in themes if 0 <= hit.first - h.last <= 2 and sentence.is_open(h.last, hit.first)]
    if beside and "," not in sentence.tokens.words[beside[-1].last : hit.first] and after[:1] != beside[-1:]:
        return act.act[beside[-1].entry.value]
    if pool:
        ranked = list(act.act)
        near = [h for h in pool if h.first - hit.last <= 14]
        chosen = min(near or pool, key=lambda h: (ranked.index(h.entry.value), h.first))
        return act.act[chosen.entry.value]
    return act.act.get("default")


def _is_where_from(noun: Noun) -> bool:
    """Tell whether "from Lebanon" names only the land something came from ("from Armenian positions" names a side)."""
    actor = noun.actor
    if actor is None or "from" not in (noun.slot, noun.outer):
        return False
    return ":" not in (actor.id or "") or (actor.id or "").startswith(("metonym:", "adj:"))


def _has_theme(sentence: Sentence, needs: Sequence[str]) -> bool:
    if "actor" in needs:
        return bool(sentence.nouns)
    return any(h.entry.value in needs for h in sentence.has("theme"))


def _without_wishes(sentence: Sentence, events: list[Event]) -> Iterator[Event]:
    """Leave out the acts that a request, threat, refusal or promise is about: they are wished, not done."""
    wishing = [e for e in events if e.act.swallow]
    for event in events:
        if event.act.yields and any(_is_accused_of(event, e) for e in events):
            continue
        if event.mode == "ceasefire-violation" and event.frame is not None and event.frame.victim is not None:
            continue  # blame for breaking a truce is an accusation, no act of force
        if event.type == "THREATEN" and any(_is_told_by(e, event) for e in events):
            continue  # "any attack will be met with force, X warned" is one threat
        if any(w is not event and _is_about(sentence, w, event) for w in wishing):
            continue
        yield event


def _is_told_by(event: Event, telling: Event) -> bool:
    frame = event.frame
    return (
        event.type == telling.type
        and event is not telling
        and frame is not None
        and frame.hit.first == telling.hit.first
    )


def _is_accused_of(event: Event, other: Event) -> bool:
    """Tell whether an accusation names the act: the act says it all."""
    if other.mode == "ceasefire-violation":
        return False
    return other is not event and other.type in ("ASSAULT", "COERCE", "ACCUSE") and other.hit.first > event.hit.first


def _is_about(sentence: Sentence, wish: Event, event: Event) -> bool:
    if event.hit.first < wish.hit.last or event.type == wish.type or event.hit.entry.form == "state":
        return False
    words = sentence.tokens.words
    between = range(wish.hit.last, event.hit.first)
    if any(words[i] in ";:" for i in between) or len(between) > 30:
        return False
    new_clause = [
        h for h in sentence.links if h.first in between and h.entry.value in ("but", "when", "since", "relative")
    ]
    if new_clause and not any(words[i] == "," for i in between) and new_clause[0].entry.value == "relative":
        return False
    if any(h.entry.value == "but" for h in new_clause):
        return False  # "will defend its soil but will not send a soldier"
    return not any(words[h.first - 1] == "," for h in new_clause)


def _counts(sentence: Sentence, event: Event) -> bool:
    """Tell whether a word with other meanings is backed by something in the sentence."""
    act = event.act
    if event.act.status == "drop":
        return False
    if (
        event.type == "THREATEN"
        and not event.agents
        and event.hit.entry.frame in ("speak", "ask")
        and is_passive(sentence, event.hit)
    ):
        return False  # "its border was threatened"
    if event.type == "TOLL" or act.counted:
        return bool(event.tallies)
    if event.type in ("CONSULT", "AID") and not event.agents and not event.recipients:
        return False
    if (event.type == "SUPPORT" and not (event.recipients and (event.agents or event.frame))) or (
        (event.type, event.mode) == ("MOBILIZE", "exercise") and not event.agents
    ):
        return False
    if event.type == "COMMITMENT" and sentence.of_kind("provision"):
        return True
    if (
        event.type == "ASSAULT"
        and event.mode in ("*", "unspecified")
        and event.hit.entry.form == "noun"
        and not _is_told(sentence, event)
    ):
        return False
    if not act.weak:
        return True
    if event.agents or event.recipients or event.light is not None or event.tallies:
        return True
    around = [
        f for f in sentence.of_kind("means") if abs(f.first - event.hit.first) <= 6 and not _is_inside(f, event.hit)
    ]
    return bool(around)


def _is_told(sentence: Sentence, event: Event) -> bool:
    """Tell whether an attack is news here, not only spoken of: someone, something, a time or a place goes with it."""
    if event.agents or event.recipients or event.light is not None or event.tallies or event.status == "negated":
        return True
    return any(sentence.of_kind(kind) for kind in ("time", "place", "means", "count"))


def _is_inside(found: Found, hit: Hit[Trigger]) -> bool:
    return hit.first <= found.first and found.last <= hit.last


def _is_struck(sentence: Sentence, found: Found, hit: Hit[Trigger]) -> bool:
    """Tell whether a weapon is what was hit ("a helicopter was hit", "they hit a tank") and not what hit."""
    if hit.entry.form == "noun":
        return False
    passive = hit.entry.form not in ("verb", "participle") or is_passive(sentence, hit)
    if found.last <= hit.first:
        return passive
    if passive or found.first < hit.last or any(hit.last <= h.first < found.first for h in sentence.lights):
        return False
    return found.first - hit.last <= 5 and slot_before(sentence, found.first)[0] == "bare"


def _is_of_clause(sentence: Sentence, found: Found, event: Event) -> bool:
    """Tell whether a weapon is named in the clause of an event, with no speaker's words between."""
    if _is_struck(sentence, found, event.hit):
        return False
    if event.first <= found.first < event.last:
        return True
    start, stop = (found.last, event.first) if found.first < event.first else (event.last, found.first)
    if event.frame is not None and not event.frame.holds(found.first):
        return False
    return stop - start <= 14 and sentence.is_open(start, stop)


def has_weapon(sentence: Sentence, hit: Hit[Trigger]) -> bool:
    """Tell whether a weapon does it: it is the subject ("a shell killed two") or the doer ("killed by a mine")."""
    passive = hit.entry.form not in ("verb", "participle") or is_passive(sentence, hit)
    for found in sentence.of_kind("means"):
        if (found.mention.item or "").split(":")[0] not in _MEANS_MODES or _is_struck(sentence, found, hit):
            continue
        slot, prep = slot_before(sentence, found.first)
        if found.last <= hit.first:
            near = hit.first - found.last <= 8 and slot in ("bare", "of") and not passive
            between = (found.last, hit.first)
        else:
            near = prep - hit.last <= 8 and slot == "by"
            between = (hit.last, prep)
        stands = any(between[0] <= n.first < between[1] and n.slot == "bare" and not n.pronoun for n in sentence.nouns)
        if near and not stands and sentence.is_open(*between):
            return True
    return False


def settle_mode(sentence: Sentence, event: Event) -> None:
    """Take the mode of an attack from the weapon named in its clause: the most specific wins."""
    if event.type != "ASSAULT" or event.mode not in (
        "*",
        "unspecified",
        "firearms",
        "ground",
        "shelling",
        "destroy",
        "airstrike",
    ):
        return
    near = [
        f
        for f in sentence.of_kind("means")
        if _is_of_clause(sentence, f, event) or any(n.first <= f.first < n.last for n in event.agents)
    ]
    sorts = [(f.mention.item or "").split(":")[0] for f in near]
    named = [s for s in sorts if s in _MEANS_MODES]
    if named and event.mode in ("*", "unspecified"):
        event.mode = min(named, key=_MEANS_MODES.index)
    elif event.mode == "*":
        event.mode = "ground" if "armour" in sorts else "unspecified"
    elif event.mode == "firearms" and "shelling" in named and not event.act.noun:
        event.mode = "shelling"
    if event.means is None and near:
        event.means = near[0].mention.text
