"""The words of many texts, hashed at once: what ``tokenise`` finds, over one buffer of bytes.

The texts are joined and encoded; upper case and punctuation go through a table of bytes; the few
characters beyond ASCII are decoded in place, looked up, and written back folded, which is hardly ever
longer. Words are then the runs between two kinds of byte, and their hashes a few operations on arrays
of eight bytes each. A text with a character that this cannot do (a Korean syllable folds to more bytes
than it has) is left to ``tokenise``; the hashes are the same, whoever makes them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from auditor.similarity import characters
from auditor.similarity.factual import Counts, Facts, counted, facts_of
from auditor.similarity.minhash import Batch, Ends, Hashes
from auditor.similarity.shingle import BASE, FACTOR, tokenise

_Bytes = NDArray[np.uint8]
_T = TypeVar("_T", bound=np.generic)

_AT_ONCE = 1 << 18
"""Characters done in one go: what fits the processor's cache with what is worked out of them."""
_NONE = np.empty(0, dtype=np.int64)
_SPACE, _APOSTROPHE, _GONE = 0x20, 0x27, 0x01
_BYTES = bytes(
    b if b >= 0x80 or b == _APOSTROPHE else ord(chr(b).lower()) if chr(b).isalnum() else _SPACE
    for b in range(256)
)
_LOW = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)


class Words(NamedTuple):
    """The words of many texts: columns with one value a word."""

    text_ends: Ends
    """How many words there are up to the end of each text."""
    hashes: Hashes
    starts: NDArray[np.int64]
    """In code points of their text."""
    ends: NDArray[np.int64]
    figures_most: Counts
    """At most so many numbers and dates begin in the word; see ``factual``."""
    names_most: Counts
    figures_least: Counts
    names_least: Counts

    @property
    def facts(self) -> Facts:
        """The bounds alone."""
        return Facts(*self[4:])

    def of(self, text: int) -> "Words":
        """Return the words of one text, by number."""
        here = slice(self.text_ends[text - 1] if text else 0, self.text_ends[text])
        return _words(self.text_ends[text : text + 1], (column[here] for column in self[1:]))


class Places(NamedTuple):
    """The same without what is known of the facts."""

    text_ends: Ends
    hashes: Hashes
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


class _Found(NamedTuple):
    """The words of some texts in a buffer of bytes."""

    batch: Batch
    read: _Bytes
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    folding: "_Folding"


class _Folding(NamedTuple):
    """What became of a buffer that was folded."""

    hard: NDArray[np.int64]
    """Texts that the kernel cannot do."""
    marked: NDArray[np.int64]
    """Texts in which marks were dropped, which belong to the places of words."""
    gone: NDArray[np.int64]
    """Bytes that were dropped."""
    cuts: NDArray[np.int64] | None = None
    """Places inside words, in what is left, where a word ends and another begins."""


def tokens(texts: Sequence[str]) -> Batch:
    """Return the hashes of the words of each text: those of ``tokenise``."""
    return joined(
        [_mended(_found(texts[low:high]), texts[low:high]) for low, high in pieces(texts)]
    )


def read(texts: Sequence[str]) -> Words:
    """Return the words of each text with their places and what is known of the facts in them."""
    return _words(*_all(texts, facts=True))


def places(texts: Sequence[str]) -> Places:
    """Return the words of each text with their places."""
    text_ends, columns = _all(texts, facts=False)
    return Places(text_ends, *columns)


def _all(texts: Sequence[str], *, facts: bool) -> tuple[Ends, Iterable[Any]]:
    parts = [_read(texts[low:high], facts) for low, high in pieces(texts)]
    if not parts:
        return np.empty(0, dtype=np.int64), _one("", facts)
    shifts = np.cumsum([0, *(len(columns[0]) for _, columns in parts)])
    ends = [ends + shift for (ends, _), shift in zip(parts, shifts, strict=False)]
    joint = map(np.concatenate, zip(*(columns for _, columns in parts), strict=True))
    return np.concatenate(ends), joint


def _words(text_ends: Ends, columns: Iterable[Any]) -> Words:
    return Words(text_ends, *columns)


