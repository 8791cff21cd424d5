"""Pairs of texts measured: what ``verify`` works out over arrays, with a hash table a pair."""

import numpy as np
from numba import njit

from auditor.similarity.align import HOT
from auditor.similarity.relation import GAP
from auditor.similarity.shingle import WIDTH

_U = np.uint64
_29 = _U(29)
_FREE = -1

SHARED, OF_A, OF_B, LONGEST, IN_RUNS, FIGURES, NAMES = range(7)
"""What a row of measures holds: distinct shingles shared, of the first, of the second; of pairs that share
enough, the longest run, the words in runs, and, put there by ``replaced``, how many figures and names may
have been replaced."""


@njit(cache=True, nogil=True)
def distinct(shingles, ends, keys, stamps, counts):
    """Count the distinct shingles of each text; ``stamps`` is nought when it is given."""
    mask = len(keys) - 1
    first = 0
    for text in range(len(ends)):
        found = 0
        for place in range(first, ends[text]):
            key = shingles[place]
            at = np.int64(key >> _29) & mask
            while stamps[at] == text + 1 and keys[at] != key:
                at = (at + 1) & mask
            if stamps[at] != text + 1:
                stamps[at] = text + 1
                keys[at] = key
                found += 1
        counts[text] = found
        first = ends[text]


@njit(cache=True, nogil=True)
def measure(
    pairs, words, word_ends, shingles, ends, counts, room, least, part, rows, gaps, gap_ends
):
    """Measure pairs.

    Args:
        pairs: texts by number, two a row; quickest where rows that follow each other share the second.
        words: the hashes of the words of all texts.
        word_ends: where each text's end.
        shingles: those of all texts.
        ends: where each text's end.
        counts: how many distinct ones each text has.
        room: scratch arrays: see ``verify``.
        least: pairs of less Jaccard than this ...
        part: ... and of less containment are not aligned.
        rows: takes a row of measures a pair.
        gaps: takes the gaps of those that are: ranges of words of both texts ...
        gap_ends: ... and how many there are up to each pair.

    """
    keys, stamps, heads, tails, met, following, runs, chains = room
    mask = len(keys) - 1
    last = -1
    stamp = 0
    made = 0
    for pair in range(len(pairs)):
        a, b = pairs[pair, 0], pairs[pair, 1]
        a_first = ends[a - 1] if a else 0
        b_first = ends[b - 1] if b else 0
        if b != last:
            stamp += 1
            last = b
            for place in range(ends[b] - b_first):
                key = shingles[b_first + place]
                at = np.int64(key >> _29) & mask
                while stamps[at] == stamp and keys[at] != key:
                    at = (at + 1) & mask
                following[place] = _FREE
                if stamps[at] != stamp:
                    stamps[at] = stamp
                    keys[at] = key
                    heads[at] = place
                    met[at] = -1
                else:
                    following[tails[at]] = place
                tails[at] = place
        shared = 0
        for place in range(a_first, ends[a]):
            at = _found(shingles[place], keys, stamps, stamp, mask)
            if at != _FREE and met[at] != pair:
                met[at] = pair
                shared += 1
        row = rows[pair]
        row[:] = 0
        row[SHARED] = shared
        row[OF_A] = counts[a]
        row[OF_B] = counts[b]
        gap_ends[pair] = made
        if not shared:
            continue
        union = counts[a] + counts[b] - shared
        if shared / union < least and shared / min(counts[a], counts[b]) < part:
            continue
        a_words = words[word_ends[a - 1] if a else 0 : word_ends[a]]
        b_words = words[word_ends[b - 1] if b else 0 : word_ends[b]]
        found = 0
        if min(len(a_words), len(b_words)) < WIDTH:
            if len(a_words) == len(b_words) and np.all(a_words == b_words):
                runs[0, 0] = runs[0, 1] = 0
                runs[0, 2] = len(a_words)
                found = 1
        else:
            found = _align(
                a_words, b_words, shingles[a_first : ends[a]],
                keys, stamps, stamp, heads, following, runs,
            )  # fmt: skip
        for number in range(found):
            row[LONGEST] = max(row[LONGEST], runs[number, 2])
            row[IN_RUNS] += runs[number, 2]
        made = _gaps(runs, found, chains, len(a_words), len(b_words), gaps, made)
        gap_ends[pair] = made


