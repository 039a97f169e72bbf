"""A small case made by hand: one disputed clash told by both sides and an agency, one duty, one ally."""

from __future__ import annotations

from foedus.records import (
    Account,
    Act,
    Claim,
    Document,
    Facet,
    Incident,
    LedgerRow,
    Obligation,
    Passage,
    Position,
    Reject,
    Step,
    Toll,
    Verdict,
)
from foedus.values import Actor, Period, Place, Quantity, Territory

ARM_MIL = Actor(name=None, id="arm.mod", country="ARM", sector="MIL", as_written="Armenian defence ministry")
AZE_MIL = Actor(name=None, id="aze.mod", country="AZE", sector="MIL", as_written="Azerbaijani defence ministry")
CSTO = Actor(name="CSTO", id="CSTO", country="CSTO", sector="IGO", as_written="CSTO")
PLACE = Place(
    name="Djermouk", resolved="Jermuk", id="g1", lat=39.84, lon=45.67, precision=2,
    territory=Territory(recognised=("ARM",), controlled=("ARM",)),
)  # fmt: skip
HOSTILE = '<script>alert("x")</script> & "quotes" \u2028 \'single\''


def document(
    ident: str, paragraphs: list[tuple[str, str]], *, published: str | None, title: str, outlet: str
) -> Document:
    text, passages = "", []
    for lang, words in paragraphs:
        start = len(text)
        text += words
        passages.append(Passage(start=start, end=len(text), lang=lang))
        text += "\n\n"
    start = len(text)
    text += "Read also"
    passages.append(Passage(start=start, end=len(text), kind="related", main=False))
    return Document(
        id=ident, path=f"demo/{ident}.html", text=text, passages=tuple(passages), title=title, outlet=outlet,
        published=published, published_basis="visible" if published else "unknown", language=paragraphs[0][0],
        url="https://press.example/a?b=1&c=<2>",
    )  # fmt: skip


def claim(ident: str, source: Document, quote: str, **more: object) -> Claim:
    start = source.text.index(quote)
    fields = {"lang": "en", "type": "TOLL", "rule": "toll", **more}
    return Claim(id=ident, document_id=source.id, start=start, end=start + len(quote), quote=quote, **fields)  # type: ignore[arg-type]


FIRST = document(
    "d-1",
    [("en", "Armenia said its troops came under fire near Jermuk. Forty-nine of its soldiers were killed, it said.")],
    published="2022-09-13",
    title="Fire at the border " + HOSTILE,
    outlet="Test Wire",
)
SECOND = document(
    "d-2",
    [
        ("fr", "L’Arménie fait désormais état de 105 soldats tués. L’Azerbaïdjan parle de 50 morts et dément."),
        ("fr", "L’OTSC enverra une mission."),
    ],
    published="2022-09-14T20:00:00+02:00",
    title="Bilan",
    outlet="Journal d’essai",
)
THIRD = document("d-3", [("en", "A village waits for somebody to come.")], published=None, title="Scene", outlet="")


def killed(side: Actor, count: float) -> tuple[Quantity, ...]:
    return (Quantity(role="killed", side=side, low=count, high=count),)


CLAIMS = (
    claim("c-1", FIRST, "its troops came under fire near Jermuk", type="ASSAULT", mode="firearms", speaker=ARM_MIL,
          recipients=(ARM_MIL,), place=PLACE, time=Period(start="2022-09-13", end="2022-09-13", precision=1)),
    claim("c-2", FIRST, "Forty-nine of its soldiers were killed", speaker=ARM_MIL, quantities=killed(ARM_MIL, 49)),
    claim("c-3", SECOND, "105 soldats tués", lang="fr", speaker=ARM_MIL, quantities=killed(ARM_MIL, 105)),
    claim("c-4", SECOND, "50 morts", lang="fr", speaker=AZE_MIL, quantities=killed(AZE_MIL, 50)),
    claim("c-5", SECOND, "L’OTSC enverra une mission", lang="fr", type="CONSULT", mode="visit", status="planned"),
    claim("c-6", THIRD, "A village waits", type="REQUEST", mode="assist"),
)  # fmt: skip

