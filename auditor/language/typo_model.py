"""A linear score and a forest of decision trees, read in place from a memory-mapped file.

The file, little-endian: a header (magic, version, how many weights, facts, trees and nodes, the slope
and intercept that turn the forest's sum into a probability), the weights (32-bit floats), the first node
of each tree (unsigned 32 bit), then four columns of nodes: fact (signed 16 bit, -1 in a leaf), left and right
child (unsigned 16 bit, counted from the tree's first node), threshold or value (32-bit float). A fact
up to the threshold goes left.
"""

import math
import mmap
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from auditor.errors import AuditorError

MAGIC = b"AUDTYPO\n"
VERSION = 1
HEADER = struct.Struct("<8s5I2f")


class Node(NamedTuple):
    """A node of a tree, for those who write one: a leaf has the fact -1, ``at`` being its value."""

    fact: int
    left: int
    right: int
    at: float


class Forest:
    """The model, mapped from a file; nothing in it is run or unpickled."""

    def __init__(self, path: Path, weights: int, facts: int) -> None:
        """Map the file at ``path``, made for so many ``weights`` and ``facts``.

        Raises:
            AuditorError: the file is missing, damaged or made for others.

        """
        try:
            with path.open("rb") as file:
                data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            header = HEADER.unpack_from(data)
        except (OSError, ValueError, struct.error) as error:
            raise AuditorError(f"cannot read the model {path}: {error}") from None
        magic, version, ranked, given, trees, nodes, self._slope, self._intercept = header
        if (magic, version, ranked, given) != (MAGIC, VERSION, weights, facts):
            raise AuditorError(f"{path} is not a model of this version; install again")
        if HEADER.size + 4 * weights + 4 * trees + 10 * nodes != len(data):
            raise AuditorError(f"{path} is cut short or damaged; install again")
        at = HEADER.size

        def column(kind: str, count: int) -> memoryview:
            nonlocal at
            size = struct.calcsize("<" + kind) * count
            part = data[at : at + size]
            at += size
            return part

        self._weights = struct.unpack(f"<{weights}f", column("f", weights))
        self._roots = struct.unpack(f"<{trees}I", column("I", trees))
        self._facts = struct.unpack(f"<{nodes}h", column("h", nodes))
        self._left = struct.unpack(f"<{nodes}H", column("H", nodes))
        self._right = struct.unpack(f"<{nodes}H", column("H", nodes))
        self._at = struct.unpack(f"<{nodes}f", column("f", nodes))

    def score(self, facts: Sequence[float]) -> float:
        """Return the linear score of a candidate."""
        return sum(map(float.__mul__, self._weights, facts))

    def probability(self, facts: Sequence[float]) -> float:
        """Return what the trees say together, as a probability."""
        total = 0.0
        which, left, right, at = self._facts, self._left, self._right, self._at
        for root in self._roots:
            node = root
            while (fact := which[node]) >= 0:
                node = root + (left[node] if facts[fact] <= at[node] else right[node])
            total += at[node]
        logit = self._slope * total + self._intercept
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def pack(
    weights: Sequence[float],
    facts: int,
    trees: Sequence[Sequence[Node]],
    slope: float,
    intercept: float,
) -> bytes:
    """Return the file of a model; the sum over ``trees`` becomes a logit by ``slope`` and ``intercept``."""
    nodes = [node for tree in trees for node in tree]
    roots = [0]
    for tree in trees:
        roots.append(roots[-1] + len(tree))
    return b"".join((
        HEADER.pack(MAGIC, VERSION, len(weights), facts, len(trees), len(nodes), slope, intercept),
        struct.pack(f"<{len(weights)}f", *weights),
        struct.pack(f"<{len(trees)}I", *roots[:-1]),
        struct.pack(f"<{len(nodes)}h", *(node.fact for node in nodes)),
        struct.pack(f"<{len(nodes)}H", *(node.left for node in nodes)),
        struct.pack(f"<{len(nodes)}H", *(node.right for node in nodes)),
        struct.pack(f"<{len(nodes)}f", *(node.at for node in nodes)),
    ))  # fmt: skip
