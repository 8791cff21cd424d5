"""General: words and patterns that must not stand in an article."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.finding import Finding
from auditor.text.lookup import Lookup


class Existence:
    """Finds every place where one of a rule's words or patterns stands."""

    info: ClassVar[Info] = Info(
        id="existence",
        category="style",
        summary="Words or patterns that a rule names.",
        method=(
            "Words are compared whole, white space of any kind as one space, straight and curly "
            "apostrophes alike. Patterns are RE2 and never cross a block."
        ),
        measures=(Measure("count", "how often the rule's words stand in the article"),),
        options=(
            Option("words", "list", "words and phrases, literally", default=()),
            Option("patterns", "patterns", "regular expressions", default=()),
            Option(
                "table",
                "table",
                "a TSV file whose first column holds words and phrases",
                default=(),
            ),
            Option(
                "unless", "patterns", "what is found inside one of these is left alone", default=()
            ),
            Option("ignore_case", "bool", "whether capitals make no difference", default=True),
        ),
        examples=(
            Example("It was «very unique» and «VERY  unique» again.", {"words": ("very unique",)}),
            Example("Call «0123-456» or «0123-457».", {"patterns": (r"\b0\d{3}-\d{3}\b",)}),
            Example("The obviously dull.", {"words": ("obvious",)}),
            Example(
                "A click is a sound; «click here» is a command.",
                {"patterns": (r"click\s+here",), "unless": (r"never click here",)},
            ),
            Example(
                "Please never click here.",
                {"words": ("click here",), "unless": ("never click here",)},
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        table = tuple(row[0] for row in options["table"] if row[0])
        self._lookup = Lookup(
            (*options["words"], *table),
            options["patterns"],
            options["unless"],
            options["ignore_case"],
        )
        self.anchors = self._lookup.anchors
        self.probe = self._lookup.probe

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each place."""
        del neighbours
        places = self._lookup.find(article)
        for place in places:
            yield Finding(
                Span(place.start, place.end),
                measures=(("count", float(len(places))),),
                confidence=0.9,
            )
