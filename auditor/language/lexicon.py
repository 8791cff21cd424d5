r"""The words of a language and how common they are, read in place from a memory-mapped file.

The file, all numbers little-endian: a header (``HEADER``: magic, version, how much there is of each
part), then seven parts, each of them a table that is read where it lies, so that nothing is parsed at
the start and a look-up reads some twenty bytes:

words    offsets of the buckets (one more than buckets), the buckets. A word stands in the bucket
         ``crc32(word) mod buckets`` as ``\n word \t kind level meant``: the kind is a letter, the level the
         Zipf value in tenths from a space up, ``meant`` the words that a list of misspellings has for it, mostly none.
targets  the words that a misspelt one is held against, numbered: offsets, then ``word \t kind level``.
near     offsets of buckets, entries: ``crc32(key) mod buckets`` leads to the numbers of the targets that
         have this key, 17 bits, above them 15 bits of the hash. Keys are those of ``nearness.keys``, the
         sound after a zero sign, the sound less one consonant after a one sign, both ends of long words.
pairs    which words stand side by side more often than chance: a hash table of 32-bit entries, the
         level (logarithm of the ratio, in quarters) in the lowest 6 bits, above them 26 bits of the hash. A name
         after no word: the logarithm of how many bear it.
letters  for each four letters (27 signs, the word's edges being one) how usual the last is in words after the
         others, a byte each; then the same in names.
names    a set of rarer names, of people and places, and of full names, as a Bloom filter (B. H. Bloom, 1970): it has
         every one of them, and one in 300 words besides.
abroad   a set of usual words of other languages, likewise.

``pack.py`` writes it.
"""

import mmap
import os
import re
import struct
import sys
from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from auditor.errors import AuditorError, ConfigurationError, Problem
from auditor.language.nearness import keys, sound
from auditor.similarity.fuzzy import osa_distance

MAGIC = b"AUDLEX\r\n"
VERSION = 4
HEADER = struct.Struct("<8sI8s9I")
"""Magic, version, language, buckets of words, words, bytes of words, targets, bytes of targets, buckets of
near, slots of pairs, bytes of names, bytes of abroad (each 0 where the part is absent). Letters are always there."""
_REMEMBERED = 1 << 16
_NEAR_REMEMBERED = 1 << 11
PROBES = 7
"""How many bits of a filter a word sets."""
LONG = 8
"""How many letters a word has whose two ends are enough to look for it."""
NUMBER_BITS = 17
PAIR_BITS = 6
SIGNS = 27
LETTERS = 4
DOUBT = ""
"""Stands among the words of a lexicon that lacks many, with the logarithm of the odds by which trees err there."""
_AGAIN = "build it again with auditor lexicon build, or take it away"
DATA = Path(__file__).resolve().parent / "data"


