"""Signatures to and from datasketch, slot by slot the same, for its forests, ensembles and stores.

Needs ``datasketch`` 2, which is no dependency: who has its objects has it.
"""

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from auditor.similarity.signature import PERMUTATIONS, SEED, shingle_hash

_SCHEME = "affine32"


def to_minhash(signature: Sequence[int]) -> Any:
    """Return a signature as a ``datasketch.MinHash``; our 64-bit shingles may be added to it."""
    from datasketch import MinHash

    return MinHash(
        num_perm=len(signature),
        seed=SEED,
        hashfunc=shingle_hash,
        hashvalues=np.array(signature, dtype=np.uint32),
        scheme=_SCHEME,
    )


def to_lean_minhash(signature: Sequence[int]) -> Any:
    """Return a signature as a ``datasketch.LeanMinHash``, which holds nothing but the slots."""
    from datasketch import LeanMinHash

    return LeanMinHash(seed=SEED, hashvalues=np.array(signature, dtype=np.uint32), scheme=_SCHEME)


def from_minhash(minhash: Any) -> "array[int]":
    """Return the signature in a ``MinHash`` or ``LeanMinHash`` of ours.

    Raises:
        ValueError: it was made otherwise (seed, scheme, slots), and its slots would mean nothing here.

    """
    made = (minhash.scheme, minhash.seed, len(minhash.hashvalues))
    if made != (_SCHEME, SEED, PERMUTATIONS):
        raise ValueError(
            f"this signature was made with scheme {made[0]!r}, seed {made[1]} and {made[2]} slots; "
            f"comparable are scheme {_SCHEME!r}, seed {SEED} and {PERMUTATIONS} slots"
        )
    return array("I", minhash.hashvalues.tolist())
