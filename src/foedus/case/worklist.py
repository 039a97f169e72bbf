"""What waits for a human decision, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.case.store import Case

SURE = 0.5  # a claim below this is worth a look


def worklist(case: Case) -> Iterator[dict[str, str]]:
    """Yield disputed incidents on which commitments hang, other disputed ones, then the least certain claims."""
    incidents = (
        "select i.id, i.what, i.disputed, count(o.id) as hanging from incident_live i "
        "left join obligation_live o on o.incident = i.id and o.\"trigger\" = 'arguable' "
        "where i.disputed <> '[]' and not i.background and i.state = 'machine' "
        "group by i.id order by hanging desc, i.independent_sources desc, i.id"
    )
    for row in case.db.execute(incidents):
        facts = ", ".join(_list(row["disputed"]))
        because = f"disputed: {facts}" + (f"; {row['hanging']} commitments hang on it" if row["hanging"] else "")
        yield {"kind": "incident", "id": row["id"], "because": because, "what": row["what"]}
    claims = (
        "select c.id, c.quote, c.confidence from claim_live c where c.state = 'machine' and c.confidence < ? "
        "order by c.confidence, c.id"
    )
    for row in case.db.execute(claims, (SURE,)):
        because = f"confidence {row['confidence']:.2f}"
        yield {"kind": "claim", "id": row["id"], "because": because, "what": row["quote"]}


def _list(text: str) -> list[str]:
    import json

    values: list[str] = json.loads(text)
    return values
