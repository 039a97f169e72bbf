"""A sentence laid out for the grammar: what every word does, who is named where, which slot a noun phrase has."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from foedus.claims.lexicon import Cue, Entry, Grammar, Lexicon, LightVerb, Source, Speech, Trigger, Word
from foedus.mentions.tokens import Tokens
from foedus.records import Mention
from foedus.values import Actor

_STOPS = frozenset(";:—–?!")
_REACH = 6


E = TypeVar("E", bound=Entry, covariant=True)


class Hit(NamedTuple, Generic[E]):
    """Words `first` up to and without `last` of a sentence, and what the lexicon says of them."""

    first: int
    last: int
    entry: E


AnyHit = Hit[Entry]


class Noun(Struct):
    """Somebody named: an actor's mention or a pronoun, with the slot its preposition gives it.

    `outer` is the slot of the phrase it belongs to where it is a genitive; `owner` tells whether a possessive mark
    follows; `with_` are the actors named side by side with it.
    """

    first: int
    last: int
    actor: Actor | None
    slot: str = "bare"
    outer: str = "bare"
    owner: bool = False
    pronoun: str = ""
    whose: str = ""
    prep: int = 0
    case: str = ""
    group: int = 0


class Found(NamedTuple):
    """A mention with the words it covers."""

    first: int
    last: int
    mention: Mention


class Sentence(Struct):
    """One sentence of a passage with everything found in it, by kind, in order."""

    tokens: Tokens
    lang: str
    grammar: Grammar
    first: int
    last: int
    triggers: list[Hit[Trigger]]
    lights: list[Hit[LightVerb]]
    speech: list[Hit[Speech | Source]]
    cues: list[Hit[Cue]]
    links: list[Hit[Word]]
    slots: dict[int, Hit[Word]]
    words: list[Hit[Word]]
    nouns: list[Noun]
    found: dict[str, list[Found]]
    auxiliaries: dict[int, str]
    stops: frozenset[int] = frozenset()

    def of_kind(self, kind: str) -> list[Found]:
        """Return the mentions of a kind."""
        return self.found.get(kind, [])

    def has(self, kind: str, value: str | None = None) -> list[Hit[Word]]:
        """Return the grammar words of a kind (and value)."""
        return [h for h in self.words if _is(h.entry, kind, value)]

    def stops_between(self, start: int, stop: int) -> bool:
        """Tell whether a semicolon, colon, dash or question mark lies between two words."""
        return any(start <= i < stop for i in self.stops) if stop > start else False

    def is_open(self, start: int, stop: int) -> bool:
        """Tell whether no strong boundary lies between two words."""
        return not self.stops_between(start, stop) and not any(
            start <= h.first < stop for h in self.links if h.entry.value in ("that", "when", "since", "relative")
        )


def _stops(tokens: Tokens, first: int, last: int) -> frozenset[int]:
    """Return the words that end a clause; the colon of a clock time is none."""
    words = tokens.words
    marks = [i for i in range(first, last) if words[i] in _STOPS]
    return frozenset(
        i
        for i in marks
        if not (
            words[i] == ":" and i + 1 < last and i > first and words[i + 1][0].isdigit() and words[i - 1][-1].isdigit()
        )
    )


def _is(word: Word, kind: str, value: str | None) -> bool:
    return word.kind == kind and (value is None or word.value == value)


def scan(tokens: Tokens, lexicon: Lexicon, first: int, last: int) -> list[AnyHit]:
    """Return the longest phrases that begin at each word of a sentence, whatever else covers them."""
    words, every_at = tokens.words, lexicon.words.every_at
    hits: list[AnyHit] = []
    for index in range(first, last):
        found = every_at(words, index, last)
        if found:
            hits.extend(Hit(index, found[-1][0], entry) for entry in found[-1][1])
            cued = all(isinstance(entry, Cue) for entry in found[-1][1])
            for end, entries in found[:-1]:  # "accused X of violating" is also an accusation of whatever follows
                hits.extend(Hit(index, end, e) for e in entries if _goes_on(e) or (cued and _is_asking(e)))
    return hits


def _is_asking(entry: Entry) -> bool:
    """Tell whether a word is an act of speech, also where what follows makes a cue of it: "demanded that"."""
    return isinstance(entry, Trigger) and entry.entry.swallow


def _goes_on(entry: Entry) -> bool:
    """Tell whether a word does its work also inside a longer phrase: an accusation, a denial, an auxiliary."""
    if isinstance(entry, Word):
        return entry.kind == "auxiliary"
    return isinstance(entry, Speech) and (bool(entry.victim) or entry.stance == "denies")


def lay_out(
    tokens: Tokens,
    lang: str,
    lexicon: Lexicon,
    span: tuple[int, int],
    hits: Sequence[AnyHit],
    mentions: Sequence[Mention],
) -> Sentence:
    """Sort the hits and mentions of a sentence and give every noun phrase its slot."""
    first, last = span
    found = _place_mentions(tokens, first, last, mentions)
    acting = _longest([h for h in hits if isinstance(h.entry, Trigger | LightVerb | Speech | Source)])
    acting = [h for h in acting if not _is_compound(tokens, h)]
    begun = {h.first for h in acting}
    acting += [
        h for h in hits if isinstance(h.entry, Speech) and h.first in begun and h.entry.victim and h not in acting
    ]  # "accused X of violating"
    acting.sort(key=lambda h: h.first)
    acting = [h for h in _outside(acting, found) if not _is_noun_here(tokens, lexicon.grammar, h)]
    held = [h for h in acting if h.last - h.first > 1]
    said = _words(hits)
    sentence = Sentence(
        tokens=tokens, lang=lang, grammar=lexicon.grammar, first=first, last=last,
        triggers=[Hit(h.first, h.last, h.entry) for h in acting if isinstance(h.entry, Trigger)],
        lights=[Hit(h.first, h.last, h.entry) for h in acting if isinstance(h.entry, LightVerb)],
        speech=[Hit(h.first, h.last, h.entry) for h in acting if isinstance(h.entry, Speech | Source)],
        cues=_cues(hits, held),
        links=_longest(h for h in said if h.entry.kind == "link" and not _counts_on(h, hits, found)),
        slots={h.last: h for h in reversed(said) if h.entry.kind == "slot" and not _is_counted_in(h, found)},
        words=said,
        nouns=[], found=found, stops=_stops(tokens, first, last),
        auxiliaries={h.first: h.entry.value for h in said if h.entry.kind == "auxiliary"},
    )  # fmt: skip
    _take_own_prepositions(sentence)
    sentence.nouns = [n for n in _nouns(sentence) if not _is_target(sentence, n)]
    return sentence


def _take_own_prepositions(sentence: Sentence) -> None:
    """Read "threw its weight behind X": the preposition is part of the verb, and X its object."""
    for hit in sentence.triggers:
        slot = sentence.slots.get(hit.last)
        if slot is None or (hit.entry.frame, hit.entry.form) != ("speak", "verb"):
            continue
        if slot.entry.value in ("in", "by") and hit.first < slot.first:
            del sentence.slots[hit.last]


def _cues(hits: Sequence[AnyHit], held: Sequence[AnyHit]) -> list[Hit[Cue]]:
    return _widest([Hit(h.first, h.last, h.entry) for h in hits if isinstance(h.entry, Cue) and not _within(h, held)])


def _is_counted_in(hit: Hit[Word], found: dict[str, list[Found]]) -> bool:
    """Tell whether a preposition is part of a number: "at least 20"."""
    return any(f.first <= hit.first and hit.last <= f.last for f in found.get("count", []))


def _words(hits: Sequence[AnyHit]) -> list[Hit[Word]]:
    return [Hit(h.first, h.last, h.entry) for h in hits if isinstance(h.entry, Word)]


def _is_target(sentence: Sentence, noun: Noun) -> bool:
    """Tell whether a capital is a place that is struck ("bombed Beirut", "удар по Киеву") and not a government."""
    if noun.actor is None or not (noun.actor.id or "").startswith("metonym:") or noun.slot not in ("bare", "at"):
        return False
    for hit in sentence.triggers:
        assert isinstance(hit.entry, Trigger)
        act = hit.entry.entry.act
        force = isinstance(act, str) and act.startswith(("ASSAULT", "COERCE/blockade"))
        near = 0 <= noun.first - hit.last <= 4 and not any(
            w in ",;:." for w in sentence.tokens.words[hit.last : noun.first]
        )
        if force and near and (noun.slot == "at" or (hit.entry.form == "verb" and noun.first - hit.last <= 1)):
            return True
    return False


def _place_mentions(tokens: Tokens, first: int, last: int, mentions: Sequence[Mention]) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = {}
    for mention in mentions:
        start = bisect_left(tokens.starts, mention.start, first, last)
        stop = bisect_left(tokens.starts, mention.end, start, last)
        if stop > start:
            found.setdefault(mention.kind, []).append(Found(start, stop, mention))
    return found


def _longest(hits: Iterable[Hit[E]]) -> list[Hit[E]]:
    """Keep the leftmost, longest hits; several entries may share the same words."""
    kept: list[Hit[E]] = []
    for hit in sorted(hits, key=lambda h: (h.first, -h.last)):
        same = kept and (kept[-1].first, kept[-1].last) == (hit.first, hit.last)
        if same or not kept or hit.first >= kept[-1].last:
            kept.append(hit)
    return kept


def _outside(hits: list[AnyHit], found: dict[str, list[Found]]) -> list[AnyHit]:
    """Drop words of acts that are part of a name: "fire positions", "Ministry of Defence", a treaty's title."""
    names = [f for kind in ("actor", "provision") for f in found.get(kind, [])]
    return [h for h in hits if not any(f.first <= h.first and h.last <= f.last and _names(f, h) for f in names)]


