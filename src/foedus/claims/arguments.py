"""Who fills the slots of an act: subject and object by word order and voice, the others by preposition or case."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.claims.asides import aside
from foedus.claims.clauses import AnyHit, Hit, Noun, Sentence
from foedus.claims.lexicon import Frame, LightVerb, Source, Speech, Trigger, frames

Slots = dict[str, list[Noun]]
_LIGHT_REACH = 7
_OFFICIAL = frozenset({"speak", "ask", "leave", "quit", "give", "despatch", "move", "mediate", "mutual"})  # of states


def fill(sentence: Sentence, hit: AnyHit) -> tuple[Frame, Slots, Hit[LightVerb] | None]:
    """Return the frame of a trigger, its filled slots and the light verb that carries it, if any."""
    trigger = hit.entry
    assert isinstance(trigger, Trigger)
    frame = frames()[trigger.frame]
    if trigger.form == "noun":
        light = carrier(sentence, hit)
        slots = _of_noun(sentence, hit)
        if light is None:
            return frame, slots, None
        assert isinstance(light.entry, LightVerb)
        return _carried(frame, slots, sentence, light)
    if "subject" in frame.recipients:  # "came under fire", "lost": its subject is who suffers, whatever the voice
        return frame, of_verb(sentence, hit, voice="active"), None
    return frame, of_verb(sentence, hit, voice="passive" if trigger.form == "passive" else ""), None


def parties(frame: Frame, slots: Slots) -> tuple[list[Noun], list[Noun]]:
    """Pick agents and recipients: the first filled slot of the frame wins, all slots where both take part alike."""
    if frame.both:
        everyone = [n for slot in frame.agents for n in slots.get(slot, [])]
        return _unique(everyone), []
    agents = next((slots[s] for s in frame.agents if slots.get(s)), [])
    taken = {id(n) for n in agents}
    rest = ([n for n in slots.get(s, []) if id(n) not in taken] for s in frame.recipients)
    return _unique(agents), _unique(next((nouns for nouns in rest if nouns), []))


def _unique(nouns: list[Noun]) -> list[Noun]:
    return sorted({n.first: n for n in nouns}.values(), key=lambda n: n.first)


def carrier(sentence: Sentence, hit: AnyHit) -> Hit[LightVerb] | None:
    """Return the light verb that governs a noun: shortly before it, or right after it as a passive."""
    for light in reversed(sentence.lights):
        if (
            light.last <= hit.first
            and hit.first - light.last <= _LIGHT_REACH
            and _reaches(sentence, light.last, hit.first)
        ):
            return light
    for light in sentence.lights:
        if (
            hit.last <= light.first <= hit.last + 10
            and not light.entry.entry.status
            and is_passive(sentence, light)
            and _reaches(sentence, hit.last, light.first)
        ):
            return light
    return None


def _reaches(sentence: Sentence, start: int, stop: int) -> bool:
    """Tell whether a verb and its noun belong together: no comma, no other verb, no new clause between."""
    if not sentence.is_open(start, stop) or "," in sentence.tokens.words[start:stop]:
        return False
    others = (*sentence.triggers, *sentence.speech)
    return not any(start <= h.first < stop and not _is_noun(h) for h in others)


def _is_noun(hit: AnyHit) -> bool:
    return isinstance(hit.entry, Trigger) and hit.entry.form in ("noun", "state")


def _carried(
    frame: Frame, slots: Slots, sentence: Sentence, light: Hit[LightVerb]
) -> tuple[Frame, Slots, Hit[LightVerb] | None]:
    assert isinstance(light.entry, LightVerb)
    voice = "active" if light.entry.entry.frame == "suffer" else "passive" if light.entry.form == "passive" else ""
    verb = of_verb(sentence, light, voice=voice)
    if light.entry.entry.frame == "suffer":
        own = frame.recipients if frame.recipients else ()
        attackers = (
            slots.get("poss") or slots.get("by") or slots.get("from") or ([] if "of" in own else slots.get("of", []))
        )
        return frames()["suffer"], {"subject": verb.get("subject", []), "by": attackers}, light
    merged = {**slots, "subject": verb.get("subject", []), "by": verb.get("by", []) or slots.get("by", [])}
    for slot in ("at", "to", "with", "between"):
        merged.setdefault(slot, verb.get(slot, []))
    if frame.both:
        return frames()["mutual"], {**merged, "object": []}, light
    owners = slots.get("of", []) if "of" in frame.recipients else []
    merged["object"] = owners if owners else []
    return frames()[light.entry.entry.frame], merged, light


# --- verbs


def of_verb(sentence: Sentence, hit: AnyHit, *, voice: str = "") -> Slots:
    """Fill the slots of a verb; a passive one has its patient as `object` and its doer as `by`.

    `voice` is active or passive where it is known, empty where the words around the verb tell.
    """
    slots: Slots = {}
    stop = _right_end(sentence, hit)
    for noun in sentence.nouns:
        if hit.first < noun.first < stop and not _is_its_word(noun, hit):
            slots.setdefault("object" if noun.slot == "bare" else noun.slot, []).append(noun)
    slots["object"] = _objects(sentence, hit, slots.get("object", []))
    _genitives(sentence, hit, slots)
    subject = _inserted(sentence, hit) or find_subject(sentence, hit)
    is_passive_here = voice == "passive" or (
        not voice and (is_passive(sentence, hit) or _is_bare_participle(sentence, hit, slots))
    )
    _fronted(sentence, hit, slots, subject)
    if not is_passive_here:
        if sentence.grammar.object_before and not slots["object"]:
            subject, slots["object"] = _split(sentence, hit, subject)
        slots["subject"] = subject or _behind(slots) or _impersonal(sentence, hit)
        if not slots["subject"] and not slots.get("from") and not sentence.grammar.nominative:
            slots["from"] = _sender(sentence, hit)
        return slots
    patient = subject or _patient_in_genitive(sentence, hit) or slots["object"]
    if sentence.grammar.order == "verb_medial" and subject and slots["object"] and not slots.get("by"):
        patient = subject
    return {**slots, "subject": [], "object": patient}


def _is_its_word(noun: Noun, hit: AnyHit) -> bool:
    """Tell whether a role noun is only a word of the act itself: "sent no troops to"."""
    named = noun.actor is None or bool(noun.actor.country or noun.whose)
    return noun.last <= hit.last and not named


def _sender(sentence: Sentence, hit: AnyHit) -> list[Noun]:
    """Find whence the subject is, where nobody is named as one: "howitzers from France arrived"."""
    for noun in reversed([n for n in sentence.nouns if n.last <= hit.first]):
        if _is_cut(sentence, noun, hit.first, hit) or _has_comma(sentence, noun.last, hit.first):
            return []
        if noun.slot == "from":
            return with_group(sentence, noun)
    return []


def _split(sentence: Sentence, hit: AnyHit, nearest: list[Noun]) -> tuple[list[Noun], list[Noun]]:
    """Part subject and object that both stand in front of the verb: the one nearer to it is the object."""
    first = min((n.first for n in nearest), default=hit.first)
    before = [
        n
        for n in sentence.nouns
        if n.slot == "bare" and not n.owner and n.last <= hit.first and not _is_cut(sentence, n, hit.first, hit)
    ]
    marked = [n for n in before if n.case == "oblique"]
    if marked:
        return nearest, with_group(sentence, marked[-1], before=hit.first)
    earlier = [n for n in before if n.last <= first and n.case != "oblique" and not _has_comma(sentence, n.last, first)]
    if nearest and earlier:
        return with_group(sentence, earlier[-1], before=first), nearest
    return nearest, []


def _inserted(sentence: Sentence, hit: AnyHit) -> list[Noun]:
    """Find who speaks in an inserted "..., warned the minister, ..."."""
    words = sentence.tokens.words
    if (
        getattr(hit.entry, "frame", "") not in ("speak", "ask")
        or hit.first == sentence.first
        or words[hit.first - 1] != ","
    ):
        return []
    follower = next((n for n in sentence.nouns if hit.last <= n.first <= hit.last + 1 and n.slot == "bare"), None)
    if follower is None or follower.case == "oblique" or follower.last >= sentence.last:
        return []
    return [follower] if words[follower.last] in ",." else []


def _behind(slots: Slots) -> list[Noun]:
    """Take the noun phrase behind a verb for its subject where its case says so."""
    if not any(n.case == "subject" for n in slots["object"]):
        return []
    return slots.pop("object")


def _impersonal(sentence: Sentence, hit: AnyHit) -> list[Noun]:
    """Find who acts behind a verb without subject: "in Moscow (they) denied", "(they) said at the ministry"."""
    noun = impersonal(sentence, hit)
    frame = getattr(hit.entry, "frame", "")
    return [noun] if noun is not None and frame in _OFFICIAL else []


def impersonal(sentence: Sentence, hit: AnyHit) -> Noun | None:
    """Return the office or capital in the `in` slot right beside a verb in the plural that has no subject."""
    words = sentence.tokens.words
    endings = sentence.grammar.impersonal
    if not endings or not any(words[i].endswith(endings) for i in range(hit.first, hit.last)):
        return None
    for noun in sentence.nouns:
        beside = 0 <= hit.first - noun.last <= 2 or 0 <= noun.first - hit.last <= 3
        if beside and noun.slot == "in" and noun.actor is not None and ":" in (noun.actor.id or ""):
            between = words[noun.last : hit.first] or words[hit.last : noun.first]
            if not any(w in ",;:." for w in between) and noun.actor.sector not in ("CVL", "MED", "UAF"):
                return noun
    return None


def find_subject(sentence: Sentence, hit: AnyHit) -> list[Noun]:
    """Return the noun phrases in front of a verb that can be its subject (several if side by side)."""
    verbs = _verbs(sentence)
    position = hit.first
    for noun in reversed([n for n in sentence.nouns if n.last <= hit.first]):
        if _is_aside(sentence, noun, hit):
            continue
        if _is_cut(sentence, noun, position, hit):
            return _antecedent(sentence, noun, hit)
        if noun.slot != "bare" or noun.owner or noun.last > position or noun.case == "oblique":
            continue
        relative = _relative_around(sentence, noun, hit.first)
        if relative is not None:
            position = relative
            continue
        governing = next(
            (v for v in reversed(verbs) if v.last <= noun.first and v.first != hit.first and noun.first - v.last < 8),
            None,
        )
        if (
            governing is not None
            and _is_separate(sentence, noun.last, hit.first)
            and sentence.is_open(governing.last, noun.first)
        ) and not _has_own_subject(sentence, noun, governing, hit):
            position = governing.first  # the object of an earlier verb: the subject is shared with that verb
            continue
        return with_group(sentence, _explained(sentence, noun), before=hit.first)
    return []


def _explained(sentence: Sentence, noun: Noun) -> Noun:
    """Return the name that a role noun between commas explains: "the CSTO, a military alliance, met"."""
    if noun.actor is None or noun.actor.country or noun.whose:
        return noun
    words = sentence.tokens.words
    for other in reversed([n for n in sentence.nouns if n.last <= noun.first and n.slot == "bare"]):
        if other.actor is None or not other.actor.country or "," not in words[other.last : noun.first]:
            continue
        free = not any(other.last <= v.first < noun.first for v in _verbs(sentence)) and sentence.is_open(
            other.last, noun.first
        )
        return other if free and noun.first - other.last <= 8 else noun
    return noun


def _is_aside(sentence: Sentence, noun: Noun, hit: AnyHit) -> bool:
    """Tell whether a noun phrase is the speaker of an inserted "..., the medics said, ..."."""
    words = sentence.tokens.words
    spans = (aside(sentence, verb) for verb in sentence.speech)
    if any(span is not None and span[0] <= noun.first < span[1] <= hit.first for span in spans):
        return True
    for source in sentence.speech:  # "..., according to Baku, ..."
        near = 0 <= noun.first - source.last <= 4 and "," not in words[source.last : noun.first]
        if near and isinstance(source.entry, Source):
            return True
    for verb in sentence.speech:
        if (
            noun.last <= verb.first < hit.first
            and verb.first - noun.last <= 3
            and verb.last < hit.first
            and words[verb.last] == ","
        ):
            return True
        # "..., dit Erevan, qui ..."
        after = 0 <= noun.first - verb.last <= 6 and verb.first > sentence.first and noun.last < hit.first
        if after and words[verb.first - 1] == "," and "," in words[noun.last : min(noun.last + 3, hit.first)]:
            return True
    return False


def with_group(sentence: Sentence, noun: Noun, *, before: int | None = None) -> list[Noun]:
    """Return the noun phrases that stand side by side with one."""
    return [n for n in sentence.nouns if n.group == noun.group and (before is None or n.last <= before)]


def _is_cut(sentence: Sentence, noun: Noun, position: int, hit: AnyHit) -> bool:
    """Tell whether a clause begins between a noun phrase and a verb that does not share it."""
    if sentence.stops_between(noun.last, hit.first):
        return True
    return any(
        noun.last <= h.first < position and h.entry.value in ("that", "when", "since", "relative")
        for h in sentence.links
    )


def _antecedent(sentence: Sentence, noun: Noun, hit: AnyHit) -> list[Noun]:
    """Return whom a relative pronoun right before the verb stands for, else nobody."""
    words = sentence.tokens.words
    between = [h for h in sentence.links if noun.last <= h.first < hit.first]
    near = between[-1] if between else None
    if near is None or near.entry.value != "relative":
        return []
    aside = words[noun.last] == "," and words[near.first - 1] == "," and _speaks(sentence, noun.last, near.first)
    if (
        (near.first - noun.last > 2 and not aside)
        or noun.slot not in ("bare", "by", "of", "with", "from", "to", "on", "about")
        or noun.owner
    ):
        return []
    return [noun]


def _speaks(sentence: Sentence, start: int, stop: int) -> bool:
    return any(start <= h.first < stop for h in sentence.speech)


def _relative_around(sentence: Sentence, noun: Noun, verb: int) -> int | None:
    """Return where a relative clause with this noun phrase begins if it is closed by a comma before the verb."""
    words = sentence.tokens.words
    if "," not in words[noun.last : verb]:
        return None
    for link in sentence.links:
        if link.entry.value == "relative" and link.last <= noun.first and "," not in words[link.last : noun.first]:
            return link.first if link.first > sentence.first else None
    return None


def _is_separate(sentence: Sentence, start: int, stop: int) -> bool:
    """Tell whether a comma or a conjunction stands between two words."""
    words = sentence.tokens.words
    joins = {h.first for h in sentence.links if h.entry.value in ("and", "but")}
    return any(words[i] == "," or i in joins for i in range(start, stop))


def _has_own_subject(sentence: Sentence, noun: Noun, governing: AnyHit, hit: AnyHit) -> bool:
    """Tell whether a conjunction stands right before the noun phrase: it begins the verb's own clause."""
    return _is_separate(sentence, governing.last, noun.first) and not _is_separate(sentence, noun.last, hit.first)


