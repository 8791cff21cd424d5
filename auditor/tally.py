"""What a run comes to, counted report by report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from itertools import count

from auditor.errors import InputError
from auditor.report import ArchiveSummary, Report, Severity, Status, Summary, Verdict

_WORST = 10
_UNREADABLE = 1000


@dataclass
class Tally:
    """Counts a run as its reports go by; holds no report."""

    articles: int = 0
    words: int = 0
    failures: int = 0
    stale: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    unlisted: int = 0
    skipped: tuple[str, ...] = ()
    archive: ArchiveSummary | None = None
    _worst: list[tuple[int, int, int, str, Verdict, int]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def add(self, report: Report) -> None:
        """Count one report."""
        findings = [f for f in report.findings if f.status is Status.NEW]
        self.articles += 1
        self.words += report.article.word_count
        self.failures += len(report.failures)
        self.stale += len(report.stale)
        self.statuses.update(f.status for f in report.findings)
        self.verdicts[report.verdict] += 1
        for finding in findings:
            self.severities[finding.severity] += 1
            self.categories[finding.category] += 1
            self.rules[finding.rule] += 1
        if report.verdict is not Verdict.PASS:
            entry = (
                report.verdict.rank,
                -report.score,
                -next(self._order),
                report.article.id,
                report.verdict,
                len(findings),
            )
            if len(self._worst) < _WORST:
                heappush(self._worst, entry)
            else:
                heappushpop(self._worst, entry)

    def refuse(self, error: InputError) -> None:
        """Count an input that could not be read."""
        if len(self.unreadable) < _UNREADABLE:
            self.unreadable.append(str(error))
        else:
            self.unlisted += 1

    def summary(self) -> Summary:
        """Return what was counted."""
        more = (f"{self.unlisted} more inputs could not be read",) if self.unlisted else ()
        return Summary(
            articles=self.articles,
            words=self.words,
            verdicts=tuple((v, self.verdicts[v]) for v in Verdict),
            severities=tuple((s, self.severities[s]) for s in Severity),
            categories=tuple(sorted(self.categories.items())),
            rules=tuple(sorted(self.rules.items(), key=lambda item: (-item[1], item[0]))),
            worst=tuple(
                (name, verdict, -score, findings)
                for _, score, _, name, verdict, findings in sorted(self._worst, reverse=True)
            ),
            unreadable=(*self.unreadable, *more),
            skipped=self.skipped,
            failures=self.failures,
            statuses=tuple((s, self.statuses[s]) for s in Status),
            stale=self.stale,
            archive=self.archive,
        )
