"""One object of a stored run to one report: what ``render/json.py`` writes, read again."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from auditor.checked import Fields
from auditor.document import Article, Block, Note, Position, Role, Span
from auditor.finding import Related
from auditor.policy.score import CAP
from auditor.report import (
    Deduction,
    Failure,
    Report,
    ReportedFinding,
    RuleHistory,
    RunInfo,
    Severity,
    StaleDecision,
    Status,
    Verdict,
)
from auditor.stored.article import Quoted, StoredArticle, sparse_blocks, sparse_text

_LONGEST = 1 << 24
"""Code points that an article without its text may seem to have: it is filled up with blanks."""
_MOST_BLOCKS = 1 << 20


def run_info(told: Fields) -> RunInfo:
    """Return how a run was made."""
    return RunInfo(
        version=told.text("version"),
        packs=told.texts("packs"),
        rules_digest=told.text("rules_digest"),
        stage=told.text("stage"),
        history=_history(told.object("history")) if told.has("history") else (),
    )


def _history(told: Fields) -> tuple[RuleHistory, ...]:
    counts = ((rule, told.object(rule)) for rule in told.names())
    return tuple(RuleHistory(r, c.count("accepted"), c.count("dismissed")) for r, c in counts)


def read_report(value: Any, find: Callable[[Fields], Article | None] | None = None) -> Report:
    """Return the report that an object of the schema ``auditor.report/1`` tells.

    ``find`` looks for an article whose text the run does not hold.

    Raises:
        ValueError: it lacks something, or something in it is not what it must be.

    """
    told = Fields(value, "report")
    about = told.object("article")
    findings = told.objects("findings")
    found = find(about) if find and not about.has("layout") else None
    article: Article
    if found is not None:
        article = found
    elif about.has("layout"):
        article = _whole(about, findings)
    else:
        article = _sparse(about, findings)
    deductions = tuple(
        Deduction(d.text("rule"), d.count("findings"), d.count("points"))
        for d in told.objects("score_sum")
    )
    # Runs stored before findings told their points took the same off for each of a rule.
    weights = {d.rule: d.points // max(min(d.findings, CAP), 1) for d in deductions}
    return Report(
        article=article,
        verdict=told.one_of("verdict", Verdict),
        score=told.count("score"),
        deductions=deductions,
        findings=tuple(_finding(finding, article, weights) for finding in findings),
        failures=tuple(
            Failure(f.text("rule"), f.text("message")) for f in told.objects("failures")
        ),
        stale=tuple(
            StaleDecision(
                s.text("article"),
                s.text("rule"),
                s.text("fingerprint"),
                s.text("decision"),
                s.text_or_none("reason"),
            )
            for s in told.objects("stale_decisions")
        ),
    )


def _whole(about: Fields, findings: Sequence[Fields]) -> StoredArticle:
    """Set an article again whose text is in the run."""
    layout = about.object("layout")
    lead = layout.text("lead")
    text = lead + about.text("text")
    blocks: list[Block] = []
    for row in layout.rows("blocks"):
        if len(row) != 3 or row[0] not in list(Role):
            raise ValueError("article.layout.blocks holds a row that is not [role, start, end]")
        blocks.append(Block(len(blocks), Role(row[0]), _place(row[1:], len(text))))
    if any(b.span.start < a.span.end for a, b in pairwise(blocks)):
        raise ValueError("article.layout.blocks are not in order")
    return StoredArticle(
        **_facts(about),
        text=text,
        blocks=tuple(blocks),
        body_start=len(lead),
        markup=tuple(_place(row, len(text)) for row in layout.rows("markup")),
        hidden=tuple(_place(row, len(text)) for row in layout.rows("hidden")),
        places=_positions(findings, len(lead)),
    )


def _place(row: Sequence[Any], length: int) -> Span:
    if len(row) == 2 and all(type(n) is int for n in row) and 0 <= row[0] <= row[1] <= length:
        return Span(*row)
    raise ValueError(f"article.layout holds {row!r}, which is no place in the text")


def _sparse(about: Fields, findings: Sequence[Fields]) -> StoredArticle:
    """Make an article of the words that its findings quote."""
    headline = about.text("headline")
    in_lead = [f.span("headline_span") for f in findings]
    in_body = any(f.has("span") and f.count_or_none("block") == 0 for f in findings)
    lead = "" if in_body or not headline else f"{headline}\n\n"
    longest = max((span.end for span in in_lead if span), default=0)
    if longest:
        lead = f"{headline[:_LONGEST]:<{min(longest, _LONGEST)}}\n\n"
    quoted: list[Quoted] = []
    for finding in findings:
        quoted += _quoted(finding, len(lead), role_of(finding))
        for related in finding.objects("related"):
            if not related.has("article"):
                quoted += _quoted(related, len(lead), Role.PARAGRAPH)
    if any(q.span.end > _LONGEST for q in quoted) or about.count("blocks") > _MOST_BLOCKS:
        raise ValueError("article is too long to be shown without its text")
    return StoredArticle(
        **_facts(about),
        text=sparse_text(quoted, lead),
        blocks=sparse_blocks(
            quoted, about.count("blocks"), Span(0, len(lead) - 2) if lead else None
        ),
        body_start=len(lead),
        places=_positions(findings, len(lead)),
        whole=False,
    )


def role_of(finding: Fields) -> Role:
    """Return the role of a finding's block."""
    return finding.one_of("role", Role) if finding.has("role") else Role.PARAGRAPH


