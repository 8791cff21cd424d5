"""A quotation mark without its partner: speech that never ends, or ends without having begun."""

import re
from collections import deque
from collections.abc import Iterator
from itertools import groupby, zip_longest
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Block, Quotation, Role, Span
from auditor.finding import Finding, gathered
from auditor.language.attribution import SPEECH
from auditor.text.words import WORD

_SWALLOWED = re.compile(
    r"[,?!] (?:(?:he|she|they|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?(?:, [^,\n]{1,20},)?) (?:later |also )?"
    r"([a-z]+)|([a-z]+) (?:he|she|the [a-z]+|[A-Z][\w’'-]+))\b"
)
"""An attribution after a comma; its first group is the verb at the end, the second before."""
_MARKS = '"“”'
_ANGLES = "«»‹›"
_REACH = 4000
"""How far into an unclosed quotation an attribution is looked for, in characters."""
_CARRIED = 12
"""Paragraphs over which one mark may open and another close."""
_NEAR = 6
"""Paragraphs within which one lost mark often breaks the next ones too."""
_MANY = 3
"""From so many groups of broken paragraphs up, an article is broken all over, and they are one."""
_KINDS = ("carried", "displayed", "fragment", "inner", "mixed", "reopened")


class UnbalancedQuote:
    """Finds double quotation marks that have no partner in their paragraph."""

    info: ClassVar[Info] = Info(
        id="unbalanced-quote",
        category="quotation",
        summary="A quotation mark that is never closed, or closes what was never opened.",
        method=(
            "Marks are matched over paragraphs; broken paragraphs near each other are one finding, and so are "
            "all of an article that is broken in many places, "
            "at the first mark without a partner. Speech that runs on into the next paragraph, which "
            "then opens with a mark, needs no closing mark, unless an attribution (he said) stands "
            "inside it; attributions are known in English "
            "alone. Apostrophes, feet and inches and headings are left alone."
        ),
        measures=(
            Measure("closes", "1 for a closing mark without an opening one, 0 for the reverse"),
            Measure("swallowed", "1 where an attribution stands inside what was never closed"),
            Measure("inner", "1 where the mark stands inside another quotation"),
            Measure("mixed", "1 where a single mark closes what a double one opened"),
            Measure("marks", "how many marks of the paragraph have no partner"),
            Measure("carried", "1 where the next mark, a paragraph or two on, is its partner"),
            Measure("displayed", "1 where a colon sets the paragraph off from the one before"),
            Measure(
                "fragment", "1 where a fragment of the sentence runs on into the next paragraph"
            ),
            Measure(
                "reopened", "1 where a sentence opens again, as the next paragraph of speech does"
            ),
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
            Example(
                "The tower stood.\n\n«‘We» mend it, she said.\n\n‘It is old,’ he said. ‘So are we.’"
            ),
            Example(
                "The tower stood.\n\n«“We» mend it, she said.\n\nIt is old.”\n\nWork begins in “May."
            ),
            Example("The tower stood.\n\n«“We» mend it,’ she said."),
            Example(
                "The tower stood, the mayor wrote:\n\n«“We» mend it in May.\n\nWork has begun."
            ),
            Example(
                "The tower stood.\n\n“We mend it,” she said. «“It» is old. “It needs a coat of paint.”"
            ),
            Example(
                "“We begin on Monday.\n\nThe clock tower of Tarn, seen from the river\n\n"
                "“We end on Friday,” the mayor of Tarn said."
            ),
            Example("The boat is 12' 6\" long, the mast 14' 2\" high, and the '90s paint is dull."),
            Example("'We'll mend it,' the mayor said. 'It is the masons' clock.'"),
            Example(
                "Der Turm stand.\n\n«„Wir» bauen ihn auf, sagte die Bürgermeisterin am Freitag."
            ),
            Example(
                "La tour est restée.\n\n«« On la répare.\n\n»» On commence en mai »», dit-elle."
            ),
            Example("The tower stood.\n\n»»More from Tarn\n\nNext story »» May"),
            Example("Der Turm stand.\n\n»» Mehr aus Tarn\n\n«»»Wir» bauen ihn auf, sagte sie."),
            Example("La tour est restée.\n\nCela va freiner le «trafic »»».\n\n››"),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield the first mark without a partner of each paragraph."""
        del neighbours
        findings = list(_findings(article))
        groups = list(gathered(findings, article, _KINDS, _NEAR, "broken-too"))
        if len(groups) >= _MANY:
            groups = list(gathered(findings, article, _KINDS, len(article.blocks), "broken-too"))
        yield from groups


def _findings(article: Article) -> Iterator[Finding]:
    partner: _Loss | None = None
    blocks = [list(g) for _, g in groupby(_paired(_losses(article)), lambda x: x.quotation.block)]
    for here, following in zip_longest(blocks, blocks[1:]):
        here = [loss for loss in here if loss is not partner]
        if not here:
            continue
        last = here[-1]
        partner = following[0] if following and _is_partner(last, following[0]) else None
        if partner is not None and _reopening_is_lost(article, last, partner):
            # What is missing is the mark that opens the second paragraph.
            partner = None
            here.pop()
        if here:
            # A mark that is surely lost goes before one that may only be of the wrong kind.
            first = min(here, key=lambda x: x.is_weak or (x is last and partner is not None))
            carried = first is last and partner is not None
            yield _finding(article, first, len(here), carried=carried)


class _Loss(NamedTuple):
    """A mark without a partner; ``number`` counts the article's quotations."""

    number: int
    quotation: Quotation
    mark: Span
    closes: bool = False
    inner: bool = False
    swallowed: bool = False
    mixed: bool = False
    fragment: bool = False
    reopened: bool = False

    @property
    def is_weak(self) -> bool:
        """Whether it may be a mark of the wrong kind, or the custom of some papers, and none lost."""
        return self.inner or self.mixed or self.fragment or self.reopened


def _losses(article: Article) -> Iterator[_Loss]:
    # Where most quotations have double marks, a single one is nested or an apostrophe.
    single = sum(1 if q.style == "single" else -1 for q in article.quotations) > 0
    for number, quotation in enumerate(article.quotations):
        block = article.blocks[quotation.block]
        if block.role in (Role.TABLE, Role.HEADLINE, Role.BYLINE, Role.CREDIT):
            continue
        if not block.is_story:
            continue  # « Back, in a menu
        for stray in quotation.strays:
            yield _Loss(number, quotation, stray, inner=True)
        if not (quotation.opened and quotation.closed) and _is_arrow(article, block, quotation):
            continue
        inner = quotation.style == "single" and not single
        if not quotation.opened:
            glued = number > 0 and _is_glued(
                article.prose, article.quotations[number - 1], quotation
            )
            yield _Loss(number, quotation, quotation.span, closes=True, inner=inner, reopened=glued)
        elif not quotation.closed:
            swallowed = _swallows(article, quotation)
            fragment = quotation.continues and not swallowed
            if fragment and not _is_fragment(article, quotation):
                continue
            mark = Span(quotation.span.start, quotation.inner.start)
            if not WORD.search(article.prose, mark.end, block.span.end):
                yield _Loss(number, quotation, mark, closes=True, inner=inner)
                continue
            yield _Loss(
                number,
                quotation,
                mark,
                inner=inner,
                swallowed=swallowed,
                fragment=fragment,
                reopened=not swallowed and _is_reopened(article, number),
            )
        elif quotation.mixed:
            mark = Span(quotation.span.start, quotation.inner.start)
            yield _Loss(number, quotation, mark, mixed=True)


def _is_arrow(article: Article, block: Block, quotation: Quotation) -> bool:
    """Whether a mark points somewhere: « Back, More ». English does not quote by such marks."""
    prose, (start, end) = article.prose, block.span
    if quotation.opened:
        mark = Span(quotation.span.start, quotation.inner.start)
        edge, beside = mark.start == start, prose[mark.end : mark.end + 1]
    else:
        mark = quotation.span
        edge, beside = mark.end == end, prose[mark.start - 1 : mark.start]
    if mark.of(prose) not in _ANGLES:
        return False
    if article.language == "en" or mark == block.span:
        return True
    return edge and beside.isspace() and article.language != "fr"


def _paired(losses: Iterator[_Loss]) -> Iterator[_Loss]:
    """Take a single mark that opens and a double one that closes (‘We go”) as one of mixed kinds."""
    before: _Loss | None = None
    for loss in losses:
        if before is not None:
            if (
                loss.closes
                and not before.closes
                and loss.quotation.style != "single"
                and before.quotation.style == "single"
                and loss.number == before.number + 1
                and loss.quotation.block == before.quotation.block
            ):
                yield before._replace(mixed=True)
                before = None
                continue
            yield before
        before = loss
    if before is not None:
        yield before


def _is_partner(loss: _Loss, following: _Loss) -> bool:
    """Whether the next mark of all, a few paragraphs on, closes what ``loss`` opens."""
    return (
        following.closes
        and not (loss.closes or loss.swallowed or loss.is_weak)
        and following.number == loss.number + 1
        and 0 < following.quotation.block - loss.quotation.block <= _CARRIED
    )


def _reopening_is_lost(article: Article, loss: _Loss, following: _Loss) -> bool:
    """Whether speech goes on in the very next paragraph, at the beginning of a sentence."""
    if following.quotation.block - loss.quotation.block > 1:
        return False
    end = article.blocks[loss.quotation.block].span.end
    start = article.blocks[following.quotation.block].span.start
    return article.prose[end - 1] in ".?!…’'" and not article.prose[start].islower()


def _finding(article: Article, loss: _Loss, marks: int, *, carried: bool) -> Finding:
    quotation = loss.quotation
    block = article.blocks[quotation.block].span
    before = article.prose[max(0, block.start - 8) : block.start].rstrip()
    displayed = before.endswith(":") and not loss.swallowed
    return Finding(
        _with_word(article.prose, loss.mark, block, after=not loss.closes),
        measures=(
            ("closes", float(loss.closes)),
            ("swallowed", float(loss.swallowed)),
            ("inner", float(loss.inner)),
            ("mixed", float(loss.mixed)),
            ("marks", float(marks)),
            ("carried", float(carried)),
            ("displayed", float(displayed)),
            ("fragment", float(loss.fragment)),
            ("reopened", float(loss.reopened)),
        ),
        values=(
            ("mark", loss.mark.of(article.text)),
            ("side", _side(loss)),
        ),
        confidence=0.95 if loss.swallowed else 0.7 if loss.inner or carried else 0.9,
    )


def _side(loss: _Loss) -> str:
    if loss.mixed:
        return "closed by another"
    return "never opened" if loss.closes else "never closed"


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


def _is_reopened(article: Article, number: int) -> bool:
    """Whether whole sentences are followed at once by one that opens again (“We go. “They stay.”).

    So speech over several paragraphs looks where the breaks between them were lost.
    """
    here, *rest = article.quotations[number : number + 2]
    if not rest or rest[0].block != here.block or rest[0].style != here.style:
        return False
    prose, following = article.prose, rest[0]
    return (
        following.opened
        and prose[here.inner.start : here.inner.start + 1].isupper()
        and prose[here.inner.end - 1] in ".?!…"
        and prose[here.span.end : following.span.start].isspace()
        and prose[following.inner.start : following.inner.start + 1].isupper()
        and not any(word.text in SPEECH for word in article.words_in(here.inner))
    )


def _is_glued(prose: str, before: Quotation, here: Quotation) -> bool:
    """Whether the mark before may have opened the next paragraph, glued to this one (“We go.“They stay.”)."""
    return (
        before.block == here.block
        and before.opened
        and before.closed
        and prose[before.inner.end - 1 : before.inner.end] in (".", "?", "!")
        and prose[before.span.end].isupper()
    )


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
