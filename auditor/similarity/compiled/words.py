"""Bytes of many texts to the hashes of their words.

Eight bytes are looked at together (Lamport, "Multiple byte processing with full-word instructions", 1975):
which of them are parts of words becomes one bit each, and the edges of words are where bits change.

Numba notices changes of this file alone: what is called here stands here, and the constants of other
modules are those of when it was last compiled.
"""

from typing import Any

import numpy as np
from numba import njit
from numba.cpython.unsafe import numbers

from auditor.similarity.characters import (
    DENSE,
    DENSE_SIGN,
    FOLLOWS,
    HARD,
    KIND,
    LENGTH,
    MARK,
    PART,
    SIGN,
)
from auditor.similarity.shingle import BASE, FACTOR

trailing_zeros: Any = numbers.trailing_zeros  # its Python signature is the compiler's

_U = np.uint64
_EACH = _U(0x0101010101010101)
_HIGH = _U(0x8080808080808080)
_SEVEN = _U(0x7F7F7F7F7F7F7F7F)
_GATHER = _U(0x0102040810204080)
_BASE, _FACTOR = _U(BASE), _U(FACTOR)
_FOLLOW_BITS = sum(1 << kind for kind in FOLLOWS)
_ONE, _7, _8, _32, _56, _63 = _U(1), _U(7), _U(8), _U(32), _U(56), _U(63)
_KIND, _LENGTH = _U(KIND), _U(LENGTH)
_NOUGHT, _2, _ALL = _U(0), _U(2), _U(0xFFFFFFFFFFFFFFFF)
_IS_HARD = -1
_NEVER = 1 << 62
_QUOTES = _U(0x27) * _EACH
_SPACE, _APOSTROPHE = ord(" "), ord("'")
GROWTH = 3
"""Times the bytes of a text that its fold may have: two become five."""
ROOM = 72
"""Bytes that the scratch buffer needs beyond the longest text."""


@njit(cache=True, nogil=True, inline="always")
def _least(x, low):
    """Return the high bit of each seven-bit byte that is ``low`` or more."""
    return x + _U(0x80 - low) * _EACH


@njit(cache=True, nogil=True)
def _decoded(source, at):
    """Return the code point that begins at a byte of UTF-8, and how many bytes it has."""
    byte = int(source[at])
    size = 2
    code = byte & 0x1F
    if byte >= 0xF0:
        size = 4
        code = byte & 0x07
    elif byte >= 0xE0:
        size = 3
        code = byte & 0x0F
    for step in range(1, size):
        code = code << 6 | (int(source[at + step]) & 0x3F)
    return code, size


@njit(cache=True, nogil=True)
def _before(source, at, entries):
    """Return what stands before a mark: 1 a part of a word, to which it belongs; 0 what parts words; or -1."""
    before = at - 1
    byte = source[before]
    if byte < 0x80:
        if 0x30 <= byte <= 0x39 or 0x61 <= byte | 0x20 <= 0x7A:
            return 1
        return -1 if byte == _APOSTROPHE else 0
    while source[before] & 0xC0 == 0x80:
        before -= 1
    code, _ = _decoded(source, before)
    kind = int(entries[code] >> _KIND & _U(15))
    return 1 if _FOLLOW_BITS >> kind & 1 else 0 if kind == PART else -1


@njit(cache=True, nogil=True)
def _folded(source, eights, at, end, entries, out, out8, moved):
    """Write a text folded but for its ASCII.

    Return its length; ``_IS_HARD`` where this cannot be done here, and less than that, by the code point,
    where a character has not been met yet. ``moved`` takes the places from which on a byte that is
    written comes from another place than the one before moved by one: in the text written and read.
    """
    made = 0
    moves = 0
    loose = -1
    moved[0, 0] = 0
    moved[0, 1] = at
    while at < end:
        if at + 8 <= end:
            eight = eights[at]
            if not eight & _HIGH:
                out8[made] = eight
                at += 8
                made += 8
                continue
        if source[at] < 0x80:
            out[made] = source[at]
            at += 1
            made += 1
            continue
        code, size = _decoded(source, at)
        entry = entries[code]
        if not entry:
            return _IS_HARD - code
        kind = int(entry >> _KIND & _U(15))
        if kind in (HARD, DENSE, DENSE_SIGN):
            return _IS_HARD
        if kind in (MARK, SIGN):
            before = _before(source, at, entries)
            if at == loose or before < 0 or (not before and kind == SIGN):
                return _IS_HARD
            if not before:
                loose = at + size  # nothing here, but what it is to a mark behind it is not plain
        for _ in range(int(entry >> _LENGTH & _U(15))):
            out[made] = entry & _U(255)
            entry >>= _8
            made += 1
        at += size
        moves += 1
        moved[moves, 0] = made
        moved[moves, 1] = at
    moved[moves + 1, 0] = _NEVER
    moved[moves + 1, 1] = end
    return made


