"""Where the reports of a command go: one renderer for each ``-f``."""

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

import click

from auditor.cli.options import Output, wants_color
from auditor.render import Renderer, RenderOptions, open_renderer
from auditor.report import Report, RunInfo, Summary


@dataclass
class Outputs:
    """The outputs that a user wants, the terminal if none; a context, in which they are written."""

    wanted: Sequence[Output]
    options: RenderOptions
    quiet: bool = False
    _renderers: list[Renderer] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.wanted = self.wanted or (Output("terminal", None),)
        places = [output.path for output in self.wanted]
        if len(places) != len(set(places)):
            raise click.UsageError(
                "two formats go to one place; give all but one a file: -f html=report.html"
            )

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._renderers = [
                stack.enter_context(open_renderer(each.format, each.path, self.options))
                for each in self.wanted
            ]
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._stack.__exit__(kind, *rest)  # type: ignore[arg-type]  # passed on as they came
        if kind is None and not self.quiet:
            for output in self.wanted:
                if output.path:
                    click.echo(f"{output.format} report: {output.path}", err=True)

    def begin(self, run: RunInfo) -> None:
        """Begin every report."""
        for each in self._renderers:
            each.begin(run)

    def add(self, report: Report) -> None:
        """Add an article to every report."""
        for each in self._renderers:
            each.add(report)

    def end(self, summary: Summary) -> None:
        """End every report."""
        for each in self._renderers:
            each.end(summary)


def render_options(
    *, quiet: bool, verbose: bool, no_color: bool, with_text: bool = False, brief: bool = False
) -> RenderOptions:
    """Return what the user chose about the looks of reports, and what the terminal is like."""
    return RenderOptions(
        color=wants_color(no_color),
        width=shutil.get_terminal_size((100, 24)).columns,
        with_text=with_text,
        verbose=verbose,
        quiet=quiet,
        brief=brief,
    )
