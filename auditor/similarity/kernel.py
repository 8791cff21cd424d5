"""The words of many texts, hashed at once: what ``tokenise`` finds, over one buffer of bytes.

The texts are joined and encoded; upper case and punctuation go through a table of bytes; the few
characters beyond ASCII are decoded in place, looked up, and written back folded, which is hardly ever
longer. Words are then the runs between two kinds of byte, and their hashes a few operations on arrays
of eight bytes each. A text with a character that this cannot do (a Korean syllable folds to more bytes
than it has) is left to ``tokenise``; the hashes are the same, whoever makes them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.minhash import Batch, Ends, Hashes
from auditor.similarity.shingle import BASE, FACTOR, is_dense, tokenise
from auditor.text.fold import fold
from auditor.text.words import APOSTROPHES, INNER, WORD_CLASS

_Bytes = NDArray[np.uint8]

_AT_ONCE = 1 << 18
"""Characters done in one go: what fits the processor's cache with what is worked out of them."""
_NONE = np.empty(0, dtype=np.int64)
_SPACE, _APOSTROPHE, _GONE = 0x20, 0x27, 0x01
_BYTES = bytes(
    b if b >= 0x80 or b == _APOSTROPHE else ord(chr(b).lower()) if chr(b).isalnum() else _SPACE
    for b in range(256)
)
_LOW = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)
_ONE = re.compile(WORD_CLASS)
_ALNUM = re.compile(r"[^\W_]")

# What a character is to the words around it.
_PART, _LETTER, _INNER, _MARK, _SIGN, _QUOTE, _DENSE, _DENSE_SIGN, _HARD = range(1, 10)
_FOLLOWS = (_LETTER, _MARK, _SIGN, _DENSE, _DENSE_SIGN)
"""What a mark may stand behind; behind anything else it begins no word."""
_KIND, _LENGTH, _KNOWN = np.uint64(36), np.uint64(32), np.uint64(1 << 40)


class Located(NamedTuple):
    """The words of one text: their hashes, their half-open places in code points."""

    hashes: Hashes
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    loud: NDArray[np.bool_]
    """Which hold more than small letters of ASCII: but for number words, only they can be facts."""


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
    parts: list[Batch] = []
    for low, high in _pieces(texts):
        found = _found(texts[low:high])
        hard = found.folding.hard
        parts.append(_mended(found.batch, texts[low:high], hard) if len(hard) else found.batch)
    return _joined(parts)


def located(texts: Sequence[str]) -> list[Located]:
    """Return the words of each text with their places: those of ``tokenise``."""
    return [one for low, high in _pieces(texts) for one in _located(texts[low:high])]


def _located(texts: Sequence[str]) -> Iterator[Located]:
    batch, read, starts, stops, folding = _found(texts)
    sizes = np.diff(batch.ends, prepend=0)
    first, last = starts, stops - 1
    if len(folding.gone):
        kept = np.delete(np.arange(len(read)), folding.gone)
        first, last = kept[first], kept[last]
    points = np.cumsum((read & 0xC0) != 0x80)
    lengths = [len(text) + 1 for text in texts]
    before = np.repeat(np.cumsum([2, *lengths[:-1]]), sizes)
    first_at, end_at = points[first] - before, points[last] - before + 1
    quiet = (read >= ord("a")) & (read <= ord("z")) | (read == _APOSTROPHE)
    counts = np.cumsum(~quiet)
    loud = counts[last] > counts[first - 1]
    odd = {*folding.hard.tolist(), *folding.marked.tolist()}
    low = 0
    for number, (text, high) in enumerate(zip(texts, batch.ends.tolist(), strict=True)):
        if number in odd:
            plain = tokenise(text)
            yield Located(
                np.array(plain.hashes, dtype=np.uint64),
                np.array(plain.starts, dtype=np.int64),
                np.array(plain.ends, dtype=np.int64),
                np.ones(len(plain), dtype=bool),
            )
        else:
            here = slice(low, high)
            yield Located(batch.values[here], first_at[here], end_at[here], loud[here])
        low = high


