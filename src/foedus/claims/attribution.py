"""Who says what: verbs of speech, "according to", quotations; the innermost source speaks."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from foedus.claims.arguments import find_subject, impersonal, is_passive, with_group
from foedus.claims.asides import aside, goes_on, seat
from foedus.claims.clauses import AnyHit, Noun, Sentence
from foedus.claims.lexicon import Source, Speech, Trigger
from foedus.records import Stance
from foedus.values import Actor

_NEAR = 7
_COMMAS = frozenset(",—–")
_CLOSERS = frozenset("\"”»’“'")


class Frame(Struct):
    """Somebody's words: who speaks, with what stance, over which words; `own` are the words of the frame itself."""

    hit: AnyHit
    speaker: Noun
    stance: Stance
    first: int
    last: int
    own: tuple[int, int]
    victim: Noun | None = None
    actor: Actor | None = None
    inserted: bool = False

    def holds(self, index: int) -> bool:
        """Tell whether a word is among those spoken."""
        return self.first <= index < self.last and not self.own[0] <= index < self.own[1]


def find_frames(sentence: Sentence) -> list[Frame]:
    """Find who speaks over which part of a sentence, outermost first."""
    frames: list[Frame] = []
    for hit in sentence.speech:
        frame = _inserted(sentence, hit)
        if frame is None:
            frame = _of_source(sentence, hit) if isinstance(hit.entry, Source) else _of_verb(sentence, hit)
        if frame is not None and not any(f.speaker is frame.speaker and f.own == frame.own for f in frames):
            frames.append(frame)
    _part(frames)
    return frames


def innermost(frames: Sequence[Frame], index: int, exclude: AnyHit | None = None) -> Frame | None:
    """Return the frame with the narrowest scope around a word; an agency only if nobody stands behind it."""
    around = [f for f in frames if f.holds(index) and not (exclude is not None and _overlap(f.hit, exclude))]
    people = [f for f in around if not _is_agency(f)] or around
    return min(people, key=lambda f: (f.last - f.first, -f.hit.first), default=None)


def _overlap(left: AnyHit, right: AnyHit) -> bool:
    return left.first < right.last and right.first < left.last


def _is_agency(frame: Frame) -> bool:
    return frame.speaker.actor is not None and frame.speaker.actor.sector == "JRN"


def _inserted(sentence: Sentence, hit: AnyHit) -> Frame | None:
    """Return who says the whole sentence by words put into its middle: "..., survivors told the group, ..."."""
    entry = hit.entry
    assert isinstance(entry, Source | Speech)
    span = aside(sentence, hit)
    if span is None or entry.stance == "accuses" or (isinstance(entry, Speech) and entry.speaker == "object"):
        return None
    if isinstance(entry, Source) and entry.speaker == "before":
        return None
    if not goes_on(sentence, span):
        return None
    before = [n for n in sentence.nouns if span[0] <= n.first < hit.first and n.slot == "bare"]
    after = [n for n in sentence.nouns if hit.last <= n.first < span[1]]
    if isinstance(entry, Source):
        speaker = after[0] if after and span[0] == hit.first else None
    elif (where := _where_one_speaks(sentence, hit)) is not None:
        speaker = where
    elif before:
        speaker = before[-1]
    elif (office := seat(sentence, hit)) is not None:
        speaker = office[0]
    elif hit.first > span[0] and not all(
        w in sentence.grammar.skip for w in sentence.tokens.words[span[0] : hit.first]
    ):
        speaker = Noun(span[0], hit.first, None)  # somebody without a side: "survivors"
    else:
        speaker = next((n for n in after if n.slot == "bare"), None)
    if speaker is None:
        return None
    first = _after_semicolon(sentence, span[0])
    last = next((i for i in range(span[1], sentence.last) if sentence.tokens.words[i] == ";"), sentence.last)
    return Frame(hit, _best(sentence, speaker), entry.stance, first, last, span, inserted=True)


