"""Where a finding stands in a file, for formats that other tools read."""

from typing import NamedTuple
from urllib.parse import quote

from auditor.document import Article, Position, Span
from auditor.render.safe import one_line

_ONE_ARTICLE = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")


class Region(NamedTuple):
    """Lines and columns, from 1; the end is behind the last character."""

    start: Position
    end: Position


def end_position(article: Article, span: Span) -> Position:
    """Return the position right behind the last character of ``span``."""
    if span.end <= span.start:
        return article.position(span.start)
    line, column = article.position(span.end - 1)
    return Position(line, column + 1)


def region(article: Article, span: Span | None) -> Region | None:
    """Return the place of ``span`` in the article's file, None where there is none to point at.

    The lines of an article that is one row of a file are not lines of the file, nor are those of a
    headline that came in a field.
    """
    if span is None or span.start < article.body_start or not is_file(article):
        return None
    return Region(article.position(span.start), end_position(article, span))


def is_file(article: Article) -> bool:
    """Whether the article is a file of its own."""
    return article.path != "-" and (
        article.id == article.path or article.path.lower().endswith(_ONE_ARTICLE)
    )


def name_of(article: Article) -> str:
    """Return what an article is called in a list: its path, and its id where that says more."""
    path, id_ = one_line(article.path), one_line(article.id)
    return id_ if not path or id_.startswith(path) else f"{path} {id_}"


def uri_of(path: str) -> str:
    """Return a path as a URI reference."""
    slashed = path.replace("\\", "/")
    encoded = quote(slashed.encode("utf-8", "replace"), safe="/~!$&'()*+,;=@")
    return f"file://{encoded}" if slashed.startswith("/") else encoded
