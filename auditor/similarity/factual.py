"""How many facts the words of a text may hold at most, and how many the text holds at least.

What ``relation`` asks of facts is whether three in ten were replaced. For most pairs the answer is no, and
counting over bytes says so without looking for a single fact.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.facts import QUIET, facts_in
from auditor.similarity.relation import ANOTHER, MIXED, SHORT
from auditor.similarity.shingle import Tokens, word_hash

_Bytes = NDArray[np.uint8]
_Places = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Counts = NDArray[np.int32]

OTHER, JOINT, SMALL, DIGIT, CAPITAL, QUOTE, BEYOND = range(7)
"""What a byte is to facts; ``BEYOND`` begins a character beyond ASCII, a joint stands in numbers."""
CONTRACTED = ("s", "t", "d", "m", "re", "ve", "ll")
"""What stands behind the apostrophe of a word that may be a fact without it (Monday's)."""
_AMBIGUOUS = frozenset("may march mar sat sun one zero".split())
"""Words that are facts in some places only."""


class Facts(NamedTuple):
    """Bounds of the facts in each word."""

    figures_most: Counts
    """At most so many numbers and dates begin in it."""
    names_most: Counts
    figures_least: Counts
    names_least: Counts


@cache
def kinds() -> _Bytes:
    """Return what each byte is to facts."""
    made = np.full(256, OTHER, dtype=np.uint8)
    made[ord("a") : ord("z") + 1] = SMALL
    made[ord("0") : ord("9") + 1] = DIGIT
    made[ord("A") : ord("Z") + 1] = CAPITAL
    made[0xC0:] = BEYOND
    made[0xE3:0xEA] = made[0xEB:0xEE] = OTHER  # Chinese, Japanese, Korean: no capitals, no digits
    made[ord("'")] = QUOTE
    made[list(b".,/:-")] = JOINT
    return made


@cache
def quiet() -> tuple[Hashes, NDArray[np.bool_]]:
    """Return the hashes of words in small letters that may be facts, sorted; which always are."""
    hashes = {word_hash(word): word not in _AMBIGUOUS for word in QUIET}
    hashes |= {word_hash(f"{word}'{tail}"): False for word in QUIET for tail in CONTRACTED}
    ordered = sorted(hashes)
    return np.array(ordered, dtype=np.uint64), np.array([hashes[h] for h in ordered])


def facts_of(read: _Bytes, first: _Places, last: _Places, hashes: Hashes) -> Facts:
    """Return what the words, given by their first and last bytes, hold of facts.

    ``read`` is UTF-8 with a space at its beginning and at its end.
    """
    is_ = kinds()[read]
    digit = is_ == DIGIT
    begins = digit.copy()
    begins[1:] &= ~digit[:-1]
    beyond = is_ == BEYOND
    # Dashes and quotation marks are no facts, but for those before them: invisible, inside words.
    beyond[:-2] &= (read[:-2] != 0xE2) | (read[1:-1] != 0x80) | (read[2:] < 0x90)
    letter = (is_ == SMALL) | (is_ == CAPITAL)
    # What parts a word in two may have a fact on either side: two'six, May5.
    figure = begins.astype(np.int8) + 3 * beyond
    figure[1:] += begins[1:] & letter[:-1]
    figure[1:] += letter[1:] & digit[:-1]
    figure[_odd_quotes(read, is_)] += 2
    known, always = quiet()
    at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    is_quiet = known[at] == hashes
    named = _within(beyond | (is_ == CAPITAL), first, last)

    begins[1:] &= read[:-1] < 0x80
    begins[2:] &= ~((is_[1:-1] == JOINT) & digit[:-2])
    plain = (named == 0) | (named == 1) & (is_[first] == CAPITAL)
    plain &= (read[first - 1] < 0x80) & (read[last + 1] < 0x80)
    before = is_[first - 2]
    inside = (before == SMALL) | (before == DIGIT) | (read[first - 2] == ord(","))
    inside &= (is_[first] == CAPITAL) & (read[first - 1] == ord(" "))
    figures = _within(figure, first, last) + is_quiet
    return Facts(
        figures,
        named,
        _within(begins, first, last) + (is_quiet & always[at] & plain),
        (inside & (figures == 0)).astype(np.int32),
    )


def _odd_quotes(read: _Bytes, is_: _Bytes) -> _Places:
    """Return the apostrophes that are followed by what ``CONTRACTED`` does not hold."""
    straight = np.flatnonzero(is_ == QUOTE)
    curly = np.flatnonzero((read[:-2] == 0xE2) & (read[1:-1] == 0x80) & (read[2:] == 0x99))
    at = np.concatenate((straight, curly))
    after = np.concatenate((straight + 1, curly + 3))
    known = np.zeros(len(at), dtype=bool)
    for tail in CONTRACTED:
        same = ~_in_word(is_[after + len(tail)])
        for step, letter in enumerate(tail.encode()):
            same &= read[after + step] | 0x20 == letter
        known |= same
    beside = (read >= 0x80) | _in_word(is_)
    odd: _Places = at[~known & beside[after] & beside[at - 1]]
    return odd


def _in_word(is_: _Bytes) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = is_ >= SMALL
    return found


def _within(which: NDArray[np.bool_] | NDArray[np.int8], first: _Places, last: _Places) -> Counts:
    """Return how many of the bytes of each word are such, or their sum."""
    counts = np.cumsum(which, dtype=np.int32)
    found: Counts = counts[last] - counts[first - 1]
    return found


def few(shorter: int, figures: int, names: int, figures_least: int, names_least: int) -> bool:
    """Whether so many replaced facts are certainly fewer than make another report of a text.

    Args:
        shorter: words of the shorter text.
        figures: numbers and dates that may have been replaced.
        names: names that may have been.
        figures_least: numbers and dates of the poorer text, at least.
        names_least: its names, at least.

    """
    if figures <= 1 and not names and shorter > SHORT:
        return True
    if not (figures or names) or figures < MIXED * figures_least:
        return True  # names do not count
    mended = not figures or figures < ANOTHER * figures_least
    return mended and names < max(ANOTHER * names_least, 1)


def counted(text: str, words: Tokens) -> Facts:
    """Return the same of one text, by looking at each word; nothing is said of how many at least."""
    places = zip(words.starts, words.ends, strict=True)
    found = [len(facts_in(text, start, end)) for start, end in places]
    none = np.zeros(len(found), dtype=np.int32)
    most_of = np.array(found, dtype=np.int32)
    return Facts(most_of, most_of, none, none)