def _verbs(sentence: Sentence) -> list[AnyHit]:
    verbal = [h for h in sentence.triggers if not _is_noun(h)]
    spoken = [h for h in sentence.speech if isinstance(h.entry, Speech)]
    return sorted([*verbal, *sentence.lights, *spoken], key=lambda h: (h.first, h.last))


def _right_end(sentence: Sentence, hit: AnyHit) -> int:
    """Return where the part after a verb ends: at the next verb, a new clause, or a stop."""
    ends = [h.first for h in _verbs(sentence) if h.first >= hit.last]
    ends += [
        h.first
        for h in sentence.links
        if h.first >= hit.last and h.entry.value in ("that", "when", "since", "relative", "but")
    ]
    ends += [i for i in sentence.stops if i >= hit.last]
    end = min(ends, default=sentence.last)
    # What stands right before the next verb is that verb's subject when a conjunction or a comma begins its clause.
    for noun in reversed(sentence.nouns):
        if hit.last < noun.first and noun.last <= end and noun.slot == "bare" and end < sentence.last:
            if (
                _is_separate(sentence, hit.last, noun.first)
                and end - noun.last <= 4
                and not _has_comma(sentence, noun.last, end)
            ):
                return _before(sentence, noun)
            break
    return end


def _has_comma(sentence: Sentence, start: int, stop: int) -> bool:
    return "," in sentence.tokens.words[start:stop]


