"""Folding: what two spellings of the same words have in common, with a map back to the source.

Folded are case, accents and compatibility forms (NFKD without marks), the kinds of quotation marks,
apostrophes and dashes, and runs of white space; soft hyphens, zero-width characters and control
characters vanish. So NFC equals NFD, and curly quotes equal straight ones. Vowel signs that are
letters of their script (Devanagari, Thai) stay.
"""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from typing import NamedTuple

_SAME = {
    **dict.fromkeys("‘’‚‛′ʼ＇`´", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "\u00ad": "",
}
_DROPPED = frozenset(("Cf", "Cc", "Me"))
_INK = re.compile("[^ ]+")


class Folded(NamedTuple):
    """Folded text; ``offsets[i]`` is the place in the source of the i-th folded character.

    ``offsets`` has one entry more than the text: where the ink of the source ends.
    """

    text: str
    offsets: Sequence[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open place in the source of the folded ``[start, end)``, marks included."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], max(self.offsets[end], self.offsets[end - 1] + 1)


class _Table(dict[int, str]):
    """What each code point folds to, worked out when first met; as ``str.translate`` wants it."""

    LIMIT = 1 << 14  # hostile text of every code point there is must not stay in memory

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < self.LIMIT:
            self[code] = folded
        return folded


def _fold_character(char: str) -> str:
    same = _SAME.get(unicodedata.normalize("NFC", char))  # U+1FFD is U+00B4
    if same is not None:
        return same
    # One character at a time: normalising a whole text is quadratic in a run of marks.
    decomposed = unicodedata.normalize("NFKD", char)
    while (again := unicodedata.normalize("NFKD", decomposed.casefold())) != decomposed:
        decomposed = again
    return "".join(
        _SAME.get(c, " " if c.isspace() else c) for c in decomposed if not _is_dropped(c)
    )


def _is_dropped(char: str) -> bool:
    if char.isspace():
        return False
    category = unicodedata.category(char)
    # A mark of class 0 is a letter (a vowel sign), but for the selectors of a glyph's shape.
    return (
        category in _DROPPED
        or unicodedata.combining(char) > 0
        or (
            category == "Mn"
            and ("\ufe00" <= char <= "\ufe0f" or char >= "\U000e0000" or char == "\u034f")
        )
    )


_TABLE = _Table()


def fold_with_map(text: str) -> Folded:
    """Fold ``text`` and keep the way back; linear in its length."""
    if all(len(_TABLE[ord(char)]) == 1 for char in set(text)):
        return _fold_one_to_one(text)
    out: list[str] = []
    offsets = array("q")
    ink_ends = 0
    after_space = True
    for at, char in enumerate(text):
        folded = _TABLE[ord(char)]
        if folded == " ":
            if after_space:
                continue
            ink_ends = at
        for piece in folded:
            space = piece == " "
            if space and after_space:
                continue
            out.append(piece)
            offsets.append(at)
            after_space = space
    if out and after_space:
        out.pop()
        offsets.pop()
    else:
        ink_ends = len(text)
    offsets.append(ink_ends)
    return Folded("".join(out), offsets)


def _fold_one_to_one(text: str) -> Folded:
    """Fold a text of which no character folds to none or to several: the usual case, and quick."""
    pieces: list[str] = []
    offsets = array("q")
    end = 0
    for match in _INK.finditer(text.translate(_TABLE)):
        if pieces:
            offsets.append(end)
        pieces.append(match.group())
        start, end = match.span()
        offsets.extend(range(start, end))
    offsets.append(end)
    return Folded(" ".join(pieces), offsets)


def fold(text: str) -> str:
    """Fold ``text`` when no way back is needed."""
    return " ".join(text.translate(_TABLE).split())
