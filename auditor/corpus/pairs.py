"""Candidate pairs verified, in the order that loads each text but a few times."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.corpus.spill import Places, fetch, mapped
from auditor.similarity import relation as relations
from auditor.similarity.bands import Pairs
from auditor.similarity.verify import BELOW, Verdicts
from auditor.similarity.verify import verified as verify

_AT_ONCE, _COMPILED_AT_ONCE = 256, 1024
"""Pairs of a task: arrays of so many fit the processor's cache; compiled code needs none as long."""
_STEPS = 4
_TOO_LITTLE = "below the threshold"

IDENTICAL = relations.ALL.index(relations.IDENTICAL)
_PARTS = [relations.ALL.index(name) for name in (relations.CONTAINS, relations.CONTAINED_IN)]
_DUPLICATES = [IDENTICAL, relations.ALL.index(relations.NEAR_DUPLICATE), *_PARTS]


class Pair(NamedTuple):
    """Two articles by number, ``a < b``; ``relation`` is how ``a`` stands to ``b``, measures are exact."""

    a: int
    b: int
    relation: str
    jaccard: float
    containment: float
    """The share of the smaller that stands in the other: the greater of both containments."""


class Found(NamedTuple):
    """Pairs of articles by number, ``a < b``, in columns."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    relation: NDArray[np.int8]
    """How ``a`` stands to ``b``, by number in ``relation.ALL``."""
    jaccard: NDArray[np.float64]
    containment: NDArray[np.float64]

    @classmethod
    def copies(cls, a: NDArray[np.int64], b: NDArray[np.int64]) -> "Found":
        """Return pairs of which one is a copy of the other."""
        ones = np.ones(len(a))
        return cls(a, b, np.full(len(a), IDENTICAL, dtype=np.int8), ones, ones)

    @classmethod
    def joined(cls, *some: "Found") -> "Found":
        """Return all of them, in order."""
        a, b, relation, jaccard, containment = zip(cls.none(), *some, strict=True)
        every = cls(
            np.concatenate(a),
            np.concatenate(b),
            np.concatenate(relation),
            np.concatenate(jaccard),
            np.concatenate(containment),
        )
        return every.of(np.lexsort((every.b, every.a)))

    @classmethod
    def none(cls) -> "Found":
        """Return no pairs."""
        nothing = np.empty(0, dtype=np.int64)
        return cls.copies(nothing, nothing)

    def of(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> "Found":
        """Return some of them."""
        a, b, relation, jaccard, containment = self
        return Found(a[which], b[which], relation[which], jaccard[which], containment[which])

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.a)

    def each(self) -> Iterator[Pair]:
        """Yield them one by one."""
        columns = (column.tolist() for column in self)
        for a, b, relation, jaccard, containment in zip(*columns, strict=True):
            yield Pair(a, b, relations.ALL[relation], jaccard, containment)

    @property
    def similarity(self) -> NDArray[np.float64]:
        """Jaccard, or containment where one is a part of the other."""
        return np.where(np.isin(self.relation, _PARTS), self.containment, self.jaccard)

    def duplicates(self, threshold: float) -> NDArray[np.bool_]:
        """Return of which one can stand for the other."""
        found: NDArray[np.bool_] = np.isin(self.relation, _DUPLICATES) & (
            self.similarity >= threshold
        )
        return found


class Task(NamedTuple):
    """Pairs to verify, and where their texts stand."""

    pairs: Pairs
    numbers: Pairs
    """The articles that are in the pairs, sorted."""
    texts: Places
    threshold: float
    compiled: bool
    """By Numba, or over arrays; the results are the same."""


class Checked(NamedTuple):
    """What became of the pairs of a task."""

    found: Found
    """Those that reach the threshold."""
    tally: Counter[str]
    done: int


def tasks(pairs: Pairs, texts: Places, threshold: float, *, compiled: bool) -> Iterator[Task]:
    """Yield the pairs in handfuls, those of the same texts together."""
    pairs = pairs[np.argsort(_groups(pairs, len(texts.which)), kind="stable")]
    size = _COMPILED_AT_ONCE if compiled else _AT_ONCE
    for at in range(0, len(pairs), size):
        part = pairs[at : at + size]
        numbers = np.unique(part)
        yield Task(part, numbers, texts.of(numbers), threshold, compiled)


def _groups(pairs: Pairs, size: int) -> Pairs:
    """Return for each pair the least number that a few steps along the pairs lead to."""
    label = np.arange(size)
    a, b = pairs.T
    for _ in range(_STEPS):
        least = np.minimum(label[a], label[b])
        np.minimum.at(label, a, least)
        np.minimum.at(label, b, least)
        label = label[label]
    found: Pairs = label[a]
    return found


def check(task: Task) -> Checked:
    """Verify the pairs of a task."""
    verdicts = verified(task)
    found = as_found(task.pairs, verdicts)
    told = verdicts.relations != BELOW
    counts = np.bincount(verdicts.relations[told], minlength=len(relations.ALL)).tolist()
    tally = Counter({name: n for name, n in zip(relations.ALL, counts, strict=True) if n})
    if below := len(told) - int(told.sum()):
        tally[_TOO_LITTLE] = below
    stays = told & ((found.jaccard >= task.threshold) | found.duplicates(task.threshold))
    return Checked(found.of(stays), tally, len(told))


def each(task: Task) -> Found:
    """Verify the pairs of a task and return them all."""
    return as_found(task.pairs, verified(task))


def as_found(pairs: Pairs, verdicts: Verdicts) -> Found:
    """Return the pairs with their verdicts."""
    a, b = pairs.T
    return Found(a, b, verdicts.relations, verdicts.jaccard, verdicts.containment)


def verified(task: Task) -> Verdicts:
    """Return the verdicts on the pairs of a task; those that share too little are not aligned."""
    here = np.searchsorted(task.numbers, task.pairs)
    part = max(task.threshold, relations.PART)
    if not task.compiled:
        texts = [data.decode("utf-8", "surrogatepass") for data in fetch(task.texts)]
        return verify(texts, here, task.threshold, part)
    from auditor.similarity import compiled

    held = mapped(task.texts)
    if held is None:
        source = compiled.Source.joined(fetch(task.texts))
    else:
        source = compiled.gathered(held, task.texts.starts, task.texts.ends)
    return compiled.verified(source, here, task.threshold, part)
