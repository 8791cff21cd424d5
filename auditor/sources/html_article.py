"""A page to an article: which part of it, in which blocks, playing which parts."""

import re

from auditor.document import Article, Block, Note, Role, SourceMap, Span
from auditor.document.span import Segment, line_starts
from auditor.language.identify import belies
from auditor.sources.html_blocks import Draft, drafts_of
from auditor.sources.html_boxes import boxes_of
from auditor.sources.html_tree import Element, Page, build
from auditor.sources.settings import Limits

_LIMITS = Limits()
_PARTS = re.compile(r"\s+(?:[|–—·»‹›-]|::)\s+")
_WORD = re.compile(r"\w+")
_LONG_PARAGRAPH = 300
"""Signs of a paragraph below which no headline is looked for; a standfirst is shorter."""
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "pubdate",
)
_BEFORE = frozenset({Role.STANDFIRST, Role.BYLINE, Role.DATELINE, Role.CREDIT})


def article_from_html(
    source: str,
    *,
    id: str,
    path: str = "",
    headline: str | None = None,
    date: str | None = None,
    source_name: str | None = None,
    language: str | None = None,
    notes: tuple[Note, ...] = (),
    limits: Limits = _LIMITS,
) -> Article:
    """Build an article from a page: its text extracted, every character's place in the file kept.

    The headline is the first ``h1`` of the article, or the page's one that says what its title says, or
    another heading that does; failing these, the title (``og:title``, ``title`` without the site's name) as
    a field beside the text.
    """
    page = build(source, limits)
    container = _container(page)
    drafts = drafts_of(page, container, boxes=boxes_of(page, container))
    titles = [t for t in (page.meta.get("og:title", ""), page.title) if t.strip()]
    first, drafts = _with_headline(page, container, drafts, titles)
    given = " ".join((headline or "").split())
    if not given and first is None and titles:
        given = _clean_title(titles[0], page.meta.get("og:site_name", ""))
        # A page of old sets its headline in bold type, not in an ``h1``.
        first = next((d for d in drafts[:4] if _folded(d.text) == _folded(given)), None)
        given = "" if first else given
    if not given and first is None and drafts and drafts[0].heading:
        first = drafts[0]
    text, blocks, hidden, segments = _assemble(drafts, None if given else first, given)
    return Article(
        id=id,
        path=path,
        text=text,
        blocks=blocks,
        body_start=len(given) + 2 if given else 0,
        date=date or _date(page),
        source=source_name or page.meta.get("og:site_name") or None,
        declared_language=language or _language(page, container, text),
        hidden=hidden,
        notes=(*notes, *page.notes),
        source_map=SourceMap(line_starts(source), segments),
    )


def _assemble(
    drafts: list[Draft], first: Draft | None, given: str
) -> tuple[str, tuple[Block, ...], tuple[Span, ...], tuple[Segment, ...]]:
    """Set the blocks one after the other, a blank line between them; the headline is the first."""
    ordered = [first, *(d for d in drafts if d is not first)] if first else drafts
    pieces: list[str] = []
    blocks: list[Block] = []
    hidden: list[Span] = []
    segments: list[Segment] = []
    at = 0
    before = 0
    if given:
        pieces.append(given)
        blocks.append(Block(0, Role.HEADLINE, Span(0, len(given))))
        at = before = len(given) + 2
    for draft in ordered:
        role = Role.HEADLINE if draft is first else draft.role
        links = tuple(Span(at + s, at + e) for s, e in draft.links)
        if role is not Role.CODE:
            hidden += (Span(at + s, at + e) for s, e in draft.code)
        span = Span(at, at + len(draft.text))
        blocks.append(
            Block(len(blocks), role, span, links, draft.pictured, draft.element, draft.box)
        )
        segments += (Segment(s.start + at - before, s.source, s.literal) for s in draft.segments)
        pieces.append(draft.text)
        at += len(draft.text) + 2
    # A field's headline is parted from the text by a blank line even where there is no text.
    text = "\n\n".join(pieces) + ("\n\n" if given and not ordered else "")
    return text, tuple(blocks), tuple(hidden), tuple(segments)


def _container(page: Page) -> Element:
    """Choose the element that holds the article."""
    tiers: tuple[list[Element], ...] = ([], [], [])
    for e in page.elements:
        if e.unread or not e.prose:
            continue
        if e.name == "article":
            tiers[0].append(e)
        elif "articlebody" in e.attributes.get("itemprop", "").lower():
            tiers[1].append(e)
        elif e.name == "main" or e.attributes.get("role", "").lower() == "main":
            tiers[2].append(e)
    best = [max(tier, key=lambda e: e.prose) for tier in tiers if tier]
    most = max((e.prose for e in best), default=0)
    for e in best:
        # Cards of other stories are <article>s too; the story itself holds a good part of the text.
        if e.prose >= 0.4 * most and e.prose >= 0.25 * page.root.prose:
            return e
    return _densest(page)


