"""Articles as a stored run tells them: with their text, or with the words of findings alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from auditor.document import Article, Block, Position, Role, Span


@dataclass(frozen=True)
class StoredArticle(Article):
    """An article as a run told of it: what it would count is told as well."""

    told_headline: str = ""
    told_words: int = 0
    told_digest: str = ""
    places: Mapping[int, Position] = field(default_factory=dict)
    """Line and column by offset, which the text of an HTML page does not give."""
    whole: bool = True
    """Whether the text is there, and not the words of findings alone."""

    @property
    def headline_text(self) -> str:
        """The words of the headline."""
        return self.told_headline

    @property
    def word_count(self) -> int:
        """How many words the article has."""
        return self.told_words

    @property
    def digest(self) -> str:
        """What names the text that the run was made of."""
        return self.told_digest

    def position(self, offset: int) -> Position:
        """Return line and column as the run told them."""
        return self.places.get(offset) or super().position(offset)


class Quoted(NamedTuple):
    """Words of an article whose text is not there: where they stand, and in which block."""

    span: Span
    text: str
    block: int | None
    role: Role


def sparse_text(quoted: Iterable[Quoted], lead: str = "") -> str:
    """Return a text in which every quoted stretch stands in its place, blanks between."""
    pieces = [lead]
    at = len(lead)
    for span, text, _, _ in sorted(quoted):
        if span.end <= at:
            continue
        if span.start > at:
            pieces.append(" " * (span.start - at))
        pieces.append(text[max(at - span.start, 0) :])
        at = span.end
    return "".join(pieces)


def sparse_blocks(quoted: Sequence[Quoted], count: int, headline: Span | None) -> tuple[Block, ...]:
    """Return ``count`` blocks, those that are quoted from with the places of the quotations.

    The others are there to be counted; their spans are empty.
    """
    known: dict[int, tuple[Role, int, int]] = {}
    if headline is not None:
        known[0] = (Role.HEADLINE, *headline)
    for span, _, block, role in quoted:
        if block is not None:
            _, low, high = known.get(block, (role, *span))
            known[block] = (role, min(low, span.start), max(high, span.end))
    blocks: list[Block] = []
    at = 0
    for index in range(count):
        role, low, high = known.get(index, (Role.PARAGRAPH, at, at))
        low = max(low, at)
        at = max(high, low)
        blocks.append(Block(index, role, Span(low, at)))
    return tuple(blocks)
