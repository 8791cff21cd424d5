"""Pairs of texts verified: the relations that ``verify.Sheet`` gives, most of them from compiled measures."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from auditor.similarity import relation as relations
from auditor.similarity.compiled import measure as m
from auditor.similarity.compiled.kernel import tokens, weighed
from auditor.similarity.compiled.sign import shingled
from auditor.similarity.factual import few
from auditor.similarity.relation import Text
from auditor.similarity.shingle import Overlap, tokenise
from auditor.similarity.verify import Measured, Sheet

_NO_FACTS = np.zeros((0, 4), dtype=np.int32)
_NEVER = (2.0, 2.0)
"""What no pair reaches."""


class Verifier:
    """Texts that are compared with each other."""

    def __init__(self, sources: Sequence[str], *, weigh: bool) -> None:
        self._sources = sources
        if weigh:
            self._words, self._facts = weighed(sources)
        else:
            self._words, self._facts = tokens(sources), _NO_FACTS
        self._shingles = shingled(self._words)

    def measure(self, pairs: NDArray[np.int64], least: float, part: float) -> NDArray[np.int64]:
        """Return a row of measures a pair; those of less Jaccard and containment are not aligned."""
        words, sets = self._words, self._shingles
        longest = int(np.diff(words.ends, prepend=0).max(initial=0)) + 1
        slots = 1 << (2 * longest).bit_length()
        keys, stamps = np.empty(slots, dtype=np.uint64), np.zeros(slots, dtype=np.int64)
        counts = np.empty(len(sets.ends), dtype=np.int64)
        m.distinct(sets.values, sets.ends, keys, stamps, counts)
        stamps[:] = 0
        heads, tails, met = np.empty((3, slots), dtype=np.int64)
        following = np.empty(longest, dtype=np.int64)
        runs, chains = (
            np.empty((longest, 3), dtype=np.int64),
            np.empty((5, longest), dtype=np.int64),
        )
        room = (keys, stamps, heads, tails, met, following, runs, chains)
        before = np.zeros((len(self._facts) + 1, 2), dtype=np.int64)
        np.cumsum(self._facts[:, :2], axis=0, out=before[1:])
        rows = np.empty((len(pairs), 7), dtype=np.int64)
        order = np.argsort(pairs[:, 1], kind="stable")
        ordered = np.empty_like(rows)
        m.measure(
            pairs[order], words.values, words.ends, sets.values, sets.ends,
            counts, before, room, least, part, ordered,
        )  # fmt: skip
        rows[order] = ordered
        return rows

    @cached_property
    def _least(self) -> NDArray[np.int64]:
        """Figures and names in each text, at least."""
        sums = np.zeros((len(self._words.values) + 1, 2), dtype=np.int64)
        np.cumsum(self._facts[:, 2:], axis=0, out=sums[1:])
        least: NDArray[np.int64] = np.diff(sums[self._words.ends], axis=0, prepend=0)
        return least

    def relation(self, a: int, b: int, row: NDArray[np.int64]) -> str | None:
        """Return how one text stands to another, or None where facts must be looked at."""
        sizes = len(self._words.of(a)), len(self._words.of(b))
        least = np.minimum(self._least[a], self._least[b])
        _, _, _, longest, in_runs, figures, names = row.tolist()
        if not few(min(sizes), figures, names, *least.tolist()):
            return None
        return relations.judge(
            Measured(*row[:3].tolist()).overlap,
            longest,
            in_runs,
            min(sizes),
            0.0,
            lambda: relations.facts_common(self._text(a), self._text(b)),
            lambda: relations.closely_edited(
                self._words.of(a).tolist(), self._words.of(b).tolist()
            ),
        )

    def _text(self, number: int) -> Text:
        return Text(self._sources[number], tokenise(self._sources[number]))


def verified(
    sources: Sequence[str], pairs: NDArray[np.int64], least: float, part: float
) -> list[tuple[str | None, Overlap]]:
    """Return the relation and the measures of pairs of texts; of no relation those that share too little."""
    rows = Verifier(sources, weigh=False).measure(pairs, *_NEVER)
    overlaps = [Measured(*row).overlap for row in rows[:, :3].tolist()]
    found: list[str | None] = [None] * len(pairs)
    alike = [
        at
        for at, (_, jaccard, *containments) in enumerate(overlaps)
        if jaccard >= least or max(containments) >= part
    ]
    read = np.unique(pairs[alike])
    verifier = Verifier([sources[number] for number in read.tolist()], weigh=True)
    near = np.searchsorted(read, pairs[alike])
    asked: list[int] = []
    for at, (a, b), row in zip(alike, near.tolist(), verifier.measure(near, 0.0, 0.0), strict=True):
        found[at] = verifier.relation(a, b, row)
        if found[at] is None:
            asked.append(at)
    if asked:
        numbers = np.unique(pairs[asked])
        sheet = Sheet([sources[number] for number in numbers.tolist()])
        for at, (a, b) in zip(asked, np.searchsorted(numbers, pairs[asked]).tolist(), strict=True):
            found[at] = sheet.relation(a, b, overlaps[at])
    return list(zip(found, overlaps, strict=True))
