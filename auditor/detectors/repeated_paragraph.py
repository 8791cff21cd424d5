"""A paragraph that stands twice, word for word."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Block, Role
from auditor.finding import Finding, Related
from auditor.similarity.facts import figures_in

_SKIPPED = frozenset({Role.CODE, Role.TABLE, Role.BYLINE, Role.DATELINE, Role.CREDIT})

_LABEL_WORDS = 12
_LABEL_COPIES = 3
"""A short block that stands more often than this is a label or a refrain."""


class RepeatedParagraph:
    """Finds blocks of the same words as an earlier block of the article."""

    info: ClassVar[Info] = Info(
        id="repeated-paragraph",
        category="duplication",
        summary="A paragraph that stands twice in the article.",
        method=(
            "Blocks are compared by their folded words, so case, accents, punctuation and kinds of "
            "quotation marks make no difference. The later one is the finding. A short block that "
            "stands again and again is a label, one of figures a row of a table. Lines of a page that are "
            "nothing but links, excerpts beside them, and what stands in boxes that the page names as not the "
            "story's, do not count."
        ),
        measures=(
            Measure("words", "words of the paragraph"),
            Measure("distance", "blocks from the first to this one"),
            Measure("copy", "2 for the second time the words stand, 3 for the third"),
        ),
        values=("other",),
        options=(Option("min_words", "int", "shorter paragraphs are left alone", 8),),
        examples=(
            Example(
                "The ferry to Aldmoor sank in calm water on Monday night.\n\n"
                "Divers will look for the cause when the tide allows it.\n\n"
                "«The ferry to Aldmoor sank in calm water on Monday night.»"
            ),
            Example(
                "“We will rebuild the bridge before the winter comes,” the mayor of Tarn said.\n\n"
                "Work begins in May, when the river is low enough for barges.\n\n"
                '«"We will rebuild the bridge before the winter comes", the Mayor of Tarn said.»'
            ),
            Example(
                "Advertisement\n\nThe ferry to Aldmoor sank in calm water.\n\nAdvertisement\n\n"
                "Divers will look for the cause."
            ),
            Example(
                "The ferry to Aldmoor sank in calm water on Monday night.\n\n"
                "The ferry to Aldmoor sank in calm water on Tuesday night."
            ),
            Example(
                "<article><h1>Ferry sinks</h1>\n"
                '<div class="share-tools"><p>Divers will look for the cause when the tide allows it.</p></div>\n'
                "<p>Divers will look for the cause when the tide allows it.</p>\n"
                '<ul><li><a href="/1">Council of Lunn looks for a new road to the quarry</a></li></ul>\n'
                '<ul><li><a href="/1">Council of Lunn looks for a new road to the quarry</a></li></ul>\n'
                '<p>The state may help to pay for the new road.</p><a href="/2">Read more</a>\n'
                '<p>The state may help to pay for the new road.</p><a href="/2">Read more</a></article>',
                page=True,
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._min_words = options["min_words"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each block whose words stand in a block before it."""
        del neighbours
        text = article.compared
        places: dict[tuple[int, ...], list[Block]] = {}
        for block in article.body:
            if block.role in _SKIPPED:
                continue
            low, high = text.token_range(*block.span)
            if high - low < self._min_words:
                continue
            words = tuple(text.tokens.hashes[low:high])
            places.setdefault(words, []).append(block)
        own = {block.index for block in article.story}
        for words, blocks in places.items():
            if len(words) < _LABEL_WORDS and (
                len(blocks) > _LABEL_COPIES or _is_row(article, blocks[0])
            ):
                continue
            first, *others = [block for block in blocks if block.index in own] or blocks[:1]
            for copy, block in enumerate(others, 2):
                yield _finding(article, first, block, len(words), copy)


def _is_row(article: Article, block: Block) -> bool:
    """Whether a short block is a row of a table: figures, and no full stop at the end."""
    if article.prose[block.span.end - 1] in ".!?。\"'”’»":
        return False
    return len(figures_in(article.prose, *block.span)) > 1


def _finding(article: Article, first: Block, block: Block, words: int, copy: int) -> Finding:
    return Finding(
        block.span,
        measures=(
            ("words", float(words)),
            ("distance", float(block.index - first.index)),
            ("copy", float(copy)),
        ),
        values=(("other", f"paragraph {first.index + (article.headline is None)}"),),
        related=(Related(first.span, first.span.of(article.text), "identical", block=first.index),),
        confidence=0.97 if words >= 12 else 0.85,
    )
