"""Hashes of words to shingles, signatures, samples and names: what ``minhash`` and ``parts`` do."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from auditor.similarity.compiled.kernel import Source, hashed, most_words
from auditor.similarity.minhash import Batch, Ends, Hashes, Names, Signatures
from auditor.similarity.parts import ONE_IN, SHIFT
from auditor.similarity.shingle import BASE, FACTOR, WIDTH
from auditor.similarity.signature import EMPTY, PERMUTATIONS, permutations

_U, _V = np.uint64, np.uint32
_BASE, _32 = _U(BASE), _U(32)
_16, _13 = _V(16), _V(13)
_ONE, _OTHER = _V(0x85EBCA6B), _V(0xC2B2AE35)
_EMPTY = _V(EMPTY)
_FACTOR, _ONE_64, _29, _31 = _U(FACTOR), _U(1), _U(29), _U(31)
_SHIFT, _NOT_TAKEN = _U(SHIFT), _U(ONE_IN - 1)
_AT_ONCE = 1 << 18
"""Bytes of text: their words stay in the processor's cache."""
_UNROLLED = 4
_FEW = 48


def shingled(words: Batch) -> Batch:
    """Return the shingles of each text, given the hashes of its words."""
    counts = np.diff(words.ends, prepend=0)
    ends = np.cumsum(np.where(counts >= WIDTH, counts - WIDTH + 1, np.minimum(counts, 1)))
    made = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint64)
    _shingle(words.values, words.ends, made)
    return Batch(made, ends)


class Signs(NamedTuple):
    """What is kept of texts, one of everything a text."""

    words: NDArray[np.int64]
    """How many there are."""
    names: Names
    rows: Signatures
    samples: Batch


def signs(source: Source) -> Signs:
    """Return what ``minhash`` and ``parts`` keep of texts: a few at a time, so that their words stay at hand."""
    count = len(source.ends)
    made = Signs(
        np.empty(count, dtype=np.int64),
        np.empty((count, 2), dtype=np.uint64),
        np.empty((count, PERMUTATIONS), dtype=np.uint32),
        Batch(np.empty(0, dtype=np.uint64), np.empty(count, dtype=np.int64)),
    )
    samples = []
    size = 0
    parts = [(low, high, source.part(low, high)) for low, high in _pieces(source.ends)]
    room = np.empty(most_words(max((len(p.data) for *_, p in parts), default=0)), dtype=np.uint64)
    for low, high, part in parts:
        words = hashed(part, room)
        counts = np.diff(words.ends, prepend=0)
        values = np.empty(len(words.values) + len(counts), dtype=np.uint64)
        ends = made.samples.ends[low:high]
        taken = _signed(words, made.rows[low:high], values, ends)
        ends += size
        size += taken
        samples.append(values[:taken].copy())
        _name(words.values, words.ends, made.names[low:high])
        made.words[low:high] = counts
    values = np.concatenate((made.samples.values, *samples))
    return made._replace(samples=made.samples._replace(values=values))


def _pieces(ends: Ends) -> Iterator[tuple[int, int]]:
    """Yield texts so many at a time."""
    low = 0
    while low < len(ends):
        begin = int(ends[low - 1]) if low else 0
        high = max(int(np.searchsorted(ends, begin + _AT_ONCE, "right")), low + 1)
        yield low, high
        low = high


def sign(words: Batch) -> Signatures:
    """Return the signatures of texts given as the hashes of their words: one row a text."""
    rows = np.empty((len(words.ends), PERMUTATIONS), dtype=np.uint32)
    none = np.empty(0, dtype=np.uint64)
    _signed(words, rows, none, np.empty(0, dtype=np.int64))
    return rows


def _signed(words: Batch, rows: Signatures, samples: Hashes, sample_ends: Ends) -> int:
    """Fill the rows, and the samples if they are given room; return how many these are."""
    factors, addends = _permutations()
    most = int(np.diff(words.ends, prepend=0).max(initial=0))
    wide = np.empty(most + 1, dtype=np.uint64)
    room = np.empty(most + _UNROLLED, dtype=np.uint32)
    taken: int = _sign(
        words.values, words.ends, factors, addends, wide, room, rows, samples, sample_ends
    )
    return taken