def _densest(page: Page) -> Element:
    """Find the element whose own paragraphs hold most of the text; the whole page where none does."""
    scores: dict[int, float] = {}
    holders: dict[int, Element] = {}
    for item in page.items:
        e = item.element
        if item.kind != "text" or e.unread or e.chrome or e.link is not None:
            continue
        size = len(page.source[item.start : item.end].strip())
        while e.name != "p" and e.parent is not None and e.name in _INSIDE:
            e = e.parent
        if e.name != "p" and size < 80:
            continue
        holder = e.parent if e.name == "p" else e
        share = 1.0
        for _ in range(2):
            if holder is None:
                break
            holders[id(holder)] = holder
            scores[id(holder)] = scores.get(id(holder), 0) + size * share
            holder, share = holder.parent, share / 2
    if not scores:
        return page.root
    best = max(holders.values(), key=lambda e: scores[id(e)])
    while best.prose < 0.6 * page.root.prose and best.parent is not None:
        best = best.parent
    return best


_INSIDE = frozenset(
    [
        "a",
        "b",
        "i",
        "em",
        "strong",
        "span",
        "font",
        "small",
        "sup",
        "sub",
        "u",
        "q",
        "cite",
        "abbr",
        "time",
        "mark",
        "code",
    ]
)


def _with_headline(
    page: Page, container: Element, drafts: list[Draft], titles: list[str]
) -> tuple[Draft | None, list[Draft]]:
    """Find the headline, and add it and what stands between it and the article when it is outside."""
    inside = [d for d in drafts if d.heading == 1]
    if inside:
        said = next((d for d in inside if _says(d.text, titles)), None)
        return said or _titled(drafts, titles) or inside[0], drafts
    outside = [
        (draft, e)
        for e in page.elements
        if e.name == "h1" and not e.unread and e.first < container.first
        for draft in drafts_of(page, e)[:1]
        if _says(draft.text, titles)
    ]
    if not outside:
        return _titled(drafts, titles), drafts
    # The name of the site is in the title too, and shorter.
    found, element = max(outside, key=lambda pair: len(pair[0].text))
    between = drafts_of(page, page.root, element.last, container.first)
    return found, [found, *(d for d in between if d.role in _BEFORE), *drafts]


def _titled(drafts: list[Draft], titles: list[str]) -> Draft | None:
    """Return the heading above the text, of whatever level, that says most of what the title says."""
    found: Draft | None = None
    for draft in drafts:
        if draft.role is Role.PARAGRAPH and len(draft.text) > _LONG_PARAGRAPH:
            break
        words = _folded(draft.text).split()
        if draft.heading and draft.box is None and len(words) > 2 and _says(draft.text, titles):
            most = max(len(_folded(title).split()) for title in titles)
            if 2 * len(words) >= most and (not found or len(draft.text) > len(found.text)):
                found = draft
    return found


def _says(text: str, titles: list[str]) -> bool:
    """Whether the page's title says the same as ``text``."""
    said = _folded(text)
    return len(said.split()) > 1 and any(said in _folded(title) for title in titles)


def _folded(text: str) -> str:
    return f" {' '.join(re.findall(_WORD, text.casefold()))} "


def _clean_title(title: str, site: str) -> str:
    """Take the name of the site off a page's title."""
    title = " ".join(title.split())
    parts = _PARTS.split(title)
    if len(parts) < 2:
        return title
    cut = title[: title.rfind(parts[-1])] if parts[-1] else title
    named = bool(site) and site.casefold() in parts[-1].casefold()
    short = len(parts[-1].split()) <= 4 and len(parts[0].split()) > len(parts[-1].split())
    return re.sub(r"\s+(?:[|–—·»‹›-]|::)\s+$", "", cut) if named or short else title


def _date(page: Page) -> str | None:
    for name in _DATES:
        if value := page.meta.get(name):
            return value.strip() or None
    for e in page.elements:
        if e.name == "time" and e.attributes.get("datetime", "").strip() and not e.unread:
            return e.attributes["datetime"].strip()
    return None


def _language(page: Page, container: Element, text: str) -> str | None:
    """Return what the page says of the language; None where the text belies it, as templates do."""
    at: Element | None = container
    said = ""
    while at is not None and not said:
        said = at.attributes.get("lang", at.attributes.get("xml:lang", "")).strip()
        at = at.parent
    if not said:
        html = next((e for e in page.elements if e.name == "html"), None)
        said = html.attributes.get("lang", "").strip() if html else ""
    subtag = said.replace("_", "-").split("-")[0].lower()
    return None if not said or belies(text, subtag) else said
