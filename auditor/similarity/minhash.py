"""Signatures of many texts at once, over arrays; ``signature`` defines them."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.shingle import BASE, WIDTH, shingles
from auditor.similarity.signature import EMPTY, PERMUTATIONS, permutations

Signatures = NDArray[np.uint32]
Hashes = NDArray[np.uint64]

Ends = NDArray[np.int64]
Names = NDArray[np.uint64]
"""Two numbers a text."""

_NAME = 16
"""Bytes."""
_AT_ONCE = 1 << 16
"""Shingles hashed in one go: what fits the processor's cache together with one permutation of it."""


class Batch(NamedTuple):
    """Values of many texts in one array, and where each text's end."""

    values: Hashes
    ends: Ends

    def of(self, text: int) -> Hashes:
        """Return the values of one text, by number."""
        return self.values[self.ends[text - 1] if text else 0 : self.ends[text]]

    def only(self, texts: Sequence[int]) -> "Batch":
        """Return the batch of some of the texts, given by number in order."""
        if len(texts) == len(self.ends):
            return self
        parts = [self.of(text) for text in texts]
        ends = np.cumsum([len(part) for part in parts], dtype=np.int64)
        return Batch(np.concatenate((self.values[:0], *parts)), ends)

    def grouped(self, last: Ends) -> "Batch":
        """Return the batch with several texts made one; ``last`` counts the texts up to each end."""
        ends = np.concatenate((np.zeros(1, dtype=np.int64), self.ends))
        return Batch(self.values, ends[last])


def names(words: Batch) -> Names:
    """Return 128 bits that name the words of each text in their order; noughts where there are none."""
    texts = (words.of(number) for number in range(len(words.ends)))
    none = bytes(_NAME)
    data = b"".join(blake2b(t.data, digest_size=_NAME).digest() if len(t) else none for t in texts)
    return np.frombuffer(data, dtype="<u8").reshape(-1, 2)


def shingle_array(hashes: Hashes) -> Hashes:
    """Return what ``shingles`` returns, for the hashes of words in an array."""
    if len(hashes) < WIDTH:
        return np.array(shingles(hashes.tolist()), dtype=np.uint64)
    made = hashes[: len(hashes) - WIDTH + 1].copy()
    for step in range(1, WIDTH):
        made *= np.uint64(BASE)
        made += hashes[step : len(hashes) - WIDTH + 1 + step]
    return made


def shingled(words: Batch) -> Batch:
    """Return the shingles of each text, given the hashes of its words: those of ``shingles``."""
    values, ends = words
    starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
    counts = ends - starts
    made = np.zeros(len(values), dtype=np.uint64)
    if len(values) >= WIDTH:
        made[: len(values) - WIDTH + 1] = shingle_array(values)
    whole = np.ones(len(values), dtype=bool)
    for step in range(1, WIDTH):
        whole[ends[counts >= step] - step] = False
    for text in np.flatnonzero((counts > 0) & (counts < WIDTH)).tolist():
        whole[starts[text]] = True
        made[starts[text]] = shingle_array(words.of(text))[0]
    sizes = np.where(counts >= WIDTH, counts - WIDTH + 1, np.minimum(counts, 1))
    return Batch(made[whole], np.cumsum(sizes))


def signatures(texts: Sequence[Sequence[int] | Hashes], count: int = PERMUTATIONS) -> Signatures:
    """Return the signatures of texts given as their 64-bit shingles: one row a text, ``count`` slots."""
    parts = [np.array(text, dtype=np.uint64) for text in texts]
    values = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
    return signed(Batch(values, np.cumsum([len(part) for part in parts], dtype=np.int64)), count)


def sign(words: Batch) -> Signatures:
    """Return the signatures of a batch of texts given as the hashes of their words."""
    return signed(shingled(words))


def signed(shingles: Batch, count: int = PERMUTATIONS) -> Signatures:
    """Return the signatures of a batch of shingles: one row a text, ``count`` slots."""
    values, ends = shingles
    made = np.full((len(ends), count), EMPTY, dtype=np.uint32)
    sizes = np.diff(ends, prepend=0)
    rows = np.flatnonzero(sizes)
    starts = (ends - sizes)[rows]
    pairs = [(np.uint32(a), np.uint32(b)) for a, b in zip(*permutations(count), strict=True)]
    first = 0
    while first < len(rows):
        last = max(int(np.searchsorted(starts, starts[first] + _AT_ONCE)), first + 1)
        stop = starts[last] if last < len(rows) else len(values)
        part = values[starts[first] : stop]
        hashes = _finalised((part ^ part >> np.uint64(32)).astype(np.uint32))
        at = starts[first:last] - starts[first]
        permuted = np.empty_like(hashes)
        least = np.empty((count, last - first), dtype=np.uint32)
        for slot, (factor, addend) in enumerate(pairs):
            np.multiply(hashes, factor, out=permuted)
            np.add(permuted, addend, out=permuted)
            np.minimum.reduceat(permuted, at, out=least[slot])
        made[rows[first:last]] = least.T
        first = last
    return made


def _finalised(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return MurmurHash3's 32-bit finaliser of each."""
    hashes = (hashes ^ hashes >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ hashes >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    return hashes ^ hashes >> np.uint32(16)
