"""Texts that are verified against each other: their words found and hashed many texts at once."""

from collections import OrderedDict
from collections.abc import Iterable
from functools import cache, cached_property
from typing import cast

import numpy as np

from auditor.similarity.align import Run
from auditor.similarity.facts import QUIET
from auditor.similarity.kernel import Located, located
from auditor.similarity.minhash import Hashes, runs_of_arrays, shingle_array
from auditor.similarity.relation import Text
from auditor.similarity.shingle import Tokens, word_hash
from auditor.spool import Spool

_HELD = 4096
"""Texts kept in memory while pairs are verified."""


class HashedText(Text):
    """A text whose words are in arrays."""

    def __init__(self, source: str, words: Located) -> None:
        super().__init__(source, cast("Tokens", _LateTokens(words)))
        self._words = words

    @cached_property
    def in_order(self) -> Hashes:
        """The shingle at each token."""
        return shingle_array(self._words.hashes)

    @cached_property
    def distinct(self) -> Hashes:
        """The distinct shingles, sorted."""
        return np.unique(self.in_order)

    @cached_property
    def shingles(self) -> list[int]:
        """The shingle at each token."""
        found: list[int] = self.in_order.tolist()
        return found

    def runs_with(self, other: Text) -> list[Run]:
        """Return the runs of words shared with another."""
        if not isinstance(other, HashedText):
            return super().runs_with(other)
        found = runs_of_arrays(self.in_order, other.in_order)
        return super().runs_with(other) if found is None else found

    @cached_property
    def _facts_before(self) -> list[int]:
        may = self._words.loud | np.isin(self._words.hashes, _quiet())
        counts: list[int] = np.cumsum(np.concatenate(([0], may))).tolist()
        return counts

    def may_hold_facts(self, low: int, high: int) -> bool:
        """Whether a word among these holds more than small letters, or is a number or a date."""
        return self._facts_before[low] < self._facts_before[high]


class _LateTokens:
    """Tokens in arrays, made lists when first asked for."""

    def __init__(self, words: Located) -> None:
        self._words = words

    def __len__(self) -> int:
        return len(self._words.hashes)

    @cached_property
    def hashes(self) -> list[int]:
        return cast("list[int]", self._words.hashes.tolist())

    @cached_property
    def starts(self) -> list[int]:
        return cast("list[int]", self._words.starts.tolist())

    @cached_property
    def ends(self) -> list[int]:
        return cast("list[int]", self._words.ends.tolist())


@cache
def _quiet() -> Hashes:
    return np.array([word_hash(word) for word in sorted(QUIET)], dtype=np.uint64)


class Texts:
    """The texts of a spool, the last few thousand asked for kept at hand."""

    def __init__(self, spool: Spool[str]) -> None:
        self._spool = spool
        self._held: OrderedDict[int, HashedText] = OrderedDict()

    def load(self, numbers: Iterable[int]) -> None:
        """Have these texts at hand, at one go."""
        wanted = sorted({number for number in numbers if number not in self._held})
        sources = [self._spool[number] for number in wanted]
        for number, source, words in zip(wanted, sources, located(sources), strict=True):
            self._held[number] = HashedText(source, words)

    def __getitem__(self, number: int) -> HashedText:
        """Return the text of a number."""
        if number not in self._held:
            self.load((number,))
        return self._held[number]

    def trim(self) -> None:
        """Forget the texts loaded first, beyond those that may be kept."""
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
