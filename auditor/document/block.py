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
HEADINGS = {f"h{level}": level for level in range(1, 7)}
"""The elements of headings, and their levels."""
_SET = (
    frozenset("p li dt dd blockquote figcaption caption td th pre time".split()) | HEADINGS.keys()
)
"""Elements that are made for a piece of text, others being made for parts of a page."""
_ALL = 0.9
"""The share of a block from which it is nothing but links; a mark or a number may stand beside them."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page that is not the story's, as its name says."""

    number: int
    """Which box of the page it is."""
    name: str
    """What the page calls it."""
    kind: str
    """What it is, as ``language/data/boxes.tsv`` has it."""


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
    element: str = ""
    """The name of the element whose text it is (``p``, ``div``, ``h3``), where the source is a page or Markdown."""
    box: Box | None = None
    """The box of a page that it stands in."""

    def __reduce__(self) -> tuple[type["Block"], tuple[object, ...]]:
        """Pickle as what makes it: in half the time that dataclasses with slots take by themselves."""
        return Block, (
            self.index,
            self.role,
            self.span,
            self.links,
            self.pictured,
            self.element,
            self.box,
        )

    @property
    def is_prose(self) -> bool:
        """Whether the block is made of sentences."""
        return self.role in PROSE

    @property
    def is_loose(self) -> bool:
        """Whether it is text of a page that stands right in a division, no paragraph's or list's."""
        return bool(self.element) and self.element not in _SET

    @property
    def heading_level(self) -> int:
        """The level of a heading of a page, 0 for everything else."""
        return HEADINGS.get(self.element, 0)

    @property
    def linked(self) -> float:
        """The share of it that is links, 0 to 1."""
        return self.linked_in(self.span)

    def linked_in(self, span: Span) -> float:
        """Return the share of ``span``, a part of it, that is links, 0 to 1."""
        if not self.links:
            return 0.0
        linked = sum(max(0, min(s.end, span.end) - max(s.start, span.start)) for s in self.links)
        return min(linked / max(span.end - span.start, 1), 1.0)

    @property
    def is_story(self) -> bool:
        """Whether it is the story's own: in no box of a page, and not all links, as a menu or a list of stories."""
        return self.box is None and self.linked <= _ALL
