"""Which blocks are the article and what the others are: one classifier for flattened text dumps and for pages.

Three steps: each block alone (cues, form, the page's own hints); sections (what follows "Related posts" or
"Comments"); the stretch with the most running text, whose inner blocks are then told apart. Pages bring hints of their
markup, but a dump of lines must come out right without any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.documents.blocks import Block
from foedus.documents.cues import Look, load_cues
from foedus.documents.dates import find_dates
from foedus.documents.furniture import BULLET, Local, local_kind
from foedus.records import PassageKind

_CUT_END = re.compile(r"(?:\[(?:…|\.{3})\]|\((?:…|\.{3})\))\s*$")
_PLACE_DATE = re.compile(r",\s[^\W\d_]{1,4}\s[^,]{2,40},\s[^,]{0,4}?[^,]{4,24}\d{4}\W*$")
_LONG = 25  # words of a paragraph that can end a section of teasers
_RESUMED = 50  # words of three paragraphs in a row that end it, too
_COST = {
    "comment": -30,
    "related": -6,
    "menu": -4,
    "notice": -5,
    "cut": -60,
    "caption": -2,
    "byline": -4,
    "dateline": -4,
}


def classify(blocks: Sequence[Block], looks: Sequence[Look], title: str | None = None) -> bool:
    """Set `kind` and `main` of every block; return whether a notice says that the article is cut.

    `title` is the article's title if it is known from elsewhere: where it stands, teasers end.
    """
    local = [local_kind(block, look) for block, look in zip(blocks, looks, strict=True)]
    prose = [_prose(block, look, kind) for block, look, kind in zip(blocks, looks, local, strict=True)]
    _count_cut_sentence(blocks, looks, local, prose)
    section = _sections(blocks, local, prose, title)
    first, last = _span(local, prose, section)
    for i, block in enumerate(blocks):
        block.kind = _kind(i, first, last, blocks, looks, local, prose, section)
        block.main = first <= i <= last and block.kind == "paragraph" and not (section[i] or block.outside)
    _drop_appeals(blocks, looks, local)
    _drop_captions(blocks, looks, prose)
    _keep_short_text(blocks, local)
    mains = [i for i, block in enumerate(blocks) if block.main]
    return any(kind == "cut" for kind in local) or bool(mains and _CUT_END.search(blocks[mains[-1]].text[-12:]))


def _keep_short_text(blocks: Sequence[Block], local: Sequence[Local]) -> None:
    """A text of a line or two is its own article, even if it speaks of newsletters."""
    if len(blocks) > 3 or any(block.main for block in blocks):
        return
    for block, kind in zip(blocks, local, strict=True):
        if kind not in ("cut", "menu", "dateline"):
            block.kind, block.main = "paragraph", True


def _prose(block: Block, look: Look, local: Local) -> int:
    """How many words of running text a block holds, 0 if it is not a paragraph."""
    words = len(look.words)
    if local or block.outside or block.zone in ("title", "heading", "byline"):
        return 0
    if (look.terminal and words >= 5) or words >= 30:
        return words
    return 0


def _count_cut_sentence(
    blocks: Sequence[Block], looks: Sequence[Look], local: Sequence[Local], prose: list[int]
) -> None:
    """A paywall may cut in mid-sentence: a long line without full stop right above its notice is running text."""
    for i, kind in enumerate(local):
        if kind == "cut" and i and not local[i - 1] and not blocks[i - 1].outside and len(looks[i - 1].words) >= 15:
            prose[i - 1] = len(looks[i - 1].words)


def _sections(blocks: Sequence[Block], local: Sequence[Local], prose: Sequence[int], title: str | None) -> list[str]:
    """For each block the section of teasers or comments it lies in, "" if none.

    Teasers end where running text begins again (two long paragraphs in a row) or the title stands. Comments may be long
    themselves: they end only if there was no article before them.
    """
    section = [""] * len(blocks)
    state, before = "", 0
    headline = " ".join(title.split()) if title else None
    for i, kind in enumerate(local):
        if kind.startswith("opens_"):
            state = kind.removeprefix("opens_")
        elif (
            state == "related" and before < 60 and headline == " ".join(blocks[i].text.split()) and not blocks[i].links
        ) or (
            state
            and (state == "related" or before < 60)
            and (
                _text_resumes(i, local, prose, before < 60)
                or (before < 60 and prose[i] >= 12 and blocks[i].zone == "article")
            )
        ):
            state = ""
        section[i] = state
        before += 0 if state else prose[i]
    return section


def _text_resumes(i: int, local: Sequence[Local], prose: Sequence[int], early: bool) -> bool:
    """Two long paragraphs with no more than a heading between them, or, early on a page, three sentences in a row."""
    if prose[i] < 8:
        return False
    following = [prose[j] for j in range(i + 1, min(i + 4, len(prose))) if not local[j]]
    if prose[i] >= _LONG and following and following[0] >= _LONG:
        return True
    return early and sum(prose[i : i + 3]) >= _RESUMED and min(prose[i : i + 3]) >= 8 and i + 3 <= len(prose)


def _span(local: Sequence[Local], prose: Sequence[int], section: Sequence[str]) -> tuple[int, int]:
    """First and last block of the stretch with the most running text (greatest sum of a sequence)."""
    best, best_span = 0.0, (0, -1)
    total, start = 0.0, 0
    for i, words in enumerate(prose):
        total += -15 if section[i] else words if words else _COST.get(local[i], -4)
        if total <= 0:
            total, start = 0.0, i + 1
        elif total > best:
            best, best_span = total, (start, i)
    return best_span if best_span[1] >= 0 else _fallback(local, section)


def _fallback(local: Sequence[Local], section: Sequence[str]) -> tuple[int, int]:
    """No running text at all: everything that is not known to be something else."""
    open_ = [i for i, kind in enumerate(local) if not kind and not section[i]]
    return (open_[0], open_[-1]) if open_ else (0, -1)


def _kind(
    i: int,
    first: int,
    last: int,
    blocks: Sequence[Block],
    looks: Sequence[Look],
    local: Sequence[Local],
    prose: Sequence[int],
    section: Sequence[str],
) -> PassageKind:
    kind = local[i]
    if section[i]:
        return _in_section(kind, section[i])
    if kind == "cut":
        return "notice"
    if kind.startswith("opens_"):
        return "menu"
    if kind:
        return kind  # type: ignore[return-value]  # every other local kind is a PassageKind
    if blocks[i].zone == "byline":
        return "byline"
    if first <= i <= last:
        return _inside(blocks[i], looks[i], prose[i], i < last)
    return _outside(i, first, blocks[i], looks[i])


def _in_section(kind: Local, section: str) -> PassageKind:
    if section == "comment":
        return "notice" if kind == "notice" else "comment"
    return "notice" if kind in ("notice", "cut") else "related"


def _inside(block: Block, look: Look, prose: int, followed: bool) -> PassageKind:
    if block.zone in ("heading", "title"):
        return "heading"
    if prose or look.terminal or block.text.endswith((":", ",", ";")):
        return "paragraph"
    return "heading" if len(look.words) <= 14 and followed and not BULLET.match(block.text) else "paragraph"


def _outside(i: int, first: int, block: Block, look: Look) -> PassageKind:
    if i < first:
        return "heading" if len(look.words) >= 3 else "menu"
    if block.zone == "heading":
        return "heading"
    return "notice" if look.terminal else "caption" if len(look.words) >= 4 else "menu"


def _drop_appeals(blocks: Sequence[Block], looks: Sequence[Look], local: Sequence[Local]) -> None:
    """Below the text, authors introduce themselves and sites speak to their readers: neither is the article."""
    below = False
    for i in range(len(blocks) - 1, -1, -1):
        block, look = blocks[i], looks[i]
        if not block.main:
            below = below or local[i] in ("notice", "cut")
            continue
        if not _is_bio(block, look) and not _is_appeal(block, look, below):
            return
        block.kind, block.main, below = "notice", False, True


def _is_bio(block: Block, look: Look) -> bool:
    return "bios" in look.holds and len(look.words) <= 90 and block.text[0] not in '“«"'


def _is_appeal(block: Block, look: Look, below: bool) -> bool:
    reader = sum(w in load_cues().reader for w in look.words)
    if reader < (1 if below else 2) or len(look.words) > 70:
        return False
    return not any(c.isdigit() or c in '“”«»"' for c in block.text) and not _has_name(block.text)


def _has_name(text: str) -> bool:
    """A capital inside a sentence: somebody or something is named."""
    return re.search(r"[^\W\d_][,;:]?\s(?!I\b)[A-ZÀ-ÞА-ЯЁ]", text) is not None


def _drop_captions(blocks: Sequence[Block], looks: Sequence[Look], prose: Sequence[int]) -> None:
    """Above the text a picture's caption looks like a sentence: no verb, and place and date at its end."""
    mains = [i for i, block in enumerate(blocks) if block.main]
    for i in mains[:2] if len(mains) > 2 else ():
        verbless = load_cues().finite.isdisjoint(looks[i].words)
        if prose[i] <= 40 and verbless and _PLACE_DATE.search(blocks[i].text[-120:]) and _ends_dated(blocks[i].text):
            blocks[i].kind, blocks[i].main = "caption", False


def _ends_dated(text: str) -> bool:
    return any(len(text) - date.end <= 3 for date in find_dates(text[-40:].rjust(len(text))[-len(text) :]))
