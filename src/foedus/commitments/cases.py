"""Given/expect cases beside the treaty files: a lawyer writes facts and the verdict, the engine must agree.

A case is turned into an incident and claims of accounts, so that it runs through the same code as press reports.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from foedus.commitments.frames import holders_of
from foedus.commitments.language import Case, CaseAct, Expect, Treaty
from foedus.commitments.treaties import FOLDER, read, read_cases
from foedus.commitments.weighing import weigh_one
from foedus.records import Account, Claim, Incident, Obligation, content_id
from foedus.values import Actor, Period, Place, Territory


class CaseResult(Struct, frozen=True):
    """One given/expect case as it went: no `differences` means that it passed."""

    treaty: str
    case: str
    differences: tuple[str, ...]


def run_cases(path: str | Path | None = None) -> tuple[CaseResult, ...]:
    """Run the cases beside one treaty file, or beside all that are shipped."""
    files = [Path(path)] if path else [p for p in sorted(FOLDER.glob("*.yaml")) if _is_treaty(p)]
    return tuple(_run(read(file), case) for file in files for case in read_cases(file))


def _is_treaty(path: Path) -> bool:
    return not path.name.endswith(".cases.yaml") and not path.name.startswith("_")


def _run(treaty: Treaty, case: Case) -> CaseResult:
    incident, claims = situate(case)
    found = weigh_one(incident, claims, claims, as_of=None, treaties=[treaty])
    differences = [d for expected in case.expect for d in _compare(expected, found)]
    return CaseResult(treaty.id, case.case, tuple(differences))


def situate(case: Case) -> tuple[Incident, list[Claim]]:
    """Return the incident and the claims that a case describes."""
    claims = [_claim(case, i, act) for i, act in enumerate(case.acts)]
    claims += [_opinion(case, state) for state in case.opinion]
    claims += [_pressure(case, mode) for mode in case.coercion]
    claims += [_object(case, name) for name in case.object]
    holds = dict(case.accounts)
    spread = {"first": case.first, "where": case.where, "gravity": case.gravity}
    accounts = [
        Account(source=source, name=source, holds=tuple(sorted(answers.items()))) for source, answers in holds.items()
    ]
    for name, values in spread.items():
        # A lone value is undisputed: the press tells it too. Several are held by nobody we need to name.
        source = "press" if len(values) == 1 else "some"
        accounts += [Account(source=f"{source}", name=source, holds=((name, value),)) for value in values]
    key = case.where[0] if case.where else ""
    territory = Territory(recognised=holders_of(key, "recognised"), controlled=holders_of(key, "controlled"))
    place = Place(name="given", lat=case.lat, lon=case.lon, precision=2, territory=territory) if key else None
    incident = Incident(
        id=content_id("i", case.case),
        what=case.case,
        kind="ASSAULT",
        start=case.date,
        end=case.date,
        date_precision=1,
        place=place,
        sides=case.sides,
        claims=tuple(c.id for c in claims),
        documents=("case",),
        accounts=tuple(accounts),
    )
    return incident, claims


def _make(case: Case, *parts: str, **fields: object) -> Claim:
    record = Claim(
        id=content_id("c", case.case, *parts), document_id="case", start=0, end=0, quote=" ".join(parts), lang="en",
        type="ASSAULT",
    )  # fmt: skip
    return Claim(**{**{f: getattr(record, f) for f in record.__struct_fields__}, **fields})


def _claim(case: Case, index: int, act: CaseAct) -> Claim:
    return _make(
        case,
        str(index),
        type=act.type,
        mode=act.mode,
        status=act.status,
        provision=act.provision,
        agents=(Actor(country=act.by),),
        recipients=(Actor(country=act.to),) if act.to else (),
        time=Period(start=act.date, end=act.date, precision=1, basis="stated") if act.date else None,
    )


def _opinion(case: Case, state: str) -> Claim:
    enemy = next((s for s in case.sides if s != state), None)
    to = (Actor(country=enemy),) if enemy else ()
    return _make(
        case, "opinion", state, type="ACCUSE", mode="disapprove", agents=(Actor(country=state),), recipients=to
    )


def _pressure(case: Case, mode: str) -> Claim:
    return _make(case, "pressure", mode, type="COERCE", mode=mode)


def _object(case: Case, name: str) -> Claim:
    words = {"vessel": "boat", "coast_guard": "coast guard ship", "aircraft": "aircraft", "forces": "soldiers"}
    return _make(case, words.get(name, name), type="COERCE", mode="restrict")


def _compare(expected: Expect, found: list[Obligation]) -> list[str]:
    here = [
        o for o in found if o.clause.endswith("/" + expected.clause) and expected.beneficiary in (None, o.beneficiary)
    ]
    if not here:
        gone = expected.trigger in (None, "absent")
        return [] if gone else [f"{expected.clause}: expected {expected.trigger}, but it is not weighed"]
    obligation = here[0]
    out = []
    for name in ("trigger", "turns_on", "invoked", "answer", "closure"):
        wanted, got = getattr(expected, name), getattr(obligation, name)
        if name == "turns_on" and wanted is not None:
            wanted, got = sorted(wanted), sorted(got)
        if wanted is not None and wanted != got:
            out.append(f"{expected.clause}: {name} expected {wanted}, got {got}")
    verdicts = {v.account: v.trigger for v in obligation.by_account}
    for account, wanted in expected.accounts.items():
        if verdicts.get(account) != wanted:
            out.append(f"{expected.clause}: in the account of {account} expected {wanted}, got {verdicts.get(account)}")
    return out
