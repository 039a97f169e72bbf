"""The command line. Commands are loaded when they are called, so that `foedus --help` costs next to nothing.

Data goes to standard output, talk to standard error. Exit codes: 0 done · 1 error · 2 usage · 4 partly done ·
5 a check failed · 6 locked by another writer · 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys

import click

import foedus
from foedus.engine.heap import spare_the_collector

# name → (module, what it does); the order is that of the work.
COMMANDS = {
    "demo": ("demo", "Build the sample case and open its report; works offline."),
    "build": ("build", "Read what is new, extract, link, weigh; go on where a run stopped."),
    "annotate": ("annotate", "Print what is read from texts, one JSON line a document; no case needed."),
    "search": ("listing", "Find words in claims and documents, across scripts."),
    "claims": ("listing", "List claims: who says who did what to whom."),
    "incidents": ("listing", "List incidents, with what is disputed."),
    "obligations": ("listing", "List commitments weighed against incidents."),
    "ledger": ("listing", "List each ally's record, with denominators."),
    "show": ("show", "Show a document, claim, incident, obligation or treaty."),
    "explain": ("show", "Print the proof of an obligation."),
    "treaty": ("treaty", "List, show, check and test treaty files."),
    "review": ("review", "Decide: accept, reject, note, undo; see the log."),
    "export": ("export", "Write claims, incidents, obligations or documents to a file."),
    "report": ("export", "Write one self-contained page about the case or one incident."),
    "verify": ("verify", "Check the rules that hold for every claim, the audit chain, the links."),
    "lexicon": ("lexicon", "Check word lists, and find what is missing from them."),
    "bench": ("bench", "Score this version on a data set."),
    "doctor": ("doctor", "Say what is installed, what is missing and what that costs."),
}


class Lazy(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"foedus.faces.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a reader that has gone (`head`) is told apart, for Click would call it an error."""
        spare_the_collector()
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return BROKEN_PIPE

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "FOEDUS"})
@click.version_option(foedus.__version__, prog_name="foedus")
def cli() -> None:
    """From press reports to an auditable ledger of alliance commitments.

    \b
    Start here:
      foedus demo                          a sample case, built and opened
      foedus build reports/ --case mycase  read a folder of texts or pages
      foedus incidents --case mycase       what happened, and what is disputed
      foedus explain ID --case mycase      why a commitment is triggered, or not

    Every list takes --json. `foedus COMMAND --help` shows examples.
    """


def main() -> None:
    """Run the command line and end the process with the exit code that says what happened."""
    from foedus.faces.cli.errors import explain

    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:
        code = explain(error)
    if code == BROKEN_PIPE:
        # The reader (`head`) has gone: nothing to say, and nothing more may be written on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


BROKEN_PIPE = -1
