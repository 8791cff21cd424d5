"""A quotation mark without its partner: speech that never ends, or ends without having begun."""

import re
from collections import deque
from collections.abc import Iterator
from typing import ClassVar

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Quotation, Role, Span
from auditor.finding import Finding
from auditor.language.attribution import SPEECH
from auditor.text.words import WORD

_SWALLOWED = re.compile(
    r"[,?!] (?:(?:he|she|they|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?(?:, [^,\n]{1,20},)?) (?:later |also )?"
    r"([a-z]+)|([a-z]+) (?:he|she|the [a-z]+|[A-Z][\w’'-]+))\b"
)
"""An attribution after a comma; its first group is the verb at the end, the second before."""
_MARKS = '"“”'
_REACH = 4000
"""How far into an unclosed quotation an attribution is looked for, in characters."""


class UnbalancedQuote:
    """Finds double quotation marks that have no partner in their paragraph."""

    info: ClassVar[Info] = Info(
        id="unbalanced-quote",
        category="quotation",
        summary="A quotation mark that is never closed, or closes what was never opened.",
        method=(
            "Marks are matched over paragraphs. Speech that runs on into the next paragraph, which "
            "then opens with a mark, needs no closing mark, unless an attribution (he said) stands "
            "inside it or it is a fragment of the sentence. Apostrophes, feet and inches and "
            "headings are left alone."
        ),
        measures=(
            Measure("closes", "1 for a closing mark without an opening one, 0 for the reverse"),
            Measure("swallowed", "1 where an attribution stands inside what was never closed"),
            Measure("inner", "1 where the mark stands inside another quotation"),
            Measure("carried", "1 where another lone mark a paragraph away may be its partner"),
        ),
        values=("mark", "side"),
        examples=(
            Example(
                "The clock tower stood.\n\n«“We» will mend it, the mayor of Tarn said on Friday."
            ),
            Example('The clock tower stood.\n\nWe will mend «it,"» said the mayor of Tarn.'),
            Example(
                "The tower stood.\n\n«“We» will mend it, said the mayor of Tarn.\n\n“It is old,” she said."
            ),
            Example(
                "The tower stood.\n\nShe called it «“an» old friend.\n\n“It needs a coat of paint,” she said."
            ),
            Example('The tower stood.\n\n«"We» will mend it, she said. "It is old."'),
            Example("“We begin on Monday.\n\n“We end on Friday,” the mayor of Tarn said."),
            Example("The boat is 12' 6\" long, the mast 14' 2\" high, and the '90s paint is dull."),
            Example("'We'll mend it,' the mayor said. 'It is the masons' clock.'"),
        ),
        languages=("en",),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each mark without a partner."""
        del neighbours
        previous: Quotation | None = None
        quotations = article.quotations
        for number, quotation in enumerate(quotations):
            role = article.blocks[quotation.block].role
            if role in (Role.TABLE, Role.HEADLINE, Role.BYLINE, Role.CREDIT):
                continue
            following = quotations[number + 1] if number + 1 < len(quotations) else None
            for stray in quotation.strays:
                yield self._finding(article, stray, quotation, inner=True)
            if quotation.style == "single" and not quotation.closed:
                yield self._finding(article, quotation.span, quotation, inner=True)
            elif not quotation.opened:
                carried = previous is not None and not previous.closed
                mark = quotation.span
                yield self._finding(article, mark, quotation, carried=carried)
            elif not quotation.closed:
                swallowed = _swallows(article, quotation)
                if quotation.continues and not swallowed and not _is_fragment(article, quotation):
                    previous = quotation
                    continue
                carried = (
                    following is not None
                    and not following.opened
                    and following.block - quotation.block <= 3
                )
                mark = Span(quotation.span.start, quotation.inner.start)
                yield self._finding(article, mark, quotation, swallowed=swallowed, carried=carried)
            previous = quotation

    def _finding(
        self,
        article: Article,
        mark: Span,
        quotation: Quotation,
        *,
        swallowed: bool = False,
        inner: bool = False,
        carried: bool = False,
    ) -> Finding:
        opens = quotation.opened
        block = article.blocks[quotation.block].span
        return Finding(
            _with_word(article.prose, mark, block, after=opens),
            measures=(
                ("closes", float(not opens)),
                ("swallowed", float(swallowed)),
                ("inner", float(inner)),
                ("carried", float(carried)),
            ),
            values=(
                ("mark", mark.of(article.text)),
                ("side", "never closed" if opens else "never opened"),
            ),
            confidence=0.95 if swallowed else 0.7 if inner or carried else 0.9,
        )


def _with_word(prose: str, mark: Span, block: Span, *, after: bool) -> Span:
    """Return the mark with the word beside it, the one inside the quotation."""
    if after:
        word = WORD.search(prose, mark.end, min(block.end, mark.end + 60))
        return Span(mark.start, word.end() if word else mark.end)
    low = max(block.start, mark.start - 60)
    last = deque(WORD.finditer(prose, low, mark.start), maxlen=1)
    # A word that the window cuts is left out.
    if not last or (last[0].start() == low and low > block.start):
        return mark
    return Span(last[0].start(), mark.end)


def _swallows(article: Article, quotation: Quotation) -> bool:
    """Whether an attribution stands inside an unclosed quotation (We go, the mayor said)."""
    end = min(quotation.span.end, quotation.inner.start + _REACH)
    for match in _SWALLOWED.finditer(article.prose, quotation.inner.start, end):
        if match[2]:
            if match[2] in SPEECH:
                return True
        elif match[1] in SPEECH and (
            match.end() >= end
            or article.prose[match.end()] in ".,;"
            or _ends_so(article, match.end(), end)
        ):
            return True
    return False


def _ends_so(article: Article, at: int, end: int) -> bool:
    """Whether the sentence goes on with when or where it was said (in a statement)."""
    words = article.words_in(Span(at, min(end, at + 20)))
    return bool(words) and words[0].text in ("in", "on", "at", "during", "after")


def _is_fragment(article: Article, quotation: Quotation) -> bool:
    """Whether it is woven into a sentence, and ends with that sentence and the paragraph.

    Only whole sentences are carried over into the next paragraph; a fragment is closed.
    """
    words = article.words_in(Span(quotation.inner.start, quotation.inner.start + 40))
    if not words or not words[0].text.islower() or words[0].start != quotation.inner.start:
        return False
    block = article.blocks[quotation.block]
    sentences = article.sentences_in(block)
    last = sentences[-1] if sentences else block.span
    if last.start >= quotation.span.start or quotation.span.end != block.span.end:
        return False
    # Speech that was broken off for its attribution (We go, she said, and) is no fragment.
    return not any(c in _MARKS for c in article.prose[last.start : quotation.span.start])
