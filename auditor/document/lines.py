"""The lines of a block that its author set apart, as against lines broken to a width."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.document.block import Block
from auditor.document.span import Span

if TYPE_CHECKING:
    from auditor.document.article import Article

_STOPS = ".!?,\"'”’"
_MARK = 20
"""A last line as short as this, after a full stop, is a mark of its own (an agency's) in wire copy."""


def set_lines(article: "Article", block: Block) -> Sequence[Span]:
    """Return the lines of ``block``, or the block as one where a line breaks inside a sentence.

    A mark under it in a line of its own still counts as a line.
    """
    text = article.text
    if text.find("\n", *block.span) < 0 and text.find("\r", *block.span) < 0:
        return (block.span,)
    ends = {sentence.end for sentence in article.sentences_in(block)}
    lines = article.lines_in(block)
    if all(line.end in ends for line in lines):
        return lines
    *_, before, last = lines
    if (
        last.end - last.start <= _MARK
        and text[before.end - 1] in _STOPS
        and text[last.end - 1] not in _STOPS
    ):
        return (Span(block.span.start, before.end), last)
    return (block.span,)