def _before(sentence: Sentence, noun: Noun) -> int:
    return min(n.first for n in sentence.nouns if n.group == noun.group)


def _objects(sentence: Sentence, hit: AnyHit, nouns: list[Noun]) -> list[Noun]:
    """Keep the first bare noun phrase after a verb, with those at its side; a comma ends it."""
    for noun in nouns:
        if _has_comma(sentence, hit.last, noun.first) and not any(
            n.group == noun.group for n in nouns if n is not noun
        ):
            return []
        return [n for n in nouns if n.group == noun.group]
    return []


def _genitives(sentence: Sentence, hit: AnyHit, slots: Slots) -> None:
    """Read "the positions of the army" as the army where the phrase is the object or stands behind a preposition."""
    for noun in slots.get("of", []):
        slot = "object" if noun.outer == "bare" and noun.prep - hit.last <= 5 else noun.outer
        if slot in ("object", "at", "by", "from") and not slots.get(slot):
            slots[slot] = with_group(sentence, noun)


def _fronted(sentence: Sentence, hit: AnyHit, slots: Slots, subject: list[Noun]) -> None:
    """Take adverbials in front of the verb ("On the positions ..., an assault was begun") where nothing follows it."""
    late = sentence.grammar.object_before
    limit = hit.first if late else min([n.first for n in subject], default=hit.first)
    adverbial = ("by", "at", "between", "to", "from", "with") if late else ("by", "at", "between")
    for noun in sentence.nouns:
        if noun.last <= limit and noun.slot in adverbial and not slots.get(noun.slot):
            if any(
                v.last <= noun.first and sentence.is_open(v.last, noun.first)
                for v in _verbs(sentence)
                if v.first != hit.first
            ):
                continue
            if not _is_cut(sentence, noun, hit.first, hit) and not any(
                noun.last <= v.first < hit.first for v in _verbs(sentence)
            ):
                slots[noun.slot] = with_group(sentence, noun)


