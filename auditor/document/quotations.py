"""Quotations: which words are somebody's, over paragraphs and between the kinds of marks.

One pass over the marks of each block, with a stack of those that stand open. What a mark does is
read from its shape and from what stands on either side; marks that touch (``'"``) share their sides.
Double marks decide: a single mark without a partner is taken for an apostrophe, except the curly
opening one, which is used for nothing else.
"""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from auditor.document.block import Block, Role
from auditor.document.span import Span

_MARKS = "\"“”„‟«»‘’‚‛'‹›＂″"
_UNSEEN = "\u2060\u200b\u200c\u200d\ufeff"
_RUN = re.compile(f"[{_MARKS}{_UNSEEN}]+|``")
_DOUBLE = frozenset('"“”„‟＂″')
_GUILLEMETS = frozenset("«»‹›")
_OPENING_SIDE = frozenset("([{<-–—―/…=*_¿¡|•·")
_CLOSING_SIDE = frozenset(".,;:!?)]}…-–—―/%*_|")
_ELISIONS = frozenset(
    "tis twas twere twill em til till cause cos coz cuz round bout n neath scuse nuff nother "
    "cept fraid sup ere kay tude er im ard ow ello ood bye s t d ll re ve m o nam hood gram".split()
)
_LETTERS = re.compile(r"[^\W_]+")
_FEET = re.compile(r"\d ?['’′] ?\d{1,2}(?:½|¼|¾|\.\d)?$")
_INCH = re.compile(r"\d[- ]?(?:inch|in)$")
_LINE = 90
"""A longer block is not taken for a line between two paragraphs of speech (advertisement)."""
_YEAR = re.compile(r"\d\d(?:s\b|(?![\d.,%]))")
_BULLET = re.compile(r"(?:[-*•–—·>#]+|\d{1,3}[.)])[ \t]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation that stands in no other.

    ``span`` takes the marks in, ``inner`` leaves them out. ``closed`` is false where no closing
    mark was found; ``continues`` is true where the paragraph ends and the next one opens again, as
    is the custom for speech over several paragraphs. ``opened`` is false for a closing mark that
    nothing opened: its span is the mark alone.
    """

    span: Span
    inner: Span
    block: int
    closed: bool = True
    continues: bool = False
    opened: bool = True
    style: str = "straight"
    """``straight``, ``curly``, ``low`` (German), ``guillemets`` or ``single``."""
    nested: tuple[Span, ...] = ()
    """Quotations inside it, with their marks, in order."""
    strays: tuple[Span, ...] = ()
    """Opening marks inside it that nothing closes."""


class _Mark(NamedTuple):
    at: int
    char: str
    before: str
    """The character before the run of marks; empty at the beginning of the block."""
    after: str


class _Pair(NamedTuple):
    start: int
    end: int
    char: str
    closed: bool
    width: int = 1


class _Open:
    """An opening mark that waits for its partner."""

    __slots__ = ("char", "kind", "mark", "maybe")

    def __init__(self, mark: _Mark, kind: str) -> None:
        self.mark = mark
        self.kind = kind
        self.char = mark.char
        self.maybe = -1
        """Where a mark stood that may have closed it or may be an apostrophe (the boys’)."""


def parse(prose: str, blocks: tuple[Block, ...]) -> tuple[Quotation, ...]:
    """Return the quotations of the outer level, in order; linear in the length of the text."""
    found: list[Quotation] = []
    tails: list[tuple[int, Block]] = []
    for block in blocks:
        if block.role is Role.CODE:
            continue
        here = _in_block(prose, block)
        if here and not here[-1].closed and here[-1].span.end == block.span.end:
            tails.append((len(found) + len(here) - 1, block))
        found.extend(here)
    for at, block in tails:
        if _reopens(prose, blocks, block.index + 1):
            found[at] = replace(found[at], continues=True)
    return tuple(found)


def _reopens(prose: str, blocks: tuple[Block, ...], index: int) -> bool:
    """Whether the block at ``index`` opens with a mark, or the next after a line of no prose."""
    for block in blocks[index : index + 2]:
        if opens_with_mark(prose, block.span):
            return True
        start, end = block.span
        if block.is_prose and (end - start > _LINE or prose[end - 1] in '.?!"”’'):
            return False
    return False


def opens_with_mark(prose: str, span: Span) -> bool:
    """Whether the first thing in ``span``, a bullet aside, is a mark that may open a quotation."""
    at = span.start
    if bullet := _BULLET.match(prose, at, span.end):
        at = bullet.end()
    while at < span.end and prose[at] in "\u2060([*_ …":
        at += 1
    return at < span.end and (prose[at] in "\"“„«‘'”＂" or prose.startswith("``", at))


def _marks(prose: str, block: Block) -> list[_Mark]:
    found: list[_Mark] = []
    start, end = block.span
    for run in _RUN.finditer(prose, start, end):
        first, last = run.span()
        before = prose[first - 1] if first > start else ""
        after = prose[last] if last < end else ""
        text = run.group()
        if text == "``":
            found.append(_Mark(first, "“", before, after))
            continue
        skip = -1
        for at in range(first, last):
            char = prose[at]
            if char not in _MARKS or at == skip:
                continue
            if char in "'’" and at + 1 < last and prose[at + 1] == char:
                skip = at + 1
                found.append(_Mark(at, "''", before, after))
            else:
                found.append(_Mark(at, char, before, after))
    return found


def _is_inches(prose: str, mark: _Mark, block: Block) -> bool:
    """Whether a straight double mark after a figure stands for inches or seconds."""
    if mark.char not in ('"', "”", "″", "''") or not (
        mark.before.isdigit() or mark.before in ("h", "n")
    ):
        return False
    pattern = _FEET if mark.before.isdigit() else _INCH
    return pattern.search(prose, max(block.span.start, mark.at - 8), mark.at) is not None


def _is_apostrophe(prose: str, mark: _Mark) -> bool:
    """Whether a straight double mark was struck for an apostrophe (the city"s)."""
    if mark.char != '"' or mark.after != "s" or not mark.before.isalpha():
        return False
    return not prose[mark.at + 2 : mark.at + 3].isalnum()


def _looks(mark: _Mark) -> int:
    """Return 1 where the sides say that a mark opens, -1 where they say that it closes, else 0."""
    free_before = not mark.before or mark.before.isspace() or mark.before in _OPENING_SIDE
    free_after = not mark.after or mark.after.isspace() or mark.after in _CLOSING_SIDE
    if free_before == free_after:
        if free_before and mark.before and mark.after:
            # A dash or an ellipsis on one side and white space on the other.
            if mark.before.isspace() and not mark.after.isspace():
                return 1
            if mark.after.isspace() and not mark.before.isspace():
                return -1
        elif free_before and not mark.before:
            return 1
        elif free_before and not mark.after:
            return -1
        return 0
    return 1 if free_before else -1


def _in_block(prose: str, block: Block) -> list[Quotation]:
    marks = _marks(prose, block)
    if not marks:
        return []
    pairs, lone, strays = _Matcher(prose, block).run(marks)
    return _assemble(prose, block, pairs, lone, strays)


class _Matcher:
    """Matches the marks of one block."""

    def __init__(self, prose: str, block: Block) -> None:
        self.prose = prose
        self.block = block
        self.stack: list[_Open] = []
        self.count = {"double": 0, "angle": 0, "single": 0}
        self.pairs: list[_Pair] = []
        self.lone: list[_Mark] = []
        self.strays: list[int] = []
        self.inch = -1
        """Where a mark after a figure closed a quotation, though it may stand for inches."""

    def run(self, marks: list[_Mark]) -> tuple[list[_Pair], list[_Mark], list[int]]:
        for mark in marks:
            if mark.char in _DOUBLE or mark.char == "''":
                self._double(mark)
            elif mark.char in _GUILLEMETS:
                self._angle(mark)
            else:
                self._single(mark)
        self._finish()
        return self.pairs, self.lone, self.strays

    def _push(self, mark: _Mark, kind: str) -> None:
        self.stack.append(_Open(mark, kind))
        self.count[kind] += 1

    def _pop(self) -> _Open:
        top = self.stack.pop()
        self.count[top.kind] -= 1
        return top

    def _drop_single(self, top: _Open) -> None:
        """Settle a single mark that found no sure partner."""
        if top.maybe >= 0:
            self.pairs.append(_Pair(top.mark.at, top.maybe + 1, top.char, True))
        elif top.char in "‘‚":
            self.strays.append(top.mark.at)

    def _close(self, mark: _Mark, kind: str) -> None:
        """Close the innermost quotation of ``kind``; what stands open inside it goes."""
        while True:
            top = self._pop()
            if top.kind == kind:
                width = 2 if mark.char == "''" else 1
                self.pairs.append(_Pair(top.mark.at, mark.at + width, top.char, True, width))
                return
            if top.kind == "single":
                self._drop_single(top)
            else:
                self._unclosed(top)

    def _unclosed(self, top: _Open) -> None:
        self.pairs.append(_Pair(top.mark.at, -1, top.char, False))

    def _double(self, mark: _Mark) -> None:
        if _is_inches(self.prose, mark, self.block) or _is_apostrophe(self.prose, mark):
            return
        looks = _looks(mark)
        is_open = self.count["double"] > 0
        if mark.char == "„":
            self._push(mark, "double")
            return
        if mark.char in "“‟":
            opens = not (is_open and (looks < 0 or (self._low() and looks <= 0)))
        elif mark.char == "”":
            fused = looks == 0 and mark.after.isalnum() and not mark.before.isalnum()
            opens = not is_open and (looks > 0 or fused)
        elif mark.char == "''" and not is_open and looks <= 0:
            return
        else:
            opens = looks > 0 if looks else not is_open
        if opens:
            self._push(mark, "double")
        elif is_open:
            self._close(mark, "double")
        elif not (mark.before.isdigit() or mark.before in "″′½¼¾"):
            self.lone.append(mark)

    def _low(self) -> bool:
        return any(o.char == "„" for o in self.stack[-3:])

    def _angle(self, mark: _Mark) -> None:
        is_open = self.count["angle"] > 0
        looks = _looks(mark)
        leans_open = mark.char in "«‹"
        opens = not (is_open and looks < 0) if leans_open else not is_open and looks > 0
        if opens:
            self._push(mark, "angle")
        elif is_open:
            self._close(mark, "angle")

    def _single(self, mark: _Mark) -> None:
        looks = _looks(mark)
        top = self.stack[-1] if self.stack else None
        inside = top is not None and top.kind == "single"
        if mark.char == "‘" and inside and top is not None and top.char == "‚" and looks <= 0:
            self._close(mark, "single")
            return
        if looks > 0 or (mark.char in "‘‚" and looks == 0 and not mark.before.isalnum()):
            if mark.char == "’" or self._is_elision(mark) or not mark.after or mark.after.isspace():
                return
            if inside and top is not None:
                self._drop_single(self._pop())
            self._push(mark, "single")
        elif inside and top is not None and mark.char in "'’‘" and not mark.after.isalnum():
            if mark.before.isspace():
                return
            if self._is_possessive(mark):
                if top.maybe < 0:
                    top.maybe = mark.at
            else:
                self._close(mark, "single")

    def _is_elision(self, mark: _Mark) -> bool:
        if mark.after.isdigit():
            return mark.char != "‘" or _YEAR.match(self.prose, mark.at + 1) is not None
        word = _LETTERS.match(self.prose, mark.at + 1)
        return word is not None and word.group().lower() in _ELISIONS

    def _is_possessive(self, mark: _Mark) -> bool:
        """Whether the mark may be the apostrophe of a plural or of a dropped letter."""
        if mark.before in "sSxzZ" and mark.after.isspace():
            return True
        return (
            mark.before == "n"
            and self.prose[mark.at - 2 : mark.at] in ("in", "an")
            and mark.after.isspace()
        )

    def _finish(self) -> None:
        rest: list[_Open] = []
        while self.stack:
            top = self._pop()
            if top.kind == "single":
                self._drop_single(top)
            else:
                rest.append(top)
        rest.reverse()
        if len(rest) == 2 and rest[0].char == rest[1].char == '"' and not self._at_start(rest[1]):
            # Two that seem to open: the second closes, with the space on the wrong side.
            self.pairs.append(_Pair(rest[0].mark.at, rest[1].mark.at + 1, '"', True))
            return
        for top in rest:
            self._unclosed(top)

    def _at_start(self, top: _Open) -> bool:
        """Whether a sentence begins at the mark, so that it surely opens."""
        before = self.prose[max(self.block.span.start, top.mark.at - 3) : top.mark.at].rstrip()
        return before.endswith((".", "!", "?", ":", ",")) and top.mark.after.isupper()


def _style(char: str) -> str:
    if char in "“”‟":
        return "curly"
    if char == "„":
        return "low"
    if char in _GUILLEMETS:
        return "guillemets"
    return "single" if char in "‘’‚‛'" else "straight"


def _assemble(
    prose: str, block: Block, pairs: list[_Pair], lone: list[_Mark], strays: list[int]
) -> list[Quotation]:
    """Order what was matched and keep the outer level; unclosed ones end where the next begins."""
    pairs.sort(key=lambda p: (p.start, -p.end))
    found: list[Quotation] = []
    nested: list[list[Span]] = []
    inside: list[list[Span]] = []
    lone_at = [(m.at, len(m.char)) for m in lone]
    cuts = sorted([p.start for p in pairs] + [at for at, _ in lone_at])
    cut = 0
    for pair in pairs:
        if found and pair.start < found[-1].span.end:
            if pair.closed:
                nested[-1].append(Span(pair.start, pair.end))
            else:
                inside[-1].append(Span(pair.start, pair.start + 1))
            continue
        width = 2 if pair.char == "''" else 1
        if pair.closed:
            span, inner = (
                Span(pair.start, pair.end),
                Span(pair.start + width, pair.end - pair.width),
            )
        else:
            while cut < len(cuts) and cuts[cut] <= pair.start:
                cut += 1
            end = cuts[cut] if cut < len(cuts) else block.span.end
            while end > pair.start + width and prose[end - 1].isspace():
                end -= 1
            span, inner = Span(pair.start, end), Span(min(pair.start + width, end), end)
        found.append(
            Quotation(span, inner, block.index, closed=pair.closed, style=_style(pair.char))
        )
        nested.append([])
        inside.append([])
    extra = [
        Quotation(Span(at, at + width), Span(at, at), block.index, opened=False)
        for at, width in lone_at
    ]
    at = 0
    for stray in sorted(set(strays)):
        while at < len(found) and found[at].span.end <= stray:
            at += 1
        if at < len(found) and found[at].span.start < stray:
            inside[at].append(Span(stray, stray + 1))
        else:
            extra.append(
                Quotation(
                    Span(stray, stray + 1),
                    Span(stray + 1, stray + 1),
                    block.index,
                    closed=False,
                    style="single",
                )
            )
    whole = [
        replace(q, nested=tuple(n), strays=tuple(sorted(s))) if n or s else q
        for q, n, s in zip(found, nested, inside, strict=True)
    ]
    # A closing mark inside an outer quotation belongs to it and is none of its own.
    return _without_overlaps(sorted(whole + extra, key=lambda q: q.span))


def _without_overlaps(found: list[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for quotation in found:
        if not kept or quotation.span.start >= kept[-1].span.end:
            kept.append(quotation)
    return kept
