"""Runs `tests/cases/claim/<lang>.yaml`: a text of our own and the claims it must give, in a short notation.

    - text: Azerbaijani forces shelled Armenian positions near Jermuk, Yerevan said.
      published: 2022-09-14          # optional
      expect: ["ASSAULT/shelling occurred AZE>ARM by ARM"]
      why: a sentence about what it proves (optional)

A line of `expect` is `TYPE/mode status AGENTS>RECIPIENTS [by SPEAKER] [stance=...] [killed=2:ARM ...] [provision=...]`;
`-` stands for nobody; codes are joined by `,`; a quantity is role=number:side, `5+` at least. `none: true` = no claim.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from foedus.claims import read_claims
from foedus.mentions import annotate
from foedus.records import Claim, Document, Passage
from foedus.values import Quantity

FOLDER = Path(__file__).parent.parent / "cases" / "claim"


def _cases() -> list[tuple[str, dict[str, object]]]:
    return [
        (f"{path.stem}-{number}", {"lang": path.stem, **case})
        for path in sorted(FOLDER.glob("*.yaml"))
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]


def _document(case: dict[str, object]) -> Document:
    text, lang = str(case["text"]), str(case["lang"])
    published = str(case["published"]) if "published" in case else None
    passages = (Passage(start=0, end=len(text), lang=lang),)
    return Document(id="case", path="", text=text, passages=passages, published=published, language=lang)


def _quantity(quantity: Quantity) -> str:
    value = quantity.low if quantity.low is not None else quantity.high
    mark = "" if quantity.low == quantity.high else "+" if quantity.high is None else "-"
    side = f":{quantity.side.country}" if quantity.side else ""
    return f"{quantity.role}={value:g}{mark}{side}"


def _notation(claim: Claim) -> list[str]:
    kind = f"{claim.type}/{claim.mode}" if claim.mode else claim.type
    agents = ",".join(sorted(a.country or a.name or "?" for a in claim.agents)) or "-"
    recipients = ",".join(sorted(a.country or a.name or "?" for a in claim.recipients)) or "-"
    words = [kind, claim.status, f"{agents}>{recipients}"]
    if claim.speaker is not None:
        words.append(f"by {claim.speaker.country or claim.speaker.name}")
        words.append(f"stance={claim.stance}")
    words += [_quantity(q) for q in claim.quantities]
    return [*words, f"provision={claim.provision}"]


def _fits(expected: str, claim: Claim) -> bool:
    said = " ".join(_notation(claim)) + " "
    plain, _, spoken = expected.partition(" by ")
    speaker, *rest = spoken.split() or [""]
    words = [*plain.split(), *([f"by {speaker}"] if speaker else []), *rest]
    return all(f"{word} " in said for word in words) and ("by " in expected or claim.speaker is None)


@pytest.mark.parametrize(("name", "case"), _cases(), ids=[n for n, _ in _cases()])
def test_case(name: str, case: dict[str, object]) -> None:
    document = _document(case)
    claims = read_claims(document, annotate(document))
    for claim in claims:
        assert document.text[claim.start : claim.end] == claim.quote
    said = [" ".join(_notation(c)) for c in claims]
    if case.get("none"):
        assert not said, name
        return
    expected = case["expect"]
    assert isinstance(expected, list)
    for line in expected:
        assert any(_fits(line, c) for c in claims), (line, said)
    if case.get("exact", True):
        assert len(claims) == len(expected), said