def _pieces(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield ranges of texts to be done in one go."""
    first = size = 0
    for last, text in enumerate(texts, 1):
        size += len(text)
        if size >= _AT_ONCE or last == len(texts):
            yield first, last
            first, size = last, 0


def _joined(parts: Sequence[Batch]) -> Batch:
    if len(parts) == 1:
        return parts[0]
    shifts = np.cumsum([0, *(len(part.values) for part in parts)])
    ends = [part.ends + shift for part, shift in zip(parts, shifts, strict=False)]
    values = [part.values for part in parts]
    return Batch(np.concatenate([_NONE.astype(np.uint64), *values]), np.concatenate([_NONE, *ends]))


def _found(texts: Sequence[str]) -> _Found:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    joined = b" ".join([b"", *encoded, b"       "])
    buffer = np.frombuffer(bytearray(joined.translate(_BYTES)), dtype=np.uint8)
    ends = np.cumsum([len(part) + 1 for part in encoded], dtype=np.int64)
    folding = _Folding(_NONE, _NONE, _NONE)
    if not all(map(str.isascii, texts)):
        buffer, ends, folding = _folded(buffer, ends)
    starts, stops = _bounds(buffer, folding.cuts)
    batch = Batch(_hashed(buffer, starts, stops), np.searchsorted(starts, ends))
    return _Found(batch, np.frombuffer(joined, dtype=np.uint8), starts, stops, folding)


def _folded(buffer: _Bytes, ends: Ends) -> tuple[_Bytes, Ends, _Folding]:
    """Return the buffer folded, where its texts end, and what became of it."""
    at = np.flatnonzero(buffer >= 0xC0)
    codes, sizes = _decoded(buffer, at)
    entries = _looked_up(codes)
    kinds = (entries >> _KIND & np.uint64(15)).astype(np.int8)
    lengths = (entries >> _LENGTH & np.uint64(15)).astype(np.int64)
    hard = kinds == _HARD
    marks = np.flatnonzero(np.isin(kinds, (_MARK, _SIGN, _DENSE_SIGN)))
    if len(marks):
        hard[marks[~_stand_behind(buffer, at, sizes, kinds, marks)]] = True
    for step in range(4):
        inside = sizes > step
        values = (entries >> np.uint64(8 * step)).astype(np.uint8)
        buffer[at[inside] + step] = np.where(lengths > step, values, _GONE)[inside]
    gone = np.flatnonzero(buffer == _GONE)
    texts = np.unique(np.searchsorted(ends, at[hard], side="right"))
    dense = np.flatnonzero((kinds == _DENSE) | (kinds == _DENSE_SIGN))
    placed = np.isin(kinds, (_MARK, _INNER) if len(dense) else (_MARK,))
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


def _stand_behind(
    buffer: _Bytes,
    at: NDArray[np.int64],
    sizes: NDArray[np.int64],
    kinds: NDArray[np.int8],
    marks: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Whether what stands before each mark is such that the mark belongs to a word."""
    before = np.maximum(marks - 1, 0)
    adjoins = (marks > 0) & (at[before] + sizes[before] == at[marks])
    plain = buffer[at[marks] - 1]
    good: NDArray[np.bool_] = np.where(
        adjoins, np.isin(kinds[before], _FOLLOWS), (plain > 0x2F) & (plain < 0x80)
    )
    return good


_ENTRIES = np.zeros(0, dtype=np.uint64)


def _looked_up(codes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return for each character four bytes of its fold, their number, and what it is."""
    global _ENTRIES
    if not len(_ENTRIES):
        _ENTRIES = np.zeros(0x110000, dtype=np.uint64)
    found = _ENTRIES[codes]
    if not found.all():
        for code in set(codes[found == 0].tolist()):
            _ENTRIES[code] = _entry(chr(code))
        found = _ENTRIES[codes]
    return found


def _entry(char: str) -> int:
    size = len(char.encode("utf-8", "surrogatepass"))
    kind = _kind(char)
    folded = fold(f"a{char}a")[1:-1].encode("utf-8", "surrogatepass")  # white space and all
    if kind == _PART:
        folded = b" " * size
    elif kind in (_INNER, _MARK):
        folded = b""
    elif kind == _QUOTE:
        folded = b"'"
    elif (
        (not folded and kind != _DENSE_SIGN)
        or len(folded) > size
        or not all(b >= 0x80 or chr(b).isalnum() for b in folded)
    ):
        kind = _HARD
    if kind == _HARD:
        folded = b" " * size
    value = int.from_bytes(folded, "little") | len(folded) << int(_LENGTH) | kind << int(_KIND)
    return value | int(_KNOWN)


def _kind(char: str) -> int:
    if char in APOSTROPHES:
        return _HARD if _ALNUM.match(char) else _QUOTE
    if char in INNER:
        return _INNER
    if not _ONE.match(char):
        return _PART
    if not _ALNUM.match(char):
        if is_dense(char):
            return _DENSE_SIGN
        return _SIGN if fold(char) else _MARK
    return _DENSE if is_dense(char) else _LETTER


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


def _mended(found: Batch, texts: Sequence[str], hard: NDArray[np.int64]) -> Batch:
    """Return the batch with these texts tokenised one by one."""
    parts: list[Hashes] = []
    sizes = np.diff(found.ends, prepend=0)
    last = 0
    for text in hard.tolist():
        own = np.array(tokenise(texts[text]).hashes, dtype=np.uint64)
        parts += [found.values[last : found.ends[text] - sizes[text]], own]
        last = found.ends[text]
        sizes[text] = len(own)
    parts.append(found.values[last:])
    return Batch(np.concatenate(parts), np.cumsum(sizes))
