"""Pairs of texts verified many at a time, over arrays: the relations that ``relation.compare`` gives.

The measures of all pairs are exact. Most relations follow from them and from what the words of the gaps
between shared runs can hold of facts at most; only where that does not settle it are the texts compared
word by word.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity import relation as relations
from auditor.similarity.align import Run, in_order
from auditor.similarity.batch_align import Aligned, Index, Matches
from auditor.similarity.factual import few, few_each
from auditor.similarity.kernel import Words, read
from auditor.similarity.minhash import Batch, Hashes, shingle_array, shingled
from auditor.similarity.relation import Text
from auditor.similarity.runs import runs_among, runs_of_arrays
from auditor.similarity.shingle import Overlap, Tokens

BELOW = -1
"""In the place of a relation, of a pair that shares too little to be aligned."""


class Verdicts(NamedTuple):
    """What became of pairs: columns, one value a pair."""

    relations: NDArray[np.int8]
    """By number in ``relation.ALL``, or ``BELOW``: how the first stands to the second."""
    shared: NDArray[np.int64]
    """Distinct shingles that both have."""
    a: NDArray[np.int64]
    """Distinct shingles of the first."""
    b: NDArray[np.int64]

    @classmethod
    def of(cls, measures: NDArray[np.int64]) -> "Verdicts":
        """Return measures without relations: a row a pair, its first columns what is shared, and of each."""
        shared, a, b = measures.T[:3]
        return cls(np.full(len(measures), BELOW, dtype=np.int8), shared, a, b)

    @property
    def jaccard(self) -> NDArray[np.float64]:
        """The share of all distinct shingles that both have."""
        return _share(self.shared, self.a + self.b - self.shared)

    @property
    def containment(self) -> NDArray[np.float64]:
        """The share of the smaller that stands in the other: the greater of both containments."""
        return _share(self.shared, np.minimum(self.a, self.b))

    def alike(self, least: float, part: float) -> NDArray[np.int64]:
        """Return which pairs reach so much Jaccard, or so much containment."""
        return np.flatnonzero((self.jaccard >= least) | (self.containment >= part))

    def only(self, some: NDArray[np.int64]) -> "Verdicts":
        """Return those of some of the pairs."""
        relations, shared, a, b = self
        return Verdicts(relations[some], shared[some], a[some], b[some])

    def overlap(self, pair: int) -> Overlap:
        """Return the measures of one pair."""
        shared, a, b = (int(column[pair]) for column in self[1:])
        union = a + b - shared
        return Overlap(
            shared,
            shared / union if union else 0.0,
            shared / a if a else 0.0,
            shared / b if b else 0.0,
        )


def _share(of: NDArray[np.int64], all_: NDArray[np.int64]) -> NDArray[np.float64]:
    made: NDArray[np.float64] = of / np.maximum(all_, 1)
    return made


def measured(words: Batch, pairs: NDArray[np.int64]) -> Verdicts:
    """Return what pairs of texts share, given the hashes of the words of each text."""
    index = _indexed(words)
    return _measures(index, index.matched(pairs), pairs)


def _indexed(words: Batch) -> Index:
    return Index(np.diff(words.ends, prepend=0), shingled(words))


def _measures(index: Index, matches: Matches, pairs: NDArray[np.int64]) -> Verdicts:
    return Verdicts.of(np.column_stack((matches.shared, index.distinct()[pairs])))


class Sheet:
    """Texts that are compared with each other, read at one go."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources
        self.words = read(sources)
        self._texts: dict[int, _Text] = {}

    def relation(self, a: int, b: int, overlap: Overlap) -> str:
        """Return how one text stands to another."""
        return _relation(self._text(a), self._text(b), overlap)

    def completed(self, pairs: NDArray[np.int64], aligned: Aligned) -> Aligned:
        """Return the alignments of pairs with those that are not known yet."""
        left = np.flatnonzero(~aligned.known)
        longest, every = [], []
        for a, b in pairs[left].tolist():
            one, other = self._text(a), self._text(b)
            found = _runs(one, other)
            longest.append(max((run.length for run in found), default=0))
            every.append(list(relations.gaps(len(one), len(other), in_order(found))))
        return aligned.completed(left, longest, every)

    def most_replaced(self, a: int, b: int, gaps: Sequence[relations.Gap]) -> tuple[int, int]:
        """Return how many figures and names stand in each other's place in these gaps, at most."""
        return _most_replaced(self._text(a), self._text(b), gaps)

    def closely_edited(self, a: int, b: int) -> bool:
        """Whether the words of two texts stand in the same order but for a few."""
        return relations.closely_edited(self._text(a).hashes, self._text(b).hashes)

    def _text(self, number: int) -> "_Text":
        if number not in self._texts:
            self._texts[number] = _Text(self._sources[number], self.words.of(number))
        return self._texts[number]


