"""Quotation marks: which opens, which closes, and which is none, within one block.

One pass over the marks, with a stack of those that stand open. What a mark does is read from its
shape and from what stands on either side; marks that touch (``'"``) share their sides. Double marks
decide: a single mark without a partner is taken for an apostrophe, except the curly opening one,
which is used for nothing else, and one that opens a sentence.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from auditor.document.block import Block

_MARKS = "\"“”„‟«»‘’‚‛'‹›＂″「」『』"
_UNSEEN = "\u2060\u200b\u200c\u200d\ufeff"
_RUN = re.compile(f"[{_MARKS}{_UNSEEN}]+|``")
_DOUBLE = frozenset('"“”„‟＂″')
_GUILLEMETS = frozenset("«»‹›")
_CORNERS = frozenset("「」『』")
_OPENING_SIDE = frozenset("([{<-–—―/…=*_¿¡|•·")
_CLOSING_SIDE = frozenset(".,;:!?)]}…-–—―/%*_|")
_ELISIONS = frozenset(
    "tis twas twere twill em til till cause cos coz cuz round bout n neath scuse nuff nother ol "
    "cept fraid sup ere kay tude er im ard ow ello ood bye s t d ll re ve m o nam hood gram".split()
)
_LETTERS = re.compile(r"[^\W_]+")
_FEET = re.compile(r"\d ?['’′] ?\d{1,2}(?:½|¼|¾|\.\d)?$")
_INCH = re.compile(r"\d[- ]?(?:inch|in)$")
_YEAR = re.compile(r"\d\d(?:s\b|(?![\d.,%]))")


class Mark(NamedTuple):
    """One mark: where it stands, and what stands beside the run of marks it belongs to."""

    at: int
    char: str
    before: str
    """The character before the run of marks; empty at the beginning of the block."""
    after: str


class Pair(NamedTuple):
    """An opening mark and the end of its closing one (-1: none); ``width`` is that one's length."""

    start: int
    end: int
    char: str
    closed: bool
    width: int = 1
    mixed: bool = False


class _Open:
    """An opening mark that waits for its partner."""

    __slots__ = ("char", "kind", "mark", "maybe", "other")

    def __init__(self, mark: Mark, kind: str) -> None:
        self.mark = mark
        self.kind = kind
        self.char = mark.char
        self.maybe = -1
        """Where a mark stood that may have closed it or may be an apostrophe (the boys’)."""
        self.other = -1
        """Where a single mark stood that would have closed it, were it a double one."""


class Matched(NamedTuple):
    """The marks of one block: pairs in no order, marks that close nothing, marks that open nothing."""

    pairs: list[Pair]
    lone: list[Mark]
    strays: list[int]


def match(prose: str, block: Block, runs: Iterable[tuple[int, int]]) -> Matched:
    """Match the marks of ``block``, those of ``runs``; linear in their number and its length."""
    found = _marks(prose, block, runs)
    return _Matcher(prose, block).run(found) if found else Matched([], [], [])


def runs_of(prose: str, blocks: Iterable[Block]) -> Iterator[tuple[Block, list[tuple[int, int]]]]:
    """Yield the blocks in which a mark stands, with the places of the runs of marks in each."""
    runs = [match.span() for match in _RUN.finditer(prose)]
    at = 0
    for block in blocks:
        start, end = block.span
        while at < len(runs) and runs[at][1] <= start:
            at += 1
        after = at
        while after < len(runs) and runs[after][0] < end:
            after += 1
        if at < after:
            yield block, [(max(first, start), min(last, end)) for first, last in runs[at:after]]


def _marks(prose: str, block: Block, runs: Iterable[tuple[int, int]]) -> list[Mark]:
    found: list[Mark] = []
    start, end = block.span
    for first, last in runs:
        before = prose[first - 1] if first > start else ""
        after = prose[last] if last < end else ""
        if prose.startswith("``", first):
            found.append(Mark(first, "“", before, after))
            continue
        skip = -1
        for at in range(first, last):
            char = prose[at]
            if char not in _MARKS or at == skip:
                continue
            if char in "'’" and at + 1 < last and prose[at + 1] == char:
                skip = at + 1
                found.append(Mark(at, "''", before, after))
            else:
                found.append(Mark(at, char, before, after))
    return found


