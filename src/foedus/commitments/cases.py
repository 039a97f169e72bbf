"""Given/expect cases beside the treaty files: a lawyer writes facts and the verdict, the engine must agree.

A case is a situation and the acts that followed, so that it runs through the same code as press reports do.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from foedus.commitments.contested import Option, Question
from foedus.commitments.frames import Situation
from foedus.commitments.language import Case, CaseAct, Expect, Treaty
from foedus.commitments.treaties import FOLDER, read, read_cases
from foedus.commitments.weighing import weigh_situation
from foedus.records import Claim, Obligation, content_id
from foedus.values import Actor, Period


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
    told = [_claim(case, i, act) for i, act in enumerate(case.acts)]
    found = weigh_situation(situate(case), told, as_of=None, treaties=[treaty])
    differences = [d for expected in case.expect for d in _compare(expected, found)]
    return CaseResult(treaty.id, case.case, tuple(differences))


def situate(case: Case) -> Situation:
    """Return the situation that a case describes; a fact with one value is settled, one left out is not asked."""
    given = {"first": case.first, "where": case.where, "gravity": case.gravity, "force": case.force}
    questions = {
        name: Question(name, tuple(Option(v, _holders(case, name, v)) for v in values))
        for name, values in given.items()
        if values
    }
    questions["opinion"] = Question("opinion", (Option("no"), Option("yes")))
    point = ((case.lat, case.lon),) if case.lat is not None and case.lon is not None else ()
    return Situation(
        incident=content_id("i", case.case),
        date=case.date,
        end=case.date,
        sides=case.sides,
        questions=questions,
        accounts={
            source: {name: (value,) for name, value in sorted(holds.items())}
            for source, holds in sorted(case.accounts.items())
        },
        points=dict.fromkeys(case.where, point),
        opinions=dict.fromkeys(case.opinion, ("case",)),
        objects=case.object,
        coercion=dict.fromkeys(case.coercion, ("case",)),
    )


def _holders(case: Case, name: str, value: str) -> tuple[str, ...]:
    return tuple(sorted(source for source, holds in case.accounts.items() if holds.get(name) == value))


def _claim(case: Case, index: int, act: CaseAct) -> Claim:
    return Claim(
        id=content_id("c", case.case, index),
        document_id="case",
        start=index,
        end=index,
        quote=act.says,
        lang="en",
        type=act.type,  # type: ignore[arg-type]
        mode=act.mode,
        status=act.status,  # type: ignore[arg-type]
        provision=act.provision,
        agents=(Actor(country=act.by),),
        recipients=(Actor(country=act.to),) if act.to else (),
        time=Period(start=act.date, end=act.date, precision=1, basis="stated") if act.date else None,
    )


def _compare(expected: Expect, found: list[Obligation]) -> list[str]:
    here = [
        o for o in found if o.clause.endswith("/" + expected.clause) and expected.beneficiary in (None, o.beneficiary)
    ]
    if not here:
        gone = expected.trigger in (None, "absent", "none")
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
