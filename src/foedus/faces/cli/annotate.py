"""`foedus annotate`: documents in, one JSON line each out; memory stays flat however many there are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from foedus.faces.cli.options import ISO_DATE, say_rejects
from foedus.faces.cli.reader import make_reader, reader_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from foedus.records import Claim, Document, Mention

    Read = Callable[[Document, Sequence[Mention]], tuple[Claim, ...]]


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--published", type=ISO_DATE, metavar="DATE", help="Publication date of texts that do not give one.")
@click.option("--lang", metavar="xx", help="Language of the texts (en, fr, ru, de, tr); left out: found per passage.")
@click.option("--plain", "is_plain", is_flag=True, help="The input is clean text already: keep every paragraph.")
@reader_options
@click.option("--json", "as_json", is_flag=True, help="One JSON line a document: what is printed anyway.")
def annotate(
    files: tuple[str, ...],
    published: str | None,
    lang: str | None,
    is_plain: bool,
    reader: str,
    settings_file: Path | None,
    as_json: bool,
) -> None:
    """Print what is read from texts, one JSON line a document.

    FILE is text, Markdown, HTML, a folder, or - for standard input. A .jsonl file holds one document a line
    (`id`, `text` or `html`, `published`, `url`, `lang`); its ids are kept.

    \b
    Examples:
      foedus annotate report.html | jq .claims
      foedus annotate reports.jsonl --plain > annotated.jsonl
      foedus annotate reports/ --reader llm          (see docs/readers.md)
      echo "Yerevan said two soldiers were killed." | foedus annotate --plain --published 2022-09-13 -

    Exit code 4 says that some inputs could not be read, or not wholly; they are named on standard error.
    """
    from foedus.documents import read_paths
    from foedus.errors import FoedusError
    from foedus.records import Reject

    read = make_reader(reader, settings_file)
    refused: list[Reject] = []
    out = sys.stdout.buffer
    for item in read_paths(files, published=published, lang=lang, plain=is_plain):
        if isinstance(item, Reject):
            refused.append(item)
            continue
        try:
            out.write(annotated(item, read) + b"\n")
        except (BrokenPipeError, FoedusError):
            raise
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"[:300]
            refused.append(Reject(path=item.path, stage="claim", reason="stage_failed", detail=detail))
    read.tell()
    refused += read.refused
    say_rejects(refused)
    raise SystemExit(4 if refused else 0)


def annotated(document: Document, read: Read | None = None) -> bytes:
    """Return what is read from a document as one line of JSON, in the order of the contract."""
    from foedus import flow
    from foedus.faces.cli.line import Annotated
    from foedus.faces.plain import json_line

    mentions = flow.annotate(document)
    claims = (read or flow.claim)(document, mentions)
    shown = {
        name: getattr(document, name) for name in Annotated.__struct_fields__ if name in document.__struct_fields__
    }
    return json_line(Annotated(**shown, mentions=mentions, claims=claims))
