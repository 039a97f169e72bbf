"""Which reader makes the claims: the grammar, or a language model that somebody asked for by name."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from foedus.claims.llm import Client
    from foedus.config import Settings
    from foedus.records import Claim, Document, Mention, Reject

F = TypeVar("F", bound=Callable[..., Any])
READERS = ("grammar", "llm")


def reader_options(function: F) -> F:
    """Add --reader and --settings."""
    function = click.option(
        "--settings", "settings_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
        help="A foedus.toml to take [lexicons] and [llm] from.",
    )(function)  # fmt: skip
    return click.option(
        "--reader", type=click.Choice(READERS), default="grammar", show_default=True,
        help="What makes the claims; llm asks the model at FOEDUS_LLM_URL.",
    )(function)  # fmt: skip


class Reader:
    """Makes claims and keeps account of what was dropped and what got no answer."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.client: Client | None = client(settings) if name == "llm" else None
        self.dropped: Counter[str] = Counter()
        self.refused: list[Reject] = []
        self.kept = self.asked = self.failed = 0

    def __call__(self, document: Document, mentions: Sequence[Mention]) -> tuple[Claim, ...]:
        """Return the claims of a document; what of it got no answer is among `refused`."""
        from foedus import flow
        from foedus.records import Reject

        if self.client is None:
            return flow.claim(document, mentions)
        from foedus.claims.llm import read_claims

        reading = read_claims(document, mentions, self.client)
        self.dropped.update(reading.dropped)
        self.kept += len(reading.claims)
        self.asked += reading.asked
        self.failed += len(reading.failed)
        if reading.failed:
            detail = f"{len(reading.failed)} of {reading.asked} requests: {reading.failed[0]}"
            self.refused.append(Reject(path=document.path, stage="claim", reason="no_answer", detail=detail))
        return reading.claims

    def tell(self) -> None:
        """Say on standard error what a model's answers came to."""
        if self.client is None:
            return
        engine = self.client.engine
        click.echo(f"foedus: {engine}: {self.asked} requests, {self.failed} failed, {self.kept} claims kept", err=True)
        for reason, number in sorted(self.dropped.items(), key=lambda item: (-item[1], item[0])):
            if number:
                click.echo(f"foedus: dropped {number}: {reason.replace('_', ' ')}", err=True)


def make_reader(name: str, settings_file: Path | None) -> Reader:
    """Return the reader of that name, after laying the user's word lists over ours."""
    from foedus.config import read_settings
    from foedus.resources.layers import use_layers

    settings = read_settings(settings_file)
    use_layers(settings.lexicons.folders, settings_file.resolve().parent if settings_file else None)
    return Reader(name, settings)


def client(settings: Settings) -> Client:
    """Return the client of the model that the environment or the settings name; raise ConfigError if none is."""
    from foedus.claims.llm import Client
    from foedus.claims.llm.transport import Endpoint
    from foedus.errors import ConfigError

    llm = settings.llm
    url, model = os.environ.get("FOEDUS_LLM_URL") or llm.url, os.environ.get("FOEDUS_LLM_MODEL") or llm.model
    if not url or not model:
        raise ConfigError(
            "--reader llm needs an address and a model: set FOEDUS_LLM_URL (like http://127.0.0.1:8000/v1) and "
            "FOEDUS_LLM_MODEL, or `url` and `model` under [llm] in the file that --settings names."
        )
    return Client(
        Endpoint(
            url=url, model=model, key=os.environ.get(llm.key_env) or None, timeout_s=llm.timeout_s, tries=llm.tries,
            passage_characters=llm.passage_characters,
        )
    )  # fmt: skip
