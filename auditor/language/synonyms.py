"""What rewording software writes for the words of set phrases: "past" for "last", "bosom" for "breast"."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).resolve().parent / "data" / "synonyms.tsv"


@cache
def meant() -> Mapping[str, tuple[str, ...]]:
    """Return the words that each word may have been written for."""
    rows = (
        line.split("\t")
        for line in _TABLE.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    return {written: tuple(words) for written, *words in rows}


@cache
def watched() -> frozenset[str]:
    """Return all of these words: archives count the pairs that they are part of."""
    return frozenset(word for written, words in meant().items() for word in (written, *words))