@njit(cache=True, nogil=True)
def _found(key, keys, stamps, stamp, mask):
    at = np.int64(key >> _29) & mask
    while stamps[at] == stamp:
        if keys[at] == key:
            return at
        at = (at + 1) & mask
    return _FREE


@njit(cache=True, nogil=True)
def _align(a, b, shingles, keys, stamps, stamp, heads, following, runs):
    """List the shared runs; see ``align.runs``, whose rules these are."""
    found = 0
    i = 0
    expected = 0
    mask = len(keys) - 1
    while i < len(shingles):
        at = _found(shingles[i], keys, stamps, stamp, mask)
        best = 0
        best_j = 0
        j = heads[at] if at != _FREE else _FREE
        tried = 0
        while j != _FREE and tried < HOT:
            stop = min(len(a) - i, len(b) - j)
            length = 0
            while length < stop and a[i + length] == b[j + length]:
                length += 1
            if length > best or (length == best and best_j < expected <= j):
                best = length
                best_j = j
            j = following[j]
            tried += 1
        if best < WIDTH:
            i += 1
            continue
        runs[found, 0] = i
        runs[found, 1] = best_j
        runs[found, 2] = best
        found += 1
        i += best
        expected = best_j + best
    return found


@njit(cache=True, nogil=True)
def _chain(runs, found, chains):
    """List the heaviest chain of runs, the last one first; see ``align.in_order``, whose rules these are."""
    ends, weights, tips, before, chain = chains
    known = 0
    for number in range(found):
        b, length = runs[number, 1], runs[number, 2]
        at = np.searchsorted(ends[:known], b + 1)
        weight = length + (weights[at - 1] if at else 0)
        before[number] = tips[at - 1] if at else -1
        end = b + length
        place = np.searchsorted(ends[:known], end)
        if place and weights[place - 1] >= weight:
            continue
        stop = place
        while stop < known and weights[stop] <= weight:
            stop += 1
        if stop == place and place < known and ends[place] == end:
            continue
        moved = 1 - (stop - place)
        if moved > 0:
            for old in range(known - 1, stop - 1, -1):
                ends[old + 1], weights[old + 1], tips[old + 1] = ends[old], weights[old], tips[old]
        elif moved < 0:
            for old in range(stop, known):
                new = old + moved
                ends[new], weights[new], tips[new] = ends[old], weights[old], tips[old]
        known += moved
        ends[place], weights[place], tips[place] = end, weight, number
    size = 0
    at = tips[known - 1] if known else -1
    while at >= 0:
        chain[size] = at
        size += 1
        at = before[at]
    return size


@njit(cache=True, nogil=True)
def _gaps(runs, found, chains, a_size, b_size, gaps, made):
    """List the gaps of the chain; see ``relation.gaps``, whose rules these are."""
    chain = chains[4]
    size = _chain(runs, found, chains)
    a_low = b_low = 0
    length = 0
    for step in range(size, -1, -1):
        a_high, b_high, next_length = a_size, b_size, 0
        if step:
            run = runs[chain[step - 1]]
            a_high, b_high, next_length = run[0], run[1], run[2]
        if 0 < a_high - a_low <= GAP and 0 < b_high - b_low <= GAP and (length or next_length):
            gap = gaps[made]
            gap[0], gap[1], gap[2], gap[3] = a_low, a_high, b_low, b_high
            made += 1
        length = next_length
        a_low = a_high + length
        b_low = b_high + length
    return made
