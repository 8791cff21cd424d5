"""What a page shows of one article: text cut at its marks, and a card for each finding."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from auditor.document import Article, Block, Role, Span
from auditor.document.segment import is_hard_wrapped
from auditor.render.card import Card, Nowhere, Places, card, paragraph, shown
from auditor.render.safe import one_line
from auditor.report import Report, Severity, Status

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MOST_MARKS = 8
_LONG_ARTICLE = 300
_AROUND = 2
_BY_WIDTH = (50, 100)
_MOST_LANES = 3
_MOST_TOLD = 8


class Segment(NamedTuple):
    """A run of text under the same findings. ``starts`` are the findings that begin here."""

    text: str
    numbers: tuple[int, ...]
    severity: str
    starts: tuple[int, ...]
    markup: bool
    known: tuple[int, ...] = ()
    """Those of ``starts`` that are in the baseline or suppressed."""


class Row(NamedTuple):
    """A block of the text with the cards of the findings that begin in it."""

    block: int
    number: int
    """The paragraph's number as messages count, 0 for the headline."""
    role: str
    segments: tuple[Segment, ...]
    cards: tuple[Card, ...]
    lines: bool
    """Whether its line ends mean something, and are not where an editor broke lines by width."""
    skipped: int
    """How many blocks without findings were left out before this one."""

    @property
    def compared(self) -> bool:
        """Whether a card sets passages side by side."""
        return any(card.comparisons for card in self.cards)


class Group(NamedTuple):
    """A block with its cards beside it, and the blocks without cards that run on below it."""

    first: Row
    rest: tuple[Row, ...]


class Tick(NamedTuple):
    """A finding on the strip: its place in thousandths, and its lane: those that overlap part ways."""

    number: int
    severity: str
    left: str
    width: str
    lane: int


class Strip(NamedTuple):
    """The picture of an article from its first word to its last."""

    ticks: tuple[Tick, ...]
    edges: tuple[str, ...]
    lanes: int
    says: str
    """What the picture shows, in words."""


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
    strip: Strip
    failures: tuple[str, ...]
    notes: tuple[str, ...]
    total: int
    known: int
    """Findings in the baseline or suppressed."""


class _Mark(NamedTuple):
    number: int
    span: Span
    severity: Severity
    new: bool = True


_NOWHERE = Nowhere()


def page(report: Report, anchor: str, places: Places = _NOWHERE) -> Page:
    """Return what the page shows of ``report``; ``places`` says where the others are."""
    article = report.article
    marks: list[_Mark] = []
    whole: list[Card] = []
    at_block: dict[int, list[Card]] = {}
    starts = [block.span.start for block in article.blocks]
    order = sorted(report.findings, key=lambda f: f.span or Span(-1, -1))
    for number, finding in enumerate(order, 1):
        made = card(finding, number, anchor, article, places)
        if finding.span is None or not article.blocks:
            whole.append(made)
            continue
        new = finding.status is Status.NEW
        marks.append(_Mark(number, finding.span, finding.severity, new))
        home = max(bisect_right(starts, finding.span.start) - 1, 0)
        at_block.setdefault(home, []).append(made)
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
        strip=_strip(article, [mark for mark in marks if mark.new], starts, counts),
        failures=tuple(f"{one_line(f.rule)}: {one_line(f.message)}" for f in report.failures),
        notes=tuple(one_line(note.message) for note in article.notes),
        total=len(order),
        known=sum(f.status is not Status.NEW for f in report.findings),
    )


def _groups(rows: Sequence[Row]) -> list[Group]:
    """Let blocks without cards run on beside the cards of the block before, so that no gaps open."""
    groups: list[list[Row]] = []
    for row in rows:
        if row.cards or row.skipped or not groups:
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


def _strip(
    article: Article,
    marks: Sequence[_Mark],
    starts: Sequence[int],
    counts: Sequence[tuple[str, int]],
) -> Strip:
    length = max(len(article.text), 1)
    ends = [0.0] * _MOST_LANES
    ticks: list[Tick] = []
    for mark in marks:
        width = min(max(1000 * (mark.span.end - mark.span.start) / length, 5.0), 1000.0)
        left = max(min(1000 * mark.span.start / length, 1000 - width), 0.0)
        lane = next((n for n, end in enumerate(ends) if end <= left), _MOST_LANES - 1)
        ends[lane] = max(ends[lane], left + width)
        ticks.append(Tick(mark.number, mark.severity.value, f"{left:.1f}", f"{width:.1f}", lane))
    edges = tuple(f"{1000 * s / length:.1f}" for s in starts[1:]) if len(starts) < 200 else ()
    return Strip(
        tuple(ticks),
        edges,
        max((t.lane for t in ticks), default=0) + 1,
        _says(article, marks, counts),
    )


