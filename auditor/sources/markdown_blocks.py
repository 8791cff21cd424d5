"""Markdown cut into blocks, line by line: containers first, then what stands in them.

By hand, because no parser here gives exact places in bounded time (see the notes on limits): each line
is looked at once, containers nest to a fixed depth, and nothing is ever undone.
"""

import re
from dataclasses import dataclass

from auditor.document import Role, Span
from auditor.sources.markdown_inline import normal

_LINE = re.compile(r"([^\r\n]*+)(?:\r\n|\n|\r|\Z)")
_DEEPEST = 32
_LIST = re.compile(r"([-+*]|[0-9]{1,9}[.)])(?=[ \t]|$)")
_TASK = re.compile(r"\[[ xX]\](?=[ \t])")
_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_ATX_END = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_FENCE = re.compile(r"(`{3,})(?=[^`]*$)|(~{3,})")
_BREAK = re.compile(r"(?:(?:-[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)$")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*+$")
_DEFINITION = re.compile(
    r"\[(?!\^)((?:[^\[\]\\]|\\.){1,999}+)\]:[ \t]*+(?:<[^<>]*+>|[^\s<]\S*+)(?:[ \t]++[\"'(].*)?$"
)
_NOTE = re.compile(r"\[\^[^\[\]\s]{1,100}+\]:[ \t]*+")
_DELIMITERS = re.compile(r"\|?[ \t]*+:?-+:?[ \t]*+(?:\|[ \t]*+:?-+:?[ \t]*+)*+\|?[ \t]*+$")
_RAW_HTML = (
    (
        re.compile(r"<(?:script|pre|style|textarea)(?:[\s>]|$)", re.I),
        re.compile(r"</(?:script|pre|style|textarea)>", re.I),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
)

_ELEMENTS = {
    Role.LIST_ITEM: "li",
    Role.QUOTATION: "blockquote",
    Role.TABLE: "td",
    Role.CODE: "pre",
}


@dataclass(slots=True)
class Leaf:
    """A block of the file before its inside is read. ``level`` is a heading's."""

    role: Role
    start: int
    end: int
    level: int = 0

    @property
    def element(self) -> str:
        """The name of the element that it is set in as a page."""
        return f"h{self.level}" if self.level else _ELEMENTS.get(self.role, "p")


@dataclass(slots=True)
class Blocks:
    """What the block scan found, in order."""

    leaves: list[Leaf]
    markup: list[Span]
    hidden: list[Span]
    references: frozenset[str]


class _Scanner:
    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.at = start
        self.leaves: list[Leaf] = []
        self.markup: list[Span] = []
        self.hidden: list[Span] = []
        self.references: set[str] = set()
        self.containers: list[
            int
        ] = []  # the columns that an item's lines are set in; -1 for a quotation
        self.paragraph: list[Span] = []
        self.table = False
        self.code: Leaf | None = None  # indented code that may go on
        self.fence: tuple[str, int, int, int] | None = (
            None  # mark, length, containers around it, start
        )
        self.raw: tuple[re.Pattern[str], int, int] | None = (
            None  # its end, containers around it, start
        )
        self.blank_before = True

    def scan(self) -> Blocks:
        text = self.text
        while self.at < len(text):
            match = _LINE.match(text, self.at)
            assert match is not None  # it matches the empty line too
            self.line(match.start(), match.end(1))
            self.at = match.end()
        self.close()
        if self.fence:
            self.end_fence(len(text), len(text))
        if self.raw:
            self.hidden.append(Span(self.raw[2], len(text)))
        return Blocks(self.leaves, self.markup, self.hidden, frozenset(self.references))

    def indent(self, at: int, end: int) -> tuple[int, int]:
        columns = 0
        text = self.text
        while at < end and text[at] in " \t":
            columns += 1 if text[at] == " " else 4 - columns % 4
            at += 1
        return columns, at

    def enter(self, at: int, end: int) -> tuple[int, int]:
        """Match the containers that are open; return how many go on and where the rest begins."""
        matched = 0
        for inside in self.containers:
            columns, ink = self.indent(at, end)
            if inside < 0:
                if columns > 3 or ink >= end or self.text[ink] != ">":
                    break
                at = self.quote_mark(ink, end)
            elif ink < end:
                if columns < inside:
                    break
                gone = 0
                while gone < inside:
                    gone += 1 if self.text[at] == " " else 4 - gone % 4
                    at += 1
            matched += 1
        return matched, at

    def quote_mark(self, ink: int, end: int) -> int:
        after = ink + 1 + (ink + 1 < end and self.text[ink + 1] == " ")
        self.markup.append(Span(ink, after))
        return after

    def line(self, start: int, end: int) -> None:
        matched, at = self.enter(start, end)
        if self.fence and self.in_fence(matched, start, at, end):
            return
        if self.raw and self.in_raw(matched, at, end):
            return
        columns, ink = self.indent(at, end)
        blank = ink >= end
        if matched < len(self.containers):
            if (
                self.paragraph
                and not self.table
                and not blank
                and not self.begins_block(ink, end, columns)
            ):
                self.paragraph.append(Span(ink, end))
                return
            self.close()
            del self.containers[matched:]
        if blank:
            self.close()
            self.blank_before = True
            return
        if self.paragraph and columns < 4 and self.underline(ink, end):
            return
        at = self.open_containers(at, end)
        self.leaf(at, end)
        self.blank_before = False

    def begins_block(self, ink: int, end: int, columns: int) -> bool:
        text = self.text
        if columns > 3:
            return False
        return (
            text[ink] == ">"
            or bool(_LIST.match(text, ink, end))
            or bool(_ATX.match(text, ink, end))
            or bool(_FENCE.match(text, ink, end))
            or bool(_BREAK.match(text, ink, end))
        )

    def open_containers(self, at: int, end: int) -> int:
        text = self.text
        while len(self.containers) < _DEEPEST:
            columns, ink = self.indent(at, end)
            if ink >= end or columns > 3:
                break
            if text[ink] == ">":
                self.close()
                self.containers.append(-1)
                at = self.quote_mark(ink, end)
                continue
            marker = _LIST.match(text, ink, end)
            if not marker or _BREAK.match(text, ink, end):
                break
            after = marker.end()
            spaces, content = self.indent(after, end)
            empty = content >= end
            if self.paragraph and (empty or (marker[1][0].isdigit() and marker[1][:-1] != "1")):
                break  # only a full item, numbered from 1, may break into a paragraph
            self.close()
            width = 1 if empty or spaces > 4 else spaces
            self.containers.append(columns + len(marker[1]) + width)
            at = min(after + width, end) if empty or spaces > 4 else content
            self.markup.append(Span(ink, at))
            if task := _TASK.match(text, at, end):
                self.markup.append(Span(*task.span()))
                at = task.end()
        return at

    def leaf(self, at: int, end: int) -> None:
        text = self.text
        columns, ink = self.indent(at, end)
        if ink >= end:
            self.close()
            return
        if columns > 3 and not self.paragraph:
            self.indented(ink, end)
            return
        self.code = None
        if columns < 4:
            if heading := _ATX.match(text, ink, end):
                self.heading(heading, end)
                return
            if fence := _FENCE.match(text, ink, end):
                self.close()
                mark = fence[1] or fence[2]
                self.fence = (mark[0], len(mark), len(self.containers), ink)
                return
            if _BREAK.match(text, ink, end):
                self.close()
                self.markup.append(Span(ink, end))
                return
            if text[ink] == "<" and self.open_raw(ink, end):
                return
            if note := _NOTE.match(text, ink, end):
                self.close()
                self.markup.append(Span(ink, note.end()))
                ink = note.end()
            elif not self.paragraph and (definition := _DEFINITION.match(text, ink, end)):
                self.references.add(normal(definition[1]))
                self.hidden.append(Span(ink, end))
                return
        if self.table and "|" not in text[ink:end]:
            self.close()
        if len(self.paragraph) == 1 and not self.table and self.delimiters(ink, end):
            self.table = True
        if ink < end:
            self.paragraph.append(Span(ink, end))

    def delimiters(self, ink: int, end: int) -> bool:
        text = self.text
        return (
            "|" in self.paragraph[0].of(text)
            and "|" in text[ink:end]
            and bool(_DELIMITERS.match(text, ink, end))
        )

    def indented(self, ink: int, end: int) -> None:
        if self.code is not None:
            self.code.end = end
            self.hidden[-1] = Span(self.code.start, end)
            return
        self.code = Leaf(Role.CODE, ink, end)
        self.leaves.append(self.code)
        self.hidden.append(Span(ink, end))

    def heading(self, heading: re.Match[str], end: int) -> None:
        self.close()
        start = heading.end()
        tail = _ATX_END.search(self.text[start:end])
        stop = start + tail.start() if tail else end
        self.markup.append(Span(heading.start(), start))
        if stop < end:
            self.markup.append(Span(stop, end))
        self.leaves.append(Leaf(Role.SUBHEADING, start, stop, len(heading[1])))

    def underline(self, ink: int, end: int) -> bool:
        match = _UNDERLINE.match(self.text, ink, end)
        if not match or self.table:
            return False
        level = 1 if match[1][0] == "=" else 2
        self.markup.append(Span(ink, end))
        self.leaves.append(
            Leaf(Role.SUBHEADING, self.paragraph[0].start, self.paragraph[-1].end, level)
        )
        self.paragraph = []
        return True

    def open_raw(self, ink: int, end: int) -> bool:
        """Begin what is read by a browser and by nobody else; other tags are marks in a paragraph."""
        for opening, closing in _RAW_HTML:
            if not opening.match(self.text, ink, end):
                continue
            # A comment with text after it on its line is a mark in a paragraph.
            close = closing.search(self.text, ink + 2, end)
            if close and self.text[close.end() : end].strip():
                return False
            self.close()
            if close:
                self.hidden.append(Span(ink, end))
            else:
                self.raw = (closing, len(self.containers), ink)
            return True
        return False

    def in_raw(self, matched: int, at: int, end: int) -> bool:
        assert self.raw is not None  # asked only then
        closing, around, start = self.raw
        if matched < around:
            self.hidden.append(Span(start, at))
            self.raw = None
            return False
        if closing.search(self.text, at, end):
            self.hidden.append(Span(start, end))
            self.raw = None
        return True

    def in_fence(self, matched: int, start: int, at: int, end: int) -> bool:
        assert self.fence is not None  # asked only then
        mark, length, around, _ = self.fence
        if matched < around:
            self.end_fence(start, start)
            return False
        _, ink = self.indent(at, end)
        line = self.text[ink:end].rstrip(" \t")
        if len(line) >= length and not line.strip(mark) and line:
            self.end_fence(ink, end)
        return True

    def end_fence(self, inner_end: int, end: int) -> None:
        """Close fenced code; the block is what stands between the fences."""
        assert self.fence is not None  # asked only then
        opened = self.fence[3]
        first = _LINE.match(self.text, opened)
        assert first is not None  # it matches the empty line too
        inside = min(first.end(), inner_end)
        if self.text[inside:inner_end].strip():
            self.leaves.append(Leaf(Role.CODE, inside, inner_end))
        self.hidden.append(Span(opened, end))
        self.fence = None

    def close(self) -> None:
        """End the paragraph or table that is open."""
        if self.paragraph:
            start, end = self.paragraph[0].start, self.paragraph[-1].end
            if self.table:
                self.leaves.append(Leaf(Role.TABLE, start, end))
                self.hidden.append(self.paragraph[1])
                for row in (self.paragraph[0], *self.paragraph[2:]):
                    self.hidden += (
                        Span(m.start(), m.end())
                        for m in re.compile(r"(?<!\\)\|").finditer(self.text, *row)
                    )
            else:
                self.leaves.append(Leaf(self.role(), start, end))
        self.paragraph = []
        self.table = False

    def role(self) -> Role:
        if not self.containers:
            return Role.PARAGRAPH
        return Role.QUOTATION if self.containers[-1] < 0 else Role.LIST_ITEM


def scan_blocks(text: str, start: int) -> Blocks:
    """Cut ``text`` from ``start`` on into blocks."""
    return _Scanner(text, start).scan()
