"""`foedus lexicon check | coverage`: what is wrong in word lists, and what a corpus says that they do not know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedus.faces.cli.options import format_options, say_rejects
from foedus.faces.cli.output import Column, emit

if TYPE_CHECKING:
    from foedus.records import Document, Reject


@click.group()
def lexicon() -> None:
    """Check word lists, and find what is missing from them.

    Your own lists are laid over ours: set FOEDUS_LEXICONS, or `folders` under [lexicons] in foedus.toml.

    \b
    Examples:
      foedus lexicon check                 the lists that come with foedus
      foedus lexicon check my/words        your own, and how they go with ours
      foedus lexicon coverage reports/     words and names that no list knows
    """


@lexicon.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@format_options
def check(folder: Path | None, strict: bool, form: str, as_json: bool) -> None:
    """Say what is wrong in word lists, with file, line and key; exit code 5 if something is.

    DIR has lang/<xx>/*.yaml, actors/*.yaml and places/*.csv like ours; left out: ours.
    """
    from foedus.faces.cli.listing import form_of
    from foedus.faces.lexicons.check import check_folder
    from foedus.resources import ROOT

    found = check_folder(folder or ROOT)
    columns = (
        Column("where", lambda r: f"{r['file']}:{r['line']}", 36),
        Column("key", lambda r: r["key"], 28, may_go=True),
        Column("level", lambda r: r["level"], 8),
        Column("what", lambda r: r["what"]),
    )
    emit((f._asdict() for f in found), columns, form_of(form, as_json), empty="nothing is wrong in the lists")
    raise SystemExit(5 if any(strict or f.level == "error" for f in found) else 0)


@lexicon.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--plain", "is_plain", is_flag=True, help="The input is clean text already: keep every paragraph.")
@click.option("--lang", metavar="xx", help="Language of the texts; left out: found per passage.")
@click.option("--least", type=click.IntRange(min=1), default=2, show_default=True, help="How often at least.")
@click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True, help="How many; 0 = all.")
@format_options
def coverage(
    paths: tuple[str, ...], is_plain: bool, lang: str | None, least: int, limit: int, form: str, as_json: bool
) -> None:
    """List the words near actors and counts and the names that no list knows, by frequency, with an example each.

    The kinds: word = a verb or noun that may tell an act; actor? = stands where one speaks or acts; place? = stands
    behind "in" or "near"; name = neither.
    """
    from foedus.faces.cli.listing import form_of
    from foedus.faces.lexicons.coverage import coverage as missing_from

    refused: list[Reject] = []
    missing = missing_from(_documents(paths, lang, is_plain, refused), least=least)
    columns = (
        Column("kind", lambda r: r["kind"], 7),
        Column("lang", lambda r: r["lang"], 4),
        Column("word", lambda r: r["word"], 32),
        Column("times", lambda r: r["times"], 6),
        Column("documents", lambda r: r["documents"], 9, may_go=True),
        Column("example", lambda r: r["example"]),
    )
    empty = "no unknown words or names (or no text to look in)"
    emit((m._asdict() for m in missing), columns, form_of(form, as_json), empty=empty, limit=limit)
    say_rejects(refused)
    raise SystemExit(4 if refused else 0)


def _documents(paths: tuple[str, ...], lang: str | None, is_plain: bool, refused: list[Reject]) -> Iterator[Document]:
    from foedus.documents import read_paths
    from foedus.records import Reject

    for item in read_paths(paths, lang=lang, plain=is_plain):
        if isinstance(item, Reject):
            refused.append(item)
        else:
            yield item
