"""Known persons by any spelling of their name, with the office they held on a date."""

from __future__ import annotations

import functools
import re

from foedus.mentions.actor_lexicon import Office, Person, persons
from foedus.mentions.folding import fold, folded_forms
from foedus.mentions.tokens import Tokens

_PIECES = re.compile(r"[- ]")
_PARTICLES = frozenset({"al", "el", "ben", "bin", "van", "von", "der", "de", "la", "-", "."})


def person_at(tokens: Tokens, index: int, lower: int) -> tuple[int, int, Person] | None:
    """Return first word, end and person if the word at `index` is a known person's family name.

    Given names, patronymics and initials before it belong to the name, back to word `lower` at most.
    """
    candidates = next((p for f in _forms(tokens, index) if (p := persons().get(f))), None)
    if not candidates:
        return None
    first = _given_start(tokens, index, lower)
    before = {fold(tokens.words[i]) for i in range(first, index)}
    end = index + 1
    for person in candidates:
        if (rest := _family_end(tokens, index, person)) and _given_matches(person, before):
            return first, rest, person
        end = max(end, rest or 0)
    alone = next((p for p in candidates if p.alone and _family_end(tokens, index, p)), None)
    stranger = first < index and any(len(b) > 2 for b in before)
    return (index, end, alone) if alone and not stranger else None


def office_at(person: Person, date: str | None) -> Office:
    """Return the office of a person at an ISO date; the latest begun if there is no date or none fits."""
    day = date or "9999"
    begun = [o for o in person.offices if (o.since or "") <= day]
    fitting = [o for o in begun if o.until is None or day <= o.until]
    return (fitting or begun or person.offices)[-1]


@functools.cache
def given_names() -> frozenset[str]:
    """Return the folded given names of all known persons."""
    return frozenset(fold(given) for people in persons().values() for p in people for given in p.given)


def _forms(tokens: Tokens, index: int) -> tuple[str, ...]:
    written = tokens.words[index]
    if len(written) < 2:
        return ()
    return folded_forms(written)


def _family_end(tokens: Tokens, index: int, person: Person) -> int | None:
    """Return where a family name of several pieces ("Jong-un", "Amir-Abdollahian") ends, None if it does not go on."""
    for family in person.family:
        pieces = _PIECES.split(family)
        at = index + 1
        if fold(pieces[0]) not in _forms(tokens, index):
            continue
        for piece in pieces[1:]:
            at += at < len(tokens.words) and tokens.words[at] == "-"
            if at >= len(tokens.words) or fold(piece) not in folded_forms(tokens.words[at]):
                break
            at += 1
        else:
            return at
    return None


def _given_start(tokens: Tokens, index: int, lower: int) -> int:
    first = index
    while first > lower and index - first < 6 and (tokens.is_capitalised(first - 1) or _is_particle(tokens, first - 1)):
        first -= 1
    while first < index and not tokens.is_capitalised(first):
        first += 1
    return first


def _is_particle(tokens: Tokens, index: int) -> bool:
    return tokens.words[index] in _PARTICLES


def _given_matches(person: Person, before: set[str]) -> bool:
    keys = [fold(given) for given in person.given]
    long = any(b and k and len(b) > 2 and (b.startswith(k[:4]) or k.startswith(b[:4])) for b in before for k in keys)
    return long or bool(before & set(keys)) or any(len(b) == 1 and any(k[:1] == b for k in keys) for b in before)
