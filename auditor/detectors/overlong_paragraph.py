"""A paragraph too long to read on a screen."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Role
from auditor.finding import Finding
from auditor.text.words import count_words

_FLOOR = 150


class OverlongParagraph:
    """Measures long paragraphs; rules say how many words are too many."""

    info: ClassVar[Info] = Info(
        id="overlong-paragraph",
        category="structure",
        summary="A paragraph of very many words.",
        method=f"Paragraphs of {_FLOOR} words and more are seen; set quotations are left alone.",
        measures=(
            Measure("words", "words of the paragraph"),
            Measure("sentences", "sentences of the paragraph"),
        ),
        examples=(
            Example("«" + ("The pier of Corran was shut on Monday. " * 40).strip() + "»"),
            Example("«" + ("The pier of Corran was shut " * 40).strip() + ".»"),
            Example("The pier of Corran was shut on Monday."),
            Example("The pier of Corran was shut on Monday. " * 10),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each long paragraph."""
        del neighbours
        for block in article.body:
            if block.role is not Role.PARAGRAPH or block.span.end - block.span.start < _FLOOR:
                continue
            words = count_words(block.span.of(article.prose))
            if words >= _FLOOR:
                yield Finding(
                    block.span,
                    measures=(
                        ("words", float(words)),
                        ("sentences", float(len(article.sentences_in(block)))),
                    ),
                    confidence=0.7,
                )
