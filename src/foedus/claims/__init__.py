"""Mentions → claims: a grammar over word lists reads who says who did what to whom, where, when, how many.

    words ─ clauses ─▶ Sentence ─ attribution ─▶ who speaks ─ events ─▶ acts ─ merging ─ assembly ─▶ Claim

No list of sentences is learnt by heart: `resources/frames.yaml` and `resources/lang/<xx>` hold all the words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from foedus.claims.anaphora import Memory
from foedus.claims.assembly import Scene, make_claim, speak, time_of
from foedus.claims.attribution import find_frames
from foedus.claims.clauses import AnyHit, lay_out, scan
from foedus.claims.discourse import follow_quotation, read_denial, remember, with_speaker
from foedus.claims.events import Event, find_events, settle_mode
from foedus.claims.figures import without_figures
from foedus.claims.lexicon import Lexicon, Source, Speech, Trigger, Word, lexicon
from foedus.claims.merging import merge
from foedus.mentions import readable
from foedus.mentions.sentences import split
from foedus.mentions.tokens import Tokens, tokenise
from foedus.records import Claim, Document, Mention, Passage

__all__ = ["read_claims"]

_LONGEST = 250  # words


def read_claims(document: Document, mentions: Sequence[Mention]) -> tuple[Claim, ...]:
    """Read the claims of a document's main passages, in the order of the text.

    *Reads* a document and its mentions. *Writes* claims whose quotes are characters of the document. *Never* takes a
    place for a perpetrator, the outlet for a speaker or the publication date for a time. *Source*: DESIGN §3 and the
    lexicons.
    """
    mentions = sorted(mentions, key=lambda m: (m.start, m.end, m.kind))
    memory = Memory.empty()
    memory.latest = max((m.period.end or m.period.start or "" for m in mentions if m.period), default=None)
    claims = [c for p in document.passages if p.main for c in _in_passage(document, p, mentions, memory)]
    return tuple(sorted({c.id: c for c in claims}.values(), key=lambda c: (c.start, c.end, c.type, c.id)))


def _in_passage(document: Document, passage: Passage, mentions: Sequence[Mention], memory: Memory) -> list[Claim]:
    lang = readable(passage.lang)
    words = lexicon(lang)
    claims: list[Claim] = []
    if words is None:
        return claims
    tokens = tokenise(document.text, passage.start, passage.end)
    for span in _in_portions(split(tokens, lang)):
        first = bisect_left(mentions, tokens.starts[span[0]], key=_start)
        here = mentions[first : bisect_left(mentions, tokens.ends[span[1] - 1], first, key=_start)]
        scene = _lay_scene(document, words, (lang, tokens, span), here, memory)
        if scene is not None:
            claims = with_speaker([*claims, *_in_sentence(scene, here)], scene)
    return claims


def _start(mention: Mention) -> int:
    return mention.start


def _in_portions(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut what has no full stop for hundreds of words, so that no sentence costs more than it can tell."""
    for first, last in spans:
        for start in range(first, last, _LONGEST):
            yield start, min(start + _LONGEST, last)


def _lay_scene(
    document: Document,
    words: Lexicon,
    place: tuple[str, Tokens, tuple[int, int]],
    mentions: Sequence[Mention],
    memory: Memory,
) -> Scene | None:
    lang, tokens, span = place
    hits = scan(tokens, words, *span)
    sentence = lay_out(tokens, lang, words, span, hits, mentions)
    if _is_silent(hits, memory):
        memory.learn(sentence)
        return None
    frames = find_frames(sentence)
    return Scene(document=document, sentence=sentence, frames=frames, memory=memory, carry=memory.time is not None)


def _in_sentence(scene: Scene, mentions: Sequence[Mention]) -> list[Claim]:
    sentence, memory = scene.sentence, scene.memory
    events = without_figures(sentence, find_events(sentence, scene.frames))
    memory.learn(sentence)
    speak(scene)
    claims = _made(scene, events)
    denied = read_denial(scene) if not any(c.status == "negated" for c in claims) else None
    claims += [denied] if denied is not None else []
    follow_quotation(scene, mentions)
    remember(memory, claims)
    memory.time = time_of(claims) or memory.time
    memory.fighting += [
        a.country for c in claims if c.type in ("ASSAULT", "TOLL") for a in (*c.agents, *c.recipients) if a.country
    ]
    return claims


def _made(scene: Scene, events: Sequence[Event]) -> list[Claim]:
    claims = []
    for event in merge(scene.sentence, events):
        settle_mode(scene.sentence, event)
        claim = make_claim(scene, event)
        if claim is not None:
            claims.append(claim)
    return claims


def _is_silent(hits: Sequence[AnyHit], memory: Memory) -> bool:
    """Tell whether a sentence has no word of an act, no denial, no speaker of an open quotation: nothing to read."""
    if any(isinstance(h.entry, Trigger) for h in hits):
        return False
    waiting = memory.unspoken is not None and any(isinstance(h.entry, Speech | Source) for h in hits)
    return not waiting and not any(isinstance(h.entry, Word) and h.entry.kind == "denial" for h in hits)
