"""Memory that was freed is kept for what comes next.

Arrays of megabytes come and go by the thousand here. The GNU C library hands such memory back to the system each
time, and to get it again, a page at a time, took a sixth of a run; with these limits it waits for the next array.
"""

import ctypes
from contextlib import suppress

from auditor.sources.settings import MIB

_TRIM, _PAD, _MAPPED = -1, -2, -3
"""``M_TRIM_THRESHOLD``, ``M_TOP_PAD`` and ``M_MMAP_THRESHOLD`` of mallopt(3)."""


def keep_freed() -> None:
    """Keep up to a quarter of a gigabyte of freed memory in this process, where the C library can be told so."""
    with suppress(AttributeError, OSError, TypeError):  # another C library, another system
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MAPPED, 32 * MIB)
        mallopt(_TRIM, 256 * MIB)
        mallopt(_PAD, 16 * MIB)
