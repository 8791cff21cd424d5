"""An article of very few words."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article
from auditor.finding import Finding

_CEILING = 300


class ThinArticle:
    """Measures the length of short articles; rules say how few words are too few."""

    info: ClassVar[Info] = Info(
        id="thin-article",
        category="structure",
        summary="The article has very few words.",
        method=f"Words outside the headline are counted; from {_CEILING} on an article is never thin.",
        measures=(
            Measure("words", "words outside the headline"),
            Measure("paragraphs", "blocks of sentences"),
        ),
        examples=(
            Example("Storm shuts the pier\n\nThe pier is shut.", whole=True),
            Example("", headline="Storm shuts the pier", whole=True),
            Example("The pier of Corran was shut on Monday. " * 40),
            Example("Storm shuts the pier\n\n" + "The pier of Corran was shut on Monday. " * 40),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield one finding about a short article."""
        del neighbours
        words = article.word_count
        if article.headline is not None:
            words -= len(article.words_in(article.headline.span))
        if words < _CEILING:
            paragraphs = sum(block.is_prose for block in article.body)
            yield Finding(
                None,
                measures=(("words", float(max(words, 0))), ("paragraphs", float(paragraphs))),
                confidence=0.8,
            )
