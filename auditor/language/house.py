"""What was learned from a house's own archive: its subjects as vectors, and the lines it sets around them.

The file: a header (magic, version, the offset of probabilities, the sizes of what follows), the vectors as
``vectors`` reads them, then the hashes of lines in rising order and in how many articles each stands.
"""

import struct
import sys
from array import array
from bisect import bisect_left
from pathlib import Path
from typing import Self

from auditor.errors import AuditorError
from auditor.language.vectors import Vectors, mapped

MAGIC = b"AUDHOUS\n"
VERSION = 1
HEADER = struct.Struct("<8sIdII")


class House:
    """Vectors, offset and lines of one house."""

    def __init__(self, data: memoryview, name: str) -> None:
        """Take the bytes of the file.

        Raises:
            AuditorError: they are damaged or of another version.

        """
        again = "run auditor archive learn again"
        try:
            magic, version, self.offset, size, count = HEADER.unpack_from(data)
        except struct.error:
            raise AuditorError(f"{name} is cut short; {again}") from None
        if magic != MAGIC or version != VERSION:
            raise AuditorError(f"{name} is not what this version learns; {again}")
        start = HEADER.size + size
        if len(data) != start + 12 * count:
            raise AuditorError(f"{name} is cut short or damaged; {again}")
        self.vectors = Vectors(data[HEADER.size : start], name)
        self._keys = array("Q")
        self._keys.frombytes(data[start : start + 8 * count])
        self._counts = array("I")
        self._counts.frombytes(data[start + 8 * count :])
        if sys.byteorder == "big":
            self._keys.byteswap()
            self._counts.byteswap()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map the file at ``path``."""
        return cls(mapped(path, str(path)), str(path))

    @property
    def lines(self) -> int:
        """How many lines are known."""
        return len(self._keys)

    def get(self, key: int, otherwise: int = 0) -> int:
        """Return in how many articles a line stands."""
        at = bisect_left(self._keys, key)
        return self._counts[at] if at < len(self._keys) and self._keys[at] == key else otherwise