def _is_compound(tokens: Tokens, hit: AnyHit) -> bool:
    """Tell whether a verb form is the end of a hyphenated adjective: "Rwandan-backed", "war-torn"."""
    verb = isinstance(hit.entry, Speech | LightVerb) or (isinstance(hit.entry, Trigger) and hit.entry.form == "verb")
    before = hit.first - 1
    return verb and before > 0 and tokens.words[before] == "-" and tokens.ends[before] == tokens.starts[hit.first]


def _is_noun_here(tokens: Tokens, grammar: Grammar, hit: AnyHit) -> bool:
    """Tell whether what the lexicon lists as a verb follows a determiner and so is a noun ("a bomb", "the report")."""
    verb = isinstance(hit.entry, Speech | LightVerb) or (isinstance(hit.entry, Trigger) and hit.entry.form == "verb")
    if not verb or hit.first == 0 or hit.last - hit.first > 1 or not grammar.determiners:
        return False
    before, word = tokens.words[hit.first - 1], tokens.words[hit.last - 1 if hit.last - hit.first == 1 else hit.first]
    return before in grammar.determiners and not (grammar.not_passive and word.endswith(grammar.not_passive))


def _counts_on(link: AnyHit, hits: Sequence[AnyHit], found: dict[str, list[Found]]) -> bool:
    """Tell whether a relative pronoun only goes on counting: "onze soldats, dont un général"."""
    including = any(
        h.first == link.first and isinstance(h.entry, Word) and _is(h.entry, "count", "including") for h in hits
    )
    return including and any(link.last <= f.first <= link.last + 1 for f in found.get("count", []))


