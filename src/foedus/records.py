"""The records that flow through foedus, in the order in which they are made.

    Document (of Passages) → Mention → Claim → Incident (of Facets, Accounts) → Obligation → Ledger row

Field names are the contract: store, API, exports and tests use them alike. Records are frozen; a stage makes new ones.
"""

from __future__ import annotations

import hashlib
import json
from typing import Literal

from msgspec import Struct

from foedus.values import Actor, Count, Period, Place, Quantity

PassageKind = Literal[
    "title", "paragraph", "heading", "byline", "dateline", "caption", "comment", "related", "notice", "menu",
]  # fmt: skip
PublishedBasis = Literal["given", "metadata", "visible", "url", "unknown"]
MentionKind = Literal["actor", "place", "time", "count", "quotation", "means", "provision", "cue"]
ClaimType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "TOLL", "COMMITMENT",
]  # fmt: skip
Status = Literal["occurred", "negated", "planned", "possible", "demanded", "background"]
Stance = Literal["reports", "states", "confirms", "denies", "accuses", "responsibility"]
MODES: dict[str, tuple[str, ...]] = {
    "ASSAULT": (
        "firearms", "ground", "shelling", "airstrike", "drone", "explosives", "shootdown", "abduct", "targeted",
        "destroy", "ceasefire-violation", "unspecified",
    ),
    "COERCE": ("blockade", "arrest", "seize", "restrict"),
    "MOBILIZE": ("troops", "weapons", "exercise", "peacekeepers"),
    "RETREAT": ("withdraw", "ceasefire", "release", "territory"),
    "REQUEST": ("assist", "ceasefire", "meet", "change"),
    "REJECT": ("assist", "proposal", "recognition"),
    "AGREE": ("ceasefire", "treaty", "assist"),
    "AID": ("military", "arms", "humanitarian", "economic"),
    "CONSULT": ("meeting", "call", "visit", "mediation"),
    "ACCUSE": ("attack", "violation", "disapprove", "investigate"),
}  # fmt: skip
"""The modes that a type of claim may have; types that are not here have none."""


def content_id(prefix: str, *parts: object) -> str:
    """Return an id that depends on content alone: the prefix and 16 hex digits of BLAKE2b over the parts.

    >>> content_id("c", "doc", 0, 12, "ASSAULT") == content_id("c", "doc", 0, 12, "ASSAULT")
    True
    """
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str)
    return f"{prefix}-{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"


class Passage(Struct, frozen=True, kw_only=True):
    """A stretch of a document's text of one kind and one language; only `main` ones are read for claims."""

    start: int
    end: int
    kind: PassageKind = "paragraph"
    lang: str = "und"
    main: bool = True


class Document(Struct, frozen=True, kw_only=True):
    """A source text as read: `text` is NFC with LF line ends and holds everything visible, boilerplate too.

    `published` is an ISO date or time, None if the document does not let a reader know it. `duplicate_of` names a
    document of the same run with the same main text; `near_duplicate_of` the first of its lineage.
    """

    id: str
    path: str
    text: str
    passages: tuple[Passage, ...]
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    agency: str | None = None
    published: str | None = None
    published_basis: PublishedBasis = "unknown"
    language: str = "und"
    main_start: int = 0
    main_end: int = 0
    truncated: bool = False
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    sha256: str = ""
    duplicate_of: str | None = None
    near_duplicate_of: str | None = None


class Reject(Struct, frozen=True, kw_only=True):
    """An input that could not be read: which stage refused it and why; the run goes on."""

    path: str
    stage: str
    reason: str
    detail: str = ""
    sha256: str | None = None


class Mention(Struct, frozen=True, kw_only=True):
    """Something named in a passage; the one value field that its `kind` calls for is filled.

    kind → field: actor → `actor`, place → `place`, time → `period`, count → `count`, provision → `provision`,
    means → `item` (canonical weapon or equipment), quotation and cue → `item` (what sort).
    """

    kind: MentionKind
    start: int
    end: int
    text: str
    actor: Actor | None = None
    place: Place | None = None
    period: Period | None = None
    count: Count | None = None
    provision: str | None = None
    item: str | None = None


class Claim(Struct, frozen=True, kw_only=True):
    """One attributed assertion read from one place in one document (the claim record, DESIGN §3)."""

    id: str
    document_id: str
    start: int
    end: int
    quote: str
    lang: str
    type: ClaimType
    mode: str | None = None
    status: Status = "occurred"
    stance: Stance = "reports"
    speaker: Actor | None = None
    agents: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    place: Place | None = None
    time: Period | None = None
    quantities: tuple[Quantity, ...] = ()
    means: str | None = None
    provision: str | None = None
    rule: str = ""
    confidence: float = 0.5
    engine: str = ""