def _of_source(sentence: Sentence, hit: AnyHit) -> Frame | None:
    assert isinstance(hit.entry, Source)
    if hit.entry.speaker == "before":
        return Frame(hit, _named(sentence, hit), hit.entry.stance, sentence.first, sentence.last, (hit.first, hit.last))
    speaker = next((n for n in sentence.nouns if hit.last <= n.first <= hit.last + _NEAR), None)
    if speaker is None or any(sentence.tokens.words[i] in ",;" for i in range(hit.last, speaker.first)):
        return None
    end = _past_apposition(sentence, speaker)
    own = (hit.first, end)
    if _has_act(sentence, sentence.first, hit.first) and hit.first - sentence.first > 2:
        first = _clause_start(sentence, hit.first) if _has_act(sentence, end, sentence.last) else sentence.first
        return Frame(hit, _best(sentence, speaker), hit.entry.stance, first, end, own)
    return Frame(hit, _best(sentence, speaker), hit.entry.stance, hit.first, sentence.last, own)


def _named(sentence: Sentence, hit: AnyHit) -> Noun:
    """Return whom "in its own words" takes up: the one named first in the sentence, else who was named before it."""
    bare = (n for n in sentence.nouns if n.last <= hit.first and n.slot == "bare" and n.case != "oblique")
    return next(bare, Noun(hit.first, hit.last, None, pronoun="person"))


def _clause_start(sentence: Sentence, index: int) -> int:
    words = sentence.tokens.words
    return next((i + 1 for i in range(index - 2, sentence.first, -1) if words[i] == ";"), sentence.first)


def _best(sentence: Sentence, noun: Noun) -> Noun:
    """Prefer the one with a country among names in apposition: "Hikmet Hajiyev, an aide to the president"."""
    if noun.actor is None or noun.actor.country:
        return noun
    words = sentence.tokens.words
    for other in sentence.nouns:
        if noun.last <= other.first <= noun.last + 3 and other.actor is not None and other.actor.country:
            between = words[noun.last : other.first]
            if "," in between or other.slot in ("of", "in", "with") or other.owner or other.first == noun.last:
                return other
    return noun


def _past_apposition(sentence: Sentence, noun: Noun) -> int:
    end = noun.last
    for other in sentence.nouns:
        if not end <= other.first <= end + 3 or other.slot not in ("of", "in"):
            continue
        new_clause = any(end <= h.first < other.first for h in sentence.links if h.entry.value != "and")
        if not new_clause and not _has_act(sentence, end, other.first):
            end = other.last
    return end


def _of_verb(sentence: Sentence, hit: AnyHit) -> Frame | None:
    entry = hit.entry
    assert isinstance(entry, Speech)
    if entry.speaker == "object":
        return _cited(sentence, hit, entry)
    where = _where_one_speaks(sentence, hit)
    if where is not None:
        own = (hit.first, where.last)
        before = _has_words(sentence, sentence.first, hit.first)
        first, last = (sentence.first, sentence.last) if before else (hit.first, sentence.last)
        return Frame(hit, where, entry.stance, first, last, own)
    office = impersonal(sentence, hit)
    if _leans_right(sentence, hit):
        subject = None
    else:
        subject = office if office is not None and office.first >= hit.last else _subject(sentence, hit) or office
    inverted = subject is None
    if entry.only_inverted and not inverted:
        return None
    speaker = subject if subject is not None else _inverted(sentence, hit) or _who(sentence, hit)
    if speaker is None:
        return _of_seat(sentence, hit, entry)
    speaker = _in_apposition(sentence, speaker) if not inverted else _best(sentence, speaker)
    own = (min(speaker.first, hit.first), max(speaker.last, hit.last))
    own = (_trim_left(sentence, own[0]), own[1])
    victim = _victim(sentence, hit) if entry.victim and not inverted else None
    if sentence.grammar.order == "verb_final" and not inverted:
        return Frame(hit, speaker, entry.stance, speaker.last, hit.first, (hit.first, hit.last), victim=victim)
    first, last = _scope(sentence, hit, entry, own, inverted=inverted)
    if first >= last:
        return None
    stance = "states" if entry.stance == "denies" and _is_negated(sentence, hit) else entry.stance
    return Frame(hit, speaker, stance, first, last, own, victim=victim)


def _of_seat(sentence: Sentence, hit: AnyHit, entry: Speech) -> Frame | None:
    found = seat(sentence, hit)
    if found is None:
        return None
    own = (found[1], hit.last)
    first, last = _scope(sentence, hit, entry, own, inverted=False)
    return Frame(hit, found[0], entry.stance, first, last, own) if first < last else None


