"""The cards of a page: what each finding says, and the passages it sets side by side."""

import hashlib
from typing import NamedTuple

from auditor.document import Article, Role
from auditor.finding import Related
from auditor.render.safe import one_line, safe
from auditor.render.worddiff import Diff, Piece, diff
from auditor.report import ReportedFinding, Status

_ENOUGH_WORDS = 6
_MOST_SIDE_BY_SIDE = 3
_MOST_INLINE = 5
_MOST_CHARACTERS = 6_000
_MOST_QUOTED = 300
_RUN = 3
"""So many shared words in a row are no accident."""


class Comparison(NamedTuple):
    """Two passages side by side, with where the other one stands."""

    diff: Diff
    place: str
    title: str
    when: str
    relation: str
    target: str
    away: bool


class Other(NamedTuple):
    """Another place, told in one line."""

    relation: str
    place: str
    text: str
    target: str
    away: bool


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
    home: str
    """The place as a reader would name it: paragraph 4, the headline."""
    suggestions: tuple[str, ...]
    measures: tuple[tuple[str, str], ...]
    elsewhere: bool
    """Whether it speaks of another article."""
    confidence: int
    fingerprint: str
    status: str
    comparisons: tuple[Comparison, ...]
    others: tuple[Other, ...]
    more: int


def shown(text: str) -> str:
    """Return text to be shown with its line ends, nothing in it that steers a terminal or a page."""
    return safe(text.replace("\r\n", "\n"), keep="\n\t")


def paragraph(article: Article, block: int) -> int:
    """Return the number that readers know a block by: the paragraphs of the body count from 1."""
    return block + (article.headline is None)


def anchor_of(id_: str) -> str:
    """Return the anchor of an article's section; the same id gives the same anchor in every run."""
    return f"a{hashlib.sha256(id_.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def card(finding: ReportedFinding, number: int, anchor: str, article: Article) -> Card:
    """Return what the page shows of one finding."""
    comparisons: list[Comparison] = []
    others: list[Other] = []
    for related in finding.related[: _MOST_SIDE_BY_SIDE + _MOST_INLINE]:
        relation = one_line(related.relation).replace("-", " ")
        if related.verified == "hashes":
            relation += " (by hashes; the words are this article’s)"
        place = _where(related, article)
        target, away = _target(related, anchor)
        compared = _compare(finding, related, article)
        if compared is not None and len(comparisons) < _MOST_SIDE_BY_SIDE:
            if compared.cut or any(p.differs for side in compared[:2] for p in side):
                when = _facts(related.source, related.date)
                title = one_line(related.title)
                comparisons.append(Comparison(compared, place, title, when, relation, target, away))
                continue
            said = "" if finding.span is not None else _start(related.text)
            same = f"{relation}, the same words:" if not said else f"{relation}, for example"
            others.append(Other(same, _provenance(related, article), said, target, away))
        elif len(others) < _MOST_INLINE:
            words = _start(related.text or related.title)
            others.append(Other(relation, _provenance(related, article), words, target, away))
    measures = tuple(
        (one_line(name).replace("_", " "), _figure(value)) for name, value in finding.measures
    )
    return Card(
        number=number,
        severity=finding.severity.value,
        gate=finding.gate.value,
        category=one_line(finding.category),
        rule=one_line(finding.rule),
        message=_sentence(one_line(finding.message)),
        why=one_line(finding.why),
        text=one_line(finding.text[:200]),
        place="" if finding.span is None else f"{finding.position.line}:{finding.position.column}",
        home=_home(finding, article),
        suggestions=tuple(one_line(s[:500]) for s in finding.suggestions[:8]),
        measures=measures,
        elsewhere=any(related.article is not None for related in finding.related),
        confidence=round(100 * finding.confidence),
        fingerprint=one_line(finding.fingerprint),
        status="" if finding.status is Status.NEW else finding.status.value,
        comparisons=tuple(comparisons),
        others=tuple(others),
        more=len(finding.related) - len(comparisons) - len(others),
    )


def _compare(finding: ReportedFinding, related: Related, article: Article) -> Diff | None:
    """Compare the two passages, where they are long enough to be worth two columns."""
    if finding.span is None:
        ours = article.text[article.body_start :] if related.article is not None else ""
    else:
        ours = finding.text
    both = min(len(ours.split()), len(related.text.split()))
    if both < _ENOUGH_WORDS and not (ours and _dense(related.text)):
        return None
    compared = diff(shown(ours[:_MOST_CHARACTERS]), shown(related.text[:_MOST_CHARACTERS]))
    if finding.span is not None:
        return compared
    left = _without_edges(compared.left)
    return compared._replace(left=left, cut=compared.cut) if left else None


def _without_edges(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Leave out what of a whole article stands before and after the words that are shared."""
    first = next((at for at, piece in enumerate(pieces) if _shared(piece)), len(pieces))
    last = next((at for at in range(len(pieces), first, -1) if _shared(pieces[at - 1])), first)
    return pieces[first:last]


def _shared(piece: Piece) -> bool:
    return not piece.differs and len(piece.text.split()) >= _RUN


def _sentence(message: str) -> str:
    """Begin with a capital letter."""
    return message[:1].upper() + message[1:] if message[:1].islower() else message


def _start(text: str) -> str:
    words = one_line(text[: _MOST_QUOTED + 1])
    return words if len(text) <= _MOST_QUOTED else words[:_MOST_QUOTED].rsplit(" ", 1)[0] + " …"


def _dense(text: str) -> bool:
    """Whether words cannot be counted by spaces: a script without them, and enough of it."""
    return len(text) >= 20 and len(text.split()) * 20 < len(text)


def _home(finding: ReportedFinding, article: Article) -> str:
    if finding.block is None or finding.span is None:
        return "whole article"
    return _block_name(article, finding.block.index)


def _block_name(article: Article, block: int) -> str:
    named = article.blocks[block].role if block < len(article.blocks) else None
    return "the headline" if named == Role.HEADLINE else f"paragraph {paragraph(article, block)}"


def _where(related: Related, article: Article) -> str:
    if related.article is not None:
        return one_line(related.article)
    return "this article" if related.block is None else _block_name(article, related.block)


def _facts(*facts: str | None) -> str:
    return " · ".join(one_line(fact) for fact in facts if fact)


def _provenance(related: Related, article: Article) -> str:
    title = related.title if related.text else ""
    return _facts(title, _where(related, article), related.source, related.date)


def _target(related: Related, anchor: str) -> tuple[str, bool]:
    """Return the place on the page, and whether it is another article, perhaps not in this report."""
    if related.article is not None:
        return anchor_of(related.article), True
    return (f"{anchor}-b{related.block}" if related.block is not None else ""), False


def _figure(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.3g}"
