"""Texts written for these tests."""

from __future__ import annotations

from foedus.records import Document

PARAGRAPHS = (
    "Three border guards were killed on Monday night when their post above the Varda gorge came under mortar fire, the "
    "interior ministry said in a statement.",
    "The neighbouring republic denied that its troops had opened fire and accused the guards of moving their post two "
    "hundred metres forward under cover of darkness.",
    "“We have seen nothing but rain since Sunday,” said a shepherd from the nearest village, who had spent the night "
    "in his cellar with his family.",
    "The alliance's secretary general spoke by telephone with both capitals and called for restraint, without naming "
    "either side as the one that had begun.",
)
ARTICLE = "\n\n".join(PARAGRAPHS)
TITLE = "Three guards die above the Varda gorge"

DUMP = f"""Highland Mail
Home
World
  • Opinion
  • Sport
  • Weather
View All Result

{TITLE}

By Nora Feld
14 March 2021
218 shares

Soldiers at the Varda crossing, 12 March 2021 (Photo: Highland Mail archive)

{PARAGRAPHS[0]}

Read also: Floods close the southern road

{PARAGRAPHS[1]}

– a night in the cellar –

{PARAGRAPHS[2]}

{PARAGRAPHS[3]}

Nora Feld is a freelance journalist. Her areas of expertise include borders and rivers.

Share Tweet Email

Related posts

Ceasefire holds for a second week
3 June 2021
Ministers meet in the capital to talk about water
1 May 2021

Comments (2)

Old Tom
2 years ago
They shelled us too and nobody wrote a line about the eleven dead, not one line in any paper.

Вера К.
1 year ago
Опять никто ничего не видел, а сорок человек погибли, и виноватых нет.

All rights reserved. Reproduction without permission is prohibited."""

PAGE = f"""<!doctype html><html lang="en"><head><title>{TITLE} — Highland Mail</title>
<meta property="og:site_name" content="Highland Mail"><meta property="og:title" content="{TITLE}">
<meta property="article:modified_time" content="2024-01-01"><meta name="date" content="2021-03-15">
<link rel="canonical" href="https://mail.example/world/guards"></head><body>
<nav><a href="/">Home</a><a href="/w">World</a></nav>
<div class="cookie-consent">We use cookies. Accept all</div>
<article><h1>{TITLE}</h1><p class="byline">By Nora Feld | 14 March 2021, updated 20 March 2021</p>
<p>{PARAGRAPHS[0]}</p>
<figure><img src="x.jpg"><figcaption>The gorge seen from the old bridge last summer.</figcaption></figure>
<p>{PARAGRAPHS[1]}</p><aside class="newsletter">Sign up for our newsletter</aside>
<h2>A night in the cellar</h2><p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p></article>
<aside class="related"><h4>More stories</h4>
<ul><li><a href="/a">Ceasefire holds for a second week</a> 3 June 2021</li></ul></aside>
<section id="comments"><h3>Comments (1)</h3>
<p>They shelled us too and nobody wrote a line about the eleven dead.</p></section>
<footer>© 2021 Highland Mail. All rights reserved.</footer><script>var a = "<p>not text</p>";</script></body></html>"""


def main_of(document: Document) -> list[str]:
    return [document.text[p.start : p.end] for p in document.passages if p.main]


def kinds_of(document: Document) -> dict[str, str]:
    return {document.text[p.start : p.end]: p.kind for p in document.passages}
