"""Candidates: texts whose signatures agree in every row of at least one band.

Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4. The bands are chosen from the
likeness asked for; a bucket that many texts fall into costs time in proportion to them, not to their
pairs, and says what it left out.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.minhash import Hashes, Signatures
from auditor.similarity.signature import EMPTY, MIX, PERMUTATIONS, Bands

_RECALL = 0.999
_STEPS = 64
CROWD = 16
"""Texts in one bucket of which every pair is a candidate; in larger ones each is held against its
neighbours and the first."""

HALF, _LOW = 32, (1 << 32) - 1
"""A pair is held as one number, its first text in the upper half."""

Pairs = NDArray[np.int64]


class Candidates(NamedTuple):
    """Pairs ``(a, b)``, ``a < b``, in order, each once; and the pairs that crowded buckets left out."""

    pairs: Pairs
    left_out: int
    """An upper bound: pairs left out in one band may have been found in another."""


def bands_for(threshold: float, slots: int = PERMUTATIONS) -> Bands:
    """Return the bands with most rows that find .999 of the pairs of Jaccard ``threshold`` to 1."""
    likeness = np.linspace(threshold, 1.0, _STEPS)
    for rows in range(8, 1, -1):
        count = slots // rows
        if float(np.mean(1 - (1 - likeness**rows) ** count)) >= _RECALL:
            return Bands(count, rows)
    return Bands(slots, 1)


def key_array(signatures: Signatures, band: int, rows: int) -> Hashes:
    """Return the key of one band of each signature, as ``band_keys`` defines it."""
    keys = np.full(len(signatures), band, dtype=np.uint64)
    for column in signatures[:, band * rows : (band + 1) * rows].T.astype(np.uint64):
        keys = (keys ^ column) * np.uint64(MIX)
        keys ^= keys >> np.uint64(29)
    return keys


def candidates(signatures: Signatures, bands: Bands) -> Candidates:
    """Return the pairs of rows of ``signatures`` that share a bucket in some band.

    Texts without words are in no bucket. Linear in the number of texts, whatever is in them, but for
    the sorting of the bands.
    """
    worded = np.flatnonzero(signatures[:, 0] != EMPTY)
    found: list[Pairs] = []
    left_out = 0
    for band in range(bands.number):
        keys = key_array(signatures[worded], band, bands.rows)
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        edges = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True])))
        sizes = np.diff(edges)
        left_out += _join(worded[order], edges[:-1], sizes, found)
    return as_pairs(found, left_out)


def as_pairs(found: Sequence[Pairs], left_out: int) -> Candidates:
    """Return pairs held as numbers as pairs, each once."""
    made = np.unique(np.concatenate((np.empty(0, dtype=np.int64), *found)))
    return Candidates(np.column_stack((made >> HALF, made & _LOW)), left_out)


def _join(
    rows: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64], found: list[Pairs]
) -> int:
    """Add the pairs of each bucket to ``found``; return how many crowded buckets left out."""
    for size in range(2, CROWD + 1):
        at = starts[sizes == size]
        if not len(at):
            continue
        for low in range(size):
            found += [rows[at + low] << HALF | rows[at + high] for high in range(low + 1, size)]
    left_out = 0
    for at, size in zip(starts[sizes > CROWD], sizes[sizes > CROWD], strict=True):
        bucket = rows[at : at + size]
        star = bucket[0] << HALF | bucket[1:]
        chain = bucket[1:-1] << HALF | bucket[2:]
        found += [star, chain]
        left_out += int(size) * (int(size) - 1) // 2 - len(star) - len(chain)
    return left_out
