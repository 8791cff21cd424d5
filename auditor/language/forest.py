"""Boosted regression trees, fitted elsewhere, evaluated in plain Python.

The file: a header (magic, version, numbers of facts, trees and nodes, the first score, slope and offset
of the calibration), the names of the facts (one a line), then the nodes as columns. A node that asks has
the number of a fact and a threshold, and its two answers stand side by side; a leaf has no fact, and its
value is in the threshold. (Friedman, "Greedy function approximation", 2001; Platt, "Probabilistic outputs", 1999.)
"""

import struct
import sys
from array import array
from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import NamedTuple

from auditor.errors import AuditorError

MAGIC = b"AUDTREE\n"
VERSION = 1
HEADER = struct.Struct("<8sIIIIIddd")
LEAF = 0xFFFF
HOPELESS = -5.0
"""A logit after the first quarter of the trees from which the others do not bring a passage back."""
_DATA = Path(__file__).resolve().parent / "data"


class Node(NamedTuple):
    """A node of a tree, for those who write one."""

    fact: int
    """The number of the fact that is held against ``value``; -1 in a leaf."""
    left: int
    """The node of facts up to ``value``, counted from the tree's first."""
    right: int
    value: float


class Forest:
    """Trees over named facts that give a probability."""

    def __init__(self, data: bytes, name: str = "forest") -> None:
        """Take the bytes of the file.

        Raises:
            AuditorError: they are damaged or of another version.

        """
        try:
            magic, version, _, trees, nodes, names, self._first, self._slope, self._offset = (
                HEADER.unpack_from(data)
            )
        except struct.error as error:
            raise AuditorError(f"cannot read {name}: {error}") from None
        if magic != MAGIC or version != VERSION:
            raise AuditorError(f"{name} holds no trees of version {VERSION}; install again")
        at = HEADER.size
        self.facts = tuple(data[at : at + names].decode().splitlines())
        at += names
        self._roots: list[int] = []
        self._fact: list[int] = []
        self._below: list[int] = []
        self._threshold: list[float] = []
        for column, code, count in (
            (self._roots, "I", trees),
            (self._fact, "H", nodes),
            (self._below, "H", nodes),
            (self._threshold, "d", nodes),
        ):
            values: array[float] = array(code)
            size = count * values.itemsize
            if len(data) < at + size:
                raise AuditorError(f"{name} is cut short; install again")
            values.frombytes(data[at : at + size])
            if sys.byteorder == "big":
                values.byteswap()
            column.extend(values)  # type: ignore[arg-type]  # whole numbers but for the last column
            at += size
        ends = [*self._roots[1:], nodes]
        for root, end in zip(self._roots, ends, strict=True):
            self._below[root:end] = [root + below for below in self._below[root:end]]
        self._early = max(1, trees // 4)

    def probability(
        self, values: Sequence[float], offset: float = 0.0, hopeless: float = HOPELESS
    ) -> float:
        """Return the calibrated probability that belongs to these facts; ``offset`` is added to its logit.

        Where the logit is ``hopeless`` after a quarter of the trees, that is the answer.
        """
        score = self._add(self._first, values, 0, self._early)
        if self._slope * score + self._offset + offset > hopeless:
            score = self._add(score, values, self._early, len(self._roots))
        raised = self._slope * score + self._offset + offset
        return 1 / (1 + exp(-max(-30.0, min(30.0, raised))))

    def _add(self, score: float, values: Sequence[float], low: int, high: int) -> float:
        fact, below, threshold = self._fact, self._below, self._threshold
        for at in self._roots[low:high]:
            asked = fact[at]
            while asked != LEAF:
                at = below[at] + (values[asked] > threshold[at])
                asked = fact[at]
            score += threshold[at]
        return score


@cache
def forest(name: str) -> Forest:
    """Return the trees that ship under ``name``, read once a process."""
    path = _DATA / f"{name}.trees"
    try:
        return Forest(path.read_bytes(), str(path))
    except OSError as error:
        raise AuditorError(f"cannot read {path}: {error}") from None


def pack(
    trees: Sequence[Sequence[Node]],
    facts: Sequence[str],
    first: float,
    slope: float,
    offset: float,
) -> bytes:
    """Return the file of trees over ``facts``; the sum with ``first`` becomes a logit by ``slope`` and ``offset``."""
    roots, fact, below, threshold = array("I"), array("H"), array("H"), array("d")
    for tree in trees:
        roots.append(len(fact))
        # Renumbered so that the two answers to a question stand side by side.
        order = [0]
        for at in order:
            node = tree[at]
            fact.append(LEAF if node.fact < 0 else node.fact)
            below.append(0 if node.fact < 0 else len(order))
            threshold.append(node.value)
            if node.fact >= 0:
                order += (node.left, node.right)
    names = "\n".join(facts).encode()
    header = HEADER.pack(
        MAGIC, VERSION, len(facts), len(roots), len(fact), len(names), first, slope, offset
    )
    if sys.byteorder == "big":
        for column in (roots, fact, below, threshold):
            column.byteswap()
    return header + names + b"".join(c.tobytes() for c in (roots, fact, below, threshold))
