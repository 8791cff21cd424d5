"""The document model: one article, its text, and every other fact as a span into it."""

from auditor.document.article import Article, Note
from auditor.document.block import Block, Role
from auditor.document.names import Name
from auditor.document.quotations import Quotation
from auditor.document.span import Position, SourceMap, Span

__all__ = ["Article", "Block", "Name", "Note", "Position", "Quotation", "Role", "SourceMap", "Span"]
