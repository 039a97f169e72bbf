"""What is asked of the model: the claim record with names in place of offsets, as JSON Schema in the request."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from foedus.records import MODES, ClaimType, Document, Passage, Stance, Status
from foedus.resources import ROOT
from foedus.values import Bound, Role


class ToldTime(Struct, frozen=True, forbid_unknown_fields=True):
    """When, in the words of the text, with the dates that the model worked out."""

    as_written: str
    start: str | None = None
    end: str | None = None


class ToldQuantity(Struct, frozen=True, forbid_unknown_fields=True):
    """A counted loss; `side` and `item` as written."""

    role: Role
    side: str | None = None
    low: float | None = None
    high: float | None = None
    bound: Bound = "exact"
    item: str | None = None


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim as a model tells it: the fields of `Claim` that it can know, names as written in the text."""

    quote: str
    type: ClaimType
    mode: str | None = None
    status: Status = "occurred"
    stance: Stance = "reports"
    speaker: str | None = None
    agents: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    time: ToldTime | None = None
    quantities: tuple[ToldQuantity, ...] = ()
    means: str | None = None
    provision: str | None = None


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of an answer."""

    claims: tuple[Told, ...]


@functools.cache
def answer_schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer: every field required, as servers with strict schemas want it."""
    (reference,), components = msgspec.json.schema_components([Answer], ref_template="#/$defs/{name}")
    for component in components.values():
        component["required"] = list(component["properties"])
        for described in component["properties"].values():
            described.pop("default", None)
    components["Told"]["properties"]["mode"] = {"enum": [None, *sorted({m for modes in MODES.values() for m in modes})]}
    root = components.pop("Answer")
    assert reference
    return {**root, "$defs": components}


@functools.cache
def instructions() -> str:
    """Return what the model is told to do, once for all texts."""
    return (ROOT / "llm" / "instructions.txt").read_text(encoding="utf-8")


def request(model: str, document: Document, passages: Sequence[Passage]) -> dict[str, Any]:
    """Return the body of a chat-completions request about a group of passages."""
    told = {
        "published": document.published,
        "passages": [
            {"number": n, "language": p.lang, "kind": p.kind, "text": document.text[p.start : p.end]}
            for n, p in enumerate(passages, 1)
        ],
    }
    return {
        "model": model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": instructions()},
            {"role": "user", "content": json.dumps(told, ensure_ascii=False)},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": answer_schema()},
        },
    }
