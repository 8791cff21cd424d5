"""The findings of a report as rows of data, for the script that filters, sorts and groups them."""

import json
import re
from typing import Any

from auditor.document import Article, Span
from auditor.render.card import home
from auditor.render.outline import Outline
from auditor.render.safe import one_line
from auditor.report import Report, ReportedFinding

_MESSAGE = 240
_WORDS = 120
_SEVERITIES = ("info", "warning", "error")
_GATES = ("pass", "warn", "block")
_STATUSES = ("new", "baseline", "suppressed")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def script_json(value: Any) -> str:
    """Return ``value`` as JSON that cannot end a script element, in ASCII."""
    return json.dumps(value, separators=(",", ":")).translate(_ESCAPED)


class Rules:
    """Numbers the rules as they come, so that rows can name them shortly."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.rows: list[tuple[str, str]] = []

    def number(self, rule: str, category: str) -> int:
        """Return the number of a rule."""
        if rule not in self._numbers:
            self._numbers[rule] = len(self.rows)
            self.rows.append((one_line(rule), one_line(category)))
        return self._numbers[rule]


def article_row(
    report: Report, outline: Outline, rules: Rules, *, page: int, cluster: int, full: bool = True
) -> str:
    """Return one article as a JSON array; ``reports/script/data.js`` names its columns.

    Without ``full`` its findings are left out, and only their number is told.
    """
    article = report.article
    order = sorted(report.findings, key=lambda f: f.span or Span(-1, -1))
    findings = [
        _finding_row(number, f, article, rules) for number, f in enumerate(order if full else (), 1)
    ]
    shown = one_line(article.id)
    return script_json(
        [
            outline.anchor,
            plain(article.id),
            shown if shown != article.id else 0,
            outline.title,
            one_line(article.path),
            one_line(article.source or ""),
            one_line(article.date or ""),
            one_line(article.language),
            _GATES.index(report.verdict.value),
            report.score,
            outline.number,
            page,
            cluster,
            len(report.findings),
            findings,
        ]
    )


def _finding_row(number: int, f: ReportedFinding, article: Article, rules: Rules) -> list[Any]:
    message = one_line(f.message)[:_MESSAGE]
    words = one_line(f.text[:_WORDS])
    suggestion = one_line(f.suggestions[0][:_WORDS]) if f.suggestions else ""
    return [
        number,
        rules.number(f.rule, f.category),
        _SEVERITIES.index(f.severity.value),
        _GATES.index(f.gate.value),
        _STATUSES.index(f.status.value),
        round(100 * f.confidence),
        home(f, article),
        "" if f.span is None else f"{f.position.line}:{f.position.column}",
        plain(f.fingerprint),
        message,
        "" if words in message else words,  # not twice: there may be 100,000 of them
        "" if suggestion in message else suggestion,
    ]


def plain(text: str) -> str:
    """Return ``text`` as the JSON report has it: a lone surrogate is U+FFFD there."""
    return _SURROGATE.sub("\ufffd", text)
