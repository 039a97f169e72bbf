"""The treaty language: what a treaty file may say, as records. One treaty is one YAML file (`docs/treaties.md`).

Every fact carries its `source` (a key of the file's own `sources`) or says `unverified` and why; what is unverified is
printed with each verdict that rests on it. Paraphrases are ours. The JSON Schema in `resources/schemas/` is made from
these records by `tools/treaty_schema.py`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

ClauseKind = Literal["assist", "consult", "refrain", "cease_fire", "deploy", "guarantee", "mediate"]
Modality = Literal["owes", "may", "considers"]
Gravity = Literal["threat", "incident", "armed_attack", "war"]
Rung = Literal["statement", "consultation", "mediation", "mission", "materiel", "troops"]

GRAVITIES: tuple[Gravity, ...] = ("threat", "incident", "armed_attack", "war")
LADDER: tuple[str, ...] = (
    "none reported", "statement", "consultation", "mediation", "mission", "materiel", "troops",
)  # fmt: skip


class _Fact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    source: str | None = None  # a key of `sources`
    unverified: str | None = None  # what is in doubt, in words


class Dated(_Fact, frozen=True, kw_only=True):
    """A day on which something was done: ISO date, and where."""

    date: str
    place: str | None = None


class Membership(_Fact, frozen=True, kw_only=True):
    """One stretch of a party's membership: `left` is the first day outside, empty while it lasts.

    `suspended` counts de jure (the clauses do not bind); `frozen` is the party's own de facto refusal to take part,
    which changes nothing in law and is printed.
    """

    state: str
    joined: str
    left: str | None = None
    suspended: str | None = None
    frozen: str | None = None
    note: str | None = None


class Text(_Fact, frozen=True, kw_only=True):
    """A version of the text and the days it is in force: `since` inclusive, `until` the first day without it."""

    id: str
    since: str
    until: str | None = None
    languages: tuple[str, ...] = ()
    note: str | None = None


class Doctrine(_Fact, frozen=True, kw_only=True):
    """A contested term: a yes-or-no question that lawyers answer differently, the answers in words, who holds what."""

    id: str
    question: str
    yes: str
    no: str
    held: tuple[tuple[str, Literal["yes", "no"]], ...] = ()  # who holds it → answer


class Area(_Fact, frozen=True, kw_only=True):
    """Where a clause applies: boxes of latitude and longitude (south, west, north, east), or whose land by a view."""

    id: str
    name: str
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    recognised: tuple[str, ...] = ()
    controlled: tuple[str, ...] = ()


class Where(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose land: of the `beneficiary`, of any `party`, or of listed states, by recognition or by actual control.

    `undelimited` names the doctrine that decides whether a line never drawn counts; without it, it does not.
    """

    of: str | tuple[str, ...] = "beneficiary"
    view: Literal["recognised", "controlled", "either"] = "recognised"
    undelimited: str | None = None


class Condition(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename={"not_": "not"}
):
    """One condition of a trigger; exactly one key, apart from `says` (its wording in a proof).

    Composition: `all`, `any`, `not`, `unless` (the first holds and none of the others).
    Terms: `attacked` (another used force first against the beneficiary) · `attacker` (who that is: `outsider` to the
    treaty, `member`, `state`, or codes) · `where` · `area` · `gravity` (at least) · `object` (what was hit) · `opinion`
    (the beneficiary itself says so) · `force` (`parties`: force was used by a party against a party, `any`) ·
    `coercion` (modes, e.g. blockade) · `doctrine`.
    """

    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = None
    unless: tuple[Condition, ...] | None = None
    attacked: Literal["beneficiary"] | None = None
    attacker: str | tuple[str, ...] | None = None
    where: Where | None = None
    area: str | None = None
    gravity: Gravity | None = None
    object: tuple[str, ...] | None = None
    opinion: Literal["beneficiary"] | None = None
    force: Literal["parties", "any"] | None = None
    coercion: tuple[str, ...] | None = None
    doctrine: str | None = None
    says: str | None = None

    def key(self) -> str | None:
        """Return the one key that is given, None if none or several are."""
        given = [name for name in KEYS if getattr(self, name) is not None]
        return given[0] if len(given) == 1 else None

    def parts(self) -> tuple[Condition, ...]:
        """Return the conditions that this one is made of."""
        single = () if self.not_ is None else (self.not_,)
        return (self.all or ()) + (self.any or ()) + (self.unless or ()) + single


