"""What a rule is: which findings of which detector matter, how much, where, and what to say of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from auditor.document import Role
from auditor.report import Severity, Verdict

STAGES = ("draft", "publish")
"""How far an article is on its way; gates differ."""

SPEECH = ("in", "out", "only")
"""Whether a rule looks into direct speech: also there, never there, only there."""

_GATES = {
    Severity.INFO: (Verdict.PASS, Verdict.PASS),
    Severity.WARNING: (Verdict.WARN, Verdict.WARN),
    Severity.ERROR: (Verdict.WARN, Verdict.BLOCK),
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """The range that a measure must lie in, ends included."""

    min: float | None = None
    max: float | None = None

    def holds(self, value: float) -> bool:
        """Whether ``value`` lies in the range."""
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in an article a rule looks; no roles named means every role."""

    inside: frozenset[Role] = frozenset()
    outside: frozenset[Role] = frozenset()
    speech: str = "in"

    def admits(self, role: Role) -> bool:
        """Whether blocks of this role are looked at."""
        return role not in self.outside and (not self.inside or role in self.inside)


@dataclass(frozen=True, slots=True)
class RuleExample:
    """A text that the rule must flag, at the ``«»`` marks, or must leave alone."""

    text: str
    hit: bool
    headline: str | None = None
    others: tuple[str, ...] = ()
    whole: bool = False
    line: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as its file and what overrides it say."""

    id: str
    detector: str
    category: str
    summary: str
    severity: Severity
    message: str
    why: str
    enabled: bool = True
    note: str = ""
    when: tuple[tuple[str, Threshold], ...] = ()
    info_when: tuple[tuple[str, Threshold], ...] = ()
    """Where all of these hold, a finding only informs, whatever the rule's severity; empty for nowhere."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Every option of the detector, checked, defaults filled in; not to be changed."""
    points: int | None = None
    gates: tuple[tuple[str, Verdict], ...] = ()
    scope: Scope = Scope()
    languages: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    examples: tuple[RuleExample, ...] = ()
    pack: str = ""
    path: str = ""
    line: int = 1

    @property
    def weight(self) -> int:
        """Points that a finding takes off the score."""
        return self.severity.points if self.points is None else self.points

    def gate(self, stage: str) -> Verdict:
        """Return what a finding makes of the article at ``stage``."""
        named = dict(self.gates)
        return named.get(stage, _GATES[self.severity][STAGES.index(stage)])

    def judged(self, measures: Mapping[str, float]) -> "Rule":
        """Return the rule as it stands for a finding: itself, or one that only informs."""
        if not self.info_when or not all(t.holds(measures[name]) for name, t in self.info_when):
            return self
        points = min(self.weight, Severity.INFO.points)
        return replace(self, severity=Severity.INFO, points=points, gates=(), info_when=())


@dataclass(frozen=True, slots=True)
class Pack:
    """Rules that ship together."""

    name: str
    version: str = ""
    summary: str = ""
    extends: tuple[str, ...] = ()
