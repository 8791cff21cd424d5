"""HTML cut into tags and text, each with its exact place; linear on any input.

Follows the WHATWG tokeniser where it matters for text. Parsers that follow it to the letter have small
inputs that hang them or that lose text in silence; here every pattern is possessive, every search that
fails is never made again, and what an unclosed mark swallows is told (``Tokens.cut``).
"""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

_ATTRIBUTES = r"""(?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=(?!\s*+["']))*+>"""
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*+){_ATTRIBUTES}")
_OPENS = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,63})")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)))?"""
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_ENTITY = re.compile(r"&(?:#[xX]([0-9a-fA-F]++)|#([0-9]++)|([a-zA-Z][a-zA-Z0-9]{0,40}+));?")

# HTML reads the numbers 128-159 as windows-1252.
_C1 = dict(
    zip(
        range(0x80, 0xA0),
        "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ",
        strict=True,
    )
)


class Tag(NamedTuple):
    """A tag: ``start`` and ``end`` are its place in the file."""

    name: str
    closing: bool
    start: int
    end: int


class Text(NamedTuple):
    """A run of text; entities are not resolved yet."""

    start: int
    end: int


class Raw(NamedTuple):
    """What stands between a raw-text tag (``script``, ``title``) and its end."""

    name: str
    start: int
    end: int


class Tokens:
    """Iterate over the tokens of a page; afterwards ``cut`` says what an unclosed mark hid."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lax = False  # quotation marks in tags proved unreliable: a tag ends at the first ">"
        self._absent: set[str] = set()
        self.cut: str | None = None

    def __iter__(self) -> Iterator[Tag | Text | Raw]:
        """Yield every token in order."""
        source = self._source
        at = text = 0
        end = len(source)
        while (at := source.find("<", at)) >= 0:
            name = ""
            closing = False
            if source.startswith(("<!", "<?"), at):
                stop = self._past_declaration(at)
            elif tag := self._tag(at):
                name, closing, stop = tag
            elif self.cut:
                stop = end
            else:
                at += 1  # a "<" that opens nothing is text
                continue
            if at > text:
                yield Text(text, at)
            if name:
                yield Tag(name, closing, at, stop)
            if name in _RAW and not closing and not self._self_closed(name, stop):
                close = self._raw_end(name, stop)
                if close is not None:
                    if close > stop:
                        yield Raw(name, stop, close)
                    stop = close
            at = text = stop
        if end > text:
            yield Text(text, end)

    def _self_closed(self, name: str, stop: int) -> bool:
        return name == "iframe" and self._source[stop - 2 : stop] == "/>"

    def _find(self, what: str, at: int) -> int:
        """Find ``what`` at or after ``at``; once it is absent the file is not searched again."""
        if what in self._absent:
            return -1
        found = self._source.find(what, at)
        if found < 0:
            self._absent.add(what)
        return found

    def _cut(self, at: int, what: str) -> int:
        rest = len(self._source) - at
        if self._source[at:].strip("\0 \t\r\n") and self.cut is None:
            self.cut = f"{what} is never closed; the {rest} characters from there on were not read"
        return len(self._source)

    def _past_declaration(self, at: int) -> int:
        source = self._source
        if source.startswith("<!--", at):
            if source.startswith(("<!-->", "<!--->"), at):
                return source.index(">", at) + 1
            close = self._find("-->", at + 4)
            return close + 3 if close >= 0 else self._cut(at, "a comment")
        if source.startswith("<![CDATA[", at):
            close = self._find("]]>", at)
            if close >= 0:
                return close + 3
        close = self._find(">", at)
        return close + 1 if close >= 0 else self._cut(at, "a declaration")

    def _tag(self, at: int) -> tuple[str, bool, int] | None:
        """Return the name of the tag at ``at``, whether it closes, and its end; None for no tag."""
        source = self._source
        opening = _OPENS.match(source, at)
        if opening is None:
            return None
        name, closing = opening[2].lower(), opening[1] == "/"
        if not self._lax:
            if match := _TAG.match(source, at):
                return name, closing, match.end()
            self._lax = True
        close = self._find(">", at)
        if close < 0:
            self._cut(at, "a tag")
            return None
        return name, closing, close + 1

    def _raw_end(self, name: str, at: int) -> int | None:
        """Return where the end tag of a raw element stands; None to read on as if it were none."""
        mark = f"</{name}"
        if mark in self._absent:
            return None
        match = re.compile(rf"</{name}(?=[\s/>])", re.I).search(self._source, at)
        if match:
            return match.start()
        self._absent.add(mark)
        return self._cut(at, f"a <{name}>") if name in ("script", "style") else None


def attributes(source: str, tag: Tag, limit: int) -> dict[str, str]:
    """Return the attributes of a tag, names in lower case, entities resolved; the first of a name counts."""
    found: dict[str, str] = {}
    at = tag.start + 1 + len(tag.name)
    for _ in range(limit):
        match = _ATTRIBUTE.match(source, at, tag.end - 1)
        if match is None or match.end() == at:
            # A stray mark between attributes: step over it.
            if at >= tag.end - 1:
                break
            at += 1
            continue
        at = match.end()
        value = next((v for v in match.groups()[1:] if v is not None), "")
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
    return found


def entity(source: str, at: int, end: int) -> tuple[str, int] | None:
    """Return the text of the entity at ``at`` and where it ends; None where ``&`` stands for itself."""
    match = _ENTITY.match(source, at, end)
    if match is None:
        return None
    if match[3] is None:
        return _numbered(match), match.end()
    name = match[3]
    if source[match.end() - 1] == ";" and (text := html5.get(f"{name};")):
        return text, match.end()
    for length in range(min(len(name), 8), 1, -1):  # old names that need no semicolon (&ampnbsp)
        if text := html5.get(name[:length]):
            return text, at + 1 + length + (length == len(name) and source[match.end() - 1] == ";")
    return None


def _numbered(match: re.Match[str]) -> str:
    digits = (match[1] or match[2]).lstrip("0")
    number = int(digits or "0", 16 if match[1] else 10) if len(digits) <= 8 else 0
    if number in _C1:
        return _C1[number]
    if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return "\ufffd"
    return chr(number)


def unescape(text: str) -> str:
    """Return ``text`` with its entities resolved."""
    pieces: list[str] = []
    at = done = 0
    while (at := text.find("&", at)) >= 0:
        if resolved := entity(text, at, len(text)):
            pieces += (text[done:at], resolved[0])
            at = done = resolved[1]
        else:
            at += 1
    return "".join(pieces) + text[done:] if pieces else text