CLASH = Incident(
    id="i-1", what="Fighting near Jermuk " + HOSTILE, kind="ASSAULT", start="2022-09-13", end="2022-09-14",
    date_precision=1, place=PLACE, sides=("ARM", "AZE"), claims=("c-1", "c-2", "c-3", "c-4", "c-5"),
    documents=("d-1", "d-2"), independent_sources=2, disputed=("began",),
    facets=(
        Facet(aspect="began", about=None, verdict="disputed", rule="mutual-blame", positions=(
            Position(side="ARM", stand="asserts", value="AZE", claims=("c-1",)),
            Position(side="AZE", stand="denies", claims=("c-4",)),
            Position(side="UN", stand="asserts", value="2022-09-13", claims=("c-5",)),
        )),
        Facet(aspect="killed", about="ARM", verdict="one_side_only", rule="one-side", positions=(
            Position(side="ARM", stand="concedes", low=105, high=105, claims=("c-3",)),
            Position(side="AZE", stand="silent", documents_read=2),
        )),
    ),
    accounts=(
        Account(source="ARM", name="Armenia", holds=(("began", "AZE"),)),
        Account(source="AZE", name="Azerbaijan"),
    ),
    tolls=(
        Toll(side="ARM", role="killed", low=105, best=105, high=105, by_speaker=(("ARM", 105, 105, "c-3"),)),
        Toll(side="AZE", role="killed", low=50, best=50, high=50, by_speaker=(("AZE", 50, 50, "c-4"),), rule="own"),
    ),
)  # fmt: skip
SCENE = Incident(
    id="i-2", what="Call for help", kind="REQUEST", start=None, end=None, date_precision=None, place=None, sides=(),
    claims=("c-6",), documents=("d-3",), independent_sources=1,
)  # fmt: skip
OLD = Incident(
    id="i-3", what="A war of the past", kind="ASSAULT", start="1992", end=None, date_precision=5, place=None,
    sides=("ARM", "AZE"), claims=(), documents=(), background=True,
)  # fmt: skip

DUTY = Obligation(
    id="o-1", incident="i-1", commitment="cst-1992/art4-2010", treaty="cst-1992", provision="CST art. 4", kind="assist",
    beneficiary="ARM", obligors=("RUS", "KAZ"), trigger="arguable", turns_on=("who used force first",),
    crux=("Azerbaijan used force first",), defeaters=("Armenia used force first",), verify_first="who used force first",
    by_account=(Verdict(account="ARM", trigger="certain"), Verdict(account="AZE", trigger="none")),
    invoked="formal", invoked_on="2022-09-13",
    invocations=(Act(kind="invocation", by="ARM", to="CSTO", date="2022-09-13", provision="CST art. 4", claim="c-1"),),
    answer="mission", answers=(Act(kind="mission", by="CSTO", date="2022-09-14", claim="c-5"),), closure="partly",
    proof=(
        Step(depth=0, text="Is the duty to help triggered?", holds="arguable", article="CST art. 4"),
        Step(depth=1, text="An armed attack on Armenia", holds="arguable", claim="c-1"),
        Step(depth=2, text="Azerbaijan used force first", holds="assumed"),
        Step(depth=1, text="On its territory", holds="certain"),
    ),
    unverified=("text of article 4 in force on the day",), as_of="2024-02-22",
    conflicts=("RUS: rus-aze-1997/consult", "RUS: no-such/clause"),
)  # fmt: skip
IDLE = Obligation(
    id="o-2", incident="i-1", commitment="x", treaty="no-such-treaty", provision="NAT art. 5", kind="assist",
    beneficiary="ARM", obligors=(), trigger="none",
)  # fmt: skip
ROW = LedgerRow(
    ally="RUS", partner="ARM", treaty="CST", kind="assist", occasions_certain=0, occasions_arguable=1, invoked=1,
    answered=(("mission", 1),), honoured_strict=(0, 1), honoured_lenient=(1, 1), readings_interval=(0.0, 1.0),
    sampling_interval=(0.0, 0.98), base_rate="about half of the occasions, 1816–2003", obligations=("o-1",),
)  # fmt: skip

DOCUMENTS = (FIRST, SECOND, THIRD)
INCIDENTS = (CLASH, SCENE, OLD)
OBLIGATIONS = (DUTY, IDLE)
LEDGER = (ROW,)
REJECTS = (Reject(path="demo/<bad>.bin", stage="read", reason="binary", detail="zip"),)
