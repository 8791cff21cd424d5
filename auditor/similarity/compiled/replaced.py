"""How many facts one text may have put in the place of another's, at most: bounds for ``factual.few``.

The words between shared runs are aligned as ``relation.differences_in`` aligns them, and what words hold of
facts is counted, as ``factual`` counts it, of those alone that stand in each other's place.

Numba notices changes of this file alone; see ``words``.
"""

from functools import cache
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from auditor.similarity.compiled.measure import FIGURES, NAMES
from auditor.similarity.factual import CAPITAL, DIGIT, JOINT, SMALL, kinds, quiet
from auditor.similarity.relation import CHANGED, GAP, SHORT
from auditor.similarity.shingle import BASE, FACTOR

_U = np.uint64
_EACH = _U(0x0101010101010101)
_HIGH = _U(0x8080808080808080)
_SEVEN = _U(0x7F7F7F7F7F7F7F7F)
_ALL = _U(0xFFFFFFFFFFFFFFFF)
_BASE, _FACTOR, _32 = _U(BASE), _U(FACTOR), _U(32)
_COMMA, _SPACE, _APOSTROPHE = ord(","), ord(" "), ord("'")
_LONGEST_QUIET = 16
"""Letters; no quiet word has more."""
_SLOTS = 1 << 12
_ALWAYS, _NUMBER, _DATE = 1, 2, 4
_MANY = 1 << 20
"""What a word may hold of facts in a text of whose words no places are known."""


@cache
def table() -> tuple[NDArray[Any], ...]:
    """Return the kinds of bytes, and the quiet words by hash.

    They stand in slots, each as what it is: the sum of ``_NUMBER`` or ``_DATE`` and, if it always is, ``_ALWAYS``.
    """
    keys, what = np.zeros(_SLOTS, dtype=np.uint64), np.zeros(_SLOTS, dtype=np.int8)
    for key, always, date in zip(*quiet()[:3], strict=True):
        at = int(key) & _SLOTS - 1
        while what[at]:
            at = (at + 1) & _SLOTS - 1
        keys[at] = key
        what[at] = (_DATE if date else _NUMBER) + (_ALWAYS if always else 0)
    return kinds(), keys, what


def room() -> tuple[NDArray[Any], ...]:
    """Return scratch arrays: facts of the words of a gap on both sides, costs of its alignment, changes."""
    return (
        np.empty((GAP, 3), dtype=np.int64),
        np.empty((GAP, 3), dtype=np.int64),
        np.empty((GAP + 1, GAP + 1), dtype=np.int64),
        np.empty((GAP + 1, 4), dtype=np.int64),
    )


@njit(cache=True, nogil=True)
def bound(
    pairs, rows, gaps, gap_ends, words, word_ends, places, source, eights, known, least, scratch
):
    """Put the bounds into the rows of pairs, and how many facts texts have at least.

    Args:
        pairs: texts by number, two a row.
        rows: their measures, of which this completes ``FIGURES`` and ``NAMES``.
        gaps: ranges of words of both texts; those in which no fact can be replaced are made empty ...
        gap_ends: ... and how many there are up to each pair.
        words: the hashes of the words of all texts.
        word_ends: where each text's end.
        places: where each word begins and ends in ``source``; noughts in a text of which it is not known.
        source: the texts in UTF-8.
        eights: the same, eight bytes from each.
        known: see ``table``.
        least: takes a row a text, figures and names, where it may be asked for; less than nothing before.
        scratch: see ``room``.

    """
    of_a, of_b, costs, changes = scratch
    kinds, keys, what = known
    begun = 0
    for pair in range(len(pairs)):
        figures = names = 0
        a, b = pairs[pair, 0], pairs[pair, 1]
        a_first, a_end = word_ends[a - 1] if a else 0, word_ends[a]
        b_first, b_end = word_ends[b - 1] if b else 0, word_ends[b]
        for gap in range(begun, gap_ends[pair]):
            a_low, a_high = a_first + gaps[gap, 0], a_first + gaps[gap, 1]
            b_low, b_high = b_first + gaps[gap, 2], b_first + gaps[gap, 3]
            some = _hold(a_low, a_high, words, places, source, eights, kinds, keys, what, of_a)
            if some:
                some &= _hold(b_low, b_high, words, places, source, eights, kinds, keys, what, of_b)
            if not some:
                gaps[gap, 1], gaps[gap, 3] = gaps[gap, 0], gaps[gap, 2]
                continue
            count = align(words[a_low:a_high], words[b_low:b_high], costs, changes)
            for change in range(count):
                a_from, a_to = changes[change, 0], changes[change, 1]
                b_from, b_to = changes[change, 2], changes[change, 3]
                a_more = _beside(a_low + a_from, a_low + a_to, a_first, a_end, places, source)
                b_more = _beside(b_low + b_from, b_low + b_to, b_first, b_end, places, source)
                figures += _least_sum(of_a, a_from, a_to, of_b, b_from, b_to, 0, a_more, b_more)
                figures += _least_sum(of_a, a_from, a_to, of_b, b_from, b_to, 1, 0, 0)
                names += _least_sum(of_a, a_from, a_to, of_b, b_from, b_to, 2, 0, 0)
        begun = max(begun, gap_ends[pair])
        rows[pair, FIGURES] = figures
        rows[pair, NAMES] = names
        if names or figures > 1 or (figures and min(a_end - a_first, b_end - b_first) <= SHORT):
            for text, low, high in ((a, a_first, a_end), (b, b_first, b_end)):
                if least[text, 0] >= 0:
                    continue
                figures = names = 0
                for word in range(low, high):
                    if not what[int(words[word] & _U(_SLOTS - 1))] and _all_small(
                        eights, places[word, 0], places[word, 1]
                    ):
                        continue  # most words
                    counts = weigh(word, words, places, source, eights, kinds, keys, what)
                    figures += counts[3]
                    names += counts[4]
                least[text, 0] = figures
                least[text, 1] = names


