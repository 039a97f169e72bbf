"""What reaches over the sentence: a quotation whose speaker is named in another sentence, a denial of what was told."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from foedus.claims.anaphora import Memory
from foedus.claims.assembly import ENGINE, Scene
from foedus.claims.attribution import Frame
from foedus.claims.confidence import calibrated
from foedus.records import Claim, Mention, content_id


def follow_quotation(scene: Scene, mentions: Sequence[Mention]) -> None:
    """Remember a quotation that runs on behind a sentence, with its speaker if the sentence names one."""
    memory, tokens = scene.memory, scene.sentence.tokens
    end = tokens.ends[scene.sentence.last - 1]
    speaking = [f for f in scene.frames if f.actor is not None]
    for mention in mentions:
        if mention.kind != "quotation" or mention.end <= end:
            continue
        frame = speaking[-1] if speaking else None
        memory.quote = (mention.end, frame.actor, frame.stance) if frame is not None else None
        memory.unspoken = None if frame is not None else (mention.start, mention.end)


def with_speaker(claims: Sequence[Claim], scene: Scene) -> list[Claim]:
    """Give the claims of a quotation that began in an earlier sentence the speaker that stands behind its end."""
    memory, tokens = scene.memory, scene.sentence.tokens
    if memory.unspoken is None:
        return list(claims)
    begun, ended = memory.unspoken
    if tokens.starts[scene.sentence.first] > ended + 2:
        memory.unspoken = None
        return list(claims)
    frame = next((f for f in scene.frames if f.actor is not None and tokens.starts[f.own[0]] >= ended - 1), None)
    if frame is None:
        return list(claims)
    memory.unspoken = None
    return [_spoken(c, frame) if c.speaker is None and begun <= c.start < ended else c for c in claims]


def _spoken(claim: Claim, frame: Frame) -> Claim:
    return structs.replace(claim, speaker=frame.actor, stance=frame.stance)


def read_denial(scene: Scene) -> Claim | None:
    """Return the act told last as denied by whom the sentence says denies "it" or "the accusations"."""
    memory, sentence = scene.memory, scene.sentence
    told = memory.last_act
    marks = [h for h in sentence.words if h.entry.kind == "denial"]
    frame = next((f for f in scene.frames if any(m.first <= f.hit.first < m.last for m in marks) and f.actor), None)
    if told is None or frame is None or frame.actor is None:
        return None
    accused = {a.country for a in told.agents}
    if frame.actor.country is None or (accused and frame.actor.country not in accused):
        return None
    first, last = frame.own[0], max(m.last for m in marks)
    start, end = sentence.tokens.starts[first], sentence.tokens.ends[last - 1]
    ident = content_id("c", told.document_id, start, end, told.type, told.mode, "negated", frame.actor.country)
    return structs.replace(
        told, id=ident, start=start, end=end, quote=scene.document.text[start:end], lang=sentence.lang,
        status="negated", stance="denies", speaker=frame.actor, quantities=(), means=None, rule="denial",
        confidence=calibrated(0.6), engine=ENGINE,
    )  # fmt: skip


def remember(memory: Memory, claims: Sequence[Claim]) -> None:
    """Keep the last act of force that somebody is said to have done, for a denial to refer to."""
    for claim in claims:
        if claim.type in ("ASSAULT", "COERCE") and claim.status == "occurred":
            memory.last_act = claim
