"""A text known by the hashes of its shingles alone, and how another stands to it.

For archives that do not keep what they index. Measures and shared runs are exact, but for one shingle
in four thousand million that is taken for another; facts are compared as sets, so that what stands in
the place of what is not known.
"""

import sys
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

from auditor.similarity.align import Run, runs
from auditor.similarity.relation import ANOTHER, IDENTICAL, MIXED, UNRELATED, Likeness, Text, judge
from auditor.similarity.shingle import WIDTH, overlap
from auditor.similarity.signature import shingle_hash

_KINDS = {"number": 0, "date": 1, "name": 2}
_KIND = 3
_NAME = _KINDS["name"]


class Hashed(NamedTuple):
    """The 32-bit hashes of a text's shingles, in order, and of its distinct facts, sorted."""

    words: int
    text_hash: int
    shingles: Sequence[int]
    facts: Sequence[int]

    @classmethod
    def of(cls, text: Text) -> "Hashed":
        """Return what is kept of ``text``."""
        return cls(
            len(text.tokens),
            text.hash,
            array("I", map(shingle_hash, text.shingles)),
            fact_hashes(text.facts),
        )


def fact_hashes(facts: Iterable[tuple[str, str]]) -> "array[int]":
    """Return 32 bits of each distinct fact, given by kind and value; the last two tell the kind."""
    hashes = {
        crc32(value.encode("utf-8", "surrogatepass")) & ~_KIND | _KINDS[kind]
        for kind, value in facts
    }
    return array("I", sorted(hashes))


def packed(values: Sequence[int]) -> bytes:
    """Return 32-bit numbers as bytes, the lowest first."""
    made = array("I", values)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def unpacked(data: bytes) -> "array[int]":
    """Return what ``packed`` made bytes of."""
    made = array("I")
    made.frombytes(data)
    if sys.byteorder == "big":
        made.byteswap()
    return made


def compare_hashed(a: Text, b: Hashed) -> Likeness:
    """Return how ``a`` stands to ``b``; no differing facts are named."""
    mine = Hashed.of(a)
    shared = overlap(set(mine.shingles), set(b.shingles))
    if mine.text_hash == b.text_hash and mine.words == b.words:
        whole = (Run(0, 0, mine.words),) if mine.words else ()
        return Likeness(IDENTICAL if whole else UNRELATED, shared, whole, ())
    found = tuple(_runs(mine, b)) if shared.shared else ()
    changed, common = _facts(mine.facts, b.facts)
    most = max(shared.containment_a, shared.containment_b)
    if shared.jaccard < 0.4 and most < 0.6:
        changed = 0.0  # so little alike, facts stand in no other's place
    return Likeness(
        judge(
            shared,
            max((run.length for run in found), default=0),
            sum(run.length for run in found),
            min(mine.words, b.words),
            changed,
            lambda: common,
            lambda: False,
        ),
        shared,
        found,
        (),
    )


def _runs(a: Hashed, b: Hashed) -> list[Run]:
    """Return the shared runs in words: so many shingles in a row are four words more."""
    if min(a.words, b.words) < WIDTH:
        return []
    found = runs(a.shingles, b.shingles, a.shingles, b.shingles)
    return [run._replace(length=run.length + WIDTH - 1) for run in found]


def _facts(a: Sequence[int], b: Sequence[int]) -> tuple[float, float]:
    """Return the shares of the poorer text's facts that the other has replaced, and has too."""
    mine, theirs = set(a), set(b)
    poorer = min(len(mine), len(theirs))
    common = len(mine & theirs) / poorer if poorer else 0.0
    figures, replaced = _replaced(
        {f for f in mine if f & _KIND != _NAME}, {f for f in theirs if f & _KIND != _NAME}
    )
    names, renamed = _replaced(
        {f for f in mine if f & _KIND == _NAME}, {f for f in theirs if f & _KIND == _NAME}
    )
    share = replaced / figures if figures >= 3 and replaced > 1 else 0.0
    if share < ANOTHER and names >= 2 and (share >= MIXED or not figures):
        share = max(share, renamed / names)
    return share, common


def _replaced(mine: set[int], theirs: set[int]) -> tuple[int, int]:
    """Return how many the poorer has, and how many of them the other may have put others for."""
    return min(len(mine), len(theirs)), min(len(mine - theirs), len(theirs - mine))
