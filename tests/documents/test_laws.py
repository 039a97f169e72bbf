"""What must hold for any input."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.samples import DUMP, PAGE

from foedus.documents import document_from_html, document_from_text
from foedus.documents.decoding import decode, normalise
from foedus.documents.readers import Options, read_bytes
from foedus.records import Document

_PIECES = st.lists(
    st.sampled_from(
        [*DUMP.split("\n"), *PAGE.split(">"), "<p>", "</div>", "<", ">", "\x00", "é", "e\u0301", "\u200f", "\r\n"]
    ),
    max_size=40,
)


def _check(document: Document) -> None:
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert "\x00" not in text
    text.encode("utf-8")
    end = 0
    for passage in document.passages:
        assert end <= passage.start < passage.end <= len(text)
        assert text[passage.start : passage.end].strip()
        end = passage.end
    assert 0 <= document.main_start <= document.main_end <= len(text)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), media_type=st.sampled_from(["text/plain", "text/html", "text/markdown"]))
def test_bytes_never_crash(data, media_type):
    result = read_bytes(data, "x", Options(), media_type)
    if isinstance(result, Document):
        _check(result)


@settings(max_examples=150, deadline=None)
@given(pieces=_PIECES, plain=st.booleans())
def test_passages_lie_in_order_inside_the_text(pieces, plain):
    _check(document_from_text("\n".join(pieces), plain=plain))
    _check(document_from_html(">".join(pieces), plain=plain))


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300))
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)
    _check(document_from_text(text))


@settings(max_examples=50, deadline=None)
@given(text=st.text(alphabet="абвгдежзийклмнопрстуфхцчшщэюя АБВГД.,", min_size=40, max_size=200))
def test_decoding_is_lossless_for_utf8(text):
    found = decode(text.encode())
    assert found is not None
    assert found.text == normalise(text)
