"""General: sizes of an article and its parts, for a rule's thresholds to judge."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding
from auditor.text.words import count_words

_UNITS = ("article", "headline", "paragraph", "sentence")


class Metric:
    """Measures an article, or each of its paragraphs or sentences; every one is a finding to be judged."""

    info: ClassVar[Info] = Info(
        id="metric",
        category="structure",
        summary="The size of an article, or of each headline, paragraph or sentence.",
        method="Nothing is left out: a rule without thresholds flags everything.",
        measures=(
            Measure("words", "words; characters in scripts without spaces"),
            Measure("characters", "characters, white space included"),
            Measure("sentences", "sentences"),
            Measure("paragraphs", "blocks of running text"),
            Measure("words_per_sentence", "words for each sentence, on average"),
            Measure("longest_sentence", "words of the longest sentence"),
            Measure("quoted", "the share of the characters that is in quotation marks, 0 to 1"),
        ),
        options=(Option("of", "str", "what is measured", "article", choices=_UNITS),),
        examples=(
            Example("Rain fell.\n\nIt stopped.", whole=True),
            Example("«Rain fell on the hill.» «It stopped.»", {"of": "sentence"}),
            Example("«Rain fell. It stopped.»\n\n«The sun came.»", {"of": "paragraph"}),
            Example("", {"of": "paragraph"}),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._of: str = options["of"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield the measures of each unit."""
        del neighbours
        if self._of == "article":
            if article.blocks:
                blocks = article.body or article.blocks
                whole = Span(blocks[0].span.start, blocks[-1].span.end)
                sentences = tuple(s for b in blocks for s in article.sentences_in(b))
                prose = sum(block.is_prose for block in blocks)
                yield self._finding(article, whole, sentences, prose, None)
        elif self._of == "sentence":
            for block in article.blocks:
                if block.is_prose:
                    for sentence in article.sentences_in(block):
                        yield self._finding(article, sentence, (sentence,), 0, sentence)
        else:
            for block in article.blocks:
                if (block.role is Role.HEADLINE) if self._of == "headline" else block.is_prose:
                    yield self._finding(
                        article, block.span, article.sentences_in(block), 1, block.span
                    )

    def _finding(
        self,
        article: Article,
        span: Span,
        sentences: tuple[Span, ...],
        paragraphs: int,
        place: Span | None,
    ) -> Finding:
        lengths = [count_words(s.of(article.prose)) for s in sentences]
        words = lengths[0] if sentences == (span,) else count_words(span.of(article.prose))
        quoted = _quoted(article, span)
        measures = {
            "words": words,
            "characters": span.end - span.start,
            "sentences": len(sentences),
            "paragraphs": paragraphs,
            "words_per_sentence": words / max(len(sentences), 1),
            "longest_sentence": max(lengths, default=0),
            "quoted": quoted / max(span.end - span.start, 1),
        }
        return Finding(
            place, measures=tuple((name, float(value)) for name, value in measures.items())
        )


def _quoted(article: Article, span: Span) -> int:
    """Return how many characters of ``span`` are in quotations that begin in it."""
    quotations = article.quotations
    low = bisect_left(quotations, span.start, key=lambda q: q.span.start)
    total = 0
    for at in range(low, len(quotations)):
        quotation = quotations[at]
        if quotation.span.start >= span.end:
            break
        total += min(quotation.span.end, span.end) - quotation.span.start
    return min(total, span.end - span.start)
