"""The file of a review's decisions: every change is on the disk before it is answered, none is lost.

The file is the truth. Each change reads it again, changes what was asked for and nothing else, and puts a
whole new file in its place. So two pages, two servers and a
person with an editor can write at once.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import NamedTuple

from auditor.errors import AuditorError, Problem
from auditor.policy.decisions import DECISIONS, Decision, Decisions, Key, dumps, parse
from auditor.render.sink import open_sink

_MOST_BYTES = 256 << 20
_PATIENCE = 5.0
"""Seconds to wait for another process that writes."""


class Snapshot(NamedTuple):
    """The decisions at one moment. ``version`` grows with every change that this process saw."""

    decisions: Decisions
    version: int


class _ChangedMeanwhileError(Exception):
    """Somebody wrote the file between our reading and our writing."""


class DecisionStore:
    """The decisions on one run.

    Args:
        path: the file, made by the first decision.

    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()  # a link is followed, not replaced
        self._lock = Lock()
        self._decisions: Decisions = {}
        self._data: bytes | None = None
        self._version = 0

    def read(self) -> Snapshot:
        """Return the decisions as they are in the file now.

        Raises:
            AuditorError: it cannot be read, or holds something else.

        """
        with self._lock:
            return self._fresh()

    def change(self, set_: Iterable[Decision], unset: Iterable[Key]) -> Snapshot:
        """Set and unset decisions and return all of them; they are in the file then.

        Raises:
            AuditorError: the file cannot be read or written; it is as it was.

        """
        wanted, unwanted = list(set_), list(unset)
        with self._lock, _alone(self.path.parent):
            for _ in range(100):
                with suppress(_ChangedMeanwhileError):
                    return self._change(wanted, unwanted)
        raise AuditorError(Problem("is being changed all the time by another program", self._shown))

    def check(self) -> None:
        """Try whether decisions can be written.

        Raises:
            AuditorError: they cannot; says why and what to do.

        """
        self.read()
        probe = self.path.with_name(f".{self.path.name}.{os.getpid()}.tmp")
        try:
            os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError as error:
            raise AuditorError(
                Problem(
                    f"decisions cannot be kept here ({error.strerror or error}); "
                    "name another place: --decisions FILE",
                    self._shown,
                )
            ) from None
        probe.unlink()

    @property
    def _shown(self) -> str:
        return str(self.path).encode("utf-8", "replace").decode()

    def _change(self, wanted: Iterable[Decision], unwanted: Iterable[Key]) -> Snapshot:
        before, version = self._fresh()
        after = dict(before)
        for key in unwanted:
            after.pop(key, None)
        after.update((decision.key, decision) for decision in wanted)
        if after == before:
            return Snapshot(before, version)
        text = dumps(after)
        try:
            with open_sink(self.path) as out:
                out.write(text)
                if self._load() != self._data:
                    raise _ChangedMeanwhileError
        except OSError as error:
            raise AuditorError(
                Problem(f"cannot be written: {error.strerror or error}", self._shown)
            ) from None
        self._data = text.encode()
        self._decisions = after
        self._version += 1
        return Snapshot(after, self._version)

    def _fresh(self) -> Snapshot:
        """Read the file; what it holds is taken apart only where it is something else than before.

        Its time and size would not do: two changes in one tick of the clock have the same.
        """
        data = self._load()
        if data != self._data:
            decisions = {} if data is None else self._parsed(data)
            if decisions != self._decisions:
                self._version += 1
            self._decisions, self._data = decisions, data
        return Snapshot(dict(self._decisions), self._version)

    def _load(self) -> bytes | None:
        """Return the bytes of the file, None where there is none."""
        try:
            with self.path.open("rb") as stream:
                data = stream.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable(error) from None
        if len(data) > _MOST_BYTES:
            raise AuditorError(Problem("is larger than 256 MiB", self._shown))
        return data

    def _parsed(self, data: bytes) -> Decisions:
        try:
            return parse(data, (DECISIONS,))
        except ValueError as error:
            raise AuditorError(
                Problem(f"{error}; nothing in it was changed: mend it or move it away", self._shown)
            ) from None

    def _unreadable(self, error: OSError) -> AuditorError:
        return AuditorError(Problem(f"cannot be read: {error.strerror or error}", self._shown))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes of ours from writing in ``folder``, where the system knows such locks."""
    try:
        import fcntl
    except ImportError:  # Windows: what is left is to look whether the file changed
        yield
        return
    number = -1
    try:
        with suppress(OSError):  # nor do all file systems
            number = os.open(folder, os.O_RDONLY)
            until = monotonic() + _PATIENCE
            while True:
                try:
                    fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if monotonic() > until:
                        raise AuditorError(
                            Problem("another program keeps this folder locked", str(folder))
                        ) from None
                    sleep(0.01)
        yield
    finally:
        if number >= 0:
            os.close(number)
