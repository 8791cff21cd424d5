"""General: forms of which an article should keep to one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Span
from auditor.finding import Finding, Related
from auditor.text.lookup import Lookup, Place
from auditor.text.phrases import match_case


class Consistency:
    """Finds the rarer of two forms, where an article has both."""

    info: ClassVar[Info] = Info(
        id="consistency",
        category="consistency",
        summary="One of several forms of a word, beside another one.",
        method=(
            "Of each group the form used most is kept (of equals the one used first), or with "
            "`prefer: first` the group's first, or with `prefer: opening` the one used first."
        ),
        measures=(
            Measure("count", "how often this form stands in the article"),
            Measure("others", "how often the form to keep stands in it"),
        ),
        values=("other",),
        options=(
            Option("groups", "groups", "groups of forms", default=()),
            Option("table", "table", "a TSV file with one group a line", default=()),
            Option(
                "prefer",
                "str",
                "which form to keep",
                "majority",
                choices=("majority", "first", "opening"),
            ),
            Option("ignore_case", "bool", "whether capitals make no difference", default=True),
        ),
        examples=(
            Example(
                "We organise it. They organise too. All «organize».",
                {"groups": (("organise", "organize"),)},
                suggestion="organise",
            ),
            Example(
                "«Adviser» first, advisor next.",
                {"groups": (("advisor", "adviser"),), "prefer": "first"},
                suggestion="Advisor",
            ),
            Example("An adviser and an adviser.", {"groups": (("adviser", "advisor"),)}),
            Example(
                "An adviser, to organise.",
                {"groups": (("adviser", "advisor"), ("organise", "organize"))},
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        groups: list[Sequence[str]] = [
            g for g in (*options["groups"], *options["table"]) if len(g) > 1
        ]
        self._groups = groups
        self._group_of = {
            form: number for number, group in enumerate(groups) for form in group if form
        }
        self._prefer = options["prefer"]
        self._lookup = Lookup(tuple(self._group_of), ignore_case=options["ignore_case"])
        self.anchors = self._lookup.anchors
        self.probe = self._lookup.probe

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each use of a form that is not the one to keep."""
        del neighbours
        used: dict[int, list[Place]] = {}
        for place in self._lookup.find(article):
            used.setdefault(self._group_of[place.source], []).append(place)
        for number, places in used.items():
            counts = Counter(place.source for place in places)
            if len(counts) < 2:
                continue
            kept = self._kept(self._groups[number], places, counts)
            first = next((p for p in places if p.source == kept), None)
            for place in places:
                if place.source != kept:
                    yield self._finding(article, place, kept, first, counts)

    def _kept(self, group: Sequence[str], places: Sequence[Place], counts: Counter[str]) -> str:
        if self._prefer == "first":
            return group[0]
        if self._prefer == "opening":
            return places[0].source
        return max(counts, key=lambda form: counts[form])  # of equals the one counted first

    def _finding(
        self, article: Article, place: Place, kept: str, first: Place | None, counts: Counter[str]
    ) -> Finding:
        span = Span(place.start, place.end)
        related: tuple[Related, ...] = ()
        if first is not None:
            there = Span(first.start, first.end)
            block = article.block_at(there.start)
            index = block.index if block else None
            related = (Related(there, there.of(article.text), "other-form", block=index),)
        return Finding(
            span,
            measures=(("count", float(counts[place.source])), ("others", float(counts[kept]))),
            values=(("other", kept),),
            suggestions=(match_case(span.of(article.text), kept),),
            related=related,
            confidence=0.85,
        )