@cache
def _permutations() -> tuple[NDArray[np.uint32], ...]:
    return tuple(np.array(column, dtype=np.uint32) for column in permutations())


@njit(cache=True, nogil=True)
def _sort(values):
    """Sort: a few by insertion."""
    if len(values) > _FEW:
        values.sort()
        return
    for at in range(1, len(values)):
        value = values[at]
        place = at
        while place and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value


@njit(cache=True, nogil=True)
def _name(hashes, ends, made):
    first = 0
    for text in range(len(ends)):
        one, other = _U(0), _U(0)
        place = _U(0)
        for at in range(first, ends[text]):
            place += _ONE_64
            value = hashes[at] + place * _BASE
            value = (value ^ value >> _32) * _FACTOR
            one += value ^ value >> _29
            value = hashes[at] ^ place * _FACTOR
            value = (value ^ value >> _31) * _BASE
            other += value ^ value >> _32
        made[text, 0] = one
        made[text, 1] = other
        first = ends[text]


@njit(cache=True, nogil=True)
def _shingle(hashes, ends, made):
    first = 0
    out = 0
    for end in ends:
        if end > first:
            out += _shingled(hashes[first:end], made[out:])
        first = end


@njit(cache=True, nogil=True)
def _sign(words, ends, factors, addends, wide, room, rows, samples, sample_ends):
    """Sign texts and, if there is room for them, list what ``parts.samples`` takes of each; return how many."""
    first = 0
    taken = 0
    for text in range(len(ends)):
        end = ends[text]
        count = _shingled(words[first:end], wide)
        for at in range(count):
            room[at] = _mixed(wide[at])
        if len(sample_ends):
            taken = _sample(wide[:count], samples, taken)
            sample_ends[text] = taken
        for at in range(count, count + _UNROLLED):
            room[at] = room[0]  # the least is the same; of no shingles none is looked at
        row = rows[text]
        row[:] = _EMPTY
        for at in range(0, count, _UNROLLED):
            a, b, c, d = room[at], room[at + 1], room[at + 2], room[at + 3]
            for slot in range(len(row)):
                factor, addend = factors[slot], addends[slot]
                least = min(
                    min(_V(a * factor + addend), _V(b * factor + addend)),
                    min(_V(c * factor + addend), _V(d * factor + addend)),
                )
                row[slot] = min(row[slot], least)
        first = end
    return taken


@njit(cache=True, nogil=True)
def _shingled(words, made):
    """Put the shingles of a text into ``made``; return how many there are."""
    if len(words) < WIDTH:
        whole = _U(len(words))
        for word in words:
            whole = whole * _BASE + word
        made[0] = whole
        return min(len(words), 1)
    for at in range(len(words) - WIDTH + 1):
        value = words[at]
        for step in range(1, WIDTH):
            value = value * _BASE + words[at + step]
        made[at] = value
    return len(words) - WIDTH + 1


@njit(cache=True, nogil=True)
def _sample(shingles, samples, taken):
    """Put the sample of a text's shingles behind what is ``taken``, sorted, each once; return how many there are."""
    begun = taken
    for shingle in shingles:
        samples[taken] = shingle
        taken += not shingle >> _SHIFT & _NOT_TAKEN
    return begun + _distinct(samples[begun:taken])


@njit(cache=True, nogil=True)
def _distinct(values):
    """Sort values, each once; return how many they are then."""
    _sort(values)
    kept = 0
    for at in range(len(values)):
        if at == 0 or values[at] != values[kept - 1]:
            values[kept] = values[at]
            kept += 1
    return kept


@njit(cache=True, nogil=True, inline="always")
def _mixed(shingle):
    """Return MurmurHash3's finaliser of the 32 bits of a shingle; a product is wider until it is cut."""
    value = _V(shingle ^ shingle >> _32)
    value = _V((value ^ value >> _16) * _ONE)
    value = _V((value ^ value >> _13) * _OTHER)
    return value ^ value >> _16
