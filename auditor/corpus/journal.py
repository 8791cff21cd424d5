"""What a run has done, written down as it goes, so that a run that was stopped can go on.

A folder holds the records of each stage in order, each with its length and a checksum; a record that was
cut off is forgotten. It is believed by a run of the same inputs, settings and versions only. Nothing is
written in the first seconds: what they did is as soon done again.
"""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from struct import Struct
from time import monotonic
from typing import IO, Any, Self, TypeVar
from zlib import crc32

from auditor.errors import AuditorError

T = TypeVar("T")
R = TypeVar("R")

WORTH = 5.0
"""Seconds of work that are done again rather than written down."""
_HEAD = Struct("<QI")
_KEY = "run"


class Journal:
    """The records of one run, in a folder of its own."""

    def __init__(self, folder: Path, about: dict[str, Any]) -> None:
        """Open the journal, emptied if another run wrote it.

        Raises:
            AuditorError: a run that goes on writes there.
            OSError: the folder cannot be made or written to.

        """
        self.folder = folder
        self._begun = monotonic()
        key = hashlib.sha256(json.dumps(about, sort_keys=True).encode("utf-8", "surrogatepass"))
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = (folder / "lock").open("a")
        _take(self._lock, folder)
        written = folder / _KEY
        if not written.exists() or written.read_text() != key.hexdigest():
            for file in folder.iterdir():
                if file.name != "lock":
                    file.unlink()
            written.write_text(key.hexdigest())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()

    def clear(self) -> None:
        """Forget the run: it is done."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def each(
        self,
        stage: str,
        tasks: Iterable[T],
        do: Callable[[Iterable[T]], Iterator[R]],
        save: Callable[[R], bytes],
        load: Callable[[bytes], R],
    ) -> Iterator[R]:
        """Yield what ``do`` makes of each task, in order; what was written down is not done again."""
        path = self.folder / stage
        done = end = 0
        if path.exists():
            with path.open("rb") as file:
                for record in _records(file):
                    yield load(record)
                    done += 1
                    end = file.tell()
        with path.open("ab") as file:
            file.truncate(end)
            waiting: list[R] = []
            for made in do(islice(tasks, done, None)):
                waiting.append(made)
                if monotonic() - self._begun >= WORTH:
                    for data in map(save, waiting):
                        file.write(_HEAD.pack(len(data), crc32(data)) + data)
                    file.flush()
                    waiting.clear()
                yield made


def _take(lock: IO[str], folder: Path) -> None:
    """Hold the folder against other runs, where the system has such locks."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise AuditorError(
            f"another run writes to {folder.parent}; wait for it, or give another --out"
        ) from None
    except OSError:
        return  # a file system without locks


def _records(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the records that are whole."""
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        length, checksum = _HEAD.unpack(head)
        with suppress(MemoryError, OverflowError):
            data = file.read(length)
            if len(data) == length and crc32(data) == checksum:
                yield data
                continue
        return
