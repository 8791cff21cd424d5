"""How many facts the words of a text may hold at most, and how many the text holds at least.

What ``relation`` asks of facts is whether three in ten were replaced. For most pairs the answer is no, and
counting over bytes says so without looking for a single fact.
"""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.similarity.facts import CALENDAR, QUIET, facts_in
from auditor.similarity.relation import ANOTHER, MIXED, NAMED, SHORT
from auditor.similarity.shingle import Tokens, word_hash

_Bytes = NDArray[np.uint8]
_Places = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Counts = NDArray[np.int32]

OTHER, JOINT, SMALL, DIGIT, CAPITAL = range(5)
"""What a byte is to facts; a joint stands between the digits of one number."""
_SLOTS = 1 << 12
_FIELD, _LETTERS, _CAPITALS = (np.uint64(n) for n in ((1 << 21) - 1, 21, 42))
"""How counts stand in one number: digits, letters, capitals. Words of two million bytes are not counted right."""
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
    made[list(b".,/:-")] = JOINT
    return made


@cache
def _weights() -> Hashes:
    """Return what each byte counts as in one number."""
    of = kinds()
    letters = ((of == SMALL) | (of == CAPITAL)).astype(np.uint64)
    capitals = (of == CAPITAL).astype(np.uint64)
    made: Hashes = (of == DIGIT) + (letters << _LETTERS) + (capitals << _CAPITALS)
    return made


class Quiet(NamedTuple):
    """The words that may be facts in small letters, by their hashes, sorted."""

    hashes: Hashes
    always: NDArray[np.bool_]
    """Which are facts wherever they stand."""
    dates: NDArray[np.bool_]
    """Which are dates, not numbers."""
    slots: NDArray[np.bool_]
    """The values of the lowest bits that these hashes have."""


@cache
def quiet() -> Quiet:
    """Return the words that may be facts in small letters."""
    words = sorted(QUIET, key=word_hash)
    hashes = [word_hash(word) for word in words]
    slots = np.zeros(_SLOTS, dtype=np.bool_)
    slots[[value & _SLOTS - 1 for value in hashes]] = True
    return Quiet(
        np.array(hashes, dtype=np.uint64),
        np.array([word not in _AMBIGUOUS for word in words]),
        np.array([word in CALENDAR for word in words]),
        slots,
    )


def facts_of(read: _Bytes, first: _Places, last: _Places, hashes: Hashes) -> Facts:
    """Return what the words, given by their first and last bytes, hold of facts.

    ``read`` is UTF-8 with a space at its beginning and at its end.
    """
    sums = np.cumsum(_weights()[read])
    held = sums[last] - sums[first - 1]  # right though the sums may overflow
    digits, letters = held & _FIELD, held >> _LETTERS & _FIELD
    size = (last - first + 1).astype(np.uint64)
    small = held == size << _LETTERS
    quiet_hash, always = _quiet_of(hashes)
    figures, names = quiet_hash.astype(np.int32), np.zeros(len(first), dtype=np.int32)
    apart = (read[first - 1] < 0x80) & (read[last + 1] < 0x80)
    found = Facts(figures, names, (always & apart).astype(np.int32), names.copy())
    other = np.flatnonzero(~small)
    plain = (digits == size) | (letters == size)
    counts = _of_others(
        read, first[other], last[other], quiet_hash[other], always[other], plain[other]
    )
    for column, those in zip(found, counts, strict=True):
        column[other] = those
    return found


def _quiet_of(hashes: Hashes) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which words are quiet ones, and which of these always are facts."""
    known = quiet()
    found = np.zeros((2, len(hashes)), dtype=np.bool_)
    maybe = np.flatnonzero(known.slots[(hashes & np.uint64(_SLOTS - 1)).astype(np.int64)])
    at = np.minimum(np.searchsorted(known.hashes, hashes[maybe]), len(known.hashes) - 1)
    found[0, maybe] = known.hashes[at] == hashes[maybe]
    found[1, maybe] = found[0, maybe] & known.always[at]
    return found[0], found[1]


def _of_others(
    read: _Bytes,
    first: _Places,
    last: _Places,
    is_quiet: NDArray[np.bool_],
    always: NDArray[np.bool_],
    plain: NDArray[np.bool_],
) -> Facts:
    """Return what words hold of facts that have other things in them than small letters of ASCII.

    ``plain`` are those of digits alone or of letters of ASCII alone.
    """
    of = kinds()
    before, earlier = of[read[first - 1]], of[read[first - 2]]
    joined = (before == JOINT) & (earlier == DIGIT)
    apart = (read[first - 1] < 0x80) & (read[last + 1] < 0x80)
    named = of[read[first]] == CAPITAL
    inside = (earlier == SMALL) | (earlier == DIGIT) | (read[first - 2] == ord(","))
    inside &= named & ~is_quiet & (read[first - 1] == ord(" "))
    figure = of[read[first]] == DIGIT  # of what is plain
    found = Facts(
        (figure | is_quiet).astype(np.int32),
        named.astype(np.int32),
        ((figure & ~joined) | always).astype(np.int32) * apart,
        inside.astype(np.int32),
    )
    mixed = np.flatnonzero(~plain)
    stops = last[mixed] + 1
    for _ in range(3):  # to where the character ends that the last byte belongs to
        stops += (read[stops] & 0xC0) == 0x80
    data = read.tobytes()
    places = zip(first[mixed].tolist(), stops.tolist(), strict=True)
    counts = np.array([of_word(data[start:stop]) for start, stop in places], dtype=np.int32)
    for column, those in zip(found, counts.reshape(-1, 4).T, strict=True):
        column[mixed] = those
    return found


@lru_cache(1 << 16)
def of_word(data: bytes) -> tuple[int, int, int, int]:
    """Return the counts of a word, in UTF-8, that is neither letters of ASCII alone nor digits alone."""
    text = data.decode("utf-8", "surrogatepass")
    found = facts_in(text, 0, len(text))
    names = sum(fact.kind == "name" for fact in found)
    numbers = sum(fact.text[0].isdigit() for fact in found)
    # The first may be a part of a number that begins before the word.
    return len(found) - names, names, numbers - text[0].isdigit(), 0


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
    mended = not figures or figures * (NAMED if names else 1) < ANOTHER * figures_least
    return mended and names < max(ANOTHER * names_least, 1)


def few_each(shorter: _Places, most: _Places, least: _Places) -> NDArray[np.bool_]:
    """Return what ``few`` says of many pairs; ``most`` and ``least`` have a column of figures, one of names."""
    figures, names = most.T
    figures_least, names_least = least.T
    mended = (figures == 0) | (figures * np.where(names > 0, NAMED, 1.0) < ANOTHER * figures_least)
    found: NDArray[np.bool_] = (
        ((figures <= 1) & (names == 0) & (shorter > SHORT))
        | ((figures == 0) & (names == 0))
        | (figures < MIXED * figures_least)
        | (mended & (names < np.maximum(ANOTHER * names_least, 1)))
    )
    return found


def counted(text: str, words: Tokens) -> Facts:
    """Return the same of one text, by looking at each word; nothing is said of how many at least."""
    places = zip(words.starts, words.ends, strict=True)
    found = [0 if _is_none(text[s:e]) else len(facts_in(text, s, e)) for s, e in places]
    none = np.zeros(len(found), dtype=np.int32)
    most_of = np.array(found, dtype=np.int32)
    return Facts(most_of, most_of, none, none)


def _is_none(word: str) -> bool:
    """Whether a word is certainly no fact."""
    return word.islower() and word.isalpha() and word not in QUIET