def _who(sentence: Sentence, hit: AnyHit) -> Noun | None:
    """Return whom a relative word right before the verb takes up: "a spokeswoman in Yerevan, who put the toll at"."""
    link = next((h for h in sentence.links if h.last == hit.first and h.entry.value == "relative"), None)
    if link is None:
        return None
    return next((n for n in sentence.nouns if link.first - 1 <= n.last <= link.first and n.actor is not None), None)


def _where_one_speaks(sentence: Sentence, hit: AnyHit) -> Noun | None:
    """Return the capital or office in "dit-on à Erevan", where a pronoun stands for nobody in particular."""
    words = sentence.tokens.words
    one = any(n.pronoun == "one" and (n.last == hit.first or 0 < n.first - hit.last <= 3) for n in sentence.nouns)
    if not one:
        return None
    for noun in sentence.nouns:
        if 0 <= noun.first - hit.last <= 7 and not noun.pronoun and noun.slot in ("to", "in", "from", "of"):
            known = noun.actor is not None and ":" in (noun.actor.id or "")
            return noun if known and not any(w in ",;:" for w in words[hit.last : noun.first]) else None
    return None


def _leans_right(sentence: Sentence, hit: AnyHit) -> bool:
    """Tell whether a comma stands right before the verb and a name right behind it: "..., said the minister"."""
    words = sentence.tokens.words
    if hit.first == sentence.first or not (words[hit.first - 1] in _COMMAS or words[hit.first - 1] in _CLOSERS):
        return False
    follower = next((n for n in sentence.nouns if hit.last <= n.first <= hit.last + 2 and n.slot == "bare"), None)
    if follower is None or follower.case == "oblique" or _says_more(sentence, hit, (hit.first, follower.last)):
        return False
    if follower.last >= sentence.last or not words[follower.last][0].isalpha():
        return True
    stop = next((i for i in range(follower.last, sentence.last) if not words[i][0].isalpha()), sentence.last)
    of = (slot := sentence.slots.get(follower.last)) is not None and slot.entry.value == "of"
    return of and not any(
        follower.last <= v < stop for v in (*sentence.auxiliaries, *(h.first for h in sentence.speech))
    )


def _is_negated(sentence: Sentence, hit: AnyHit) -> bool:
    return any(0 <= hit.first - c.last <= 2 and getattr(c.entry, "reach", "") == "verb" for c in sentence.cues)


def _subject(sentence: Sentence, hit: AnyHit) -> Noun | None:
    for noun in reversed(find_subject(sentence, hit)):
        if is_passive(sentence, hit) and noun.actor is not None:
            return None
        if _has_acted(sentence, noun, hit):
            return None
        if hit.first - noun.last <= _NEAR or _only_aside(sentence, noun.last, hit.first):
            return noun
    if sentence.grammar.order == "verb_final":
        return next(
            (n for n in sentence.nouns if n.last <= hit.first and n.slot == "bare" and n.case != "oblique"), None
        )
    return None


def _has_acted(sentence: Sentence, noun: Noun, hit: AnyHit) -> bool:
    """Tell whether a noun phrase has its own act before a comma, and somebody else stands behind the verb of speech."""
    words, start = sentence.tokens.words, hit.first
    while start > sentence.first and start - 1 in sentence.auxiliaries:
        start -= 1
    if start == sentence.first or words[start - 1] != ",":
        return False
    acted = any(noun.last <= t.first < start and t.entry.form not in ("noun", "state") for t in sentence.triggers)
    aside = any(noun.last <= h.first < start for h in sentence.links if h.entry.value == "relative")
    behind = any(hit.last <= n.first <= hit.last + 4 and n.slot == "bare" and not n.pronoun for n in sentence.nouns)
    return acted and behind and not aside


def _only_aside(sentence: Sentence, start: int, stop: int) -> bool:
    """Tell whether what stands between a subject and its verb is an aside between commas."""
    words = sentence.tokens.words
    return start < stop and words[start] == "," and words[stop - 1] == "," and stop - start < 25