@njit(cache=True, nogil=True)
def _hold(low, high, words, places, source, eights, kinds, keys, what, held):
    """Put into ``held`` how many numbers, dates and names words may hold; return a bit for each kind that there is."""
    some = 0
    for word in range(low, high):
        counts = weigh(word, words, places, source, eights, kinds, keys, what)
        for kind in range(3):
            held[word - low, kind] = counts[kind]
            some |= (counts[kind] > 0) << kind
    return some


@njit(cache=True, nogil=True)
def _least_sum(a, a_from, a_to, b, b_from, b_to, kind, a_more, b_more):
    """Return the lesser of the sums of a column over both ranges."""
    for at in range(a_from, a_to):
        a_more += a[at, kind]
    for at in range(b_from, b_to):
        b_more += b[at, kind]
    return min(a_more, b_more)


@njit(cache=True, nogil=True)
def _beside(low, high, first, end, places, source):
    """Return how many numbers beside a range of words may be told with it; see ``relation._facts``."""
    count = 0
    if low > first:
        stop = places[low - 1, 1]
        digit = source[stop - 1] >= 0x80 or 0x30 <= source[stop - 1] <= 0x39
        count += digit and places[low, 0] == stop + 1 and _is_joint(source[stop])
    if high < end:
        start = places[high, 0]
        digit = source[start] >= 0x80 or 0x30 <= source[start] <= 0x39
        count += digit and places[high - 1, 1] == start - 1 and _is_joint(source[start - 1])
    return count


@njit(cache=True, nogil=True)
def _is_joint(byte):
    return byte == 0x3A or 0x2C <= byte <= 0x2F


@njit(cache=True, nogil=True)
def align(a, b, costs, changes):
    """List the changes with words on both sides, ``CHANGED`` at most; return how many there are.

    What ``fuzzy.changes`` tells, neighbouring steps as one: the least Levenshtein distance, and of several ways
    there the one that rapidfuzz goes, found from the end.
    """
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    a_size, b_size = len(a), len(b)
    while min(a_size, b_size) > start and a[a_size - 1] == b[b_size - 1]:
        a_size -= 1
        b_size -= 1
    a_size -= start
    b_size -= start
    for i in range(a_size + 1):
        costs[i, 0] = i
    for j in range(b_size + 1):
        costs[0, j] = j
    for i in range(a_size):
        for j in range(b_size):
            replaced = costs[i, j] + (a[start + i] != b[start + j])
            costs[i + 1, j + 1] = min(replaced, min(costs[i, j + 1], costs[i + 1, j]) + 1)
    count = 0
    i, j = a_size, b_size
    a_to, b_to = i, j
    while i or j:
        if i and j:
            if costs[i, j] == costs[i - 1, j] + 1:
                i -= 1
                continue
            j -= 1
            if j and costs[i, j] == costs[i - 1, j] - 1:
                continue
            i -= 1
            if a[start + i] != b[start + j]:
                continue
            count = _noted(start + i + 1, start + a_to, start + j + 1, start + b_to, changes, count)
            a_to, b_to = i, j
        else:
            i = j = 0
    return _noted(start, start + a_to, start, start + b_to, changes, count)


@njit(cache=True, nogil=True)
def _noted(a_from, a_to, b_from, b_to, changes, count):
    if a_from == a_to or b_from == b_to or max(a_to - a_from, b_to - b_from) > CHANGED:
        return count
    change = changes[count]
    change[0], change[1], change[2], change[3] = a_from, a_to, b_from, b_to
    return count + 1


