"""Postings: which articles carry a fingerprint, in segments of packed, sorted numbers.

A segment covers a range of articles and is never changed; a batch of articles makes one of its own, and
small ones are merged into larger (O'Neil and others, "The log-structured merge-tree", 1996). An entry is
64 bits: 40 of the fingerprint, then 24 of the article's number above the segment's first. Entries stand
in buckets, rows of a table, by the first bits of the fingerprint, a few hundred to a bucket; sorted, the
highest byte first, without the bytes that the bucket's number tells.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

import apsw

KEY_BITS = 40
NUMBER_BITS = 24
NUMBERS = 1 << NUMBER_BITS
"""The articles that a segment may cover."""
BUCKET_BITS = 24
"""``place`` in the table: the segment's number, then so many bits of the bucket's."""

CAP = 64
"""Articles of one fingerprint that a segment names: the first. More of them carry boilerplate."""

_MIX = 0x9E3779B97F4A7C15
_64 = (1 << 64) - 1


class Kind(IntEnum):
    """What the fingerprints of a segment are."""

    BAND = 0
    PARAGRAPH = 1
    PASSAGE = 2


class Segment(NamedTuple):
    """One segment; ``bits`` of a fingerprint choose the bucket."""

    number: int
    kind: int
    base: int
    bits: int
    entries: int
    capped: int


def spread_key(value: int) -> int:
    """Return the 40 bits that stand for a 64-bit fingerprint: winnowed ones are small, these are not."""
    return (value * _MIX & _64) >> (64 - KEY_BITS)


def segments(connection: apsw.Connection, kind: Kind | None = None) -> list[Segment]:
    """Return the segments of a kind, or all, in the order of their articles."""
    found = connection.execute(
        "SELECT number, kind, base, bits, entries, capped FROM segment "
        "WHERE ?1 IS NULL OR kind = ?1 ORDER BY kind, base, number",
        (kind,),
    )
    return [Segment(*row) for row in found]


def numbers(connection: apsw.Connection, among: list[Segment], value: int) -> Iterator[int]:
    """Yield the numbers of the articles that carry a fingerprint, lowest first, removed ones too."""
    key = spread_key(value)
    whole = key.to_bytes(KEY_BITS // 8, "big")
    for segment in among:
        place = segment.number << BUCKET_BITS | key >> (KEY_BITS - segment.bits)
        row = connection.execute("SELECT entries FROM posting WHERE place = ?", (place,)).fetchone()
        if row is None:
            continue
        (entries,) = row
        size = entry_size(segment.bits)
        wanted = whole[segment.bits // 8 :]
        at = entries.find(wanted)
        while at >= 0:
            if at % size:
                at = entries.find(wanted, at + 1)
                continue
            yield segment.base + int.from_bytes(entries[at + len(wanted) : at + size], "big")
            at = entries.find(wanted, at + size)


def entry_size(bits: int) -> int:
    """Return the bytes of an entry in a segment of ``2 ** bits`` buckets."""
    return (KEY_BITS + NUMBER_BITS) // 8 - bits // 8
