"""The command line. Each command is a module of its own, imported when it is called."""

import gc
import sys
from importlib import import_module

import click

from auditor import __version__

_COMMANDS = {
    "audit": "Audit articles: every rule, and duplicates among them.",
    "check": "Check one or a few drafts before publication; the exit code is the gate.",
    "compare": "Show what two articles share.",
    "report": "Report again from a stored run, in every format.",
    "review": "Review a run's findings in the browser; decisions are kept.",
    "baseline": "Keep what was decided of findings, for the next run.",
    "dedup": "Find clusters of duplicates in a corpus.",
    "archive": "Keep an index of what was published, and ask it.",
    "lexicon": "Make the lexicon of another language for the spelling rules.",
    "rules": "List, show and test the rule packs.",
}

_EPILOG = """\b
Examples:
  auditor check draft.md                     may this be published?
  auditor audit archive/ -f html=report.html audit a folder, read the report in a browser
  auditor audit corpus.jsonl --with-text -f jsonl=run.jsonl
  auditor compare a.txt b.txt                what do these two share?
  auditor review run.jsonl                   decide on its findings in the browser
  auditor archive add published.jsonl --archive news.archive
  auditor check draft.md --archive news.archive

\b
Exit codes: 0 nothing that gates, 1 the gate fails, 2 wrong use or unreadable input,
3 a fault of the program.
"""


class _Lazy(click.Group):
    """Knows its commands by name and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"auditor.cli.{name}").command
        del ctx
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            from auditor.text.suggest import did_you_mean

            ctx.fail(f"no such command {name!r}{did_you_mean(name, _COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Lazy,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="auditor")
def cli() -> None:
    """Find in articles what a careful sub-editor finds."""


def main() -> None:
    """Run the command line; every way out has its exit code."""
    from auditor.cli.exits import run

    code = run(cli)
    gc.freeze()  # it all goes with the process: to look for what could go takes long after a large run
    sys.exit(code)
