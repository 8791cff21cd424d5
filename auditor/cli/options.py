"""Options that mean the same on every command."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

FIELDS = ("text", "headline", "id", "date", "source", "language")


@dataclass(frozen=True, slots=True)
class Output:
    """One ``-f FORMAT[=FILE]``."""

    format: str
    path: Path | None


class OutputType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """Reads ``FORMAT`` or ``FORMAT=FILE``."""

    name = "FORMAT[=FILE]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Output:
        """Return the format and where it goes, or fail with the formats there are."""
        if isinstance(value, Output):
            return value
        from auditor.render import FORMATS
        from auditor.text.suggest import did_you_mean

        name, separator, path = str(value).partition("=")
        if name not in FORMATS:
            self.fail(
                f"no such format {name!r}{did_you_mean(name, FORMATS)}",
                param,
                ctx,
            )
        if separator and not path:
            self.fail(f"{name}= lacks the file's name", param, ctx)
        return Output(name, Path(path) if path else None)


def rule_options(function: F) -> F:
    """Add ``--rules`` and what else says what is looked for, and against what."""
    for option in reversed(
        (
            click.option(
                "--rules",
                "packs",
                multiple=True,
                metavar="PACK_OR_FILE",
                help="Rule packs, by name or path. [core]",
            ),
            click.option(
                "--select", multiple=True, metavar="NAME", help="Only these rules or categories."
            ),
            click.option(
                "--ignore", multiple=True, metavar="NAME", help="Not these rules or categories."
            ),
            click.option(
                "--stage",
                type=click.Choice(["draft", "publish"]),
                help="How strict the gate is. [publish]",
            ),
            archive_option,
            baseline_option,
            config_option,
        )
    ):
        function = option(function)
    return function


archive_option = click.option(
    "--archive",
    "archive_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Compare with this archive too. [archive in auditor.toml]",
)

baseline_option = click.option(
    "--baseline",
    "baseline_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What was decided before: a baseline, or a review's decisions. [audit and check: that of "
    "auditor.toml]",
)

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Settings. [the nearest auditor.toml, or [tool.auditor] in pyproject.toml]",
)


def field_options(function: F) -> F:
    """Add ``--text-field`` and its kin, which name the columns of rows."""
    for name in reversed(FIELDS):
        function = click.option(
            f"--{name}-field", metavar="NAME", help=f"The field of a row that holds the {name}."
        )(function)
    return function


def talk_options(function: F) -> F:
    """Add ``--quiet``, ``--verbose`` and ``--no-color``."""
    for option in reversed(
        (
            click.option("-q", "--quiet", is_flag=True, help="Only what gates."),
            click.option("-v", "--verbose", is_flag=True, help="Every article, every measure."),
            click.option(
                "--no-color", is_flag=True, help="No colour, even on a terminal (also NO_COLOR)."
            ),
        )
    ):
        function = option(function)
    return function


def formats_option(function: F) -> F:
    """Add ``-f``."""
    return click.option(
        "-f",
        "--format",
        "outputs",
        type=OutputType(),
        multiple=True,
        help="terminal, json, jsonl, html, sarif, junit, github, markdown or csv; to FILE, else to "
        "standard output. Repeatable. [terminal]",
    )(function)


def wants_color(no_color: bool) -> bool:
    """Whether to colour: on a terminal that can, unless somebody said no."""
    return (
        not no_color
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and sys.stdout.isatty()
    )
