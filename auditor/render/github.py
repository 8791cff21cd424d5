"""The findings as annotations of a GitHub workflow: ``::warning file=...,line=...::message``.

GitHub shows ten of each kind a step and drops the others, so the worst ones are written, and how many
more there are; ``--verbose`` writes all.
"""

from heapq import heappush, heappushpop
from typing import NamedTuple, TextIO

from auditor.render.place import is_file, name_of, region
from auditor.render.renderer import RenderOptions
from auditor.render.safe import one_line
from auditor.report import Report, ReportedFinding, RunInfo, Severity, Status, Summary

_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MOST = 10


class _Kept(NamedTuple):
    """An annotation that may be written; the greatest are."""

    gate: int
    confidence: float
    order: int
    line: str


class GithubRenderer:
    """Keeps the worst annotations of each kind, and writes them at the end."""

    def __init__(self, out: TextIO, options: RenderOptions) -> None:
        self._out = out
        self._all = options.verbose
        self._kept: dict[Severity, list[_Kept]] = {severity: [] for severity in Severity}
        self._count = 0

    def begin(self, run: RunInfo) -> None:
        """Write nothing yet."""

    def add(self, report: Report) -> None:
        """Keep the findings that are news, and write what failed."""
        for finding in report.findings:
            if finding.status is Status.NEW:
                self._count += 1
                line = _annotation(report, finding)
                kept = _Kept(finding.gate.rank, finding.confidence, -self._count, line)
                heap = self._kept[finding.severity]
                if self._all:
                    self._out.write(f"{line}\n")
                elif len(heap) < _most(finding.severity):
                    heappush(heap, kept)
                else:
                    heappushpop(heap, kept)
        for failure in report.failures:
            where = name_of(report.article)
            message = f"{where}: rule {failure.rule} failed here: {failure.message}"
            self._out.write(f"{command('error', message, title='auditor')}\n")

    def end(self, summary: Summary) -> None:
        """Write the annotations, the worst first, and what was left out."""
        for line in summary.unreadable:
            self._out.write(f"{command('error', line, title='cannot be read')}\n")
        shown = 0
        for severity in reversed(Severity):
            for kept in sorted(self._kept[severity], reverse=True):
                self._out.write(f"{kept.line}\n")
                shown += 1
        more = 0 if self._all else self._count - shown
        if more:
            message = f"{more:,} more findings are in the full report (or here, with --verbose)"
            self._out.write(f"{command('notice', message, title='auditor')}\n")


def _most(severity: Severity) -> int:
    """Return how many are written; the last notice is the one that says how many were not."""
    return _MOST - 1 if severity is Severity.INFO else _MOST


def _annotation(report: Report, finding: ReportedFinding) -> str:
    article = report.article
    properties: dict[str, str | int] = {}
    place = region(article, finding.span)
    message = one_line(finding.message)
    if article.path and article.path != "-":
        properties["file"] = article.path
    if not is_file(article):
        message = f"{name_of(article)}: {message}"
    if place is not None:
        properties |= {"line": place.start.line, "endLine": place.end.line}
        if place.start.line == place.end.line:
            properties |= {"col": place.start.column, "endColumn": place.end.column}
    if finding.suggestions:
        message += "\n→ " + " | ".join(one_line(s) or "(leave it out)" for s in finding.suggestions)
    return command(_KINDS[finding.severity], message, **properties, title=finding.rule)


def command(kind: str, message: str, **properties: str | int) -> str:
    """Return a workflow command in which nothing ends it, or begins another, but we."""
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{kind} {told}::{_data(message)}"


def _data(text: str) -> str:
    lines = (one_line(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return one_line(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
