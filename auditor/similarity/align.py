"""Alignment: the passages that two texts share word for word, and the small gaps between them."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from auditor.similarity.shingle import WIDTH, shingles

HOT = 8
"""Places of one shingle in the other text that are tried; more would make repetitive texts slow."""

_STEP = 32
"""Items held against each other at once."""


class Run(NamedTuple):
    """A run of words that two texts share: its places and its length, in tokens."""

    a: int
    b: int
    length: int


class Stretch(NamedTuple):
    """Neighbouring runs with small gaps between them, as half-open ranges of tokens."""

    a: int
    a_end: int
    b: int
    b_end: int
    words: int
    """How many words are shared inside it."""


def runs(
    a: Sequence[int],
    b: Sequence[int],
    a_shingles: Sequence[int] | None = None,
    b_shingles: Sequence[int] | None = None,
) -> list[Run]:
    """Return the maximal shared runs of five words or more, in the order of ``a``.

    They do not overlap in ``a``. Of several places in ``b`` the longest run wins, then the one that
    follows the run before. Linear: a shingle is tried at no more than a few places, and what is
    matched is not looked at again. Texts under five words match only as wholes.
    """
    if min(len(a), len(b)) < WIDTH:
        return [Run(0, 0, len(a))] if a and list(a) == list(b) else []
    of_b = shingles(b) if b_shingles is None else b_shingles
    return _runs(a, b, shingles(a) if a_shingles is None else a_shingles, of_b, 0)


def shingle_runs(a: Sequence[int], b: Sequence[int]) -> list[Run]:
    """Return what ``runs`` returns, for texts of five words or more of which but the shingles are known.

    So many shingles in a row are four words more.
    """
    return _runs(a, b, a, b, WIDTH - 1)


def _runs(
    a: Sequence[int],
    b: Sequence[int],
    a_shingles: Sequence[int],
    b_shingles: Sequence[int],
    more: int,
) -> list[Run]:
    """Return the runs; a stretch of equal items of ``a`` and ``b`` is ``more`` words longer."""
    wanted = set(a_shingles)
    places: dict[int, list[int]] = {}
    for at, value in enumerate(b_shingles):
        if value in wanted:
            known = places.setdefault(value, [])
            if len(known) < HOT:
                known.append(at)
    found: list[Run] = []
    reached = expected = 0
    for i, value in enumerate(a_shingles):
        if i < reached or value not in places:
            continue
        best = Run(i, 0, 0)
        for j in places[value]:
            length = _extend(a, b, i, j) + more
            if length > best.length or (length == best.length and best.b < expected <= j):
                best = Run(i, j, length)
        if best.length < WIDTH:
            continue
        found.append(best)
        reached = i + best.length
        expected = best.b + best.length
    return found


def _extend(a: Sequence[int], b: Sequence[int], i: int, j: int) -> int:
    stop = min(len(a) - i, len(b) - j)
    length = 0
    while (
        length + _STEP <= stop
        and a[i + length : i + length + _STEP] == b[j + length : j + length + _STEP]
    ):
        length += _STEP
    while length < stop and a[i + length] == b[j + length]:
        length += 1
    return length


def in_order(found: Sequence[Run]) -> list[Run]:
    """Return the heaviest chain of runs that stand in the same order in both texts.

    None overlap. Patience over the ends in ``b``: n log n in the number of runs.
    """
    ends: list[int] = []  # ends in b of the best chains, growing, with ...
    weights: list[int] = []  # ... growing weights
    tips: list[int] = []
    before: list[int] = []
    for number, run in enumerate(found):
        at = bisect_left(ends, run.b + 1)  # chains that end at or before run.b
        weight = run.length + (weights[at - 1] if at else 0)
        before.append(tips[at - 1] if at else -1)
        end = run.b + run.length
        place = bisect_left(ends, end)
        if place and weights[place - 1] >= weight:
            continue
        stop = place
        while stop < len(ends) and weights[stop] <= weight:
            stop += 1
        if stop == place and place < len(ends) and ends[place] == end:
            continue
        ends[place:stop] = [end]
        weights[place:stop] = [weight]
        tips[place:stop] = [number]
    chain: list[Run] = []
    at = tips[-1] if tips else -1
    while at >= 0:
        chain.append(found[at])
        at = before[at]
    return chain[::-1]


def stretches(found: Sequence[Run], gap: int = 3) -> list[Stretch]:
    """Join runs that follow each other in both texts with at most ``gap`` other words between."""
    joined: list[Stretch] = []
    for run in found:
        last = joined[-1] if joined else None
        if last and 0 <= run.a - last.a_end <= gap and 0 <= run.b - last.b_end <= gap:
            joined[-1] = Stretch(
                last.a, run.a + run.length, last.b, run.b + run.length, last.words + run.length
            )
        else:
            joined.append(Stretch(run.a, run.a + run.length, run.b, run.b + run.length, run.length))
    return joined