KEYS = tuple(name for name in Condition.__struct_fields__ if name != "says")


class Clause(_Fact, frozen=True, kw_only=True):
    """A commitment: when its trigger holds, the obligors owe the beneficiary the kind of help that it names."""

    id: str
    article: str
    kind: ClauseKind
    says: str  # our paraphrase
    trigger: Condition
    text: tuple[str, ...] = ()  # text versions that have it; empty = all
    owed_by: str | tuple[str, ...] = "others"  # others: every other party; parties: all of them; or codes
    owed_to: str | tuple[str, ...] = "attacked"  # attacked: the party that is; parties: one another; or codes
    modality: Modality = "owes"
    request: Literal["none", "needed", "implied"] = "none"
    determined_by: Literal["victim", "each", "jointly", "organ", "unsaid"] = "unsaid"
    help: str = ""
    honoured_by: Rung = "consultation"  # the rung of the ladder that meets the clause's own standard
    deadline: str | None = None
    exceptions: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()  # clause or treaty ids that prevail over this one
    since: str | None = None
    until: str | None = None


class Treaty(_Fact, frozen=True, kw_only=True):
    """One instrument. `aliases` are the strings that claims carry as `provision`; `organs` speak for the parties."""

    id: str
    title: str
    short: str
    nature: Literal["treaty", "declaration", "statement", "truce", "resolution", "domestic_law", "executive"]
    signed: Dated
    in_force: Dated
    sources: dict[str, str]
    parties: tuple[Membership, ...]
    clauses: tuple[Clause, ...]
    ended: Dated | None = None
    registered: str | None = None
    aliases: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    texts: tuple[Text, ...] = ()
    doctrines: tuple[Doctrine, ...] = ()
    areas: tuple[Area, ...] = ()
    term: str | None = None
    guarantors: tuple[str, ...] = ()  # signatories that mediate or watch and are not bound by the clauses on force
    only_if_named: bool = False  # dormant or little used: weighed only if a report names it
    atop: str | None = None  # id in the Alliance Treaty Obligations and Provisions data
    notes: tuple[str, ...] = field(default=())

    def memberships(self, date: str) -> tuple[Membership, ...]:
        """Return the memberships that bind on a day, suspended ones left out."""
        return tuple(
            m
            for m in self.parties
            if m.joined <= date and (m.left is None or date < m.left) and not (m.suspended and m.suspended <= date)
        )

    def binds(self, date: str) -> bool:
        """Return whether the instrument is in force on a day."""
        return self.in_force.date <= date and (self.ended is None or date < self.ended.date)

    def clauses_on(self, date: str) -> tuple[Clause, ...]:
        """Return the clauses of the text in force on a day."""
        live = {t.id for t in self.texts if t.since <= date and (t.until is None or date < t.until)}
        return tuple(
            c
            for c in self.clauses
            if (not c.text or live & set(c.text))
            and (c.since is None or c.since <= date)
            and (c.until is None or date < c.until)
        )


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A given/expect case beside a treaty: the facts as accounts hold them, and the verdict a lawyer would give."""

    case: str
    date: str
    sides: tuple[str, ...]
    expect: tuple[Expect, ...]
    first: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    gravity: tuple[str, ...] = ("armed_attack",)
    force: tuple[str, ...] = ("yes",)
    object: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    opinion: tuple[str, ...] = ()
    coercion: tuple[str, ...] = ()
    accounts: dict[str, dict[str, str]] = {}
    acts: tuple[CaseAct, ...] = ()
    why: str = ""


class CaseAct(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An act of the life of an obligation in a given/expect case, in the words of the claim record."""

    type: str
    by: str
    mode: str | None = None
    to: str | None = None
    date: str | None = None
    status: str = "occurred"
    provision: str | None = None
    says: str = ""


class Expect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a case expects of one clause; a field left out is not tested. `trigger: absent` = not weighed at all."""

    clause: str
    beneficiary: str | None = None
    trigger: Literal["certain", "arguable", "none", "absent"] | None = None
    turns_on: tuple[str, ...] | None = None
    invoked: Literal["none", "implicit", "formal"] | None = None
    answer: str | None = None
    closure: str | None = None
    accounts: dict[str, str] = {}
