"""The blocks of a part of a page: white space collapsed, entities resolved, places kept, parts named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import whitespace
from types import MappingProxyType

from auditor.document import Role
from auditor.document.block import HEADINGS, Box
from auditor.document.span import Segment
from auditor.sources.html_tokens import entity
from auditor.sources.html_tree import INLINE, Element, Page

_PIECE = re.compile(r"[ \t\n\r\f]++|&|[^ \t\n\r\f&]++")
_STOPS = frozenset(".!?…")
_ENDS = _STOPS | frozenset(":;,)]”’»")
"""Marks after which another thing begins with a space."""
_SPACELESS = "\u2e80"
"""Where the scripts begin that set no spaces."""
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
"""Characters that nobody sees."""
_CELL = 100
"""Signs that a cell of figures and names holds at most; a cell of more may hold the story."""
_META = frozenset({Role.BYLINE, Role.DATELINE, Role.CREDIT})
_STRONG = (
    frozenset({Role.LIST_ITEM, Role.QUOTATION, Role.CAPTION, Role.STANDFIRST, Role.CODE}) | _META
)
_ROLES = {
    "li": Role.LIST_ITEM,
    "dt": Role.LIST_ITEM,
    "dd": Role.LIST_ITEM,
    "blockquote": Role.QUOTATION,
    "figcaption": Role.CAPTION,
    "caption": Role.CAPTION,
    "td": Role.TABLE,
    "th": Role.TABLE,
    "pre": Role.CODE,
    "time": Role.DATELINE,
    **dict.fromkeys(HEADINGS, Role.SUBHEADING),
}
_HINTED = frozenset(
    [
        "p",
        "div",
        "span",
        "a",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "address",
        "small",
        "section",
        "ul",
        "li",
        "cite",
        "time",
        "em",
        "i",
    ]
)
_HINT_CHARACTERS = 600
"""An element of a telling class that holds more than this holds the story, whatever its name."""
_HINTS = (
    (
        Role.BYLINE,
        re.compile(
            r"(?:^|[-_])(?:byline|by-line|author|authors|writer)(?:$|[-_](?:name|s$|line|link|wrapper|meta))",
            re.I,
        ),
    ),
    (
        Role.CREDIT,
        re.compile(r"(?:^|[-_])(?:credit|credits|copyright|photographer)(?:$|[-_])", re.I),
    ),
    (
        Role.DATELINE,
        re.compile(
            r"(?:^|[-_])(?:dateline|timestamp|pubdate|publish(?:ed)?-?(?:date|time|on)?|post-?date|date)(?:$|[-_](?:line|time|published)$)",
            re.I,
        ),
    ),
    (
        Role.STANDFIRST,
        re.compile(
            r"(?:^|[-_])(?:standfirst|dek|deck|summary|subtitle|sub-?headline|strapline)(?:$|[-_](?:text|p)$)",
            re.I,
        ),
    ),
    (Role.SUBHEADING, re.compile(r"(?:^|[-_])(?:kicker|eyebrow|overline)(?:$|[-_]text$)", re.I)),
    (Role.CAPTION, re.compile(r"(?:^|[-_])caption(?:$|[-_]text$)", re.I)),
)


@dataclass(slots=True)
class Draft:
    """A block before it has a place in the article; offsets count from its own start."""

    text: str
    role: Role
    segments: list[Segment]
    links: list[tuple[int, int]]
    code: list[tuple[int, int]]
    """Code inside the text, unless it is most of it."""
    pictured: bool
    """False for a caption that no figure is around."""
    element: str
    """The name of the element that its text stands right in."""
    box: Box | None
    """The box that all of it stands in."""

    @property
    def heading(self) -> int:
        """The level of a heading, 0 for everything else."""
        return HEADINGS.get(self.element, 0)


@dataclass(slots=True)
class _Run:
    """The block being gathered."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    segments: list[Segment] = field(default_factory=list)
    links: list[tuple[Element, int, int]] = field(default_factory=list)
    code: list[tuple[Element, int, int]] = field(default_factory=list)
    space: int = -1
    """The place of white space that becomes one space if ink follows; -1 for none."""
    broken: bool = False
    """Whether the last thing was a line break."""
    weights: dict[Role, int] = field(default_factory=dict)
    pictured: bool = True
    element: str = ""
    boxes: set[Box | None] = field(default_factory=set)
    """The boxes that its ink stands in."""
    thing: Element | None = None
    """The link, time or by-line that its last ink stands in."""

    def put(self, text: str, source: int, *, literal: bool = True) -> None:
        last = self.segments[-1] if self.segments else None
        runs_on = (
            last is not None
            and literal
            and last.literal
            and last.source + self.length - last.start == source
        )
        if not runs_on:
            self.segments.append(Segment(self.length, source, literal))
        self.pieces.append(text)
        self.length += len(text)

    def ink(self, text: str, source: int, element: Element, *, literal: bool = True) -> None:
        if self.space >= 0:
            self.put(" ", self.space)
            self.space = -1
        self.broken = False
        start = self.length
        self.put(text, source, literal=literal)
        for within, spans in ((element.link, self.links), (element.code, self.code)):
            if within is not None:
                first = spans.pop()[1] if spans and spans[-1][0] is within else start
                spans.append((within, first, self.length))


