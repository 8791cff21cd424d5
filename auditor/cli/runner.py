"""What ``audit`` and ``check`` share: read, audit, render, choose the exit code."""

import sys
from pathlib import Path

from auditor.cli.exits import CLEAN, GATED, WRONG, Complaints
from auditor.cli.options import FIELDS, Output
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
    baseline_path: Path | None,
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
    from auditor.cli.outputs import Outputs, render_options
    from auditor.config import find_config
    from auditor.pipeline import Audit
    from auditor.sources import FieldNames, read_articles

    config = find_config(file=config_path)
    rules = ruleset(packs, select=select, ignore=ignore, config=config)
    options = render_options(
        quiet=quiet, verbose=verbose, no_color=no_color, with_text=with_text, brief=brief
    )
    named = {name: fields.get(f"{name}_field") or config.fields.get(name) for name in FIELDS}
    with Progress(enabled=not quiet and sys.stderr.isatty()) as progress:
        audit = Audit(
            rules,
            stage or config.stage,
            jobs=jobs or config.jobs,
            progress=progress.update,
            archive=archive_path or config.archive,
            baseline=baseline_path or config.baseline,
        )
        with Outputs(outputs, options, quiet=quiet) as out:
            out.begin(audit.info)
            complaints = Complaints()

            def refused(error: InputError) -> None:
                progress.clear()
                complaints.add(error)

            articles = read_articles(paths, FieldNames(**named), stdin=sys.stdin.buffer)
            for report in audit.reports(articles, refused):
                progress.clear()
                out.add(report)
            progress.clear()
            complaints.close()
            summary = audit.tally.summary()
            out.end(summary)
    if summary.unreadable or summary.failures:
        return WRONG
    return GATED if dict(summary.verdicts).get(Verdict.BLOCK) else CLEAN
