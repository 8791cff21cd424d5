"""``auditor baseline``: what was decided of findings, kept for the next run."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.exits import CLEAN, WRONG, Complaints
from auditor.cli.options import config_option

if TYPE_CHECKING:
    from auditor.errors import InputError
    from auditor.policy.decisions import Decisions
    from auditor.report import Report

_FILE = Path("auditor-baseline.json")

_EPILOG = """\b
Examples:
  auditor audit archive/ -f jsonl=run.jsonl
  auditor baseline create run.jsonl           what is there now is known
  auditor baseline import run.decisions.json  what a review decided
  auditor audit archive/ --baseline auditor-baseline.json

\b
The baseline may be named once for all: baseline = "auditor-baseline.json" in auditor.toml.
"""

_output = click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"The baseline. [that of auditor.toml, else {_FILE}]",
)


@click.group("baseline", epilog=_EPILOG)
def command() -> None:
    """Keep what was decided of findings; the next run shows them as decided, and they do not gate."""


@command.command("create", short_help="Put in every finding of a run.")
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@_output
@config_option
@click.pass_context
def create(
    ctx: click.Context, *, runs: tuple[str, ...], target: Path | None, config_path: Path | None
) -> None:
    """Put every finding of stored runs that is news into the baseline, made where there is none.

    What the baseline holds already stays as it was decided.
    """
    from auditor.cli.nouns import counted
    from auditor.policy.baseline import missing

    path = _place(target, config_path)
    before = _read(path)
    found: Decisions = {}
    broken = _each_report(runs, lambda r: found.update(missing(r.findings, r.article)))
    after = found | before
    _write(path, after)
    click.echo(
        f"{counted(len(after) - len(before), 'finding')} added, {len(before):,} were there; {path}"
    )
    _say_use(path, config_path)
    ctx.exit(WRONG if broken else CLEAN)


@command.command("import", short_help="Put in what a review decided.")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@_output
@click.option(
    "--run",
    "runs",
    multiple=True,
    metavar="RUN",
    help="The run that was reviewed, for headlines and words. [the one beside FILE]",
)
@config_option
@click.pass_context
def import_(
    ctx: click.Context,
    *,
    files: tuple[Path, ...],
    target: Path | None,
    runs: tuple[str, ...],
    config_path: Path | None,
) -> None:
    """Put the decisions of reviews into the baseline: of two on one finding, the later one counts."""
    from dataclasses import replace

    from auditor.policy.baseline import missing
    from auditor.policy.decisions import merged, read

    path = _place(target, config_path)
    before = _read(path)
    given = merged(*(read(file) for file in files))
    reviewed = runs or tuple(str(run) for file in files if (run := _beside(file)))
    told: Decisions = {}

    def tell(report: "Report") -> None:
        known = missing(report.findings, report.article)
        told.update((key, known[key]) for key in known.keys() & given.keys())

    broken = _each_report(reviewed, tell)
    for key, decision in given.items():
        source = told.get(key) or before.get(key)
        if source is not None and not decision.headline:
            given[key] = replace(decision, headline=source.headline, text=source.text)
    after = merged(before, given)
    _write(path, after)
    kinds = Counter(decision.choice for decision in given.values())
    counts = ", ".join(f"{n:,} {_DONE[kind]}" for kind, n in sorted(kinds.items()))
    changed = sum(before.get(key) != decision for key, decision in after.items())
    click.echo(f"{counts or 'no decisions'}; {changed:,} changed the baseline; {path}")
    _say_use(path, config_path)
    ctx.exit(WRONG if broken else CLEAN)


@command.command("prune", short_help="Take out what is on nothing that is there now.")
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@_output
@config_option
@click.pass_context
def prune(
    ctx: click.Context, *, runs: tuple[str, ...], target: Path | None, config_path: Path | None
) -> None:
    """Take out of the baseline what stored runs, made with it, say is on nothing that is there now."""
    path = _place(target, config_path)
    before = _read(path, wanted=True)
    gone: set[tuple[str, str]] = set()
    broken = _each_report(
        runs, lambda report: gone.update((s.article, s.fingerprint) for s in report.stale)
    )
    after = {key: decision for key, decision in before.items() if key not in gone}
    _write(path, after)
    click.echo(f"{len(before) - len(after):,} taken out, {len(after):,} left; {path}")
    ctx.exit(WRONG if broken else CLEAN)


@command.command("show", short_help="Show how often each rule was right.")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option("-v", "--verbose", is_flag=True, help="Every decision.")
@config_option
def show(*, file: Path | None, verbose: bool, config_path: Path | None) -> None:
    """Show what a baseline, or a review's decisions, hold, and how often each rule was right."""
    from auditor.cli.nouns import counted
    from auditor.cli.statistics import statistics
    from auditor.render.safe import one_line

    path = _place(file, config_path)
    decisions = _read(path, wanted=True)
    articles = len({decision.article for decision in decisions.values()})
    click.echo(f"{path}: {counted(len(decisions), 'decision')} on {counted(articles, 'article')}")
    for line in statistics(decisions):
        click.echo(line)
    if verbose:
        for (article, _), decision in sorted(decisions.items()):
            why = f": {decision.reason}" if decision.reason else ""
            words = f" “{decision.text}”" if decision.text else ""
            said = f"{article}: {decision.rule}, {decision.choice}{why}{words}"
            click.echo(f"  {one_line(said)}")


_DONE = {"accept": "accepted", "dismiss": "dismissed", "baseline": "known"}


def _place(target: Path | None, config_path: Path | None) -> Path:
    from auditor.config import find_config

    return target or find_config(file=config_path).baseline or _FILE


def _read(path: Path, *, wanted: bool = False) -> "Decisions":
    from auditor.policy.decisions import read

    return read(path) if wanted or path.exists() else {}


def _write(path: Path, decisions: "Decisions") -> None:
    from auditor.policy.decisions import BASELINE, dumps
    from auditor.render.sink import open_sink

    with open_sink(path) as out:
        out.write(dumps(decisions, BASELINE))


def _each_report(runs: Sequence[str], tell: "Callable[[Report], object]") -> bool:
    """Tell of each report of stored runs; return whether a part of one could not be read."""
    from auditor.stored import StoredRun

    complaints = Complaints()
    refused: list[InputError] = []
    for run in runs:
        with StoredRun(run) as stored:
            for report in stored.reports(refused.append):
                tell(report)
    for error in refused:
        complaints.add(error)
    complaints.close()
    return bool(refused)


def _beside(decisions: Path) -> Path | None:
    """Return the run that decisions lie beside."""
    from auditor.stored import beside

    return beside(decisions)


def _say_use(path: Path, config_path: Path | None) -> None:
    from auditor.config import find_config

    if find_config(file=config_path).baseline is None:
        click.echo(f'use it: --baseline {path}, or baseline = "{path}" in auditor.toml', err=True)
