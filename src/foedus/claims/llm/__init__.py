"""A second reader: a language model behind an OpenAI-compatible address, asked only by those who want it.

    passages ─ groups ─▶ request ─ transport ─▶ answer ─ answers ─▶ Told ─ checking ─▶ Claim

Nothing that the model says is believed: a claim stands only if its quote, numbers and names stand in the text
(`checking`). It is not part of the default flow, and the one place below `faces` that opens a connection.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from foedus.claims.llm.answers import told_claims
from foedus.claims.llm.checking import Group, check
from foedus.claims.llm.schema import request
from foedus.claims.llm.transport import Client, NoAnswerError
from foedus.records import Claim, Document, Mention, Passage

__all__ = ["Client", "Reading", "read_claims"]


class Reading(Struct):
    """What came of asking: claims that stand, what was dropped by reason, and why groups of passages got no answer."""

    claims: tuple[Claim, ...]
    dropped: Counter[str]
    failed: tuple[str, ...] = ()
    asked: int = 0


def read_claims(document: Document, mentions: Sequence[Mention], client: Client) -> Reading:
    """Read the claims of a document's main passages with a language model, one request a group of passages.

    *Reads* a document and its mentions. *Writes* claims whose quotes, numbers and names stand in the text, in the order
    of the text. *Never* keeps what it cannot find there: it is dropped and counted. *Source*: DESIGN §3.
    """
    dropped: Counter[str] = Counter()
    claims: dict[str, Claim] = {}
    failed: list[str] = []
    groups = list(group_passages(document, client.endpoint.passage_characters))
    for passages in groups:
        try:
            answer = client.ask(request(client.endpoint.model, document, passages))
        except NoAnswerError as error:
            failed.append(str(error))
            continue
        group = Group.of(document, passages, mentions)
        for told in told_claims(answer, dropped):
            claim = check(told, group, client.engine, dropped)
            claims.update({claim.id: claim} if claim else {})
    kept = sorted(claims.values(), key=lambda c: (c.start, c.end, c.type, c.id))
    return Reading(tuple(kept), dropped, tuple(failed), len(groups))


def group_passages(document: Document, characters: int) -> Iterator[list[Passage]]:
    """Yield neighbouring main passages, together about so many characters; one that is longer is cut at blanks."""
    group: list[Passage] = []
    for passage in (piece for p in document.passages if p.main for piece in _cut(document.text, p, characters)):
        if group and passage.end - group[0].start > characters:
            yield group
            group = []
        group.append(passage)
    if group:
        yield group


def _cut(text: str, passage: Passage, characters: int) -> Iterator[Passage]:
    start = passage.start
    while passage.end - start > characters:
        blank = text.rfind(" ", start + characters // 2, start + characters)
        end = blank if blank > 0 else start + characters
        yield Passage(start=start, end=end, kind=passage.kind, lang=passage.lang)
        start = end
    if text[start : passage.end].strip():
        yield Passage(start=start, end=passage.end, kind=passage.kind, lang=passage.lang)