def _quoted(place: Fields, shift: int, role: Role) -> list[Quoted]:
    span = place.span("span")
    text = place.text("text")
    if span is None or len(text) != span.end - span.start:
        return []
    moved = Span(span.start + shift, span.end + shift)
    return [Quoted(moved, text, place.count_or_none("block"), role)]


def _facts(about: Fields) -> dict[str, Any]:
    return {
        "id": about.text("id"),
        "path": about.text("path"),
        "date": about.text_or_none("date"),
        "source": about.text_or_none("source"),
        "declared_language": about.text("language"),
        "notes": tuple(Note(n.text("code"), n.text("message")) for n in about.objects("notes")),
        "told_headline": about.text("headline"),
        "told_words": about.count("words"),
        "told_digest": about.text_or_none("digest") or "",
    }


def _positions(findings: Sequence[Fields], shift: int) -> dict[int, Position]:
    """Return line and column of every place that is told with them."""
    places: dict[int, Position] = {}
    for finding in findings:
        for told in (finding, *finding.objects("related")):
            span = told.span("span")
            if span is not None and told.has("line") and told.has("column"):
                position = Position(told.count("line"), told.count("column"))
                places[span.start + shift] = position
                if told.has("end_line") and told.has("end_column") and span.start < span.end:
                    last = Position(told.count("end_line"), told.count("end_column") - 1)
                    places.setdefault(span.end - 1 + shift, last)
    return places


def _finding(told: Fields, article: Article, weights: Mapping[str, int]) -> ReportedFinding:
    span = _moved(told, article)
    if span is not None and span.end > len(article.text):
        raise ValueError("a finding's span lies behind the end of the text")
    number = told.count_or_none("block")
    if number is not None and number >= len(article.blocks):
        raise ValueError(f"a finding lies in block {number}, and there are {len(article.blocks)}")
    block = None if span is None else article.block_at(span.start)
    severity = told.one_of("severity", Severity)
    rule = told.text("rule")
    usual = weights.get(rule, severity.points)
    return ReportedFinding(
        rule=rule,
        category=told.text("category"),
        severity=severity,
        gate=told.one_of("gate", Verdict),
        points=told.count("points") if told.has("points") else usual,
        confidence=told.number("confidence"),
        message=told.text("message"),
        why=told.text("why"),
        block=block,
        span=span,
        position=Position(told.count("line"), told.count("column")),
        text=told.text("text"),
        suggestions=told.texts("suggestions"),
        related=tuple(_related(related, article) for related in told.objects("related")),
        measures=told.numbers("measures"),
        fingerprint=told.text("fingerprint"),
        status=told.one_of("status", Status),
        reason=told.text_or_none("reason"),
    )


def _moved(told: Fields, article: Article) -> Span | None:
    """Return the place in ``Article.text``, where a headline from a field stands before the text."""
    if (in_lead := told.span("headline_span")) is not None:
        return in_lead
    span = told.span("span")
    shift = article.body_start
    return None if span is None else Span(span.start + shift, span.end + shift)


def _related(told: Fields, article: Article) -> Related:
    other = told.text_or_none("article")
    return Related(
        span=_moved(told, article) if other is None else told.span("span"),
        text=told.text("text"),
        relation=told.text("relation"),
        article=other,
        block=told.count_or_none("block"),
        title=told.text("title"),
        date=told.text_or_none("date"),
        source=told.text_or_none("source"),
        verified=(told.text_or_none("verified") or "") if told.has("verified") else "",
    )
