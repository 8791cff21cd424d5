"""The words of many texts, hashed at once: what ``tokenise`` finds, over one buffer of bytes.

The texts are joined and encoded; upper case and punctuation go through a table of bytes; the few
characters beyond ASCII are decoded in place, looked up, and written back folded, which is hardly ever
longer. Words are then the runs between two kinds of byte, and their hashes a few operations on arrays
of eight bytes each. A text with a character that this cannot do (a Korean syllable folds to more bytes
than it has) is left to ``tokenise``; the hashes are the same, whoever makes them.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.minhash import Batch, Ends, Hashes
from auditor.similarity.shingle import BASE, FACTOR, is_dense, tokenise
from auditor.text.fold import fold
from auditor.text.words import APOSTROPHES, INNER, WORD_CLASS

_Bytes = NDArray[np.uint8]
_Loud = NDArray[np.bool_] | None
"""Which words hold more than small letters, where somebody asked."""

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


def tokens(texts: Sequence[str]) -> Batch:
    """Return the hashes of the words of each text: those of ``tokenise``."""
    return _joined([_tokens(texts[low:high])[0] for low, high in _pieces(texts)])


def tokens_with_loud(texts: Sequence[str]) -> tuple[Batch, NDArray[np.bool_]]:
    """Return the words, and which hold more than small letters of ASCII: only they can be facts."""
    parts = [_tokens(texts[low:high], with_loud=True) for low, high in _pieces(texts)]
    loud = [part[1] for part in parts if part[1] is not None]
    return _joined([part[0] for part in parts]), np.concatenate([_NONE.astype(bool), *loud])


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


def _tokens(texts: Sequence[str], *, with_loud: bool = False) -> tuple[Batch, _Loud]:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    joined = b" ".join([b"", *encoded, b"       "])
    buffer = np.frombuffer(bytearray(joined.translate(_BYTES)), dtype=np.uint8)
    ends = np.cumsum([len(part) + 1 for part in encoded], dtype=np.int64)
    hard = gone = _NONE
    cuts: NDArray[np.int64] | None = None
    if not all(map(str.isascii, texts)):
        buffer, ends, hard, cuts, gone = _folded(buffer, ends)
    starts, stops = _bounds(buffer, cuts)
    found = Batch(_hashed(buffer, starts, stops), np.searchsorted(starts, ends))
    loud = _loud(joined, gone, starts, stops) if with_loud else None
    return _mended(found, loud, texts, hard) if len(hard) else (found, loud)


def _loud(
    joined: bytes, gone: NDArray[np.int64], starts: NDArray[np.int64], stops: NDArray[np.int64]
) -> NDArray[np.bool_]:
    read = np.delete(np.frombuffer(joined, dtype=np.uint8), gone)
    quiet = (read >= ord("a")) & (read <= ord("z")) | (read == _APOSTROPHE)
    counts = np.cumsum(~quiet, dtype=np.int32)
    loud: NDArray[np.bool_] = counts[stops - 1] > counts[starts - 1]
    return loud


def _folded(
    buffer: _Bytes, ends: Ends
) -> tuple[_Bytes, Ends, NDArray[np.int64], NDArray[np.int64] | None, NDArray[np.int64]]:
    """Return the buffer folded, its texts' ends, the texts it cannot do, cuts inside words, bytes lost."""
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
    cuts = None
    if len(dense):
        first = at[dense] - np.searchsorted(gone, at[dense])
        cuts = np.unique(np.concatenate((first, first + lengths[dense])))
    if len(gone):
        ends = ends - np.searchsorted(gone, ends)
        buffer = buffer[buffer != _GONE]
    return buffer, ends, texts, cuts, gone


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


def _mended(
    found: Batch, loud: _Loud, texts: Sequence[str], hard: NDArray[np.int64]
) -> tuple[Batch, _Loud]:
    """Return the batch with these texts tokenised one by one, every word of them loud."""
    parts: list[Hashes] = []
    flags: list[NDArray[np.bool_]] = []
    sizes = np.diff(found.ends, prepend=0)
    last = 0
    for text in hard.tolist():
        own = np.array(tokenise(texts[text]).hashes, dtype=np.uint64)
        here = found.ends[text] - sizes[text]
        parts += [found.values[last:here], own]
        if loud is not None:
            flags += [loud[last:here], np.ones(len(own), dtype=bool)]
        last = found.ends[text]
        sizes[text] = len(own)
    parts.append(found.values[last:])
    mended = Batch(np.concatenate(parts), np.cumsum(sizes))
    return mended, None if loud is None else np.concatenate([*flags, loud[last:]])
