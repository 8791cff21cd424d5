"""Candidates of which one is a part of the other, however small: texts that share most of a sample.

A sample is the shingles whose hash ends in so many noughts (Broder, "On the resemblance and containment of
documents", 1997, section 4: sets modulo m). What stands in a part stands in the whole, and so does its sample.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.bands import HALF, Candidates, Pairs, as_pairs, counted, join
from auditor.similarity.minhash import Batch, Hashes
from auditor.similarity.signature import MIX

ONE_IN = 16
SHIFT = 40
_SHARE = 0.6
"""Of the smaller sample: a part has .88 of its shingles in the whole, more or less in a sample."""
_PAIRS = 1 << 23
"""So many pairs are counted in one go."""
_ONE_OF = 1 << 10
_CROWD = 8
"""Texts that share a passage and are each held against all others; of more, see ``bands.join``."""


def samples(shingles: Batch) -> Batch:
    """Return the sample of each text, each shingle once."""
    taken = np.flatnonzero(shingles.values >> np.uint64(SHIFT) & np.uint64(ONE_IN - 1) == 0)
    owner = np.searchsorted(shingles.ends, taken, side="right")
    values = shingles.values[taken]
    order = np.lexsort((values, owner))
    owner, values = owner[order], values[order]
    once = np.ones(len(values), dtype=bool)
    once[1:] = (values[1:] != values[:-1]) | (owner[1:] != owner[:-1])
    ends = np.searchsorted(owner[once], np.arange(len(shingles.ends)), side="right")
    return Batch(values[once], ends.astype(np.int64))


def candidates(values: Hashes, sizes: NDArray[np.int64], of: NDArray[np.int64]) -> Candidates:
    """Return the pairs of texts that share most of a sample.

    Args:
        values: the samples of all texts, one text's behind the other's; they are used up.
        sizes: how many each text has.
        of: the numbers of the texts that are looked at.

    """
    owner = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    if len(of) < len(sizes):
        wanted = np.zeros(len(sizes), dtype=bool)
        wanted[of] = True
        here = wanted[owner]
        owner, values = owner[here], values[here]
    values *= np.uint64(MIX)
    found, left_out = join(values, owner, _CROWD)
    for pairs in found:
        pairs.sort()
    likely: list[Pairs] = []
    for low, high in _ranges(found):
        within = [pairs[slice(*np.searchsorted(pairs, (low, high)))] for pairs in found]
        pairs, shared = counted(within)
        smaller = np.minimum(sizes[pairs >> HALF], sizes[pairs & ((1 << HALF) - 1)])
        likely.append(pairs[shared >= smaller * _SHARE])
    return as_pairs(likely, left_out)


def _ranges(found: Sequence[Pairs]) -> Iterator[tuple[int, int]]:
    """Yield ranges of pairs that hold so many that counting them takes no great memory."""
    some = np.sort(np.concatenate((np.empty(0, dtype=np.int64), *(p[::_ONE_OF] for p in found))))
    bounds = some[_PAIRS // _ONE_OF :: _PAIRS // _ONE_OF].tolist()
    return pairwise([0, *sorted(set(bounds)), 1 << 62])
