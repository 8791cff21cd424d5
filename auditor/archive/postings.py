"""Postings: which articles carry a fingerprint or a word, in segments of packed, sorted numbers.

A segment covers a range of articles and is never changed; a batch of articles makes one of its own, and
small ones are merged into larger (O'Neil and others, "The log-structured merge-tree", 1996). A fingerprint
is 40 bits, an article 24: its number above the segment's first. They stand in buckets, rows of a table, by
the first bits of the fingerprint, a few hundred to a bucket. A bucket holds, sorted, the fingerprints of one
article each and then those of several, without the bytes that the bucket's number tells:

====================  =====================================================
3 bytes, 3 bytes      how many fingerprints have one article, how many several
5 bytes or fewer each fingerprints of one article
3 bytes each          their articles
5 bytes or fewer each fingerprints of several articles
1 byte each           how many articles each has
3 bytes each          the articles of the first, those of the second, ...
====================  =====================================================
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

import apsw

KEY_BITS = 40
NUMBER_BITS = 24
NUMBERS = 1 << NUMBER_BITS
"""The articles that a segment may cover."""
BUCKET_BITS = 24
"""``place`` in the table: the segment's number, then so many bits of the bucket's."""
NUMBER_BYTES = NUMBER_BITS // 8
HEAD = 6
"""Bytes before the first fingerprint of a bucket."""

CAP = 64
"""Articles of one fingerprint that a segment names: the first. More of them carry boilerplate."""

_MIX = 0x9E3779B97F4A7C15
_64 = (1 << 64) - 1


class Kind(IntEnum):
    """What the fingerprints of a segment are."""

    BAND = 0
    PARAGRAPH = 1
    PASSAGE = 2
    WORD = 3
    NAME = 4
    """A full name."""
    PAIR = 5
    """Two words in a row of which one is watched."""


COMMON = {Kind.WORD: 64, Kind.NAME: 64, Kind.PAIR: 255}
"""The kinds that are there to be counted. What stands in so many articles is common: it is known to be, and its
articles are no longer named."""


class Segment(NamedTuple):
    """One segment; ``bits`` of a fingerprint choose the bucket, ``size`` is in bytes."""

    number: int
    kind: int
    base: int
    bits: int
    entries: int
    capped: int
    size: int


def spread_key(value: int) -> int:
    """Return the 40 bits that stand for a 64-bit fingerprint: winnowed ones are small, these are not."""
    return (value * _MIX & _64) >> (64 - KEY_BITS)


def segments(connection: apsw.Connection, kind: Kind | None = None) -> list[Segment]:
    """Return the segments of a kind, or all, in the order of their articles."""
    found = connection.execute(
        "SELECT number, kind, base, bits, entries, capped, size FROM segment "
        "WHERE ?1 IS NULL OR kind = ?1 ORDER BY kind, base, number",
        (kind,),
    )
    return [Segment(*row) for row in found]


def numbers(connection: apsw.Connection, among: Sequence[Segment], key: int) -> Iterator[int]:
    """Yield the numbers of the articles that carry a fingerprint of 40 bits, lowest first, removed ones too."""
    whole = key.to_bytes(KEY_BITS // 8, "big")
    for segment in among:
        place = segment.number << BUCKET_BITS | key >> (KEY_BITS - segment.bits)
        row = connection.execute("SELECT entries FROM posting WHERE place = ?", (place,)).fetchone()
        if row is not None:
            for number in carriers(row[0], whole[segment.bits // 8 :]):
                yield segment.base + number


def carriers(bucket: bytes, wanted: bytes) -> Sequence[int]:
    """Return the articles, above the segment's first, that a bucket names for a fingerprint.

    ``wanted`` is the fingerprint without the bytes that the bucket tells.
    """
    width = len(wanted)
    ones = HEAD
    many_ones, many = _head(bucket)
    at = _find(bucket, wanted, ones, many_ones)
    if at >= 0:
        return _numbers(bucket, ones + many_ones * width + at * NUMBER_BYTES, 1)
    several = ones + many_ones * (width + NUMBER_BYTES)
    at = _find(bucket, wanted, several, many)
    if at < 0:
        return ()
    counts = several + many * width
    before = sum(bucket[counts : counts + at])
    return _numbers(bucket, counts + many + before * NUMBER_BYTES, bucket[counts + at])


def between(
    connection: apsw.Connection, among: Sequence[Segment], low: int, high: int
) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield the fingerprints from ``low`` to below ``high`` with their articles, removed ones too."""
    for segment in among:
        first, last = (key >> (KEY_BITS - segment.bits) for key in (low, high - 1))
        found = connection.execute(
            "SELECT place, entries FROM posting WHERE place >= ? AND place <= ? ORDER BY place",
            (segment.number << BUCKET_BITS | first, segment.number << BUCKET_BITS | last),
        )
        told = segment.bits // 8
        for place, bucket in found:
            top = (place & (1 << BUCKET_BITS) - 1) >> segment.bits % 8 << KEY_BITS - 8 * told
            for rest in _fingerprints(bucket, KEY_BITS // 8 - told):
                key = top | int.from_bytes(rest, "big")
                if low <= key < high:
                    yield key, [segment.base + number for number in carriers(bucket, rest)]


def _fingerprints(bucket: bytes, width: int) -> Iterator[bytes]:
    ones, many = _head(bucket)
    several = HEAD + ones * (width + NUMBER_BYTES)
    for start, count in ((HEAD, ones), (several, many)):
        for at in range(start, start + count * width, width):
            yield bucket[at : at + width]


def _head(bucket: bytes) -> tuple[int, int]:
    return int.from_bytes(bucket[:3], "big"), int.from_bytes(bucket[3:HEAD], "big")


def _find(bucket: bytes, wanted: bytes, start: int, count: int) -> int:
    """Return which of ``count`` pieces from ``start`` is the one wanted, -1 if none."""
    width = len(wanted)
    end = start + count * width
    at = bucket.find(wanted, start, end)
    while at >= 0 and (at - start) % width:
        at = bucket.find(wanted, at + 1, end)
    return (at - start) // width if at >= 0 else -1


def _numbers(bucket: bytes, start: int, count: int) -> Sequence[int]:
    return [
        int.from_bytes(bucket[at : at + NUMBER_BYTES], "big")
        for at in range(start, start + count * NUMBER_BYTES, NUMBER_BYTES)
    ]
