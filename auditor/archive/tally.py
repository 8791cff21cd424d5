"""Tallies: in how many of an archive's articles a word, a full name or a watched pair of words stands.

No word is stored: an article is a posting of the hashes of its words, as of other fingerprints, so that it can be
taken out again. What stands in very many articles is common (``postings.COMMON``): its hash alone is kept, for as long
as the archive holds any article. A count is exact up to there.

The hash of a full name is made of two parts: what goes before its surname, with the surname's first letter, and the
surname. So the surnames that stand with a given name are neighbours, and those one slip apart are found among them.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import apsw

from auditor.archive.file import value
from auditor.archive.postings import COMMON, Kind, between, numbers, segments, spread_key
from auditor.similarity.shingle import BASE, word_hash
from auditor.text.fold import fold

PART_BITS = 20
"""The bits of a name's hash that are the surname's."""

_64 = (1 << 64) - 1


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


class Tallies:
    """The tallies of one state of an archive."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._segments = {kind: segments(connection, kind) for kind in COMMON}
        self._common = {kind: _common(connection, kind) for kind in COMMON}
        self._removed = bool(value(connection, "SELECT EXISTS (SELECT 1 FROM dead)"))

    def count(self, kind: Kind, key: int) -> int:
        """Return the count of a hash of 40 bits."""
        common = self._common[kind]
        at = bisect_left(common, key)
        if at < len(common) and common[at] == key:
            return COMMON[kind]
        return self._there(list(numbers(self._connection, self._segments[kind], key)))

    def surnames(self, given: int) -> dict[int, int]:
        """Return the counts of the surnames that stand with a given name, by the surname's 20 bits."""
        found: dict[int, int] = {}
        low, high = given << PART_BITS, given + 1 << PART_BITS
        for key, articles in between(self._connection, self._segments[Kind.NAME], low, high):
            surname = key & (1 << PART_BITS) - 1
            found[surname] = found.get(surname, 0) + self._there(articles)
        common = self._common[Kind.NAME]
        for key in common[bisect_left(common, low) : bisect_left(common, high)]:
            found[key & (1 << PART_BITS) - 1] = COMMON[Kind.NAME]
        return {surname: count for surname, count in found.items() if count}

    def _there(self, articles: Sequence[int]) -> int:
        """Return how many of some articles have not been removed."""
        if not (self._removed and articles):
            return len(articles)
        among = ", ".join(map(str, articles))
        query = f"SELECT count(*) FROM dead WHERE number IN ({among})"
        removed: int = value(self._connection, query)
        return len(articles) - removed


def _common(connection: apsw.Connection, kind: Kind) -> "array[int]":
    """Return the hashes that are common, sorted."""
    found = array("Q", value(connection, "SELECT keys FROM common WHERE kind = ?", kind) or b"")
    if sys.byteorder == "big":
        found.byteswap()
    return found
