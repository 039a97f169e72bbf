"""Which date is the day of publication, and how that is known."""

from __future__ import annotations

import pytest
from tests.documents.samples import ARTICLE, TITLE

from foedus.documents import document_from_html, document_from_text


def _page(head: str = "", line: str = "", tail: str = "") -> str:
    body = "".join(f"<p>{p}</p>" for p in ARTICLE.split("\n\n"))
    return f"<html><head>{head}</head><body><h1>{TITLE}</h1>{line}<div>{body}</div>{tail}</body></html>"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published 13 September 2022", "2022-09-13"),
        ("December 3, 2021", "2021-12-03"),
        ("13.09.2022 14:05", "2022-09-13"),
        ("14 июля 2020, 18:17", "2020-07-14"),
        ("18:42, 27 мая 2021 г.", "2021-05-27"),
        ("Publié le 1er mars 2022 à 10h35", "2022-03-01"),
        ("12. Juli 2020, 14:30 Uhr", "2020-07-12"),
        ("14 Temmuz 2020", "2020-07-14"),
        ("17 de octubre de 2020", "2020-10-17"),
        ("Harbour Letter | 27 March 2024", "2024-03-27"),
        ("Updated: 9 May 2023. Published: 7 May 2023", "2023-05-07"),
        ("Sun, 18 Oct 2020", "2020-10-18"),
    ],
)
def test_visible_dates(line, day):
    for document in (
        document_from_text(f"{TITLE}\n\n{line}\n\n{ARTICLE}"),
        document_from_html(_page(line=f"<p>{line}</p>")),
    ):
        assert (document.published, document.published_basis) == (day, "visible")


@pytest.mark.parametrize(
    "line",
    [
        "Updated 9 May 2023",
        "Retrieved 4 June 2025",
        "Archived on 2 January 2026",
        "Обновлено 3 марта 2022",
        "31.09.2022",
        "Monday",
    ],
)
def test_dates_that_are_not_publication(line):
    assert document_from_text(f"{TITLE}\n\n{line}\n\n{ARTICLE}").published is None


def test_the_day_of_the_event_is_not_the_day_of_publication():
    document = document_from_text(f"{TITLE}\n\nOn 13 September 2022 two posts were shelled in the north.\n\n{ARTICLE}")
    assert (document.published, document.published_basis) == (None, "unknown")


def test_order_of_witnesses():
    meta = '<meta property="article:published_time" content="2022-09-13T10:00:00+04:00">'
    address = '<link rel="canonical" href="https://x.example/2022/09/12/post">'
    assert document_from_html(_page(meta + address, "<p>14 September 2022</p>")).published == "2022-09-14"
    assert document_from_html(_page(meta + address)).published == "2022-09-13"
    assert document_from_html(_page(address)).published_basis == "url"
    given = document_from_html(_page(meta, "<p>14 September 2022</p>"), published="2022-09-15")
    assert (given.published, given.published_basis) == ("2022-09-15", "given")


def test_dates_of_comments_and_other_stories_do_not_count():
    tail = (
        "<h4>Related stories</h4><ul><li>Storm 2 May 2019</li></ul><h3>Comments</h3><p>Published 3 May 2019, wrong!</p>"
    )
    assert document_from_html(_page(tail=tail)).published is None


def test_linked_data():
    data = '<script type="application/ld+json">{"@graph":[{"datePublished":"2020-07-14T15:47Z"}]}</script>'
    broken = '<script type="application/ld+json">{"datePublished": "2020-07-14", oops</script>'
    assert document_from_html(_page(data)).published == "2020-07-14"
    assert document_from_html(_page(broken)).published == "2020-07-14"


def test_ambiguous_figures_follow_the_metadata():
    meta = '<meta name="date" content="2024-03-04">'
    assert document_from_html(_page(meta, "<p>03/04/2024</p>")).published == "2024-03-04"
    assert document_from_html(_page("", "<p>03/04/2024</p>")).published == "2024-04-03"
