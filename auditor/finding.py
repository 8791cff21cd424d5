"""What a detector saw: where, how strongly, against what. No opinion: rules judge it."""

from dataclasses import dataclass

from auditor.document import Span


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