def _read(texts: Sequence[str], facts: bool) -> tuple[Ends, list[NDArray[Any]]]:
    """Return how many words there are up to the end of each text, and columns with one value a word."""
    batch, source, starts, stops, folding = _found(texts)
    first, last = starts, stops - 1
    if len(folding.gone):
        left = folding.gone - np.arange(len(folding.gone))  # so many bytes are before each
        first, last = (at + np.searchsorted(left, at, side="right") for at in (first, last))
    points = np.cumsum((source & 0xC0) != 0x80)
    lengths = [len(text) + 1 for text in texts]
    before = np.repeat(np.cumsum([2, *lengths[:-1]]), np.diff(batch.ends, prepend=0))
    found: tuple[NDArray[Any], ...] = (
        batch.values, points[first] - before, points[last] - before + 1,
        *(facts_of(source, first, last, batch.values) if facts else ()),
    )  # fmt: skip
    odd = sorted({*folding.hard.tolist(), *folding.marked.tolist()})
    own = {at: _one(texts[at], facts) for at in odd}
    sizes = np.diff(batch.ends, prepend=0)
    sizes[odd] = [len(words[0]) for words in own.values()]
    columns = [
        exchanged_column(column, batch.ends, {at: words[number] for at, words in own.items()})
        for number, column in enumerate(found)
    ]
    return np.cumsum(sizes), columns


def _one(text: str, facts: bool) -> tuple[NDArray[Any], ...]:
    """Return the columns of one text, from its definition."""
    words = tokenise(text)
    return (
        np.array(words.hashes, dtype=np.uint64),
        np.array(words.starts, dtype=np.int64),
        np.array(words.ends, dtype=np.int64),
        *(counted(text, words) if facts else ()),
    )


