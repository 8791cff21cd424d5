"""A headline that belongs to another story: nothing that it names stands in the article."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article
from auditor.finding import Finding
from auditor.language.telling import telling
from auditor.similarity.topic import stem

_FEWEST_TERMS = 4
_FEWEST_WORDS = 120
_MOST_FOUND = 0.4
_MOST_ALIKE = 0.3
_BODY = """The council of Oldmere voted on Tuesday to repair the dam above the village of Skell.

Engineers found cracks in the wall of the dam in May, after three weeks of heavy rain in the valley.

The repairs will cost four million crowns, the council said, and half of it will come from the state.

Mayor Ann Poole said the village could not wait for another winter with a broken dam above it.

Families in Skell had to leave their houses twice in spring, when water ran over the wall of the dam.

The engineers will empty the lake behind the dam in August, and anglers have asked for help.

Work on the wall begins in September, and the lake will be filled again by Christmas."""


class HeadlineMismatch:
    """Finds a headline whose names and subject do not stand in the article."""

    info: ClassVar[Info] = Info(
        id="headline-mismatch",
        category="topic",
        summary="A headline whose names and subject stand nowhere in the article.",
        method=(
            "The headline's telling words, rare ones most, are looked for in the article by their "
            "stems, by what they begin with and as initials of a run of words; and its subject is held "
            "against that of the article, by vectors of words. Only a headline that fails in both "
            "counts: headlines may pun and say a thing otherwise."
        ),
        measures=(
            Measure(
                "found", "the share of the headline's telling words that the article has, 0 to 1"
            ),
            Measure("terms", "how many telling words the headline has"),
            Measure("likeness", "how near its subject is to the article's, -1 to 1"),
        ),
        values=("missing",),
        languages=("en",),
        examples=(
            Example(f"«Singer Mara Quill Cancels Northern Tour After Surgery»\n\n{_BODY}"),
            Example(f"Skell dam to be repaired before winter comes\n\n{_BODY}"),
            Example(f"Troubled waters\n\n{_BODY}"),
            Example("Singer Mara Quill Cancels Northern Tour\n\nThe council met.\n\nIt rained."),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield the headline, where nothing of it stands in the article."""
        del neighbours
        headline = article.headline
        if headline is None or len(article.words) < _FEWEST_WORDS:
            return
        likeness = article.belonging.likeness(0)
        if likeness > _MOST_ALIKE:
            return
        terms: dict[str, tuple[float, str]] = {}
        for word in article.words_in(headline.span):
            low = word.text.lower().replace("’", "'")
            if weight := telling(low):
                terms[stem(low)] = (weight, word.text)
        if len(terms) < _FEWEST_TERMS:
            return
        body = [w.text for w in article.words if w.start >= headline.span.end]
        stems = {stem(w.lower().replace("’", "'")) for w in body}
        beginnings = {s[:4] for s in stems if len(s) >= 4}
        initials = "".join(w[0] for w in body).lower()
        total = sum(weight for weight, _ in terms.values())
        missing = [
            (term, weight, text)
            for term, (weight, text) in terms.items()
            if term not in stems
            and term[:4] not in beginnings
            and not (text.isupper() and 2 <= len(text) <= 6 and text.lower() in initials)
        ]
        found = 1 - sum(weight for _, weight, _ in missing) / total
        if found > _MOST_FOUND:
            return
        yield Finding(
            headline.span,
            measures=(
                ("found", round(found, 3)),
                ("terms", float(len(terms))),
                ("likeness", round(likeness, 3)),
            ),
            values=(("missing", ", ".join(text for _, _, text in missing[:5])),),
            confidence=0.85 if found == 0 else 0.6,
        )
