"""The report as Markdown, for a comment, a ticket or a job's summary: totals first, then the findings."""

import re
import tempfile
from typing import TextIO

from auditor.document import Article
from auditor.finding import Related
from auditor.render.excerpt import cut
from auditor.render.place import name_of
from auditor.render.renderer import RenderOptions
from auditor.render.safe import one_line
from auditor.report import Report, ReportedFinding, RunInfo, Severity, Status, Summary, Verdict

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&])")
_NAMED = re.compile(r"([@#])(?=\w)")
"""Mentions and references, which would call somebody or link to something."""
_TICKS = re.compile("`+")
_MOST_RELATED = 3
_IN_MEMORY = 1 << 22
_WIDE = 160


class MarkdownRenderer:
    """Spools the articles as they come; the totals, which stand before them, are known at the end."""

    def __init__(self, out: TextIO, options: RenderOptions) -> None:
        self._out = out
        self._all = options.verbose
        self._spool = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed at the end of the run
            _IN_MEMORY, "w+", encoding="utf-8", errors="replace", newline="\n"
        )

    def begin(self, run: RunInfo) -> None:
        """Remember how the run was made."""
        self._run = run

    def add(self, report: Report) -> None:
        """Spool one article: its head and its findings; of a clean one, nothing."""
        shown = [f for f in report.findings if self._all or f.status is Status.NEW]
        if not shown and not report.failures:
            return
        article = report.article
        write = self._spool.write
        title = prose(cut(article.headline_text, _WIDE)) if article.headline_text else "No headline"
        write(
            f"\n## {title}\n\n**{report.verdict.value}** · score {report.score} · {code(name_of(article))}\n\n"
        )
        for finding in shown:
            write(_item(article, finding))
        for failure in report.failures:
            write(f"- **failed** {code(failure.rule)}: {prose(failure.message)}\n")
        hidden = len(report.findings) - len(shown)
        if hidden:
            write(f"\n{_count(hidden, 'finding')} suppressed or in the baseline.\n")

    def end(self, summary: Summary) -> None:
        """Write the totals, then the articles."""
        write = self._out.write
        severities, verdicts = dict(summary.severities), dict(summary.verdicts)
        found = ", ".join(f"{severities.get(s, 0):,} {s.value}" for s in reversed(Severity))
        write("# Article audit\n\n")
        write(f"{_count(summary.articles, 'article')}, {_count(summary.words, 'word')}: ")
        write(", ".join(f"{verdicts.get(v, 0):,} {v.value}" for v in reversed(Verdict)))
        write(f"; {_count(sum(severities.values()), 'finding')} ({found}).\n")
        decided = sum(n for status, n in summary.statuses if status is not Status.NEW)
        if decided:
            write(f"\n{_count(decided, 'more finding')} suppressed or in the baseline.\n")
        if summary.stale:
            write(
                f"\n{_count(summary.stale, 'decision')} in the baseline on nothing that is there now.\n"
            )
        if self._run.history:
            told = (
                f"{code(h.rule)} {h.accepted:,} of {h.accepted + h.dismissed:,}"
                for h in self._run.history
            )
            write(f"\nRight here: {', '.join(told)}.\n")
        worst = [row for row in summary.worst if row[3]]
        if summary.articles > 1 and worst:
            write("\n| verdict | score | findings | look first at |\n|---|--:|--:|---|\n")
            for id_, verdict, score, findings in worst:
                name = code(cut(id_, _WIDE)).replace("|", "\\|")
                write(f"| {verdict.value} | {score} | {findings:,} | {name} |\n")
        for title, lines in (
            ("Could not be read", summary.unreadable),
            ("Left out by a limit", summary.skipped),
        ):
            if lines:
                write(f"\n**{title}:**\n\n" + "".join(f"- {prose(line)}\n" for line in lines))
        self._spool.seek(0)
        while piece := self._spool.read(1 << 16):
            write(piece)
        self._spool.close()


def prose(text: str) -> str:
    """Return one line of Markdown that shows ``text`` and does nothing: no markup, no mention."""
    return _NAMED.sub("\\1\u200b", _SPECIAL.sub(r"\\\1", one_line(text)))


def code(text: str) -> str:
    """Return ``text`` as a code span, whatever it holds."""
    line = one_line(text)
    fence = "`" * (max(map(len, _TICKS.findall(line)), default=0) + 1)
    pad = " " if line[:1] in ("`", "") or line[-1:] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _item(article: Article, finding: ReportedFinding) -> str:
    place = "" if finding.span is None else f", line {finding.position.line}"
    status = "" if finding.status is Status.NEW else f" ({_status(finding)})"
    severity, message = finding.severity.value, prose(finding.message)
    lines = [f"- **{severity}** {code(finding.rule)}{place}: {message}{status}"]
    if finding.text:
        lines.append(f"  {code(cut(finding.text, _WIDE))}")
    if finding.suggestions:
        words = (code(s) if s.strip() else "(leave it out)" for s in finding.suggestions[:5])
        lines.append(f"  → {' or '.join(words)}")
    lines += [f"  ↔ {_related(article, r)}" for r in finding.related[:_MOST_RELATED]]
    more = len(finding.related) - _MOST_RELATED
    if more > 0:
        lines.append(f"  and {_count(more, 'more place')}")
    return "  \n".join(lines) + "\n"


def _status(finding: ReportedFinding) -> str:
    reason = f": {prose(finding.reason)}" if finding.reason else ""
    return f"{finding.status.value}{reason}"


def _related(article: Article, related: Related) -> str:
    if related.article is not None:
        where = code(related.article)
    elif related.span is not None:
        where = f"line {article.position(related.span.start).line}"
    else:
        where = "this article"
    facts = ", ".join(one_line(f) for f in (related.source, related.date) if f)
    words = related.text or related.title
    said = f" {code(cut(words, _WIDE))}" if words else ""
    return f"{prose(related.relation)}: {where}{f' ({prose(facts)})' if facts else ''}{said}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
