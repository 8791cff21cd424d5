"""The document model: one article, its text, and every other fact as a span into it."""

from typing import TYPE_CHECKING, Any

from auditor.document.article import Article, Note
from auditor.document.block import Block, Box, Role
from auditor.document.span import Position, SourceMap, Span

if TYPE_CHECKING:
    from auditor.document.names import Name
    from auditor.document.quotations import Quotation

__all__ = [
    "Article",
    "Block",
    "Box",
    "Name",
    "Note",
    "Position",
    "Quotation",
    "Role",
    "SourceMap",
    "Span",
]


def __getattr__(name: str) -> Any:
    """Import what only detectors need when it is first asked for."""
    if name == "Name":
        from auditor.document.names import Name

        return Name
    if name == "Quotation":
        from auditor.document.quotations import Quotation

        return Quotation
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
