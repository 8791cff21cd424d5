"""General: how often something may, or must, stand in an article, a block or a sentence."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.finding import Finding
from auditor.text.lookup import Lookup


class Occurrence:
    """Counts words or patterns, and finds where there are too many or too few."""

    info: ClassVar[Info] = Info(
        id="occurrence",
        category="style",
        summary="Something that stands too often, or not often enough.",
        method=(
            "Too many: the place of the first that is too much. Too few in an article: a finding about "
            "the whole; in a block or a sentence: its place."
        ),
        measures=(Measure("count", "how often it stands there"),),
        options=(
            Option("words", "list", "words and phrases, literally", default=()),
            Option("patterns", "patterns", "regular expressions", default=()),
            Option("min", "int", "how often it must stand there at least", default=0),
            Option("max", "int", "how often it may stand there at most"),
            Option(
                "per",
                "str",
                "what is counted in",
                "article",
                choices=("article", "block", "sentence"),
            ),
            Option("ignore_case", "bool", "whether capitals make no difference", default=True),
        ),
        examples=(
            Example("One! Two! Three«!»", {"patterns": ("!",), "max": 2}),
            Example("Yes! No!", {"patterns": ("!",), "max": 2}),
            Example("A, b, c«,» d. E, f.", {"patterns": (",",), "max": 2, "per": "sentence"}),
            Example("Nobody is named here.", {"words": ("said",), "min": 1}, whole=True),
            Example("“Yes,” she said.", {"words": ("said",), "min": 1}),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._lookup = Lookup(options["words"], options["patterns"], (), options["ignore_case"])
        self._min: int = options["min"]
        self._max: int | None = options["max"]
        self._per: str = options["per"]
        if not self._min:
            self.anchors = self._lookup.anchors
            self.probe = self._lookup.probe

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each unit with too many or too few."""
        del neighbours
        places = self._lookup.find(article)
        starts = [place.start for place in places]
        for unit in self._units(article):
            low, high = (
                (0, len(places))
                if unit is None
                else (bisect_left(starts, unit.start), bisect_left(starts, unit.end))
            )
            count = high - low
            measures = (("count", float(count)),)
            if count < self._min:
                yield Finding(unit, measures, confidence=0.9)
            elif self._max is not None and count > self._max:
                extra = places[low + self._max]
                yield Finding(Span(extra.start, extra.end), measures, confidence=0.9)

    def _units(self, article: Article) -> Sequence[Span | None]:
        if self._per == "sentence":
            return article.sentences
        if self._per == "block":
            return [block.span for block in article.body]
        return [None]
