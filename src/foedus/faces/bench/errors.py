"""The confusion report: what a scorer counted as wrong, gold and reading side by side, on one page without scripts.

A row is `{id, error, text, gold, pred}` as the scorer of the claim gold writes it; `gold` or `pred` may be missing.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import jinja2

Row = Mapping[str, Any]
FIELDS = ("type", "status", "stance", "speaker", "agents", "recipients", "place", "time", "quantities", "means",
          "provision", "rule")  # fmt: skip
PARTIES = (("agents", "agent"), ("recipients", "recipient"))


class Piece(NamedTuple):
    """A stretch of a text and what it is part of: quote, speaker, agent, recipient, place."""

    text: str
    marks: str


class Compared(NamedTuple):
    """One field of a claim, expected and read; `state` is same, differs, or open (the gold does not say)."""

    name: str
    gold: str
    pred: str
    state: str


class Wrong(NamedTuple):
    """One wrong item, ready to show."""

    id: str
    gold: Sequence[Piece]
    pred: Sequence[Piece]
    fields: Sequence[Compared]


class Kind(NamedTuple):
    """The wrong items of one kind in one language."""

    anchor: str
    name: str
    wrong: Sequence[Wrong]


class Language(NamedTuple):
    """The wrong items of a language, most frequent kind first."""

    code: str
    size: int
    kinds: Sequence[Kind]


def render_errors(rows: Sequence[Row], languages: Mapping[str, str], *, title: str, engine: str) -> str:
    """Return the page about wrong items; `languages` gives the language of each id."""
    counts = count_errors(rows, languages)
    totals = Counter(str(r["error"]) for r in rows)
    kinds = sorted(totals, key=lambda kind: (-totals[kind], kind))
    codes = sorted({code for code, _ in counts}, key=lambda code: (-sum(counts[code, k] for k in kinds), code))
    shown = [_language(code, kinds, rows, languages) for code in codes]
    return _template().render(
        title=title, engine=engine, languages=shown, kinds=kinds, counts=counts, totals=totals, total=len(rows)
    )


def count_errors(rows: Iterable[Row], languages: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """Return how many errors there are per language and kind."""
    return Counter((languages.get(r["id"], "und"), r["error"]) for r in rows)


def anchor(code: str, kind: str) -> str:
    """Return the name that links use for a kind of error in a language."""
    return f"{code}-{''.join(c if c.isalnum() else '-' for c in kind)}"


def _language(code: str, kinds: Iterable[str], rows: Sequence[Row], languages: Mapping[str, str]) -> Language:
    mine = [r for r in rows if languages.get(r["id"], "und") == code]
    grouped = [Kind(anchor(code, kind), kind, [_wrong(r) for r in mine if r["error"] == kind]) for kind in kinds]
    return Language(code, len(mine), [kind for kind in grouped if kind.wrong])


def _wrong(row: Row) -> Wrong:
    text, gold, pred = str(row["text"]), row.get("gold"), row.get("pred")
    sides = [pieces(text, list(_spans(text, claim))) for claim in (gold, pred)]
    fields = [_compared(field, gold, pred) for field in FIELDS if _is_told(field, gold, pred)]
    return Wrong(str(row["id"]), sides[0], sides[1], fields)


def pieces(text: str, spans: Sequence[tuple[int, int, str]]) -> list[Piece]:
    """Cut a text at the ends of spans; each piece carries the marks of all spans around it.

    >>> pieces("abcd", [(0, 3, "quote"), (1, 2, "agent")])[1:]
    [Piece(text='b', marks='agent quote'), Piece(text='c', marks='quote'), Piece(text='d', marks='')]
    """
    cuts = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end) if 0 <= at <= len(text))})
    return [
        Piece(text[a:b], " ".join(sorted({mark for start, end, mark in spans if start <= a and b <= end})))
        for a, b in itertools.pairwise(cuts)
    ]


def _spans(text: str, claim: Row | None) -> Iterator[tuple[int, int, str]]:
    if not claim:
        return
    yield from _span(text, claim, "quote", claim.get("quote"))
    for field, mark in (*PARTIES, ("speaker", "speaker"), ("place", "place")):
        value = claim.get(field)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield from _span(text, one, mark, one.get("as_written") or one.get("name"))


def _span(text: str, holder: Row, mark: str, written: object) -> Iterator[tuple[int, int, str]]:
    start, end = holder.get("start"), holder.get("end")
    if isinstance(start, int) and isinstance(end, int):
        yield start, end, mark
    elif isinstance(written, str) and written and (found := text.find(written)) >= 0:
        yield found, found + len(written), mark


def _is_told(field: str, gold: Row | None, pred: Row | None) -> bool:
    return any(claim and claim.get(field) for claim in (gold, pred))


def _compared(field: str, gold: Row | None, pred: Row | None) -> Compared:
    shown = [_field(field, claim) for claim in (gold, pred)]
    is_open = gold is None or pred is None or field == "rule" or (field != "type" and field not in gold)
    return Compared(field, shown[0], shown[1], "open" if is_open else "same" if shown[0] == shown[1] else "differs")


def _field(field: str, claim: Row | None) -> str:
    value = claim.get(field) if claim else None
    if claim and field == "type":
        return "/".join(str(part) for part in (value, claim.get("mode")) if part)
    if field == "quantities":
        return ", ".join(sorted(_quantity(q) for q in value or ()))
    return ", ".join(sorted(_short(one) for one in value)) if isinstance(value, list) else _short(value)


def _short(value: Any) -> str:
    """Return an actor as `AZE:MIL`, a time as start–end, a place by its name."""
    if not isinstance(value, Mapping):
        return "" if value is None else str(value)
    if "basis" in value or ("start" in value and "name" not in value):
        return "–".join(dict.fromkeys(str(day)[:10] for day in (value.get("start"), value.get("end")) if day))
    if value.get("country") or value.get("sector"):
        return ":".join(str(value[k]) for k in ("country", "sector") if value.get(k))
    return str(value.get("resolved") or value.get("name") or "")


def _quantity(value: Row) -> str:
    low, high = value.get("low"), value.get("high")
    number = f"{low:.12g}" if low is not None else ""
    if high is not None and high != low:
        number += f"–{high:.12g}"
    parts = (value.get("role"), number, value.get("bound") or "exact", _short(value.get("side")))
    return " ".join(str(part) for part in parts if part)


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("foedus.faces.bench"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["anchor"] = anchor
    return environment.get_template("errors.html")
