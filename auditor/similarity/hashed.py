"""A text known by the hashes of its shingles and of its facts alone, and how another stands to it.

For archives that do not keep what they index. Measures and shared runs are exact, but for one shingle
in four thousand million that is taken for another. Facts are known with the words that they begin, so
that what stands between two shared runs of one text is held against what stands there in the other.
"""

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from auditor.similarity.align import Run, in_order, shingle_runs
from auditor.similarity.facts import QUIET, STOPS, kind_of, number_at
from auditor.similarity.relation import (
    CLOSE,
    IDENTICAL,
    UNRELATED,
    Likeness,
    Text,
    gaps,
    judge,
    share_replaced,
    weight,
)
from auditor.similarity.shingle import WIDTH, overlap
from auditor.similarity.signature import shingle_hash

_NUMBER, _DATE, NAME = 1, 2, 3
_KINDS = {"number": _NUMBER, "date": _DATE, "name": NAME}
_KIND = 3
FAR = 0xFF
"""A step to the next fact that takes another byte."""
PLAIN = f"{STOPS}\n\r"
"""After these a capital says nothing, and neither does it at the beginning."""


class Facts(NamedTuple):
    """The facts of a text in order, by the words they stand in: a number may take several.

    32 bits of each, the same for each of its words, and the numbers of the words.
    """

    hashes: Sequence[int]
    places: Sequence[int]

    def between(self, low: int, high: int) -> list[int]:
        """Return the facts of the words ``low`` to ``high``, each once where it stands."""
        first, last = bisect_left(self.places, low), bisect_left(self.places, high)
        return [
            fact
            for at, fact in enumerate(self.hashes[first:last], first)
            if at == first
            or fact != self.hashes[at - 1]
            or self.places[at] != self.places[at - 1] + 1
        ]


class Hashed(NamedTuple):
    """The 32-bit hashes of a text's shingles, in order, and its facts."""

    words: int
    text_hash: int
    shingles: Sequence[int]
    facts: Facts

    @classmethod
    def of(cls, text: Text) -> "Hashed":
        """Return what is kept of ``text``."""
        words = text.tokens
        return cls(
            len(words),
            text.hash,
            array("I", map(shingle_hash, text.shingles)),
            hashed_facts(text),
        )


def hashed_facts(text: Text) -> Facts:
    """Return the facts of a text."""
    source, words = text.source, text.tokens
    hashes, places = array("I"), array("I")
    done = 0
    for number, (hash_, start, end) in enumerate(
        zip(words.hashes, words.starts, words.ends, strict=True)
    ):
        word = source[start:end]
        if start < done:
            fact = hashes[-1]
        elif word.isalpha() and word.islower() and word not in QUIET:
            continue  # most words
        elif word[0].isdigit() or word.lower() in QUIET:
            fact, done = figure(source, start, end)
        else:
            fact = 0
        if not fact and is_name(source, start):
            fact = name_hash(hash_)
        if fact:
            hashes.append(fact)
            places.append(number)
    return Facts(hashes, places)


def figure(source: str, start: int, end: int) -> tuple[int, int]:
    """Return the hash of the number or the date that a word begins, 0 if it is none; where that ends.

    A number may take several words.
    """
    if source[start].isdecimal():
        value, end = number_at(source, start)
        return _fact_hash("number", value), end
    kind, value = kind_of(source[start:end])
    return (_fact_hash(kind, value) if kind and kind != "name" else 0), end


def name_hash(word: int) -> int:
    """Return the hash of a name, given that of its word."""
    return shingle_hash(word) & ~_KIND | NAME


def is_name(source: str, start: int) -> bool:
    """Whether a word is a name by its capital, and by what the one or two characters before it are."""
    if not source[start].isupper() or source[start] > "\uffff":
        return False
    return source[max(start - 2, 0) : start].removesuffix(" ")[-1:] not in PLAIN


