"""Clusters from pairs: every member is a duplicate of its cluster's representative, not just of a neighbour.

Joining all that is connected makes one cluster of a corpus by chains of small changes. So components
only propose: in each, the best member leads and takes those that are duplicates of it by the pairs, or
by a question asked then; what is left over forms clusters of its own, by the same rule.
"""

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Question = tuple[int, Numbers]
"""A leader and members: which of these are its duplicates?"""
Answer = NDArray[np.bool_]
_Led = tuple[list[Numbers], int]

_ASKED = 64
"""Leaders of one component that ask about members no pair joins them to ..."""
_QUESTIONS = 4
"""... and how many times its members they may ask about in all: the work is linear in the corpus."""


class Clusters(NamedTuple):
    """The members of all clusters in columns, a representative before those it stands for."""

    leaders: Numbers
    """The representative of each member's cluster."""
    members: Numbers
    unasked: int
    """Pairs of a leader and a member that nobody looked at, in components of very many."""


def components(size: int, a: Numbers, b: Numbers) -> Numbers:
    """Return for each of ``size`` texts the least number that pairs lead to, however many there are.

    Shiloach and Vishkin, "An O(log n) parallel connectivity algorithm" (1982), over arrays: the greater
    root of each pair is hung under the lesser, then all paths are cut short.
    """
    label = np.arange(size)
    while True:
        one, other = label[a], label[b]
        apart = one != other
        if not apart.any():
            return label
        a, b, one, other = a[apart], b[apart], one[apart], other[apart]
        np.minimum.at(label, np.maximum(one, other), np.minimum(one, other))
        while True:
            shorter = label[label]
            if (shorter == label).all():
                break
            label = shorter


def clusters(
    size: int,
    a: Numbers,
    b: Numbers,
    rank: Numbers,
    duplicates: Callable[[Sequence[Question]], Sequence[Answer]],
) -> Clusters:
    """Return the clusters of two or more of ``size`` texts, in the order of their least members.

    Args:
        size: how many texts there are.
        a: the first of each pair of duplicates that is known, each pair once.
        b: the second.
        rank: a number for each text; the least leads.
        duplicates: asked of leaders which of some members, that no pair joins to them, are their duplicates:
            of many components at once.

    """
    label = components(size, a, b)
    degree = np.bincount(a, minlength=size) + np.bincount(b, minlength=size)
    nodes = np.flatnonzero(degree)
    nodes = nodes[np.lexsort((rank[nodes], label[nodes]))]
    least = label[nodes]  # the least member is what stands for a component
    first = np.flatnonzero(np.diff(least, prepend=-1))
    sizes = np.diff(first, append=len(nodes))
    whole = degree[nodes[first]] == sizes - 1  # the leader is a duplicate of all others
    simple = np.repeat(whole, sizes)
    found = [(least[simple], np.repeat(nodes[first], sizes)[simple], nodes[simple])]
    unasked = 0
    if not whole.all():
        near = _Near(size, a, b)
        some = [
            _led(nodes[at : at + count], near)
            for at, count in zip(first[~whole].tolist(), sizes[~whole].tolist(), strict=True)
        ]
        for made, left in _answered(some, duplicates):
            unasked += left
            found += [(_all(m, m.min()), _all(m, m[0]), m) for m in made]
    order, leaders, members = (np.concatenate(columns) for columns in zip(*found, strict=True))
    order = np.argsort(order, kind="stable")
    return Clusters(leaders[order], members[order], unasked)


def _all(like: Numbers, value: np.int64) -> Numbers:
    return np.full(len(like), value)


class _Near:
    """The neighbours of each text."""

    def __init__(self, size: int, a: Numbers, b: Numbers) -> None:
        ends = np.concatenate((a, b))
        order = np.argsort(ends, kind="stable")
        self._others = np.concatenate((b, a))[order]
        self._bounds = np.searchsorted(ends[order], np.arange(size + 1))

    def of(self, item: np.int64) -> Numbers:
        return self._others[self._bounds[item] : self._bounds[item + 1]]


def _answered(
    some: Sequence[Generator[Question, Answer, _Led]],
    duplicates: Callable[[Sequence[Question]], Sequence[Answer]],
) -> list[_Led]:
    """Return what each comes to, the questions of all asked together."""
    results: list[_Led] = [([], 0)] * len(some)
    answers: dict[int, Answer | None] = dict.fromkeys(range(len(some)))
    while answers:
        questions: dict[int, Question] = {}
        for number, answer in answers.items():
            try:
                questions[number] = (
                    next(some[number]) if answer is None else some[number].send(answer)
                )
            except StopIteration as stopped:
                results[number] = stopped.value
        found = duplicates([*questions.values()]) if questions else ()
        answers = dict(zip(questions, found, strict=True))
    return results


def _led(ordered: Numbers, near: _Near) -> Generator[Question, Answer, _Led]:
    """Return the clusters of one component, given in order of rank, and the pairs not looked at."""
    made: list[Numbers] = []
    by_number = np.argsort(ordered)
    free = np.ones(len(ordered), dtype=bool)
    asked = unasked = 0
    questions = _QUESTIONS * len(ordered)
    left = len(ordered)
    for place, leader in enumerate(ordered):
        if not free[place]:
            continue
        free[place] = False
        left -= 1
        taken = by_number[np.searchsorted(ordered, near.of(leader), sorter=by_number)]
        taken = taken[free[taken]]
        if asked < _ASKED and left - len(taken) <= questions:
            free[taken] = False
            if len(others := np.flatnonzero(free)):
                asked += 1
                questions -= len(others)
                answer = yield int(leader), ordered[others]
                taken = np.append(taken, others[answer])
        else:
            unasked += left - len(taken)
        free[taken] = False
        left -= len(taken)
        if len(taken):
            made.append(ordered[np.append(place, np.sort(taken))])
    return made, unasked
