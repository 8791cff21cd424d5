"""The same quotations in other marks, and how many the parser reads the same way.

Paragraphs whose double quotation marks are all matched are written again with other marks, and each
outer quotation must be found again at its new place.
"""

from collections.abc import Iterable

from auditor.document import Article, Quotation
from auditor.sources.plain import article_from_text

STYLES: dict[str, tuple[str, str]] = {
    "straight": ('"', '"'),
    "curly": ("“", "”"),
    "single, straight": ("'", "'"),
    "single, curly": ("‘", "’"),
    "French": ("«\u00a0", "\u00a0»"),
    "German": ("„", "“"),
    "German, angled": ("»", "«"),
    "typewriter (``so'')": ("``", "''"),
    "Chinese, Japanese": ("「", "」"),
}
BRITISH = "single, curly, stops outside"
_LEAD = "The pier stood.\n\n"


def kept(articles: Iterable[Article]) -> dict[str, tuple[int, int]]:
    """Return for each style how many quotations were written in it and how many were read again."""
    counts = dict.fromkeys((*STYLES, BRITISH), (0, 0))
    for article in articles:
        for block in article.body:
            here = [q for q in article.quotations if q.block == block.index]
            if not here or not all(map(_is_plain, here)) or "‘" in block.span.of(article.text):
                continue
            for style in counts:
                text, wanted = _written(article, block.span.start, block.span.end, here, style)
                read = article_from_text(_LEAD + text, id="a").quotations
                found = {q.span.of(_LEAD + text) for q in read if q.closed and q.opened}
                tried, hit = counts[style]
                counts[style] = tried + len(wanted), hit + sum(w in found for w in wanted)
    return counts


def _is_plain(quotation: Quotation) -> bool:
    return (
        quotation.closed
        and quotation.opened
        and quotation.style in ("straight", "curly")
        and not (quotation.nested or quotation.strays or quotation.mixed)
    )


def _written(
    article: Article, start: int, end: int, here: list[Quotation], style: str
) -> tuple[str, list[str]]:
    opening, closing = STYLES.get(style, ("‘", "’"))
    pieces, wanted, at = [], [], start
    for quotation in here:
        inner, stop = quotation.inner.of(article.text), ""
        if style == BRITISH and inner[-1:] in (",", "."):
            inner, stop = inner[:-1], inner[-1]
        wanted.append(opening + inner + closing)
        pieces += [article.text[at : quotation.span.start], wanted[-1], stop]
        at = quotation.span.end
    return "".join(pieces) + article.text[at:end], wanted
