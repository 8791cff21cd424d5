"""General: words that should be others."""

import re
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.finding import Finding
from auditor.text.lookup import Lookup, Place
from auditor.text.phrases import match_case

_GROUP = re.compile(r"\\([1-9])")


class Substitution:
    """Finds words for which a rule knows better ones, and suggests these."""

    info: ClassVar[Info] = Info(
        id="substitution",
        category="style",
        summary="Words for which a rule names better ones.",
        method=(
            "As `existence`; what is found already as it should be is left alone. A suggestion takes "
            r"over capitals, and \1 in it stands for what the pattern's first group took."
        ),
        measures=(Measure("count", "how often the rule's words stand in the article"),),
        options=(
            Option("swap", "map", "words and what to write for them", default={}),
            Option(
                "patterns",
                "pattern-map",
                "regular expressions and what to write for them",
                default={},
            ),
            Option("table", "table", "a TSV file: wrong, right, further right ones", default=()),
            Option(
                "unless", "patterns", "what is found inside one of these is left alone", default=()
            ),
            Option("ignore_case", "bool", "whether capitals make no difference", default=True),
            Option("keep_case", "bool", "whether suggestions take over capitals", default=True),
        ),
        examples=(
            Example("«Utilise» the gate.", {"swap": {"utilise": "use"}}, suggestion="Use"),
            Example(
                "the «late past year»",
                {"patterns": {r"late past (year|week)": r"late last \1"}},
                suggestion="late last year",
            ),
            Example(
                "He was «in a position» to go.",
                {"table": (("in a position", "able"),)},
                suggestion="able",
            ),
            Example(
                "The Internet and the «internet».",
                {"swap": {"internet": "Internet"}},
                suggestion="Internet",
            ),
            Example("Reutilised or utiliser.", {"swap": {"utilise": "use"}}),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._better: dict[str, tuple[str, ...]] = {}
        for row in options["table"]:
            if row[0] and len(row) > 1:
                self._better[row[0]] = tuple(cell for cell in row[1:] if cell)
        for wrong, right in (*options["swap"].items(), *options["patterns"].items()):
            self._better[wrong] = (right,) if isinstance(right, str) else tuple(right)
        patterns = tuple(options["patterns"])
        phrases = [wrong for wrong in self._better if wrong not in options["patterns"]]
        self._keep_case = options["keep_case"]
        self._lookup = Lookup(phrases, patterns, options["unless"], options["ignore_case"])
        self.anchors = self._lookup.anchors
        self.probe = self._lookup.probe

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each place, with what to write there."""
        del neighbours
        places = [
            (place, suggestions)
            for place in self._lookup.find(article)
            if (suggestions := self._suggestions(place, article.text[place.start : place.end]))
            is not None
        ]
        for place, suggestions in places:
            yield Finding(
                Span(place.start, place.end),
                measures=(("count", float(len(places))),),
                suggestions=suggestions,
                confidence=0.9,
            )

    def _suggestions(self, place: Place, found: str) -> tuple[str, ...] | None:
        """Return what to write; None where it stands there already."""

        def taken(match: re.Match[str]) -> str:
            number = int(match[1])
            return (place.groups[number - 1] or "") if number <= len(place.groups) else ""

        suggestions = []
        for better in self._better[place.source]:
            filled = _GROUP.sub(taken, better) if place.groups else better
            if filled == found:
                return None
            suggestions.append(match_case(found, filled) if self._keep_case else filled)
        return None if found in suggestions else tuple(dict.fromkeys(filter(None, suggestions)))
