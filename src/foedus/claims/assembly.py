"""Events → claims: resolve who is meant, cut the quote, add place, time and numbers, name the rule."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from foedus.claims.anaphora import Memory, resolve, resolve_speaker
from foedus.claims.attribution import Frame
from foedus.claims.clauses import Noun, Sentence
from foedus.claims.confidence import calibrated
from foedus.claims.events import Event
from foedus.claims.lexicon import Trigger
from foedus.claims.quantities import Tally
from foedus.claims.scene import carried, coming, find_place, find_time
from foedus.claims.status import is_background
from foedus.records import Claim, Document, Stance, content_id
from foedus.resources import load_yaml
from foedus.values import Actor, Period, Quantity

ENGINE = "grammar/1"
_SPOKEN_FOR = frozenset({"ACCUSE", "THREATEN", "REQUEST", "REJECT", "SUPPORT", "AGREE"})
_SHORT = 3  # UCDP precision: a day to a week; months and years are no scene to go on in
_NEEDS_AGENT = frozenset({"REQUEST", "REJECT", "THREATEN", "ACCUSE", "SANCTION", "SUPPORT"})
_CARRIES_TIME = frozenset({"ASSAULT", "TOLL"})
_EDGE = frozenset(",;:.-–—\"“”«»‘’'()[]!?…")


class Scene(Struct):
    """What the claims of one sentence share."""

    document: Document
    sentence: Sentence
    frames: list[Frame]
    memory: Memory
    carry: bool = False


def make_claim(scene: Scene, event: Event) -> Claim | None:
    """Return the claim that an event of a sentence makes, None if nothing is left to quote."""
    sentence = scene.sentence
    speaker, stance = _speaker(scene, event)
    span = _quoted(scene, event)
    if span[0] >= span[1]:
        return None
    agents = [] if event.type == "TOLL" else _actors(scene, event.agents, speaker)
    hit_ones = [n for n in event.recipients if n.pronoun != "thing"]
    recipients = [a for a in _actors(scene, hit_ones, speaker) if not _among(a, agents)]
    own = event.type in _SPOKEN_FOR or event.hit.entry.frame == "membership"  # "our part in it is frozen, said X"
    if own and not agents and speaker is not None:
        agents = [speaker]
    if event.type in _SPOKEN_FOR and speaker is not None and _among(speaker, agents):
        speaker, stance = (
            (speaker, stance)
            if event.frame is not None and event.frame.hit.first != event.hit.first
            else (None, "reports")
        )
    spoken = event.hit.entry.form == "verb" and event.type in ("REJECT", "THREATEN") and not event.recipients
    if (event.type in _NEEDS_AGENT and not agents and not spoken) or (
        (event.type, event.mode) == ("AGREE", "treaty") and not agents
    ):
        return None
    if event.type == "ASSAULT" and event.both and len({a.country for a in agents}) < 2:
        agents = []
    quantities = _quantities(scene, event, speaker)
    if event.type == "ASSAULT" and not recipients:
        recipients = _hit_sides(quantities, agents)
    time = find_time(sentence, event, scene.frames, span)
    if time is None and scene.carry and event.type in _CARRIES_TIME:
        time = carried(scene.memory.time)
    status = event.status
    if event.type == "TOLL" and status == "negated" and event.tallies and all(t.count.high == 0 for t in event.tallies):
        status = "occurred"  # "no casualties" is a toll of nought
    if status == "planned" and time is not None:
        time = coming(time, scene.document.published)
    if status == "occurred" and time is not None and _is_later(time.start, scene.document.published):
        time = None
    if status == "occurred" and is_background(time, scene.document.published, scene.memory.latest):
        status = "background"
    if event.type in ("REQUEST", "SANCTION") and not recipients:
        recipients = _of_treaty(_provision(sentence, event, span))
    start, end = sentence.tokens.starts[span[0]], sentence.tokens.ends[span[1] - 1]
    provision = _provision(sentence, event, span)
    return identified(
        Claim(
            id="", document_id=scene.document.id, start=start, end=end, quote=scene.document.text[start:end],
            lang=sentence.lang, type=event.type, mode=event.mode, status=status, stance=stance, speaker=speaker,
            agents=tuple(agents), recipients=tuple(recipients), place=find_place(sentence, event, scene.frames, span),
            time=time, quantities=tuple(quantities), means=event.means, provision=provision,
            rule=_rule(event), confidence=_confidence(event, agents), engine=ENGINE,
        )
    )  # fmt: skip


def _hit_sides(quantities: Sequence[Quantity], agents: Sequence[Actor]) -> list[Actor]:
    """Return whose losses are told if they are one side's: it is who was hit."""
    sides = {
        q.side.country: q.side for q in quantities if q.side is not None and q.role not in ("personnel", "vehicles")
    }
    return [side for side in sides.values() if not _among(side, agents)] if len(sides) == 1 else []


