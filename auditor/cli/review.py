"""``auditor review``: a run's findings in the browser, and what was decided of them in a file."""

import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from auditor.cli.exits import CLEAN, WRONG, Complaints, complain
from auditor.cli.options import talk_options
from auditor.errors import AuditorError, InputError

if TYPE_CHECKING:
    from auditor.render import RenderOptions
    from auditor.report import Summary
    from auditor.service.store import DecisionStore

_EPILOG = """\b
Examples:
  auditor audit archive/ -f jsonl=run.jsonl --with-text
  auditor review run.jsonl                   decide in the browser
  auditor review --stats                     how often each rule was right
  auditor baseline import run.decisions.json the next run knows

\b
Decisions are written to run.decisions.json, beside run.jsonl, at once. Without RUN the one stored last
is taken, in the current folder and the folders right below it.
"""


@click.command("review", epilog=_EPILOG)
@click.argument("run", required=False, metavar="[RUN]", type=click.Path(path_type=Path))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port of 127.0.0.1 to serve on. [a free one]",
)
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.option(
    "--decisions",
    "decisions_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where decisions are kept. [beside RUN]",
)
@click.option(
    "--stats", is_flag=True, help="Show how often each rule was right, and serve nothing."
)
@talk_options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    run: Path | None,
    port: int,
    no_browser: bool,
    decisions_path: Path | None,
    stats: bool,
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> None:
    """Review a stored run in the browser: accept and dismiss findings. Ctrl-C ends it.

    The page is served to this machine alone; whoever has the address that is printed may decide.
    """
    del verbose, no_color
    from auditor.service.store import DecisionStore
    from auditor.stored import decisions_of

    if run is not None and not run.is_file():
        raise click.UsageError(f"there is no stored run {_near(run)}")
    run = run or _newest()
    store = DecisionStore(decisions_path or decisions_of(run))
    if stats:
        ctx.exit(_statistics(run, store))
    reading = _Reading(run)
    _serve(reading, store, port=port, browser=not no_browser, quiet=quiet)
    ctx.exit(WRONG if reading.broken else CLEAN)


def _newest() -> Path:
    from auditor.stored import newest_run

    run = newest_run(Path())
    if run is None:
        raise click.UsageError(
            "no stored run here, nor in the folders right below; make one: "
            "auditor audit PATH... -f jsonl=run.jsonl --with-text"
        )
    return run


class _Reading:
    """Reads a stored run; says what of it cannot be read, and remembers that something could not."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.broken = False
        self.texts = True
        self.summary: Summary | None = None

    def page(self, target: Path, options: "RenderOptions") -> None:
        """Write the run's page."""
        from dataclasses import replace

        from auditor.cli.report import rule_summaries
        from auditor.render import open_renderer
        from auditor.stored import StoredArticle, StoredRun
        from auditor.tally import Tally

        complaints = Complaints()

        def refused(error: InputError) -> None:
            self.broken = True
            complaints.add(error)

        tally = Tally()
        with StoredRun(str(self.run)) as stored, open_renderer("html", target, options) as html:
            html.begin(replace(stored.info, rules=rule_summaries(stored.info)))
            for report in stored.reports(refused):
                tally.add(report)
                html.add(report)
                article = report.article
                self.texts &= not isinstance(article, StoredArticle) or article.whole
            complaints.close()
            self.summary = replace(
                tally.summary(),
                unreadable=stored.unreadable,
                skipped=stored.skipped,
                archive=stored.archive,
            )
            html.end(self.summary)


def _serve(
    reading: _Reading, store: "DecisionStore", *, port: int, browser: bool, quiet: bool
) -> None:
    from auditor.service.review import Review

    with Review(store, reading.page, port) as review:
        try:
            store.check()
        except AuditorError as error:  # to read is something, too
            complain(error)
        click.echo(review.url)
        if not quiet:
            _say(reading, store)
        signal.signal(signal.SIGTERM, _stop)
        if browser and _has_browser():
            import webbrowser

            webbrowser.open(review.url)
        try:
            review.serve()
        except KeyboardInterrupt:
            if not quiet:
                click.echo(f"\n{_decided(store)}", err=True)


def _say(reading: _Reading, store: "DecisionStore") -> None:
    from auditor.cli.nouns import counted

    summary = reading.summary
    assert summary is not None  # the page is there
    found = sum(count for _, count in summary.severities)
    told = f"{counted(summary.articles, 'article')}, {counted(found, 'finding')}"
    click.echo(f"{reading.run}: {told}; {_decided(store)}. Ctrl-C ends.", err=True)
    if not reading.texts:
        click.echo(
            "articles that have changed or gone since are shown by the words of their findings; "
            "auditor audit --with-text keeps the texts in the run",
            err=True,
        )


def _decided(store: "DecisionStore") -> str:
    from auditor.cli.nouns import counted

    try:
        decisions = store.read().decisions
    except AuditorError:
        return f"the decisions in {_near(store.path)} cannot be read"
    kinds = Counter(decision.choice.value for decision in decisions.values())
    told = f" ({kinds['accept']:,} accepted, {kinds['dismiss']:,} dismissed)" if decisions else ""
    return f"{counted(len(decisions), 'decision')}{told} in {_near(store.path)}"


def _near(path: Path) -> str:
    """Return a path as seen from here, where it is below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _has_browser() -> bool:
    """Whether a browser would open in a window, and not take this terminal."""
    return sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _statistics(run: Path, store: "DecisionStore") -> int:
    from auditor.cli.statistics import statistics
    from auditor.stored import StoredRun

    complaints = Complaints()
    errors: list[InputError] = []
    findings: Counter[str] = Counter()
    with StoredRun(str(run)) as stored:
        for report in stored.reports(errors.append):
            findings.update(finding.rule for finding in report.findings)
    for error in errors:
        complaints.add(error)
    complaints.close()
    click.echo(f"{run}: {_decided(store)}")
    for line in statistics(store.read().decisions, findings):
        click.echo(line)
    return WRONG if errors else CLEAN
