"""``auditor report``: a stored run in every format again."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.exits import CLEAN, WRONG, Complaints
from auditor.cli.options import Output, baseline_option, formats_option, talk_options

if TYPE_CHECKING:
    from auditor.errors import InputError
    from auditor.report import RuleSummary, RunInfo

_EPILOG = """\b
Examples:
  auditor audit archive/ -f jsonl=run.jsonl --with-text
  auditor report run.jsonl --baseline run.decisions.json -f markdown
  auditor report run.jsonl -f html=report.html -f sarif=report.sarif
  zcat run.jsonl.gz | jq -c 'select(.score < 50)' | auditor report -

\b
Exit codes: 0 the run was read, 2 it cannot be, or a part of it cannot (the rest is reported).
"""


@click.command("report", epilog=_EPILOG)
@click.argument("run", metavar="RUN")
@formats_option
@baseline_option
@click.option("--with-text", is_flag=True, help="Put each article's text into JSON reports.")
@talk_options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    run: str,
    outputs: tuple[Output, ...],
    baseline_path: Path | None,
    with_text: bool,
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> None:
    """Report again from a stored run: RUN.jsonl or RUN.json, also .gz or .zst (- is standard input).

    A run made with --with-text gives every format as it was. Without the texts, articles are read again
    where they were read from; those that are not there as they were are shown by the words of their
    findings. With --baseline, what was decided since is shown as decided.
    """
    from auditor.cli.outputs import Outputs, render_options
    from auditor.policy.baseline import Baseline, judge_again
    from auditor.stored import StoredRun
    from auditor.tally import Tally

    tally = Tally()
    complaints = Complaints()
    broken = False

    def refused(error: "InputError") -> None:
        nonlocal broken
        broken = True
        complaints.add(error)

    options = render_options(quiet=quiet, verbose=verbose, no_color=no_color, with_text=with_text)
    baseline = Baseline.read(baseline_path) if baseline_path else None
    with StoredRun(run) as stored, Outputs(outputs, options, quiet=quiet) as out:
        info = replace(stored.info, rules=rule_summaries(stored.info))
        out.begin(replace(info, history=baseline.history) if baseline else info)
        for told in stored.reports(refused):
            report = judge_again(told, baseline) if baseline else told
            tally.add(report)
            out.add(report)
        complaints.close()
        summary = replace(
            tally.summary(),
            unreadable=stored.unreadable,
            skipped=stored.skipped,
            archive=stored.archive,
        )
        out.end(summary)
    ctx.exit(WRONG if broken else CLEAN)


def rule_summaries(run: "RunInfo") -> "tuple[RuleSummary, ...]":
    """Return what the packs of a run say of their rules now; nothing of packs that are gone."""
    from auditor.api import ruleset
    from auditor.config import Config
    from auditor.errors import ConfigurationError

    try:
        return ruleset([name.split("@")[0] for name in run.packs], config=Config()).summaries()
    except ConfigurationError:
        return ()
