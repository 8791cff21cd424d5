"""The first screen: can this be published, what must change, in what order, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from auditor.document import Span
from auditor.render.card import home
from auditor.render.outline import Outline, Plan
from auditor.render.safe import one_line
from auditor.report import Report, ReportedFinding, RunInfo, Severity, Status, Summary, Verdict

_MOST_CHANGES = 8


class Bar(NamedTuple):
    """A named count, its share of the greatest in percent, and the filter that shows what it counts."""

    name: str
    kind: str
    number: int
    share: str
    query: str


class Change(NamedTuple):
    """Something that must change, or be looked at, before this is published."""

    gate: str
    severity: str
    says: str
    why: str
    where: str
    link: str
    query: str


class Worst(NamedTuple):
    """An article to look at first."""

    link: str
    id: str
    title: str
    verdict: str
    score: int
    findings: int


@dataclass(slots=True)
class _RuleCount:
    gate: Verdict
    severity: Severity
    category: str
    why: str
    findings: int = 0
    articles: int = 0
    first: tuple[tuple[int, int, int], Outline] | None = None


@dataclass(slots=True)
class Overview:
    """Counts what the first screen says, report by report; of rules what warns or blocks."""

    statuses: Counter[Status] = field(default_factory=Counter)
    _rules: dict[str, _RuleCount] = field(default_factory=dict)
    _informing: set[str] = field(default_factory=set)
    """Rules that have findings which pass every gate, too."""

    def add(self, report: Report, outline: Outline) -> None:
        """Count one report."""
        told: set[str] = set()
        for finding in report.findings:
            self.statuses[finding.status] += 1
            if finding.status is not Status.NEW:
                continue
            if finding.gate is Verdict.PASS:
                self._informing.add(finding.rule)
                continue
            count = self._rules.get(finding.rule)
            if count is None:
                count = self._rules[finding.rule] = _RuleCount(
                    finding.gate, finding.severity, finding.category, finding.why
                )
            count.gate = max(count.gate, finding.gate, key=lambda gate: gate.rank)
            count.severity = max(count.severity, finding.severity, key=lambda s: s.rank)
            count.findings += 1
            if finding.rule not in told:
                told.add(finding.rule)
                count.articles += 1
                if count.first is None or outline.rank < count.first[0]:
                    count.first = (outline.rank, outline)

    def changes(self, run: RunInfo | None, plan: Plan) -> tuple[list[Change], int]:
        """Return what many articles need, rule by rule, and how many rules more there are.

        What blocks comes first, and then what most articles need.
        """
        summaries = {rule.id: rule.summary for rule in run.rules} if run else {}
        gating = sorted(
            self._rules.items(),
            key=lambda item: (-item[1].gate.rank, -item[1].articles, item[0]),
        )
        changes = [
            Change(
                gate=count.gate.value,
                severity=count.severity.value,
                says=one_line(summaries.get(rule, "")) or one_line(rule),
                why=one_line(count.why),
                where=f"{_count(count.findings, 'finding')} in {_count(count.articles, 'article')}",
                link=plan.address(count.first[1].anchor) if count.first else "",
                query=f"rule:{quoted(one_line(rule))} status:new"
                + " -gate:pass" * (rule in self._informing),
            )
            for rule, count in gating[:_MOST_CHANGES]
        ]
        return changes, max(len(gating) - _MOST_CHANGES, 0)


def changes_of_one(report: Report, anchor: str) -> tuple[list[Change], int]:
    """Return what one article needs, finding by finding, and how many findings more there are."""
    order = sorted(report.findings, key=lambda f: f.span or Span(-1, -1))
    gating = [
        (-f.gate.rank, -f.severity.rank, number, f)
        for number, f in enumerate(order, 1)
        if f.status is Status.NEW and f.gate is not Verdict.PASS
    ]
    gating.sort(key=lambda item: item[:3])
    changes = [_change(f, number, anchor, report) for _, _, number, f in gating[:_MOST_CHANGES]]
    return changes, max(len(gating) - _MOST_CHANGES, 0)


def _change(finding: ReportedFinding, number: int, anchor: str, report: Report) -> Change:
    message = one_line(finding.message)
    return Change(
        gate=finding.gate.value,
        severity=finding.severity.value,
        says=message[:1].upper() + message[1:],
        why=one_line(finding.why),
        where=home(finding, report.article),
        link=f"#{anchor}-f{number}",
        query="",
    )


def worst(summary: Summary, plan: Plan) -> list[Worst]:
    """Return the articles to look at first."""
    found: list[Worst] = []
    for id_, verdict, score, findings in summary.worst:
        known = plan.by_id.get(id_)
        if findings:
            link = plan.address(known.anchor) if known else ""
            title = known.title if known else ""
            found.append(Worst(link, one_line(id_), title, verdict.value, score, findings))
    return found


def verdicts(summary: Summary) -> list[Bar]:
    """Return how many articles have each verdict."""
    counts = dict(summary.verdicts)
    return [
        Bar(v.value, v.value, counts[v], _share(counts[v], summary.articles), f"verdict:{v.value}")
        for v in reversed(Verdict)
        if counts.get(v)
    ]


def severities(summary: Summary) -> list[Bar]:
    """Return how many findings have each severity."""
    counts = dict(summary.severities)
    rows = [(s.value, s.value, counts.get(s, 0), f"severity:{s.value}") for s in reversed(Severity)]
    return _bars(rows)


def categories(summary: Summary) -> list[Bar]:
    """Return how many findings each category has, the most first."""
    return _bars(_ranked(dict(summary.categories), "kind"))


def rules(summary: Summary) -> list[Bar]:
    """Return the rules with most findings."""
    return _bars(_ranked(dict(summary.rules), "rule")[:8])


def since(statuses: Mapping[Status, int]) -> list[Bar]:
    """Return what is new since the baseline and what was known or silenced, where anything was."""
    if not statuses.get(Status.BASELINE) and not statuses.get(Status.SUPPRESSED):
        return []
    names = {
        Status.NEW: "new",
        Status.BASELINE: "known",
        Status.SUPPRESSED: "silenced",
    }
    return _bars(
        [(name, s.value, statuses.get(s, 0), f"status:{s.value}") for s, name in names.items()]
    )


def verdict(summary: Summary) -> str:
    """Return the worst verdict of the run."""
    counts = dict(summary.verdicts)
    return next((v.value for v in reversed(Verdict) if counts.get(v)), Verdict.PASS.value)


def quoted(value: str) -> str:
    """Return ``value`` as the filter line takes it."""
    return value if value.replace("-", "").isalnum() else '"' + value.replace('"', "") + '"'


def _ranked(counts: Mapping[str, int], key: str) -> list[tuple[str, str, int, str]]:
    rows = [(one_line(n), "", c, f"{key}:{quoted(one_line(n))}") for n, c in counts.items() if c]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _bars(rows: Sequence[tuple[str, str, int, str]]) -> list[Bar]:
    greatest = max((row[2] for row in rows), default=0)
    return [Bar(name, kind, n, _share(n, greatest), query) for name, kind, n, query in rows]


def _share(count: int, total: int) -> str:
    return f"{100 * count / max(total, 1):.2f}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
