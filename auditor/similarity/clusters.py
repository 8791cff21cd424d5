"""Clusters from pairs: every member is a duplicate of its cluster's representative, not just of a neighbour.

Joining all that is connected makes one cluster of a corpus by chains of small changes. So components
only propose: in each, the best member leads and takes those that are duplicates of it by the pairs, or
by a question asked then; what is left over forms clusters of its own, by the same rule.
"""

from collections.abc import Callable, Iterable, Sequence

_ASKED = 64
"""Leaders that a component of many texts which are no duplicates of each other may try."""


class Components:
    """Union-find with path halving; the least number of a set stands for it."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        """Return what stands for the set of ``item``."""
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        """Make one set of the sets of ``a`` and ``b``."""
        a, b = self.find(a), self.find(b)
        if a != b:
            self._parent[max(a, b)] = min(a, b)


def clusters(
    size: int,
    pairs: Iterable[tuple[int, int]],
    rank: Callable[[int], object],
    duplicate: Callable[[int, int], bool],
) -> list[list[int]]:
    """Return the clusters of two or more of ``size`` texts, each with its representative first.

    Args:
        size: how many texts there are.
        pairs: the duplicates known.
        rank: the member of the least rank leads.
        duplicate: asked of a leader and a member that no pair joins directly.

    """
    components = Components(size)
    joined: dict[int, set[int]] = {}
    for a, b in pairs:
        components.join(a, b)
        joined.setdefault(a, set()).add(b)
        joined.setdefault(b, set()).add(a)
    members: dict[int, list[int]] = {}
    for item in sorted(joined):
        members.setdefault(components.find(item), []).append(item)
    made: list[list[int]] = []
    for component in members.values():
        made += _led(sorted(component, key=rank), joined, duplicate)  # type: ignore[arg-type]  # ranks are compared with each other alone
    return sorted(made, key=min)


def _led(
    ordered: Sequence[int], joined: dict[int, set[int]], duplicate: Callable[[int, int], bool]
) -> list[list[int]]:
    made: list[list[int]] = []
    waiting = list(ordered)
    asked = 0
    while len(waiting) > 1:
        leader, *others = waiting
        near = joined[leader]
        asked += 1
        ask = asked <= _ASKED
        taken = [o for o in others if o in near or (ask and duplicate(leader, o))]
        if taken:
            made.append([leader, *taken])
        gone = {leader, *taken}
        waiting = [item for item in waiting if item not in gone]
    return made
