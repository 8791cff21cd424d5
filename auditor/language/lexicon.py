r"""The words of a language and how common they are, read in place from a memory-mapped file.

The file, all numbers little-endian: a header (``HEADER``: magic, version, how much there is of each
part), then five parts, each of them a table that is read where it lies, so that nothing is parsed at
the start and a look-up reads some twenty bytes:

words    offsets of the buckets (one more than buckets), the buckets. A word stands in the bucket
         ``crc32(word) mod buckets`` as ``\n word \t kind level``: the kind is a letter, the level the
         Zipf value in tenths from a space up.
targets  the words that a misspelt one is held against, numbered: offsets, then ``word \t kind level``.
near     offsets of buckets, entries: ``crc32(key) mod buckets`` leads to the numbers of the targets that
         have this key, 17 bits, above them 15 bits of the hash. Keys are those of ``nearness.keys``, the
         sound after a zero sign, the sound less one consonant after a one sign, both ends of long words.
pairs    which words stand side by side more often than chance: a hash table of 32-bit entries, the
         level (logarithm of the ratio, in quarters) in the lowest 6 bits, above them 26 bits of the hash.
letters  for each three letters (27 signs, the word's edges being one) how usual they are, a byte each.

``pack.py`` writes it.
"""

import mmap
import os
import re
import struct
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from auditor.errors import AuditorError
from auditor.language.nearness import keys, sound
from auditor.similarity.fuzzy import osa_distance

MAGIC = b"AUDLEX\r\n"
VERSION = 2
HEADER = struct.Struct("<8sI8s7I")
"""Magic, version, language, buckets of words, words, bytes of words, targets, bytes of targets, buckets of
near, slots of pairs (each 0 where the part is absent). Letters are always there."""
_REMEMBERED = 1 << 16
LONG = 8
"""How many letters a word has whose two ends are enough to look for it."""
NUMBER_BITS = 17
PAIR_BITS = 6
SIGNS = 27
_PAIR = struct.Struct("<II")
_ONE = struct.Struct("<I")
DATA = Path(__file__).resolve().parent / "data"


class Entry(NamedTuple):
    """What is known of a word.

    ``kind`` is ``w`` (a word of the dictionary), ``n`` (a name of the dictionary: it has a capital),
    ``p`` (on a list of surnames, first names or places alone), ``m`` (a misspelling known as one) or ``x`` (seen in
    use, on no list: new words, names and misspellings alike). ``zipf`` is the logarithm of its uses in
    1,000 million words; 0 where it was not counted.
    """

    kind: str
    zipf: float