@lru_cache(1 << 14)
def _fact_hash(kind: str, value: str) -> int:
    """Return 32 bits: two for the kind, the others of the value, for numbers half of them its size.

    The size is the number as a ``bfloat16``, without its sign; 0 where it is none (12/5).
    """
    made = crc32(value.encode("utf-8", "surrogatepass")) & ~_KIND | _KINDS[kind]
    if kind != "number":
        return made
    try:
        size = min(float(value), 1e38)
    except ValueError:
        size = 0.0
    return made & 0x1FFFF | int.from_bytes(struct.pack(">f", size)[:2], "big") << 17


def _size(fact: int) -> float:
    size: float
    (size,) = struct.unpack(">f", (fact >> 17).to_bytes(2, "big") + b"\0\0")
    return size


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


def packed_places(places: Iterable[int]) -> bytes:
    """Return growing numbers as steps of a byte each; ``FAR`` says that the step goes on."""
    made = bytearray()
    last = 0
    for place in places:
        more, step = divmod(place - last, FAR)
        made += bytes((FAR,)) * more
        made.append(step)
        last = place
    return bytes(made)


def unpacked_places(data: bytes) -> "array[int]":
    """Return what ``packed_places`` made bytes of."""
    made = array("I")
    last = 0
    for step in data:
        last += step
        if step != FAR:
            made.append(last)
    return made


def compare_hashed(a: Hashed, b: Hashed) -> Likeness:
    """Return how ``a`` stands to ``b``; no differing facts are named."""
    shared = overlap(set(a.shingles), set(b.shingles))
    if a.text_hash == b.text_hash and a.words == b.words:
        whole = (Run(0, 0, a.words),) if a.words else ()
        return Likeness(IDENTICAL if whole else UNRELATED, shared, whole, ())
    found = tuple(_runs(a, b)) if shared.shared else ()
    chain = in_order(found)
    in_both = sum(run.length for run in chain)
    return Likeness(
        judge(
            shared,
            max((run.length for run in found), default=0),
            sum(run.length for run in found),
            min(a.words, b.words),
            _changed(a, b, chain),
            lambda: _common(a.facts, b.facts),
            # At least: a word between two runs may be the same, too.
            lambda: 2 * in_both >= CLOSE * (a.words + b.words),
        ),
        shared,
        found,
        (),
    )


def _runs(a: Hashed, b: Hashed) -> list[Run]:
    if min(a.words, b.words) < WIDTH:
        return []
    return shingle_runs(a.shingles, b.shingles)


def _changed(a: Hashed, b: Hashed, chain: Sequence[Run]) -> float:
    """Return the share of the poorer text's facts that the other has replaced: ``share_changed``."""
    changed, renamed = 0.0, 0
    for a_low, a_high, b_low, b_high in gaps(a.words, b.words, chain):
        mine, theirs = a.facts.between(a_low, a_high), b.facts.between(b_low, b_high)
        both = set(mine).intersection(theirs)
        for kind in (_NUMBER, _DATE, NAME):
            pairs = zip(_others(mine, kind, both), _others(theirs, kind, both), strict=False)
            for one, other in pairs:
                if kind == NAME:
                    renamed += 1
                else:
                    sizes = (_size(one), _size(other)) if kind == _NUMBER else (0.0, 0.0)
                    changed += weight(*sizes) if all(sizes) else 1.0
    if not (changed or renamed):
        return 0.0
    all_of = [text.facts.between(0, text.words) for text in (a, b)]
    names = [sum(fact & _KIND == NAME for fact in facts) for facts in all_of]
    figures = [len(facts) - its for facts, its in zip(all_of, names, strict=True)]
    return share_replaced(changed, renamed, min(figures), min(names), min(a.words, b.words))


def _others(facts: Sequence[int], kind: int, known: set[int]) -> Iterator[int]:
    return (fact for fact in facts if fact & _KIND == kind and fact not in known)


def _common(a: Facts, b: Facts) -> float:
    """Return the share of the poorer text's distinct facts that the other has too."""
    mine, theirs = set(a.hashes), set(b.hashes)
    poorer = min(len(mine), len(theirs))
    return len(mine & theirs) / poorer if poorer else 0.0
