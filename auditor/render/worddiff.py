"""Which words differ between two passages: anchors first, so that long passages stay cheap."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

MOST_WORDS = 600
"""Passages are compared up to here; what follows is not shown."""
_SMALL = 4096
_DEEPEST = 12
_DENSE = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
_LETTERS = rf"(?:(?!{_DENSE})\w)+"
_TOKEN = re.compile(rf"\s+|\d+(?:[.,]\d+)*|{_DENSE}|{_LETTERS}(?:['’]{_LETTERS})*|[^\w\s]")
"""A word; where words are written without spaces, a character."""


class Piece(NamedTuple):
    """A run of text, and whether the other passage lacks it."""

    text: str
    differs: bool


class Diff(NamedTuple):
    """Two passages in pieces. ``cut`` says that at least one was longer than what is shown."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    cut: bool


class Segment(NamedTuple):
    """A stretch of both passages: the same words, give or take their case, or others."""

    left: str
    right: str
    same: bool


def segments(left: str, right: str) -> list[Segment]:
    """Return two passages in stretches that are the same and such that differ; none is left out.

    White space belongs to the stretch of the word that follows it.
    """
    texts = left, right
    places = [[m.start() for m in _TOKEN.finditer(t) if not m[0].isspace()] for t in texts]
    words = [[m[0].casefold() for m in _TOKEN.finditer(t) if not m[0].isspace()] for t in texts]
    found: list[Segment] = []
    done = [0, 0]

    def until(i: int, j: int, same: bool) -> None:
        ends = [
            _after_word(text, own[at - 1]) if at else 0
            for text, own, at in zip(texts, places, (i, j), strict=True)
        ]
        one, other = (t[low:high] for t, low, high in zip(texts, done, ends, strict=True))
        if one or other:
            found.append(Segment(one, other, same))
        done[:] = ends

    at = (0, 0)
    for i, j in sorted(_matches(*words)):
        if (i, j) != at:
            until(*at, True)
            until(i, j, False)
        at = (i + 1, j + 1)
    until(*at, True)
    until(len(words[0]), len(words[1]), False)
    return found


def _after_word(text: str, start: int) -> int:
    match = _TOKEN.match(text, start)
    return match.end() if match else start


def diff(left: str, right: str) -> Diff:
    """Compare two passages word by word, without regard to case."""
    a, a_cut = _tokens(left)
    b, b_cut = _tokens(right)
    a_words = [at for at, token in enumerate(a) if not token.isspace()]
    b_words = [at for at, token in enumerate(b) if not token.isspace()]
    same = _matches([a[at].casefold() for at in a_words], [b[at].casefold() for at in b_words])
    same_a = {a_words[i] for i, _ in same}
    same_b = {b_words[j] for _, j in same}
    return Diff(_pieces(a, same_a), _pieces(b, same_b), a_cut or b_cut)


def _tokens(text: str) -> tuple[list[str], bool]:
    found: list[str] = []
    words = 0
    for match in _TOKEN.finditer(text):
        if not match[0].isspace():
            words += 1
            if words > MOST_WORDS:
                return found, True
        found.append(match[0])
    return found, False


def _pieces(tokens: Sequence[str], same: set[int]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for at, token in enumerate(tokens):
        if token.isspace():
            inside = at - 1 not in same and at + 1 not in same and 0 < at < len(tokens) - 1
            differs = inside
        else:
            differs = at not in same
        if pieces and pieces[-1].differs == differs:
            pieces[-1] = Piece(pieces[-1].text + token, differs)
        else:
            pieces.append(Piece(token, differs))
    return tuple(pieces)


def _matches(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    todo = [(0, len(a), 0, len(b), 0)]
    while todo:
        a_low, a_high, b_low, b_high, depth = todo.pop()
        while a_low < a_high and b_low < b_high and a[a_low] == b[b_low]:
            found.append((a_low, b_low))
            a_low, b_low = a_low + 1, b_low + 1
        while a_low < a_high and b_low < b_high and a[a_high - 1] == b[b_high - 1]:
            a_high, b_high = a_high - 1, b_high - 1
            found.append((a_high, b_high))
        if a_low == a_high or b_low == b_high:
            continue
        if (a_high - a_low) * (b_high - b_low) <= _SMALL:
            longest = _longest(a[a_low:a_high], b[b_low:b_high])
            found.extend((i + a_low, j + b_low) for i, j in longest)
            continue
        anchors = _anchors(a, b, a_low, a_high, b_low, b_high)
        if not anchors or depth >= _DEEPEST:
            continue
        edges = [(a_low - 1, b_low - 1), *anchors, (a_high, b_high)]
        found.extend(anchors)
        for (i, j), (next_i, next_j) in pairwise(edges):
            todo.append((i + 1, next_i, j + 1, next_j, depth + 1))
    return found


def _anchors(
    a: Sequence[str], b: Sequence[str], a_low: int, a_high: int, b_low: int, b_high: int
) -> list[tuple[int, int]]:
    """Return words that stand once on either side, the longest chain that runs the same way."""
    in_a, in_b = Counter(a[a_low:a_high]), Counter(b[b_low:b_high])
    at_b = {b[j]: j for j in range(b_low, b_high) if in_b[b[j]] == 1}
    pairs = [(i, at_b[a[i]]) for i in range(a_low, a_high) if in_a[a[i]] == 1 and a[i] in at_b]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [j]
        last[place : place + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _longest(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return a longest common subsequence of two short sequences."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            table[i][j] = (
                table[i + 1][j + 1] + 1 if a[i] == b[j] else max(table[i + 1][j], table[i][j + 1])
            )
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