def _of_treaty(provision: str | None) -> list[Actor]:
    """Return the organisation that a treaty invoked without addressee belongs to."""
    body = load_yaml("treaty_bodies.yaml").get(provision.split(" art.")[0]) if provision else None
    return [Actor(name=body, id=body, country=body, sector="IGO")] if body else []


def _is_later(start: str | None, published: str | None) -> bool:
    return bool(start and published) and str(start)[:10] > str(published)[:10]


def identified(claim: Claim) -> Claim:
    """Return a claim with the id that its content gives it, whoever read it."""
    codes = [[a.country or a.id or a.name for a in actors] for actors in (claim.agents, claim.recipients)]
    numbers = [(q.role, q.low, q.high) for q in claim.quantities]
    ident = content_id(
        "c", claim.document_id, claim.start, claim.end, claim.type, claim.mode, codes, claim.status, numbers
    )
    return structs.replace(claim, id=ident)


def _speaker(scene: Scene, event: Event) -> tuple[Actor | None, Stance]:
    frame = event.frame
    if frame is not None:
        return frame.actor, frame.stance if frame.actor is not None else "reports"
    quote = scene.memory.quote
    if quote is not None and scene.sentence.tokens.starts[event.hit.first] < quote[0]:
        return quote[1], quote[2]
    return None, "reports"


def speak(scene: Scene) -> None:
    """Find out who speaks in every frame of a sentence, in order, so that each may refer to the one before."""
    for frame in scene.frames:
        frame.actor = resolve_speaker(frame.speaker, scene.sentence, scene.memory)
        if frame.actor is not None:
            scene.memory.speaker = frame.actor


def _actors(scene: Scene, nouns: Sequence[Noun], speaker: Actor | None) -> list[Actor]:
    found: list[Actor] = []
    for noun in nouns:
        for actor in resolve(noun, scene.sentence, scene.memory, speaker):
            if (actor.country or (actor.id or "").startswith(("group:", "person:", "name:"))) and not _among(
                actor, found
            ):
                found.append(actor)
    return found


def _among(actor: Actor, others: Sequence[Actor]) -> bool:
    """Tell whether somebody of the same state, or the same group or person of a state, is there already."""
    armed = (actor.id or "").startswith("group:")
    for other in others:
        if armed != (other.id or "").startswith("group:") or (armed and actor.id != other.id):
            continue
        if (other.country or other.id) == (actor.country or actor.id) and (actor.country or actor.name == other.name):
            return True
    return False


def _quoted(scene: Scene, event: Event) -> tuple[int, int]:
    """Return the words of the claim: its clause, without who says it."""
    sentence = scene.sentence
    first, last = sentence.first, sentence.last
    needed = [event.hit.first, event.hit.last - 1, event.first, event.last - 1]
    needed += [i for t in event.tallies for i in (t.first, t.last - 1)]
    low, high = min(needed), max(needed) + 1
    for frame in scene.frames:
        if frame.inserted:
            continue
        if frame.own[1] <= low:
            first = max(first, frame.own[1])
        elif frame.own[0] >= high:
            last = min(last, frame.own[0])
    first = max([first, *(i + 1 for i in sentence.stops if first <= i < low)])
    last = min([last, *(i for i in sentence.stops if high <= i < last)])
    first, last = _clause(sentence, event, first, last, low, high)
    return _trim(sentence, first, last)


