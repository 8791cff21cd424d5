"""MinHash signatures: 128 numbers a text, of which two texts share as large a part as of their shingles.

Broder, "On the resemblance and containment of documents" (1997), in the ``affine32`` scheme of
datasketch 2: the 32-bit hash of a shingle goes through MurmurHash3's finaliser, then through
``a * h + b`` modulo 2^32 with odd ``a``, a bijection for each of the permutations, and the least value
stays. The permutations are datasketch's for the same seed, so a signature is that of a
``datasketch.MinHash(scheme="affine32", hashfunc=shingle_hash)``, slot by slot.

This is the definition, in plain Python: what one article needs. ``minhash`` does many at once.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

from auditor.similarity.shingle import VERSION as SHINGLES

PERMUTATIONS = 128
SEED = 1
VERSION = f"{SHINGLES}/affine32-{PERMUTATIONS}-{SEED}"
EMPTY = 0xFFFFFFFF
"""Every slot of the signature of a text without words."""

MIX = 0x9E3779B97F4A7C15
_32 = 0xFFFFFFFF
_64 = (1 << 64) - 1


class Bands(NamedTuple):
    """How a signature is cut: ``number`` bands of ``rows`` slots.

    When the slots are used up, more bands take them across: each has at most one in common with any
    of those before, so that what one misses another finds.
    """

    number: int
    rows: int

    def slots(self, band: int) -> range:
        """Return the slots of one band, by number."""
        around = PERMUTATIONS // self.rows
        if band < around:
            return range(band * self.rows, (band + 1) * self.rows)
        return range(band - around, around * self.rows, around)


def shingle_hash(shingle: int) -> int:
    """Return the 32 bits of a shingle that signatures are made of."""
    return (shingle ^ shingle >> 32) & _32


@lru_cache(maxsize=4)
def permutations(count: int = PERMUTATIONS) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the odd factors and the addends of ``count`` permutations.

    They are what ``numpy.random.RandomState(SEED)`` draws: the Mersenne Twister of Matsumoto and
    Nishimura (1998), seeded by its ``init_genrand``, which Python's ``random`` does not offer by name.
    """
    state = [SEED]
    for at in range(1, 624):
        state.append((0x6C078965 * (state[-1] ^ state[-1] >> 30) + at) & _32)
    source = Random()  # no secret hangs on it
    source.setstate((3, (*state, 624), None))
    factors = tuple((source.getrandbits(32) & 0x7FFFFFFF) * 2 + 1 for _ in range(count))
    return factors, tuple(source.getrandbits(32) for _ in range(count))


def signature(shingles: Iterable[int], count: int = PERMUTATIONS) -> "array[int]":
    """Return the signature of one text, given as its 64-bit shingles: ``count`` slots."""
    hashes = [_finalised(shingle_hash(shingle)) for shingle in set(shingles)]
    if not hashes:
        return array("I", [EMPTY]) * count
    pairs = zip(*permutations(count), strict=True)
    return array("I", [min([(a * h + b) & _32 for h in hashes]) for a, b in pairs])


def _finalised(value: int) -> int:
    """Return MurmurHash3's 32-bit finaliser."""
    value = (value ^ value >> 16) * 0x85EBCA6B & _32
    value = (value ^ value >> 13) * 0xC2B2AE35 & _32
    return value ^ value >> 16


def band_keys(slots: Sequence[int], bands: Bands) -> Iterator[int]:
    """Yield the 64-bit key of each band of a signature; equal keys mean one bucket of one band."""
    for band in range(bands.number):
        key = band
        for slot in bands.slots(band):
            key = (key ^ slots[slot]) * MIX & _64
            key ^= key >> 29
        yield key