def _widest(cues: list[Hit[Cue]]) -> list[Hit[Cue]]:
    """Drop the cues that begin within another one: the "pas" of "n'exclut pas" denies nothing."""
    return [
        c for c in cues if not any(o.first < c.first < o.last or (o.first == c.first and o.last > c.last) for o in cues)
    ]


def _names(found: Found, hit: AnyHit) -> bool:
    return found.last - found.first > hit.last - hit.first or found.mention.kind == "provision"


def _within(hit: AnyHit, others: Sequence[AnyHit]) -> bool:
    return any(o.first <= hit.first and hit.last <= o.last for o in others)


def _nouns(sentence: Sentence) -> list[Noun]:
    titles = sentence.of_kind("provision")
    free = [f for f in sentence.of_kind("actor") if not any(t.first <= f.first and f.last <= t.last for t in titles)]
    nouns = [Noun(first=f.first, last=f.last, actor=f.mention.actor) for f in free]
    nouns = [n for n in nouns if not _is_attribute(sentence, n)]
    nouns += _owned_weapons(sentence, nouns)
    covered = [(n.first, n.last) for n in nouns]
    for hit in sentence.has("pronoun"):
        if not any(a <= hit.first < b for a, b in covered):
            nouns.append(Noun(first=hit.first, last=hit.last, actor=None, pronoun=hit.entry.value))
    nouns.sort(key=lambda n: n.first)
    possessives = {h.last: h.entry.value for h in sentence.has("possessive")}
    for noun in nouns:
        _give_slot(sentence, noun, possessives)
    _group(sentence, nouns)
    return nouns


