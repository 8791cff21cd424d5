"""The report on a terminal: by article, each finding with its words in their place."""

from collections.abc import Iterable
from typing import TextIO

from auditor.document import Span
from auditor.finding import Related
from auditor.render.excerpt import cut, excerpt, width, wrap
from auditor.render.renderer import RenderOptions
from auditor.render.safe import one_line, safe
from auditor.report import (
    Report,
    ReportedFinding,
    RuleHistory,
    RunInfo,
    Severity,
    Status,
    Summary,
    Verdict,
)

_STYLES = {
    "error": "1;31",
    "block": "1;31",
    "warning": "33",
    "warn": "33",
    "info": "36",
    "pass": "32",
    "dim": "2",
    "bold": "1",
    "mark": "1;4",
    "good": "32",
}
_INDENT = "      "
_TIE = "\u00a0"
"""Keeps a name and its number on one line; printed as a space."""
_MOST_RELATED = 3
_MOST_LISTED = 10


class TerminalRenderer:
    """Writes for a reader at a terminal, or for a log when there is no colour."""

    def __init__(self, out: TextIO, options: RenderOptions) -> None:
        self._out = out
        self._options = options
        self._width = max(options.width, 40)
        self._stage = "publish"
        self._history: tuple[RuleHistory, ...] = ()
        self._shown_articles = 0

    def begin(self, run: RunInfo) -> None:
        """Remember the stage; the terminal begins with the first article."""
        self._stage = run.stage
        self._history = run.history

    def add(self, report: Report) -> None:
        """Write one article: its head, its findings, its score."""
        everything = self._options.verbose
        shown = [f for f in report.findings if everything or f.status is Status.NEW]
        if not shown and not report.failures and not report.article.notes:
            if everything:
                self._line(self._head(report))
            return
        if self._shown_articles:
            self._line()
        self._shown_articles += 1
        self._line(self._head(report))
        for note in report.article.notes:
            self._line(self._paint("dim", f"  note: {one_line(note.message)}"))
        place = max((len(_place(f)) for f in shown), default=0)
        for finding in shown:
            self._finding(report, finding, place)
        for failure in report.failures:
            message = f"rule {one_line(failure.rule)} failed here: {one_line(failure.message)}"
            self._line(self._paint("error", f"  {message}"))
        hidden = len(report.findings) - len(shown)
        if hidden and not self._options.quiet:
            self._line(
                self._paint("dim", f"  {_count(hidden, 'finding')} suppressed or in the baseline")
            )
        if report.stale and everything:
            for gone in report.stale:
                why = f": {one_line(gone.reason)}" if gone.reason else ""
                told = f"  nothing left to {one_line(gone.decision)}: {one_line(gone.rule)}{why}"
                self._line(self._paint("dim", told))
        if report.deductions and not self._options.quiet:
            self._score(report)

    def end(self, summary: Summary) -> None:
        """Write what the run comes to."""
        if self._options.quiet:
            return
        if self._shown_articles:
            self._line()
        self._line(_totals(summary))
        if summary.archive:
            self._line(self._paint("dim", one_line(str(summary.archive))))
        if not (self._options.brief and summary.articles <= 1):
            self._lists(summary)
        self._decided(summary)
        self._listed("could not be read", summary.unreadable, "error")
        self._listed("left out", summary.skipped, "warning")
        if summary.failures:
            failed = f"{_count(summary.failures, 'rule failure')}: part of the audit is missing"
            self._line(self._paint("error", failed))

    def _head(self, report: Report) -> str:
        article = report.article
        verdict = report.verdict.value
        # A row's id begins with its file's path; any other id is said in the other formats.
        name = article.id if article.id.startswith(article.path) else article.path
        path = cut(name, self._width // 2)
        headline = article.headline_text or "(no headline)"
        room = self._width - width(path) - 14
        return "  ".join(
            (
                self._paint(verdict, f"{verdict:<5} {report.score:>3}"),
                self._paint("bold", cut(headline, max(room, 16))),
                self._paint("dim", path),
            )
        )

    def _finding(self, report: Report, finding: ReportedFinding, place: int) -> None:
        severity = finding.severity.value
        lead = f"  {_place(finding):<{place}}  "
        reason = f": {one_line(finding.reason)}" if finding.reason else ""
        status = "" if finding.status is Status.NEW else f" ({finding.status.value}{reason})"
        message = wrap(
            f"{one_line(finding.message)}{status}",
            self._width - len(lead) - 9,
            self._width - len(lead) - 9,
        )
        rule = one_line(finding.rule)
        last = message[-1]
        fits = width(last) + len(rule) + 2 + len(lead) + 9 <= self._width
        tagged = f"{last}  {self._paint('dim', rule)}" if fits else last
        pad = " " * (len(lead) + 9)
        lines = [*message[:-1], tagged] if fits else [*message, self._paint("dim", rule)]
        self._line(
            self._paint("dim", lead) + self._paint(severity, f"{severity:<7}") + "  " + lines[0]
        )
        for line in lines[1:]:
            self._line(pad + line)
        if finding.severity is Severity.INFO and self._options.brief:
            return
        if finding.span is not None and finding.span.end > finding.span.start:
            self._line(_INDENT + self._context(report, finding, finding.span))
        if finding.suggestions:
            words = " | ".join(cut(s, 60) or "(leave it out)" for s in finding.suggestions[:5])
            self._line(_INDENT + self._paint("good", f"→ {words}"))
        for related in finding.related[:_MOST_RELATED]:
            self._line(_INDENT + self._related(report, related))
        more = len(finding.related) - _MOST_RELATED
        if more > 0:
            self._line(_INDENT + self._paint("dim", f"and {_count(more, 'more place')}"))

    def _context(self, report: Report, finding: ReportedFinding, span: Span) -> str:
        text = report.article.text
        block = finding.block
        within = block.span if block is not None else span
        within = Span(min(within.start, span.start), max(within.end, span.end))
        room = self._width - len(_INDENT) - (0 if self._options.color else 4)
        before, marked, after = excerpt(text, span, within, room)
        if self._options.color:
            style = _STYLES[finding.severity.value].removeprefix("1;")
            marked = f"\x1b[{_STYLES['mark']};{style}m{marked}\x1b[0m"
        else:
            marked = f">>{marked}<<"
        return f"{before}{marked}{after}"

    def _related(self, report: Report, related: Related) -> str:
        where = [] if related.article is None else [cut(related.article, self._width // 2)]
        if related.article is None and related.span is not None:
            where.append(f"line {report.article.position(related.span.start).line}")
        elif related.article is None and related.block is not None:
            where.append(f"block {related.block}")
        if related.date:
            where.append(one_line(related.date))
        if related.verified == "hashes":
            where.append("by hashes")
        head = (
            f"{one_line(related.relation)}: {', '.join(where)}"
            if where
            else one_line(related.relation)
        )
        room = self._width - len(_INDENT) - width(head) - 6
        words = cut(related.text or related.title, room) if room > 12 else ""
        return self._paint("dim", f"↔ {head}") + (f"  “{words}”" if words else "")

    def _score(self, report: Report) -> None:
        parts = [
            f"−{_TIE}{d.points}{_TIE}{one_line(d.rule).replace(' ', _TIE)}"
            + (f"{_TIE}×{d.findings}" if d.findings > 1 else "")
            for d in report.deductions
        ]
        text = f"score {report.score} = 100 {' '.join(parts)}"
        if sum(d.points for d in report.deductions) > 100:
            text += " (never below 0)"
        for line in wrap(text, self._width - 2, self._width - 2):
            self._line(self._paint("dim", f"  {line.replace(_TIE, ' ')}"))

    def _lists(self, summary: Summary) -> None:
        rules = sorted(summary.rules, key=lambda pair: (-pair[1], pair[0]))[:8]
        rules = [pair for pair in rules if pair[1]]
        if rules:
            counts = (f"{one_line(rule).replace(' ', _TIE)}{_TIE}{count}" for rule, count in rules)
            text = "most frequent: " + ", ".join(counts)
            for line in wrap(text, self._width, self._width):
                self._line(line.replace(_TIE, " "))
        worst = [row for row in summary.worst if row[3]][:_MOST_LISTED]
        if summary.articles > 1 and worst:
            self._line("look first at:")
            for id_, verdict, score, findings in worst:
                tail = f"  {_count(findings, 'finding')}"
                name = cut(id_, self._width - len(tail) - 13)
                head = self._paint(verdict.value, f"{verdict.value:<5} {score:>3}")
                self._line(f"  {head}  {name}{self._paint('dim', tail)}")

    def _decided(self, summary: Summary) -> None:
        """Write how often each rule was right here, and how many decisions have lost their finding."""
        if self._history and not self._options.brief:
            counts = (
                f"{one_line(h.rule).replace(' ', _TIE)}{_TIE}{h.accepted}{_TIE}of{_TIE}"
                f"{h.accepted + h.dismissed}"
                for h in self._history
            )
            for line in wrap("right here: " + ", ".join(counts), self._width, self._width):
                self._line(line.replace(_TIE, " "))
        if summary.stale:
            lost = "is" if summary.stale == 1 else "are"
            self._line(
                f"{_count(summary.stale, 'decision')} in the baseline {lost} on nothing that is "
                "there now (mended, or written anew): auditor baseline prune"
            )

    def _listed(self, title: str, lines: Iterable[str], style: str) -> None:
        lines = tuple(lines)
        if not lines:
            return
        self._line(self._paint(style, f"{title}:"))
        most = len(lines) if self._options.verbose else _MOST_LISTED
        for line in lines[:most]:
            self._line(f"  {one_line(line)}")
        if len(lines) > most:
            self._line(f"  and {len(lines) - most} more")

    def _paint(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._options.color and text else text

    def _line(self, text: str = "") -> None:
        self._out.write(text.rstrip(" ") + "\n")


def _place(finding: ReportedFinding) -> str:
    return f"{finding.position.line}:{finding.position.column}" if finding.span is not None else "-"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _totals(summary: Summary) -> str:
    verdicts = dict(summary.verdicts)
    counts = ", ".join(f"{verdicts.get(v, 0):,} {v.value}" for v in reversed(Verdict))
    severities = dict(summary.severities)
    found = ", ".join(f"{severities.get(s, 0):,} {s.value}" for s in reversed(Severity))
    total = sum(severities.values())
    head = f"{_count(summary.articles, 'article')}, {_count(summary.words, 'word')}"
    if summary.articles == 1:
        counts = next((v.value for v, n in summary.verdicts if n), "")
    decided = sum(n for status, n in summary.statuses if status is not Status.NEW)
    return safe(
        f"{head}: {counts}; {_count(total, 'finding')}"
        + (f" ({found})" if total else "")
        + (f", {decided:,} suppressed or in the baseline" if decided else "")
    )
