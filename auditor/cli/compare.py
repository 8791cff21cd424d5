"""``auditor compare``: what two articles share."""

import shutil
from pathlib import Path

import click

from auditor.cli.exits import WRONG, complain
from auditor.cli.options import talk_options, wants_color

_EPILOG = """\b
Examples:
  auditor compare monday.txt tuesday.txt
  auditor compare a.html b.html -f json | jq .relation
"""


@click.command("compare", epilog=_EPILOG)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option(
    "-f",
    "--format",
    "output",
    default="terminal",
    metavar="FORMAT[=FILE]",
    help="terminal or json; to FILE, else to standard output. [terminal]",
)
@talk_options
@click.pass_context
def command(
    ctx: click.Context, *, a: str, b: str, output: str, quiet: bool, verbose: bool, no_color: bool
) -> None:
    """Show what articles A and B share: relation, scores, passages, facts that differ."""
    del quiet, verbose
    from auditor.api import compare
    from auditor.errors import InputError
    from auditor.render.comparison import render_comparison
    from auditor.render.sink import open_sink

    name, _, file = output.partition("=")
    if name not in ("terminal", "json"):
        raise click.UsageError(f"no such format {name!r}; there are: terminal, json")
    try:
        comparison = compare(Path(a), Path(b))
    except InputError as error:
        complain(error)
        ctx.exit(WRONG)
    with open_sink(Path(file) if file else None) as out:
        width = shutil.get_terminal_size((100, 24)).columns
        render_comparison(
            comparison, out, as_json=name == "json", color=wants_color(no_color), width=width
        )