def _patient_in_genitive(sentence: Sentence, hit: AnyHit) -> list[Noun]:
    """Find "the positions of the army were shelled": an owner within the subject."""
    for noun in reversed([n for n in sentence.nouns if n.last <= hit.first]):
        if _is_cut(sentence, noun, hit.first, hit):
            return []
        if (noun.slot == "of" and noun.outer == "bare") or (noun.owner and noun.slot == "bare"):
            return [noun]
    return []


def is_passive(sentence: Sentence, hit: AnyHit) -> bool:
    """Tell whether a passive auxiliary governs a verb form; a participle is passive unless `have` governs it."""
    words = sentence.tokens.words
    endings = sentence.grammar.not_passive
    # Where être makes the past of verbs, a phrase that begins with it ("sont entrés") is written out and active.
    if endings and hit.last - hit.first > 1 and words[hit.last - 1].endswith(endings):
        return False  # "не будет участвовать": an infinitive
    for index in range(hit.first + bool(sentence.grammar.reflexive), hit.last - 1):
        if sentence.auxiliaries.get(index) == "passive" and words[index - 1] not in sentence.grammar.reflexive:
            return True  # "ont été abattus"; but "s'est emparé" is active
    if endings and words[hit.first].endswith(endings):
        return False
    if (slot := sentence.slots.get(hit.first)) is not None and slot.entry.value == "to":
        return False  # "is to release"
    late = sentence.grammar.object_before  # other phrases stand between "wurde" and its participle
    for index in range(hit.first - 1, max(sentence.first - 1, hit.first - (12 if late else 6)), -1):
        kind = sentence.auxiliaries.get(index)
        if kind == "passive":
            return words[index - 1] not in sentence.grammar.reflexive
        if kind == "perfect":
            return False
        if words[index] in ",;:" or (not late and any(n.first <= index < n.last for n in sentence.nouns)):
            break
    if getattr(hit.entry, "form", "") == "participle":
        return not _shares_active(sentence, hit)
    return _shares_auxiliary(sentence, hit)