def _says(article: Article, marks: Sequence[_Mark], counts: Sequence[tuple[str, int]]) -> str:
    """Tell in words which paragraphs have findings, the worst severity first."""
    told: list[str] = []
    for severity, _ in counts:
        blocks = {
            at.index
            for mark in marks
            if mark.severity == severity and (at := article.block_at(mark.span.start))
        }
        names = [
            "the headline"
            if article.blocks[n].role is Role.HEADLINE
            else f"paragraph {paragraph(article, n)}"
            for n in sorted(blocks)
        ]
        more = [f"{len(names) - _MOST_TOLD} more"] if len(names) > _MOST_TOLD else []
        if names:
            told.append(f"{severity} in {', '.join(names[:_MOST_TOLD] + more)}")
    return "; ".join(told) or "no place in the text has a finding"


def _rows(article: Article, marks: Sequence[_Mark], cards: dict[int, list[Card]]) -> list[Row]:
    """Return the blocks in order; in a very long article, those near findings."""
    rows: list[Row] = []
    waiting = list(marks)[::-1]
    active: list[_Mark] = []
    touched = _near(article, marks, cards) if len(article.blocks) > _LONG_ARTICLE else None
    skipped = 0
    wrapped = any(is_hard_wrapped(block.span.of(article.text)) for block in article.blocks)
    for block in article.blocks:
        active = [mark for mark in active if mark.span.end > block.span.start]
        while waiting and waiting[-1].span.start < block.span.end:
            active.append(waiting.pop())
        while waiting and waiting[-1].span.start == waiting[-1].span.end == block.span.end:
            active.append(waiting.pop())
        untold = block.span.start == block.span.end  # of a stored run without its texts
        if untold or (touched is not None and block.index not in touched):
            skipped += 1
            continue
        segments = _segments(article, block, active)
        found = tuple(cards.get(block.index, ()))
        number = 0 if block.role == Role.HEADLINE else paragraph(article, block.index)
        lines = _has_lines(block.span.of(article.text), wrapped)
        rows.append(Row(block.index, number, block.role.value, segments, found, lines, skipped))
        skipped = 0
    if skipped:
        rows.append(Row(len(article.blocks), 0, "end", (), (), lines=False, skipped=skipped))
    return rows


def _has_lines(text: str, wrapped: bool) -> bool:
    """Whether line ends mean something: not where a text is broken to a width.

    A block of two lines does not show it by itself, so in an article with ``wrapped`` blocks lines as
    long as theirs run on.
    """
    lines = text.splitlines()
    if len(lines) < 2 or is_hard_wrapped(text):
        return False
    if not wrapped:
        return True
    return any(not _BY_WIDTH[0] <= len(line.rstrip()) <= _BY_WIDTH[1] for line in lines[:-1])


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
        return (Segment(shown(article.text[low:high]), (), "", (), markup=False),)
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
    known = {mark.number for mark in marks if not mark.new}
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
            ranks[mark.severity.rank] -= mark.new
        for mark in begin.get(at, ()):
            active[mark.number] = mark
            ranks[mark.severity.rank] += mark.new
        depth += change.get(at, 0)
        starts = tuple(refs.get(at, ()))
        if at == stop and not starts:
            continue
        worst = next(
            (s.value for s in reversed(Severity) if ranks[s.rank]), "known" if active else ""
        )
        segments.append(
            Segment(
                text=shown(article.text[at:stop]),
                numbers=tuple(islice(active, _MOST_MARKS)) if at < stop else (),
                severity=worst if at < stop else "",
                starts=starts,
                markup=depth > 0,
                known=tuple(n for n in starts if n in known),
            )
        )
    return tuple(segments)


def _upto(spans: Sequence[Span], low: int, high: int) -> int:
    first = bisect_right(spans, low, key=lambda s: s.end)
    return max(bisect_right(spans, high, key=lambda s: s.start) - first, 0)
