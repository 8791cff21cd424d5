"""An article that stands already: the same, lightly edited, cut, or extended."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbour, Neighbours, Option, Options
from auditor.document import Article
from auditor.finding import Finding, Related

_RELATIONS = ("identical", "near-duplicate", "contains", "contained-in")
_SAYS = {
    "identical": "is the same text as",
    "near-duplicate": "is nearly the same text as",
    "contains": "contains",
    "contained-in": "is contained in",
}
_RAIN = (
    "Rain fell on Aldmoor for nine days without a break. The river rose over the lower bridge, "
    "and the "
    "school at Skell was closed. Farmers moved their sheep to the hills before the fields were "
    "under water."
)


class DuplicateArticle:
    """Finds articles that are another, earlier article again."""

    info: ClassVar[Info] = Info(
        id="duplicate-article",
        category="duplication",
        summary="An earlier article again: the same, lightly edited, cut or extended.",
        method=(
            "Candidates share winnowed fingerprints; each is compared exactly, by word 5-grams and "
            "by the facts that differ, so that reports made from a form are no duplicates. The "
            "earlier article, by date or else by input order, is the original."
        ),
        measures=(
            Measure("jaccard", "shared 5-grams over all, 0 to 1"),
            Measure("containment", "the share of this article that stands in the other, 0 to 1"),
            Measure("other_containment", "the share of the other that stands in this one, 0 to 1"),
            Measure("words", "words of this article"),
            Measure("whole", "1 for identical and near-duplicate, 0 where one contains the other"),
        ),
        values=("other", "relation", "says"),
        options=(Option("min_words", "int", "shorter articles are left alone", 20),),
        examples=(
            Example(_RAIN, others=(_RAIN,), whole=True),
            Example(
                _RAIN.replace("without a break", "and nights"),
                others=(_RAIN,),
                whole=True,
            ),
            Example(
                _RAIN,
                others=(
                    _RAIN
                    + " The mayor spoke of the worst flood in a century, and asked the state for "
                    "boats, blankets and money. Two hundred people slept in the church that night.",
                ),
                whole=True,
            ),
            Example(
                "The mayor of Brenn opened a new library on Monday. It holds nine thousand "
                "books, most "
                "of them given by readers, and it will be open on Sundays too.",
                others=(_RAIN,),
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._min_words = options["min_words"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield one finding, with the likest earlier article first among its places."""
        if len(article.compared.tokens) < self._min_words:
            return
        found = [n for n in neighbours.similar(article) if n.earlier and n.relation in _RELATIONS]
        if not found:
            return
        found.sort(key=lambda n: _RELATIONS.index(n.relation) > 1)
        first = found[0]
        yield Finding(
            None,
            measures=(
                ("jaccard", round(first.jaccard, 4)),
                ("containment", round(first.containment, 4)),
                ("other_containment", round(first.other_containment, 4)),
                ("words", float(len(article.compared.tokens))),
                ("whole", float(first.relation in _RELATIONS[:2])),
            ),
            values=(
                ("other", first.id),
                ("relation", first.relation),
                ("says", _SAYS[first.relation]),
            ),
            related=tuple(_related(article, n) for n in found[:3]),
            confidence=0.99 if first.relation == "identical" else 0.9,
        )


def _related(article: Article, other: Neighbour) -> Related:
    """Return the other article, with the longest passage they share: in its words if they are kept."""
    longest = max(other.passages, key=lambda p: p.words, default=None)
    return Related(
        longest.other_span if longest else None,
        (longest.other_text or longest.span.of(article.text)) if longest else "",
        other.relation,
        article=other.id,
        block=longest.other_block if longest else None,
        title=other.headline,
        date=other.date,
        source=other.source,
        verified=other.verified,
    )
