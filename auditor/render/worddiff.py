"""Which words differ between two passages: anchors first, so that long passages stay cheap."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

MOST_WORDS = 1_500
"""Passages are compared up to here; what follows is not shown."""
_SMALL = 4096
_DEEPEST = 12
_DENSE = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
_LETTERS = rf"(?:(?!{_DENSE})\w)+"
_TOKEN = re.compile(rf"\s+|\d+(?:[.,]\d+)*|{_DENSE}|{_LETTERS}(?:['’]{_LETTERS})*|[^\w\s]")
"""A word; where words are written without spaces, a character."""
_ENDS = frozenset(".!?…")
_ENDS_ALONE = frozenset("。！？")
_CLOSING = frozenset("\"'”’»)]")


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


class Row(NamedTuple):
    """Sentences that stand beside each other; either side may be empty."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        """Whether both sides have the same words."""
        return not any(piece.differs for side in self for piece in side)


class Aligned(NamedTuple):
    """Two passages in rows that can be read across, and whether one was longer than what is shown."""

    rows: tuple[Row, ...]
    cut: bool

    @property
    def same(self) -> bool:
        """Whether both passages have the same words, to the end."""
        return not self.cut and all(row.same for row in self.rows)


def diff(left: str, right: str) -> Diff:
    """Compare two passages word by word, without regard to case."""
    a, b, same, cut = _compared(left, right)
    return Diff(_pieces(a, {i for i, _ in same}), _pieces(b, {j for _, j in same}), cut)


def aligned(left: str, right: str) -> Aligned:
    """Compare two passages as ``diff`` does, and part both where sentences of both meet."""
    a, b, same, cut = _compared(left, right)
    same_a, same_b = {i for i, _ in same}, {j for _, j in same}
    begins_a, begins_b = _sentence_starts(a), _sentence_starts(b)
    edges = [(0, 0)]
    for i, j in same:
        # Before a shared word that begins a sentence on both sides, and after one that ends both.
        for edge in ((i, j), (_after(a, i), _after(b, j))):
            if edge[0] in begins_a and edge[1] in begins_b and edge > edges[-1]:
                edges.append(edge)
    edges.append((len(a), len(b)))
    rows: list[Row] = []
    for (i, j), (next_i, next_j) in pairwise(edges):
        row = Row(_pieces(a, same_a, i, next_i), _pieces(b, same_b, j, next_j))
        if row.same and rows and rows[-1].same:
            row = Row(_joined(rows[-1].left, row.left), _joined(rows[-1].right, row.right))
            rows.pop()
        if row.left or row.right:
            rows.append(row)
    return Aligned(tuple(Row(_trimmed(r.left), _trimmed(r.right)) for r in rows), cut)


def _trimmed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Leave out the white space after the last word of a row."""
    if not pieces:
        return ()
    *before, last = pieces
    text = last.text.rstrip()
    return (*before, Piece(text, last.differs)) if text else tuple(before)


def _after(tokens: Sequence[str], at: int) -> int:
    """Return where the next word stands."""
    return at + 2 if at + 1 < len(tokens) and tokens[at + 1].isspace() else at + 1


def _joined(first: tuple[Piece, ...], second: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return (Piece("".join(piece.text for piece in first + second), differs=False),)


def _compared(left: str, right: str) -> tuple[list[str], list[str], list[tuple[int, int]], bool]:
    """Return the tokens of both, those that match, in order, and whether a passage was cut."""
    a, a_cut = _tokens(left)
    b, b_cut = _tokens(right)
    a_words = [at for at, token in enumerate(a) if not token.isspace()]
    b_words = [at for at, token in enumerate(b) if not token.isspace()]
    a_folded, b_folded = [a[at].casefold() for at in a_words], [b[at].casefold() for at in b_words]
    same = sorted(_matches(a_folded, b_folded))
    _to_sentences(same, 0, a_folded)
    _to_sentences(same, 1, b_folded)
    return a, b, [(a_words[i], b_words[j]) for i, j in same], a_cut or b_cut


def _to_sentences(same: list[tuple[int, int]], side: int, words: Sequence[str]) -> None:
    """Let words that one ``side`` has more begin with a sentence, where that says the same.

    Of ``The ferry left. The boat came.`` against ``The boat came.`` the words ``ferry left. The`` are
    more, or as well ``The ferry left.``
    """
    for at in range(len(same) - 1, 0, -1):
        (low, other_low), (high, other_high) = _turned(same[at - 1], side), _turned(same[at], side)
        if high == low + 1 or other_high != other_low + 1:
            continue
        back = 0
        while (
            back < at
            and same[at - 1 - back] == _turned((low - back, other_low - back), side)
            and words[low - back] == words[high - 1 - back]
        ):
            back += 1
            if low - back < 0 or words[low - back] in _ENDS:
                for n in range(back):
                    same[at - 1 - n] = _turned((high - 1 - n, other_low - n), side)
                break


def _turned(pair: tuple[int, int], side: int) -> tuple[int, int]:
    return pair if side == 0 else (pair[1], pair[0])


def _sentence_starts(tokens: Sequence[str]) -> set[int]:
    """Return the tokens before which a sentence ends: white space after its end goes with it."""
    starts = {0, len(tokens)}
    ended = False
    for at, token in enumerate(tokens):
        if token.isspace():
            if ended or "\n" in token:
                starts.add(at + 1)
            ended = False
        elif token in _ENDS_ALONE:
            starts.add(at + 1)
        else:
            ended = token in _ENDS or (ended and token in _CLOSING)
    return starts


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


def _pieces(
    tokens: Sequence[str], same: set[int], low: int = 0, high: int | None = None
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    high = len(tokens) if high is None else high
    for at in range(low, high):
        token = tokens[at]
        if token.isspace():
            differs = at - 1 not in same and at + 1 not in same and low < at < high - 1
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
