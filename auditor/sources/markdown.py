"""Markdown to an article: the file is the text; marks and what is no prose are spans of it."""

from auditor.document import Article, Block, Note, Role, Span
from auditor.sources.front_matter import FrontMatter, Value, read_front_matter
from auditor.sources.markdown_blocks import Leaf, scan_blocks
from auditor.sources.markdown_inline import scan
from auditor.sources.plain import reads_as_headline


def article_from_markdown(
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
    """Build an article from Markdown, with front matter or without.

    The headline is the title of the front matter, else the heading that the text begins with, else a
    first line that reads as one.
    """
    front = read_front_matter(text)
    begin = front.end if front else 0
    found = scan_blocks(text, begin)
    markup, hidden, links = found.markup, found.hidden, []
    for leaf in found.leaves:
        if leaf.role is not Role.CODE:
            marks = scan(text, leaf.start, leaf.end, found.references)
            markup += marks.markup
            hidden += marks.hidden
            links += marks.links
    markup, hidden = _settle(markup, hidden)
    leaves = _inked(text, found.leaves, markup, hidden)
    title = _title(text, front, leaves)
    if headline and headline.strip():
        title = Value(" ".join(headline.split()), None)
    if front:
        inside = title.span if title and title.span else Span(begin, begin)
        hidden = [
            s for s in (Span(0, inside.start), Span(inside.end, begin)) if s.start < s.end
        ] + hidden
    shift = len(title.text) + 2 if title and not title.span else 0
    blocks: list[Block] = []
    if title:
        blocks.append(Block(0, Role.HEADLINE, title.span or Span(0, len(title.text))))
    links.sort()
    at = 0
    for leaf in leaves:
        while at < len(links) and links[at].start < leaf.start:
            at += 1
        stop = at
        while stop < len(links) and links[stop].start < leaf.end:
            stop += 1
        role = Role.HEADLINE if not blocks and _heads(text, leaf, leaves) else leaf.role
        span = Span(leaf.start + shift, leaf.end + shift)
        own = _moved(links[at:stop], shift)
        blocks.append(Block(len(blocks), role, span, own, element=leaf.element))
        at = stop
    return Article(
        id=id,
        path=path,
        text=f"{title.text}\n\n{text}" if title and shift else text,
        blocks=tuple(blocks),
        body_start=shift,
        date=date or _first(front, "date", "published", "publishdate", "pubdate"),
        source=source or _first(front, "source", "publication"),
        declared_language=language or _first(front, "lang", "language"),
        markup=_moved(markup, shift),
        hidden=_moved(hidden, shift),
        notes=notes,
    )


def _moved(spans: list[Span], shift: int) -> tuple[Span, ...]:
    return tuple(Span(s.start + shift, s.end + shift) for s in spans)


def _settle(markup: list[Span], hidden: list[Span]) -> tuple[list[Span], list[Span]]:
    """Put the spans in order; of two that overlap, the one that begins first (the outer one) stays."""
    kept: tuple[list[Span], list[Span]] = ([], [])
    at = 0
    both = [(s.start, -s.end, 0) for s in markup] + [(s.start, -s.end, 1) for s in hidden]
    for start, end, kind in sorted(both):
        if -end > max(start, at):
            kept[kind].append(Span(max(start, at), -end))
            at = -end
    return kept


def _inked(text: str, leaves: list[Leaf], markup: list[Span], hidden: list[Span]) -> list[Leaf]:
    """Trim the blocks to their ink, and leave out those that hold nothing to read (an image, a tag)."""
    blanks = sorted([*markup, *hidden])
    kept: list[Leaf] = []
    at = 0
    for leaf in leaves:
        piece = text[leaf.start : leaf.end]
        start = leaf.start + len(piece) - len(piece.lstrip())
        end = leaf.start + len(piece.rstrip())
        if start >= end:
            continue
        if leaf.role is not Role.CODE:
            while at < len(blanks) and blanks[at].end <= start:
                at += 1
            index, place, ink = at, start, False
            while not ink and index < len(blanks) and blanks[index].start < end:
                ink = (
                    bool(text[place : blanks[index].start].strip())
                    if blanks[index].start > place
                    else False
                )
                place = max(place, blanks[index].end)
                index += 1
            if not ink and not text[place:end].strip():
                continue
        kept.append(Leaf(leaf.role, start, end, leaf.level))
    return kept


def _title(text: str, front: FrontMatter | None, leaves: list[Leaf]) -> Value | None:
    """Return the front matter's title, unless the text begins with a heading that says the same."""
    title = front.values.get("title") or front.values.get("headline") if front else None
    if title is None or not title.text.strip():
        return None
    if leaves and leaves[0].level:
        said = text[leaves[0].start : leaves[0].end]
        if said.split() == title.text.split():
            return None
    return Value(" ".join(title.text.split()), None) if title.span is None else title


def _heads(text: str, leaf: Leaf, leaves: list[Leaf]) -> bool:
    if leaf.level:
        return True
    headed = any(other.level == 1 for other in leaves)
    piece = text[leaf.start : leaf.end]
    return (
        leaf.role is Role.PARAGRAPH and not headed and len(leaves) > 1 and reads_as_headline(piece)
    )


def _first(front: FrontMatter | None, *names: str) -> str | None:
    if front:
        for name in names:
            if name in front.values and front.values[name].text:
                return front.values[name].text
    return None
