"""From what a model wrote to items of the schema. A cut answer loses its unfinished last item; no more is mended."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import ValidationError, convert

from foedus.claims.llm.schema import Told

_LIST = re.compile(r'\s*(?:```(?:json)?\s*)?\{\s*"claims"\s*:\s*\[')
_NEXT = re.compile(r"[\s,]*")
_WHERE = re.compile(r"\$\.(\w+)")
MOST_ITEMS = 500  # no group of passages tells so much: a model that goes on is repeating itself


def told_claims(answer: str, dropped: Counter[str]) -> Iterator[Told]:
    """Yield the items that follow the schema; count the others by the field that is wrong.

    >>> dropped = Counter()
    >>> [t.quote for t in told_claims('{"claims": [{"quote": "a", "type": "ASSAULT"}, {"quote": "b', dropped)], dropped
    (['a'], Counter({'answer_cut': 1}))
    """
    for item in _items(answer, dropped):
        try:
            yield convert(item, Told)
        except ValidationError as error:
            found = _WHERE.search(str(error))
            dropped[f"schema_{found[1]}" if found else "schema"] += 1


def _items(answer: str, dropped: Counter[str]) -> Iterator[Any]:
    opening = _LIST.match(answer)
    if opening is None:
        dropped["answer_not_the_schema"] += 1
        return
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    position = _skip(answer, opening.end())
    for _ in range(MOST_ITEMS):
        if answer[position : position + 1] == "]":
            return
        try:
            item, position = decoder.raw_decode(answer, position)
        except (ValueError, RecursionError):
            break
        yield item
        position = _skip(answer, position)
    dropped["answer_cut"] += 1


def _skip(answer: str, position: int) -> int:
    found = _NEXT.match(answer, position)
    return found.end() if found else position


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