class Entry(NamedTuple):
    """What is known of a word.

    ``kind`` is ``w`` (a word of the dictionary), ``r`` (a rare one, which is as likely a slip for another),
    ``n`` (a name of the dictionary: it has a capital),
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
        except OSError as error:
            raise AuditorError(Problem(f"cannot be read: {error.strerror}", str(path))) from None
        except (ValueError, struct.error):
            raise AuditorError(Problem(f"is no lexicon; {_AGAIN}", str(path))) from None
        magic, version, language, *sizes = header
        if magic != MAGIC or version != VERSION:
            raise AuditorError(
                Problem(f"is not a lexicon of version {VERSION}; {_AGAIN}", str(path))
            )
        self.language: str = language.rstrip(b"\0").decode("ascii", "replace")
        self._buckets, self._count, blob, self._targets, named, self._near, self._pairs = sizes[:7]
        at = HEADER.size
        try:
            self._table, at = self._numbers(at, self._buckets + 1)
            self._blob, at = at, at + blob
            self._target_table, at = self._numbers(at, self._targets + 1)
            self._target_blob, at = at, at + named
            self._near_table, at = self._numbers(at, self._near + 1)
            self._near_entries, at = self._numbers(at, self._near_table[-1])
            self._pair_table, self._letters = self._numbers(at, self._pairs)
        except (IndexError, ValueError, TypeError):
            raise AuditorError(Problem(f"is cut short or damaged; {_AGAIN}", str(path))) from None
        names, abroad = sizes[7:]
        self._names = self._letters + 2 * SIGNS**LETTERS, names
        self._abroad = self._names[0] + names, abroad
        self.entry = lru_cache(_REMEMBERED)(self._entry)
        self.meant = lru_cache(_NEAR_REMEMBERED)(self._meant)
        self.near = lru_cache(_NEAR_REMEMBERED)(self._find_near)
        if not self._buckets or sum(self._abroad) != len(self._map):
            raise AuditorError(Problem(f"is cut short or damaged; {_AGAIN}", str(path)))

    def _numbers(self, at: int, count: int) -> tuple[Sequence[int], int]:
        """Return ``count`` numbers of 32 bits where they lie, and the place behind them."""
        end = at + 4 * count
        if end > len(self._map):
            raise IndexError(end)
        part = memoryview(self._map)[at:end]
        if sys.byteorder == "little":
            return part.cast("I"), end
        turned = array("I", part.tobytes())
        turned.byteswap()
        return turned, end

    def __len__(self) -> int:
        count: int = self._count
        return count

    def _entry(self, word: str) -> Entry | None:
        """Return what is known of ``word``, or None; asked through ``entry``, which remembers."""
        found = self._find(word.encode())
        return None if found is None else Entry(chr(found[0]), (found[1] - 32) / 10)

    def _meant(self, word: str) -> tuple[str, ...]:
        """Return what a list of misspellings has for ``word``; asked through ``meant``, which remembers."""
        found = self._find(word.encode())
        return () if found is None else tuple(found[2:].decode().split())

    def _find(self, key: bytes) -> bytes | None:
        """Return kind, level and what was meant."""
        slot = crc32(key) % self._buckets
        table, blob = self._table, self._blob
        bucket = self._map[blob + table[slot] : blob + table[slot + 1]]
        at = bucket.find(b"\n" + key + b"\t")
        if at < 0:
            return None
        at += len(key) + 2
        end = bucket.find(b"\n", at + 2)
        return bucket[at:] if end < 0 else bucket[at:end]

    def frequency(self, word: str) -> float | None:
        """Return the Zipf value of ``word``, or None where it is not known at all."""
        entry = self.entry(word)
        return None if entry is None else entry.zipf

    @property
    def doubt(self) -> float:
        """By how much, in natural logarithms of odds, a slip is less likely than the trees say; see ``doubt.py``."""
        entry = self.entry(DOUBT)
        return 0.0 if entry is None else entry.zipf

    def known(self, word: str) -> bool:
        """Whether ``word`` stands in the dictionary, as a word or as a name."""
        entry = self.entry(word)
        return entry is not None and entry.kind in "wrn"

    def sure(self, word: str) -> bool:
        """Whether it does, and is not so rare that it may be a slip all the same."""
        entry = self.entry(word)
        return entry is not None and entry.kind in "wn"

    def _find_near(self, word: str) -> tuple[Target, ...]:
        """Return the words that ``word`` may be a misspelling of, in the order of their numbers.

        Asked through ``near``, which remembers. They are at most two letters away (one, where they are rare or
        ``word`` is short), or sound alike and are at most half of its letters away.
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
            start, end = table[number], table[number + 1]
            if abs(end - start - 3 - size) > most + 2:  # bytes: a letter with an accent has two
                continue
            raw = self._map[blob + start : blob + end]
            other = raw[:-3].decode()
            distance = osa(word, other, score_cutoff=most)
            if 0 < distance <= most:
                alike = number in heard and sound(other) == code
                found.append(Target(other, chr(raw[-2]), (raw[-1] - 32) / 10, distance, alike))
        return tuple(found)

    def _gather(self, key: str, numbers: set[int]) -> None:
        if not self._near:
            return
        value = crc32(key.encode())
        slot = value % self._near
        check = value >> NUMBER_BITS
        for entry in self._near_entries[self._near_table[slot] : self._near_table[slot + 1]]:
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
            entry = self._pair_table[slot]
            if not entry:
                return -1.0
            if entry >> PAIR_BITS == check:
                return float((entry & ((1 << PAIR_BITS) - 1)) / 4 - 2)
            slot = (slot + 1) % self._pairs
        return -1.0

    def bearers(self, name: str) -> float:
        """Return how many people bear ``name``, as a logarithm (base 10); -1 where that is not known."""
        return self.together("", name)

    def letters(self, word: str) -> tuple[float, float]:
        """Return how usual the letters of ``word`` are in their order: on average, and at the worst place.

        Logarithms (base 10) of the probability of a letter after three others; signs beyond a to z count as one.
        """
        return self._usual(word, self._letters)

    def name_letters(self, word: str) -> tuple[float, float]:
        """Return the same as ``letters``, were ``word`` a name."""
        return self._usual(word, self._letters + SIGNS**LETTERS)

    def _usual(self, word: str, start: int) -> tuple[float, float]:
        total = worst = run = 0
        for sign in (*map(ord, word), 0):
            code = sign - 96 if 96 < sign < 123 else 0
            run = (run * SIGNS + code) % SIGNS**LETTERS
            value = self._map[start + run]
            total += value
            worst = max(worst, value)
        return -total / (len(word) + 1) / 50, -worst / 50

    def is_rare_name(self, word: str) -> bool:
        """Whether ``word`` is on the long lists of names; one in 300 others is taken for one."""
        return self._holds(word, *self._names)

    def is_full_name(self, first: str, last: str) -> bool:
        """Whether somebody well known is called so; one in 300 other pairs is taken for such."""
        return self._holds(f"{first} {last}", *self._names)

    def is_foreign(self, word: str) -> bool:
        """Whether ``word`` is usual in another language; one in 300 others is taken for such."""
        return self._holds(word, *self._abroad)

    def _holds(self, word: str, start: int, size: int) -> bool:
        return size > 0 and all(
            self._map[start + (bit >> 3)] >> (bit & 7) & 1 for bit in bits(word, size)
        )


def bits(word: str, size: int) -> list[int]:
    """Return the bits that ``word`` sets in a filter of ``size`` bytes (A. Kirsch, M. Mitzenmacher, 2006)."""
    key = word.encode()
    first, step = crc32(key), crc32(key[::-1], 1) | 1
    return [(first + at * step) % (8 * size) for at in range(PROBES)]


def folders() -> tuple[Path, ...]:
    """Return where lexicons are looked for: ``AUDITOR_LEXICONS``, the user's data folder, the package."""
    given = os.environ.get("AUDITOR_LEXICONS")
    return (Path(given) if given else user_folder(), DATA)


def check_given() -> None:
    """See that what ``AUDITOR_LEXICONS`` names can be used, where it is set.

    Raises:
        ConfigurationError: there is no such folder, or one of its lexicons cannot be read.

    """
    given = os.environ.get("AUDITOR_LEXICONS")
    if not given:
        return
    if not Path(given).is_dir():
        raise ConfigurationError(
            Problem(
                "there is no such folder; AUDITOR_LEXICONS names one that holds de.lexicon or the like",
                given,
            )
        )
    problems: list[Problem | str] = []
    for path in sorted(Path(given).glob("*.lexicon")):
        try:
            Lexicon(path)
        except AuditorError as error:
            problems += error.problems
    if problems:
        raise ConfigurationError(*problems)


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
