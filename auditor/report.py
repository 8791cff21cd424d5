"""Reports: what rules made of the findings. All that a renderer may see."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.document import Article, Block, Position, Span
from auditor.finding import Related


class Severity(StrEnum):
    """How much a finding matters, least first."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 2 for error."""
        return list(Severity).index(self)

    @property
    def points(self) -> int:
        """What a finding takes off the score, unless its rule says otherwise."""
        return (1, 4, 10)[self.rank]


class Verdict(StrEnum):
    """Whether an article may be published, best first."""

    PASS = "pass"
    WARN = "warn"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """0 for pass, 2 for block."""
        return list(Verdict).index(self)


class Status(StrEnum):
    """Whether a finding is news."""

    NEW = "new"
    BASELINE = "baseline"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """A finding that a rule made a matter of. ``span`` counts in ``Article.text``."""

    rule: str
    category: str
    severity: Severity
    gate: Verdict
    points: int
    """What it takes off the score, unless there are too many of its rule."""
    confidence: float
    message: str
    why: str
    block: Block | None
    span: Span | None
    position: Position
    text: str
    suggestions: tuple[str, ...]
    related: tuple[Related, ...]
    measures: tuple[tuple[str, float], ...]
    fingerprint: str
    status: Status = Status.NEW
    reason: str | None = None
    """Why it is not news, where somebody said so."""


@dataclass(frozen=True, slots=True)
class StaleDecision:
    """A decision on a finding that is not there any more: mended, or written anew."""

    article: str
    """The article's id in the baseline, which may be an older one."""
    rule: str
    fingerprint: str
    decision: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one rule took off the score."""

    rule: str
    findings: int
    points: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A detector that broke on an article; the run went on without it."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one article."""

    article: Article
    verdict: Verdict
    score: int
    deductions: tuple[Deduction, ...]
    findings: tuple[ReportedFinding, ...]
    failures: tuple[Failure, ...] = ()
    stale: tuple[StaleDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """A rule as reports show it."""

    id: str
    category: str
    severity: Severity
    summary: str
    why: str


@dataclass(frozen=True, slots=True)
class RuleHistory:
    """How often a rule was right here, as people decided."""

    rule: str
    accepted: int
    dismissed: int

    @property
    def precision(self) -> float:
        """The share of its findings that were accepted, 0 to 1."""
        return self.accepted / max(self.accepted + self.dismissed, 1)


@dataclass(frozen=True, slots=True)
class RunInfo:
    """How a run was made: what every artefact says of itself."""

    version: str
    packs: tuple[str, ...]
    rules_digest: str
    stage: str
    rules: tuple[RuleSummary, ...] = ()
    history: tuple[RuleHistory, ...] = ()
    """Of each rule that was decided on in the baseline, in the order of names."""


@dataclass(frozen=True, slots=True)
class ArchiveSummary:
    """The archive that a run compared with; ``verified`` says by what: ``text``, or ``hashes``."""

    path: str
    articles: int
    verified: str

    def __str__(self) -> str:
        """Say it in words."""
        how = "their texts" if self.verified == "text" else "hashes, as texts are not kept"
        articles = f"{self.articles:,} article{'' if self.articles == 1 else 's'}"
        return f"compared with {articles} in {self.path}, by {how}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found in all."""

    articles: int
    words: int
    verdicts: tuple[tuple[Verdict, int], ...]
    severities: tuple[tuple[Severity, int], ...]
    categories: tuple[tuple[str, int], ...]
    rules: tuple[tuple[str, int], ...]
    worst: tuple[tuple[str, Verdict, int, int], ...]
    """The articles to look at first: id, verdict, score, number of findings."""
    unreadable: tuple[str, ...] = ()
    """One line for each input that could not be read."""
    skipped: tuple[str, ...] = ()
    """One line for each thing that a cap or a limit left out."""
    failures: int = 0
    statuses: tuple[tuple[Status, int], ...] = ()
    stale: int = 0
    """Decisions on findings that are not there any more."""
    archive: ArchiveSummary | None = None
