"""The findings as a table: CSV, a finding a row, fit to be opened as a spreadsheet."""

import csv
from typing import TextIO

from auditor.document import Position
from auditor.finding import Related
from auditor.render.place import end_position
from auditor.render.renderer import RenderOptions
from auditor.render.safe import safe
from auditor.report import Report, RunInfo, Summary

COLUMNS = (
    "article", "path", "headline", "verdict", "score", "severity", "category", "rule", "line", "column",
    "end_line", "end_column", "block", "role", "message", "text", "suggestions", "related", "confidence",
    "status", "reason", "fingerprint",
)  # fmt: skip
_FORMULA = "=+-@\t\r\n＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula."""


class CsvRenderer:
    """Writes the names of the columns, then each finding as it comes."""

    def __init__(self, out: TextIO, options: RenderOptions) -> None:
        del options
        self._write = csv.writer(out, lineterminator="\n").writerow

    def begin(self, run: RunInfo) -> None:
        """Write the names of the columns."""
        del run
        self._write(COLUMNS)

    def add(self, report: Report) -> None:
        """Write a row for each finding."""
        article = report.article
        about = (article.id, article.path, article.headline_text, report.verdict.value)
        for finding in report.findings:
            whole = finding.span is None
            start = None if whole else finding.position
            end = None if finding.span is None else end_position(article, finding.span)
            block = finding.block
            self._write(
                (
                    *map(cell, about),
                    report.score,
                    finding.severity.value,
                    cell(finding.category),
                    cell(finding.rule),
                    *_place(start),
                    *_place(end),
                    "" if block is None else block.index,
                    "" if block is None else block.role.value,
                    cell(finding.message),
                    cell(finding.text),
                    cell(" | ".join(finding.suggestions)),
                    cell(" | ".join(_related(related) for related in finding.related)),
                    round(finding.confidence, 6),
                    finding.status.value,
                    cell(finding.reason or ""),
                    cell(finding.fingerprint),
                )
            )

    def end(self, summary: Summary) -> None:
        """Write nothing: a table has rows and no more."""


def cell(text: str) -> str:
    """Return ``text`` so that no spreadsheet computes it: an apostrophe before what looks like a formula."""
    shown = safe(text, keep="\n\t")
    return f"'{shown}" if shown.lstrip(" ")[:1] in tuple(_FORMULA) else shown


def _place(position: Position | None) -> tuple[int | str, int | str]:
    return ("", "") if position is None else (position.line, position.column)


def _related(related: Related) -> str:
    where = "this article" if related.article is None else related.article
    return ": ".join(part for part in (related.relation, where, related.title) if part)
