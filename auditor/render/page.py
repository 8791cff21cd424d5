"""What a page shows of one article: text cut at its marks, and a card for each finding."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from auditor.document import Article, Block, Role, Span
from auditor.finding import Related
from auditor.render.safe import one_line, safe
from auditor.render.worddiff import Diff, diff
from auditor.report import Report, ReportedFinding, Severity, Status

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ENOUGH_WORDS = 6
_MOST_SIDE_BY_SIDE = 3
_MOST_INLINE = 5
_MOST_MARKS = 8
_MOST_CHARACTERS = 6_000
_LONG_ARTICLE = 300
_AROUND = 2
_BY_WIDTH = (50, 100)


class Segment(NamedTuple):
    """A run of text under the same findings. ``starts`` are the findings that begin here."""

    text: str
    numbers: tuple[int, ...]
    severity: str
    starts: tuple[int, ...]
    markup: bool


class Comparison(NamedTuple):
    """Two passages side by side, with where the other one stands."""

    diff: Diff
    place: str
    title: str
    when: str
    relation: str
    target: str


class Other(NamedTuple):
    """Another place, told in one line."""

    relation: str
    place: str
    text: str
    target: str


class Card(NamedTuple):
    """One finding as the page shows it."""

    number: int
    severity: str
    gate: str
    category: str
    rule: str
    message: str
    why: str
    text: str
    place: str
    suggestions: tuple[str, ...]
    measures: tuple[tuple[str, str], ...]
    confidence: int
    fingerprint: str
    status: str
    comparisons: tuple[Comparison, ...]
    others: tuple[Other, ...]
    more: int


class Row(NamedTuple):
    """A block of the text with the cards of the findings that begin in it."""

    block: int
    role: str
    segments: tuple[Segment, ...]
    cards: tuple[Card, ...]
    lines: bool
    """Whether its line ends mean something, and are not where an editor broke lines by width."""
    skipped: int
    """How many blocks without findings were left out before this one."""


class Group(NamedTuple):
    """A block with its cards beside it, and the blocks without cards that run on below it."""

    first: Row
    rest: tuple[Row, ...]


class Tick(NamedTuple):
    """A finding on the strip: its number, its severity, and its place in thousandths."""

    number: int
    severity: str
    left: str
    width: str


class Page(NamedTuple):
    """One article."""

    anchor: str
    title: str
    id: str
    path: str
    about: tuple[str, ...]
    language: str
    verdict: str
    score: int
    sum: tuple[tuple[str, int, int], ...]
    counts: tuple[tuple[str, int], ...]
    headline: Row | None
    whole: tuple[Card, ...]
    groups: tuple[Group, ...]
    ticks: tuple[Tick, ...]
    edges: tuple[str, ...]
    failures: tuple[str, ...]
    notes: tuple[str, ...]
    total: int
    known: int
    """Findings in the baseline or suppressed."""


class _Mark(NamedTuple):
    number: int
    span: Span
    severity: Severity


def page(report: Report, anchor: str) -> Page:
    """Return what the page shows of ``report``."""
    article = report.article
    cards: list[Card] = []
    marks: list[_Mark] = []
    whole: list[Card] = []
    at_block: dict[int, list[Card]] = {}
    starts = [block.span.start for block in article.blocks]
    order = sorted(report.findings, key=lambda f: f.span or Span(-1, -1))
    for number, finding in enumerate(order, 1):
        card = _card(finding, number, anchor)
        cards.append(card)
        if finding.span is None or not article.blocks:
            whole.append(card)
            continue
        marks.append(_Mark(number, finding.span, finding.severity))
        home = max(bisect_right(starts, finding.span.start) - 1, 0)
        at_block.setdefault(home, []).append(card)
    rows = _rows(article, marks, at_block)
    headline = rows.pop(0) if rows and rows[0].role == Role.HEADLINE else None
    language = article.language.lower()
    counts = tuple(
        (s.value, n)
        for s in reversed(Severity)
        if (n := sum(f.severity is s and f.status is Status.NEW for f in report.findings))
    )
    return Page(
        anchor=anchor,
        title=one_line(article.headline_text),
        id=one_line(article.id),
        path=one_line(article.path),
        about=_about(article),
        language=language if _LANGUAGE.fullmatch(language) and language != "und" else "",
        verdict=report.verdict.value,
        score=report.score,
        sum=tuple((one_line(d.rule), d.findings, d.points) for d in report.deductions),
        counts=counts,
        headline=headline,
        whole=tuple(whole),
        groups=tuple(_groups(rows)),
        ticks=tuple(_tick(mark, len(article.text)) for mark in marks),
        edges=tuple(_thousandths(s, len(article.text)) for s in starts[1:])
        if len(starts) < 200
        else (),
        failures=tuple(f"{one_line(f.rule)}: {one_line(f.message)}" for f in report.failures),
        notes=tuple(one_line(note.message) for note in article.notes),
        total=len(cards),
        known=sum(f.status is not Status.NEW for f in report.findings),
    )


def _groups(rows: Sequence[Row]) -> list[Group]:
    """Let blocks without cards run on beside the cards of the block before, so that no gaps open."""
    groups: list[list[Row]] = []
    for row in rows:
        closed = not groups or any(card.comparisons for card in groups[-1][0].cards)
        if row.cards or row.skipped or closed:
            groups.append([row])
        else:
            groups[-1].append(row)
    return [Group(first, tuple(rest)) for first, *rest in groups]


def _about(article: Article) -> tuple[str, ...]:
    words = f"{article.word_count:,} word" + ("" if article.word_count == 1 else "s")
    facts = [one_line(article.source or ""), one_line(article.date or ""), words]
    if article.language != "und":
        facts.append(one_line(article.language))
    return tuple(fact for fact in facts if fact)


def _thousandths(place: int, length: int) -> str:
    return f"{1000 * place / max(length, 1):.1f}"


def _tick(mark: _Mark, length: int) -> Tick:
    width = max(1000 * (mark.span.end - mark.span.start) / max(length, 1), 4.0)
    left = min(1000 * mark.span.start / max(length, 1), 1000 - width)
    return Tick(mark.number, mark.severity.value, f"{max(left, 0):.1f}", f"{min(width, 1000):.1f}")


def _rows(article: Article, marks: Sequence[_Mark], cards: dict[int, list[Card]]) -> list[Row]:
    """Return the blocks in order; in a very long article, those near findings."""
    rows: list[Row] = []
    waiting = list(marks)[::-1]
    active: list[_Mark] = []
    touched = _near(article, marks, cards) if len(article.blocks) > _LONG_ARTICLE else None
    skipped = 0
    for block in article.blocks:
        active = [mark for mark in active if mark.span.end > block.span.start]
        while waiting and waiting[-1].span.start < block.span.end:
            active.append(waiting.pop())
        while waiting and waiting[-1].span.start == waiting[-1].span.end == block.span.end:
            active.append(waiting.pop())
        if touched is not None and block.index not in touched:
            skipped += 1
            continue
        segments = _segments(article, block, active)
        found = tuple(cards.get(block.index, ()))
        rows.append(
            Row(block.index, block.role.value, segments, found, _has_lines(article, block), skipped)
        )
        skipped = 0
    if skipped:
        rows.append(Row(len(article.blocks), "end", (), (), lines=False, skipped=skipped))
    return rows


def _has_lines(article: Article, block: Block) -> bool:
    """Whether a line but the last is too short or too long to have been broken by width."""
    lines = block.span.of(article.text).splitlines()[:-1]
    return any(not _BY_WIDTH[0] <= len(line.rstrip()) <= _BY_WIDTH[1] for line in lines)


def _near(article: Article, marks: Sequence[_Mark], cards: dict[int, list[Card]]) -> frozenset[int]:
    """Return the blocks to show of a very long article."""
    starts = [block.span.start for block in article.blocks]
    touched = {0, *cards}
    for mark in marks:
        first = max(bisect_right(starts, mark.span.start) - 1, 0)
        last = max(bisect_right(starts, max(mark.span.end - 1, mark.span.start)) - 1, first)
        touched.update(range(first, min(last, first + 50) + 1))
    last = len(article.blocks)
    return frozenset(
        near for at in touched for near in range(max(at - _AROUND, 0), min(at + _AROUND + 1, last))
    )


def _segments(article: Article, block: Block, marks: Sequence[_Mark]) -> tuple[Segment, ...]:
    """Cut a block where marks begin and end, so that no mark crosses another."""
    low, high = block.span
    if not marks and not article.markup and not article.hidden:
        return (Segment(_shown(article.text[low:high]), (), "", (), markup=False),)
    quiet = [
        (max(s.start, low), min(s.end, high))
        for spans in (article.markup, article.hidden)
        for s in spans[bisect_right(spans, low, key=lambda s: s.end) :][: _upto(spans, low, high)]
        if s.start < high
    ]
    edges = {low, high}
    begin: dict[int, list[_Mark]] = {}
    end: dict[int, list[_Mark]] = {}
    refs: dict[int, list[int]] = {}
    for mark in marks:
        first, last = max(mark.span.start, low), min(mark.span.end, high)
        first = min(first, high)
        if mark.span.start >= low:
            refs.setdefault(first, []).append(mark.number)
        edges.update((first, max(first, last)))
        if last > first:
            begin.setdefault(first, []).append(mark)
            end.setdefault(last, []).append(mark)
    change: dict[int, int] = {}
    for first, last in quiet:
        edges.update((first, last))
        change[first] = change.get(first, 0) + 1
        change[last] = change.get(last, 0) - 1
    active: dict[int, _Mark] = {}
    ranks = [0, 0, 0]
    depth = 0
    segments: list[Segment] = []
    ordered = sorted(edges)
    for at, stop in zip(ordered, [*ordered[1:], high], strict=True):
        for mark in end.get(at, ()):
            del active[mark.number]
            ranks[mark.severity.rank] -= 1
        for mark in begin.get(at, ()):
            active[mark.number] = mark
            ranks[mark.severity.rank] += 1
        depth += change.get(at, 0)
        starts = tuple(refs.get(at, ()))
        if at == stop and not starts:
            continue
        worst = next((s.value for s in reversed(Severity) if ranks[s.rank]), "")
        segments.append(
            Segment(
                text=_shown(article.text[at:stop]),
                numbers=tuple(islice(active, _MOST_MARKS)) if at < stop else (),
                severity=worst if at < stop else "",
                starts=starts,
                markup=depth > 0,
            )
        )
    return tuple(segments)


def _upto(spans: Sequence[Span], low: int, high: int) -> int:
    first = bisect_right(spans, low, key=lambda s: s.end)
    return max(bisect_right(spans, high, key=lambda s: s.start) - first, 0)


def _shown(text: str) -> str:
    return safe(text.replace("\r\n", "\n"), keep="\n\t")


def _card(finding: ReportedFinding, number: int, anchor: str) -> Card:
    comparisons: list[Comparison] = []
    others: list[Other] = []
    for related in finding.related[: _MOST_SIDE_BY_SIDE + _MOST_INLINE]:
        place = _where(related)
        target = _target(related, anchor)
        relation = one_line(related.relation).replace("-", " ")
        both = min(len(finding.text.split()), len(related.text.split()))
        long = both >= _ENOUGH_WORDS or (both and _dense(related.text))
        if long and len(comparisons) < _MOST_SIDE_BY_SIDE:
            compared = diff(
                _shown(finding.text[:_MOST_CHARACTERS]), _shown(related.text[:_MOST_CHARACTERS])
            )
            when = " · ".join(
                filter(None, (one_line(related.source or ""), one_line(related.date or "")))
            )
            title = one_line(related.title)
            if not any(p.differs for side in compared[:2] for p in side) and not compared.cut:
                others.append(
                    Other(f"{relation}, the same words:", _provenance(related), "", target)
                )
                continue
            comparisons.append(Comparison(compared, place, title, when, relation, target))
        elif len(others) < _MOST_INLINE:
            words = one_line((related.text or related.title)[:300])
            others.append(Other(relation, _provenance(related), words, target))
    rounded = tuple(
        (one_line(name).replace("_", " "), _figure(value)) for name, value in finding.measures
    )
    return Card(
        number=number,
        severity=finding.severity.value,
        gate=finding.gate.value,
        category=one_line(finding.category),
        rule=one_line(finding.rule),
        message=one_line(finding.message),
        why=one_line(finding.why),
        text=one_line(finding.text[:200]),
        place="" if finding.span is None else f"{finding.position.line}:{finding.position.column}",
        suggestions=tuple(one_line(s[:500]) for s in finding.suggestions[:8]),
        measures=rounded,
        confidence=round(100 * finding.confidence),
        fingerprint=one_line(finding.fingerprint),
        status="" if finding.status is Status.NEW else finding.status.value,
        comparisons=tuple(comparisons),
        others=tuple(others),
        more=len(finding.related) - len(comparisons) - len(others),
    )


def _dense(text: str) -> bool:
    """Whether words cannot be counted by spaces: a script without them, and enough of it."""
    return len(text) >= 20 and len(text.split()) * 20 < len(text)


def _where(related: Related) -> str:
    if related.article is not None:
        return one_line(related.article)
    return "this article" if related.block is None else f"block {related.block}"


def _provenance(related: Related) -> str:
    facts = (related.title if related.text else "", _where(related), related.source, related.date)
    return " · ".join(one_line(fact) for fact in facts if fact)


def _target(related: Related, anchor: str) -> str:
    """Return the place on the page, where the other place is in the same article."""
    return (
        f"{anchor}-b{related.block}"
        if related.article is None and related.block is not None
        else ""
    )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.3g}"