class _Gatherer:
    def __init__(self, page: Page, skip_chrome: bool, boxes: Mapping[int, Box]) -> None:
        self.page = page
        self.skip_chrome = skip_chrome
        self.boxes = boxes
        self.run = _Run()
        self.drafts: list[Draft] = []
        self.roles: dict[int, Role] = {}
        self.things: dict[int, Element | None] = {}

    def gather(self, start: int, end: int) -> list[Draft]:
        for index in range(start, end):
            kind, element, at, stop = self.page.items[index]
            if element.unread or (self.skip_chrome and element.chrome):
                continue
            if kind == "text":
                self.text(element, at, stop)
            elif kind == "break":
                self.line_break(at)
            elif kind == "part" or element.name not in INLINE:
                self.flush()
        self.flush()
        return self.drafts

    def line_break(self, at: int) -> None:
        run = self.run
        run.space = -1
        if not run.length:
            return
        if run.broken:  # two breaks part paragraphs
            self.flush()
        else:
            run.put("\n", at)
            run.broken = True

    def text(self, element: Element, at: int, stop: int) -> None:
        source, run = self.page.source, self.run
        before = run.length
        self._set_apart(element, at, stop)
        if element.preformatted:
            self._preformatted(element, at, stop)
        else:
            while at < stop:
                match = _PIECE.match(source, at, stop)
                assert match is not None  # the three alternatives take every character
                piece = match.group()
                following = match.end()
                if piece[0] in " \t\n\r\f":
                    if run.length and not run.broken and run.space < 0:
                        run.space = at
                elif piece == "&" and (resolved := entity(source, at, stop)):
                    text, following = resolved
                    if text.strip(" \t\n\r\f"):
                        run.ink(text, at, element, literal=False)
                    elif run.length and not run.broken and run.space < 0:
                        run.space = at
                else:
                    run.ink(piece, at, element)
                at = following
        if run.length > before:
            role = self.role(element)
            run.weights[role] = run.weights.get(role, 0) + run.length - before
            run.element = run.element or _holder(element)
            run.boxes.add(self.boxes.get(id(element)))
            if role is Role.CAPTION and not _in_figure(element):
                run.pictured = False

    def _set_apart(self, element: Element, at: int, stop: int) -> None:
        """Put a space between two links, times or by-lines that only the style of the page sets apart.

        Where a sentence ends, between it and a time, a credit or a by-line as well.
        """
        source, run = self.page.source, self.run
        if at == stop or source[at].isspace():
            return
        last, run.thing = run.thing, self._thing(element)
        if last is run.thing or not run.length or run.space >= 0 or run.broken:
            return
        before, after = run.pieces[-1][-1], source[at]
        if not after.isalnum() or max(before, after) >= _SPACELESS:
            return
        if last is None or run.thing is None:
            thing = last or run.thing
            apart = before in _STOPS and thing is not None and thing.link is None
        else:
            target = last.attributes.get("href", "").removesuffix("#")
            one = target and target == run.thing.attributes.get("href")  # that an editor cut in two
            apart = not one and (before.isalnum() or before in _ENDS)
        if apart:
            run.put(" ", at, literal=False)

    def _thing(self, element: Element) -> Element | None:
        """Return the link, time or by-line, all of it in one line, that an element is or stands in."""
        path = []
        at: Element | None = element
        while at is not None and at.name in INLINE and id(at) not in self.things:
            path.append(at)
            at = at.parent
        thing = self.things.get(id(at)) if at is not None else None
        for e in reversed(path):
            if e.link is e or e.name == "time" or _hint(e):
                thing = e
            self.things[id(e)] = thing
        return thing

    def _preformatted(self, element: Element, at: int, stop: int) -> None:
        source, run = self.page.source, self.run
        while at < stop:
            ampersand = source.find("&", at, stop)
            upto = ampersand if ampersand >= 0 else stop
            if upto > at:
                run.ink(source[at:upto], at, element)
            if ampersand < 0:
                return
            resolved = entity(source, ampersand, stop)
            text, at = resolved or ("&", ampersand + 1)
            run.ink(text, ampersand, element, literal=resolved is None)

    def role(self, element: Element) -> Role:
        """Return the part that text right inside ``element`` plays."""
        path = []
        at: Element | None = element
        while at is not None and id(at) not in self.roles:
            path.append(at)
            at = at.parent
        role = Role.PARAGRAPH if at is None else self.roles[id(at)]
        for e in reversed(path):
            role = self.roles[id(e)] = _hint(e) or _ROLES.get(e.name) or _passed_on(role, e)
        return role

    def flush(self) -> None:
        run = self.run
        if not run.length:
            run.space = -1
            return
        self.run = _Run()
        text = "".join(run.pieces)
        lead = len(text) - len(text.lstrip())
        body = text.strip()
        if not body.strip(_UNSEEN + whitespace):
            return
        segments = [
            Segment(
                max(s.start - lead, 0),
                s.source + (max(lead - s.start, 0) if s.literal else 0),
                s.literal,
            )
            for s, following in zip(run.segments, [*run.segments[1:], None], strict=True)
            if (following is None or following.start > lead) and s.start < lead + len(body)
        ]
        links, code = (
            [
                (max(s - lead, 0), min(e - lead, len(body)))
                for _, s, e in spans
                if e > lead and s - lead < len(body)
            ]
            for spans in (run.links, run.code)
        )
        if 2 * sum(e - s for s, e in code) > len(body):
            code = []
        role = _weigh(run.weights, body)
        box = next(iter(run.boxes)) if len(run.boxes) == 1 else None
        self.drafts.append(Draft(body, role, segments, links, code, run.pictured, run.element, box))


