"""Blocks: the pieces an article is set in, each with the part it plays."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.document.span import Span


class Role(StrEnum):
    """The part that a block plays in an article; the value is the name in reports and rules."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTATION = "quotation"
    CAPTION = "caption"
    CREDIT = "credit"
    TABLE = "table"
    CODE = "code"


PROSE = frozenset({Role.STANDFIRST, Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTATION})
"""Roles whose blocks are made of sentences."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. Blocks are in the order of the text, do not overlap and begin and end with ink."""

    index: int
    role: Role
    span: Span
    links: tuple[Span, ...] = ()
    """The parts that are links, where the source knows (HTML, Markdown)."""
    pictured: bool = True
    """Of a caption: False where the source shows that its picture is gone."""

    def __reduce__(self) -> tuple[type["Block"], tuple[object, ...]]:
        """Pickle as what makes it: in half the time that dataclasses with slots take by themselves."""
        return Block, (self.index, self.role, self.span, self.links, self.pictured)

    @property
    def is_prose(self) -> bool:
        """Whether the block is made of sentences."""
        return self.role in PROSE
