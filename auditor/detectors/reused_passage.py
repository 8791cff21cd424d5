"""A passage that stands in an earlier article."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbour, Neighbours, Option, Options, Passage
from auditor.document import Article, Span
from auditor.finding import Finding, Related

_COVERED = frozenset({"identical", "near-duplicate", "contained-in", "template"})
"""Relations that say all there is to say: a passage adds nothing."""
_DUPLICATES = frozenset({"identical", "near-duplicate", "contains", "contained-in"})
_BACKGROUND = (
    "The dam above Skell was built in 1931 for a paper mill that never opened. Engineers warned "
    "of its "
    "cracks four times in the last decade, and each time the money for repairs went to other "
    "works instead."
)

_LABEL = 8
"""Words below which a block of a page may be a label, or a line of a menu."""


class ReusedPassage:
    """Finds passages that this article shares, word for word, with an earlier one."""

    info: ClassVar[Info] = Info(
        id="reused-passage",
        category="duplication",
        summary="A passage that stands word for word in an earlier article.",
        method=(
            "Shared runs of words are found by winnowed fingerprints (Schleimer, Wilkerson, Aiken "
            "2003) and aligned exactly; runs with up to three other words between are one passage. "
            "What many articles share is boilerplate and left alone, and so are articles that "
            "duplicate-article speaks of."
        ),
        measures=(
            Measure("words", "words shared"),
            Measure("share", "the passage's share of this article, 0 to 1"),
            Measure("quoted", "the share of the passage that is direct speech, 0 to 1"),
        ),
        values=("other", "title"),
        options=(Option("min_words", "int", "shorter passages are left alone", 25),),
        examples=(
            Example(
                "Police are looking for a van that was seen near the dam on Sunday.\n\n"
                "«The dam above Skell was built in 1931 for a paper mill that never opened. "
                "Engineers "
                "warned of its cracks four times in the last decade, and each time the money for "
                "repairs went to other works instead».\n\n"
                "The van is white, and its left door is blue. A reward has been offered to whoever "
                "finds it, and the owner of the mill has asked neighbours to look in their barns.",
                others=(
                    "The paper mill will be a museum.\n\n"
                    + _BACKGROUND
                    + "\n\nThe museum opens next "
                    "summer with a show of old machines. Schools will visit it free of charge, and "
                    "a cafe by the water will serve the bread that the millers used to bake.",
                ),
            ),
            Example(
                "The dam above Skell was built for a paper mill. Nobody has repaired it since, and "
                "engineers have long warned of cracks.",
                others=(_BACKGROUND,),
            ),
            Example(_BACKGROUND, others=(_BACKGROUND,)),
            Example("A van was seen near the dam.", others=("A van was seen near the mill.",)),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._min_words = options["min_words"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each passage once, with the likest earlier article that holds it."""
        total = len(article.compared.tokens)
        similar = [n for n in neighbours.similar(article) if n.earlier]
        if any(n.relation in _DUPLICATES for n in similar):
            return
        told: list[Span] = []
        found: list[tuple[Passage, Neighbour]] = [
            (passage, other)
            for other in similar
            if other.relation not in _COVERED
            for passage in other.passages
            if passage.words >= self._min_words
        ]
        found.sort(key=lambda pair: -pair[0].words)
        for passage, other in found:
            if any(span.overlaps(passage.span) for span in told):
                continue
            if article.is_page and _told(article, passage.span) < self._min_words:
                continue
            told.append(passage.span)
            quoted = _quoted(article, passage.span)
            yield Finding(
                passage.span,
                measures=(
                    ("words", float(passage.words)),
                    ("share", round(passage.words / total, 4)),
                    ("quoted", round(quoted, 4)),
                ),
                values=(("other", other.id), ("title", other.headline or other.id)),
                related=(
                    Related(
                        passage.other_span,
                        passage.other_text or passage.span.of(article.text),
                        "same-passage",
                        article=other.id,
                        block=passage.other_block,
                        title=other.headline,
                        date=other.date,
                        source=other.source,
                        verified=other.verified,
                    ),
                ),
                confidence=0.6 if quoted > 0.5 else 0.85,
            )


def _told(article: Article, span: Span) -> int:
    """Return how many words of a place are the story's, menus and the site's labels set aside."""
    first, last = article.block_at(span.start), article.block_at(span.end - 1)
    if first is None or last is None:
        return 0
    words = 0
    for block in article.blocks[first.index : last.index + 1]:
        if block.is_story and len(article.words_in(block.span)) >= _LABEL:
            shared = Span(max(block.span.start, span.start), min(block.span.end, span.end))
            words += len(article.words_in(shared))
    return words


def _quoted(article: Article, span: Span) -> float:
    """Return the share of a place that stands in quotation marks."""
    inside = sum(
        max(0, min(q.span.end, span.end) - max(q.span.start, span.start))
        for q in article.quotations
    )
    return min(1.0, inside / max(1, span.end - span.start))
