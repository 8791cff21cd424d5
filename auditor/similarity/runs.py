"""The passages that two texts share, for texts in arrays: what ``align.runs`` finds."""

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.align import HOT, Run
from auditor.similarity.minhash import Hashes
from auditor.similarity.shingle import WIDTH

_STEP = 64
"""Words held against each other at once, at first."""


def runs_of_arrays(a: Hashes, b: Hashes, order: NDArray[np.int64]) -> list[Run] | None:
    """Return what ``align.runs`` returns, for shingles in arrays, ``order`` being what sorts ``b``.

    Shingles that follow each other in both texts are one run, four words longer than they are many.
    None where one of ``a`` stands twice in ``b``.
    """
    if min(len(a), len(b)) < 2:
        return None
    ordered = b[order]
    places = np.minimum(np.searchsorted(ordered, a), len(b) - 1)
    after = np.minimum(places + 1, len(b) - 1)
    if ((ordered[after] == a) & (after != places)).any():
        return None
    i = np.flatnonzero(ordered[places] == a)
    j = order[places[i]]
    breaks = np.flatnonzero((np.diff(i) != 1) | (np.diff(j) != 1)) + 1
    firsts = np.concatenate(([0], breaks))
    sizes = np.diff(np.concatenate((firsts, [len(i)])))
    found: list[Run] = []
    reached = 0
    for at, there, size in (
        zip(i[firsts].tolist(), j[firsts].tolist(), sizes.tolist(), strict=True) if len(i) else ()
    ):
        over = max(reached - at, 0)
        if over < size:
            found.append(Run(at + over, there + over, size - over + WIDTH - 1))
            reached = at + size + WIDTH - 1
    return found


def runs_among(
    a_words: Hashes, b_words: Hashes, a: Hashes, b: Hashes, order: NDArray[np.int64]
) -> list[Run]:
    """Return what ``align.runs`` returns, given words and shingles in arrays: a step a run, not a shingle."""
    if min(len(a_words), len(b_words)) < WIDTH:
        whole = len(a_words) and np.array_equal(a_words, b_words)
        return [Run(0, 0, len(a_words))] if whole else []
    ordered = b[order]
    low = np.searchsorted(ordered, a)
    high = np.searchsorted(ordered, a, side="right")
    hits = np.flatnonzero(low < high).tolist()
    found: list[Run] = []
    at = expected = 0
    while at < len(hits):
        i = hits[at]
        best = Run(i, 0, 0)
        for j in sorted(order[low[i] : high[i]].tolist())[:HOT]:
            length = _shared_words(a_words[i:], b_words[j:])
            if length > best.length or (length == best.length and best.b < expected <= j):
                best = Run(i, j, length)
        if best.length < WIDTH:
            at += 1
            continue
        found.append(best)
        expected = best.b + best.length
        at = bisect_left(hits, i + best.length)
    return found


def _shared_words(a: Hashes, b: Hashes) -> int:
    """Return how many words both begin with."""
    size = min(len(a), len(b))
    step = _STEP
    done = 0
    while done < size:
        differ = a[done : min(done + step, size)] != b[done : min(done + step, size)]
        first = int(differ.argmax())
        if differ[first]:
            return done + first
        done += step
        step *= 4
    return size
