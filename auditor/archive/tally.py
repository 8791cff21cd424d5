"""Tallies: in how many of an archive's articles a word, a full name or a watched pair of words stands.

No word is stored. A tally is 64 bits: 40 of a hash, then 24 of the count; sorted ones stand in buckets, rows of a
table, in segments as postings do. A batch of articles makes a segment of its own, and one that is not twice as large
as the next is merged with it, so that there are few. What leaves the archive is counted negatively. What stands in
very many articles is not counted on (``SATURATED``): a count is exact up to there and at least so large beyond.

The hash of a full name is made of two parts: what goes before its surname, with the surname's first letter, and the
surname. So the surnames that stand with a given name are neighbours, and those one slip apart are found among them.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import apsw

from auditor.archive.postings import spread_key
from auditor.similarity.shingle import BASE, word_hash
from auditor.text.fold import fold

COUNT_BITS = 24
COUNTS = 1 << COUNT_BITS
BUCKET_BITS = 24
PART_BITS = 20
"""The bits of a name's hash that are the surname's."""

_64 = (1 << 64) - 1


class Kind(IntEnum):
    """What is tallied."""

    WORD = 0
    NAME = 1
    PAIR = 2
    """Two words in a row of which one is watched."""


SATURATED = {Kind.WORD: 64, Kind.NAME: 64, Kind.PAIR: 256}
"""What stands in so many articles is not counted on."""


class Segment(NamedTuple):
    """One segment; ``bits`` of a hash choose the bucket."""

    number: int
    kind: int
    bits: int
    entries: int


def word_key(word: str) -> int:
    """Return the 40 bits of a word, whatever its case and accents."""
    return spread_key(word_hash(word))


def pair_key(first: str, second: str) -> int:
    """Return the 40 bits of two words in their order."""
    return spread_key((word_hash(first) * BASE + word_hash(second)) & _64)


@lru_cache(maxsize=1 << 12)
def _initial(letter: str) -> int:
    return ord(fold(letter)[:1] or "?")


def initial_of(surname: str) -> int:
    """Return the first letter of a surname, folded, as a number."""
    return _initial(surname[:1])


def given_key(given: str, surname: str) -> int:
    """Return the first 20 bits of a name: what goes before the surname, and the surname's first letter."""
    return spread_key((word_hash(given) * BASE + initial_of(surname)) & _64) >> PART_BITS


def surname_key(surname: str) -> int:
    """Return the last 20 bits of a name."""
    return spread_key(word_hash(surname)) >> PART_BITS


def segments(connection: apsw.Connection, kind: Kind) -> list[Segment]:
    """Return the segments of a kind, the oldest first."""
    query = "SELECT number, kind, bits, entries FROM tally_segment WHERE kind = ? ORDER BY number"
    return [Segment(*row) for row in connection.execute(query, (int(kind),))]


def count(connection: apsw.Connection, among: Sequence[Segment], key: int) -> int:
    """Return the count of a hash of 40 bits."""
    return sum(each for _, each in _entries(connection, among, key, key + 1))


def surnames(connection: apsw.Connection, among: Sequence[Segment], given: int) -> dict[int, int]:
    """Return the counts of the surnames that stand with a given name, by the surname's 20 bits."""
    found: dict[int, int] = {}
    low = given << PART_BITS
    for key, each in _entries(connection, among, low, low + (1 << PART_BITS)):
        surname = key & ((1 << PART_BITS) - 1)
        found[surname] = found.get(surname, 0) + each
    return found


def _entries(
    connection: apsw.Connection, among: Sequence[Segment], low: int, high: int
) -> Iterator[tuple[int, int]]:
    """Yield hashes from ``low`` to below ``high`` with their counts, a segment at a time."""
    for segment in among:
        first = low >> (40 - segment.bits)
        last = (high - 1) >> (40 - segment.bits)
        query = "SELECT entries FROM tally WHERE place >= ? AND place <= ? ORDER BY place"
        base = segment.number << BUCKET_BITS
        for (data,) in connection.execute(query, (base | first, base | last)):
            entries = _unpacked(data)
            at = bisect_left(entries, low << COUNT_BITS)
            while at < len(entries) and (key := entries[at] >> COUNT_BITS) < high:
                amount = entries[at] & (COUNTS - 1)
                yield key, amount - COUNTS if amount >> (COUNT_BITS - 1) else amount
                at += 1


def _unpacked(data: bytes) -> "array[int]":
    """Return the entries of a bucket."""
    entries = array("Q")
    entries.frombytes(data)
    if sys.byteorder == "big":
        entries.byteswap()
    return entries