def _give_slot(sentence: Sentence, noun: Noun, possessives: dict[int, str]) -> None:
    words = sentence.tokens.words
    noun.owner = noun.last < sentence.last and words[noun.last] in sentence.grammar.possessive
    noun.slot, noun.prep = slot_before(sentence, noun.first)
    if noun.slot == "with" and words[noun.last - 1] in sentence.grammar.apart:
        noun.slot = "from"  # "с азербайджанских позиций": the case tells from from with
    if noun.slot == "of" and _is_article(sentence, noun.prep):
        noun.slot, noun.prep = "bare", noun.first
    if _is_included(sentence, noun):
        noun.slot = "about"
    elif noun.slot == "about" and _begins_clause(sentence, noun):
        noun.slot = "bare"
    if noun.slot == "bare":
        noun.slot = _slot_behind(sentence, noun) or _slot_by_ending(sentence, noun)
    noun.case = noun.case or _case(sentence, noun)
    if noun.slot == "of":
        noun.outer = slot_before(sentence, noun.prep, unknown=3)[0]
    for index in range(noun.first, max(sentence.first, noun.first - 4), -1):
        if index in possessives:
            noun.whose = possessives[index]
            break
        if index in sentence.slots or words[index - 1] == ",":
            break
    for index in range(noun.first, noun.last):
        if index + 1 in possessives:
            noun.whose = possessives[index + 1]


def _is_attribute(sentence: Sentence, noun: Noun) -> bool:
    """Tell whether a role word only describes the next noun: "military help", "a military alliance"."""
    words = sentence.tokens.words
    if noun.last - noun.first > 1 or words[noun.first] not in sentence.grammar.attributes or noun.last >= sentence.last:
        return False
    return words[noun.last].isalpha() and not any(
        h.first == noun.last for h in sentence.words if h.entry.kind != "theme"
    )


def _owned_weapons(sentence: Sentence, nouns: Sequence[Noun]) -> list[Noun]:
    """Read "its drones", "our artillery" as the army of whoever the possessive means."""
    marks = {h.last: h for h in sentence.has("possessive")}
    owned = [
        f for f in sentence.of_kind("means") if f.first in marks and not any(n.first <= f.first < n.last for n in nouns)
    ]
    return [
        Noun(
            first=f.first,
            last=f.last,
            actor=Actor(id="role:army", sector="MIL", as_written=f.mention.text, name=f.mention.text),
        )
        for f in owned
    ]


def _is_included(sentence: Sentence, noun: Noun) -> bool:
    """Tell whether it is part of somebody else: "twenty soldiers, including a colonel"."""
    words = sentence.tokens.words
    marks = sentence.has("count", "including")
    return any(h.last <= noun.first <= h.last + 2 and "," not in words[h.last : noun.first] for h in marks)


def _begins_clause(sentence: Sentence, noun: Noun) -> bool:
    """Tell whether "after" opens a clause with this subject ("after Chinese vessels rammed") and no phrase."""
    if not any(h.first == noun.prep and h.entry.value in ("since", "when") for h in sentence.links):
        return False
    verbs = [h.first for h in sentence.triggers if h.entry.form not in ("noun", "state")]
    verbs += [*(h.first for h in sentence.lights), *(h.first for h in sentence.speech), *sentence.auxiliaries]
    return any(noun.last <= v <= noun.last + 1 for v in verbs)


def slot_before(sentence: Sentence, first: int, unknown: int = 2) -> tuple[str, int]:
    """Return the slot of the noun phrase that reaches to a word, and the word its preposition begins at."""
    words, skip = sentence.tokens.words, sentence.grammar.skip
    index = first
    while index > sentence.first and first - index < _REACH:
        hit = sentence.slots.get(index)
        if hit is not None and hit.first >= sentence.first:
            value = hit.entry.value
            return ("bare", first) if value == "in" and unknown < 1 else (value, hit.first)
        word = words[index - 1]
        if any(f.first < index <= f.last for f in sentence.of_kind("time")):
            break
        if word not in skip and not word[0].isdigit():
            if unknown == 0 or not word[0].isalpha() or _is_busy(sentence, index - 1):
                break
            unknown -= 1
        index -= 1
    return "bare", first


def _is_busy(sentence: Sentence, index: int) -> bool:
    """Tell whether a word is a verb, an auxiliary, a link or part of a name: no adjective of a noun phrase."""
    if index in sentence.auxiliaries or (sentence.tokens.is_capitalised(index) and index > sentence.first):
        return True
    hits: list[AnyHit] = [*sentence.triggers, *sentence.lights, *sentence.speech, *sentence.links]
    return any(h.first <= index < h.last for h in hits) or any(
        f.first <= index < f.last for kind in ("actor", "time") for f in sentence.of_kind(kind)
    )


