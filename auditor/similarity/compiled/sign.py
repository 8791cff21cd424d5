"""Hashes of words to shingles, signatures, samples and names: what ``minhash`` and ``parts`` do."""

import numpy as np
from numba import njit

from auditor.similarity.minhash import Batch, Names, Signatures
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
_UNROLLED = 4
_FEW = 48


def shingled(words: Batch) -> Batch:
    """Return the shingles of each text, given the hashes of its words."""
    counts = np.diff(words.ends, prepend=0)
    ends = np.cumsum(np.where(counts >= WIDTH, counts - WIDTH + 1, np.minimum(counts, 1)))
    made = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint64)
    _shingle(words.values, words.ends, made)
    return Batch(made, ends)


def sign(words: Batch) -> Signatures:
    """Return the signatures of texts given as the hashes of their words: one row a text."""
    rows = np.empty((len(words.ends), PERMUTATIONS), dtype=np.uint32)
    factors, addends = (np.array(column, dtype=np.uint32) for column in permutations())
    most = int(np.diff(words.ends, prepend=0).max(initial=0))
    room = np.empty(most + _UNROLLED, dtype=np.uint32)
    _sign(words.values, words.ends, factors, addends, room, rows)
    return rows


def samples(words: Batch) -> Batch:
    """Return what ``parts.samples`` takes of the shingles of texts, given as the hashes of their words."""
    ends = np.empty_like(words.ends)
    values = np.empty(len(words.values) + len(ends), dtype=np.uint64)
    size = _sample(words.values, words.ends, values, ends)
    return Batch(values[:size].copy(), ends)


def names(words: Batch) -> Names:
    """Return what ``minhash.names`` calls texts given as the hashes of their words."""
    made = np.empty((len(words.ends), 2), dtype=np.uint64)
    _name(words.values, words.ends, made)
    return made


@njit(cache=True, nogil=True)
def _sample(hashes, ends, values, sample_ends):
    """List the sample of each text, sorted, each shingle once; return how many there are."""
    first = 0
    made = 0
    for text in range(len(ends)):
        end = ends[text]
        begun = made
        width = min(WIDTH, end - first)
        for at in range(first, end - width + 1 if width else first):
            value = hashes[at] if width == WIDTH else _U(width) * _BASE + hashes[at]
            for step in range(1, width):
                value = value * _BASE + hashes[at + step]
            values[made] = value
            made += not value >> _SHIFT & _NOT_TAKEN
        _sort(values[begun:made])
        kept = begun
        for at in range(begun, made):
            if at == begun or values[at] != values[kept - 1]:
                values[kept] = values[at]
                kept += 1
        made = kept
        sample_ends[text] = made
        first = end
    return made


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
        count = end - first
        if 0 < count < WIDTH:
            whole = _U(count)
            for at in range(first, end):
                whole = whole * _BASE + hashes[at]
            made[out] = whole
            out += 1
        elif count >= WIDTH:
            for at in range(first, end - WIDTH + 1):
                value = hashes[at]
                for step in range(1, WIDTH):
                    value = value * _BASE + hashes[at + step]
                made[out + at - first] = value
            out += count - WIDTH + 1
        first = end


@njit(cache=True, nogil=True)
def _sign(words, ends, factors, addends, room, rows):
    first = 0
    for text in range(len(ends)):
        end = ends[text]
        count = _finalise(words[first:end], room)
        for at in range(count, count + _UNROLLED):
            room[at] = room[0]  # the least is the same
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


@njit(cache=True, nogil=True)
def _finalise(words, room):
    """Put what the permutations are applied to into ``room``; return how many there are."""
    if len(words) < WIDTH:
        whole = _U(len(words))
        for word in words:
            whole = whole * _BASE + word
        room[0] = _mixed(whole)
        return min(len(words), 1)
    for at in range(len(words) - WIDTH + 1):
        shingle = words[at]
        for step in range(1, WIDTH):
            shingle = shingle * _BASE + words[at + step]
        room[at] = _mixed(shingle)
    return len(words) - WIDTH + 1


@njit(cache=True, nogil=True, inline="always")
def _mixed(shingle):
    """Return MurmurHash3's finaliser of the 32 bits of a shingle; a product is wider until it is cut."""
    value = _V(shingle ^ shingle >> _32)
    value = _V((value ^ value >> _16) * _ONE)
    value = _V((value ^ value >> _13) * _OTHER)
    return value ^ value >> _16
