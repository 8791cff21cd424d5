"""Vectors of words, in which words of one subject point one way; read in place from a file.

The file: a header (magic, version, dimensions, number of words, scale), the CRC-32 of every word in
rising order, then a row of bytes for each: its vector, times the scale, plus 128. The words themselves
are not in it. Vectors are added up as whole numbers of 32-bit lanes, one addition for all dimensions
of a word: plain Python is then quick enough, and every machine gives the same result.
"""

import mmap
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import sqrt
from operator import mul
from pathlib import Path
from typing import NamedTuple, Self
from zlib import crc32

from auditor.errors import AuditorError

MAGIC = b"AUDVEC\r\n"
VERSION = 1
HEADER = struct.Struct("<8sIIIf")
ZERO = 128
_DATA = Path(__file__).resolve().parent / "data"


def mapped(path: Path, name: str) -> memoryview:
    """Return the bytes of a file, mapped.

    Raises:
        AuditorError: it cannot be read, or is empty.

    """
    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise AuditorError(f"cannot read {name}: {error}") from None


class Sum(NamedTuple):
    """Rows added up: lanes of 32 bits, and how many there are."""

    lanes: int
    rows: int


class Vectors:
    """The vectors of some thousand words."""

    def __init__(self, data: memoryview, name: str = "vectors") -> None:
        """Take the bytes of the file.

        Raises:
            AuditorError: they are damaged or of another version.

        """
        self._map = data
        try:
            magic, version, self.dimensions, count, self.scale = HEADER.unpack_from(data)
        except struct.error as error:
            raise AuditorError(f"cannot read the vectors {name}: {error}") from None
        if magic != MAGIC or version != VERSION:
            raise AuditorError(f"{name} holds no vectors of version {VERSION}; make it again")
        self._rows = HEADER.size + 4 * count
        if len(data) != self._rows + count * self.dimensions or not self.dimensions:
            raise AuditorError(f"{name} is cut short or damaged; make it again")
        self._keys = array("I")
        self._keys.frombytes(self._map[HEADER.size : self._rows])
        if sys.byteorder == "big":
            self._keys.byteswap()
        self._lanes = lru_cache(maxsize=1 << 14)(self._read)
        self._places = lru_cache(maxsize=1 << 14)(self._place)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map the file at ``path``.

        Raises:
            AuditorError: the file is missing, damaged or of another version.

        """
        return cls(mapped(path, f"the vectors {path}"), str(path))

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return bytes(self._map)

    def row(self, term: str) -> Sequence[int] | None:
        """Return the vector of ``term`` as it is stored, or None."""
        if not (lanes := self._lanes(term)):
            return None
        return [byte - ZERO for byte in lanes.to_bytes(4 * self.dimensions, "little")[::4]]

    def _find(self, term: str) -> memoryview | None:
        """Return the bytes of the row of ``term``, where it has one."""
        key = crc32(term.encode())
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            return None
        start = self._rows + at * self.dimensions
        return self._map[start : start + self.dimensions]

    def _read(self, term: str) -> int:
        """Return the row of ``term`` in lanes of 32 bits; 0 where it has none."""
        if (row := self._find(term)) is None:
            return 0
        wide = bytearray(4 * self.dimensions)
        wide[::4] = row
        return int.from_bytes(wide, "little")

    def _place(self, term: str) -> tuple[memoryview, float] | None:
        """Return the bytes of a row, and the length of its vector times the scale."""
        if (row := self._find(term)) is None:
            return None
        return row, sqrt(sum([(byte - ZERO) ** 2 for byte in row]))

    def against(self, terms: Iterable[str], whole: Sequence[int]) -> list[tuple[float, float]]:
        """Return, of each term that has a vector, its cosine with ``whole`` and the vector's length."""
        zero = ZERO * sum(whole)
        size = sqrt(sum(map(mul, whole, whole)))
        return [
            ((sum(map(mul, place[0], whole)) - zero) / (place[1] * size), place[1] / self.scale)
            for place in map(self._places, terms)
            if place and place[1] and size
        ]

    def add_up(self, terms: Iterable[str]) -> Sum:
        """Return the sum of the rows of those ``terms`` that have one."""
        found = [lanes for lanes in map(self._lanes, terms) if lanes]
        return Sum(sum(found), len(found))

    def whole(self, total: Sum) -> list[int]:
        """Return a sum as whole numbers, one a dimension."""
        lanes = array("I")
        lanes.frombytes(total.lanes.to_bytes(4 * self.dimensions, "little"))
        if sys.byteorder == "big":
            lanes.byteswap()
        zero = ZERO * total.rows
        return [lane - zero for lane in lanes]


@cache
def vectors(language: str = "en") -> Vectors:
    """Return the vectors that ship for ``language``, mapped once a process."""
    return Vectors.open(_DATA / f"{language}.vectors")
