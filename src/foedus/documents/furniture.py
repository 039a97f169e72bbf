"""The kind of a block by itself: cue phrases, form, and the page's own hints; its neighbours do not count yet."""

from __future__ import annotations

import re

from foedus.documents.blocks import Block, is_terminal
from foedus.documents.cues import Look, agencies, load_cues, words_of
from foedus.documents.cues import look as look_at
from foedus.documents.dates import find_dates, is_date_line
from foedus.records import PassageKind

_HINTED: dict[str, PassageKind] = {
    "menu": "menu",
    "related": "related",
    "comment": "comment",
    "notice": "notice",
    "caption": "caption",
}
_CUT = re.compile(r"(?:…|\.{3})?\s?\[\s?\+\s?\d+\s+(?:chars|characters|symbols|caractères|символ\w*)\s?\]", re.I)
BULLET = re.compile(r"[•·▪◦‣*►→»›]\s|[-–—]\s(?!.*\s[-–—]$)")
_SLUG = re.compile(r"[A-Z]{2,}(?:[-/][A-Z]{2,})+(?:\s\([A-Z ]+\))?")
_TOKEN = re.compile(r"\S{18,}")
_CREDIT = re.compile(r"[(\[][^()\[\]]{2,60}[)\]]\.?$|[|©/]\s?[^|©/]{2,40}$")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]\.?$")
_COPYRIGHT = re.compile(r"©|\(c\)\s\d{4}|^copyright\b", re.I)
_SEPARATED = re.compile(r"\s[|•·▾›»]\s|\s/\s")
Local = str  # a PassageKind, "" for running text or not known, or "opens_related", "opens_comment", "cut"


def local_kind(block: Block, look: Look) -> Local:
    """The kind of a block by itself; "" if it may be running text."""
    words = len(look.words)
    if _CUT.search(block.text[-60:]) or ("paywall" in look.holds and words <= 60):
        return "cut"
    opener = _opener(block, look)
    if opener:
        return opener
    if block.zone in _HINTED:
        return _HINTED[block.zone]
    return _by_words(block, look, words) or _by_form(block, look, words)


def cut_notice(text: str) -> int | None:
    """Return where a wire's "[+1234 chars]" starts, with the dots before it; None if there is none.

    >>> cut_notice("It was quiet. … [+12 chars]"), cut_notice("It was quiet.")
    (14, None)
    """
    match = _CUT.search(text, max(0, len(text) - 60))
    return match.start() if match else None


def running_words(block: Block, look: Look) -> int:
    """Return how many words of running text a block seems to hold, before anything else is known."""
    words = len(look.words)
    if block.links > 0.6 or look.line or (not look.holds.isdisjoint(("notices", "paywall")) and words <= 45):
        return 0
    return words if (look.terminal and words >= 5) or words >= 30 else 0


def _opener(block: Block, look: Look) -> Local:
    if (
        look.line == "comment_header"
        and block.links < 0.6
        and block.zone in ("", "article", "heading", "comment", "list")
    ):
        return "opens_comment"
    if look.line == "related_header" and block.zone in ("", "article", "heading", "related", "list"):
        return "opens_related"
    return ""


def _by_words(block: Block, look: Look, words: int) -> Local:
    if look.line == "menu" or _is_share_bar(look):
        return "menu"
    if look.line in ("wire_end", "comment_header", "related_header"):
        return "notice"
    if (words <= 45 and "notices" in look.holds) or (words <= 40 and "limits" in look.holds):
        return "notice" if not _is_quoted(block.text) else ""
    if words <= 30 and _COPYRIGHT.search(block.text):
        return "notice"
    if is_date_line(block.text, look.words):
        return "dateline"
    if "byline_starts" in look.opens and words <= 12 and not look.terminal:
        return "byline"
    if _is_caption(block, look, words):
        return "caption"
    return "related" if _is_pointer(block, look, words) else ""


def _by_form(block: Block, look: Look, words: int) -> Local:
    text = block.text
    if words == 0 or (words <= 2 and sum(map(str.isdigit, text)) > 3 and not look.terminal):
        return "menu"
    cues = load_cues()
    if (
        words <= 6
        and not look.terminal
        and any(w in cues.ago for w in look.words)
        and not cues.ago_units.isdisjoint(look.words)
    ):
        return "dateline"
    if _SLUG.fullmatch(text) or (words <= 12 and " " not in text and _TOKEN.fullmatch(text)):
        return "menu"
    if words <= 6 and not look.terminal and (BULLET.match(text) or block.zone == "list"):
        return "menu"
    if block.links > 0.6 and not (look.terminal and words > 25):
        return "related" if words > 3 else "menu"
    if not look.terminal and words <= 24 and len(_SEPARATED.findall(text)) >= 2 and _is_menu_row(text):
        return "menu"
    if words <= 16 and not look.terminal and next(find_dates(text), None):
        return "dateline"
    return ""


def _is_menu_row(text: str) -> bool:
    """Pieces between strokes or points, two of which are menu entries (or none is more than two words)."""
    pieces = [" ".join(words_of(piece)) for piece in _SEPARATED.split(text)]
    lines = load_cues().lines
    return sum(lines.get(piece) == "menu" for piece in pieces) >= 2 or (
        next(find_dates(text), None) is None and all(piece.count(" ") < 2 for piece in pieces)
    )


def _is_quoted(text: str) -> bool:
    return text[0] in '“«„"' and is_terminal(text)


def _is_share_bar(look: Look) -> bool:
    share = load_cues().share
    return 1 <= len(look.words) <= 14 and not look.terminal and all(w in share for w in look.words)


def _is_caption(block: Block, look: Look, words: int) -> bool:
    if words > 45 or block.zone == "heading":
        return False
    if "caption_starts" in look.opens and (":" in block.text[:24] or (not look.terminal and words <= 3)):
        return True
    if _has_credit(block.text):
        return True
    return "captions" in look.holds and (not look.terminal or words <= 12 or bool(_CREDIT.search(block.text)))


def _has_credit(text: str) -> bool:
    """A line without full stop that ends in "(Photo: somebody)" or "(AFP)"."""
    match = _BRACKET.search(text[-70:])
    if not match or is_terminal(text[-70:][: match.start()]):
        return False
    credit = match[1].strip()
    return credit.lower() in agencies() or "caption_starts" in look_at(credit).opens


def _is_pointer(block: Block, look: Look, words: int) -> bool:
    """A line inside an article that leads to another one: "Read also: ...", "Tags: ..."."""
    if "read_also" not in look.opens or words > 30:
        return False
    head = block.text[:40]
    return ":" in head or "|" in head or block.links > 0.4 or (words <= 3 and not look.terminal)
