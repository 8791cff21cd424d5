r"""The words of a language and how common they are, read in place from a memory-mapped file.

The file: a header (magic, version, number of buckets, number of words), the offsets of the buckets
(unsigned 32 bit, one more than buckets), the buckets. A word stands in the bucket ``crc32(word) mod
buckets`` as ``\n word \t kind level``: the kind is a letter, the level the Zipf value in tenths from
a space up. So nothing is parsed at the start, and a look-up reads some twenty bytes.
"""

import mmap
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from auditor.errors import AuditorError

MAGIC = b"AUDLEX\r\n"
VERSION = 1
BUCKETS = 1 << 18
HEADER = struct.Struct("<8sIII")
_PAIR = struct.Struct("<II")
_DATA = Path(__file__).resolve().parent / "data"

_VOWELS = "aeiouy"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _keyboard() -> dict[str, frozenset[str]]:
    near: dict[str, set[str]] = {}
    place = {
        key: (row + col * 1j, row) for row, keys in enumerate(_ROWS) for col, key in enumerate(keys)
    }
    for key, (at, row) in place.items():
        for other, (there, other_row) in place.items():
            across = abs((at - there).imag + (row - other_row) * 0.4)
            if key != other and abs(row - other_row) <= 1 and across <= 1.1:
                near.setdefault(key, set()).add(other)
    return {key: frozenset(keys) for key, keys in near.items()}


NEAR_KEYS = _keyboard()
"""The keys that touch a key on the usual keyboard."""


class Entry(NamedTuple):
    """What is known of a word.

    ``kind`` is ``w`` (a word of the dictionary), ``n`` (a name of the dictionary: it has a capital)
    or ``x`` (seen in use, in no dictionary: new words, names and misspellings alike). ``zipf`` is the
    logarithm of its uses in 1,000 million words; 0 where it was not counted.
    """

    kind: str
    zipf: float


class Candidate(NamedTuple):
    """A word one slip away; ``slip`` says which: see ``_slips``."""

    word: str
    zipf: float
    slip: str
    first: bool
    """Whether the first letter is another."""


class Lexicon:
    """Words with kinds and frequencies; look-ups take lower-case words with straight apostrophes."""

    def __init__(self, path: Path) -> None:
        """Map the file at ``path``.

        Raises:
            AuditorError: the file is missing, damaged or of another version.

        """
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            magic, version, buckets, count = HEADER.unpack_from(self._map)
        except (OSError, ValueError, struct.error) as error:
            raise AuditorError(f"cannot read the word list {path}: {error}") from None
        if magic != MAGIC or version != VERSION:
            raise AuditorError(f"{path} is not a word list of version {VERSION}; install again")
        self._buckets: int = buckets
        self._count: int = count
        self._table = HEADER.size
        self._blob = HEADER.size + 4 * (buckets + 1)
        if self._blob + _PAIR.unpack_from(self._map, self._blob - 8)[1] != len(self._map):
            raise AuditorError(f"{path} is cut short or damaged; install again")

    def __len__(self) -> int:
        return self._count

    def entry(self, word: str) -> Entry | None:
        """Return what is known of ``word``, or None."""
        found = self._find(word.encode())
        return None if found is None else Entry(chr(found[0]), (found[1] - 32) / 10)

    def _find(self, key: bytes) -> bytes | None:
        at = self._table + 4 * (crc32(key) % self._buckets)
        start, end = _PAIR.unpack_from(self._map, at)
        bucket = self._map[self._blob + start : self._blob + end]
        at = bucket.find(b"\n" + key + b"\t")
        if at < 0:
            return None
        at += len(key) + 2
        return bucket[at : at + 2]

    def frequency(self, word: str) -> float | None:
        """Return the Zipf value of ``word``, or None where it is not known at all."""
        found = self._find(word.encode())
        return None if found is None else (found[1] - 32) / 10

    def known(self, word: str) -> bool:
        """Whether ``word`` stands in the dictionary, as a word or as a name."""
        found = self._find(word.encode())
        return found is not None and found[0] != 0x78

    def candidates(self, word: str, least: float = 0.0) -> list[Candidate]:
        """Return the dictionary's words one slip from ``word``, of a Zipf value from ``least`` up.

        A slip is a letter too many, too few or wrong, or two letters that changed places. The order
        is that of the word's letters; who ranks them knows more.
        """
        found: dict[str, Candidate] = {}
        lookup = self._find
        level = 32 + least * 10
        for other, slip, first in _slips(word):
            entry = lookup(other.encode())
            if entry is None or entry[0] == 0x78 or entry[1] < level or other in found:
                continue
            found[other] = Candidate(other, (entry[1] - 32) / 10, slip, first)
        return list(found.values())


def _slips(word: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each string one slip from ``word``, likelier kinds first; the kind tells what happened.

    ``insert`` and ``double``: the word has a letter too many; ``drop`` and ``single``: one too few; ``swap``: two
    letters changed places; ``near``: a neighbouring key; ``sound``: another vowel, or c for s.
    """
    size = len(word)
    for i in range(size - 1):
        if word[i] != word[i + 1]:
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :], "swap", i == 0
    for i in range(size):
        if word[i : i + 1] != word[i + 1 : i + 2]:  # of a pair only the second, lest it come twice
            same = i > 0 and word[i] == word[i - 1]
            yield word[:i] + word[i + 1 :], "double" if same else "insert", i == 0
    for i in range(size):
        head, tail, char = word[:i], word[i + 1 :], word[i]
        near = NEAR_KEYS.get(char, frozenset())
        for letter in _LETTERS:
            if letter != char:
                if (char in _VOWELS and letter in _VOWELS) or letter + char in _ALIKE:
                    yield head + letter + tail, "sound", i == 0
                else:
                    yield head + letter + tail, "near" if letter in near else "change", i == 0
    for i in range(size + 1):
        head, tail = word[:i], word[i:]
        before = word[i - 1] if i else ""
        for letter in _LETTERS:
            if tail[:1] == letter:
                continue  # the same string as one place further on
            yield head + letter + tail, "single" if letter == before else "drop", i == 0


_ALIKE = frozenset(
    a + b
    for pair in ("cs", "sz", "ck", "gj", "fv", "dt", "mn")
    for a, b in ((pair[0], pair[1]), (pair[1], pair[0]))
)


@cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the words of ``language``, mapped once a process."""
    return Lexicon(_DATA / f"{language}.lexicon")