def _clause(sentence: Sentence, event: Event, first: int, last: int, low: int, high: int) -> tuple[int, int]:
    """Narrow a stretch to the clause around the event: up to the clauses that other links open beyond a comma."""
    words = sentence.tokens.words
    for link in sentence.links:
        value = link.entry.value
        after_comma = link.first > sentence.first and words[link.first - 1] == ","
        if value == "that" and first <= link.first and link.last <= low:
            first = max(first, link.last)
        elif value in ("when", "since", "but") and after_comma and high <= link.first < last:
            last = link.first
        elif value in ("when", "since", "but") and after_comma and first <= link.first and link.last <= low:
            first = max(first, link.last)
    return first, last


def _trim(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    words = sentence.tokens.words
    joins = {h.first for h in sentence.links if h.entry.value in ("and", "but")}
    while first < last and (words[first] in _EDGE or first in joins):
        first += 1
    while last > first and words[last - 1] in _EDGE:
        last -= 1
    return first, last


def _quantities(scene: Scene, event: Event, speaker: Actor | None) -> list[Quantity]:
    found: list[Quantity] = []
    for tally, role in ((t, r) for t in event.tallies for r in t.roles()):
        quantity = Quantity(
            role=role, side=_side(scene, event, tally, speaker), low=tally.count.low, high=tally.count.high,
            bound=tally.count.bound, item=tally.item,
        )  # fmt: skip
        if quantity not in found:
            found.append(quantity)
    return found


def _side(scene: Scene, event: Event, tally: Tally, speaker: Actor | None) -> Actor | None:
    noun = tally.side
    if noun is None and event.type in ("MOBILIZE", "AID") and tally.role in ("personnel", "vehicles"):
        senders = _actors(scene, event.agents, speaker)
        return senders[0] if len(senders) == 1 else None
    if noun is None and event.type == "TOLL" and tally.hit is not None:
        trigger = tally.hit.entry
        assert isinstance(trigger, Trigger)
        noun = event.recipients[0] if trigger.frame in ("lose", "loss") and event.recipients else None
    if noun is None and event.frame is not None and event.frame.stance == "confirms" and not tally.part:
        own = event.frame.actor  # who confirms losses without saying whose means its own
        return own if own is not None and own.country and own.sector not in ("IGO", "JRN", "MED") else None
    if noun is None:
        return None
    sides = [a for a in resolve(noun, scene.sentence, scene.memory, speaker) if a.country]
    return sides[0] if len(sides) == 1 else None


def _provision(sentence: Sentence, event: Event, span: tuple[int, int]) -> str | None:
    if event.type in ("ASSAULT", "TOLL", "COERCE"):
        return None
    found = sentence.of_kind("provision")
    inside = [f for f in found if span[0] <= f.first < span[1]] or found
    with_article = [f for f in inside if f.mention.provision and "art." in f.mention.provision] or inside
    best = min(with_article, key=lambda f: abs(f.first - event.hit.first), default=None)
    return best.mention.provision if best is not None else None


def _rule(event: Event) -> str:
    trigger = event.hit.entry
    assert isinstance(trigger, Trigger)
    parts = [event.type.lower(), trigger.form, trigger.frame]
    if event.light is not None:
        parts.append("light")
    if event.frame is not None:
        parts.append("said")
    return ".".join(parts)


def _confidence(event: Event, agents: Sequence[Actor]) -> float:
    """Return how sure: a first guess by rule (verbs with a named doer are surest, weak nouns least), calibrated."""
    trigger = event.hit.entry
    assert isinstance(trigger, Trigger)
    base = {"verb": 0.8, "passive": 0.8, "participle": 0.8, "noun": 0.65, "state": 0.75}[trigger.form]
    return calibrated(round(base + (0.1 if agents else 0.0) - (0.15 if event.act.weak else 0.0), 2))


def time_of(claims: Sequence[Claim]) -> Period | None:
    """Return the last stated time of claims of force, for the sentences that follow."""
    told = [c.time for c in claims if c.time is not None and c.status == "occurred" and c.type in _CARRIES_TIME]
    times = [t for t in told if t.basis in ("stated", "relative") and (t.precision or 9) <= _SHORT]
    return times[-1] if times else None
