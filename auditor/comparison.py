"""Two articles side by side: how they stand to each other, what they share, which facts differ."""

from dataclasses import dataclass

from auditor.document import Article, Span
from auditor.similarity import relation as relations

_PASSAGE = 8
"""Words of the shortest passage told; texts shorter than that are told whole."""


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """A passage that stands word for word in both. Spans count in what was read of each."""

    a: Span
    b: Span
    words: int
    a_text: str
    b_text: str


@dataclass(frozen=True, slots=True)
class DifferingFact:
    """A ``number``, ``date`` or ``name`` of one text that stands in the place of the other's."""

    kind: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the articles compared. ``text`` is what spans count in."""

    id: str
    headline: str
    date: str | None
    source: str | None
    words: int
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two articles share. ``relation`` is how ``a`` stands to ``b``; measures are exact."""

    a: Side
    b: Side
    relation: str
    jaccard: float
    containment_a: float
    containment_b: float
    shared_words: int
    passages: tuple[ComparedPassage, ...]
    facts_differ: tuple[DifferingFact, ...]


def compare_articles(a: Article, b: Article) -> Comparison:
    """Compare the texts of two articles, their headlines aside."""
    likeness = relations.compare(a.compared, b.compared)
    least = min(_PASSAGE, len(a.compared.tokens), len(b.compared.tokens))
    passages = []
    for run in likeness.runs:
        if run.length < least:
            continue
        here = Span(*a.compared.words(run.a, run.a + run.length))
        there = Span(*b.compared.words(run.b, run.b + run.length))
        passages.append(
            ComparedPassage(
                Span(here.start - a.body_start, here.end - a.body_start),
                Span(there.start - b.body_start, there.end - b.body_start),
                run.length,
                here.of(a.text),
                there.of(b.text),
            )
        )
    measures = likeness.overlap
    return Comparison(
        a=_side(a),
        b=_side(b),
        relation=likeness.relation,
        jaccard=measures.jaccard,
        containment_a=measures.containment_a,
        containment_b=measures.containment_b,
        shared_words=likeness.shared_words,
        passages=tuple(passages),
        facts_differ=tuple(DifferingFact(d.kind, d.a, d.b) for d in likeness.differences),
    )


def _side(article: Article) -> Side:
    return Side(
        id=article.id,
        headline=article.headline_text,
        date=article.date,
        source=article.source,
        words=len(article.compared.tokens),
        text=article.text[article.body_start :],
    )