def _shares_active(sentence: Sentence, hit: AnyHit) -> bool:
    """Read "ont bombardé le village et détruit deux maisons": the second participle has the first one's `have`."""
    joins = {h.last for h in sentence.links if h.entry.value == "and"}
    if hit.first not in joins:
        return False
    before = [h for h in _verbs(sentence) if h.last < hit.first and sentence.is_open(h.last, hit.first)]
    return bool(before) and not is_passive(sentence, before[-1])


def _shares_auxiliary(sentence: Sentence, hit: AnyHit) -> bool:
    """Read "were beaten or stoned": the second of two joined verbs has the first one's auxiliary."""
    joins = {h.last for h in sentence.links if h.entry.value == "and"}
    if hit.first not in joins:
        return False
    before = [h for h in _verbs(sentence) if h.last <= hit.first - 1 and hit.first - h.last <= 3]
    return bool(before) and any(
        sentence.auxiliaries.get(i) == "passive"
        for i in range(max(sentence.first, before[-1].first - 3), before[-1].first)
    )


def _is_bare_participle(sentence: Sentence, hit: AnyHit, slots: Slots) -> bool:
    """Read "the village shelled by Armenia" and "lost to": a doer follows, no object does."""
    if slots["object"] or (
        sentence.grammar.not_passive and sentence.tokens.words[hit.first].endswith(sentence.grammar.not_passive)
    ):
        return False
    if hit.last < sentence.last and sentence.tokens.words[hit.last] in sentence.grammar.skip:
        return False  # "condemned the attack by Russia": what follows is its object
    return any(n.slot == "by" and n.prep - hit.last <= 6 for n in slots.get("by", []))