def _is_inches(prose: str, mark: Mark, block: Block) -> bool:
    """Whether a straight double mark after a figure stands for inches or seconds."""
    if mark.char not in ('"', "”", "″", "''") or not (
        mark.before.isdigit() or mark.before in ("h", "n")
    ):
        return False
    if mark.before.isdigit() and mark.after.isdigit():
        return True
    pattern = _FEET if mark.before.isdigit() else _INCH
    return pattern.search(prose, max(block.span.start, mark.at - 8), mark.at) is not None


def _is_apostrophe(prose: str, mark: Mark) -> bool:
    """Whether a double mark was struck for an apostrophe (the city"s)."""
    if mark.char not in ('"', "”") or mark.after != "s" or not mark.before.isalpha():
        return False
    return not prose[mark.at + 2 : mark.at + 3].isalnum()


def _looks(mark: Mark) -> int:
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


class _Matcher:
    """Matches the marks of one block."""

    def __init__(self, prose: str, block: Block) -> None:
        self.prose = prose
        self.block = block
        self.stack: list[_Open] = []
        self.angles: list[_Open] = []
        """Those of the stack that are angled."""
        self.count = {"double": 0, "angle": 0, "corner": 0, "single": 0}
        self.pairs: list[Pair] = []
        self.lone: list[Mark] = []
        self.strays: list[int] = []
        self.figures = 0
        """Single marks before figures: apostrophes ('90s), or they open ('12 boats left,' he said)."""

    def run(self, marks: list[Mark]) -> Matched:
        for mark in marks:
            if mark.char in _DOUBLE or mark.char == "''":
                self._double(mark)
            elif mark.char in _GUILLEMETS:
                self._angle(mark)
            elif mark.char in _CORNERS:
                self._corner(mark)
            else:
                self._single(mark)
        self._finish()
        return Matched(self.pairs, self.lone, self.strays)

    def _push(self, mark: Mark, kind: str) -> None:
        self.stack.append(_Open(mark, kind))
        self.count[kind] += 1
        if kind == "angle":
            self.angles.append(self.stack[-1])

    def _pop(self) -> _Open:
        top = self.stack.pop()
        self.count[top.kind] -= 1
        if top.kind == "angle":
            self.angles.pop()
        return top

    def _drop_single(self, top: _Open) -> None:
        """Settle a single mark that found no sure partner."""
        if top.maybe >= 0:
            self.pairs.append(Pair(top.mark.at, top.maybe + 1, top.char, True))
        elif not self.stack and self._at_start(top):
            self._unclosed(top)
        elif top.char in "‘‚":
            self.strays.append(top.mark.at)

    def _close(self, mark: Mark, kind: str) -> None:
        """Close the innermost quotation of ``kind``; what stands open inside it goes."""
        while True:
            top = self._pop()
            if top.kind == kind:
                width = 2 if mark.char == "''" else 1
                self.pairs.append(Pair(top.mark.at, mark.at + width, top.char, True, width))
                return
            if top.kind == "single":
                if self.prose[mark.at + 1 : mark.at + 2] == "’" and top.maybe < 0:
                    # The two closing marks changed places (go.”’).
                    top.maybe = mark.at - 1
                self._drop_single(top)
            else:
                self._unclosed(top)

    def _unclosed(self, top: _Open) -> None:
        if top.other >= 0:
            self.pairs.append(Pair(top.mark.at, top.other + 1, top.char, True, mixed=True))
        else:
            self.pairs.append(Pair(top.mark.at, -1, top.char, False))

    def _double(self, mark: Mark) -> None:
        if _is_inches(self.prose, mark, self.block):
            return
        looks = _looks(mark)
        is_open = self.count["double"] > 0
        if _is_apostrophe(self.prose, mark) and not (is_open and mark.char == "”"):
            return
        if "\u05d0" <= mark.before <= "\u05ea" and "\u05d0" <= mark.after <= "\u05ea":
            return  # Hebrew writes abbreviations so
        if mark.before == "€" and self.prose[mark.at - 2 : mark.at - 1] == "â":
            return  # what is left of a dash in the wrong encoding
        if mark.char == "„":
            self._push(mark, "double")
            return
        # With white space on both sides a curly mark may be turned the wrong way (“We go “ he said).
        turned = mark.before.isspace() and mark.after.isspace()
        if mark.char in "“‟":
            opens = not (is_open and (looks < 0 or (looks == 0 and (turned or self._low()))))
        elif mark.char == "”":
            fused = looks == 0 and mark.after.isalnum() and not mark.before.isalnum()
            opens = not is_open and (looks > 0 or fused or turned)
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

    def _angle(self, mark: Mark) -> None:
        is_open = bool(self.angles)
        if mark.char in "»›" and not mark.before and mark.after.isspace() and self._is_last(mark):
            return  # a bullet
        looks = _looks(mark)
        if mark.char in "«‹":
            inward = is_open and self.angles[-1].char in "»›"
            opens = not (is_open and (looks < 0 or (inward and looks == 0)))
        else:
            # (».deb«-Dateien): a bracket on one side, a full stop on the other
            begins = not mark.before or mark.before.isspace() or mark.before in "([{"
            inked = bool(mark.after) and not mark.after.isspace()
            if is_open:  # »Sie sagte ›Nein‹«: inside stands the other kind
                opens = looks > 0 and self.angles[-1].char == {"»": "›", "›": "»"}[mark.char]
            else:
                opens = looks > 0 or (looks == 0 and begins and inked)
        if opens:
            self._push(mark, "angle")
        elif is_open:
            self._close(mark, "angle")

    def _is_last(self, mark: Mark) -> bool:
        """Whether no other angled mark follows in the block."""
        return all(self.prose.find(c, mark.at + 1, self.block.span.end) < 0 for c in _GUILLEMETS)

    def _corner(self, mark: Mark) -> None:
        """Chinese and Japanese marks say themselves which way they face."""
        if mark.char in "「『":
            self._push(mark, "corner")
        elif self.count["corner"]:
            self._close(mark, "corner")
        else:
            self.lone.append(mark)

    def _single(self, mark: Mark) -> None:
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
        elif (
            top is not None
            and top.kind == "double"
            and top.other < 0
            and looks < 0
            and mark.char in "'’"
            and not self._is_possessive(mark)
        ):
            top.other = mark.at
        elif top is None and looks < 0 and mark.char in "'’" and self._follows_stop(mark):
            if self.figures:
                self.figures -= 1
            else:
                self.lone.append(mark)

    def _follows_stop(self, mark: Mark) -> bool:
        """Whether it stands right after a comma or a full stop, as no apostrophe does (but U.S.’)."""
        before = self.prose[max(self.block.span.start, mark.at - 2) : mark.at]
        return before[-1:] in (",", ".", "?", "!") and not before[:1].isupper()

    def _is_elision(self, mark: Mark) -> bool:
        if mark.after.isdigit():
            self.figures += 1
            return mark.char != "‘" or _YEAR.match(self.prose, mark.at + 1) is not None
        word = _LETTERS.match(self.prose, mark.at + 1)
        return word is not None and word.group().lower() in _ELISIONS

    def _is_possessive(self, mark: Mark) -> bool:
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
            self.pairs.append(Pair(rest[0].mark.at, rest[1].mark.at + 1, '"', True))
            return
        starts = {pair.start for pair in self.pairs}
        for top in rest:
            if top.mark.at + len(top.char) not in starts:  # else one mark struck twice (""We go")
                self._unclosed(top)

    def _at_start(self, top: _Open) -> bool:
        """Whether a sentence begins at the mark, so that it surely opens."""
        before = self.prose[max(self.block.span.start, top.mark.at - 3) : top.mark.at].rstrip()
        if top.kind == "single" and not before:
            return top.mark.after.isupper()
        return before.endswith((".", "!", "?", ":", ",")) and top.mark.after.isupper()


def style_of(char: str) -> str:
    """Return the style of quotation that the mark ``char`` opens; see ``Quotation.style``."""
    if char in "“”‟":
        return "curly"
    if char == "„":
        return "low"
    if char in _GUILLEMETS:
        return "guillemets"
    if char in _CORNERS:
        return "corner"
    return "single" if char in "‘’‚‛'" else "straight"
