"""What a model told → a claim, or nothing: each quote, number and name has to stand in the text, letter by letter.

A wrong quote costs the claim; a wrong number, name, date or mode costs that field. Both are counted by reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from foedus.claims.assembly import identified
from foedus.claims.lexicon import lexicon
from foedus.claims.llm.days import period
from foedus.claims.llm.places import slot_before
from foedus.claims.llm.schema import Told, ToldQuantity
from foedus.mentions import readable
from foedus.mentions.stated import is_stated, stated_numbers
from foedus.records import MODES, Claim, Document, Mention, MentionKind, Passage, Stance
from foedus.values import Actor, Period, Place, Quantity

Span = tuple[int, int]
CONFIDENCE = 0.5  # not measured: a model's own certainty says little, and ours about an unknown model nothing
MOST_NAMES = 20  # in one list of one claim; what a model that runs wild adds is not looked for
_NUMBERS_OF_OTHER_THINGS = frozenset({"time", "provision", "means"})
_OPEN_ABOVE, _OPEN_BELOW = frozenset({"at_least", "more_than"}), frozenset({"up_to", "less_than"})


class Group(NamedTuple):
    """The passages of one request and what our own annotators found in them."""

    document: Document
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]

    @classmethod
    def of(cls, document: Document, passages: Sequence[Passage], mentions: Iterable[Mention]) -> Group:
        """Return a group with the mentions that lie in its passages."""
        first, last = passages[0].start, passages[-1].end
        return cls(document, tuple(passages), tuple(m for m in mentions if first <= m.start and m.end <= last))


class _Scene(NamedTuple):
    """A claim under examination: where its quote stands."""

    group: Group
    span: Span
    lang: str
    dropped: Counter[str]


def check(told: Told, group: Group, engine: str, dropped: Counter[str]) -> Claim | None:
    """Return the claim that is left when all that does not stand in the text is gone; None if nothing is."""
    found = _find_quote(told.quote, group)
    if found is None:
        dropped["quote_not_in_text"] += 1
        return None
    span, lang = found
    scene = _Scene(group, span, lang, dropped)
    quantities = tuple(_quantities(told, scene))
    if told.type == "TOLL" and not quantities:
        dropped["toll_without_count"] += 1
        return None
    speaker = _speaker(told, scene)
    return identified(
        Claim(
            id="", document_id=group.document.id, start=span[0], end=span[1],
            quote=group.document.text[span[0] : span[1]], lang=lang, type=told.type, mode=_mode(told, dropped),
            status=told.status, stance=_stance(told, speaker), speaker=speaker,
            agents=tuple(_actors(told.agents, scene)), recipients=tuple(_actors(told.recipients, scene)),
            place=_place(told.place, scene), time=_time(told, scene), quantities=quantities,
            means=_means(told.means, scene), provision=_provision(told.provision, scene),
            rule="llm", confidence=CONFIDENCE, engine=engine,
        )
    )  # fmt: skip


def _find_quote(quote: str, group: Group) -> tuple[Span, str] | None:
    wanted = quote.strip()
    for passage in group.passages if wanted else ():
        start = group.document.text.find(wanted, passage.start, passage.end)
        if start >= 0:
            return (start, start + len(wanted)), readable(passage.lang)
    return None


def _mode(told: Told, dropped: Counter[str]) -> str | None:
    if told.mode is None or told.mode in MODES.get(told.type, ()):
        return told.mode
    dropped["mode_not_of_type"] += 1
    return None


def _speaker(told: Told, scene: _Scene) -> Actor | None:
    outlet = scene.group.document.outlet
    if told.speaker and outlet and told.speaker.casefold().strip() == outlet.casefold():
        scene.dropped["speaker_is_outlet"] += 1
        return None
    return next(_actors((told.speaker,) if told.speaker else (), scene), None)


def _stance(told: Told, speaker: Actor | None) -> Stance:
    if speaker is None:
        return "reports"
    return "states" if told.stance == "reports" else told.stance


def _actors(names: Sequence[str], scene: _Scene) -> Iterator[Actor]:
    """Yield who is named, as our annotators know it or, where they do not, as written; never a bare place."""
    seen: set[Span] = set()
    for name in names[:MOST_NAMES]:
        spans = _occurrences(name, scene)
        span = next((s for s in spans if not _is_place(s, scene)), None)
        if span is None:
            scene.dropped["actor_is_place" if spans else "actor_not_in_text"] += 1
            continue
        known = _best(span, scene, "actor")
        actor = known.actor if known and known.actor else _described(span, scene)
        where = (known.start, known.end) if known else span
        if where not in seen:
            seen.add(where)
            yield actor


def _is_place(span: Span, scene: _Scene) -> bool:
    """Tell whether a name is only where something is: "in Stepanakert", "from Baku", a town nobody speaks for."""
    place, known = _best(span, scene, "place"), _best(span, scene, "actor")
    if place is None or known is None or known.actor is None:
        return place is not None
    if (place.start, place.end) != (known.start, known.end):
        return False
    slot = slot_before(scene.group.document.text, known.start, scene.lang)
    return slot == "in" or (slot == "from" and str(known.actor.id).startswith("metonym:"))


def _described(span: Span, scene: _Scene) -> Actor:
    written = scene.group.document.text[span[0] : span[1]]
    return Actor(name=written, as_written=written, start=span[0], end=span[1])


def _nearest(name: str, scene: _Scene) -> Span | None:
    return next(iter(_occurrences(name, scene)), None)


def _occurrences(name: str, scene: _Scene) -> list[Span]:
    """Return where a name stands as whole words in the group: in the quote first, then what is nearest to it."""
    text, wanted = scene.group.document.text, name.strip()
    found: list[Span] = []
    for passage in scene.group.passages if wanted else ():
        start = text.find(wanted, passage.start, passage.end)
        while start >= 0:
            span = (start, start + len(wanted))
            found.extend([span] if _is_whole(text, span) else [])
            start = text.find(wanted, span[1], passage.end)
    return sorted(found, key=lambda span: (_gap(span, scene.span), span))


def _is_whole(text: str, span: Span) -> bool:
    """Tell whether no word is cut: Iran does not stand in Tirana."""
    before, after = text[span[0] - 1 : span[0]] if span[0] else "", text[span[1] : span[1] + 1]
    return not (before.isalnum() and text[span[0]].isalnum()) and not (after.isalnum() and text[span[1] - 1].isalnum())


def _gap(span: Span, quote: Span) -> int:
    return max(0, quote[0] - span[1], span[0] - quote[1])


def _best(span: Span, scene: _Scene, kind: MentionKind) -> Mention | None:
    """Return the mention of a kind that shares most with a span, if it is at least half of it or has it inside."""
    shared = [(min(m.end, span[1]) - max(m.start, span[0]), m) for m in scene.group.mentions if m.kind == kind]
    length, best = max(shared, key=lambda pair: (pair[0], -pair[1].start), default=(0, None))
    return best if best and 2 * length >= span[1] - span[0] else None


def _place(name: str | None, scene: _Scene) -> Place | None:
    span = _nearest(name, scene) if name else None
    if span is None:
        scene.dropped["place_not_in_text"] += name is not None
        return None
    known = _best(span, scene, "place")
    if known and known.place:
        return known.place
    return Place(name=scene.group.document.text[span[0] : span[1]], start=span[0], end=span[1])


def _time(told: Told, scene: _Scene) -> Period | None:
    if told.time is None:
        return None
    span = _nearest(told.time.as_written, scene)
    if span is None:
        scene.dropped["time_not_in_text"] += 1
        return None
    known = _best(span, scene, "time")
    if known and known.period and known.period.start:
        return known.period
    written = scene.group.document.text[span[0] : span[1]]
    found = period(told.time.start, told.time.end, written, scene.group.document.published)
    scene.dropped["time_not_dated"] += found is None
    return found


def _quantities(told: Told, scene: _Scene) -> Iterator[Quantity]:
    stated = _stated(scene) if told.quantities else set()
    for one in told.quantities[:MOST_NAMES]:
        low, high = (None if one.bound in _OPEN_BELOW else one.low), (None if one.bound in _OPEN_ABOVE else one.high)
        values = [v for v in (low, high) if v is not None]
        if not values or (low is not None and high is not None and low > high):
            scene.dropped["count_empty"] += 1
        elif not all(is_stated(v, stated) for v in values):
            scene.dropped["count_not_in_quote"] += 1
        else:
            side = next(_actors((one.side,) if one.side else (), scene), None)
            yield Quantity(role=one.role, side=side, low=low, high=high, bound=one.bound, item=_item(one, scene))


def _stated(scene: _Scene) -> set[float]:
    words = lexicon(scene.lang)
    return stated_numbers(_counted_text(scene), scene.lang, words.grammar.one if words else ())


def _counted_text(scene: _Scene) -> str:
    """Return the quote without dates, articles and names of weapons: their digits count nothing."""
    start, end = scene.span
    text = scene.group.document.text[start:end]
    for m in scene.group.mentions:
        if m.kind in _NUMBERS_OF_OTHER_THINGS and start <= m.start and m.end <= end:
            text = text[: m.start - start] + " " * (m.end - m.start) + text[m.end - start :]
    return text


def _item(one: ToldQuantity, scene: _Scene) -> str | None:
    quote = scene.group.document.text[slice(*scene.span)].casefold()
    if one.item is None or one.item.strip().casefold() in quote:
        return one.item.strip() or None if one.item else None
    scene.dropped["item_not_in_quote"] += 1
    return None


def _means(name: str | None, scene: _Scene) -> str | None:
    span = _nearest(name, scene) if name else None
    if span is None:
        scene.dropped["means_not_in_text"] += name is not None
        return None
    known = _best(span, scene, "means")
    return known.item.partition(":")[2] if known and known.item else scene.group.document.text[span[0] : span[1]]


def _provision(name: str | None, scene: _Scene) -> str | None:
    if name is None:
        return None
    span = _nearest(name, scene)
    known = _best(span, scene, "provision") if span else None
    named = known.provision if known else next((m.provision for m in scene.group.mentions if m.provision == name), None)
    scene.dropped["provision_not_in_text"] += named is None
    return named