def drafts_of(
    page: Page,
    part: Element,
    start: int | None = None,
    end: int | None = None,
    boxes: Mapping[int, Box] = MappingProxyType({}),
) -> list[Draft]:
    """Return the blocks inside ``part``, or between two items of the page.

    ``boxes`` are those that elements stand in, by ``id`` of the element.
    """
    skip = (
        part.name in ("#root", "html", "body", "main")
        or part.attributes.get("role", "").lower() == "main"
    )
    first = part.first if start is None else start
    return _Gatherer(page, skip, boxes).gather(first, part.last if end is None else end)


def _holder(element: Element | None) -> str:
    """Return the name of the nearest element that is no part of a line."""
    while element is not None and element.name in INLINE:
        element = element.parent
    return "body" if element is None or element.name == "#root" else element.name


def _in_figure(element: Element | None) -> bool:
    """Whether a caption's text stands in a figure, or in a part of little text with a picture.

    Only a ``figcaption`` is expected to.
    """
    caption = False
    while element is not None:
        if element.name == "figure":
            return True
        if element.pictured and element.characters <= _HINT_CHARACTERS:
            return True
        caption = caption or element.name == "figcaption"
        element = element.parent
    return not caption


def _hint(e: Element) -> Role | None:
    """Return the part that an element's class, ``rel`` or ``itemprop`` names."""
    if e.name not in _HINTED or not e.attributes or e.characters > _HINT_CHARACTERS:
        return None
    if (
        "author" in e.attributes.get("rel", "").split()
        or e.attributes.get("itemprop", "") == "author"
    ):
        return Role.BYLINE
    for token in e.attributes.get("class", "").split()[:20]:
        for role, pattern in _HINTS:
            if len(token) <= 80 and pattern.search(token):
                return role
    return None


def _passed_on(role: Role, e: Element) -> Role:
    """Return the part an element plays that has none of its own: that of the one around it."""
    if e.name in INLINE or role in _STRONG:
        return role
    if role is not Role.TABLE:
        return Role.PARAGRAPH
    cell = e.parent
    little = cell is not None and cell.name in ("td", "th") and cell.characters <= _CELL
    return Role.PARAGRAPH if e.name == "p" and not little else role


def _weigh(weights: dict[Role, int], text: str) -> Role:
    """Name the part of a block by most of its ink; a by-line may have plain words around the name."""
    if Role.CAPTION in weights:  # the credit is a part of its caption
        return Role.CAPTION
    meta = sum(weights.get(role, 0) for role in _META)
    if meta and len(text) <= 250 and meta * 2 >= sum(weights.values()):
        return max(
            _META, key=lambda r: (r is Role.BYLINE and r in weights, weights.get(r, 0), r.value)
        )
    plain = {role: weight for role, weight in weights.items() if role not in _META} or weights
    return max(plain, key=lambda r: (plain[r], r.value))