# --- nouns


def _of_noun(sentence: Sentence, hit: AnyHit) -> Slots:
    slots: Slots = {}
    owner = _owner(sentence, hit)
    if owner:
        slots["poss"] = owner
    for noun in _followers(sentence, hit):
        slot = noun.slot
        if slot == "bare" and sentence.grammar.bare_after_noun and noun.first - hit.last <= 3:
            slot = sentence.grammar.bare_after_noun
        if slot == "of" and noun.outer in ("at", "by", "from", "to", "between", "with"):
            slot = noun.outer
        slots.setdefault(slot, []).append(noun)
    if slots.get("at") and slots.get("of") and not slots.get("by") and not slots.get("poss"):
        slots["by"] = slots.pop("of")  # "bombings of Azerbaijan on Armenia"
    return slots


def _owner(sentence: Sentence, hit: AnyHit) -> list[Noun]:
    """Find whose act it is: "Armenia's attack", "Armenian artillery fire", where the language has it so also behind."""
    for noun in reversed(sentence.nouns):
        if noun.last > hit.first:
            continue
        marked = noun.owner or (_is_adjective(noun) and not sentence.grammar.adjective_after)
        gap = hit.first - noun.last
        if gap > 5 or not marked or not _is_noun_phrase(sentence, noun.last, hit.first):
            break
        return with_group(sentence, noun, before=hit.first)
    if sentence.grammar.adjective_after:
        after = [
            n for n in sentence.nouns if hit.last <= n.first <= hit.last + 1 and n.slot == "bare" and _is_adjective(n)
        ]
        return after[:1]
    return []


def _is_adjective(noun: Noun) -> bool:
    if noun.actor is None or noun.actor.country is None or noun.pronoun:
        return False
    return not (noun.actor.id or "").startswith(("person:", "name:", "agency:", "observers:"))


def _is_noun_phrase(sentence: Sentence, start: int, stop: int) -> bool:
    words = sentence.tokens.words
    for index in range(start, stop):
        if words[index] in sentence.grammar.possessive or words[index] in "-":
            continue
        if not words[index][0].isalnum() or index in sentence.auxiliaries or index + 1 in sentence.slots:
            return False
    verbs = [t for t in sentence.triggers if not _is_noun(t)]
    inside: list[AnyHit] = [*sentence.links, *sentence.lights, *sentence.speech, *verbs]
    return not any(start <= h.first < stop for h in inside)


def _followers(sentence: Sentence, hit: AnyHit) -> Iterator[Noun]:
    stop = _right_end(sentence, hit)
    for noun in sentence.nouns:
        if hit.last <= noun.first < stop and noun.first - hit.last <= 16:
            if _has_comma(sentence, hit.last, noun.prep or noun.first) and noun.slot not in ("by", "between"):
                return
            yield noun
