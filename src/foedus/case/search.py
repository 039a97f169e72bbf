"""Full text over claims and documents, as written and folded across scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foedus.case.fold import fold
from foedus.case.store import Case

_WORD = re.compile(r"\w+")


def find(case: Case, query: str, *, where: str = "all") -> Iterator[dict[str, str]]:
    """Yield what holds all words of a query (or longer forms of them), best first: claims, then documents."""
    match = _match(query)
    if not match:
        return
    if where in ("all", "claims"):
        yield from _claims(case, match.replace("{plain}", "quote"))
    if where in ("all", "documents"):
        yield from _documents(case, match.replace("{plain}", "title text"))


def _match(query: str) -> str:
    words = []
    for word in _WORD.findall(query):
        folded = " ".join(f'"{part}"*' for part in _WORD.findall(fold(word)))
        words.append(f'(({{{{plain}}}} : "{word}"*)' + (f" OR (folded : {folded}))" if folded else ")"))
    return " AND ".join(words)


def _claims(case: Case, match: str) -> Iterator[dict[str, str]]:
    sql = (
        "select c.id, c.quote, d.path, d.title from claim_fts f join claim_live c on c.n = f.rowid "
        "join document_live d on d.id = c.document_id where claim_fts match ? order by bm25(claim_fts), c.id"
    )
    for row in case.db.execute(sql, (match,)):
        yield {"kind": "claim", "id": row["id"], "document": row["title"] or row["path"], "snippet": row["quote"]}


def _documents(case: Case, match: str) -> Iterator[dict[str, str]]:
    sql = (
        "select d.id, d.path, d.title, snippet(document_fts, 1, '', '', '…', 16) as found from document_fts f "
        "join document_live d on d.n = f.rowid where document_fts match ? order by bm25(document_fts), d.id"
    )
    for row in case.db.execute(sql, (match,)):
        title = row["title"] or row["path"]
        yield {"kind": "document", "id": row["id"], "document": title, "snippet": row["found"]}
