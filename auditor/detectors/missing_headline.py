"""An article without a headline."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article
from auditor.finding import Finding


class MissingHeadline:
    """Finds articles that have text but no headline."""

    info: ClassVar[Info] = Info(
        id="missing-headline",
        category="structure",
        summary="The article has no headline.",
        method="An article of no more than a dozen words is a snippet and is left alone.",
        measures=(Measure("words", "words of the article"),),
        examples=(
            Example(
                "The old pier of Corran was shut on Monday after a storm tore away its lamps.\n\n"
                "The harbour board said that it would open again in spring.",
                whole=True,
            ),
            Example(
                "Storm shuts the pier\n\nThe old pier of Corran was shut on Monday after a storm tore"
                " away its lamps and its railings."
            ),
            Example("The pier is shut."),
            Example(
                "The pier of Corran was shut after a storm tore away all of its lamps.",
                headline="Shut",
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield one finding where the headline is missing."""
        del neighbours
        if article.headline is None and (words := article.word_count) > 12:
            yield Finding(None, measures=(("words", float(words)),), confidence=0.9)
