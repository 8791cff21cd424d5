"""What each character is to the words around it, and what it folds to: a table that fills as it is asked.

Nothing is defined here: ``words``, ``fold`` and ``is_dense`` are asked about a character when it is first
met, and their answers kept, one number each: the bytes it folds to, how many they are, and its kind.
"""

import re

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.shingle import is_dense
from auditor.text.fold import fold
from auditor.text.words import APOSTROPHES, WORD_CLASS
from auditor.text.words import INNER as INNERS

PART, LETTER, INNER, MARK, SIGN, QUOTE, DENSE, DENSE_SIGN, LONG, HARD = range(1, 11)
"""What parts words, makes them, vanishes in them, is a mark that folds to nothing or to something, an
apostrophe, a token of its own, a letter that folds to more bytes than it has; what is left to the definition."""
FOLLOWS = (LETTER, MARK, SIGN, DENSE, DENSE_SIGN)
"""What a mark may stand behind; behind anything else it begins no word."""
KIND, LENGTH = 44, 40
"""Bits to the left at which an entry says what a character is, and how many bytes it folds to."""
_KNOWN = 1 << 48
_MOST = 5
"""Bytes of a fold."""
_ONE = re.compile(WORD_CLASS)
_ALNUM = re.compile(r"[^\W_]")


_ENTRIES = np.zeros(0x110000, dtype=np.uint64)
"""One for all threads; memory is taken where it is written to."""


def entries() -> NDArray[np.uint64]:
    """Return the entry of every code point, nought where nobody asked."""
    return _ENTRIES


def learn(code: int) -> None:
    """Make the entry of a code point."""
    entries()[code] = _entry(chr(code))


def entries_of(codes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return for each character the bytes of its fold, their number, and what it is."""
    table = entries()
    found = table[codes]
    if not found.all():
        for code in set(codes[found == 0].tolist()):
            learn(code)
        found = table[codes]
    return found


def _entry(char: str) -> int:
    size = len(char.encode("utf-8", "surrogatepass"))
    kind = _kind(char)
    folded = fold(f"a{char}a")[1:-1].encode("utf-8", "surrogatepass")  # white space and all
    if kind == PART:
        folded = b" " * size
    elif kind in (INNER, MARK):
        folded = b""
    elif kind == QUOTE:
        folded = b"'"
    elif (
        (not folded and kind != DENSE_SIGN)
        or len(folded) > (_MOST if kind == LETTER else size)
        or not all(b >= 0x80 or chr(b).isalnum() for b in folded)
    ):
        kind = HARD
    elif len(folded) > size:
        kind = LONG
    if kind == HARD:
        folded = b" " * size
    value = int.from_bytes(folded, "little") | len(folded) << LENGTH | kind << KIND
    return value | _KNOWN


def _kind(char: str) -> int:
    if char in APOSTROPHES:
        return HARD if _ALNUM.match(char) else QUOTE
    if char in INNERS:
        return INNER
    if not _ONE.match(char):
        return PART
    if not _ALNUM.match(char):
        if is_dense(char):
            return DENSE_SIGN
        return SIGN if fold(char) else MARK
    return DENSE if is_dense(char) else LETTER
