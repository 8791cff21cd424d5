"""A sentence that stands twice in an article, in paragraphs that otherwise differ."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Block, Span
from auditor.finding import Finding, Related


class _Place(NamedTuple):
    span: Span
    block: Block
    block_words: int


class RepeatedSentence:
    """Finds sentences of the same words as an earlier sentence."""

    info: ClassVar[Info] = Info(
        id="repeated-sentence",
        category="duplication",
        summary="A sentence that stands twice in the article.",
        method=(
            "Sentences are compared by their folded words. Where the sentence is most of its "
            "paragraph, the paragraph is repeated, not the sentence. What stands three times and "
            "more is a refrain or a label, as `copies` tells."
        ),
        measures=(
            Measure("words", "words of the sentence"),
            Measure("distance", "blocks from the first to this one"),
            Measure("copies", "how often the sentence stands in the article"),
            Measure("copy", "2 for the second time the words stand, 3 for the third"),
        ),
        values=("other",),
        options=(Option("min_words", "int", "shorter sentences are left alone", 8),),
        examples=(
            Example(
                "The quarry at Lunn closes in spring. Some forty people will lose their work "
                "there. "
                "The owners blame the price of slate.\n\n"
                "A union will meet the owners on Monday and ask for a year's delay, its leaders "
                "said. "
                "«Some forty people will lose their work there.»"
            ),
            Example(
                "The council of Lunn has no money for a new road to the quarry and says so. It "
                "hopes "
                "for help from the state. «The council of Lunn has no money for a new road to the "
                "quarry and says so.»"
            ),
            Example("It rained. The quarry was shut. It rained. Nobody in Lunn went to work."),
            Example(
                "The quarry at Lunn closes in spring, the owners said.\n\n"
                "The quarry at Tarn closes in spring, the owners said."
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._min_words = options["min_words"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each sentence whose words stand in a sentence before it."""
        del neighbours
        text = article.compared
        hashes = text.tokens.hashes
        seen: dict[tuple[int, ...], list[_Place]] = {}
        for block in article.story:
            if not block.is_prose:
                continue
            low, high = text.token_range(*block.span)
            for span in article.sentences_in(block):
                first, last = text.token_range(*span)
                if last - first >= self._min_words:
                    words = tuple(hashes[first:last])
                    seen.setdefault(words, []).append(_Place(span, block, high - low))
        shared = _shared(seen)
        for words, places in seen.items():
            first_place = places[0]
            for copy, place in enumerate(places[1:], 2):
                if not _is_paragraph(first_place, place, shared):
                    yield _finding(article, first_place, place, len(words), copy, len(places))


def _shared(seen: dict[tuple[int, ...], list[_Place]]) -> Counter[tuple[int, int]]:
    """Return how many words of repeated sentences each block has from the first block of them."""
    shared: Counter[tuple[int, int]] = Counter()
    for words, places in seen.items():
        for place in places[1:]:
            shared[places[0].block.index, place.block.index] += len(words)
    return shared


def _is_paragraph(one: _Place, other: _Place, shared: Counter[tuple[int, int]]) -> bool:
    """Whether so much of the paragraph is repeated that it is the matter of other detectors."""
    if one.block is other.block:
        return False
    words = shared[one.block.index, other.block.index]
    return words >= 0.7 * min(one.block_words, other.block_words)


def _finding(
    article: Article, first: _Place, place: _Place, words: int, copy: int, copies: int
) -> Finding:
    return Finding(
        place.span,
        measures=(
            ("words", float(words)),
            ("distance", float(place.block.index - first.block.index)),
            ("copies", float(copies)),
            ("copy", float(copy)),
        ),
        values=(("other", f"paragraph {first.block.index + (article.headline is None)}"),),
        related=(
            Related(first.span, first.span.of(article.text), "identical", block=first.block.index),
        ),
        confidence=0.9 if words >= 12 else 0.75,
    )
