"""The score, which ranks articles, and the verdict, which gates them; neither follows from the other."""

from collections.abc import Iterable, Mapping

from auditor.report import Deduction, Report, ReportedFinding, Status, Verdict

_CAP = 5
"""A rule takes off at most so many times its weight: one fault made everywhere is one fault to learn."""


def score(
    findings: Iterable[ReportedFinding], weights: Mapping[str, int]
) -> tuple[int, tuple[Deduction, ...]]:
    """Return 100 less what the findings take off, not below 0, and the sum, heaviest rule first.

    ``weights`` are the points that one finding of a rule takes off.
    """
    counts: dict[str, int] = {}
    for finding in findings:
        if finding.status is Status.NEW:
            counts[finding.rule] = counts.get(finding.rule, 0) + 1
    deductions = [
        Deduction(name, count, min(count, _CAP) * weights[name]) for name, count in counts.items()
    ]
    deductions.sort(key=lambda d: (-d.points, d.rule))
    return max(100 - sum(d.points for d in deductions), 0), tuple(deductions)


def verdict(findings: Iterable[ReportedFinding]) -> Verdict:
    """Return the worst gate of the findings that are news."""
    gates = (f.gate for f in findings if f.status is Status.NEW)
    return max(gates, key=lambda gate: gate.rank, default=Verdict.PASS)


def weights(report: Report) -> dict[str, int]:
    """Return the weight of each rule that took points off, as the sum of a report shows it."""
    return {d.rule: d.points // max(min(d.findings, _CAP), 1) for d in report.deductions}
