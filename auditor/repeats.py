"""Lines that many articles of one source hold: what the site sets around them, not what they say.

A line is known by a hash of its folded words and of the article's source; texts that stand there as a
whole a second time are not counted by whoever adds them.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from auditor.document import Article, Role
from auditor.language.house import House
from auditor.similarity.shingle import text_hash

FEWEST = 5
"""Articles that make a line the source's."""
_WORDS = (2, 60)
_BUCKETS = 64
_64 = (1 << 64) - 1
_LEFT_OUT = frozenset({Role.CODE, Role.TABLE, Role.HEADLINE})


def line_keys(article: Article) -> dict[int, int]:
    """Return what each block that may be such a line is known by, by its number."""
    text = article.compared
    source = _hash(article.source or "")
    keys = {}
    for block in article.body:
        if block.role in _LEFT_OUT:
            continue
        low, high = text.token_range(*block.span)
        if _WORDS[0] <= high - low <= _WORDS[1]:
            keys[block.index] = (text_hash(text.tokens.hashes[low:high]) + source) & _64
    return keys


def _hash(source: str) -> int:
    return int.from_bytes(blake2b(source.encode("utf-8", "replace"), digest_size=8).digest())


class Repeats:
    """How many articles hold a line; eight bytes for each line of each article."""

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(_BUCKETS)]
        self._unsorted = set[int]()

    def add(self, keys: Iterable[int]) -> None:
        """Count the lines of one article."""
        for key in set(keys):
            self._buckets[key % _BUCKETS].append(key)
            self._unsorted.add(key % _BUCKETS)

    def sort(self) -> None:
        """Make ready to be asked, or to be sent to another process."""
        for at in sorted(self._unsorted):
            self._buckets[at] = array("Q", sorted(self._buckets[at]))
        self._unsorted.clear()

    def count(self, key: int) -> int:
        """Return how many articles hold the line."""
        if self._unsorted:
            self.sort()
        bucket = self._buckets[key % _BUCKETS]
        return bisect_right(bucket, key) - bisect_left(bucket, key)

    def common(self) -> Mapping[int, int]:
        """Return the lines that ``FEWEST`` articles or more hold, and how many do."""
        self.sort()
        found = {}
        for bucket in self._buckets:
            at = 0
            while at < len(bucket):
                end = bisect_right(bucket, bucket[at], lo=at)
                if end - at >= FEWEST:
                    found[bucket[at]] = end - at
                at = end
        return found


def carried(article: Article, counts: House) -> dict[int, int]:
    """Return the blocks that ``FEWEST`` articles or more hold, as a house knows them."""
    return {
        block: count
        for block, key in line_keys(article).items()
        if (count := counts.get(key, 0)) >= FEWEST
    }
