"""Which of the backends does the work: arrays, or what Numba (the extra ``fast``) has compiled.

All give the same results. Numba takes half a second to start and, the first time on a machine, some
seconds more; from ``WORTH`` on that is won back.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from auditor.similarity.minhash import Batch, Signatures

WORTH = 60 << 20
"""Bytes of text: some 25,000 articles."""


class Backend(NamedTuple):
    """What is done many texts at a time."""

    tokens: Callable[[Sequence[str]], Batch]
    shingled: Callable[[Batch], Batch]
    sign: Callable[[Batch], Signatures]
    """Given the hashes of words."""


def can_compile() -> bool:
    """Whether Numba is installed, and finds a place to keep what it compiles."""
    try:
        backend(compiled=True)
    except (ImportError, RuntimeError):
        return False
    return True


@cache
def backend(*, compiled: bool) -> Backend:
    """Return a backend, imported when first asked for."""
    if compiled:
        from auditor.similarity import compiled as fast

        return Backend(fast.tokens, fast.shingled, fast.sign)
    from auditor.similarity import kernel, minhash

    return Backend(kernel.tokens, minhash.shingled, minhash.sign)
