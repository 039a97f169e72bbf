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
from foedus.claims.events import find_events, settle_mode
from foedus.claims.lexicon import Lexicon, Trigger, lexicon
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


def _in_passage(document: Document, passage: Passage, mentions: Sequence[Mention], memory: Memory) -> Iterator[Claim]:
    lang = readable(passage.lang)
    words = lexicon(lang)
    if words is None:
        return
    tokens = tokenise(document.text, passage.start, passage.end)
    for span in _in_portions(split(tokens, lang)):
        first = bisect_left(mentions, tokens.starts[span[0]], key=_start)
        here = mentions[first : bisect_left(mentions, tokens.ends[span[1] - 1], first, key=_start)]
        yield from _in_sentence(document, lang, words, (tokens, span), here, memory)


def _start(mention: Mention) -> int:
    return mention.start


def _in_portions(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut what has no full stop for hundreds of words, so that no sentence costs more than it can tell."""
    for first, last in spans:
        for start in range(first, last, _LONGEST):
            yield start, min(start + _LONGEST, last)


def _in_sentence(
    document: Document,
    lang: str,
    words: Lexicon,
    place: tuple[Tokens, tuple[int, int]],
    mentions: Sequence[Mention],
    memory: Memory,
) -> Iterator[Claim]:
    tokens, span = place
    hits = scan(tokens, words, *span)
    sentence = lay_out(tokens, lang, words, span, hits, mentions)
    if _is_silent(hits):
        memory.learn(sentence)
        return
    frames = find_frames(sentence)
    scene = Scene(document=document, sentence=sentence, frames=frames, memory=memory, carry=memory.time is not None)
    events = find_events(sentence, frames) if not sentence.has("nothing") else []
    memory.learn(sentence)
    speak(scene)
    claims = []
    for event in merge(sentence, events):
        settle_mode(sentence, event)
        claim = make_claim(scene, event)
        if claim is not None:
            claims.append(claim)
    memory.time = time_of(claims) or memory.time
    memory.fighting += [
        a.country for c in claims if c.type in ("ASSAULT", "TOLL") for a in (*c.agents, *c.recipients) if a.country
    ]
    yield from claims


def _is_silent(hits: Sequence[AnyHit]) -> bool:
    """Tell whether a sentence has no word of an act: nothing to read in it."""
    return not any(isinstance(h.entry, Trigger) for h in hits)
