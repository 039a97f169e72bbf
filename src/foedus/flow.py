"""The whole flow on one page: read this first.

    bytes ──read──▶ Document ──annotate──▶ Mention ──claim──▶ Claim ──link──▶ Incident ──weigh──▶ Obligation ──▶ Ledger

Every arrow is a pure function; the folder of the same name holds it. An engine (`foedus.engine`) runs the first three
over batches of documents and the others over tables; `foedus.case` keeps what they make; `foedus.faces` shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from foedus.records import Claim, Document, Incident, LedgerRow, Mention, Obligation


def annotate(document: Document) -> tuple[Mention, ...]:
    """Find actors, places, times, counts, quotations, means, provisions and cues in the main passages."""
    from foedus.mentions import annotate

    return annotate(document)


def claim(document: Document, mentions: Sequence[Mention]) -> tuple[Claim, ...]:
    """Read who says who did what to whom, where, when, with how many losses."""
    from foedus.claims import read_claims

    return read_claims(document, mentions)


def link(documents: Sequence[Document], claims: Sequence[Claim]) -> tuple[Incident, ...]:
    """Bring together the claims that are about one happening, with facets, accounts and tolls."""
    from foedus.incidents import link

    return link(documents, claims)


def weigh(
    incidents: Sequence[Incident], claims: Sequence[Claim], documents: Sequence[Document], *, as_of: str | None = None
) -> tuple[Obligation, ...]:
    """Hold every incident against the commitments in force on its day."""
    from foedus.commitments import weigh

    return weigh(incidents, claims, documents, as_of=as_of)


def tally(obligations: Sequence[Obligation]) -> tuple[LedgerRow, ...]:
    """Add up each ally's record."""
    from foedus.ledger import tally

    return tally(obligations)
