"""The line that `foedus annotate` prints of a document."""

from __future__ import annotations

import msgspec

from foedus.records import Claim, Mention, Passage


class Annotated(msgspec.Struct, frozen=True, kw_only=True):
    """What is read from one document; the order of the fields is that of the line."""

    id: str
    title: str | None
    published: str | None
    published_basis: str
    language: str
    text: str
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