def _in_apposition(sentence: Sentence, noun: Noun) -> Noun:
    """Return the name that a role noun before the verb explains: "Hikmet Hajiyev, an aide ..., wrote"."""
    if noun.actor is None or noun.actor.country or noun.whose:
        return noun
    words = sentence.tokens.words
    for other in reversed([n for n in sentence.nouns if n.last <= noun.first]):
        if other.actor is None or (other.slot != "bare" and other.slot != "of") or noun.first - other.last > 4:
            continue
        if words[other.last] == "," and other.actor.country and not other.owner:
            return other
    follower = next((n for n in sentence.nouns if noun.last <= n.first <= noun.last + 3), None)
    if follower is not None and follower.actor is not None and follower.actor.country and follower.slot in ("of", "in"):
        return follower
    return noun


def _inverted(sentence: Sentence, hit: AnyHit) -> Noun | None:
    """Find the speaker behind the verb: "..., said the minister", "was announced by", "was said at the ministry"."""
    passive = is_passive(sentence, hit)
    for noun in sentence.nouns:
        if not hit.last <= noun.first <= hit.last + _NEAR:
            continue
        between = range(hit.last, noun.prep if noun.slot != "bare" else noun.first)
        if any(sentence.tokens.words[i] in ",;:" for i in between):
            break
        if (
            noun.slot == "bare"
            and not passive
            and not _after_that(sentence, hit, noun)
            and _ends_a_clause(sentence, hit, noun)
        ):
            return noun
        if noun.slot == "by" and not passive:
            break
        told = noun.slot == "of" and any(h.last == noun.prep and h.entry.kind == "document" for h in sentence.words)
        office = (told or noun.slot in ("in", "at")) and noun.actor is not None and not _is_place(noun)
        beside = _has_words(sentence, sentence.first, hit.first) and noun.prep - hit.last <= 1
        if (noun.slot == "by" or office) and (passive or beside):
            return noun
    return None


def _is_place(noun: Noun) -> bool:
    actor = noun.actor
    return (
        actor is None
        or actor.id is None
        or ":" not in actor.id
        or actor.id.startswith(("metonym", "adj", "role:both", "side:", "role:civ"))
    )


def _after_that(sentence: Sentence, hit: AnyHit, noun: Noun) -> bool:
    return any(hit.last <= h.first < noun.first for h in sentence.links)


def _ends_a_clause(sentence: Sentence, hit: AnyHit, noun: Noun) -> bool:
    """Tell whether something was said before the verb, so that what follows it can only be who said it."""
    words = sentence.tokens.words
    start = hit.first
    while start > sentence.first and (
        start - 1 in sentence.auxiliaries or words[start - 1] in ("so", "thus", "it", "also", "as")
    ):
        start -= 1
    if start == sentence.first:
        return sentence.grammar.order != "verb_medial"
    before = words[start - 1]
    if before in _COMMAS or before in _CLOSERS:
        return not any(noun.last <= v < noun.last + 2 for v in sentence.auxiliaries)
    return False


def _cited(sentence: Sentence, hit: AnyHit, entry: Speech) -> Frame | None:
    noun = next((n for n in sentence.nouns if hit.last <= n.first <= hit.last + _NEAR and n.actor is not None), None)
    if noun is None or any(sentence.tokens.words[i] in '"“«;' for i in range(hit.last, noun.first)):
        return None
    noun = _of_outlet(sentence, hit, _best(sentence, noun))
    end = _past_apposition(sentence, noun)
    own = (hit.first, end)
    if _has_act(sentence, end, sentence.last) and not _closed_by_outlet(sentence, hit):
        return Frame(hit, noun, entry.stance, end, sentence.last, own)
    return Frame(hit, noun, entry.stance, _after_semicolon(sentence, hit.first), sentence.last, own)


def _closed_by_outlet(sentence: Sentence, hit: AnyHit) -> bool:
    """Tell whether an outlet named as a source cites another: "..., according to Fars, which cites a general"."""
    near = [n.actor for n in sentence.nouns if 0 <= hit.first - n.last <= 3]
    if not any(actor is not None and actor.sector == "JRN" for actor in near):
        return False
    sources = [h for h in sentence.speech if isinstance(h.entry, Source) and 0 < hit.first - h.last <= 6]
    return bool(sources) and _has_act(sentence, sentence.first, hit.first)