@njit(cache=True, nogil=True)
def weigh(word, words, places, source, eights, kinds, keys, what):
    """Count for one word: numbers, dates and names at most, figures and names at least.

    Of a word that only ``factual.of_word`` can count, more than it can hold and nothing it must.
    """
    first, stop = places[word, 0], places[word, 1]
    if not stop:
        return _MANY, _MANY, _MANY, 0, 0
    quiet = _is_quiet(words[word], keys, what)
    if _all_small(eights, first, stop):
        least = quiet & _ALWAYS and source[first - 1] < 0x80 and source[stop] < 0x80
        return int(quiet & _NUMBER > 0), int(quiet & _DATE > 0), 0, int(least), 0
    if _is_plain(source, first, stop, kinds):
        return _plain(source, first, stop, kinds, quiet)
    return _mixed(source, eights, first, stop, keys, what)


@njit(cache=True, nogil=True)
def _is_quiet(key, keys, what):
    """Return what ``table`` says of a word."""
    at = np.int64(key & _U(_SLOTS - 1))
    while what[at] and keys[at] != key:
        at = (at + 1) & (_SLOTS - 1)
    return what[at]


@njit(cache=True, nogil=True)
def _mixed(source, eights, first, stop, keys, what):
    """Count for a word of letters and digits of ASCII and apostrophes; a word of others is not looked into.

    What ``factual.of_word`` counts, but that a word which may be a date may be a name, too.
    """
    numbers = dates = names = least = 0
    at = first
    behind_quote = False
    while at < stop:
        byte = source[at]
        start = at
        if 0x30 <= byte <= 0x39:
            while at < stop and 0x30 <= source[at] <= 0x39:
                at += 1
            numbers += 1
            least += start > first
        elif 0x61 <= byte | 0x20 <= 0x7A and byte < 0x80:
            while at < stop and source[at] < 0x80 and 0x61 <= source[at] | 0x20 <= 0x7A:
                at += 1
            names += byte < 0x61 and not behind_quote
            if at - start <= _LONGEST_QUIET:
                quiet = _is_quiet(_lowered(eights, start, at), keys, what)
                numbers += quiet & _NUMBER > 0
                dates += quiet & _DATE > 0
        elif byte == _APOSTROPHE:
            at += 1
        elif byte == 0xE2 and source[at + 1] == 0x80 and source[at + 2] == 0x99:
            at += 3
        else:
            return stop - first, stop - first, stop - first, 0, 0
        behind_quote = byte == _APOSTROPHE or byte == 0xE2
    return numbers, dates, names, least, 0


@njit(cache=True, nogil=True)
def _lowered(eights, start, stop):
    """Return the hash of letters of ASCII, made small, sixteen at most."""
    length = stop - start
    small = _U(0x20) * _EACH
    made = (
        _U(length) * _BASE ^ (eights[start] | small) & _ALL >> _U(max(64 - 8 * length, 0))
    ) * _FACTOR
    made ^= made >> _32
    if length > 8:
        made = (made ^ (eights[start + 8] | small) & _ALL >> _U(128 - 8 * length)) * _FACTOR
        made ^= made >> _32
    return made


@njit(cache=True, nogil=True)
def _is_plain(source, first, stop, kinds):
    """Whether a word has letters of ASCII alone or digits alone."""
    digits = letters = 0
    for at in range(first, stop):
        kind = kinds[source[at]]
        digits += kind == DIGIT
        letters += kind in (SMALL, CAPITAL)
    return stop - first in (digits, letters)


@njit(cache=True, nogil=True)
def _plain(source, first, stop, kinds, quiet):
    """Count for a word of letters of ASCII alone or digits alone."""
    kind = kinds[source[first]]
    before, earlier = source[first - 1], kinds[source[first - 2]]
    apart = before < 0x80 and source[stop] < 0x80
    joined = kinds[before] == JOINT and earlier == DIGIT
    inside = before == _SPACE and (earlier in (SMALL, DIGIT) or source[first - 2] == _COMMA)
    digit, named = kind == DIGIT, kind == CAPITAL
    return (
        int(digit or quiet & _NUMBER > 0),
        int(quiet & _DATE > 0),
        int(named and not quiet & _ALWAYS),
        int(apart and ((digit and not joined) or quiet & _ALWAYS > 0)),
        int(inside and named and not quiet),
    )


@njit(cache=True, nogil=True)
def _all_small(eights, start, stop):
    """Whether there are small letters of ASCII alone."""
    while start < stop:
        eight = eights[start]
        plain = eight & _SEVEN
        small = _least(plain, 0x61) & ~_least(plain, 0x7B) & ~eight & _HIGH
        other = ~small & _HIGH
        if other << _U(max(64 - 8 * (stop - start), 0)):
            return False
        start += 8
    return True


@njit(cache=True, nogil=True, inline="always")
def _least(x, low):
    """Return the high bit of each seven-bit byte that is ``low`` or more."""
    return x + _U(0x80 - low) * _EACH
