"""``auditor check``: the gate before publication."""

from typing import Any

import click

from auditor.cli.options import field_options, formats_option, rule_options, talk_options
from auditor.cli.runner import run_audit

_EPILOG = """\b
Examples:
  auditor check draft.md && publish draft.md
  pbpaste | auditor check -
  auditor check draft.html --stage draft --ignore form-variant
  auditor check draft.txt -f json | jq -r '.articles[].verdict'

\b
Exit codes: 0 nothing that gates, 1 the gate fails, 2 wrong use or unreadable input.
"""


@click.command("check", epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@formats_option
@rule_options
@field_options
@click.option("--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Processes. [1]")
@click.option("--with-text", is_flag=True, help="Put each article's text into JSON reports.")
@talk_options
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Check one or a few drafts (- is standard input); the exit code is the gate."""
    paths = given.pop("paths")
    ctx.exit(run_audit(paths, brief=True, **given))