class Target(NamedTuple):
    """A word near a misspelt one."""

    word: str
    kind: str
    zipf: float
    distance: int
    """Optimal string alignment: letters too many, too few, wrong, or exchanged with a neighbour."""
    sounds: bool
    """Whether both sound alike."""


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
            header = HEADER.unpack_from(self._map)
        except (OSError, ValueError, struct.error) as error:
            raise AuditorError(f"cannot read the lexicon {path}: {error}") from None
        magic, version, language, *sizes = header
        if magic != MAGIC or version != VERSION:
            raise AuditorError(
                f"{path} is not a lexicon of version {VERSION}; build it again with auditor lexicon build"
            )
        self.language: str = language.rstrip(b"\0").decode("ascii", "replace")
        self._buckets, self._count, blob, self._targets, named, self._near, self._pairs = sizes
        self._table = HEADER.size
        self._blob = self._table + 4 * (self._buckets + 1)
        self._target_table = self._blob + blob
        self._target_blob = self._target_table + 4 * (self._targets + 1)
        self._near_table = self._target_blob + named
        self._near_blob = self._near_table + 4 * (self._near + 1)
        try:
            entries = _ONE.unpack_from(self._map, self._near_blob - 4)[0]
        except struct.error:
            entries = 0
        self._pair_table = self._near_blob + 4 * entries
        self._letters = self._pair_table + 4 * self._pairs
        self.entry = lru_cache(_REMEMBERED)(self._entry)
        if not self._buckets or self._letters + SIGNS**3 != len(self._map):
            raise AuditorError(f"{path} is cut short or damaged; build or install it again")

    def __len__(self) -> int:
        count: int = self._count
        return count

    def _entry(self, word: str) -> Entry | None:
        """Return what is known of ``word``, or None; asked through ``entry``, which remembers."""
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
        entry = self.entry(word)
        return None if entry is None else entry.zipf

    def known(self, word: str) -> bool:
        """Whether ``word`` stands in the dictionary, as a word or as a name."""
        entry = self.entry(word)
        return entry is not None and entry.kind in "wn"

    def near(self, word: str) -> list[Target]:
        """Return the words that ``word`` may be a misspelling of, in the order of their numbers.

        They are at most two letters away (one, where they are rare or ``word`` is short), or sound
        alike and are at most half of its letters away.
        """
        depth = 1 if len(word) < 5 else 2
        numbers: set[int] = set()
        for key in keys(word, depth):
            self._gather(key, numbers)
        heard: set[int] = set()
        code = sound(word)
        if len(code) > 1:
            self._gather("\0" + code, heard)
            self._gather("\1" + code, heard)
            for key in {code[:at] + code[at + 1 :] for at in range(len(code)) if len(code) > 3}:
                self._gather("\0" + key, heard)
        if len(word) >= LONG:
            self._gather("\2" + word[:3] + word[-3:], heard)
        found = []
        size, wide = len(word.encode()), min(4, len(word) // 2)
        osa = osa_distance()
        table, blob = self._target_table, self._target_blob
        for number in sorted(numbers | heard):
            most = wide if number in heard else depth
            start, end = _PAIR.unpack_from(self._map, table + 4 * number)
            if abs(end - start - 3 - size) > most + 2:  # bytes: a letter with an accent has two
                continue
            raw = self._map[blob + start : blob + end]
            other = raw[:-3].decode()
            distance = osa(word, other, score_cutoff=most)
            if 0 < distance <= most:
                alike = number in heard and sound(other) == code
                found.append(Target(other, chr(raw[-2]), (raw[-1] - 32) / 10, distance, alike))
        return found

    def _gather(self, key: str, numbers: set[int]) -> None:
        if not self._near:
            return
        value = crc32(key.encode())
        start, end = _PAIR.unpack_from(self._map, self._near_table + 4 * (value % self._near))
        check = value >> NUMBER_BITS
        for (entry,) in _ONE.iter_unpack(
            self._map[self._near_blob + 4 * start : self._near_blob + 4 * end]
        ):
            if entry >> NUMBER_BITS == check:
                numbers.add(entry & ((1 << NUMBER_BITS) - 1))

    def together(self, left: str, right: str) -> float:
        """Return how much likelier ``left`` and ``right`` stand side by side than by chance.

        A logarithm (base 10), -1 where nothing is known of the two.
        """
        if not self._pairs:
            return -1.0
        value = crc32(f"{left} {right}".encode())
        slot = value % self._pairs
        check = value >> PAIR_BITS
        for _ in range(self._pairs):
            entry = _ONE.unpack_from(self._map, self._pair_table + 4 * slot)[0]
            if not entry:
                return -1.0
            if entry >> PAIR_BITS == check:
                return float((entry & ((1 << PAIR_BITS) - 1)) / 4 - 2)
            slot = (slot + 1) % self._pairs
        return -1.0

    def letters(self, word: str) -> tuple[float, float]:
        """Return how usual the letters of ``word`` are in their order: on average, and at the worst place.

        Logarithms (base 10) of the probability of a letter after two others; signs beyond a to z count as one.
        """
        codes = [0, *(ord(c) - 96 if "a" <= c <= "z" else 0 for c in word), 0]
        at = self._letters
        values = [
            self._map[at + (codes[i - 2] * SIGNS + codes[i - 1]) * SIGNS + codes[i]]
            for i in range(2, len(codes))
        ]
        return -sum(values) / len(values) / 50, -max(values) / 50


def folders() -> tuple[Path, ...]:
    """Return where lexicons are looked for: ``AUDITOR_LEXICONS``, the user's data folder, the package."""
    given = os.environ.get("AUDITOR_LEXICONS")
    return (Path(given) if given else user_folder(), DATA)


def user_folder() -> Path:
    """Return where a user's own lexicons are kept, by the XDG convention."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(home) / "auditor/lexicons"


@cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the words of ``language`` that the package ships, mapped once a process."""
    return Lexicon(DATA / f"{language}.lexicon")


@cache
def find_lexicon(language: str) -> Lexicon | None:
    """Return the user's lexicon of ``language``, else the package's, mapped once a process; None without one.

    Raises:
        AuditorError: there is one, and it cannot be read.

    """
    path = _place(language)
    if path is None:
        return None
    return lexicon(language) if path.parent == DATA else Lexicon(path)


@cache
def has_lexicon(language: str) -> bool:
    """Whether there is a lexicon of ``language``."""
    return _place(language) is not None


def _place(language: str) -> Path | None:
    if not re.fullmatch("[a-z]{2,3}", language):
        return None
    places = (folder / f"{language}.lexicon" for folder in folders())
    return next((path for path in places if path.is_file()), None)
