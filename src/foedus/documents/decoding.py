"""Bytes → text: which encoding, then NFC and LF, so that offsets into a document's text never move.

A declaration is a witness, not a judge: UTF-8 that decodes is UTF-8 whatever the page says, and among single-byte
encodings the one that gives the most word-like text wins, the declared one on a tie.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.I)
_MAGIC = (
    b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"BZh",
    b"\xfd7zXZ", b"Rar!", b"7z\xbc\xaf", b"ID3", b"OggS", b"\x00\x00\x01\x00", b"SQLite format 3",
    b"\xd0\xcf\x11\xe0", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_SAMPLE = 65536
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\x0b\x0c\r\x1b")
_BLANKED = {c: " " for c in (*range(32), *range(0x7F, 0xA0)) if c not in (9, 10, 13)}
_LINE_ENDS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_BREAKS = str.maketrans({**_BLANKED, **_LINE_ENDS, **dict.fromkeys(range(0xD800, 0xE000), "�")})
_NEEDS_BREAKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MARKS = re.compile(r"[^\w\x00-\u02ff\u2000-\u20cf\u2100-\ufdff]{31,}")


class Decoded(NamedTuple):
    """Text in NFC with LF line ends, and the encoding it came in."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """Turn bytes into normalised text; None if they are not text. `declared` is the word of a transport header."""
    if data.startswith(_MAGIC):
        return None
    encoding = _by_mark(data) or _without_mark(data)
    if encoding is None:
        if _is_binary(data):
            return None
        encoding = _single_byte(data, declared)
    text = data.decode(encoding, "replace")
    return Decoded(normalise(text), encoding)


def normalise(text: str) -> str:
    r"""Return the text in NFC with LF line ends; control characters become spaces, lone surrogates U+FFFD.

    No-break spaces, zero-width characters and direction marks stay: they are part of what was printed.

    >>> normalise("a\r\nb\x00c\u0301")
    'a\nb ć'
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.translate(_BREAKS) if _NEEDS_BREAKS.search(text) else text
    if _NEEDS_BREAKS.search(text):
        text = text.translate(_BREAKS)
    # Reordering marks is quadratic in the length of a run of them; UAX 15 calls text with at most 30 "stream-safe".
    text = _MARKS.sub(_thin_marks, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _thin_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    run = 0
    for char in match[0]:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run <= 30:
            kept.append(char)
    return "".join(kept)


def _by_mark(data: bytes) -> str | None:
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark (noughts on every other byte only), else UTF-8 if it decodes but for rare damage."""
    head = data[:_SAMPLE]
    if head.count(0) > len(head) // 100 and (wide := _wide(head)):
        return wide
    if _is_binary(data):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8" if _is_nearly_utf8(head) else None
    return "utf-8"


def _wide(head: bytes) -> str | None:
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) <= 8 * min(even, odd):
        return None
    name = "utf-16-be" if even > odd else "utf-16-le"
    text = head[: len(head) // 4 * 4].decode(name, "replace")
    common = sum(c.isalnum() or c.isspace() or c < "\x7f" or "\u2010" < c < "\u2060" for c in text)
    return name if common > 0.95 * len(text) and _NEEDS_BREAKS.search(text) is None else None


def _is_nearly_utf8(head: bytes) -> bool:
    text = head[:-4].decode("utf-8", "replace")
    wrong = text.count("�")
    good = len(text) - wrong - sum(map(str.isascii, text))
    return good > 20 * wrong


def _is_binary(data: bytes) -> bool:
    head = data[:_SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROL))
    return controls > max(len(head) // 50, 1) or 3 * controls > len(head)


def _single_byte(data: bytes, declared: str | None) -> str:
    head = data[:_SAMPLE]
    named = _DECLARED.search(head[:4096])
    candidates = [declared, named[1].decode("ascii") if named else None, _detect(head), "cp1252", "cp1251", "koi8-r"]
    known = list(dict.fromkeys(name for c in candidates if c and (name := _codec(c)) is not None))
    # max() keeps the first of equals: declared, then detected.
    return max(known, key=lambda name: round(_likeness(head.decode(name, "replace")), 2))


def _detect(head: bytes) -> str | None:
    from resiliparse.parse.encoding import detect_encoding

    found: str | None = detect_encoding(head)
    return found


def _codec(name: str) -> str | None:
    """The codec's name, with the Windows superset for the Latin-1 that browsers, too, take for it; None if unusable."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name.startswith(
        ("utf", "idna", "punycode", "unicode", "raw")
    ):
        return None
    return "cp1252" if found.name in ("iso8859-1", "ascii") else found.name


_ODD = re.compile("[^\\W\\d_][\x80-\x9f¦¬¯¸¤×ØÞ÷�\u2500-\u259f]|[\x80-\x9f�\u2500-\u259f]")
_CASE_FLIP = re.compile("[a-zа-яёà-öø-ÿ][A-ZА-ЯЁÀ-ÖØ-Þ]")
_FOREIGN = re.compile("[À-ÿ]{4,}")
_WORDS = re.compile("[^\\W\\d_]+|[“”„’‘«»—–…№]")


def _likeness(text: str) -> float:
    """How word-like the part beyond ASCII is, about -3 to 1: the wrong code page flips case and strews signs."""
    beyond = sum(1 for c in text if c > "\x7f") or 1
    inside = sum(sum(1 for c in w if c > "\x7f") for w in _WORDS.findall(text))
    wrong = len(_ODD.findall(text)) + len(_CASE_FLIP.findall(text)) + len(_FOREIGN.findall(text))
    return (inside - 2 * wrong) / beyond