class Position(Struct, frozen=True, kw_only=True):
    """What one side holds about one facet; `value` is a place, date or actor code, `low`/`high` a count."""

    side: str
    stand: Literal["asserts", "denies", "concedes", "silent"]
    value: str | None = None
    low: float | None = None
    high: float | None = None
    claims: tuple[str, ...] = ()
    documents_read: int = 0


class Facet(Struct, frozen=True, kw_only=True):
    """One disputed or agreed aspect of an incident: `began place time killed wounded captured missing civilians
    equipment territory ceasefire`; `about` is the side it concerns where it concerns one."""

    aspect: str
    about: str | None
    verdict: Literal["agreed", "disputed", "one_side_only", "third_party_confirmed", "unknown"]
    rule: str
    positions: tuple[Position, ...] = ()


class Account(Struct, frozen=True, kw_only=True):
    """One source's version of an incident: `holds` maps a contested fact to the option that this source holds."""

    source: str
    name: str
    holds: tuple[tuple[str, str], ...] = ()
    claims: tuple[str, ...] = ()


class Toll(Struct, frozen=True, kw_only=True):
    """Losses of one side in one role, low to high; `best` may be empty; `by_speaker` keeps each one's last word."""

    side: str
    role: str
    low: float | None
    best: float | None
    high: float | None
    by_speaker: tuple[tuple[str, float | None, float | None, str], ...] = ()  # speaker, low, high, claim id
    rule: str = ""
    claims: tuple[str, ...] = ()


class Link(Struct, frozen=True, kw_only=True):
    """Why two claims were held to be about one happening: each feature with its weight in log2."""

    left: str
    right: str
    weight_log2: float
    features: tuple[tuple[str, float], ...] = ()


class Incident(Struct, frozen=True, kw_only=True):
    """What the claims of many documents agree to be one happening; conflicting claims stand side by side."""

    id: str
    what: str
    kind: str
    start: str | None
    end: str | None
    date_precision: int | None
    place: Place | None
    sides: tuple[str, ...]
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    passing: tuple[str, ...] = ()
    background: bool = False
    independent_sources: int = 0
    facets: tuple[Facet, ...] = ()
    accounts: tuple[Account, ...] = ()
    tolls: tuple[Toll, ...] = ()
    disputed: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    reported: str | None = None  # nobody tells the day: the day on which it was first reported


class Act(Struct, frozen=True, kw_only=True):
    """A dated, sourced act of the life of an obligation: an invocation, an answer, a refusal, a closure."""

    kind: str
    by: str
    to: str | None = None
    date: str | None = None
    provision: str | None = None
    detail: str = ""
    claim: str | None = None


class Verdict(Struct, frozen=True, kw_only=True):
    """Trigger within one account: whether it is met in all, some or none of the readings that account leaves open."""

    account: str
    trigger: Literal["certain", "arguable", "none"]


class Step(Struct, frozen=True, kw_only=True):
    """One line of a proof: how deep, what it says, whether it holds, and the article text or claim it rests on."""

    depth: int
    text: str
    holds: Literal["certain", "arguable", "none", "assumed", "not_found", "info"]
    article: str | None = None
    claim: str | None = None


class Obligation(Struct, frozen=True, kw_only=True):
    """A commitment weighed against an incident, with its four independent facets and the proof.

    `commitment` is the treaty file's id (`cst-1992`), `treaty` its short name for readers, `clause` the clause itself
    (`cst-1992/art4-2010`).
    """

    id: str
    incident: str
    commitment: str
    treaty: str
    provision: str
    kind: str
    beneficiary: str
    obligors: tuple[str, ...]
    trigger: Literal["certain", "arguable", "none"]
    turns_on: tuple[str, ...] = ()
    crux: tuple[str, ...] = ()
    defeaters: tuple[str, ...] = ()
    verify_first: str | None = None
    by_account: tuple[Verdict, ...] = ()
    invoked: Literal["none", "implicit", "formal"] = "none"
    invoked_on: str | None = None
    invocations: tuple[Act, ...] = ()
    answer: str = "none reported"
    answers: tuple[Act, ...] = ()
    closure: str = "open"
    proof: tuple[Step, ...] = ()
    unverified: tuple[str, ...] = ()
    as_of: str | None = None
    clause: str = ""
    conflicts: tuple[str, ...] = ()  # "RUS: rus-aze-1997/refrain": what binds an obligor towards the attacker


class LedgerRow(Struct, frozen=True, kw_only=True):
    """An ally's record under one treaty and kind of clause: counts with denominators, never one bare percentage."""

    ally: str
    partner: str
    treaty: str
    kind: str
    occasions_certain: int
    occasions_arguable: int
    invoked: int
    answered: tuple[tuple[str, int], ...]
    honoured_strict: tuple[int, int]
    honoured_lenient: tuple[int, int]
    readings_interval: tuple[float, float] | None
    sampling_interval: tuple[float, float] | None
    base_rate: str
    obligations: tuple[str, ...] = ()
