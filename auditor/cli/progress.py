"""A line of progress on standard error, for runs long enough to wonder about."""

import sys
from time import monotonic
from types import TracebackType
from typing import Self

_FIRST_AFTER = 1.0
_EVERY = 0.2


class Progress:
    """Writes one line over and over while enabled; leaves nothing behind."""

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled
        self._started = self._last = monotonic()
        self._shown = False

    def update(self, stage: str, done: int, total: int | None) -> None:
        """Say how far a stage has come, a few times a second at most."""
        now = monotonic()
        if not self._enabled or now - self._started < _FIRST_AFTER or now - self._last < _EVERY:
            return
        self._last = now
        self._shown = True
        of = f" of {total:,}" if total else ""
        sys.stderr.write(f"\r\x1b[K{stage} {done:,}{of} articles ...")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, so that something else may be written."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()