@njit(cache=True, nogil=True)
def _parted(out, out8, size, inside, quotes):
    """Make capitals small; return one bit a byte of what is a part of a word, and in how many numbers."""
    for at in range(size, size + ROOM):
        out[at] = 0x20
    blocks = size // 64 + 1
    for block in range(blocks):
        word = _NOUGHT
        quote = _NOUGHT
        for part in range(8):
            place = block * 64 + part * 8
            eight = out8[place]
            beyond = eight & _HIGH
            plain = eight & _SEVEN
            capital = _least(plain, 0x41) & ~_least(plain, 0x5B) & ~beyond & _HIGH
            small = plain | capital >> _2
            letter = _least(small, 0x61) & ~_least(small, 0x7B)
            digit = _least(plain, 0x30) & ~_least(plain, 0x3A)
            out8[place] = eight | capital >> _2
            marks = (letter | digit | beyond) & _HIGH
            other = plain ^ _QUOTES
            apostrophe = ~(_least(other, 0x01) | beyond) & _HIGH
            shift = _U(part * 8)
            word |= ((marks >> _7) * _GATHER >> _56) << shift
            quote |= ((apostrophe >> _7) * _GATHER >> _56) << shift
        inside[block] = word
        quotes[block] = quote
    inside[blocks] = _NOUGHT
    quotes[blocks] = _NOUGHT
    before = _NOUGHT
    for block in range(blocks):
        own = inside[block]
        around = (own << _ONE | before >> _63) & (own >> _ONE | inside[block + 1] << _63)
        before = own
        quotes[block] &= around
    for block in range(blocks):
        inside[block] |= quotes[block]
    return blocks


@njit(cache=True, nogil=True)
def gather(data, starts, ends, out):
    """Write texts behind each other, as ``hash_words`` reads them."""
    out[0] = _SPACE
    to = 1
    for text in range(len(starts)):
        size = ends[text] - starts[text]
        out[to : to + size] = data[starts[text] : ends[text]]
        to += size
        out[to] = _SPACE
        to += 1
    out[to : to + 7] = _SPACE


@njit(cache=True, nogil=True)
def hash_words(source, eights, ends, entries, room, hashes, counts, place, places):
    """Hash the words of texts: what ``kernel.tokens`` does.

    Args:
        source: the texts in UTF-8, each with a space behind it, one before the first, eight at the end.
        eights: the same bytes, eight from each.
        ends: where each text's space stands.
        entries: what ``characters`` knows of each code point.
        room: what ``Room`` holds.
        hashes: takes the hashes of all words, one text behind the other.
        counts: takes how many words each text has; less than nothing for a text that is hard.
        place: whether it is told where words stand.
        places: takes where each word begins and ends in ``source``.

    Returns:
        A code point of which ``entries`` says nothing, or 0 when all is done.

    """
    out, out8, inside, quotes, edges, long, moved = room
    made = 0
    at = 1
    for text in range(len(ends)):
        end = ends[text]
        size = _folded(source, eights, at, end, entries, out, out8, moved)
        at = end + 1
        if size < _IS_HARD:
            return _IS_HARD - size
        if size == _IS_HARD:
            counts[text] = -1
            continue
        blocks = _parted(out, out8, size, inside, quotes)
        count = _bounds(inside, blocks, edges)
        _hash(out8, edges, count, hashes[made:], long)
        if place:
            move = 0
            for word in range(count):
                first = edges[2 * word]
                last = edges[2 * word + 1] - 1
                while moved[move + 1, 0] <= first:
                    move += 1
                places[made + word, 0] = first + moved[move, 1] - moved[move, 0]
                while moved[move + 1, 0] <= last:
                    move += 1
                last += moved[move, 1] - moved[move, 0]
                stop = min(last, moved[move + 1, 1] - 1) + 1  # a fold may be longer
                while source[stop] & 0xC0 == 0x80:
                    stop += 1
                places[made + word, 1] = stop
        made += count
        counts[text] = count
    return 0


@njit(cache=True, nogil=True)
def _ones(bits):
    """Count the ones (Warren, "Hacker's Delight", section 5-1)."""
    bits -= bits >> _ONE & _U(0x5555555555555555)
    bits = (bits & _U(0x3333333333333333)) + (bits >> _2 & _U(0x3333333333333333))
    bits = bits + (bits >> _U(4)) & _U(0x0F0F0F0F0F0F0F0F)
    return int(bits * _EACH >> _56)


@njit(cache=True, nogil=True)
def _bounds(inside, blocks, edges):
    """List where words begin and end, by turns; return how many words there are."""
    found = 0
    before = _NOUGHT
    for block in range(blocks):
        own = inside[block]
        changes = own ^ (own << _ONE | before >> _63)
        before = own
        following = found + _ones(changes)
        while found < following:
            # Eight without a question; what is written beyond the last is written over.
            for _ in range(8):
                edges[found] = block * 64 + trailing_zeros(changes)
                changes &= changes - _ONE
                found += 1
        found = following
    return found // 2


@njit(cache=True, nogil=True)
def _hash(out8, edges, count, hashes, long):
    """Make the ``word_hash`` of each word: of the first eight bytes of all, then of what few have more."""
    longer = 0
    for word in range(count):
        start = edges[2 * word]
        length = edges[2 * word + 1] - start
        eight = out8[start] & _ALL >> _U(max(64 - 8 * length, 0))
        made = (_U(length) * _BASE ^ eight) * _FACTOR
        hashes[word] = made ^ made >> _32
        long[longer] = word
        longer += length > 8
    for at in range(longer):
        word = long[at]
        start = edges[2 * word] + 8
        length = edges[2 * word + 1] - start
        made = hashes[word]
        while length > 0:
            made = (made ^ (out8[start] & _ALL >> _U(max(64 - 8 * length, 0)))) * _FACTOR
            made ^= made >> _32
            start += 8
            length -= 8
        hashes[word] = made
