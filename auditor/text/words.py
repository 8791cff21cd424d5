"""Words in any script.

A word is a run of letters, digits and marks; an apostrophe, a soft hyphen or a zero-width joiner
inside it belongs to it (don't, ni­veau). A hyphen parts two words, and so does a full stop. Scripts
that write no spaces give one run of characters; who needs smaller pieces takes character n-grams.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from auditor.text.marks import MARKS

APOSTROPHES = "'’ʼ＇"
"""What stands for an apostrophe inside a word: straight, curly, modifier letter, full width."""

INNER = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ALNUM = r"[^\W_]"
WORD_CLASS = rf"(?:{_ALNUM}|[{MARKS}])"
"""One character of a word, for use in patterns."""

_RUN = rf"(?:{_ALNUM}++|[{MARKS}]++)++"
_TAIL = rf"(?:[{INNER}]*+(?:[{APOSTROPHES}][{INNER}]*+)?+{_RUN})*+"
WORD = re.compile(rf"{_ALNUM}++(?:(?=['\x80-\U0010ffff]){_TAIL})?+")
"""One word. Linear: what is taken is never given back. The look ahead spares plain words the rest."""


class Word(NamedTuple):
    """A word and its half-open place in code points."""

    text: str
    start: int
    end: int


_new = tuple.__new__  # a third faster than calling the class, which is a function in Python


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of ``text[start:end]`` with places counted in ``text``."""
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        yield _new(Word, (match.group(), match.start(), match.end()))


def count_words(text: str) -> int:
    """Count words; a character of a script without spaces (Chinese, Thai, ...) counts as one."""
    if text.isascii():
        return sum(1 for _ in WORD.finditer(text))
    dense = _no_spaces()
    return sum(len(dense.findall(match.group())) or 1 for match in WORD.finditer(text))


@cache
def _no_spaces() -> re.Pattern[str]:
    return re.compile(
        r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
    )