def verified(texts: Sequence[str], pairs: NDArray[np.int64], least: float, part: float) -> Verdicts:
    """Return the verdicts on pairs of texts; of those of less Jaccard and containment the measures alone.

    Pairs of the same words are not for here: their hashes tell.
    """
    sheet = Sheet(texts)
    index = _indexed(Batch(sheet.words.hashes, sheet.words.text_ends))
    matches = index.matched(pairs)
    found = _measures(index, matches, pairs)
    alike = found.alike(least, part)
    aligned = sheet.completed(pairs[alike], index.align(pairs[alike], matches.of(alike)))
    found.relations[alike] = _settled(sheet, pairs[alike], found.only(alike), aligned)
    for at in alike[found.relations[alike] < 0].tolist():
        a, b = pairs[at].tolist()
        if found.relations[at] == _PERHAPS:
            found.relations[at] = _NEAR_DUPLICATE if sheet.closely_edited(a, b) else _REWRITE
            continue
        found.relations[at] = relations.ALL.index(sheet.relation(a, b, found.overlap(at)))
    return found


def _settled(
    sheet: Sheet, pairs: NDArray[np.int64], found: Verdicts, aligned: Aligned
) -> NDArray[np.int8]:
    """Return the relations of pairs by the rules of ``relation.judge``.

    ``BELOW`` stands where the texts must be looked at, ``_PERHAPS`` where all hangs on how closely one was edited.
    """
    text_ends = sheet.words.text_ends
    shorter = np.diff(text_ends, prepend=0)[pairs].min(axis=1, initial=1 << 60)
    told = _told(found, aligned, shorter)
    factual, most, least = _facts_of(sheet.words, pairs, aligned)
    mended = few_each(shorter, most, least)
    gaps = aligned.gaps[factual]
    bounds = np.searchsorted(aligned.gap_pairs[factual], np.arange(len(pairs) + 1))
    for at in np.flatnonzero(~mended & (told != BELOW)).tolist():
        a, b = pairs[at].tolist()
        replaced = sheet.most_replaced(a, b, gaps[bounds[at] : bounds[at + 1]].tolist())
        mended[at] = few(int(shorter[at]), *replaced, *least[at].tolist())
    return np.where(mended, told, BELOW).astype(np.int8)


