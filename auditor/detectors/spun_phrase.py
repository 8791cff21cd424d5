"""Set phrases broken by a synonym: "late past year" for "late last year"."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.finding import Finding
from auditor.language.phrases import Phrases, expand


class SpunPhrase:
    """Finds phrases that nobody writes, known from texts whose words a machine exchanged."""

    info: ClassVar[Info] = Info(
        id="spun-phrase",
        category="spelling",
        summary="A set phrase with a word exchanged for a synonym.",
        method=(
            "A table of phrases that language does not have, each with the one it was made of. After "
            "Cabanac, Labbé and Magazinov, Tortured phrases (2021), with a table of our own."
        ),
        measures=(Measure("words", "how many words the phrase has"),),
        values=("suggestion",),
        options=(Option("table", "table", "Rows: the spun phrase, what was meant.", default=()),),
        examples=(
            Example(
                "Attacks fell «late past year» ahead of the vote.",
                {"table": (("late past year", "late last year"),)},
                suggestion="late last year",
            ),
            Example(
                "The lab studies «Counterfeit consciousness».",
                {"table": (("(counterfeit|fake) consciousness", "artificial intelligence"),)},
                suggestion="Artificial intelligence",
            ),
            Example("Over the past year the port grew.", {"table": (("late past year", "x"),)}),
            Example("It was too late. Past years were dry.", {"table": (("late past year", "x"),)}),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        """Index the table."""
        self._phrases = Phrases(
            (phrase, row[1]) for row in options["table"] for phrase in expand(row[0])
        )

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each phrase of the table."""
        del neighbours
        for hit in self._phrases.find(article.prose, article.words):
            span = Span(hit.start, hit.end)
            text = span.of(article.text)
            meant = hit.payload
            suggestion = meant[0].upper() + meant[1:] if text[0].isupper() else meant
            yield Finding(
                span,
                measures=(("words", float(len(text.split()))),),
                values=(("suggestion", suggestion),),
                suggestions=(suggestion,),
                confidence=0.9,
            )
