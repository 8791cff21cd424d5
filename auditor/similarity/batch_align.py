"""Many pairs of texts measured and aligned at once: what ``runs.runs_of_arrays`` finds pair by pair.

One key of text and shingle finds every place in one search. Pairs that are not plain are left to who called:
a shingle of the first text stands twice in the second, runs overlap or do not follow each other in both.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.minhash import Batch
from auditor.similarity.relation import GAP, Gap
from auditor.similarity.shingle import WIDTH

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Aligned(NamedTuple):
    """Pairs aligned: columns with one value a pair, and the gaps of all."""

    known: Flags
    """Whether the pair is aligned; of others the rest says nothing."""
    longest: Numbers
    """Words of the longest shared run."""
    gaps: Numbers
    """Gaps between runs as ``relation.gaps`` tells them: ranges of words of both texts, four numbers a row."""
    gap_pairs: Numbers
    """The pair that each gap is of, in order."""

    def completed(
        self, pairs: Numbers, longest: Sequence[int], gaps: Sequence[Sequence[Gap]]
    ) -> "Aligned":
        """Return all with the pairs that were left, aligned elsewhere: their longest runs and gaps."""
        known, all_longest = self.known.copy(), self.longest.copy()
        known[pairs] = True
        all_longest[pairs] = longest
        kept = self.known[self.gap_pairs]
        more = np.array([gap for some in gaps for gap in some], dtype=np.int64).reshape(-1, 4)
        owners = np.repeat(pairs, [len(some) for some in gaps])
        owner = np.concatenate((self.gap_pairs[kept], owners))
        order = np.argsort(owner, kind="stable")
        every = np.concatenate((self.gaps[kept], more))
        return Aligned(known, all_longest, every[order], owner[order])


class _Runs(NamedTuple):
    """Runs of words that pairs share, in order."""

    pair: Numbers
    a: Numbers
    b: Numbers
    length: Numbers


class Index:
    """The shingles of texts that are held against each other."""

    def __init__(self, words: Numbers, shingles: Batch) -> None:
        """Take how many words each text has, and its shingles."""
        self._words = words
        self._counts = np.diff(shingles.ends, prepend=0)
        self._starts = shingles.ends - self._counts
        self._values = shingles.values
        bits = max(len(self._counts).bit_length(), 1)
        self._shift = np.uint64(64 - bits)
        self._owner = np.repeat(np.arange(len(self._counts), dtype=np.uint64), self._counts)
        self._short = self._values >> np.uint64(bits)
        if not self._sort():  # two shingles of a text that differ in their last bits alone
            _, numbers = np.unique(self._values, return_inverse=True)
            self._short = numbers.astype(np.uint64)
            self._sort()

    def _sort(self) -> bool:
        """Sort the keys; return whether those of one text are equal only where its shingles are."""
        keys = self._owner << self._shift | self._short
        self._order = np.argsort(keys)
        self._keys = keys[self._order]
        new = _changes(self._keys)
        self._first = np.zeros(len(keys), dtype=np.bool_)  # one of each kind in its text
        self._first[self._order[new]] = True
        values = self._values[self._order]
        return bool(new[1:][values[1:] != values[:-1]].all())

    def matched(self, pairs: Numbers) -> "Matches":
        """Look for each shingle of the first text of each pair in the second."""
        a, b = pairs.T
        counts = self._counts[a]
        pair = np.repeat(np.arange(len(pairs)), counts)
        base = np.repeat(np.cumsum(counts) - counts, counts)
        place = np.arange(len(pair)) - base
        starts = self._starts[a][pair]
        at = place + starts
        owner = b.astype(np.uint64)[pair] << self._shift
        ordered = self._order[at]  # the shingles by size: a search for numbers that grow is quick
        found = np.empty(len(pair), dtype=np.int64)
        found[base + ordered - starts] = np.searchsorted(self._keys, owner | self._short[ordered])
        np.minimum(found, max(len(self._keys) - 1, 0), out=found)
        wanted = owner | self._short[at]
        same = self._keys[found] == wanted
        same &= self._values[self._order[found]] == self._values[at]
        hit = np.flatnonzero(same)
        pair, found = pair[hit], found[hit]
        again = np.minimum(found + 1, len(self._keys) - 1)
        twice = (self._keys[again] == self._keys[found]) & (again != found)
        size = len(pairs)
        plain = np.bincount(pair[twice], minlength=size) == 0
        plain &= np.minimum(self._counts[a], self._counts[b]) > 1
        return Matches(
            np.bincount(pair[self._first[at[hit]]], minlength=size),
            plain,
            pair,
            place[hit],
            self._order[found] - self._starts[b][pair],
        )

    def distinct(self) -> Numbers:
        """Return how many distinct shingles each text has."""
        sums = np.append(0, np.cumsum(self._first))
        found: Numbers = sums[self._starts + self._counts] - sums[self._starts]
        return found

    def align(self, pairs: Numbers, matches: "Matches") -> Aligned:
        """Align pairs of which the matches are known."""
        runs, overlap = _runs(matches)
        plain = matches.plain.copy()
        plain[overlap] = False
        longest = np.zeros(len(pairs), dtype=np.int64)
        np.maximum.at(longest, runs.pair, runs.length)
        gaps, of = _gaps(runs, self._words[pairs[:, 0]], self._words[pairs[:, 1]])
        return Aligned(plain, longest, gaps, of)


class Matches(NamedTuple):
    """Shingles of the first texts of pairs that stand in the second."""

    shared: Numbers
    """A number a pair: how many distinct ones."""
    plain: Flags
    """A flag a pair: whether each has but one place."""
    pair: Numbers
    """The pair of each match, in order; its places in both texts."""
    a: Numbers
    b: Numbers

    def of(self, some: Numbers) -> "Matches":
        """Return the matches of some of the pairs, given in order, which are numbered anew."""
        new = np.full(len(self.shared), -1)
        new[some] = np.arange(len(some))
        here = new[self.pair] >= 0
        return Matches(
            self.shared[some],
            self.plain[some],
            new[self.pair[here]],
            self.a[here],
            self.b[here],
        )


def _changes(values: Numbers) -> Flags:
    """Return where another value begins."""
    new = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


def _runs(matches: Matches) -> tuple[_Runs, Numbers]:
    """Return the shared runs, and the pairs in which they overlap or stand in another order."""
    pair, a, b = matches.pair, matches.a, matches.b
    new = _changes(pair)
    new[1:] |= (np.diff(a) != 1) | (np.diff(b) != 1)
    first = np.flatnonzero(new)
    sizes = np.diff(first, append=len(pair))
    pair, a, b = pair[first], a[first], b[first]
    follows = ~_changes(pair)
    over = np.zeros(len(first), dtype=np.int64)
    over[1:] = np.maximum(a[:-1] + sizes[:-1] + WIDTH - 1 - a[1:], 0)
    over[~follows] = 0
    runs = _Runs(pair, a + over, b + over, sizes - over + WIDTH - 1)
    odd = over >= sizes
    odd[1:] |= follows[1:] & (runs.b[1:] < runs.b[:-1] + runs.length[:-1])
    return runs, np.unique(pair[odd])


def _gaps(runs: _Runs, a_words: Numbers, b_words: Numbers) -> tuple[Numbers, Numbers]:
    """Return the gaps before, between and behind the runs in which words stand for others; whose they are."""
    last = np.append(_changes(runs.pair)[1:], np.ones(min(len(runs.pair), 1), dtype=np.bool_))
    of = runs.pair
    behind = np.column_stack((runs.a + runs.length, a_words[of], runs.b + runs.length, b_words[of]))
    between = np.flatnonzero(~last)
    behind[between, 1], behind[between, 3] = runs.a[between + 1], runs.b[between + 1]
    first = np.flatnonzero(_changes(of))
    nought = np.zeros(len(first), dtype=np.int64)
    before = np.column_stack((nought, runs.a[first], nought, runs.b[first]))
    gaps = np.concatenate((before, behind))
    pair = np.concatenate((of[first], of))
    a, b = gaps[:, 1] - gaps[:, 0], gaps[:, 3] - gaps[:, 2]
    told = np.flatnonzero((a > 0) & (a <= GAP) & (b > 0) & (b <= GAP))
    order = told[np.lexsort((gaps[told, 0], pair[told]))]
    return gaps[order], pair[order]
