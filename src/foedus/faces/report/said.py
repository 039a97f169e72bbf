"""Claims as the report quotes them: who says what, where it stands, and which other documents carry the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from foedus.faces.report.sources import heading
from foedus.faces.report.wording import actor, as_date, country, day, period, place, quantity, word
from foedus.records import Claim, Document

OUTLETS = "Outlets in their own voice"
OTHERS = "Third parties"


class Said(Struct, frozen=True, kw_only=True):
    """One quotation with its speaker and source; `same` are other claims on these words, `also` other documents."""

    id: str
    same: tuple[str, ...]
    quote: str
    lang: str
    who: str
    stance: str
    status: str
    kind: str
    facts: tuple[str, ...]
    document: str
    document_id: str
    outlet: str
    published: str
    dated: bool
    rule: str
    also: tuple[tuple[str, str], ...] = ()


class Column(Struct, frozen=True, kw_only=True):
    """What one side, or everybody else, says about an incident."""

    name: str
    said: tuple[Said, ...]


def columns(
    claims: Iterable[Claim], sides: Sequence[str], documents: Mapping[str, Document], *, most: int = 3
) -> tuple[Column, ...]:
    """Return one column for each of the first `most` sides (silent ones too), then third parties, then outlets."""
    shown = tuple(sides[:most])
    names = [*(country(side) for side in shown), OTHERS, OUTLETS]
    found: dict[str, list[Claim]] = {name: [] for name in names}
    for claim in claims:
        code = claim.speaker.country if claim.speaker else None
        name = OUTLETS if claim.speaker is None else country(code) if code in shown else OTHERS
        found[name].append(claim)
    built = [Column(name=name, said=quotations(found[name], documents)) for name in names]
    return tuple(c for c in built if c.said or c.name not in (OTHERS, OUTLETS))


def quotations(claims: Iterable[Claim], documents: Mapping[str, Document]) -> tuple[Said, ...]:
    """Return quotations in order of publication; the same words of the same speaker are printed once."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: _order(c, documents)):
        groups.setdefault((_who(claim), claim.stance, " ".join(claim.quote.split()).casefold()), []).append(claim)
    return tuple(_said(group, documents) for group in groups.values())


def _order(claim: Claim, documents: Mapping[str, Document]) -> tuple[str, str, int, str]:
    document = documents.get(claim.document_id)
    published = document.published if document and document.published else "9999"
    return (published, claim.document_id, claim.start, claim.id)


def _who(claim: Claim) -> str:
    return actor(claim.speaker)


def _said(group: Sequence[Claim], documents: Mapping[str, Document]) -> Said:
    claim = group[0]
    document = documents.get(claim.document_id)
    others = {c.document_id: c for c in group if c.document_id != claim.document_id}
    return Said(
        id=claim.id,
        same=tuple(c.id for c in group[1:]),
        quote=claim.quote,
        lang=claim.lang,
        who=_who(claim),
        stance=word("stances", claim.stance),
        status="" if claim.status == "occurred" else word("statuses", claim.status),
        kind=kind_words(claim),
        facts=tuple(_facts(group, documents)),
        document=heading(document) if document else claim.document_id,
        document_id=claim.document_id,
        outlet=(document.outlet or document.agency or "") if document else "",
        published=day(document.published if document else None),
        dated=bool(document and document.published),
        rule=claim.rule,
        also=tuple((c.id, _short(documents.get(c.document_id), c)) for c in others.values()),
    )


def _short(document: Document | None, claim: Claim) -> str:
    return (document.outlet or heading(document)) if document else claim.document_id


def kind_words(claim: Claim) -> str:
    """Return type and mode in words."""
    kind = word("types", claim.type)
    return f"{kind}: {claim.mode.replace('_', ' ')}" if claim.mode and claim.mode != "unspecified" else kind


def _facts(group: Sequence[Claim], documents: Mapping[str, Document]) -> Iterable[str]:
    """Yield what was read from the words, without repeats; several claims may stand on one quotation."""
    seen: dict[str, None] = {}
    for claim in group:
        for fact in _facts_of(claim, documents):
            seen.setdefault(fact)
    return seen


def _facts_of(claim: Claim, documents: Mapping[str, Document]) -> Iterable[str]:
    if claim.agents:
        yield "by " + ", ".join(dict.fromkeys(country(a.country) if a.country else actor(a) for a in claim.agents))
    if claim.recipients:
        yield "to " + ", ".join(dict.fromkeys(country(a.country) if a.country else actor(a) for a in claim.recipients))
    yield from (quantity(q) for q in claim.quantities)
    if claim.place:
        yield place(claim.place)
    if claim.time and period(claim.time) and as_date(claim.time.start or claim.time.end):
        yield period(claim.time)
    if claim.provision:
        yield claim.provision