def _slot_behind(sentence: Sentence, noun: Noun) -> str:
    """Read the slot from what follows: a suffix after an apostrophe (`Bakü'den`), a postposition (`tarafından`)."""
    words, grammar, at = sentence.tokens.words, sentence.grammar, noun.last
    if grammar.suffixes and at + 1 < sentence.last and words[at] == "'":
        for slot, endings in grammar.suffixes:
            if words[at + 1] in endings:
                noun.case = "oblique" if slot == "object" else ""
                return "bare" if slot == "object" else slot
        at += 2
    if grammar.postpositions:
        hits = (sentence.slots.get(end) for end in range(at + 1, min(at + 3, sentence.last) + 1))
        return next((h.entry.value for h in hits if h is not None and h.first == at), "")
    return ""


def _is_article(sentence: Sentence, index: int) -> bool:
    """Tell whether "des", "du", "de la" is no preposition: nothing that can own stands before it."""
    words = sentence.tokens.words
    if words[index] not in sentence.grammar.partitive:
        return False
    if index == sentence.first or not words[index - 1][-1].isalnum():
        return True
    before = index - 1
    verbs: list[AnyHit] = [*sentence.triggers, *sentence.lights, *sentence.speech]
    return (
        before in sentence.auxiliaries
        or any(h.first <= before < h.last for h in sentence.links)
        or any(h.last == index and getattr(h.entry, "form", "verb") not in ("noun", "state") for h in verbs)
    )


def _slot_by_ending(sentence: Sentence, noun: Noun) -> str:
    last = sentence.tokens.words[noun.last - 1]
    for slot, endings in sentence.grammar.endings:
        if last.endswith(endings) and noun.actor is not None:
            return slot
    return "bare"


def _case(sentence: Sentence, noun: Noun) -> str:
    """Read subject or not from the ending of the first word, where the language marks it and the word is sure."""
    grammar = sentence.grammar
    if noun.actor is None or noun.slot != "bare" or not grammar.nominative:
        return ""
    first = sentence.tokens.words[noun.first]
    return "subject" if first.endswith(grammar.nominative) else "oblique" if first.endswith(grammar.oblique) else ""


def _group(sentence: Sentence, nouns: list[Noun]) -> None:
    """Give the noun phrases that stand side by side ("Armenia and Azerbaijan") one number and one slot."""
    for number, noun in enumerate(nouns):
        noun.group = number
    for left, right in itertools.pairwise(nouns):
        if left.owner or left.pronoun or right.pronoun or not _is_joined(sentence, left, right):
            continue
        right.group = left.group
        by_ending = right.slot == "by" and right.prep == right.first and left.prep != left.first
        if (
            right.slot == "bare" or by_ending
        ):  # "между Арменией и Азербайджаном": the preposition goes before the ending
            right.slot, right.outer, right.prep = left.slot, left.outer, left.prep


def _is_joined(sentence: Sentence, left: Noun, right: Noun) -> bool:
    words = sentence.tokens.words
    between = range(left.last, right.first)
    joins = {i for h in sentence.links if h.entry.value == "and" for i in range(h.first, h.last)}
    if not between or len(between) > 5 or not any(i in joins or words[i] in ",/&-" for i in between):
        return False
    if not any(i in joins or words[i] in "/&-" for i in between) and not _list_goes_on(sentence, right, joins):
        return False
    free = all(
        i in joins or words[i] in ",/&-" or words[i] in sentence.grammar.skip or _counted(sentence, i) for i in between
    )
    return free and not (_is_object(sentence, left) and _has_verb(sentence, right))


def _list_goes_on(sentence: Sentence, noun: Noun, joins: set[int]) -> bool:
    return noun.last < sentence.last and (noun.last in joins or noun.last + 1 in joins)


def _counted(sentence: Sentence, index: int) -> bool:
    return any(f.first <= index < f.last for f in sentence.of_kind("count"))


def _is_object(sentence: Sentence, noun: Noun) -> bool:
    words = sentence.tokens.words
    verbs: list[AnyHit] = [*sentence.triggers, *sentence.speech]
    return any(h.last <= noun.first < h.last + 5 and "," not in words[h.last : noun.first] for h in verbs)


def _has_verb(sentence: Sentence, noun: Noun) -> bool:
    hits: list[AnyHit] = [*sentence.triggers, *sentence.lights, *sentence.speech]
    verbs = [h.first for h in hits] + list(sentence.auxiliaries)
    return any(noun.last <= v <= noun.last + 1 for v in verbs)