def pieces(texts: Sequence[str], size: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield ranges of texts to be done in one go."""
    limit = size or _AT_ONCE
    first = done = 0
    for last, text in enumerate(texts, 1):
        done += len(text)
        if done >= limit or last == len(texts):
            yield first, last
            first, done = last, 0


def joined(parts: Sequence[Batch]) -> Batch:
    """Return several batches as one."""
    if len(parts) == 1:
        return parts[0]
    shifts = np.cumsum([0, *(len(part.values) for part in parts)])
    ends = [part.ends + shift for part, shift in zip(parts, shifts, strict=False)]
    values = [part.values for part in parts]
    return Batch(np.concatenate([_NONE.astype(np.uint64), *values]), np.concatenate([_NONE, *ends]))


def _found(texts: Sequence[str]) -> _Found:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    source = b" ".join([b"", *encoded, b"       "])
    buffer = np.frombuffer(bytearray(source.translate(_BYTES)), dtype=np.uint8)
    ends = np.cumsum([len(part) + 1 for part in encoded], dtype=np.int64)
    folding = _Folding(_NONE, _NONE, _NONE)
    if not all(map(str.isascii, texts)):
        buffer, ends, folding = _folded(buffer, ends)
    starts, stops = _bounds(buffer, folding.cuts)
    batch = Batch(_hashed(buffer, starts, stops), np.searchsorted(starts, ends))
    return _Found(batch, np.frombuffer(source, dtype=np.uint8), starts, stops, folding)


def _folded(buffer: _Bytes, ends: Ends) -> tuple[_Bytes, Ends, _Folding]:
    """Return the buffer folded, where its texts end, and what became of it."""
    at = np.flatnonzero(buffer >= 0xC0)
    codes, sizes = _decoded(buffer, at)
    entries = characters.entries_of(codes)
    kinds = (entries >> np.uint64(characters.KIND) & np.uint64(15)).astype(np.int8)
    lengths = (entries >> np.uint64(characters.LENGTH) & np.uint64(15)).astype(np.int64)
    hard = kinds >= characters.LONG
    marks = np.flatnonzero(
        np.isin(kinds, (characters.MARK, characters.SIGN, characters.DENSE_SIGN))
    )
    if len(marks):
        hard[_hard_marks(buffer, at, sizes, kinds, marks)] = True
    for step in range(4):
        inside = sizes > step
        values = (entries >> np.uint64(8 * step)).astype(np.uint8)
        buffer[at[inside] + step] = np.where(lengths > step, values, _GONE)[inside]
    gone = np.flatnonzero(buffer == _GONE)
    texts = np.unique(np.searchsorted(ends, at[hard], side="right"))
    dense = np.flatnonzero((kinds == characters.DENSE) | (kinds == characters.DENSE_SIGN))
    placed = np.isin(
        kinds, (characters.MARK, characters.INNER) if len(dense) else (characters.MARK,)
    )
    marked = np.unique(np.searchsorted(ends, at[placed], side="right"))
    cuts = None
    if len(dense):
        first = at[dense] - np.searchsorted(gone, at[dense])
        cuts = np.unique(np.concatenate((first, first + lengths[dense])))
    if len(gone):
        ends = ends - np.searchsorted(gone, ends)
        buffer = buffer[buffer != _GONE]
    return buffer, ends, _Folding(texts, marked, gone, cuts)


def _decoded(buffer: _Bytes, at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the code points that begin at these bytes of UTF-8, and how many bytes each has."""
    first = buffer[at].astype(np.int64)
    sizes = 2 + (first >= 0xE0).astype(np.int64) + (first >= 0xF0)
    codes = first & (0x7F >> sizes)
    for step in range(1, 4):
        more = sizes > step
        codes[more] = codes[more] << 6 | buffer[at[more] + step] & 0x3F
    return codes, sizes


def _hard_marks(
    buffer: _Bytes,
    at: NDArray[np.int64],
    sizes: NDArray[np.int64],
    kinds: NDArray[np.int8],
    marks: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return the marks of which it is not plain whether they belong to a word.

    They do behind what makes words. Behind what parts them they are nothing (an emoji's variation selector),
    but then it is not plain what another mark behind them is.
    """
    before = np.maximum(marks - 1, 0)
    adjoins = (marks > 0) & (at[before] + sizes[before] == at[marks])
    plain = buffer[at[marks] - 1]
    letters = (plain > 0x2F) & (plain < 0x80)
    belong = np.where(adjoins, np.isin(kinds[before], characters.FOLLOWS), letters)
    parted = np.where(adjoins, kinds[before] == characters.PART, ~letters & (plain != ord("'")))
    loose = np.zeros(len(kinds), dtype=np.bool_)
    loose[marks] = ~belong & parted & (kinds[marks] == characters.MARK)
    good = (belong & ~(adjoins & loose[before])) | loose[marks]
    hard: NDArray[np.int64] = marks[~good]
    return hard


def _bounds(
    buffer: _Bytes, cuts: NDArray[np.int64] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the words begin and end."""
    inside = buffer > 0x2F
    quotes = np.flatnonzero(buffer == _APOSTROPHE)
    inner = quotes[inside[quotes - 1] & inside[quotes + 1]]
    inside[inner] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, stops = edges[::2], edges[1::2]
    if cuts is not None:
        starts = np.union1d(starts, cuts[inside[cuts]])
        stops = np.union1d(stops, cuts[inside[cuts - 1]])
    return starts, stops


def _hashed(buffer: _Bytes, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> Hashes:
    """Return ``word_hash`` of each word; the buffer has seven bytes more than the last word."""
    eights = np.ndarray((max(len(buffer) - 7, 0),), dtype="<u8", buffer=buffer, strides=(1,))
    lengths = stops - starts
    made = lengths.astype(np.uint64) * np.uint64(BASE)
    made ^= eights[starts] & _LOW[np.minimum(lengths, 8)]
    made *= np.uint64(FACTOR)
    made ^= made >> np.uint64(32)
    longer = np.flatnonzero(lengths > 8)
    done = 8
    while len(longer):
        piece = made[longer]
        piece ^= eights[starts[longer] + done] & _LOW[np.minimum(lengths[longer] - done, 8)]
        piece *= np.uint64(FACTOR)
        piece ^= piece >> np.uint64(32)
        made[longer] = piece
        done += 8
        longer = longer[lengths[longer] > done]
    return made


def _mended(found: _Found, texts: Sequence[str]) -> Batch:
    """Return the batch with the texts that are hard tokenised one by one."""
    return exchanged(found.batch, {at: _own(texts[at]) for at in found.folding.hard.tolist()})


def exchanged(batch: Batch, own: Mapping[int, Hashes]) -> Batch:
    """Return the batch with the values of some texts in the place of what it holds for them."""
    sizes = np.diff(batch.ends, prepend=0)
    sizes[list(own)] = [len(hashes) for hashes in own.values()]
    return Batch(exchanged_column(batch.values, batch.ends, own), np.cumsum(sizes))


def _own(text: str) -> Hashes:
    return np.array(tokenise(text).hashes, dtype=np.uint64)


def exchanged_column(
    column: NDArray[_T], ends: Ends, own: Mapping[int, NDArray[_T]]
) -> NDArray[_T]:
    """Return a column of values, one a word, with those of some texts in the place of what was found."""
    if not own:
        return column
    parts: list[NDArray[_T]] = []
    last = 0
    for text, values in own.items():
        parts += [column[last : ends[text - 1] if text else 0], values]
        last = ends[text]
    return np.concatenate([*parts, column[last:]])
