"""Candidates from signatures: what ``bands.candidates`` does, by a hash table a band."""

import numpy as np
from numba import njit

from auditor.similarity.bands import CROWD, HALF, Candidates, as_pairs
from auditor.similarity.minhash import Signatures
from auditor.similarity.signature import EMPTY, MIX, Bands

_U = np.uint64
_MIX, _29 = _U(MIX), _U(29)
_FREE = -1


def candidates(signatures: Signatures, bands: Bands) -> Candidates:
    """Return the pairs of rows of ``signatures`` that share a bucket in some band."""
    worded = np.flatnonzero(signatures[:, 0] != EMPTY)
    rows = signatures if len(worded) == len(signatures) else signatures[worded]
    size = len(rows)
    table = np.empty(1 << max(2 * size - 1, 1).bit_length(), dtype=np.int32)
    keys = np.empty(size, dtype=np.uint64)
    following, last, sizes = (np.empty(size, dtype=np.int32) for _ in range(3))
    left_out = 0
    found = []
    for band in range(bands.number):
        _bucket(rows, band, bands.rows, keys, table, following, last, sizes)
        count, left = _count(sizes)
        left_out += left
        pairs = np.empty(count, dtype=np.int64)
        _pair(worded, following, sizes, pairs)
        found.append(pairs)
    return as_pairs(found, left_out)


@njit(cache=True, nogil=True)
def _bucket(rows, band, width, keys, table, following, last, sizes):
    """Chain the rows of each bucket; ``sizes`` tells, at the first row of each, how many they are."""
    table[:] = _FREE
    sizes[:] = 0
    mask = len(table) - 1
    for row in range(len(rows)):
        key = _U(band)
        for slot in range(band * width, band * width + width):
            key = (key ^ _U(rows[row, slot])) * _MIX
            key ^= key >> _29
        keys[row] = key
        following[row] = _FREE
        at = np.int64(key >> _29) & mask
        while table[at] != _FREE and keys[table[at]] != key:
            at = (at + 1) & mask
        first = table[at]
        if first == _FREE:
            first = table[at] = row
        else:
            following[last[first]] = row
        last[first] = row
        sizes[first] += 1


@njit(cache=True, nogil=True)
def _count(sizes):
    """Return how many pairs the buckets make, and how many more there are in crowded ones."""
    count, left = np.int64(0), np.int64(0)
    for small in sizes:
        size = np.int64(small)
        of = size * (size - 1) // 2
        taken = of if size <= CROWD else 2 * size - 3
        count += taken
        left += of - taken
    return count, left


@njit(cache=True, nogil=True)
def _pair(names, following, sizes, pairs):
    """List the pairs: all of a bucket; of a crowded one, each row with the first and with the next."""
    made = 0
    for first in range(len(sizes)):
        crowded = sizes[first] > CROWD
        one = first
        while sizes[first] > 1 and one != _FREE:
            other = following[one]
            while other != _FREE:
                pairs[made] = names[one] << HALF | names[other]
                made += 1
                if crowded and one != first:
                    break
                other = following[other]
            one = following[one]
