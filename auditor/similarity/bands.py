"""Candidates: texts whose signatures agree in every row of at least one band.

Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4. The bands are chosen from the
likeness asked for; a bucket that many texts fall into costs time in proportion to them, not to their
pairs, and says what it left out.
"""

from collections.abc import Sequence
from math import ceil, log, log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.minhash import Hashes, Signatures
from auditor.similarity.signature import EMPTY, MIX, PERMUTATIONS, Bands

_MISSED = 0.001
_SHORT = 5.2
_COMPARED = 1 << 14
"""Pairs compared in one go."""
CROWD = 16
"""Texts in one bucket of which every pair is a candidate; in larger ones each is held against its
neighbours and the first."""

HALF, _LOW = 32, (1 << 32) - 1
"""A pair is held as one number, its first text in the upper half."""

_AT_ONCE = 1 << 20
"""Keys looked at in one go."""

Pairs = NDArray[np.int64]


class Candidates(NamedTuple):
    """Pairs ``(a, b)``, ``a < b``, in order, each once; and the pairs that crowded buckets left out."""

    pairs: Pairs
    left_out: int
    """An upper bound: pairs left out in one band may have been found in another."""


def bands_for(threshold: float) -> Bands:
    """Return the bands with most rows that find .999 of the pairs of Jaccard ``threshold``, and more above."""
    for rows in range(8, 1, -1):
        around = PERMUTATIONS // rows
        number = ceil(log(_MISSED) / log1p(-(threshold**rows))) if threshold < 1 else 1
        if rows <= around and number <= 2 * around:
            return Bands(max(number, around), rows)
    return Bands(PERMUTATIONS, 1)


def key_array(signatures: Signatures, bands: Bands, band: int) -> Hashes:
    """Return the key of one band of each signature, as ``band_keys`` defines it."""
    keys = np.full(len(signatures), band, dtype=np.uint64)
    for slot in bands.slots(band):
        keys = (keys ^ signatures[:, slot]) * np.uint64(MIX)
        keys ^= keys >> np.uint64(29)
    return keys


def candidates(signatures: Signatures, bands: Bands) -> Candidates:
    """Return the pairs of rows of ``signatures`` that share a bucket in some band.

    Texts without words are in no bucket, and a key begins with its band. Linear in the number of texts,
    whatever is in them, but for the sorting of the bands.
    """
    worded = np.flatnonzero(signatures[:, 0] != EMPTY)
    rows = signatures if len(worded) == len(signatures) else signatures[worded]
    found: list[Pairs] = []
    left_out = 0
    many = max(_AT_ONCE // max(len(rows), 1), 1)  # keys of several bands are parted by sorting, too
    for first in range(0, bands.number, many):
        some = range(first, min(first + many, bands.number))
        keys = np.concatenate([key_array(rows, bands, band) for band in some])
        pairs, left = join(keys, np.tile(worded, len(some)))
        found += pairs
        left_out += left
    return as_pairs(found, left_out)


def likely(signatures: Signatures, pairs: Pairs, threshold: float) -> Pairs:
    """Return the pairs of rows that may have a Jaccard of ``threshold``, by how many slots they share.

    As many slots agree as shingles are shared, give or take: a pair of that Jaccard falls so many standard
    deviations short of its mean (``_SHORT``) in one case of some ten million.
    """
    mean = PERMUTATIONS * threshold
    least = mean - _SHORT * (mean * (1 - threshold)) ** 0.5
    found = [
        np.count_nonzero(signatures[part[:, 0]] == signatures[part[:, 1]], axis=1) >= least
        for part in np.array_split(pairs, len(pairs) // _COMPARED + 1)
    ]
    chosen: Pairs = pairs[np.concatenate(found)]
    return chosen


def as_pairs(found: Sequence[Pairs], left_out: int) -> Candidates:
    """Return pairs held as numbers as pairs, each once."""
    made, _ = counted(found)
    return Candidates(np.column_stack((made >> HALF, made & _LOW)), left_out)


def counted(found: Sequence[Pairs]) -> tuple[Pairs, Pairs]:
    """Return pairs held as numbers, each once, in order, and how often each was there."""
    every = np.concatenate((np.empty(0, dtype=np.int64), *found))
    every.sort()
    new = np.ones(len(every), dtype=np.bool_)
    np.not_equal(every[1:], every[:-1], out=new[1:])
    first = np.flatnonzero(new)
    return every[first], np.diff(first, append=len(every))


def together(*some: Pairs) -> Pairs:
    """Return the pairs of several candidates, each once, in order."""
    return as_pairs([pairs[:, 0] << HALF | pairs[:, 1] for pairs in some], 0).pairs


def join(
    keys: Hashes, rows: NDArray[np.unsignedinteger | np.signedinteger], crowd: int = CROWD
) -> tuple[list[Pairs], int]:
    """Return the pairs of rows of one key, and how many more there are in crowds.

    A pair is a number, and stands once for each key that it shares. Key and row are sorted as one
    number, an array's quickest sort: the lowest bits of the key give way, so that one pair of rows in
    some million may be taken for such of one key. Who verifies them will find out. ``keys`` are used up.
    """
    bits = np.uint64(int(rows.max(initial=1)).bit_length())
    keys >>= bits
    keys <<= bits
    keys |= rows.astype(np.uint64)
    keys.sort()
    found: list[Pairs] = []
    left_out = low = 0
    while low < len(keys):
        high = min(low + _AT_ONCE, len(keys))
        last = (int(keys[high - 1]) >> int(bits)) + 1 << int(bits)
        high = int(np.searchsorted(keys, np.uint64(last))) if last < 1 << 64 else len(keys)
        pairs, left = _joined(keys[low:high], bits, crowd)
        found += pairs
        left_out += left
        low = high
    return found, left_out


def _joined(keys: Hashes, bits: np.uint64, crowd: int) -> tuple[list[Pairs], int]:
    """Return the same of sorted keys with their rows in the lowest bits."""
    heads = keys >> bits
    met = np.flatnonzero(heads[1:] == heads[:-1])
    starts = met[np.diff(met, prepend=-2) > 1]
    sizes = np.diff(np.searchsorted(met, starts), append=len(met)) + 1
    rows = (keys & (np.uint64(1) << bits) - np.uint64(1)).view(np.int64)
    found: list[Pairs] = []
    for size in range(2, crowd + 1):
        at = starts[sizes == size]
        if not len(at):
            continue
        for low in range(size):
            found += [rows[at + low] << HALF | rows[at + high] for high in range(low + 1, size)]
    starts, sizes = starts[sizes > crowd], sizes[sizes > crowd]
    if not len(starts):
        return found, 0
    left_out = int(np.sum(sizes * (sizes - 1) // 2 - (2 * sizes - 3)))
    place = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    at = np.repeat(starts, sizes) + place
    star, chain = place > 0, place > 1
    found.append(rows[(at - place)[star]] << HALF | rows[at[star]])
    found.append(rows[at[chain] - 1] << HALF | rows[at[chain]])
    return found, left_out
