"""Duplicates and lineage."""

from __future__ import annotations

import itertools

from tests.documents.samples import ARTICLE, PARAGRAPHS

from foedus.documents import document_from_text, mark_duplicates


def _read(id_: str, text: str, published: str):
    return document_from_text(text, id=id_, published=published, plain=True)


def _links(documents):
    return {d.id: (d.duplicate_of, d.near_duplicate_of) for d in mark_duplicates(documents)}


def test_equal_text_in_other_dress_is_a_duplicate():
    documents = [_read("a", ARTICLE, "2021-03-14"), _read("b", ARTICLE.upper().replace("\n\n", "\n\n\n"), "2021-03-15")]
    assert _links(documents) == {"a": (None, None), "b": ("a", "a")}


def test_cut_and_reworded_copy_is_of_the_lineage_whatever_the_order():
    copy = "\n\n".join(PARAGRAPHS[:3]).replace("killed on Monday night", "shot dead late on Monday")
    documents = [
        _read("x", ARTICLE, "2021-03-14"),
        _read("a", copy, "2021-03-15"),
        _read("b", PARAGRAPHS[3], "2021-03-15"),
    ]
    for order in itertools.permutations(documents):
        assert _links(order)["a"] == (None, "x")
        assert _links(order)["x"] == (None, None)


def test_formula_for_another_day_and_update_are_not_copies():
    formula = (
        "On {} March at {} in the morning a ship of the other side entered our waters without permission; the coast "
        "guard took control measures in accordance with the law, expelled {} vessels and warned the other side to stop "
        "at once, or it would bear all the consequences of its infringement and provocation."
    )
    documents = [_read("a", formula.format(5, 6, 2), "2021-03-05"), _read("b", formula.format(23, 8, 3), "2021-03-23")]
    assert _links(documents)["b"] == (None, None)
    update = ARTICLE.replace("Three border guards were", "The dead are now 7 border guards, who were")
    first = ARTICLE.replace("Three border guards", "3 border guards")
    assert _links([_read("a", first, "2021-03-14"), _read("b", update, "2021-03-15")])["b"] == (None, None)


def test_same_id_once():
    assert len(mark_duplicates([_read("a", ARTICLE, "2021-03-14")] * 3)) == 1


def test_update_with_numbers_in_words_is_not_a_copy():
    update = ARTICLE.replace("Three border guards", "Seven border guards")
    assert _links([_read("a", ARTICLE, "2021-03-14"), _read("b", update, "2021-03-15")])["b"] == (None, None)
    figures = ARTICLE.replace("Three border guards", "3 border guards").replace("Monday night", "Monday")
    assert _links([_read("a", ARTICLE, "2021-03-14"), _read("b", figures, "2021-03-15")])["b"] == (None, "a")
