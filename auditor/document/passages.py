"""The passages of an article as its cohesion is judged: lines and blocks, with their telling words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from auditor.document.block import Block, Role
from auditor.document.lines import set_lines
from auditor.document.span import Span
from auditor.language import classes
from auditor.language.telling import SMALL, telling
from auditor.similarity.topic import stem
from auditor.text.words import Word

if TYPE_CHECKING:
    from auditor.document.article import Article

_READ = frozenset(
    {Role.PARAGRAPH, Role.LIST_ITEM, Role.SUBHEADING, Role.QUOTATION, Role.STANDFIRST}
)
_HEADLINE_WORDS = (4, 20)
_NAME = 0.3
"""How much a word with a capital must tell to be taken for a name."""


@dataclass
class Passage:
    """A line of a block, or a block of one line."""

    span: Span
    block: Block
    words: Sequence[Word]
    prose: str
    bag: dict[str, float]
    """Stems of its words and how much each tells."""
    names: frozenset[str]
    """Stems written with a capital inside a sentence."""
    alone: frozenset[str]
    """Those of them that stand alone: no other word with a capital before or after."""

    @cached_property
    def text(self) -> str:
        """Its words as they stand."""
        return self.span.of(self.prose)

    @cached_property
    def low(self) -> Sequence[str]:
        """Its words in lower case, with straight apostrophes."""
        return [word.text.lower().replace("’", "'") for word in self.words]

    @cached_property
    def counts(self) -> Sequence[int]:
        """How many of its words are of each class, as ``language.classes`` names them."""
        return classes.count(self.low)

    @cached_property
    def linked(self) -> float:
        """The share of it that is a link."""
        linked = sum(s.end - s.start for s in self.block.links if s.overlaps(self.span))
        return min(1.0, linked / max(self.span.end - self.span.start, 1))

    @cached_property
    def capitals(self) -> float:
        """The share of its words, small ones left out, that begin with a capital or a figure."""
        big = [word for word in self.words if word.text.lower() not in SMALL]
        return sum(not word.text[0].islower() for word in big) / max(len(big), 1)

    @cached_property
    def stops(self) -> bool:
        """Whether it ends like a sentence."""
        return self.text.rstrip("\"”’')]")[-1:] in (".", "!", "?")

    @cached_property
    def is_headline(self) -> bool:
        """Whether it reads like a headline: few words, no stop, no quotation."""
        low, high = _HEADLINE_WORDS
        if not low <= len(self.words) <= high or self.block.role is Role.HEADLINE:
            return False
        first, last = self.words[0].text[0], self.prose[self.span.end - 1]
        if last in ".!,;:…)]" or not (first.isupper() or first.isdigit()):
            return False
        if last in "\"”'’" and self.prose[self.span.end - 2] in ".,!?":
            return False
        return self.prose[self.span.start] not in '"“' and self.words[-1].text not in SMALL


def find(article: "Article") -> tuple[Passage, ...]:
    """Return the headline and the passages of the body, in order."""
    found: list[Passage] = []
    if article.headline is not None:
        found.append(_passage(article, article.headline, article.headline.span))
    for block in article.body:
        if block.role in _READ:
            found.extend(_passage(article, block, line) for line in set_lines(article, block))
    return tuple(found)


def _passage(article: "Article", block: Block, span: Span) -> Passage:
    words = article.words_in(span)
    prose = article.prose
    bag: dict[str, float] = {}
    names: set[str] = set()
    alone: set[str] = set()
    previous = span.start
    before: str | None = None
    """The name that the word before is, where only a space parts them."""
    for word in words:
        term, weight = _term(word.text)
        beside = before is not None and word.start - previous == 1
        capital = word.text[0].isupper()
        if weight:
            bag[term] = weight
        if capital and beside and before is not None:
            alone.discard(before)
        if capital and weight >= _NAME and _inside(prose, previous, word.start):
            names.add(term)
            if not beside:
                alone.add(term)
        before = term if capital else None
        previous = word.end
    return Passage(span, block, words, prose, bag, frozenset(names), frozenset(alone))


def _inside(prose: str, previous: int, start: int) -> bool:
    """Whether nothing between two words begins a sentence or a quotation."""
    gap = prose[previous:start]
    return start > previous and (gap == " " or not any(c in '.!?:"“\n' for c in gap))


@lru_cache(maxsize=1 << 16)
def _term(word: str) -> tuple[str, float]:
    """Return the stem and how much it tells."""
    low = word.lower().replace("’", "'")
    return stem(low), telling(low)
