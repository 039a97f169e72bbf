"""Killed and injured on noisy pages: DATA/pages.jsonl.gz with `title`, `text`, `date`, `killed`, `injured`, `usable`.

A page's figure is its news toll: the greatest count of that role among claims that occurred and are not history
(a page repeats its toll and its parts; the total is the greatest). Exact match, over all pages and over those with a
count above zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from foedus.faces.bench import Figure, rows
from foedus.records import Claim

PEERS = {"killed": "regular expression: 67.8 all, 54.4 above zero", "injured": "50.9 all, 26.7 above zero"}


def score(data: Path) -> list[Figure]:
    """Return the share of pages whose count is exactly right."""
    tolls = [(row, _tolls(row)) for row in rows(data / "pages.jsonl.gz") if row.get("usable")]
    return [figure for role in ("killed", "injured") for figure in _figures(role, tolls)]


def _figures(role: str, tolls: list[tuple[dict[str, Any], dict[str, int]]]) -> Iterator[Figure]:
    for name, chosen in (("all", tolls), ("above zero", [t for t in tolls if t[0][role] > 0])):
        right = sum(found[role] == row[role] for row, found in chosen)
        share = right / max(1, len(chosen))
        yield Figure(name=f"{role} exact", value=share, group=name, counted=len(chosen), peer=PEERS[role])


def _tolls(row: dict[str, Any]) -> dict[str, int]:
    from foedus.claims import read_claims
    from foedus.documents import document_from_text
    from foedus.mentions import annotate

    document = document_from_text(f"{row['title']}.\n\n{row['text']}", published=row.get("date"), lang="en", plain=True)
    claims = read_claims(document, annotate(document))
    return {"killed": page_toll(claims, "killed"), "injured": page_toll(claims, "wounded")}


def page_toll(claims: Sequence[Claim], role: str) -> int:
    """Return the greatest exact count of a role among what occurred as news; 0 if there is none."""
    news = [c for c in claims if c.status == "occurred"]
    return max((int(q.low or 0) for c in news for q in c.quantities if q.role == role), default=0)
