"""The score, which ranks articles, and the verdict, which gates them; neither follows from the other."""

from collections.abc import Iterable

from auditor.report import Deduction, ReportedFinding, Status, Verdict

CAP = 5
"""So many findings of a rule count, the heaviest: one fault made everywhere is one fault to learn."""


def score(findings: Iterable[ReportedFinding]) -> tuple[int, tuple[Deduction, ...]]:
    """Return 100 less what the findings take off, not below 0, and the sum, heaviest rule first."""
    points: dict[str, list[int]] = {}
    for finding in findings:
        if finding.status is Status.NEW:
            points.setdefault(finding.rule, []).append(finding.points)
    deductions = [
        Deduction(name, len(told), sum(sorted(told, reverse=True)[:CAP]))
        for name, told in points.items()
    ]
    deductions.sort(key=lambda d: (-d.points, d.rule))
    return max(100 - sum(d.points for d in deductions), 0), tuple(deductions)


def verdict(findings: Iterable[ReportedFinding]) -> Verdict:
    """Return the worst gate of the findings that are news."""
    gates = (f.gate for f in findings if f.status is Status.NEW)
    return max(gates, key=lambda gate: gate.rank, default=Verdict.PASS)
