"""The words of many articles in one text, and the facts and full names among them, over arrays."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.document import Article, Block
from auditor.similarity.factual import quiet
from auditor.similarity.hashed import NAME, PLAIN, figure
from auditor.similarity.kernel import places
from auditor.similarity.minhash import Ends, Hashes
from auditor.text.words import APOSTROPHES

_PLANE = 0x10000
_PLAIN = np.array([ord(char) for char in PLAIN], dtype=np.uint32)
_APOSTROPHES = np.array([ord(char) for char in APOSTROPHES], dtype=np.uint32)
_SPACE, _HYPHEN, _LOW_LINE = (np.uint32(ord(char)) for char in " -_")
_LATIN = 0x251


class Page(NamedTuple):
    """Columns with one value a word; places are code points of ``source``."""

    source: str
    points: NDArray[np.uint32]
    text_ends: Ends
    """How many words there are up to the end of each block."""
    hashes: Hashes
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, articles: Sequence[Article], blocks: Sequence[Sequence[Block]]) -> "Page":
        """Return the words of the given blocks of articles."""
        proses = [article.prose for article in articles]
        found = places(
            [b.span.of(prose) for prose, own in zip(proses, blocks, strict=True) for b in own]
        )
        firsts = np.cumsum([1, *(len(prose) + 1 for prose in proses)]).tolist()
        shifts = np.array(
            [first + b.span.start for first, own in zip(firsts, blocks, strict=False) for b in own],
            dtype=np.int64,
        )
        shift = np.repeat(shifts, np.diff(found.text_ends, prepend=0))
        source = "\n".join(["", *proses, "\n"])
        points = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        return cls(
            source, points, found.text_ends, found.hashes, found.starts + shift, found.ends + shift
        )


def among(values: Hashes, few: Hashes) -> NDArray[np.int64]:
    """Return where in ``values`` one of a few hashes stands."""
    table = np.zeros(1 << 16, dtype=bool)
    table[few >> np.uint64(48)] = True
    near = np.flatnonzero(table[values >> np.uint64(48)])
    return near[np.isin(values[near], few)]


def facts(page: Page) -> NDArray[np.uint32]:
    """Return the hash of the fact that each word belongs to, 0 for none: those of ``hashed_facts``."""
    source, points, _, words, starts, ends = page
    before = points[starts - 1]
    before = np.where(before == _SPACE, points[starts - 2], before)
    hashes = (words ^ words >> np.uint64(32)).astype(np.uint32)
    first = np.minimum(points[starts], _PLANE - 1)
    named = _capitals()[first] & ~np.isin(before, _PLAIN)
    made = np.where(named, hashes & ~np.uint32(NAME) | np.uint32(NAME), np.uint32(0))
    may_begin = _digits()[first]
    may_begin[among(words, quiet()[0])] = True
    maybe = np.flatnonzero(may_begin)
    done = last = 0
    for word, start, end in zip(
        maybe.tolist(), starts[maybe].tolist(), ends[maybe].tolist(), strict=True
    ):
        if start < done:
            made[word] = last
            continue
        value, reached = figure(source, start, end)
        if value:
            made[word], last, done = value, value, reached
    return made


class Names(NamedTuple):
    """Full names: two words with capitals, one after the other. Columns with one value a name."""

    words: NDArray[np.int64]
    """The number of the first word; the surname is the second, or what stands before an apostrophe in it."""
    initials: NDArray[np.uint32]
    """The first letter of the surname, as it stands."""
    cut: dict[int, str]
    """The surnames that are less than their word, by the number of the name."""


def full_names(page: Page) -> Names:
    """Return the full names in Latin letters."""
    source, points, text_ends, _, starts, ends = page
    latin = np.minimum(points, _LATIN - 1)
    capital = _letters()[0][latin[starts]]
    capital[text_ends[text_ends > 0] - 1] = False  # no name runs on into the next block
    words: NDArray[np.int64] = np.flatnonzero(capital[:-1])
    words = words[_follow(page, words)]
    other = np.logical_not(_letters()[1][latin])
    bounds = np.column_stack((starts[words], ends[words])).reshape(-1)
    pure = ~np.logical_or.reduceat(other, bounds)[::2] if len(words) else np.empty(0, dtype=bool)
    words = words[pure & (ends[words] - starts[words] > 1)]
    second = words + 1
    stops = np.flatnonzero(other)
    end = stops[np.searchsorted(stops, starts[second])]
    whole = end == ends[second]
    good = (end - starts[second] > 1) & (whole | np.isin(points[end], _APOSTROPHES))
    joined = (points[end] == _HYPHEN) & np.isin(end + 1, starts)
    good &= ~joined & (points[end] != _LOW_LINE)
    words, end, whole = words[good], end[good], whole[good]
    firsts = starts[words + 1]
    cut = {at: source[firsts[at] : end[at]] for at in np.flatnonzero(~whole).tolist()}
    return Names(words, points[firsts], cut)


def _follow(page: Page, words: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the next word begins with a capital, too, and but a space is between."""
    _, points, _, _, starts, ends = page
    second = starts[words + 1]
    near = (second == ends[words] + 1) & (points[ends[words]] == _SPACE)
    found: NDArray[np.bool_] = near & _letters()[0][np.minimum(points[second], _LATIN - 1)]
    return found


@cache
def _capitals() -> NDArray[np.bool_]:
    """Return which code points are capitals, of those that names may begin with."""
    return np.array([chr(point).isupper() for point in range(_PLANE)])


@cache
def _digits() -> NDArray[np.bool_]:
    """Return which code points may begin a number."""
    made = np.array([chr(point).isdigit() for point in range(_PLANE)])
    made[-1] = True  # stands for all beyond
    return made


@cache
def _letters() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which code points are capitals and which are letters of full names; the last stands for all beyond."""
    made = [chr(point).isalpha() and not 0x80 <= point < 0xC0 for point in range(_LATIN)]
    letters = np.array(made)
    letters[-1] = False
    capitals = letters & (np.arange(_LATIN) < 0xDF) & [chr(p).isupper() for p in range(_LATIN)]
    return capitals, letters
