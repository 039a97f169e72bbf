"""Treaty files, the kernel of readings, weighing, proofs.

    weigh(incidents, claims, documents, as_of=None)   the stage: Obligation records
    treaties.load_all() / load(id or alias) / check(path) / read(path)
                                                      treaty files; `check` returns TreatyErrors with file and line
    cases.run_cases(path=None)                        given/expect cases beside the treaties → CaseResult records
    explain.explain(obligation, claims, documents)    the proof as text a newsroom can quote
    kernel                                            frames, readings as bitmasks, crux, defeaters, pivots

`Obligation.commitment` is the treaty's id, `clause` the clause's (`cst-1992/art4-2010`), `treaty` its short name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foedus.records import Claim, Document, Incident, Obligation


def weigh(
    incidents: Sequence[Incident], claims: Sequence[Claim], documents: Sequence[Document], *, as_of: str | None = None
) -> tuple[Obligation, ...]:
    """Hold every incident against the commitments in force on its day (`foedus.commitments.weighing.weigh`)."""
    from foedus.commitments.weighing import weigh as stage

    return stage(incidents, claims, documents, as_of=as_of)
