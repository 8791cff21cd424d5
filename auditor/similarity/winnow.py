"""Winnowed fingerprints of passages (Schleimer, Wilkerson and Aiken, SIGMOD 2003).

Of every ``WINDOW`` shingles in a row the least is kept, the rightmost of equals. So any passage of
``WINDOW + 4`` words that two texts share gives them a fingerprint in common, at about two
fingerprints for nine words.
"""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

WINDOW = 8
VERSION = "winnow8-1"


class Mark(NamedTuple):
    """A fingerprint and the token it begins at."""

    value: int
    at: int


def winnow(shingles: Sequence[int], window: int = WINDOW) -> list[Mark]:
    """Return the fingerprints, in order; a text shorter than a window gives its least shingle."""
    if not shingles:
        return []
    marks: list[Mark] = []
    queue: deque[int] = deque()  # places whose shingles grow from left to right
    last = -1
    for at, value in enumerate(shingles):
        while queue and shingles[queue[-1]] >= value:
            queue.pop()
        queue.append(at)
        if queue[0] <= at - window:
            queue.popleft()
        if at >= window - 1 and queue[0] != last:
            last = queue[0]
            marks.append(Mark(shingles[last], last))
    return marks or [Mark(shingles[queue[0]], queue[0])]
