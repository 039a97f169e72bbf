"""A small language for tests: documents and claims written by hand, as the claims reader would make them."""

from __future__ import annotations

from foedus.records import Claim, Document, Passage, content_id
from foedus.values import Actor, Period, Place, Quantity, Territory

PLACES = {
    "Lerna": ("Lerna", 40.00, 46.00, 1, ("AAA",)),
    "Nemea": ("Nemea", 40.05, 46.10, 1, ("BBB",)),
    "Tiryns": ("Tiryns", 41.90, 44.20, 1, ("AAA",)),
    "Pylos": ("Pylos", 36.90, 21.70, 1, ("CCC",)),
    "AAA": ("AAA", 40.5, 45.0, 6, ("AAA",)),
}


def actor(code: str | None) -> Actor | None:
    """`AAA:MIL` → an actor of that country and sector."""
    if code is None:
        return None
    country, _, sector = code.partition(":")
    return Actor(name=code, id=None, country=country, sector=sector or None, as_written=code)


def place(name: str) -> Place:
    known, lat, lon, precision, holders = PLACES[name]
    territory = Territory(recognised=holders, controlled=holders)
    return Place(
        name=known, resolved=known, id=f"g.{known}", lat=lat, lon=lon, precision=precision, territory=territory
    )


def period(start: str | None, end: str | None = None, precision: int = 1) -> Period:
    return Period(start=start, end=end or start, precision=precision, basis="stated")


def lost(role: str, side: str | None, low: float | None, high: float | None = -1, bound: str = "exact") -> Quantity:
    top = low if high == -1 else high
    return Quantity(role=role, side=actor(side), low=low, high=top, bound=bound)  # type: ignore[arg-type]


class Report:
    """A document under construction; every claim is a paragraph of its own unless told otherwise."""

    def __init__(
        self, ident: str, published: str | None, *, copy_of: str | None = None, title: str | None = None
    ) -> None:
        self.ident, self.published, self.copy_of, self.title = ident, published, copy_of, title
        self.pieces: list[str] = []
        self.claims: list[Claim] = []

    def say(
        self,
        text: str,
        type: str = "ASSAULT",  # noqa: A002  (the field's name)
        mode: str | None = None,
        *,
        by: str | None = None,
        on: str | None = None,
        speaker: str | None = None,
        at: str | None = None,
        when: Period | None = None,
        lost: tuple[Quantity, ...] = (),
        status: str = "occurred",
        stance: str | None = None,
        means: str | None = None,
    ) -> Report:
        start = sum(len(p) + 2 for p in self.pieces)
        self.pieces.append(text)
        self.claims.append(
            Claim(
                id=content_id("c", self.ident, start, text, type, mode, speaker, by),
                document_id=self.ident,
                start=start,
                end=start + len(text),
                quote=text,
                lang="en",
                type=type,  # type: ignore[arg-type]
                mode=mode,
                status=status,  # type: ignore[arg-type]
                stance=stance or ("states" if speaker else "reports"),  # type: ignore[arg-type]
                speaker=actor(speaker),
                agents=tuple(a for a in [actor(by)] if a),
                recipients=tuple(a for a in [actor(on)] if a),
                place=place(at) if at else None,
                time=when,
                quantities=lost,
                means=means,
            )
        )
        return self

    @property
    def document(self) -> Document:
        text = "\n\n".join(self.pieces)
        passages, at = [], 0
        for piece in self.pieces:
            passages.append(Passage(start=at, end=at + len(piece), lang="en"))
            at += len(piece) + 2
        return Document(
            id=self.ident, path=f"{self.ident}.txt", text=text, passages=tuple(passages), published=self.published,
            language="en", main_end=len(text), near_duplicate_of=self.copy_of, title=self.title,
        )  # fmt: skip


def swap(code: str | None) -> str | None:
    """Exchange the two sides in a code."""
    if code is None:
        return None
    return code.translate(str.maketrans("AB", "BA")) if code[:3] in ("AAA", "BBB") else code
