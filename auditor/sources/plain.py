"""Plain text to an article: paragraphs parted by blank lines, the headline first where there is one."""

import re
from itertools import islice

from auditor.document import Article, Block, Note, Role, Span
from auditor.document.segment import paragraphs

_HEADLINE_WORDS = 25
_FIRST_LINE = re.compile(r"\s*+([^\r\n]*)")


def article_from_text(
    text: str,
    *,
    id: str,
    path: str = "",
    headline: str | None = None,
    date: str | None = None,
    source: str | None = None,
    language: str | None = None,
    notes: tuple[Note, ...] = (),
) -> Article:
    """Build an article from plain text.

    Without a ``headline`` the first block is the headline when it reads as one: one short line without
    a final full stop, with more text after it. A ``headline`` given is a block of its own before the text.
    """
    headline = (headline or "").strip()
    start = len(headline) + 2 if headline else 0
    whole = f"{headline}\n\n{text}" if headline else text
    spans = list(paragraphs(whole, start))
    blocks: list[Block] = []
    if headline:
        blocks.append(Block(0, Role.HEADLINE, Span(0, len(headline))))
    for span in spans:
        first = not blocks
        role = (
            Role.HEADLINE
            if first and len(spans) > 1 and reads_as_headline(span.of(whole))
            else Role.PARAGRAPH
        )
        blocks.append(Block(len(blocks), role, span))
    return Article(
        id=id,
        path=path,
        text=whole,
        blocks=tuple(blocks),
        body_start=start,
        date=date,
        source=source,
        declared_language=language,
        notes=notes,
    )


def compared_text(text: str, headline: str | None) -> str:
    """Return a text of the words that ``article_from_text(text, headline=headline).compared`` holds."""
    if headline and not headline.isspace():
        return text
    first = _FIRST_LINE.match(text)
    if first and not reads_as_headline(first[1]):
        return text  # no need to part it: no paragraph ends within a line
    opening = list(islice(paragraphs(text), 2))
    if len(opening) == 2 and reads_as_headline(opening[0].of(text)):
        return text[opening[0].end :]
    return text


def reads_as_headline(text: str) -> bool:
    """Whether ``text`` is one short line without a final full stop."""
    line = text.strip()
    return (
        bool(line)
        and len(line) <= 200
        and line[-1] not in ".,;:。"
        and "\n" not in line
        and len(line.split()) <= _HEADLINE_WORDS
    )
