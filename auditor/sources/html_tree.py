"""The elements of a page and its text in order: as much of a tree as finding the article needs."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from auditor.document import Note
from auditor.sources.html_tokens import Raw, Tag, Text, Tokens, attributes, unescape
from auditor.sources.settings import Limits

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "picture",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_CODE = frozenset(["code", "kbd", "samp", "tt"])
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_PICTURES = frozenset({"img", "picture", "video", "iframe", "amp-img"})
_NEAR = 4
"""Elements around a picture that are told of it."""
_HEAD = frozenset(
    ["title", "meta", "link", "script", "style", "base", "noscript", "template", "html", "head"]
)
_NEVER = frozenset({"script", "style", "template", "head"})
_UNREAD = frozenset(
    [
        "nav",
        "form",
        "button",
        "dialog",
        "menu",
        "noscript",
        "svg",
        "math",
        "object",
        "select",
        "iframe",
    ]
)
_UNSEEN = frozenset(
    [
        "sr-only",
        "screen-reader-text",
        "screen-reader-only",
        "visually-hidden",
        "visuallyhidden",
        "element-invisible",
        "assistive-text",
    ]
)
"""Classes that the well-known frameworks give to labels for screen readers."""
_CHROME = frozenset({"header", "footer", "aside"})
_P_ENDS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
# An opening tag that ends an element of the same family, and the element that bounds the family.
_ENDS = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "tr": (("tr", "td", "th"), ("table",)),
    "td": (("td", "th"), ("table", "tr")),
    "th": (("td", "th"), ("table", "tr")),
}


@dataclass(slots=True, eq=False)
class Element:
    """One element: what of it matters, and which items of the page lie in it."""

    name: str
    parent: "Element | None"
    attributes: dict[str, str]
    first: int
    """Index of its first item; ``last`` is one past the final one."""
    last: int = 0
    link: "Element | None" = None
    code: "Element | None" = None
    preformatted: bool = False
    in_article: bool = False
    unread: bool = False
    """Not part of what a reader of the article reads; settled from the outside in."""
    pictured: bool = False
    """Whether a picture or a film stands in it, at most a few elements down and in no figure of its own."""
    chrome: bool = False
    """Header, footer or aside of the page, not of an article."""
    characters: int = 0
    linked: int = 0
    """How many of its characters are links."""
    prose: int = 0
    """How much of the text stands in paragraphs and not in links; before ``settle`` all such text."""


class Item(NamedTuple):
    """A step through the page: ``open``, ``close``, ``text``, ``break`` or ``part``.

    ``part`` is a tag that parts blocks and opens no element.
    """

    kind: str
    element: Element
    start: int
    end: int


@dataclass(slots=True)
class Page:
    """A page: elements in order, items in order, and what its head says."""

    source: str
    root: Element
    elements: list[Element] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


class _Builder:
    def __init__(self, source: str, limits: Limits) -> None:
        self.root = Element("#root", None, {}, 0)
        self.page = Page(source, self.root, [self.root])
        self.limits = limits
        self.stack = [self.root]
        self.open: Counter[str] = Counter()
        self.overflow = 0

    def build(self) -> Page:
        page = self.page
        tokens = Tokens(page.source)
        for token in tokens:
            if isinstance(token, Tag):
                if token.closing:
                    self._close(token)
                else:
                    self._start(token)
            elif isinstance(token, Text):
                self._text(token)
            else:
                self._raw(token)
        while len(self.stack) > 1:
            self._pop(len(page.source))
        self.root.last = len(page.items)
        if tokens.cut:
            page.notes.append(Note("input-cut", tokens.cut))
        _settle(page)
        return page

    def _text(self, token: Text) -> None:
        run = self.page.source[token.start : token.end]
        ink = len(run.strip())
        top = self.stack[-1]
        if top.name == "head" and ink:  # text ends a head that was not closed
            self._pop(token.start)
            top = self.stack[-1]
        self.page.items.append(Item("text", top, token.start, token.end))
        top.characters += ink
        if top.link is not None:
            top.linked += ink
        elif ink >= 80 or (ink and self.open["p"]):
            top.prose += ink

    def _raw(self, token: Raw) -> None:
        if token.name == "title" and not self.page.title and not self.open["svg"]:
            self.page.title = " ".join(unescape(self.page.source[token.start : token.end]).split())

    def _start(self, tag: Tag) -> None:
        page, name = self.page, tag.name
        if self.open["head"] and name not in _HEAD:
            self._pop_to("head", tag.start)
        has = tag.end - tag.start > len(name) + 2
        values = attributes(page.source, tag, self.limits.attributes) if has else {}
        if name == "meta":
            key = values.get("property") or values.get("name") or values.get("itemprop")
            if key and "content" in values:
                page.meta.setdefault(key.lower(), values["content"])
            return
        if name == "br" or name == "hr":
            page.items.append(
                Item("break" if name == "br" else "part", self.stack[-1], tag.start, tag.end)
            )
            return
        if name in _PICTURES:
            for around in self.stack[: -_NEAR - 1 : -1]:
                around.pictured = True
                if around.name == "figure":
                    break
        if name in _VOID:
            return
        self._imply(name, tag.start)
        if name == "html" and self.open["html"]:
            return
        if len(self.stack) > self.limits.depth:
            self.overflow += 1
            if name not in INLINE:
                page.items.append(Item("part", self.stack[-1], tag.start, tag.end))
            return
        if page.source[tag.end - 2] == "/" and self.open["svg"]:
            return
        self._push(name, values, tag)

    def _imply(self, name: str, at: int) -> None:
        if name in _P_ENDS and self.open["p"]:
            self._pop_within(("p",), ("article", "section", "table", "td", "button", "object"), at)
        if name == "a" and self.open["a"]:
            self._pop_within(("a",), ("td", "th", "table", "object"), at)
        if name in _ENDS:
            self._pop_within(*_ENDS[name], at)

    def _push(self, name: str, values: dict[str, str], tag: Tag) -> None:
        parent = self.stack[-1]
        element = Element(name, parent, values, len(self.page.items))
        body = "articlebody" in values.get("itemprop", "").lower()
        element.in_article = parent.in_article or name == "article" or body
        element.link = element if name == "a" and "href" in values else parent.link
        element.code = element if name in _CODE and parent.code is None else parent.code
        element.preformatted = parent.preformatted or name == "pre"
        element.unread = name in _NEVER or name in _UNREAD or _hidden(values)
        element.chrome = (
            name in _CHROME
            and not element.in_article
            and not (name == "header" and self.open["main"])
        )
        self.page.elements.append(element)
        self.page.items.append(Item("open", element, tag.start, tag.end))
        self.stack.append(element)
        self.open[name] += 1

    def _pop(self, at: int) -> None:
        element = self.stack.pop()
        self.open[element.name] -= 1
        self.page.items.append(Item("close", element, at, at))
        element.last = len(self.page.items)

    def _pop_to(self, name: str, at: int) -> None:
        while self.stack[-1].name != name:
            self._pop(at)
        self._pop(at)

    def _pop_within(self, names: tuple[str, ...], bounds: tuple[str, ...], at: int) -> None:
        """Close the outermost open element of ``names`` that no element of ``bounds`` shields."""
        if not any(self.open[name] for name in names):
            return
        depth = None
        for index in range(len(self.stack) - 1, 0, -1):
            name = self.stack[index].name
            if name in bounds:
                break
            if name in names:
                depth = index
        while depth is not None and len(self.stack) > depth:
            self._pop(at)

    def _close(self, tag: Tag) -> None:
        if self.overflow:
            self.overflow -= 1
            if tag.name not in INLINE:
                self.page.items.append(Item("part", self.stack[-1], tag.start, tag.end))
            return
        if tag.name in ("html", "body"):  # more may follow, and is read
            return
        if self.open[tag.name]:
            self._pop_to(tag.name, tag.start)
        elif tag.name == "p":
            self.page.items.append(Item("part", self.stack[-1], tag.start, tag.end))


def build(source: str, limits: Limits) -> Page:
    """Read the elements and the text of a page."""
    return _Builder(source, limits).build()


def _hidden(values: dict[str, str]) -> bool:
    style = values.get("style", "").replace(" ", "").lower()
    return (
        ("hidden" in values and values["hidden"].lower() != "until-found")
        or values.get("aria-hidden", "").lower() == "true"
        or "display:none" in style
        or "visibility:hidden" in style
        or not _UNSEEN.isdisjoint(values.get("class", "").split())
    )


def _settle(page: Page) -> None:
    """Sum what each element holds, then decide what is unread, from the outside in."""
    for element in reversed(page.elements):
        if element.parent is not None and element.name not in _NEVER:
            element.parent.characters += element.characters
            element.parent.linked += element.linked
            element.parent.prose += element.prose
    whole, ink = page.root.prose, page.root.characters
    for element in page.elements:
        if element.unread and element.name not in _NEVER and _holds_the_page(element, whole, ink):
            # A form around the whole page, a body hidden until its script has run, a tag never closed.
            element.unread = False
        if element.parent is not None:
            element.unread = element.unread or element.parent.unread
            element.chrome = element.chrome or (element.parent.chrome and not element.in_article)
    for element in page.elements:
        element.prose = 0 if element.unread or element.chrome else element.prose
    # What is unread does not count for those around it either.
    own = {id(e): e.prose for e in page.elements}
    for element in page.elements:
        parent = element.parent
        if parent is not None and element.name not in _NEVER:
            own[id(parent)] -= element.prose
    for element in page.elements:
        element.prose = max(own[id(element)], 0) if not (element.unread or element.chrome) else 0
    for element in reversed(page.elements):
        if element.parent is not None:
            element.parent.prose += element.prose


def _holds_the_page(element: Element, prose: int, ink: int) -> bool:
    return element.prose > 0.6 * prose if prose else element.characters > 0.8 * ink > 0
