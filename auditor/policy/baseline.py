"""The baseline: findings that were decided on before are shown, and count neither in score nor gate."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from auditor.document import Article
from auditor.errors import ConfigurationError, Problem
from auditor.policy.decisions import Choice, Decision, Decisions, Key, excerpt, history, plain, read
from auditor.policy.fingerprint import halves
from auditor.policy.score import score, verdict
from auditor.report import Report, ReportedFinding, RuleHistory, StaleDecision, Status
from auditor.text.fold import fold

_STATUS = {
    Choice.ACCEPT: Status.BASELINE,
    Choice.KNOWN: Status.BASELINE,
    Choice.DISMISS: Status.SUPPRESSED,
}


class Baseline:
    """Decisions by article, to be held against the findings of a run.

    An article is known by its id. One whose id is new is taken for another that the run does not have
    where both have the same headline and nobody else has: it was renamed. So ``meet`` wants to be told
    of every article of the run before the first is looked up.
    """

    def __init__(self, decisions: Mapping[Key, Decision]) -> None:
        self.history: tuple[RuleHistory, ...] = history(decisions)
        self._by_article: dict[str, list[Decision]] = {}
        self._by_headline: dict[str, set[str]] = {}
        for key in sorted(decisions):
            decision = decisions[key]
            self._by_article.setdefault(decision.article, []).append(decision)
            if headline := fold(decision.headline):
                self._by_headline.setdefault(headline, set()).add(decision.article)
        self._met: set[str] = set()
        self._new: dict[str, list[str]] = {}

    @classmethod
    def read(cls, path: Path) -> "Baseline":
        """Read a baseline, or the decisions of a review.

        Raises:
            ConfigurationError: the file is missing or holds something else.

        """
        if not path.exists():
            problem = "there is no such baseline; make one: auditor baseline create RUN -o FILE"
            raise ConfigurationError(Problem(problem, str(path)))
        return cls(read(path))

    def meet(self, article: Article) -> None:
        """Note that the run has ``article``."""
        name = plain(article.id)
        if name in self._by_article:
            self._met.add(name)
        elif (headline := fold(article.headline_text)) in self._by_headline:
            self._new.setdefault(headline, []).append(name)

    def _of(self, article: Article) -> Sequence[Decision]:
        name = plain(article.id)
        if (known := self._by_article.get(name)) is not None:
            return known
        headline = fold(article.headline_text)
        if self._new.get(headline) == [name]:
            gone = self._by_headline[headline] - self._met
            if len(gone) == 1:
                return self._by_article[gone.pop()]
        return ()

    def apply(
        self, article: Article, findings: tuple[ReportedFinding, ...], rules: Container[str]
    ) -> tuple[tuple[ReportedFinding, ...], tuple[StaleDecision, ...]]:
        """Return the findings as decided, and the decisions that match none.

        A finding is known by its fingerprint, else by one that shares a half of it and is nobody's.
        Decisions on rules that are not among ``rules`` were not asked about.
        """
        decisions = self._of(article)
        if not decisions:
            return findings, ()
        left = {decision.fingerprint: decision for decision in decisions}
        matched = [left.pop(finding.fingerprint, None) for finding in findings]
        by_half: dict[str, list[str]] = {}
        for name in reversed(left):
            for half in halves(name):
                by_half.setdefault(half, []).append(name)
        for at, finding in enumerate(findings):
            if matched[at] is None:
                matched[at] = _take(left, by_half, finding.fingerprint)
        decided = tuple(map(_decided, findings, matched))
        stale = tuple(
            StaleDecision(d.article, d.rule, d.fingerprint, d.choice.value, d.reason)
            for d in left.values()
            if d.rule in rules
        )
        return decided, stale


def judge_again(report: Report, baseline: Baseline) -> Report:
    """Return a report with what was decided since; its verdict and score are those of what is left."""
    findings, _ = baseline.apply(report.article, report.findings, rules=())
    points, deductions = score(findings)
    return replace(
        report,
        verdict=verdict(findings),
        score=points,
        deductions=deductions,
        findings=findings,
    )


def _take(
    left: dict[str, Decision], by_half: Mapping[str, list[str]], fingerprint: str
) -> Decision | None:
    """Take the first decision that is left and shares a half with ``fingerprint``."""
    for half in halves(fingerprint):
        names = by_half.get(half, [])
        while names:
            if (decision := left.pop(names.pop(), None)) is not None:
                return decision
    return None


def _decided(finding: ReportedFinding, decision: Decision | None) -> ReportedFinding:
    """Return the finding with its decision; what a comment in the text silenced stays so."""
    if decision is None or finding.status is not Status.NEW:
        return finding
    return replace(finding, status=_STATUS[decision.choice], reason=decision.reason)


def missing(findings: Sequence[ReportedFinding], article: Article) -> Decisions:
    """Return what puts the findings of an article that are news into a baseline."""
    name, headline = plain(article.id), excerpt(article.headline_text)
    known = (
        Decision(
            article=name,
            fingerprint=plain(f.fingerprint),
            rule=plain(f.rule),
            choice=Choice.KNOWN,
            headline=headline,
            text=excerpt(f.text or f.message),
        )
        for f in findings
        if f.status is Status.NEW
    )
    return {decision.key: decision for decision in known}
