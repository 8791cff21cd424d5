"""Markdown inside a block: which characters are marks and which are no prose; linear on any input."""

import re
from bisect import bisect_right
from typing import NamedTuple

from auditor.document import Span

_SPECIAL = re.compile(r"\\[!-/:-@\[-`{-~]|`+|<|!\[|\[|\]|\*+|_+|~~+|&|https?://")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[\w.+-]{1,64}@[\w.-]{1,255})>")
_TAG = re.compile(
    r"""<(?:/?[A-Za-z][A-Za-z0-9-]*+(?=[\s/>])(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+|[?!][^<>]*+)>"""
)
_TARGET = re.compile(
    r"""\(\s{0,20}+(?:<[^<>\r\n]{0,2000}+>|(?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.){0,1000}+\)){0,2000}+)"""
    r"""(?:\s{1,20}+(?:"(?:[^"\\]|\\.){0,500}+"|'(?:[^'\\]|\\.){0,500}+'|\([^()\\]{0,500}+\)))?\s{0,20}+\)"""
)
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999}+)\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,100}+\]")
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ADDRESS = re.compile(r"[^\s<>\[\]()*`\"”’»]*+")
_TICKS = re.compile("`+")


class Marks(NamedTuple):
    """What a block's inside holds: marks, what is not prose, and the words of links."""

    markup: list[Span]
    hidden: list[Span]
    links: list[Span]


class _Delimiter:
    """A run of ``*``, ``_`` or ``~`` that may open or close emphasis; ``start``/``end`` shrink as it is used."""

    __slots__ = ("char", "closes", "end", "length", "opens", "start")

    def __init__(self, char: str, start: int, end: int, opens: bool, closes: bool) -> None:
        self.char, self.start, self.end, self.opens, self.closes = char, start, end, opens, closes
        self.length = end - start


def scan(text: str, start: int, end: int, references: frozenset[str]) -> Marks:
    """Find the marks in ``text[start:end]``, one block; ``references`` are the labels that are defined."""
    marks = Marks([], [], [])
    delimiters: list[_Delimiter] = []
    brackets: list[tuple[int, bool]] = []
    ticks: dict[int, list[int]] | None = None
    comment_absent = False
    at = start
    while match := _SPECIAL.search(text, at, end):
        here, at = match.span()
        what = match.group()
        first = what[0]
        if first == "\\":
            marks.markup.append(Span(here, here + 1))
        elif first == "`":
            if ticks is None:
                ticks = _ticks(text, here, end)
            positions = ticks.get(len(what), [])
            index = bisect_right(positions, here)
            if index < len(positions):
                at = positions[index] + len(what)
                marks.hidden.append(Span(here, at))
        elif first == "<":
            if text.startswith("<!--", here) and not comment_absent:
                close = text.find("-->", here + 4, end)
                if close >= 0:
                    at = close + 3
                    marks.markup.append(Span(here, at))
                    continue
                comment_absent = True
            if link := _AUTOLINK.match(text, here, end):
                at = link.end()
                marks.hidden.append(Span(here, at))
            elif tag := _TAG.match(text, here, end):
                at = tag.end()
                # A line break parts words, so something has to stand for it.
                (marks.hidden if tag.group()[:3].lower() == "<br" else marks.markup).append(
                    Span(here, at)
                )
        elif first == "h":
            # An address goes whole, so that its underscores are no emphasis; it is text all the same.
            address = _ADDRESS.match(text, at, end)
            at = address.end() if address else at
        elif what == "[" and (note := _FOOTNOTE.match(text, here, end)):
            at = note.end()
            marks.markup.append(Span(here, at))
        elif what in ("[", "!["):
            brackets.append((here, what == "!["))
        elif what == "]":
            if brackets:
                opened, image = brackets.pop()
                at = _close_bracket(text, opened, image, here, end, references, marks) or at
        elif first == "&":
            if entity := _ENTITY.match(text, here, end):
                at = entity.end()
                # "&amp;" reads as its first character; of the others nothing reads as it stands.
                (marks.markup if entity.group() == "&amp;" else marks.hidden).append(
                    Span(here + (entity.group() == "&amp;"), at)
                )
        else:
            delimiters.append(_delimiter(text, first, here, at, start, end))
    marks.markup.extend(_emphasis(delimiters))
    return marks


def _ticks(text: str, start: int, end: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text, start, end):
        found.setdefault(len(run.group()), []).append(run.start())
    return found


def _close_bracket(
    text: str,
    opened: int,
    image: bool,
    here: int,
    end: int,
    references: frozenset[str],
    marks: Marks,
) -> int | None:
    """Make a link or an image of a pair of brackets where it is one; return where it ends."""
    inner = opened + (2 if image else 1)
    if target := _TARGET.match(text, here + 1, end):
        stop = target.end()
    elif (label := _LABEL.match(text, here + 1, end)) and (
        normal(label[1]) in references or (not label[1] and _refers(text, inner, here, references))
    ):
        stop = label.end()
    elif _refers(text, inner, here, references):
        stop = here + 1
    else:
        return None
    if image:
        marks.hidden.append(Span(opened, stop))
    else:
        marks.markup.extend((Span(opened, inner), Span(here, stop)))
        if inner < here:
            marks.links.append(Span(inner, here))
    return stop


def _refers(text: str, start: int, end: int, references: frozenset[str]) -> bool:
    return bool(references) and end - start <= 999 and normal(text[start:end]) in references


def normal(label: str) -> str:
    """Return a link's label as labels are compared: case folded, white space as one space."""
    return " ".join(label.split()).casefold()


def _delimiter(text: str, char: str, here: int, at: int, start: int, end: int) -> _Delimiter:
    before = text[here - 1] if here > start else " "
    after = text[at] if at < end else " "
    space_before, space_after = before.isspace(), after.isspace()
    mark_before, mark_after = _is_mark(before), _is_mark(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    if char == "_":
        return _Delimiter(
            char, here, at, left and (not right or mark_before), right and (not left or mark_after)
        )
    return _Delimiter(char, here, at, left, right)


def _is_mark(char: str) -> bool:
    return not char.isalnum() and not char.isspace()


def _emphasis(delimiters: list[_Delimiter]) -> list[Span]:
    """Pair the runs as CommonMark does; a search that failed is not made again below the same place."""
    found: list[Span] = []
    stack: list[_Delimiter] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for closer in delimiters:
        while closer.closes and closer.start < closer.end:
            key = (closer.char, closer.opens, closer.length % 3)
            bottom = min(bottoms.get(key, 0), len(stack))
            index = len(stack) - 1
            while index >= bottom and not _pairs(stack[index], closer):
                index -= 1
            if index < bottom:
                bottoms[key] = len(stack)
                break
            opener = stack[index]
            del stack[index + 1 :]
            double = min(opener.end - opener.start, closer.end - closer.start) >= 2
            use = 2 if double else 1
            found += (Span(opener.end - use, opener.end), Span(closer.start, closer.start + use))
            opener.end -= use
            closer.start += use
            if opener.start == opener.end:
                stack.pop()
        if closer.opens and closer.start < closer.end:
            stack.append(closer)
    return found


def _pairs(opener: _Delimiter, closer: _Delimiter) -> bool:
    if opener.char != closer.char:
        return False
    if closer.char == "~":
        return opener.length == closer.length
    both = (opener.closes or closer.opens) and (opener.length + closer.length) % 3 == 0
    return not both or (opener.length % 3 == 0 and closer.length % 3 == 0)
