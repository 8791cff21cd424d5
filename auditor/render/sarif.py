"""The report as SARIF 2.1.0, for code scanning: an article is an artifact, a finding a result."""

from typing import Any, TextIO

from auditor.document import Article, Span
from auditor.finding import Related
from auditor.render.jsontext import dumps
from auditor.render.place import Region, is_file, region, uri_of
from auditor.render.renderer import RenderOptions
from auditor.report import Report, ReportedFinding, RunInfo, Severity, Status, Summary

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MOST_RELATED = 100
_HTML = (".html", ".htm", ".xhtml")
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class SarifRenderer:
    """Writes results as they come; the tool, with the rules that had any, stands behind them."""

    def __init__(self, out: TextIO, options: RenderOptions) -> None:
        del options
        self._out = out
        self._rules: dict[str, dict[str, Any]] = {}
        self._numbers: dict[str, int] = {}
        self._notices: list[dict[str, Any]] = []
        self._separator = "\n"

    def begin(self, run: RunInfo) -> None:
        """Open the list of results."""
        self._run = run
        self._known = {rule.id: rule for rule in run.rules}
        head = f'"$schema": {dumps(_SCHEMA)}, "version": "2.1.0"'
        self._out.write(f'{{{head}, "runs": [{{"columnKind": "unicodeCodePoints", "results": [')

    def add(self, report: Report) -> None:
        """Write the results of one article."""
        for finding in report.findings:
            self._out.write(self._separator + dumps(self._result(report.article, finding)))
            self._separator = ",\n"
        for failure in report.failures:
            message = f"{report.article.id}: rule {failure.rule} failed: {failure.message}"
            self._notices.append({"level": "error", "message": _message(message)})

    def end(self, summary: Summary) -> None:
        """Write the tool and what it could not do."""
        notices = [{"level": "error", "message": _message(line)} for line in summary.unreadable]
        notices += self._notices
        notices += [{"level": "warning", "message": _message(line)} for line in summary.skipped]
        driver = {
            "name": "auditor",
            "version": self._run.version,
            "rules": list(self._rules.values()),
        }
        invocation = {
            "executionSuccessful": not (summary.unreadable or summary.failures),
            "toolExecutionNotifications": notices,
        }
        tail = dumps({"tool": {"driver": driver}, "invocations": [invocation]})
        self._out.write(f"\n], {tail[1:-1]}}}]}}\n")

    def _result(self, article: Article, finding: ReportedFinding) -> dict[str, Any]:
        place = region(article, finding.span)
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self._rule(finding),
            "level": _LEVELS[finding.severity],
            "message": _message(finding.message),
            "locations": [_location(article, place, finding.text)],
            "partialFingerprints": {"auditorFinding/v1": finding.fingerprint},
            "rank": round(100 * finding.confidence, 4),
            "properties": {
                "category": finding.category,
                "suggestions": list(finding.suggestions),
                "headline": article.headline_text,
            },
        }
        if finding.related:
            result["relatedLocations"] = [
                _related(article, related, number)
                for number, related in enumerate(finding.related[:_MOST_RELATED], 1)
            ]
        if finding.status is not Status.NEW:
            suppression = {"kind": "external", "status": "accepted"}
            if finding.reason:
                suppression["justification"] = finding.reason
            result["suppressions"] = [suppression]
            result["baselineState"] = "unchanged"
        if place is not None and len(finding.suggestions) == 1 and not _is_html(article):
            result["fixes"] = [_fix(article, place, finding.suggestions[0])]
        return result

    def _rule(self, finding: ReportedFinding) -> int:
        """Return the number of the finding's rule, told when it first has a result."""
        if finding.rule not in self._rules:
            self._numbers[finding.rule] = len(self._numbers)
            rule = self._known.get(finding.rule)
            summary = rule.summary if rule else finding.rule.replace("-", " ")
            severity = rule.severity if rule else finding.severity
            self._rules[finding.rule] = {
                "id": finding.rule,
                "name": "".join(part.capitalize() for part in finding.rule.split("-")),
                "shortDescription": {"text": summary},
                "fullDescription": {"text": finding.why or summary},
                "help": {"text": f"{finding.why or summary}\n\nauditor rules show {finding.rule}"},
                "defaultConfiguration": {"level": _LEVELS[severity]},
                "properties": {"tags": [finding.category]},
            }
        return self._numbers[finding.rule]


def _message(text: str) -> dict[str, str]:
    """Return a message; what would be a link in it, ``[words](target)``, is none."""
    return {"text": text.replace("](", "] (") or "(no message)"}


def _location(article: Article, place: Region | None, text: str = "") -> dict[str, Any]:
    location: dict[str, Any] = {}
    if article.path and article.path != "-":
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri_of(article.path)}}
        if place is not None:
            physical["region"] = _region(place)
            if text:
                physical["region"]["snippet"] = {"text": text}
        location["physicalLocation"] = physical
    if not is_file(article):
        location["logicalLocations"] = [{"fullyQualifiedName": article.id, "kind": "article"}]
    return location


def _region(place: Region) -> dict[str, int]:
    return {
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    }


def _related(article: Article, related: Related, number: int) -> dict[str, Any]:
    facts = [f for f in (related.title, related.source, related.date) if f]
    words = f": {', '.join(facts)}" if facts else ""
    location: dict[str, Any] = {"id": number, "message": _message(f"{related.relation}{words}")}
    if related.article is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": related.article, "kind": "article"}]
        return location
    start = None if related.span is None else Span(related.span.start, related.span.start)
    place = region(article, start)
    location |= _location(article, None)
    if place is not None:
        line, column = place.start
        location["physicalLocation"]["region"] = {"startLine": line, "startColumn": column}
    return location


def _is_html(article: Article) -> bool:
    """Whether words in the text are other words in the file."""
    return article.source_map is not None or article.path.lower().endswith(_HTML)


def _fix(article: Article, place: Region, words: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(place), "insertedContent": {"text": words}}
    change = {
        "artifactLocation": {"uri": uri_of(article.path)},
        "replacements": [replacement],
    }
    return {
        "description": _message(f"Write “{words}”" if words else "Leave it out"),
        "artifactChanges": [change],
    }