def _told(found: Verdicts, aligned: Aligned, shorter: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the relations of pairs of which hardly a fact was replaced."""
    within_a, within_b = found.shared / found.a, found.shared / found.b
    high, low = np.maximum(within_a, within_b), np.minimum(within_a, within_b)
    alike = (found.jaccard >= relations.ALIKE) | (high >= relations.MOSTLY)
    parts = (high >= relations.PART) & (low < relations.WHOLE) & (high - low > relations.APART)
    near = (found.jaccard >= relations.MOSTLY) | (aligned.longest >= relations.MOSTLY * shorter)
    part = np.where(within_a >= within_b, _CONTAINED_IN, _CONTAINS)
    told = np.where(parts, part, np.where(near, _NEAR_DUPLICATE, _PERHAPS))
    return np.where(aligned.known & alike & (aligned.longest > 0), told, BELOW)


def _facts_of(
    words: Words, pairs: NDArray[np.int64], aligned: Aligned
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """Return which gaps may have replaced facts, and a row a pair of figures and names.

    The first rows say how many of them may have been replaced, the others how many the poorer text holds at least.
    """
    ends = words.text_ends
    starts = ends - np.diff(ends, prepend=0)
    a, b = aligned.gaps[:, :2].T, aligned.gaps[:, 2:].T
    a_first, b_first = starts[pairs[aligned.gap_pairs]].T
    factual = np.zeros(len(aligned.gaps), dtype=np.bool_)
    most, least = [], []
    for at_most, at_least in zip(words.facts[:2], words.facts[2:], strict=True):
        before = np.append(0, np.cumsum(at_most, dtype=np.int64))
        of_a = before[a_first + a[1]] - before[a_first + a[0]]
        of_b = before[b_first + b[1]] - before[b_first + b[0]]
        replaced = np.minimum(of_a, of_b)
        factual |= replaced > 0
        most.append(np.bincount(aligned.gap_pairs, replaced, len(pairs)))
        before = np.append(0, np.cumsum(at_least, dtype=np.int64))
        of_texts = before[ends] - before[starts]
        least.append(of_texts[pairs].min(axis=1, initial=1 << 60))
    return factual, np.column_stack(most).astype(np.int64), np.column_stack(least)


_PERHAPS = -2
_CONTAINED_IN, _CONTAINS, _NEAR_DUPLICATE, _REWRITE = (
    relations.ALL.index(name)
    for name in (
        relations.CONTAINED_IN,
        relations.CONTAINS,
        relations.NEAR_DUPLICATE,
        relations.REWRITE,
    )
)


Before = NDArray[np.int64]
"""A row a place between words, a column a kind of facts."""


class _Text:
    """A text of which nothing is worked out before it is asked for."""

    def __init__(self, source: str, words: Words) -> None:
        self.words = words.hashes
        self._source = source
        self._words = words

    def __len__(self) -> int:
        return len(self._words.hashes)

    @cached_property
    def shingles(self) -> Hashes:
        """The shingle at each word."""
        return shingle_array(self.words)

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """What sorts the shingles."""
        return np.argsort(self.shingles)

    @cached_property
    def least(self) -> tuple[int, int]:
        """At least so many numbers and dates, and names, are in it."""
        return int(self._words.figures_least.sum()), int(self._words.names_least.sum())

    @cached_property
    def before(self) -> Before:
        """At most so many numbers and dates, and names, begin before each word."""
        made = np.zeros((len(self) + 1, 2), dtype=np.int64)
        np.cumsum(self._words.figures_most, out=made[1:, 0])
        np.cumsum(self._words.names_most, out=made[1:, 1])
        return made

    def most(self, low: int, high: int) -> tuple[int, int]:
        """Return how many figures and names there are at most in a range of words, with the numbers that join it."""
        figures, names = (self.before[high] - self.before[low]).tolist()
        starts, ends = self._words.starts, self._words.ends
        if low and self._source[ends[low - 1] : starts[low]] in relations.JOINTS:
            figures += int(self.before[low, 0] - self.before[low - 1, 0])
        if high < len(self) and self._source[ends[high - 1] : starts[high]] in relations.JOINTS:
            figures += int(self.before[high + 1, 0] - self.before[high, 0])
        return figures, names

    @cached_property
    def hashes(self) -> list[int]:
        """The words."""
        hashes: list[int] = self._words.hashes.tolist()
        return hashes

    @cached_property
    def text(self) -> Text:
        """The text as it is compared word by word."""
        starts, ends = self._words.starts.tolist(), self._words.ends.tolist()
        return Text(self._source, Tokens(self.hashes, starts, ends))


def _runs(a: _Text, b: _Text) -> list[Run]:
    found = runs_of_arrays(a.shingles, b.shingles, b.order)
    if found is None:
        found = runs_among(a.words, b.words, a.shingles, b.shingles, b.order)
    return found


def _relation(a: _Text, b: _Text, overlap: Overlap) -> str:
    found = _runs(a, b)
    return relations.judge(
        overlap,
        max((run.length for run in found), default=0),
        sum(run.length for run in found),
        min(len(a), len(b)),
        _share_changed(a, b, in_order(found)),
        lambda: relations.facts_common(a.text, b.text),
        lambda: relations.closely_edited(a.hashes, b.hashes),
    )


def _share_changed(a: _Text, b: _Text, chain: Sequence[Run]) -> float:
    """Return the share of facts that were replaced; nothing where it is certain that they are few."""
    gaps = list(relations.gaps(len(a), len(b), chain))
    if not gaps:
        return 0.0
    a_low, a_high, b_low, b_high = np.array(gaps, dtype=np.int64).T
    here = np.minimum(a.before[a_high] - a.before[a_low], b.before[b_high] - b.before[b_low])
    figures, names = here.sum(axis=0).tolist()
    shorter = min(len(a), len(b))
    least = min(a.least[0], b.least[0]), min(a.least[1], b.least[1])
    if few(shorter, figures, names, *least):
        return 0.0
    factual = [gaps[at] for at in np.flatnonzero(here.any(axis=1)).tolist()]
    if few(shorter, *_most_replaced(a, b, factual), *least):
        return 0.0
    differing = relations.differences_in(a.text, b.text, factual)
    renamed = sum(difference.kind == "name" for difference in differing)
    if few(shorter, len(differing) - renamed, renamed, *least):
        return 0.0
    return relations.share_changed(a.text, b.text, differing)


def _most_replaced(a: _Text, b: _Text, gaps: Sequence[relations.Gap]) -> tuple[int, int]:
    """Return how many figures and names stand in each other's place in these gaps, at most."""
    figures = names = 0
    for a_low, a_high, b_low, b_high in gaps:
        of_a, of_b = a.words[a_low:a_high].tolist(), b.words[b_low:b_high].tolist()
        for a_from, a_to, b_from, b_to in relations.changed(of_a, of_b):
            one = a.most(a_low + a_from, a_low + a_to)
            other = b.most(b_low + b_from, b_low + b_to)
            figures += min(one[0], other[0])
            names += min(one[1], other[1])
    return figures, names