def _of_outlet(sentence: Sentence, hit: AnyHit, noun: Noun) -> Noun:
    """Give an office without a country that of the state's outlet which cites it."""
    if noun.actor is None or noun.actor.country:
        return noun
    words = sentence.tokens.words
    citing = (n for n in sentence.nouns if 0 <= hit.first - n.last <= 2 and "." not in words[n.last : hit.first])
    outlet = next((n.actor for n in citing if n.actor is not None and (n.actor.id or "").startswith("media:")), None)
    if outlet is None or outlet.country is None:
        return noun
    return structs.replace(noun, actor=structs.replace(noun.actor, country=outlet.country))


def _victim(sentence: Sentence, hit: AnyHit) -> Noun | None:
    nouns = [n for n in sentence.nouns if hit.last <= n.first <= hit.last + 5 and n.slot in ("bare", "at")]
    return with_group(sentence, nouns[0])[0] if nouns else None


def _scope(sentence: Sentence, hit: AnyHit, entry: Speech, own: tuple[int, int], *, inverted: bool) -> tuple[int, int]:
    """Return the words that are said: those before the frame if it closes a clause, else those after it."""
    words = sentence.tokens.words
    closes = own[0] > sentence.first and (words[own[0] - 1] in _COMMAS or words[own[0] - 1] in _CLOSERS)
    said_before = closes and entry.post and _has_words(sentence, sentence.first, own[0])
    if not said_before and not inverted:
        return hit.first, _before_contrast(sentence, own[1]) if entry.stance == "denies" else sentence.last
    first = _after_semicolon(sentence, own[0])
    return (first, sentence.last) if _says_more(sentence, hit, own) else (first, own[1])


def _before_contrast(sentence: Sentence, start: int) -> int:
    """Return where "..., but" sets something against what is denied."""
    words = sentence.tokens.words
    contrasts = (
        h.first for h in sentence.links if h.entry.value == "but" and h.first > start and words[h.first - 1] == ","
    )
    return next(contrasts, sentence.last)


def _after_semicolon(sentence: Sentence, stop: int) -> int:
    """Return where the part of a sentence begins that a closing "..., said X" covers, quotations left whole."""
    quoted = [(f.first, f.last) for f in sentence.of_kind("quotation")]
    marks = [
        i for i in range(sentence.first, stop - 4) if sentence.tokens.words[i] == ";"
    ]  # "...; so said X" covers all
    return max((i + 1 for i in marks if not any(a <= i < b for a, b in quoted)), default=sentence.first)


def _says_more(sentence: Sentence, hit: AnyHit, own: tuple[int, int]) -> bool:
    return _has_act(sentence, own[1], sentence.last)


def _has_act(sentence: Sentence, first: int, last: int) -> bool:
    if any(first <= h.first < last and isinstance(h.entry, Trigger) for h in sentence.triggers):
        return True
    return any(first <= f.first < last for f in sentence.of_kind("quotation") if f.mention.item == "speech")


def _has_words(sentence: Sentence, first: int, last: int) -> bool:
    return _has_act(sentence, first, last) or any(first <= c.first < last for c in sentence.cues)


def _trim_left(sentence: Sentence, index: int) -> int:
    """Take the words in front of a name that belong to it (articles, adjectives)."""
    while index > sentence.first and sentence.tokens.words[index - 1] in sentence.grammar.skip:
        index -= 1
    return index


def _part(frames: list[Frame]) -> None:
    """Cut a frame's scope where another one that follows it begins, unless that one is inside it."""
    pairs = [(left, right) for left in frames for right in frames if left is not right and left.own[0] < right.own[0]]
    for left, right in pairs:
        if right.first >= right.own[0] and left.first <= left.own[0]:  # both speak to their right
            if left.last > right.own[0]:
                left.last = max(left.own[1], min(left.last, right.own[0]))
            continue
        overlap = right.first < left.own[1] <= right.own[0] and left.first <= left.own[0]
        # Both speak to their left: what the earlier one closes is not the later one's.
        if overlap and left.first < left.own[0] and left.last <= left.own[1] + 1:
            right.first = max(right.first, left.own[1])
