"""What ``audit`` and ``check`` share: read, audit, render, choose the exit code."""

import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from auditor.cli.exits import CLEAN, GATED, WRONG, Complaints
from auditor.cli.options import FIELDS, Output, wants_color
from auditor.cli.progress import Progress
from auditor.errors import InputError
from auditor.report import Verdict


def run_audit(
    paths: tuple[str, ...],
    *,
    outputs: tuple[Output, ...],
    packs: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    stage: str | None,
    archive_path: Path | None,
    config_path: Path | None,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
    no_color: bool,
    with_text: bool,
    brief: bool,
    **fields: str | None,
) -> int:
    """Audit ``paths`` into ``outputs`` and return the exit code."""
    from auditor.api import ruleset
    from auditor.config import find_config
    from auditor.pipeline import Audit
    from auditor.render import RenderOptions, renderer
    from auditor.render.sink import open_sink
    from auditor.sources import FieldNames, read_articles

    config = find_config(file=config_path)
    rules = ruleset(packs, select=select, ignore=ignore, config=config)
    wanted = outputs or (Output("terminal", None),)
    _refuse_two_to_one_place(wanted)
    options = RenderOptions(
        color=wants_color(no_color),
        width=shutil.get_terminal_size((100, 24)).columns,
        with_text=with_text,
        verbose=verbose,
        quiet=quiet,
        brief=brief,
    )
    named = {name: fields.get(f"{name}_field") or config.fields.get(name) for name in FIELDS}
    with Progress(enabled=not quiet and sys.stderr.isatty()) as progress, ExitStack() as stack:
        audit = Audit(
            rules,
            stage or config.stage,
            jobs=jobs or config.jobs,
            progress=progress.update,
            archive=archive_path or config.archive,
        )
        renderers = [
            renderer(output.format, stack.enter_context(open_sink(output.path)), options)
            for output in wanted
        ]
        for each in renderers:
            each.begin(audit.info)

        complaints = Complaints()

        def refused(error: InputError) -> None:
            progress.clear()
            complaints.add(error)

        articles = read_articles(paths, FieldNames(**named), stdin=sys.stdin.buffer)
        for report in audit.reports(articles, refused):
            progress.clear()
            for each in renderers:
                each.add(report)
        progress.clear()
        complaints.close()
        summary = audit.tally.summary()
        for each in renderers:
            each.end(summary)
    for output in wanted:
        if output.path and not quiet:
            click.echo(f"{output.format} report: {output.path}", err=True)
    if summary.unreadable or summary.failures:
        return WRONG
    return GATED if dict(summary.verdicts).get(Verdict.BLOCK) else CLEAN


def _refuse_two_to_one_place(outputs: tuple[Output, ...]) -> None:
    places = [output.path for output in outputs]
    if len(places) != len(set(places)):
        raise click.UsageError(
            "two formats go to one place; give all but one a file: -f html=report.html"
        )
