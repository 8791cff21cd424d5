"""The cards of a page: what each finding says, and the passages it sets side by side."""

import hashlib
from typing import NamedTuple, Protocol

from auditor.document import Article, Role
from auditor.finding import Related
from auditor.render.safe import one_line, safe
from auditor.render.worddiff import Aligned, Piece, Row, aligned
from auditor.report import ReportedFinding, Status
from auditor.text.dates import parse_date

_ENOUGH_WORDS = 6
_MOST_SIDE_BY_SIDE = 3
_MOST_INLINE = 5
_MOST_CHARACTERS = 12_000
_MOST_QUOTED = 300
_RUN = 3
"""So many shared words in a row are no accident."""


class Places(Protocol):
    """Where the other articles of a run stand in its report."""

    def link(self, article: str, block: int | None) -> str:
        """Return the address of an article or its block; empty where the report does not show it."""

    def text(self, article: str) -> str | None:
        """Return what is compared of an article of this run, None for one from elsewhere."""

    def number(self, article: str) -> int | None:
        """Return which article of the input it was, None for one from elsewhere."""


class Nowhere:
    """The places of a report that shows one article alone."""

    def link(self, article: str, block: int | None) -> str:
        """Return nothing."""
        del article, block
        return ""

    def text(self, article: str) -> str | None:
        """Return nothing."""
        del article
        return None

    def number(self, article: str) -> int | None:
        """Return nothing."""
        del article
        return None


class Side(NamedTuple):
    """One of two passages: what it is, and where it comes from."""

    name: str
    title: str
    facts: tuple[str, ...]
    link: str


class Comparison(NamedTuple):
    """Two passages in rows to be read across, and which of them is the original."""

    aligned: Aligned
    relation: str
    ours: Side
    theirs: Side
    first: str
    """Which was there first: ``ours``, ``theirs``, or empty where nothing tells."""
    because: str


class Other(NamedTuple):
    """Another place, told in one line."""

    relation: str
    place: str
    text: str
    link: str


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
    confidence: int
    fingerprint: str
    status: str
    reason: str
    """Why it is not news, where somebody said so."""
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


def compared_text(article: Article) -> str:
    """Return the words of an article that are set beside another's, a blank line between blocks.

    Empty where some of its text is not there, as in a stored run without texts.
    """
    if any(block.span.start == block.span.end for block in article.blocks):
        return ""
    return "\n\n".join(block.span.of(article.text) for block in article.compared_blocks)


def card(
    finding: ReportedFinding, number: int, anchor: str, article: Article, places: Places
) -> Card:
    """Return what the page shows of one finding."""
    comparisons: list[Comparison] = []
    others: list[Other] = []
    for related in finding.related[: _MOST_SIDE_BY_SIDE + _MOST_INLINE]:
        relation = one_line(related.relation).replace("-", " ")
        if related.verified == "hashes":
            relation += " (by hashes; the words are this article’s)"
        link = _link(related, anchor, places)
        compared = _compare(finding, related, article, places)
        if compared is not None and len(comparisons) < _MOST_SIDE_BY_SIDE:
            if not compared.same or finding.span is None:
                first, because = _first(finding, related, article, places)
                comparisons.append(
                    Comparison(
                        compared,
                        relation,
                        _our_side(finding, number, anchor, article),
                        _their_side(related, link, article),
                        first,
                        because,
                    )
                )
                continue
            same = f"{relation}, the same words:"
            others.append(Other(same, _provenance(related, article), "", link))
        elif len(others) < _MOST_INLINE:
            words = _start(related.text or related.title)
            others.append(Other(relation, _provenance(related, article), words, link))
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
        home=home(finding, article),
        suggestions=tuple(one_line(s[:500]) for s in finding.suggestions[:8]),
        measures=measures,
        confidence=round(100 * finding.confidence),
        fingerprint=one_line(finding.fingerprint),
        status="" if finding.status is Status.NEW else finding.status.value,
        reason=one_line(finding.reason or ""),
        comparisons=tuple(comparisons),
        others=tuple(others),
        more=len(finding.related) - len(comparisons) - len(others),
    )


def _compare(
    finding: ReportedFinding, related: Related, article: Article, places: Places
) -> Aligned | None:
    """Compare the two passages, where they are long enough to be worth two columns."""
    theirs = related.text
    if finding.span is not None:
        ours = finding.text
    elif related.article is None:
        return None
    else:
        ours = compared_text(article)
        whole = places.text(related.article)
        if whole is not None:
            return aligned(shown(ours[:_MOST_CHARACTERS]), shown(whole[:_MOST_CHARACTERS]))
    both = min(len(ours.split()), len(theirs.split()))
    if both < _ENOUGH_WORDS and not (ours and _dense(theirs)):
        return None
    compared = aligned(shown(ours[:_MOST_CHARACTERS]), shown(theirs[:_MOST_CHARACTERS]))
    return compared if finding.span is not None else _without_edges(compared)


def _without_edges(compared: Aligned) -> Aligned | None:
    """Leave out what of a whole article stands before and after the words of a passage."""
    rows = compared.rows
    kept = [at for at, row in enumerate(rows) if any(_shared(piece) for piece in row.left)]
    if not kept:
        return None
    first, last = kept[0], kept[-1]
    trimmed = list(rows[first : last + 1])
    trimmed[0] = Row(_from_shared(trimmed[0].left), trimmed[0].right)
    trimmed[-1] = Row(_from_shared(trimmed[-1].left[::-1])[::-1], trimmed[-1].right)
    return Aligned(tuple(trimmed), compared.cut)


def _from_shared(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    first = next((at for at, piece in enumerate(pieces) if _shared(piece)), 0)
    return pieces[first:]


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


def home(finding: ReportedFinding, article: Article) -> str:
    """Name the place of a finding as a reader would: paragraph 4, the headline."""
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


def _link(related: Related, anchor: str, places: Places) -> str:
    if related.article is not None:
        return places.link(related.article, related.block)
    return f"#{anchor}-b{related.block}" if related.block is not None else ""


def _our_side(finding: ReportedFinding, number: int, anchor: str, article: Article) -> Side:
    if finding.span is None:
        facts = (one_line(article.id), one_line(article.source or ""), one_line(article.date or ""))
        title = one_line(article.headline_text)
        return Side("This article", title, tuple(f for f in facts if f), f"#{anchor}")
    return Side("This passage", "", (home(finding, article),), f"#{anchor}-m{number}")


def _their_side(related: Related, link: str, article: Article) -> Side:
    if related.article is None:
        return Side("The other passage", "", (_where(related, article),), link)
    facts = (
        one_line(related.article),
        one_line(related.source or ""),
        one_line(related.date or ""),
    )
    title = one_line(related.title)
    return Side("The other article", title, tuple(fact for fact in facts if fact), link)


def _first(
    finding: ReportedFinding, related: Related, article: Article, places: Places
) -> tuple[str, str]:
    """Say which of the two was there first, and how that is known."""
    if related.article is None:
        if finding.block is None or related.block is None or finding.block.index == related.block:
            return "", ""
        return ("ours" if finding.block.index < related.block else "theirs"), "first in the text"
    here, there = parse_date(article.date), parse_date(related.date)
    if here and there and (here.before(there) or there.before(here)):
        return ("ours" if here.before(there) else "theirs"), "original, by its date"
    ours, theirs = places.number(article.id), places.number(related.article)
    if ours is None or theirs is None:
        return "theirs", "original, in the archive already"
    return ("ours" if ours < theirs else "theirs"), "original, earlier in the input"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.3g}"
