"""A word with a space in it: "B efore", "Nat ional"."""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Role, Span
from auditor.finding import Finding
from auditor.language.lexicon import lexicon
from auditor.language.spelling import PREFIXES

_ALONE = frozenset("a i o".split())
_FRAGMENTS = frozenset("s t d m ll re ve n em th st nd rd mr mrs de du la le el al".split())
_PREFIXES = frozenset(PREFIXES)


class SplitWord:
    """Finds two pieces, one at least no word, that make a known word together."""

    info: ClassVar[Info] = Info(
        id="split-word",
        category="spelling",
        summary="A word that a space has torn in two, as drop capitals and line breaks leave it.",
        method=(
            "Two neighbouring pieces with one space between them, the second in lower case, at least one "
            "of them no word of the dictionary, both together a common word."
        ),
        measures=(Measure("zipf", "how common the whole word is (logarithmic)"),),
        values=("suggestion",),
        examples=(
            Example("«B efore» the vote the hall was full.", suggestion="Before"),
            Example("The «Nat ional» Trust of Norhaven met.", suggestion="National"),
            Example("Plan B failed, and a vitamin C shortage followed."),
            Example("A former mayor and I went to the pre eminent hotel."),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each torn word."""
        del neighbours
        known = lexicon("en")
        prose, words = article.prose, article.words
        odd = {text for text in {word.text for word in words} if not known.known(text.lower())}
        for first, second in pairwise(words):
            if first.text not in odd and second.text not in odd:
                continue
            if second.start - first.end != 1 or prose[first.end] != " ":
                continue
            a, b = first.text, second.text
            if not (
                b.islower()
                and b.isalpha()
                and a.isalpha()
                and (a.islower() or a[1:].islower() or len(a) == 1)
            ):
                continue
            low = a.lower()
            if low in _PREFIXES or low in _FRAGMENTS or b in _FRAGMENTS or len(a) + len(b) < 5:
                continue
            if prose[first.start - 1 : first.start] in ("-", "'", "’", ".", "&") and first.start:
                continue
            if len(a) == 1 and low in _ALONE and known.known(b):
                continue
            if (known.known(low) and len(a) > 1) and known.known(b):
                continue
            if len(a) == 1 and (known.frequency(b) or 0.0) > 1.5:
                continue
            if len(b) == 1:
                continue
            whole = known.entry(low + b)
            if whole is None or whole.kind == "x" or whole.zipf < 3.0:
                continue
            pieces = (known.frequency(low) or 0.0, known.frequency(b) or 0.0)
            if min(pieces) > 2.5 or (len(a) > 1 and min(pieces) > whole.zipf - 1):
                continue
            block = article.block_at(first.start)
            if block is None or block.role in (Role.CODE, Role.TABLE):
                continue
            joined = a + b
            yield Finding(
                Span(first.start, second.end),
                measures=(("zipf", whole.zipf),),
                values=(("suggestion", joined),),
                suggestions=(joined,),
                confidence=0.92 if len(a) == 1 else 0.88,
            )
