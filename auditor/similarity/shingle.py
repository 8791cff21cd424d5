"""Shingles: the runs of five words that two texts have in common, as 64-bit hashes.

Words are folded first, so case, accents, kinds of quotation marks and invisible characters make no
difference. A script without spaces gives one token a character. The hashes are the same in every
run and on every machine; ``VERSION`` names their definition, for whatever stores them.

A word's hash multiplies its folded UTF-8 eight bytes at a time: one or two steps for most words, in
Python and over arrays of words alike. It is not meant to withstand an enemy; what hashes say is alike
is compared word by word before anyone is told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from auditor.text.fold import fold
from auditor.text.words import Word, words

try:
    from _blake2 import blake2b  # hashlib would load OpenSSL, which takes 2 ms
except ImportError:
    from hashlib import blake2b

WIDTH = 5
VERSION = "fold-mul64-poly5-2"

_MASK = (1 << 64) - 1
BASE = 0x9E3779B97F4A7C15
_BASE2 = BASE * BASE & _MASK
_BASE3 = _BASE2 * BASE & _MASK
_BASE4 = _BASE3 * BASE & _MASK
FACTOR = 0xD6E8FEB86659FD93
"""What each eight bytes of a word are multiplied by: odd, its bits without a pattern."""
_LONG = 256
"""A longer "word" is no word (a data URL, a hostile file): it is not kept in the cache."""
_FIRST_DENSE = "\u0e00"


def is_dense(char: str) -> bool:
    """Whether ``char`` belongs to a script that writes no spaces (Thai to Burmese, Khmer, CJK)."""
    return (
        "\u0e00" <= char <= "\u0eff"
        or "\u1000" <= char <= "\u109f"
        or "\u1780" <= char <= "\u17ff"
        or "\u3040" <= char <= "\u30ff"
        or "\u3400" <= char <= "\u9fff"
        or "\U00020000" <= char <= "\U0003ffff"
    )


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text as hashes, each with its half-open place in code points."""

    hashes: list[int]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.hashes)

    def part(self, low: int, high: int) -> "Tokens":
        """Return the tokens ``low`` to ``high``."""
        return Tokens(self.hashes[low:high], self.starts[low:high], self.ends[low:high])


_KNOWN: dict[str, int] = {}
"""The hashes of words met before, of such as are one token."""
_MOST_KNOWN = 1 << 17


def word_hash(word: str) -> int:
    """Return the hash of one word: of its length, then of eight bytes at a time, the last padded."""
    folded = fold(word).encode("utf-8", "surrogatepass")
    made = len(folded) * BASE & _MASK
    for at in range(0, len(folded), 8):
        made = (made ^ int.from_bytes(folded[at : at + 8], "little")) * FACTOR & _MASK
        made ^= made >> 32
    return made


def tokens_of(found: Iterable[Word]) -> Tokens:
    """Return the tokens of words already found."""
    hashes: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for text, start, end in found:
        known = _KNOWN.get(text)
        if known is None and (
            text.isascii() or max(text) < _FIRST_DENSE or not any(map(is_dense, text))
        ):
            known = word_hash(text)
            if end - start <= _LONG and len(_KNOWN) < _MOST_KNOWN:
                _KNOWN[text] = known
        if known is not None:
            hashes.append(known)
            starts.append(start)
            ends.append(end)
            continue
        for at, piece in _characters(text):
            if not (value := word_hash(piece)):
                continue  # a tone mark or a soft hyphen, of which nothing is left
            hashes.append(value)
            starts.append(start + at)
            ends.append(start + at + len(piece))
    return Tokens(hashes, starts, ends)


def _characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the dense characters one by one and what stands between them as it is."""
    at = 0
    for place, char in enumerate(text):
        if is_dense(char):
            if at < place:
                yield at, text[at:place]
            yield place, char
            at = place + 1
    if at < len(text):
        yield at, text[at:]


def tokenise(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Return the tokens of ``text[start:end]``, with places counted in ``text``."""
    return tokens_of(words(text, start, end))


def shingles(hashes: Sequence[int]) -> list[int]:
    """Return the shingle at each token; a text under five words is one shingle of its own."""
    if len(hashes) < WIDTH:
        whole = len(hashes)
        for value in hashes:
            whole = (whole * BASE + value) & _MASK
        return [whole] if hashes else []
    return [
        (a * _BASE4 + b * _BASE3 + c * _BASE2 + d * BASE + e) & _MASK
        for a, b, c, d, e in zip(
            hashes,
            islice(hashes, 1, None),
            islice(hashes, 2, None),
            islice(hashes, 3, None),
            islice(hashes, 4, None),
            strict=False,
        )
    ]


def text_hash(hashes: Sequence[int]) -> int:
    """Return one hash of the whole sequence of words."""
    data = b"".join(value.to_bytes(8, "big") for value in hashes)
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


class Overlap(NamedTuple):
    """How much two sets of shingles share, exactly."""

    shared: int
    jaccard: float
    containment_a: float
    """The share of the first that stands in the second."""
    containment_b: float


def overlap(a: set[int] | frozenset[int], b: set[int] | frozenset[int]) -> Overlap:
    """Return what two sets of shingles share; two empty sets share nothing."""
    shared = len(a & b)
    union = len(a) + len(b) - shared
    return Overlap(
        shared,
        shared / union if union else 0.0,
        shared / len(a) if a else 0.0,
        shared / len(b) if b else 0.0,
    )
