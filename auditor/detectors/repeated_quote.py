"""The same words quoted twice, or given to two speakers."""

from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Quotation, Role, Span
from auditor.document.attributions import Attribution, Speaker
from auditor.finding import Finding, Related
from auditor.text.fold import fold
from auditor.text.memo import Memo

_FOLDED = Memo(fold)
_SKIPPED = frozenset({Role.HEADLINE, Role.STANDFIRST, Role.SUBHEADING, Role.CAPTION})
_KEY = 4
"""How many words in a row make a place where two quotations are compared."""


class RepeatedQuote:
    """Finds a quotation whose words stand in an earlier quotation of the article."""

    info: ClassVar[Info] = Info(
        id="repeated-quote",
        category="quotation",
        summary="The same words are quoted twice in the article.",
        method=(
            "Quotations are compared word by word, case and marks aside. A later one that equals "
            "an earlier one or lies wholly within it is a repetition. Paragraphs that are alike as a "
            "whole are the business of repeated-paragraph. Pull quotes (a paragraph that is a "
            "quotation and no more, without a speaker) are told by a measure."
        ),
        measures=(
            Measure("words", "how many words are the same"),
            Measure("speakers", "2 where the two are given to two named speakers, else 1"),
            Measure("whole", "1 where both quotations are the same from beginning to end"),
            Measure(
                "bare",
                "1 where one is a paragraph without a speaker, as a pull quote is",
            ),
        ),
        options=(
            Option("min_words", "int", "Shorter quotations are left alone.", 8),
            Option(
                "min_fragment_words",
                "int",
                "The same for fragments, which begin with a small letter and are quoted again on purpose.",
                16,
            ),
        ),
        values=("words",),
        examples=(
            Example(
                'The lake rose.\n\n"We have never seen the water so high in March," Lund said.\n\n'
                'Boats were moved.\n\n«"We have never seen the water so high in March,"» he said.'
            ),
            Example('The lake rose.\n\n"We saw it," Lund said.\n\n"We saw it," Quill said.'),
            Example(
                'The lake rose.\n\n"We have never seen the water so high in March," Lund said.\n\n'
                '"We have never seen the boats so far out in March," Quill said.'
            ),
            Example(
                'The song goes "row and row and row the boat".\n\nIt is played on the pier every day.'
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._min_words: int = options["min_words"]
        self._min_fragment: int = options["min_fragment_words"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each quotation whose words were quoted before."""
        del neighbours
        long_enough = []
        for quotation in article.quotations:
            block = article.blocks[quotation.block]
            if block.role in _SKIPPED or block.box is not None:
                continue
            inside = article.words_in(quotation.inner)
            if len(inside) < self._min_words or (
                len(inside) < self._min_fragment and inside[0].text[0].islower()
            ):
                continue
            long_enough.append((quotation, tuple(_FOLDED[w.text] for w in inside)))
        if len(long_enough) < 2:
            return
        heads = {words[0] for _, words in long_enough}
        speakers: dict[int, Attribution] | None = None
        places: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for number, (quotation, words) in enumerate(long_enough):
            at = self._earlier(long_enough, places, words)
            if at is not None:
                if _same_block(article, quotation, long_enough[at][0]):
                    continue
                if speakers is None:
                    speakers = {a.quotation.span.start: a for a in article.attributions}
                yield _finding(article, quotation, words, *long_enough[at], speakers)
                continue
            for start in range(len(words) - _KEY + 1):
                if words[start] not in heads:
                    continue
                # A phrase said over and over is remembered a few times only, to stay linear.
                held = places.setdefault(words[start : start + _KEY], [])
                if len(held) < 4:
                    held.append((number, start))

    def _earlier(
        self,
        quotations: list[tuple[Quotation, tuple[str, ...]]],
        places: dict[tuple[str, ...], list[tuple[int, int]]],
        words: tuple[str, ...],
    ) -> int | None:
        """Return the earlier quotation that holds all these words."""
        for number, start in places.get(words[:_KEY], ()):
            if quotations[number][1][start : start + len(words)] == words:
                return number
        return None


def _same_block(article: Article, one: Quotation, two: Quotation) -> bool:
    """Whether the quotations stand in two paragraphs of the same words: a finding of its own."""
    first, second = article.blocks[one.block].span, article.blocks[two.block].span
    return first != second and fold(first.of(article.prose)) == fold(second.of(article.prose))


def _finding(
    article: Article,
    quotation: Quotation,
    words: tuple[str, ...],
    first: Quotation,
    first_words: tuple[str, ...],
    speakers: dict[int, Attribution],
) -> Finding:
    one, two = speakers.get(first.span.start), speakers.get(quotation.span.start)
    named = _name(article, one), _name(article, two)
    two_speakers = bool(named[0] and named[1]) and not (set(named[0]) & set(named[1]))
    bare = any(
        q.span == article.blocks[q.block].span and q.span.start not in speakers
        for q in (first, quotation)
    )
    return Finding(
        quotation.span,
        measures=(
            ("words", float(len(words))),
            ("speakers", 2.0 if two_speakers else 1.0),
            ("whole", float(words == first_words)),
            ("bare", float(bare)),
        ),
        values=(("words", str(len(words))),),
        related=(Related(first.span, first.span.of(article.text), "first-use", block=first.block),),
        confidence=0.9 if words == first_words and not bare else 0.75,
    )


def _name(article: Article, attribution: Attribution | None) -> tuple[str, ...]:
    if attribution is None or attribution.kind is not Speaker.NAME:
        return ()
    return tuple(
        fold(Span(w.start, w.end).of(article.text)) for w in article.words_in(attribution.speaker)
    )
