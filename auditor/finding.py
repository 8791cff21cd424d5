"""What a detector saw: where, how strongly, against what. No opinion: rules judge it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.document import Article, Span


@dataclass(frozen=True, slots=True)
class Related:
    """The other place that a finding speaks of: in this article (``article`` is None) or in another.

    ``span`` and ``block`` count in the article they stand in. ``relation`` is a word from the
    contract between articles (``near-duplicate``), or says what the place is (``first-use``).
    """

    span: Span | None
    text: str
    relation: str
    article: str | None = None
    block: int | None = None
    title: str = ""
    date: str | None = None
    source: str | None = None
    verified: str = ""
    """How the two were compared: by ``text``, or by ``hashes`` where the other's text is not kept."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation. ``span`` is None for what concerns the whole article.

    ``measures`` are the numbers that rules hold against their thresholds; ``values`` fill the
    placeholders of the rule's message beside them and ``{text}``. ``confidence`` is the probability,
    as the detector estimates it, that an editor would agree.
    """

    span: Span | None
    measures: tuple[tuple[str, float], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    confidence: float = 1.0


def gathered(
    findings: Iterable[Finding], article: Article, alike: Sequence[str], reach: int, relation: str
) -> Iterator[Finding]:
    """Yield findings, those near each other as one: the first, with the places of the others.

    A finding joins the one before it where no more than ``reach`` blocks lie between the two and the
    measures named in ``alike`` are equal, so that no rule's threshold on them tells the two apart.
    """
    groups: list[list[Finding]] = []
    blocks: list[int] = []
    open_: dict[tuple[float, ...], int] = {}
    for finding in findings:
        block = article.block_at(finding.span.start) if finding.span else None
        measures = dict(finding.measures)
        kind = tuple(measures[name] for name in alike)
        at = open_.get(kind, -1)
        if block is not None and at >= 0 and block.index - blocks[at] <= reach:
            groups[at].append(finding)
            blocks[at] = block.index
        else:
            open_[kind] = len(groups)
            groups.append([finding])
            blocks.append(block.index if block else -1 - reach)
    for first, *others in groups:
        places = tuple(
            Related(f.span, f.span.of(article.text), relation, block=block.index if block else None)
            for f in others
            if f.span
            for block in (article.block_at(f.span.start),)
        )
        yield replace(first, related=first.related + places) if places else first
