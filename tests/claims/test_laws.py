"""Laws of the claim reader: swapped sides swap, quotes are the text's, odd input is read, long input in linear time."""

from __future__ import annotations

import time

import pytest

from foedus.claims import read_claims
from foedus.mentions import annotate
from foedus.records import Claim, Document, Passage

TEMPLATES = [
    "{A} shelled {a} positions of the {b} army.",
    "{b} troops opened fire on {a} villages, {A} said; three {a} soldiers were killed and five wounded.",
    "{A} accused {B} of shelling its border posts. {B} denied the accusations.",
    "{A} asked Moscow for military help after {b} forces crossed the border.",
    "{A} and {B} agreed on a ceasefire on Monday.",
    "According to the {a} defence ministry, the enemy lost two tanks; {B} said it had captured six {a} servicemen.",
    "If {B} attacks again, {A} will respond, the {a} president warned.",
]
SIDES = {
    "ARM": ("Armenia", "Armenian"),
    "AZE": ("Azerbaijan", "Azerbaijani"),
    "IND": ("India", "Indian"),
    "PAK": ("Pakistan", "Pakistani"),
}


def _read(text: str, published: str | None = "2022-09-15") -> tuple[Claim, ...]:
    document = Document(
        id="law", path="", text=text, passages=(Passage(start=0, end=len(text), lang="en"),), published=published
    )
    return read_claims(document, annotate(document))


def _signature(claims: tuple[Claim, ...], swap: dict[str, str]) -> list[tuple[object, ...]]:
    def codes(actors: tuple[object, ...]) -> list[str]:
        return sorted(swap.get(str(getattr(a, "country", "")), str(getattr(a, "country", ""))) for a in actors if a)

    return sorted(
        (c.type, str(c.mode), c.status, c.stance, codes((c.speaker,)), codes(c.agents), codes(c.recipients),
         sorted((q.role, str(q.low), *codes((q.side,))) for q in c.quantities))
        for c in claims
    )  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(("left", "right"), [("ARM", "AZE"), ("IND", "PAK")])
def test_swapped_sides_swap_in_the_claims(template: str, left: str, right: str) -> None:
    (la, lb), (ra, rb) = SIDES[left], SIDES[right]
    there = _read(template.format(A=la, a=lb, B=ra, b=rb))
    back = _read(template.format(A=ra, a=rb, B=la, b=lb))
    assert there
    assert _signature(there, {left: right, right: left}) == _signature(back, {})


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "“", "«" * 400, "killed", "and and and", "\n\n\n", "12 12 12", "shelled by by by", "🙂 killed 5"],
)
def test_odd_text_is_read_without_complaint(text: str) -> None:
    for claim in _read(text, None):
        assert text[claim.start : claim.end] == claim.quote


def test_a_text_without_full_stops_takes_time_in_proportion() -> None:
    sentence = "Armenian forces shelled Azerbaijani positions and killed three soldiers , "
    seconds = []
    for times in (100, 400):
        started = time.process_time()
        _read(sentence * times)
        seconds.append(time.process_time() - started)
    assert seconds[1] < 12 * max(seconds[0], 0.02)
