"""Main text apart from what surrounds it, in flattened dumps and in pages."""

from __future__ import annotations

import pytest
from tests.documents.samples import ARTICLE, DUMP, PAGE, PARAGRAPHS, TITLE, kinds_of, main_of

from foedus.documents import document_from_html, document_from_text


@pytest.mark.parametrize("document", [document_from_text(DUMP), document_from_html(PAGE)], ids=["dump", "page"])
def test_article_is_read_whole_and_alone(document):
    assert main_of(document) == list(PARAGRAPHS)
    assert document.title == TITLE
    assert document.byline == "Nora Feld"
    assert (document.published, document.published_basis) == ("2021-03-14", "visible")
    assert document.language == "en"
    assert not document.truncated


def test_parts_of_a_dump_have_their_kinds():
    kinds = kinds_of(document_from_text(DUMP))
    assert kinds["• Sport"] == "menu"
    assert kinds["– a night in the cellar –"] == "heading"
    assert kinds["Ministers meet in the capital to talk about water"] == "related"
    assert kinds["Опять никто ничего не видел, а сорок человек погибли, и виноватых нет."] == "comment"
    assert kinds["Soldiers at the Varda crossing, 12 March 2021 (Photo: Highland Mail archive)"] == "caption"
    assert kinds["Share Tweet Email"] == "menu"


def test_page_keeps_all_visible_text_and_no_script():
    document = document_from_html(PAGE)
    assert "The gorge seen from the old bridge" in document.text
    assert "eleven dead" in document.text
    assert "not text" not in document.text
    assert document.outlet == "Highland Mail"
    assert document.url == "https://mail.example/world/guards"


@pytest.mark.parametrize(
    "notice",
    [
        "There is still 61% of this article left to read. Its continuation is for subscribers only.",
        "La suite est réservée aux abonnés.",
        "Полный текст доступен только подписчикам.",
        "… [+2107 chars]",
    ],
)
def test_truncation_notice_is_seen_and_is_not_main(notice):
    document = document_from_text(f"{TITLE}\n\n{ARTICLE}\n\n{notice}")
    assert document.truncated
    assert main_of(document) == list(PARAGRAPHS)


def test_wire_cut_at_the_end_of_a_paragraph():
    document = document_from_text(f"{TITLE}\n\n{ARTICLE} … [+990 chars]")
    assert document.truncated
    assert main_of(document) == list(PARAGRAPHS)


def test_teasers_before_the_article_do_not_swallow_it():
    teasers = "Most read\nBridge reopens after storm 2 May 2019\nHarvest begins early 4 May 2019\n"
    assert main_of(document_from_text(f"{teasers}\n{TITLE}\n\n{ARTICLE}")) == list(PARAGRAPHS)


def test_interview_questions_are_paragraphs():
    question = "Who gave the order to move the post?"
    document = document_from_text(f"{TITLE}\n\n{PARAGRAPHS[0]}\n\n{question}\n\n{PARAGRAPHS[1]}\n\n{PARAGRAPHS[2]}")
    assert kinds_of(document)[question] == "paragraph"
    assert question in main_of(document)


def test_caption_above_the_text():
    caption = "Le général Armand Solis, à Port-Vieux, le 3 mars 2020."
    assert kinds_of(document_from_text(f"{TITLE}\n\n{caption}\n\n{ARTICLE}"))[caption] == "caption"


def test_dateline_is_cut_off_and_names_the_agency():
    document = document_from_text(f"{TITLE}\n\nPORT-VIEUX, March 15, 2021 (AFP) – {ARTICLE}")
    assert main_of(document) == list(PARAGRAPHS)
    assert document.agency == "AFP"
    assert document.published == "2021-03-15"


def test_plain_text_is_all_main():
    document = document_from_text(f"Subscribe now\n\n{ARTICLE}", plain=True)
    assert main_of(document) == ["Subscribe now", *PARAGRAPHS]


@pytest.mark.parametrize(
    "text", ["Eight killed in shelling of Port-Vieux", "Two soldiers died.", "Обстрел продолжается"]
)
def test_a_single_line_is_main(text):
    assert main_of(document_from_text(text)) == [text]


def test_hard_wrapped_lines_are_one_paragraph():
    import textwrap

    document = document_from_text(TITLE + "\n\n" + "\n\n".join(textwrap.fill(p, 72) for p in PARAGRAPHS))
    assert [" ".join(t.split()) for t in main_of(document)] == list(PARAGRAPHS)


def test_page_without_any_useful_markup():
    cells = "".join(f"<div>{p}</div>" for p in PARAGRAPHS)
    page = (
        f"<body><div class=q><div>Home</div><div>World</div></div><div class=z><div>{TITLE}</div>{cells}</div></body>"
    )
    assert main_of(document_from_html(page)) == list(PARAGRAPHS)


def test_sentence_cut_by_a_paywall_is_main():
    cut = (
        "The ministry has not said how many shells were fired, nor from which side of the river they came, but several"
    )
    document = document_from_text(f"{TITLE}\n\n{ARTICLE}\n\n{cut}\n\nSubscribe to continue reading.")
    assert main_of(document) == [*PARAGRAPHS, cut]


def test_masthead_above_a_headline():
    assert (
        document_from_text(f"THE HIGHLAND MAIL — Sunday edition\n\n{TITLE}\n\nStaff report\n\n{ARTICLE}").title == TITLE
    )


def test_outlet_before_the_title_of_the_page():
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    document = document_from_html(f"<title>Highland Mail :: {TITLE}</title><div>{TITLE}</div>{body}")
    assert (document.title, document.outlet) == (TITLE, "Highland Mail")


def test_short_text_that_speaks_of_newsletters():
    text = "The minister told readers to sign up for our newsletter."
    assert main_of(document_from_text(text)) == [text]
