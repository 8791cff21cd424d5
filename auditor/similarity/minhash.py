"""Signatures of many texts at once, over arrays; ``signature`` defines them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.shingle import BASE, WIDTH, shingles
from auditor.similarity.signature import EMPTY, PERMUTATIONS, permutations

Signatures = NDArray[np.uint32]
Hashes = NDArray[np.uint64]

_AT_ONCE = 1 << 15
"""Shingles hashed in one go: what fits the processor's cache together with one permutation of it."""


def shingle_array(hashes: Hashes) -> Hashes:
    """Return what ``shingles`` returns, for the hashes of words in an array."""
    if len(hashes) < WIDTH:
        return np.array(shingles(hashes.tolist()), dtype=np.uint64)
    made = hashes[: len(hashes) - WIDTH + 1].copy()
    for step in range(1, WIDTH):
        made *= np.uint64(BASE)
        made += hashes[step : len(hashes) - WIDTH + 1 + step]
    return made


def signatures(texts: Sequence[Sequence[int] | Hashes], count: int = PERMUTATIONS) -> Signatures:
    """Return the signatures of texts given as their 64-bit shingles: one row a text, ``count`` slots."""
    made = np.full((len(texts), count), EMPTY, dtype=np.uint32)
    first = 0
    while first < len(texts):
        last, size = first, 0
        while last < len(texts) and (last == first or size + len(texts[last]) <= _AT_ONCE):
            size += len(texts[last])
            last += 1
        _fill(made, texts, [n for n in range(first, last) if len(texts[n])])
        first = last
    return made


def _fill(made: Signatures, texts: Sequence[Sequence[int] | Hashes], rows: list[int]) -> None:
    if not rows:
        return
    parts = [np.array(texts[row], dtype=np.uint64) for row in rows]
    starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    whole = np.concatenate(parts)
    hashes = _finalised((whole ^ whole >> np.uint64(32)).astype(np.uint32))
    for slot, (factor, addend) in enumerate(zip(*permutations(made.shape[1]), strict=True)):
        made[rows, slot] = np.minimum.reduceat(
            hashes * np.uint32(factor) + np.uint32(addend), starts
        )


def _finalised(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return MurmurHash3's 32-bit finaliser of each."""
    hashes = (hashes ^ hashes >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ hashes >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    return hashes ^ hashes >> np.uint32(16)
