"""What ``relation.judge`` says of pairs of which hardly a fact was replaced, compiled.

Numba notices changes of this file alone; see ``words``.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from auditor.similarity import relation as relations
from auditor.similarity.compiled.measure import FIGURES, LONGEST, NAMES, OF_A, OF_B, SHARED
from auditor.similarity.relation import (
    ALIKE,
    ANOTHER,
    APART,
    CLOSE,
    MIXED,
    MOSTLY,
    NAMED,
    PART,
    SHORT,
    SOME,
    WHOLE,
)  # fmt: skip

_U = np.uint64
_29 = _U(29)
_NOUGHT, _ONE, _ALL = _U(0), _U(1), _U(0xFFFFFFFFFFFFFFFF)
_BITS = 64
_MOST = 2048
"""Words of the longest texts whose order is looked at here."""
_SLOTS = 4 * _MOST

RELATIONS = np.array(
    [
        relations.ALL.index(name)
        for name in (
            relations.UNRELATED,
            relations.NEAR_DUPLICATE,
            relations.CONTAINS,
            relations.CONTAINED_IN,
            relations.REWRITE,
        )
    ],
    dtype=np.int8,
)
"""The relations that are told here, by their numbers in ``relation.ALL``; in the order of their codes, from 1."""
ASK = 0
"""The code of a pair of which somebody else must tell."""
_UNRELATED, _NEAR, _CONTAINS, _CONTAINED, _REWRITE = range(1, 6)
_NO, _YES, _UNKNOWN = range(3)


def room() -> tuple[NDArray[Any], ...]:
    """Return scratch arrays."""
    return (
        np.empty(_SLOTS, dtype=np.uint64),
        np.zeros(_SLOTS, dtype=np.int64),
        np.empty(_SLOTS, dtype=np.int64),
        np.empty((_MOST, _MOST // _BITS), dtype=np.uint64),
        np.empty(_MOST // _BITS, dtype=np.uint64),
    )


@njit(cache=True, nogil=True)
def judge(pairs, rows, words, word_ends, least, scratch, codes):
    """Tell the relation of pairs.

    Args:
        pairs: texts by number, two a row.
        rows: their measures: see ``measure``.
        words: the hashes of the words of all texts.
        word_ends: where each text's end.
        least: at least so many figures, and names, are in each text.
        scratch: see ``room``.
        codes: takes a code a pair: see ``RELATIONS``.

    """
    for pair in range(len(pairs)):
        a, b = pairs[pair, 0], pairs[pair, 1]
        row = rows[pair]
        a_words = words[word_ends[a - 1] if a else 0 : word_ends[a]]
        b_words = words[word_ends[b - 1] if b else 0 : word_ends[b]]
        shorter = min(len(a_words), len(b_words))
        figures, names = min(least[a, 0], least[b, 0]), min(least[a, 1], least[b, 1])
        if not _are_few(shorter, row[FIGURES], row[NAMES], figures, names):
            codes[pair] = ASK
            continue
        shared, of_a, of_b = row[SHARED], row[OF_A], row[OF_B]
        union = of_a + of_b - shared
        jaccard = shared / union if union else 0.0
        within_a = shared / of_a if of_a else 0.0
        within_b = shared / of_b if of_b else 0.0
        codes[pair] = _judged(
            jaccard, within_a, within_b, row[LONGEST], a_words, b_words, pair + 1, scratch
        )


@njit(cache=True, nogil=True)
def _judged(jaccard, within_a, within_b, longest, a, b, stamp, scratch):
    """See ``relation.judge``, whose rules these are."""
    shorter = min(len(a), len(b))
    most, least = max(within_a, within_b), min(within_a, within_b)
    brief = shorter <= SHORT
    if not longest:
        if not brief:
            return _UNRELATED
        close = _closely_edited(a, b, stamp, scratch)
        return ASK if close == _UNKNOWN else _NEAR if close == _YES else _UNRELATED
    if jaccard >= ALIKE or most >= MOSTLY:
        if most >= PART and (least < WHOLE and most - least > APART):
            return _CONTAINED if within_a >= within_b else _CONTAINS
        if jaccard >= MOSTLY or longest >= MOSTLY * shorter:
            return _NEAR
        close = _closely_edited(a, b, stamp, scratch)
        return ASK if close == _UNKNOWN else _NEAR if close == _YES else _REWRITE
    if (brief or jaccard >= SOME) and _closely_edited(a, b, stamp, scratch) == _YES:
        return _NEAR
    return ASK


@njit(cache=True, nogil=True)
def _are_few(shorter, figures, names, figures_least, names_least):
    """See ``factual.few``, whose rules these are."""
    if figures <= 1 and not names and shorter > SHORT:
        return True
    if not (figures or names) or figures < MIXED * figures_least:
        return True
    mended = not figures or figures * (NAMED if names else 1.0) < ANOTHER * figures_least
    return mended and names < max(ANOTHER * names_least, 1.0)


@njit(cache=True, nogil=True)
def _closely_edited(a, b, stamp, scratch):
    """See ``relation.closely_edited``, whose rules these are; ``stamp`` is another number for each pair."""
    total = len(a) + len(b)
    if not total:
        return _YES
    if 1.0 - (total - 2 * min(len(a), len(b))) / total < CLOSE:
        return _NO
    if max(len(a), len(b)) > _MOST:
        return _UNKNOWN
    alike = 1.0 - (total - 2 * _common(a, b, stamp, scratch)) / total
    return _YES if alike >= CLOSE else _NO


@njit(cache=True, nogil=True)
def _common(a, b, stamp, scratch):
    """Return the length of the longest common subsequence.

    Hyyro, "Bit-parallel LCS-length computation revisited" (2004): 64 words of ``b`` at a time.
    """
    keys, stamps, numbers, masks, row = scratch
    blocks = (len(b) + _BITS - 1) // _BITS
    slots = len(keys) - 1
    known = 0
    for place in range(len(b)):
        at = np.int64(b[place] >> _29) & slots
        while stamps[at] == stamp and keys[at] != b[place]:
            at = (at + 1) & slots
        if stamps[at] != stamp:
            stamps[at] = stamp
            keys[at] = b[place]
            numbers[at] = known
            masks[known, :blocks] = _NOUGHT
            known += 1
        masks[numbers[at], place // _BITS] |= _ONE << _U(place % _BITS)
    row[:blocks] = _ALL
    for word in a:
        at = np.int64(word >> _29) & slots
        while stamps[at] == stamp and keys[at] != word:
            at = (at + 1) & slots
        if stamps[at] != stamp:
            continue
        mask = masks[numbers[at]]
        carry = _NOUGHT
        for block in range(blocks):
            before = row[block]
            met = before & mask[block]
            added = before + met
            over = added < before
            added += carry
            carry = _U(over or added < carry)
            row[block] = added | (before - met)
    common = 0
    for place in range(len(b)):
        common += not row[place // _BITS] >> _U(place % _BITS) & _ONE
    return common
