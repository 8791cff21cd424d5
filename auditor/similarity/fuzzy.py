"""Likeness of short sequences: the one door to rapidfuzz, imported when first asked."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple


class Change(NamedTuple):
    """One step from a to b: ``equal``, ``replace``, ``insert`` or ``delete``, with both places."""

    kind: str
    a_start: int
    a_end: int
    b_start: int
    b_end: int


def likeness(a: Sequence[int] | str, b: Sequence[int] | str) -> float:
    """Return the normalised Indel likeness, 0 to 1: 1 is equal."""
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(a, b))


def distance(a: Sequence[int] | str, b: Sequence[int] | str, at_most: int | None = None) -> int:
    """Return the Levenshtein distance; past ``at_most`` it is ``at_most + 1``."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(a, b, score_cutoff=at_most))


def changes(a: Sequence[int] | str, b: Sequence[int] | str) -> list[Change]:
    """Return the fewest steps from ``a`` to ``b``. Quadratic: the caller bounds lengths."""
    from rapidfuzz.distance import Levenshtein

    return [
        Change(step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end)
        for step in Levenshtein.opcodes(a, b)
    ]


@cache
def osa_distance() -> Callable[..., int]:
    """Return the optimal string alignment distance of two strings; past ``score_cutoff`` it is one more.

    The function itself, for callers that ask it for thousands of short words.
    """
    from rapidfuzz.distance import OSA

    return OSA.distance
