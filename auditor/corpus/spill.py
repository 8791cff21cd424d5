"""What is known of each article of a corpus, in files: what one process adds, every process reads."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Places(NamedTuple):
    """Where pieces of data stand: columns, one value a piece."""

    files: tuple[str, ...]
    which: NDArray[np.int64]
    """The number of the file."""
    starts: NDArray[np.int64]
    """In bytes, as are the ends."""
    ends: NDArray[np.int64]

    def of(self, numbers: Sequence[int] | NDArray[np.int64]) -> "Places":
        """Return the places of some of them."""
        which, starts, ends = (column[numbers] for column in self[1:])
        return Places(self.files, which, starts, ends)


def joined(parts: Sequence[Places]) -> Places:
    """Return the places of all, one part behind the other."""
    files = {
        name: number for number, name in enumerate({n: 0 for part in parts for n in part.files})
    }
    none = np.empty(0, dtype=np.int64)
    which = [np.array([files[n] for n in part.files], dtype=np.int64)[part.which] for part in parts]
    return Places(
        tuple(files),
        np.concatenate((none, *which)),
        np.concatenate((none, *(part.starts for part in parts))),
        np.concatenate((none, *(part.ends for part in parts))),
    )


_WRITING = Lock()


def add(pieces: Sequence[bytes], folder: Path, name: str) -> Places:
    """Write to this process's file of that name; all is there for others when this returns."""
    bounds = np.cumsum([0, *map(len, pieces)])
    return add_parts(b"".join(pieces), bounds[:-1], bounds[1:], folder, name)


def add_parts(
    data: bytes | memoryview,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    folder: Path,
    name: str,
) -> Places:
    """Write the data that holds the pieces, given by where they stand in it, to the same file."""
    path = folder / f"{name}-{os.getpid()}"
    with _WRITING, path.open("ab") as file:
        first = file.tell()
        file.write(data)
    return Places((str(path),), np.zeros(len(starts), dtype=np.int64), first + starts, first + ends)


def fetch(places: Places) -> list[bytes]:
    """Return what stands at these places."""
    found: list[bytes] = []
    with ExitStack() as stack:
        files = [stack.enter_context(Path(name).open("rb", 0)) for name in places.files]
        for which, start, end in zip(*(column.tolist() for column in places[1:]), strict=True):
            files[which].seek(start)
            found.append(files[which].read(end - start))
    return found


def mapped(places: Places) -> NDArray[np.uint8] | None:
    """Return the one file that these places are in, where it is one, as memory."""
    if len(places.files) != 1 or not Path(places.files[0]).stat().st_size:
        return None
    return np.memmap(places.files[0], dtype=np.uint8, mode="r")
