"""Measure the chain from documents to incidents on a corpus with gold incidents, in its own scorer's figures.

python benchmarks/incidents.py DIR [--out PRED.json] [--why]     DIR holds docs/, gold and score.py
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foedus import flow
from foedus.documents import mark_duplicates, read_paths
from foedus.records import Claim, Document, Incident


def main() -> None:
    """Print the figures; write the prediction if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--why", action="store_true", help="print the incidents with their documents")
    options = parser.parse_args()
    documents, claims, incidents = run(options.folder / "docs")
    text = json.dumps(prediction(documents, claims, incidents), ensure_ascii=False, indent=1)
    with tempfile.TemporaryDirectory() as folder:
        path = options.out or Path(folder) / "pred.json"
        path.write_text(text, encoding="utf-8")
        for name, value in figures(options.folder, path).items():
            print(f"{name:32} {value:.3f}")
    for incident in incidents if options.why else ():
        print(
            incident.what,
            "|",
            *(f"({d})" if d in incident.passing else d for d in _names(incident.documents, documents)),
        )


def run(folder: Path) -> tuple[list[Document], list[Claim], tuple[Incident, ...]]:
    """Return documents, claims and incidents of a folder."""
    documents = [d for d in read_paths([str(folder)]) if isinstance(d, Document)]
    documents = list(mark_duplicates(documents))
    claims = [c for d in documents for c in flow.claim(d, flow.annotate(d))]
    return documents, claims, flow.link(documents, claims)


def _names(ids: Sequence[str], documents: Sequence[Document]) -> list[str]:
    paths = {d.id: Path(d.path).stem for d in documents}
    return [paths[i] for i in ids]


def prediction(documents: Sequence[Document], claims: Sequence[Claim], incidents: Sequence[Incident]) -> dict[str, Any]:
    """Return the scorer's form: document ids are file stems, offsets count in the document's text."""
    stem = {d.id: Path(d.path).stem for d in documents}
    by_id = {c.id: c for c in claims}
    mentions: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for incident in incidents:
        for ident in incident.documents:
            mentions[stem[ident]].append({"id": incident.id, "main": ident not in incident.passing})
    return {
        "documents": [
            {
                "id": stem[d.id], "published": d.published, "text": d.text, "main_text": main_text(d),
                "near_duplicate_of": stem.get(d.near_duplicate_of or "") or stem.get(d.duplicate_of or ""),
            }
            for d in documents
        ],
        "incidents": [_incident(i, by_id, stem) for i in incidents],
        "mentions": dict(mentions),
    }  # fmt: skip


def main_text(document: Document) -> str:
    """Return the main passages, one paragraph a line."""
    return "\n\n".join(document.text[p.start : p.end] for p in document.passages if p.main and p.kind == "paragraph")


def _incident(incident: Incident, claims: dict[str, Claim], stem: dict[str, str]) -> dict[str, Any]:
    told = [claims[c] for c in incident.claims]
    killed = [t for t in incident.tolls if t.role == "killed"]
    return {
        "id": incident.id,
        "claims": [{"document": stem[c.document_id], "start": c.start, "end": c.end} for c in told],
        "tolls": {
            t.side: {
                "low": t.low, "best": t.best, "high": t.high,
                "by_speaker": {s: [low, high] for s, low, high, _ in t.by_speaker},
            }
            for t in killed
        },
        "disputed": list(incident.disputed),
        "independent_sources": incident.independent_sources,
    }  # fmt: skip


def figures(folder: Path, path: Path) -> dict[str, float]:
    """Return the figures of the corpus's own scorer, with the one-a-day baseline."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        return {}
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    gold, found = score.load_gold(str(folder)), score.load_pred([str(path)])
    mentions, main_only = (score.cluster_scores(gold, score.pred_mentions(gold, found, m), m) for m in (False, True))
    fields, claims = score.score_incident_fields(gold, found), score.score_claims(gold, found)
    daily = score.cluster_scores(gold, score.one_a_day(gold), False)["bcubed"]
    return {
        "mentions B3 precision": mentions["bcubed"]["precision"],
        "mentions B3 recall": mentions["bcubed"]["recall"],
        "mentions B3 F1": mentions["bcubed"]["f1"],
        "main mentions B3 F1": main_only["bcubed"]["f1"],
        "one a day, B3 F1": daily["f1"],
        "claims found": claims["coverage"],
        "tolls best": fields["tolls"]["exact_best"],
        "tolls low": fields["tolls"]["low"],
        "tolls high": fields["tolls"]["high"],
        "tolls by speaker": fields["tolls"]["by_speaker"],
        "disputed F1": fields["disputed"]["f1"],
        "disputed core F1": fields["disputed_core"]["f1"],
        "independent sources": fields["independent_sources"]["accuracy"],
    }


if __name__ == "__main__":
    main()
