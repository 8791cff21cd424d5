"""``auditor audit``: an audit run."""

from typing import Any

import click

from auditor.cli.options import field_options, formats_option, rule_options, talk_options
from auditor.cli.runner import run_audit

_EPILOG = """\b
Examples:
  auditor audit archive/ -f html=report.html
  auditor audit corpus.jsonl.gz -f jsonl=findings.jsonl --text-field body
  auditor audit stories/*.md --select duplication --select typo
  cat stories.jsonl | auditor audit - -f json | jq .summary
"""


@click.command("audit", epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@formats_option
@rule_options
@field_options
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes. [one a core]")
@click.option("--with-text", is_flag=True, help="Put each article's text into JSON reports.")
@talk_options
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Audit every article under the paths: all rules, and duplicates among the articles.

    Reads plain text, Markdown, HTML, JSON, JSONL (also .gz, .zst), CSV and Parquet; files, folders,
    globs, or - for standard input.
    """
    paths = given.pop("paths")
    ctx.exit(run_audit(paths, brief=False, **given))
