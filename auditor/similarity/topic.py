"""How well a passage holds together with the rest of a text: shared rare words, weighted.

Works on bags of stems with weights; it knows neither articles nor languages' word lists. Everything
is linear in the number of words: one count of the passages a stem stands in answers every question.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

_ENDINGS = (
    "ations", "ation", "ments", "ment", "ness", "ians", "ian", "eans", "ean", "ions", "ion", "ings",
    "ing", "ers", "ies", "ish", "ese", "ed", "er", "es", "ly", "al", "s", "y", "e", "n",
)  # fmt: skip
_SHORTEST = 4
_LONGEST = 7


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return what the forms of a word share, roughly: ``iranians`` and ``iran`` give ``iran``."""
    word = word.removesuffix("'s").replace("'", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            break
    return word[:_LONGEST]


Bag = Mapping[str, float]
"""Stems and how much each tells (rare words much, common ones nothing)."""


class Cohesion(NamedTuple):
    """How a passage stands to the rest of the text."""

    share: float
    """The weight of its stems that stand elsewhere too, over the weight of all its stems."""
    near: float
    """The same, counting only the passages beside it."""
    weight: float
    """The weight of its stems: how much there is to judge by."""


class Topic:
    """A text as passages, each a bag of stems."""

    __slots__ = ("_bags", "_counts", "mean", "spread")

    def __init__(self, bags: Sequence[Bag]) -> None:
        """Take the passages in order."""
        self._bags = bags
        self._counts = Counter(term for bag in bags for term in bag)
        counts = self._counts
        shares = [
            sum([w for term, w in bag.items() if counts[term] > 1]) / sum(bag.values())
            for bag in bags
            if len(bag) >= 6
        ]
        self.mean = sum(shares) / len(shares) if shares else 0.0
        """The mean share over passages of some length."""
        squares = sum((s - self.mean) ** 2 for s in shares)
        self.spread = sqrt(squares / len(shares)) if shares else 0.0
        """The standard deviation of that."""

    def of(self, passages: Sequence[int], *, reach: int = 2) -> Cohesion:
        """Return how the passages with these (neighbouring) numbers, as one, hold to the others."""
        own = Counter(term for i in passages for term in self._bags[i])
        beside = set().union(
            *self._bags[max(0, passages[0] - reach) : passages[0]],
            *self._bags[passages[-1] + 1 : passages[-1] + 1 + reach],
        )
        total = shared = near = 0.0
        for i in passages:
            for term, weight in self._bags[i].items():
                total += weight
                if self._counts[term] > own[term]:
                    shared += weight
                    if term in beside:
                        near += weight
        if not total:
            return Cohesion(1.0, 1.0, 0.0)
        return Cohesion(shared / total, near / total, total)

    def known(self, terms: Iterable[str], passages: Sequence[int]) -> int:
        """Return how many of ``terms`` stand in other passages than these."""
        return sum(
            self._counts[term] > sum(term in self._bags[i] for i in passages) for term in terms
        )
