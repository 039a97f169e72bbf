"""Language per passage."""

from __future__ import annotations

from tests.documents.samples import ARTICLE, PARAGRAPHS

from foedus.documents import document_from_text

FRENCH = "Le ministère de la défense a démenti mardi soir avoir ouvert le feu sur les positions voisines."
RUSSIAN = "Министерство обороны опровергло во вторник сообщения об обстреле соседних позиций."


def _languages(text: str) -> list[tuple[str, str]]:
    document = document_from_text(text, plain=True)
    return [(p.lang, document.text[p.start : p.end]) for p in document.passages]


def test_foreign_sentences_inside_a_paragraph_are_passages():
    found = _languages(f"{PARAGRAPHS[0]} {FRENCH} {PARAGRAPHS[1]}")
    assert [lang for lang, _ in found] == ["en", "fr", "en"]
    assert found[1][1] == FRENCH


def test_foreign_paragraphs():
    assert [lang for lang, _ in _languages(f"{ARTICLE}\n\n{RUSSIAN}")] == ["en"] * 4 + ["ru"]


def test_short_pieces_take_the_language_of_the_text():
    assert {lang for lang, _ in _languages(f"{ARTICLE}\n\nNo.\n\n1960")} == {"en"}


def test_majority_and_given_language():
    assert document_from_text(f"{FRENCH} {FRENCH} {RUSSIAN}", plain=True).language == "fr"
    assert document_from_text(ARTICLE, lang="uk").language == "uk"
    assert document_from_text("1960 1961", plain=True).language == "und"


def test_short_sentence_of_another_language():
    found = _languages(f"It is not over for them. {FRENCH} {FRENCH}")
    assert [lang for lang, _ in found] == ["en", "fr"]
