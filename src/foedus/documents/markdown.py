"""Markdown → text as a reader sees it: marks of emphasis, links and headings go, their words stay."""

from __future__ import annotations

import re

import msgspec

from foedus.documents.assemble import Facts, from_text
from foedus.documents.dates import iso_day
from foedus.records import Document

_FRONT = re.compile(r"---[ \t]*\n(?P<matter>(?:[^\n]*\n){0,60}?)---[ \t]*(?:\n|$)")
_FIELD = re.compile(
    r"^(?P<name>title|date|published|author|lang|language|url|source)\s*:\s*(?P<value>[^\n]{1,300})$", re.M
)
_RULES = (
    (re.compile(r"!\[([^\]\n]{0,300})\]\([^)\s\[]{0,2000}(?:\s\"[^\"\n]{0,300}\")?\)"), r"Image: \1"),
    (re.compile(r"(?<!!)\[([^\]\n]{1,500})\]\([^)\s\[]{0,2000}(?:\s\"[^\"\n]{0,300}\")?\)"), r"\1"),
    (re.compile(r"^[ ]{0,3}#{1,6}\s+(.*?)\s*#*$", re.M), r"\1"),
    (re.compile(r"^[ ]{0,3}>[ ]?", re.M), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"^[ ]{0,3}(?:[-*_][ ]?){3,}$", re.M), ""),
    (re.compile(r"^```[^\n]*$", re.M), ""),
)


def read_markdown(text: str, facts: Facts) -> Document:
    """Read a Markdown text; front matter gives title, date, author, language and address."""
    front = _FRONT.match(text)
    fields = (
        {m["name"].lower(): m["value"].strip().strip("\"'") for m in _FIELD.finditer(front["matter"])} if front else {}
    )
    body = text[front.end() :] if front else text
    for pattern, replacement in _RULES:
        body = pattern.sub(replacement, body)
    known = msgspec.structs.replace(
        facts,
        title=facts.title or fields.get("title"),
        byline=facts.byline or fields.get("author"),
        url=facts.url or fields.get("url"),
        dated=iso_day(fields.get("date") or fields.get("published") or ""),
    )
    return from_text(body, known)
