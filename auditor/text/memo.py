"""What a function said of words that were asked about before: a dictionary that fills itself."""

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
_LONG = 64
"""Longer runs of letters are no words, and are not remembered."""


class Memo(dict[str, Value]):
    """Answers by word; half the price of ``functools.lru_cache`` where most are there.

    At ``most`` answers all are forgotten, so that no text fills the memory.
    """

    def __init__(self, function: Callable[[str], Value], most: int = 1 << 16) -> None:
        """Take the function, which must always say the same of the same."""
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, word: str) -> Value:
        """Ask the function, and remember what it says."""
        value = self._function(word)
        if len(word) <= _LONG:
            if len(self) >= self._most:
                self.clear()
            self[word] = value
        return value
