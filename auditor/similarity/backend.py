"""Which of the backends does the work: arrays, or what Numba (the extra ``fast``) has compiled.

All give the same results. Numba takes a third of a second to start and, the first time on a machine, some
seconds more; from ``WORTH`` on that is won back.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from auditor.similarity.minhash import Batch, Signatures

if TYPE_CHECKING:
    from types import ModuleType

WORTH = 8 << 20
"""Bytes of text: some 3,000 articles."""


class Backend(NamedTuple):
    """What is done many texts at a time."""

    tokens: Callable[[Sequence[str]], Batch]
    shingled: Callable[[Batch], Batch]
    sign: Callable[[Batch], Signatures]
    """Given the hashes of words."""


def can_compile(*, alone: bool = False) -> bool:
    """Whether Numba is installed, and finds a place to keep what it compiles.

    When it starts, Numba looks for SciPy's matrix products, which takes a quarter of a second. Where nobody
    else in this process wants them (``alone``), it finds none.
    """
    try:
        with _hidden("scipy") if alone else nullcontext():
            backend(compiled=True).sign(Batch(np.empty(0, dtype=np.uint64), _NONE))
    except (ImportError, RuntimeError):
        return False
    return True


_NONE = np.empty(0, dtype=np.int64)


@contextmanager
def _hidden(name: str) -> Iterator[None]:
    """Let a module that is not loaded yet look as if it were not installed."""
    known = sys.modules.setdefault(name, cast("ModuleType", None))
    try:
        yield
    finally:
        if not known:
            del sys.modules[name]


@cache
def backend(*, compiled: bool) -> Backend:
    """Return a backend, imported when first asked for."""
    if compiled:
        from auditor.similarity import compiled as fast

        return Backend(fast.tokens, fast.shingled, fast.sign)
    from auditor.similarity import kernel, minhash

    return Backend(kernel.tokens, minhash.shingled, minhash.sign)
