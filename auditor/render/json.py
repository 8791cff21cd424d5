"""The report as JSON: one object a run, or one line an article (``report.schema.json``)."""

import math
from bisect import bisect_right
from dataclasses import asdict
from typing import Any, TextIO

from auditor.document import Article, Block, Span
from auditor.finding import Related
from auditor.render.jsontext import dumps
from auditor.render.place import end_position
from auditor.render.renderer import RenderOptions
from auditor.report import Report, ReportedFinding, RunInfo, Summary


class JsonLinesRenderer:
    """Writes each article's report on a line of its own."""

    def __init__(self, out: TextIO, options: RenderOptions) -> None:
        self._out = out
        self._with_text = options.with_text

    def begin(self, run: RunInfo) -> None:
        """Write nothing: every line stands for itself, and says how it was made."""
        self._run = run

    def add(self, report: Report) -> None:
        """Write one line."""
        self._out.write(dumps(report_object(report, self._run, with_text=self._with_text)) + "\n")

    def end(self, summary: Summary) -> None:
        """Write nothing."""


class JsonRenderer:
    """Writes one object: the articles as they come, one a line, then what they come to."""

    def __init__(self, out: TextIO, options: RenderOptions) -> None:
        self._out = out
        self._with_text = options.with_text
        self._separator = "\n"

    def begin(self, run: RunInfo) -> None:
        """Write how the run was made and open the list of articles."""
        self._run = run
        head = {**_run(run), "history": _history(run)}
        self._out.write(f'{{"schema": "auditor.run/1",\n"run": {dumps(head)},\n"articles": [')

    def add(self, report: Report) -> None:
        """Write one article."""
        line = dumps(report_object(report, self._run, with_text=self._with_text))
        self._out.write(self._separator + line)
        self._separator = ",\n"

    def end(self, summary: Summary) -> None:
        """Close the list and write the summary."""
        self._out.write(f'\n],\n"summary": {dumps(summary_object(summary))}}}\n')


def report_object(report: Report, run: RunInfo, *, with_text: bool = False) -> dict[str, Any]:
    """Return one article's report as the contract has it. Spans count in the text that was read."""
    article = report.article
    shift = article.body_start
    about: dict[str, Any] = {
        "id": article.id,
        "path": article.path,
        "headline": article.headline_text,
        "language": article.language,
        "words": article.word_count,
        "blocks": len(article.blocks),
        "date": article.date,
        "source": article.source,
        "digest": article.digest,
        "notes": [{"code": note.code, "message": note.message} for note in article.notes],
    }
    if with_text:
        about["text"] = article.text[shift:]
        about["layout"] = _layout(article)
    return {
        "schema": "auditor.report/1",
        "run": _run(run),
        "article": about,
        "verdict": report.verdict.value,
        "score": report.score,
        "score_sum": [
            {"rule": d.rule, "findings": d.findings, "points": d.points} for d in report.deductions
        ],
        "findings": [_finding(article, finding) for finding in report.findings],
        "failures": [{"rule": f.rule, "message": f.message} for f in report.failures],
        "stale_decisions": [
            {
                "article": s.article,
                "rule": s.rule,
                "fingerprint": s.fingerprint,
                "decision": s.decision,
                "reason": s.reason,
            }
            for s in report.stale
        ],
    }


def _layout(article: Article) -> dict[str, Any]:
    """Return how the text was set, so that it can be again; places count in ``lead`` and text together."""
    return {
        "lead": article.text[: article.body_start],
        "blocks": [[block.role.value, *block.span] for block in article.blocks],
        "markup": [list(span) for span in article.markup],
        "hidden": [list(span) for span in article.hidden],
    }


def _finding(article: Article, finding: ReportedFinding) -> dict[str, Any]:
    shift = article.body_start
    block = _block(article, finding)
    end = finding.position if finding.span is None else end_position(article, finding.span)
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity.value,
        "gate": finding.gate.value,
        "points": finding.points,
        "confidence": _number(finding.confidence),
        "message": finding.message,
        "why": finding.why,
        "block": None if block is None else block.index,
        "role": None if block is None else block.role.value,
        **_places(finding.span, shift),
        "line": finding.position.line,
        "column": finding.position.column,
        "end_line": end.line,
        "end_column": end.column,
        "text": finding.text,
        "suggestions": list(finding.suggestions),
        "related": [_related(article, related) for related in finding.related],
        "measures": {name: _number(value) for name, value in finding.measures},
        "fingerprint": finding.fingerprint,
        "status": finding.status.value,
        "reason": finding.reason,
    }


def _block(article: Article, finding: ReportedFinding) -> Block | None:
    """Return the block of a finding; of one that begins between two blocks, the one before."""
    if finding.block is not None or finding.span is None or not article.blocks:
        return finding.block
    at = bisect_right(article.blocks, finding.span.start, key=lambda b: b.span.start)
    return article.blocks[max(at - 1, 0)]


def _related(article: Article, related: Related) -> dict[str, Any]:
    """Return the other place. In another article its span is already that article's own."""
    here = related.article is None
    place = article.position(related.span.start) if here and related.span else None
    return {
        "article": related.article,
        "block": related.block,
        **_places(related.span, article.body_start if here else 0),
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "text": related.text,
        "relation": related.relation,
        "title": related.title,
        "date": related.date,
        "source": related.source,
        "verified": related.verified or None,
    }


def _places(span: Span | None, shift: int) -> dict[str, Any]:
    """Return the span in the read text, or the one in a headline that came in a field."""
    in_headline = span is not None and span.start < shift
    place = None if span is None else {"start": span.start, "end": span.end}
    if place is not None and not in_headline:
        place = {"start": place["start"] - shift, "end": place["end"] - shift}
    return {
        "span": None if in_headline else place,
        "headline_span": place if in_headline else None,
    }


def _number(value: float) -> float | int | None:
    """Return ``value`` in at most six decimals, whole numbers without any."""
    if not math.isfinite(value):
        return None
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded


def _run(run: RunInfo) -> dict[str, Any]:
    return {
        "version": run.version,
        "packs": list(run.packs),
        "rules_digest": run.rules_digest,
        "stage": run.stage,
    }


def _history(run: RunInfo) -> dict[str, Any]:
    return {h.rule: {"accepted": h.accepted, "dismissed": h.dismissed} for h in run.history}


def summary_object(summary: Summary) -> dict[str, Any]:
    """Return what a run found in all."""
    return {
        "articles": summary.articles,
        "words": summary.words,
        "verdicts": {verdict.value: count for verdict, count in summary.verdicts},
        "severities": {severity.value: count for severity, count in summary.severities},
        "categories": dict(summary.categories),
        "rules": dict(summary.rules),
        "worst": [
            {"id": id_, "verdict": verdict.value, "score": score, "findings": findings}
            for id_, verdict, score, findings in summary.worst
        ],
        "unreadable": list(summary.unreadable),
        "skipped": list(summary.skipped),
        "failures": summary.failures,
        "statuses": {status.value: count for status, count in summary.statuses},
        "stale_decisions": summary.stale,
        "archive": asdict(summary.archive) if summary.archive else None,
    }
