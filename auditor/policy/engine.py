"""Holds what detectors see against the rules: one article in, one report out."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from auditor.detector import Detector, Neighbours, NoNeighbours
from auditor.document import Article, Position, Span
from auditor.finding import Finding
from auditor.policy.baseline import Baseline
from auditor.policy.fingerprint import Fingerprints
from auditor.policy.message import fill
from auditor.policy.probe import Probes
from auditor.policy.rule import Rule
from auditor.policy.ruleset import RuleSet
from auditor.policy.score import score, verdict
from auditor.policy.suppress import suppress
from auditor.report import Failure, Report, ReportedFinding, StaleDecision, Status

_PER_RULE = 10_000
"""Findings of one rule in one article that are kept; what is beyond is counted as a failure."""


class Engine:
    """The rules that are on, ready to run: each detector is made once for each set of options."""

    def __init__(
        self,
        rules: RuleSet,
        catalogue: Sequence[type[Detector]],
        stage: str = "publish",
        baseline: Baseline | None = None,
    ) -> None:
        self.rules = rules
        self.stage = stage
        self.baseline = baseline
        self._on = frozenset(rule.id for rule in rules.enabled)
        self._broken: list[Failure] = []
        kinds = {kind.info.id: kind for kind in catalogue}
        shared: dict[tuple[str, str], list[Rule]] = {}
        for rule in rules.enabled:
            key = (rule.detector, repr(sorted(rule.options.items())))
            shared.setdefault(key, []).append(rule)
        self._runs: list[tuple[Detector, tuple[Rule, ...]]] = []
        for served in shared.values():
            try:
                detector = kinds[served[0].detector](served[0].options)
            except Exception as error:  # a detector may break in any way
                self._broken += [_failure(rule, error) for rule in served]
            else:
                self._runs.append((detector, tuple(served)))
        self._probes = Probes([detector for detector, _ in self._runs])

    def audit(self, article: Article, neighbours: Neighbours | None = None) -> Report:
        """Return what the rules make of ``article`` among its ``neighbours``."""
        others = NoNeighbours() if neighbours is None else neighbours
        failures = list(self._broken)
        seen: list[tuple[Rule, Finding]] = []
        for index in self._probes.hits(article):
            detector, rules = self._runs[index]
            heard = [r for r in rules if not r.languages or article.language in r.languages]
            if not heard:
                continue
            try:
                findings = [_fitted(f, article) for f in detector.find(article, others)]
                for rule in heard:
                    judged = [(rule, f) for f in findings if f and _matters(rule, f, article)]
                    if len(judged) > _PER_RULE:
                        dropped = len(judged) - _PER_RULE
                        failures.append(Failure(rule.id, f"{dropped} more findings left out"))
                    seen += judged[:_PER_RULE]
            except Exception as error:  # one detector's fault must not cost the article its report
                failures += [_failure(rule, error) for rule in heard]
        findings_ = self._reported(article, _without_yielding(_ordered(seen)))
        stale: tuple[StaleDecision, ...] = ()
        if self.baseline is not None:
            findings_, stale = self.baseline.apply(article, findings_, self._on)
        points, deductions = score(findings_)
        return Report(
            article=article,
            verdict=verdict(findings_),
            score=points,
            deductions=deductions,
            findings=findings_,
            failures=tuple(failures),
            stale=stale,
        )

    def _reported(
        self, article: Article, seen: Sequence[tuple[Rule, Finding]]
    ) -> tuple[ReportedFinding, ...]:
        prints = Fingerprints(article)
        reported = tuple(self._report(article, rule, finding, prints) for rule, finding in seen)
        return suppress(article, reported)

    def _report(
        self, article: Article, rule: Rule, finding: Finding, prints: Fingerprints
    ) -> ReportedFinding:
        span = finding.span
        text = span.of(article.text) if span else ""
        measures = dict(finding.measures)
        judged = rule.judged(measures)
        texts = {
            "text": text,
            "suggestion": finding.suggestions[0] if finding.suggestions else "",
            "related": finding.related[0].text if finding.related else "",
            **dict(finding.values),
        }
        return ReportedFinding(
            rule=rule.id,
            category=rule.category,
            severity=judged.severity,
            gate=judged.gate(self.stage),
            points=judged.weight,
            confidence=finding.confidence,
            message=fill(rule.message, texts, measures),
            why=rule.why,
            block=article.block_at(span.start) if span else None,
            span=span,
            position=article.position(span.start) if span else Position(1, 1),
            text=text,
            suggestions=finding.suggestions,
            related=finding.related,
            measures=finding.measures,
            fingerprint=prints.of(rule.id, finding),
            status=Status.NEW,
        )


def _failure(rule: Rule, error: Exception) -> Failure:
    reason = str(error).splitlines()[0] if str(error) else "no reason given"
    return Failure(rule.id, f"the detector {rule.detector} broke: {type(error).__name__}: {reason}")


def _fitted(finding: Finding, article: Article) -> Finding | None:
    """Return the finding, its span cut to the text; None where nothing of it can be seen."""
    span = finding.span
    if span is None:
        return finding
    cut = Span(max(span.start, 0), min(span.end, len(article.text)))
    if cut.start >= cut.end or _inside(cut, article.hidden) or _inside(cut, article.markup):
        return None
    if cut == span:
        return finding
    return Finding(
        cut,
        finding.measures,
        finding.values,
        finding.suggestions,
        finding.related,
        finding.confidence,
    )


def _inside(span: Span, places: Sequence[Span]) -> bool:
    """Whether ``span`` lies wholly in one of ``places``, which are in order and do not overlap."""
    if not places:
        return False
    at = bisect_right(places, (span.start, float("inf"))) - 1
    return at >= 0 and places[at].contains(span)


def _matters(rule: Rule, finding: Finding, article: Article) -> bool:
    measures = dict(finding.measures)
    if any(not limit.holds(measures[name]) for name, limit in rule.when):
        return False
    span = finding.span
    if span is None:
        return True
    scope = rule.scope
    if scope.inside or scope.outside:
        block = article.block_at(span.start)
        if block is not None and not scope.admits(block.role):
            return False
    return scope.speech == "in" or article.in_direct_speech(span) is (scope.speech == "only")


def _ordered(seen: Iterable[tuple[Rule, Finding]]) -> list[tuple[Rule, Finding]]:
    """Sort by place, then rule; keep one finding of a rule at one place, the surest."""
    ordered = sorted(
        seen, key=lambda item: (item[1].span or Span(-1, -1), item[0].id, -item[1].confidence)
    )
    kept: list[tuple[Rule, Finding]] = []
    for rule, finding in ordered:
        if kept and finding.span is not None:
            last_rule, last = kept[-1]
            if last_rule is rule and last.span == finding.span:
                continue
        kept.append((rule, finding))
    return kept


def _without_yielding(seen: list[tuple[Rule, Finding]]) -> list[tuple[Rule, Finding]]:
    """Leave out findings of rules that yield to another which has a finding at the same place.

    Where two rules yield to each other the surer finding stays, of equals that of the first rule by name.
    """
    wanted = {name for rule, _ in seen for name in rule.yields_to}
    if not wanted:
        return seen
    places: dict[str, _Places] = {}
    for rule, finding in seen:
        if rule.id in wanted and finding.span is not None:
            places.setdefault(rule.id, _Places(rule)).add(finding, finding.span)

    def yields(rule: Rule, finding: Finding) -> bool:
        return finding.span is not None and any(
            places[name].outweighs(rule, finding, finding.span)
            for name in rule.yields_to
            if name in places
        )

    return [(rule, finding) for rule, finding in seen if not yields(rule, finding)]


class _Places:
    """Where a rule has findings, to which others may yield."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._starts: list[int] = []
        self._reach: list[int] = []
        """How far the findings up to each reach."""
        self._found: list[tuple[Span, float]] = []

    def add(self, finding: Finding, span: Span) -> None:
        """Take a finding; they come in order."""
        self._starts.append(span.start)
        self._reach.append(max(span.end, self._reach[-1] if self._reach else 0))
        self._found.append((span, finding.confidence))

    def outweighs(self, rule: Rule, finding: Finding, span: Span) -> bool:
        """Whether a finding stands there to which that one of ``rule`` yields."""
        at = bisect_right(self._starts, span.end - 1) - 1
        if at < 0 or self._reach[at] <= span.start:
            return False
        if rule.id not in self._rule.yields_to:
            return True
        while at >= 0 and self._reach[at] > span.start:
            (_, end), sure = self._found[at]
            if end > span.start and (-sure, self._rule.id) < (-finding.confidence, rule.id):
                return True
            at -= 1
        return False
