"""The headline said again: as a block of the body, or over another article."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Block, Role, Span
from auditor.finding import Finding, Related
from auditor.similarity import fuzzy
from auditor.similarity.shingle import tokenise

_SKIPPED = frozenset({Role.CODE, Role.TABLE, Role.CAPTION})
_AFFIX = 4
"""Words that may stand before or after it: a site's name, a place."""
_POINTER = re.compile(r"^\s*\^|\s[»›>→|]\s|^[^.]*(?:…|\.\.\.)$")
"""A trail (Home » News » the headline), the note of a source, a headline that was too long for a menu."""
_COPIES = frozenset(
    {"identical", "near-duplicate", "contains", "contained-in", "template", "rewrite"}
)
"""Articles of these relations carry the headline because they are versions of this one."""


class RepeatedHeadline:
    """Finds the headline in the body and the headline of another article."""

    info: ClassVar[Info] = Info(
        id="repeated-headline",
        category="duplication",
        summary="The headline again in the body, or the headline of another article.",
        method=(
            "A block of the body, or its first sentence, is the headline again when it has its "
            "folded words, give or take a few before or after it (a site's name), or nearly its "
            "words. Another article's headline counts where that article came before and tells "
            "another story; a headline that many articles carry is a series."
        ),
        measures=(
            Measure("words", "words of the headline"),
            Measure("likeness", "1 where the words are the same, less where a few differ"),
            Measure("distance", "blocks from the headline, 0 for another article's"),
            Measure("elsewhere", "1 where it is another article's headline"),
            Measure("uses", "articles of the run that carry the headline"),
        ),
        values=("where",),
        options=(
            Option("min_words", "int", "shorter headlines are left alone", 3),
            Option("min_likeness", "float", "least likeness of a block with other words", 0.9),
            Option("max_uses", "int", "a headline of more articles is a series", 3),
        ),
        examples=(
            Example(
                "Ferry sinks off Aldmoor in calm water\n\n«Ferry sinks off Aldmoor in calm "
                "water»\n\n"
                "The ferry went down on Monday night.",
            ),
            Example(
                "The ferry went down on Monday night.\n\n«Ferry Sinks off Aldmoor»\n\nNobody was "
                "hurt.",
                headline="Ferry sinks off Aldmoor | Skell Courier",
            ),
            Example(
                "Home »» News »» Ferry sinks off Aldmoor in calm water\n\n"
                "Ferry sinks off Aldmoor in ...\n\nThe ferry went down on Monday night.",
                headline="Ferry sinks off Aldmoor in calm water",
            ),
            Example(
                "«Ferry sinks off Aldmoor in calm water.» The ferry went down on Monday night.",
                headline="Ferry sinks off Aldmoor in calm water",
            ),
            Example(
                "The ferry went down near Aldmoor in calm water on Monday night, and all its "
                "passengers were brought to land.",
                headline="Ferry sinks off Aldmoor in calm water",
            ),
            Example(
                "«Council shuts the harbour road again»\n\nThe lower road is closed from Monday "
                "for repairs.",
                others=(
                    "Council shuts the harbour road again\n\nA rock fell near the lighthouse in "
                    "the night.",
                ),
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._min_words = options["min_words"]
        self._min_likeness = options["min_likeness"]
        self._max_uses = options["max_uses"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each repetition of the headline."""
        headline = article.headline
        if headline is None:
            return
        words = tokenise(article.prose, *headline.span).hashes
        if len(words) < self._min_words:
            return
        yield from self._in_body(article, headline, words)
        yield from self._elsewhere(article, headline, len(words), neighbours)

    def _in_body(self, article: Article, headline: Block, words: list[int]) -> Iterator[Finding]:
        text = article.compared
        if len(text.tokens) <= len(words) + _AFFIX:
            return  # a flash: there is nothing but the headline
        for at, block in enumerate(article.story):
            if block.role in _SKIPPED:
                continue
            low, high = text.token_range(*block.span)
            span = block.span
            if at == 0 and high - low > len(words) and block.is_prose:
                span = article.sentences_in(block)[0]
                low, high = text.token_range(*span)
            if high - low > len(words) + _AFFIX:
                continue
            likeness = self._likeness(words, text.tokens.hashes[low:high])
            if likeness is None or _is_pointer(span.of(article.prose)):
                continue
            yield Finding(
                span,
                measures=(
                    ("words", float(len(words))),
                    ("likeness", round(likeness, 4)),
                    ("distance", float(block.index - headline.index)),
                    ("elsewhere", 0.0),
                    ("uses", 1.0),
                ),
                values=(("where", "in the body"),),
                related=(
                    Related(
                        headline.span,
                        headline.span.of(article.text),
                        "headline",
                        block=headline.index,
                    ),
                ),
                confidence=0.97 if likeness == 1 else 0.9,
            )

    def _likeness(self, headline: Sequence[int], block: Sequence[int]) -> float | None:
        """Return how like the block is to the headline, or None where it is not the headline."""
        if headline == block:
            return 1.0
        shorter, longer = sorted((headline, block), key=len)
        if len(shorter) < 4 or len(longer) - len(shorter) > max(_AFFIX, len(shorter) // 4):
            return None
        if len(longer) - len(shorter) <= min(_AFFIX, len(shorter)) and (
            longer[: len(shorter)] == shorter or longer[-len(shorter) :] == shorter
        ):
            return len(shorter) / len(longer)
        likeness = fuzzy.likeness(headline, block)
        return likeness if likeness >= self._min_likeness and len(shorter) >= 6 else None

    def _elsewhere(
        self, article: Article, headline: Block, words: int, neighbours: Neighbours
    ) -> Iterator[Finding]:
        twins = [t for t in neighbours.same_headline(article) if t.earlier]
        if not twins or twins[0].uses > self._max_uses or words < 4:
            return
        copies = {n.id for n in neighbours.similar(article) if n.relation in _COPIES}
        twin = next((t for t in twins if t.id not in copies), None)
        if twin is None or copies & {t.id for t in twins}:
            return
        yield Finding(
            headline.span,
            measures=(
                ("words", float(words)),
                ("likeness", 1.0),
                ("distance", 0.0),
                ("elsewhere", 1.0),
                ("uses", float(twin.uses)),
            ),
            values=(("where", f"over the article {twin.id}"),),
            related=(
                Related(
                    Span(0, len(twin.headline)),
                    twin.headline,
                    "same-headline",
                    article=twin.id,
                    block=0,
                    title=twin.headline,
                    date=twin.date,
                    source=twin.source,
                ),
            ),
            confidence=0.7,
        )


def _is_pointer(block: str) -> bool:
    """Whether a block names the article as a menu or a list of sources does."""
    return re.search(_POINTER, block) is not None
