"""Candidate pairs verified, in the order that loads each text but a few times."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from auditor.corpus.spill import Places, fetch
from auditor.similarity import relation as relations
from auditor.similarity.bands import Pairs
from auditor.similarity.shingle import Overlap
from auditor.similarity.verify import Sheet, measured

_AT_ONCE = 1024
_STEPS = 8
BELOW = "below the threshold"

_DUPLICATES = frozenset(
    {relations.IDENTICAL, relations.NEAR_DUPLICATE, relations.CONTAINS, relations.CONTAINED_IN}
)


class Pair(NamedTuple):
    """Two articles by number, ``a < b``; ``relation`` is how ``a`` stands to ``b``, measures are exact."""

    a: int
    b: int
    relation: str
    jaccard: float
    containment: float
    """The share of the smaller that stands in the other: the greater of both containments."""

    @property
    def similarity(self) -> float:
        """Jaccard, or containment where one is a part of the other."""
        cut = self.relation in (relations.CONTAINS, relations.CONTAINED_IN)
        return self.containment if cut else self.jaccard

    def is_duplicate(self, threshold: float) -> bool:
        """Whether one can stand for the other."""
        return self.relation in _DUPLICATES and self.similarity >= threshold


class Task(NamedTuple):
    """Pairs to verify, and where their texts stand."""

    pairs: Pairs
    numbers: Pairs
    """The articles that are in the pairs, sorted."""
    texts: Places
    shingles: Places
    threshold: float


class Checked(NamedTuple):
    """What became of the pairs of a task."""

    found: list[Pair]
    """Those that reach the threshold."""
    tally: Counter[str]
    done: int


def tasks(pairs: Pairs, texts: Places, shingles: Places, threshold: float) -> Iterator[Task]:
    """Yield the pairs in handfuls, those of the same texts together."""
    pairs = pairs[np.argsort(_groups(pairs, len(texts.which)), kind="stable")]
    for at in range(0, len(pairs), _AT_ONCE):
        part = pairs[at : at + _AT_ONCE]
        yield task(part, texts, shingles, threshold)


def task(pairs: Pairs, texts: Places, shingles: Places, threshold: float) -> Task:
    """Return these pairs as a task."""
    numbers = np.unique(pairs)
    kept = shingles.of(numbers) if len(shingles.which) else shingles
    return Task(pairs, numbers, texts.of(numbers), kept, threshold)


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
    every = verified(task)
    threshold = task.threshold
    found = [p for p in every if p.jaccard >= threshold or p.is_duplicate(threshold)]
    return Checked(found, Counter(pair.relation for pair in every), len(every))


def verified(task: Task) -> list[Pair]:
    """Return every pair of a task, verified; those that share too little are not aligned."""
    here = np.searchsorted(task.numbers, task.pairs)
    part = max(task.threshold, relations.PART)
    if len(task.shingles.which):
        seen = _from_sets(task, here, part)
    else:
        from auditor.similarity import compiled

        seen = compiled.verified(_texts(task.texts), here, task.threshold, part)
    return [
        Pair(a, b, relation or BELOW, found.jaccard, max(found.containment_a, found.containment_b))
        for (a, b), (relation, found) in zip(task.pairs.tolist(), seen, strict=True)
    ]


def _texts(places: Places) -> list[str]:
    return [data.decode("utf-8", "surrogatepass") for data in fetch(places)]


def _from_sets(task: Task, here: Pairs, part: float) -> list[tuple[str | None, Overlap]]:
    """Measure the pairs by the shingles that were kept; only alike texts are read again."""
    sets = [np.frombuffer(data, dtype=np.uint64) for data in fetch(task.shingles)]
    seen = [measured(sets[a], sets[b]).overlap for a, b in here.tolist()]
    alike = [
        at
        for at, (_, jaccard, *containments) in enumerate(seen)
        if jaccard >= task.threshold or max(containments) >= part
    ]
    read = np.unique(here[alike])
    sheet = Sheet(_texts(task.texts.of(read)))
    found: list[str | None] = [None] * len(seen)
    for at, (a, b) in zip(alike, np.searchsorted(read, here[alike]).tolist(), strict=True):
        found[at] = sheet.relation(a, b, seen[at])
    return list(zip(found, seen, strict=True))
