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
        pairs, left = join(key_array(signatures[worded], band, bands.rows), worded)
        found += pairs
        left_out += left
    return as_pairs(found, left_out)


def as_pairs(found: Sequence[Pairs], left_out: int) -> Candidates:
    """Return pairs held as numbers as pairs, each once."""
    made = np.unique(np.concatenate((np.empty(0, dtype=np.int64), *found)))
    return Candidates(np.column_stack((made >> HALF, made & _LOW)), left_out)


def together(*some: Pairs) -> Pairs:
    """Return the pairs of several candidates, each once, in order."""
    return as_pairs([pairs[:, 0] << HALF | pairs[:, 1] for pairs in some], 0).pairs


def join(keys: Hashes, rows: NDArray[np.int64], crowd: int = CROWD) -> tuple[list[Pairs], int]:
    """Return the pairs of rows of one key, and how many more there are in crowds.

    ``rows`` are in order; a pair is a number, and stands once for each key that it shares.
    """
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True])))
    starts, sizes = edges[:-1], np.diff(edges)
    found: list[Pairs] = []
    for size in range(2, crowd + 1):
        at = starts[sizes == size]
        if not len(at):
            continue
        for low in range(size):
            found += [rows[at + low] << HALF | rows[at + high] for high in range(low + 1, size)]
    starts, sizes = starts[sizes > crowd], sizes[sizes > crowd]
    left_out = int(np.sum(sizes * (sizes - 1) // 2 - (2 * sizes - 3)))
    place = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    at = np.repeat(starts, sizes) + place
    star, chain = place > 0, place > 1
    found.append(rows[(at - place)[star]] << HALF | rows[at[star]])
    found.append(rows[at[chain] - 1] << HALF | rows[at[chain]])
    return found, left_out
