"""A private store of the articles of one run, or of what is known of them: in memory while few, then in a file.

The file is this process's own, without a name that others can open, and gone with it; so pickling into
it trusts nobody. Workers get it by its descriptor's path.
"""

import pickle
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Generic, Self, TypeVar

T = TypeVar("T")

_IN_MEMORY = 64


class Spool(Generic[T]):
    """Things by number, in the order they were appended."""

    def __init__(self) -> None:
        self._few: list[T] = []
        self._ends = array("q", [0])
        self._file: IO[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._path: Path | None = None

    def __len__(self) -> int:
        """How many there are."""
        return len(self._few) + len(self._ends) - 1

    def __getitem__(self, number: int) -> T:
        """Return what was appended as ``number``, from 0."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        if number < len(self._few):
            return self._few[number]
        number -= len(self._few)
        file = self._open()
        file.seek(self._ends[number])
        item: T = pickle.loads(file.read(self._ends[number + 1] - self._ends[number]))
        return item

    def __iter__(self) -> Iterator[T]:
        """Yield them in order."""
        return (self[number] for number in range(len(self)))

    def append(self, item: T) -> None:
        """Store one more."""
        if len(self._few) < _IN_MEMORY and len(self._ends) == 1:
            self._few.append(item)
            return
        file = self._open()
        data = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        file.seek(self._ends[-1])
        file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def _open(self) -> IO[bytes]:
        if self._file is None:
            if self._path is None:
                self._folder = tempfile.TemporaryDirectory(prefix="auditor-")
                self._path = Path(self._folder.name) / "spool"
            self._file = self._path.open("rb" if self._path.exists() else "w+b")
        return self._file

    def flush(self) -> None:
        """Make what was appended visible to other processes."""
        if self._file is not None:
            self._file.flush()

    def share(self) -> Self:
        """Return itself, fit to be sent to another process that only reads."""
        self.flush()
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Send the place of the file, not the open file nor the duty to delete it."""
        return self.__dict__ | {"_file": None, "_folder": None}

    def close(self) -> None:
        """Delete the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
