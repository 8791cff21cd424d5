"""The same fact told again in other words."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Option, Options
from auditor.document import Article, Block, Span
from auditor.finding import Finding, Related
from auditor.language.attribution import TITLES
from auditor.language.lexicon import lexicon
from auditor.similarity.facts import figures_in

_HOT = 6
"""Sentences that one word may lead to; words of more say nothing."""
_SHORT = 4
"""Words of fewer letters carry no matter of their own."""
_COMMON_WORDS = """that this with from have were been they their there which would could about after before
    when what will said says than them then also into more most some other over only such very
    where while because being those these many much just like made make"""
_COMMON = frozenset(_COMMON_WORDS.split())
_STEM = 5
_OPENING = 3
"""The first paragraphs of a body tell in short what the article tells (a standfirst, the lead)."""
_NO_STATEMENT = frozenset('"“”„«»‘@#|')
"""What stands in posts, rows and quoted speech, which are told again for reasons of their own."""

_LABEL = re.compile(r"\b[A-Z][A-Z.'’ -]+:")
"""Who speaks in a transcript, or of what a list tells, in capitals."""


class _Told(NamedTuple):
    span: Span
    block: Block
    stems: frozenset[str]
    is_statement: bool


class RedundantStatement:
    """Finds sentences most of whose words of matter stand in one earlier sentence."""

    info: ClassVar[Info] = Info(
        id="redundant-statement",
        category="duplication",
        summary="The same fact told again in other words.",
        method=(
            "Sentences are compared by the beginnings of their longer words, wherever they stand; "
            "word order is no matter. What the opening tells, the article may tell again. Sentences "
            "with a quotation or a sign of a post, and those that do not end with a full stop, are no "
            "statements."
        ),
        measures=(
            Measure("overlap", "share of this sentence's longer words that stand in the other"),
            Measure("likeness", "share of the longer words of both that stand in both"),
            Measure("statements", "1 where both are statements and no quotation, post or row"),
            Measure("opening", "1 where the other stands in the first three paragraphs"),
            Measure("figures", "1 where both have the same figures, or none"),
            Measure("names", "1 unless each has a name that the other lacks"),
            Measure("words", "longer words of this sentence"),
            Measure("distance", "blocks from the first to this one"),
        ),
        values=("other",),
        options=(
            Option("min_words", "int", "sentences of fewer longer words are left alone", 6),
            Option("min_overlap", "float", "least share of words in common", 0.75),
        ),
        examples=(
            Example(
                "The harbour board will sell the old lighthouse at Skell to a hotel company.\n\n"
                "Residents may object until June.\n\n"
                "«The old lighthouse at Skell will be sold to a hotel company by the harbour "
                "board.»"
            ),
            Example(
                "Flooding closed three schools in Aldmoor after heavy rainfall on Monday night.\n\n"
                "The council met in the dark.\n\n"
                "«After the heavy rainfall of Monday night, flooding closed schools in Aldmoor.»"
            ),
            Example(
                "The harbour board will sell the old lighthouse to a hotel company.\n\n"
                "The company runs nine other hotels along this coast, most of them in old mills."
            ),
            Example(
                "Halden Ferries also offers cheaper tickets for pupils through their school offices.\n\n"
                "It rained.\n\n"
                "«Corran Ferries also offers cheaper tickets for pupils through their school offices.»"
            ),
            Example("The ferry sank. The ferry sank in calm water on Monday night."),
        ),
    )

    def __init__(self, options: Options) -> None:
        self._min_words = options["min_words"]
        self._min_overlap = options["min_overlap"]

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each sentence that tells again what an earlier one told."""
        del neighbours
        told: list[_Told] = []
        index: dict[str, list[int]] = {}
        opening = int(article.headline is not None) + _OPENING
        for block in article.story:
            if not block.is_prose:
                continue
            for span in article.sentences_in(block):
                stems = _stems(article, span)
                if len(stems) < self._min_words:
                    continue
                shared: Counter[int] = Counter()
                for stem in stems:
                    known = index.setdefault(stem, [])
                    shared.update(known)
                    if len(known) < _HOT:
                        known.append(len(told))
                told.append(_Told(span, block, stems, _is_statement(article, span)))
                if not shared:
                    continue
                count, first = max((count, -at) for at, count in shared.items())
                other = told[-first]
                overlap = count / len(stems)
                if overlap < self._min_overlap or other.block is block:
                    continue
                if article.prose[slice(*span)] == article.prose[slice(*other.span)]:
                    continue
                yield Finding(
                    span,
                    measures=(
                        ("overlap", round(overlap, 4)),
                        ("likeness", round(count / len(stems | other.stems), 4)),
                        ("statements", float(told[-1].is_statement and other.is_statement)),
                        ("opening", float(other.block.index < opening)),
                        (
                            "figures",
                            float(_figures(article, span) == _figures(article, other.span)),
                        ),
                        ("names", float(_same_names(article, span, other.span))),
                        ("words", float(len(stems))),
                        ("distance", float(block.index - other.block.index)),
                    ),
                    values=(
                        ("other", f"paragraph {other.block.index + (article.headline is None)}"),
                    ),
                    related=(
                        Related(
                            other.span,
                            other.span.of(article.text),
                            "same-fact",
                            block=other.block.index,
                        ),
                    ),
                    confidence=0.7,
                )


def _is_statement(article: Article, span: Span) -> bool:
    text = article.prose[slice(*span)].rstrip()
    return (
        text.endswith(".")
        and _NO_STATEMENT.isdisjoint(text)
        and not _LABEL.search(text)
        and not article.in_direct_speech(span)
    )


def _figures(article: Article, span: Span) -> set[str]:
    return {figure.value for figure in figures_in(article.prose, *span)}


def _same_names(article: Article, span: Span, other: Span) -> bool:
    """Whether not each has a name that the other lacks: Halden ships at noon, Corran ships at noon."""
    mine, its = _names(article, span), _names(article, other)
    return not (mine - _words(article, other) and its - _words(article, span))


def _names(article: Article, span: Span) -> set[str]:
    """Return the words with a capital; the first one only where it is no usual word, or another follows."""
    words = [word.text for word in article.words_in(span)]
    found = {text.lower() for text in words[1:] if text[0].isupper()}
    entry = lexicon("en").entry(words[0].lower())
    if entry is None or entry.kind != "w" or (words[1:] and words[1][0].isupper()):
        found.add(words[0].lower())
    return found - TITLES


def _words(article: Article, span: Span) -> set[str]:
    return {word.text.lower() for word in article.words_in(span)}


def _stems(article: Article, span: Span) -> frozenset[str]:
    return frozenset(
        low[:_STEM]
        for word in article.words_in(span)
        if len(word.text) >= _SHORT and (low := word.text.lower()) not in _COMMON
    )
