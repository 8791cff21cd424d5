"""Candidates of which one is a part of the other, however small: texts that share most of a sample.

A sample is the shingles whose hash ends in so many noughts (Broder, "On the resemblance and containment of
documents", 1997, section 4: sets modulo m). What stands in a part stands in the whole, and so does its sample.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.bands import HALF, Candidates, as_pairs, join
from auditor.similarity.minhash import Batch, Hashes

ONE_IN = 16
SHIFT = 40
_SHARE = 0.6
"""Of the smaller sample: a part has .88 of its shingles in the whole, more or less in a sample."""
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


def candidates(
    values: Hashes, sizes: NDArray[np.int64], of: Sequence[int] | NDArray[np.int64]
) -> Candidates:
    """Return the pairs of texts that share most of a sample.

    Args:
        values: the samples of all texts, one text's behind the other's.
        sizes: how many each text has.
        of: the numbers of the texts that are looked at.

    """
    wanted = np.zeros(len(sizes), dtype=bool)
    wanted[of] = True
    owner = np.repeat(np.arange(len(sizes)), sizes)
    here = wanted[owner]
    found, left_out = join(values[here], owner[here], _CROWD)
    pairs, shared = np.unique(np.concatenate(found), return_counts=True)
    smaller = np.minimum(sizes[pairs >> HALF], sizes[pairs & ((1 << HALF) - 1)])
    return as_pairs([pairs[shared >= smaller * _SHARE]], left_out)
